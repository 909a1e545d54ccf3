//! Organisations, their rosters, and slots that their duty desks fill; experts.

use anyhow::{Context as _, Result};
use puente_registry::{
    Error, Store, Why,
    country::Country,
    expert::{Expertise, Field, Wanted},
    id::{OrganisationId, PersonId, RequestId},
    interpreter::Enrolment,
    organisation::{MemberRole, OrganisationInput, OrganisationKind, ShiftInput, SlotState},
    person::{AccountRole, NewAccount},
    request::RequestState,
};

use crate::{
    engines::on_both_engines,
    people::{GUATEMALA, enrolment, interpreters, interview, interviewer, now, profile, rng},
};

async fn judiciary(store: &Store, name: &str) -> Result<OrganisationId> {
    let given = OrganisationInput {
        name: name.to_owned(),
        country: Country::Gt,
        kind: OrganisationKind::Court,
        zone: GUATEMALA.parse()?,
    };
    Ok(store.add_organisation(&given, now()?, &mut rng()).await?.id)
}

/// So many interpreters of an organisation.
async fn staff(store: &Store, of: OrganisationId, count: usize) -> Result<Vec<PersonId>> {
    let people = interpreters(store, count).await?;
    for person in &people {
        store.set_member(of, *person, MemberRole::Interpreter, now()?).await?;
    }
    Ok(people)
}

async fn desk(store: &Store) -> Result<PersonId> {
    let account = NewAccount {
        name: "Turno Prueba".to_owned(),
        email: None,
        password_phc: None,
        role: AccountRole::Clerk,
        country: Country::Gt,
        zone: GUATEMALA.parse()?,
    };
    Ok(store.add_account(&account, now()?, &mut rng()).await?)
}

/// An interview for one interpreter, by a new interviewer.
async fn asked(store: &Store, email: &str) -> Result<(PersonId, RequestId)> {
    let by = interviewer(store, email).await?;
    let mut input = interview()?;
    input.minutes = 45;
    Ok((by, store.create_request(by, &input, now()?, &mut rng()).await?.id))
}

fn shift(person: PersonId, from: &str, to: &str) -> Result<ShiftInput> {
    Ok(ShiftInput { person, from: from.parse()?, to: to.parse()? })
}

async fn a_person_belongs_to_one_organisation_as_what_they_are(store: Store) -> Result<()> {
    let court = judiciary(&store, "Organismo Judicial").await?;
    let again = judiciary(&store, "Organismo Judicial").await;
    assert!(again.is_err(), "a name once in a country");
    let people = staff(&store, court, 2).await?;
    let desk = desk(&store).await?;
    store.set_member(court, desk, MemberRole::DutyDesk, now()?).await?;
    assert_eq!(store.members(court).await?.len(), 3);
    assert_eq!(store.organisation(court).await?.interpreters, 2);
    for (person, role) in [(desk, MemberRole::Interpreter), (people[0], MemberRole::DutyDesk)] {
        let refused = store.set_member(court, person, role, now()?).await;
        assert!(matches!(refused, Err(Error::Invalid { field: "person", why: Why::DoesNotFit })));
    }
    let agency = judiciary(&store, "Agencia").await?;
    store.set_member(agency, people[0], MemberRole::Interpreter, now()?).await?;
    assert_eq!(store.membership(people[0]).await?, Some((agency, MemberRole::Interpreter)));
    assert_eq!(store.members(court).await?.len(), 2);
    store.remove_member(agency, people[0], now()?).await?;
    assert_eq!(store.membership(people[0]).await?, None);
    Ok(())
}

async fn a_roster_holds_shifts_that_do_not_overlap_and_copies_by_the_week(
    store: Store,
) -> Result<()> {
    let court = judiciary(&store, "Organismo Judicial").await?;
    let people = staff(&store, court, 2).await?;
    let monday = shift(people[0], "2026-11-30T08:00", "2026-11-30T16:00")?;
    let night = shift(people[1], "2026-12-06T22:00", "2026-12-07T06:00")?;
    for given in [&monday, &night] {
        store.add_shift(court, given, now()?, &mut rng()).await?;
    }
    for (given, message) in [
        (shift(people[0], "2026-11-30T15:59", "2026-11-30T18:00")?, "not free"),
        (shift(people[0], "2026-12-01T08:00", "2026-12-01T08:00")?, "to refused: Empty"),
        (shift(people[0], "2026-12-01T08:00", "2026-12-02T08:01")?, "to refused: TooLong"),
        (shift(people[0], "2026-11-01T08:00", "2026-11-01T16:00")?, "to refused: InThePast"),
        (shift(desk(&store).await?, "2026-12-01T08:00", "2026-12-01T16:00")?, "person refused"),
    ] {
        let error = store.add_shift(court, &given, now()?, &mut rng()).await.err();
        let error = error.context(message)?.to_string();
        assert!(error.contains(message), "{error}");
    }
    let week = "2026-11-30T00:00".parse()?;
    let copied = store.copy_week(court, week, 1, now()?, &mut rng()).await?;
    assert_eq!((copied.made, copied.left_out), (2, 0));
    let again = store.copy_week(court, week, 1, now()?, &mut rng()).await?;
    assert_eq!((again.made, again.left_out), (0, 2), "nobody is on duty twice");
    let (from, to) = (now()?, now()?.plus_minutes(42 * 24 * 60));
    let shifts = store.roster(court, from, to).await?;
    let starts: Vec<_> = shifts.iter().map(|shift| shift.starts.local.to_string()).collect();
    assert_eq!(
        starts,
        ["2026-11-30T08:00", "2026-12-06T22:00", "2026-12-07T08:00", "2026-12-13T22:00"]
    );
    let other = judiciary(&store, "Otra").await?;
    assert!(store.remove_shift(other, shifts[0].id).await.is_err(), "another's shift");
    store.remove_shift(court, shifts[0].id).await?;
    store.remove_member(court, people[1], now()?).await?;
    assert_eq!(store.roster(court, from, to).await?.len(), 1, "shifts to come go with a member");
    Ok(())
}

async fn the_duty_desk_assigns_one_of_its_own_and_the_request_is_booked(
    store: Store,
) -> Result<()> {
    let court = judiciary(&store, "Organismo Judicial").await?;
    let people = staff(&store, court, 3).await?;
    let freelancers = interpreters(&store, 1).await?;
    let desk = desk(&store).await?;
    store.set_member(court, desk, MemberRole::DutyDesk, now()?).await?;
    let (by, request) = asked(&store, "elena@example.org").await?;

    let organisations = store.organisations_for(request, 0, now()?).await?;
    assert_eq!(organisations.len(), 1);
    assert_eq!((organisations[0].0.id, organisations[0].1, organisations[0].2), (court, 3, None));
    let stranger = interviewer(&store, "other@example.org").await?;
    let foreign = store.put_to_organisation(request, 0, stranger, court, now()?, &mut rng()).await;
    assert!(matches!(foreign, Err(Error::NotFound(_))));
    let empty = judiciary(&store, "Vacía").await?;
    assert!(store.put_to_organisation(request, 0, by, empty, now()?, &mut rng()).await.is_err());
    let slot = store.put_to_organisation(request, 0, by, court, now()?, &mut rng()).await?;
    let again = store.put_to_organisation(request, 0, by, court, now()?, &mut rng()).await?;
    assert_eq!(slot, again, "put once");

    let on_duty = shift(people[2], "2026-11-25T08:00", "2026-11-25T16:00")?;
    store.add_shift(court, &on_duty, now()?, &mut rng()).await?;
    let fits = store.fits(court, slot, now()?).await?;
    assert_eq!(fits.len(), 3, "none but its own");
    assert_eq!((fits[0].person, fits[0].on_duty), (people[2], true), "on duty first");

    let refused = store.assign(court, slot, freelancers[0], desk, now()?, &mut rng()).await;
    assert!(matches!(refused, Err(Error::Invalid { field: "person", .. })));
    let elsewhere = store.assign(empty, slot, people[2], desk, now()?, &mut rng()).await;
    assert!(matches!(elsewhere, Err(Error::NotFound(_))), "another organisation's slot");
    let assigned = store.assign(court, slot, people[2], desk, now()?, &mut rng()).await?;
    assert_eq!((assigned.state, assigned.assigned), (SlotState::Assigned, Some(people[2])));
    assert_eq!(store.request(request).await?.state, RequestState::Booked);
    let twice = store.assign(court, slot, people[1], desk, now()?, &mut rng()).await;
    assert!(twice.is_err());
    Ok(())
}

async fn a_slot_can_be_declined_and_closes_with_its_request(store: Store) -> Result<()> {
    let court = judiciary(&store, "Organismo Judicial").await?;
    staff(&store, court, 1).await?;
    let (by, request) = asked(&store, "elena@example.org").await?;
    let slot = store.put_to_organisation(request, 0, by, court, now()?, &mut rng()).await?;
    store.cancel_request(request, by, None, now()?, &mut rng()).await?;
    assert_eq!(store.slots(court, now()?).await?[0].state, SlotState::Closed);
    let (by, request) = asked(&store, "other@example.org").await?;
    let other = store.put_to_organisation(request, 0, by, court, now()?, &mut rng()).await?;
    let declined = store.decline_slot(court, other, now()?).await?;
    assert_eq!(declined.state, SlotState::Declined);
    assert!(store.decline_slot(court, other, now()?).await.is_err());
    assert_ne!(slot, other);
    Ok(())
}

async fn experts_are_found_by_field_and_never_by_a_pair(store: Store) -> Result<()> {
    let mut told = profile()?;
    told.services.clear();
    let expertise = Expertise {
        field: Field::Psychology,
        about: "Trauma in children".to_owned(),
        tags: vec!["Estimación de edad".to_owned()],
    };
    let one: Enrolment = enrolment(told)?;
    store.enrol_expert(one, &expertise, now()?, &mut rng()).await?;
    interpreters(&store, 1).await?;
    let at = now()?;
    let find = async |wanted: Wanted| store.experts(&wanted, at).await;
    let field = |field| Wanted { field: Some(field), ..Wanted::default() };
    assert_eq!(find(field(Field::Psychology)).await?.len(), 1);
    assert_eq!(find(field(Field::Genetics)).await?, []);
    let tag = Wanted { tag: Some("ESTIMACION DE EDAD".to_owned()), ..Wanted::default() };
    assert_eq!(find(tag).await?.len(), 1);
    let language = Wanted { language: Some("spa".parse()?), ..Wanted::default() };
    assert_eq!(find(language).await?.len(), 1);
    let elsewhere = Wanted { country: Some(Country::Ca), ..Wanted::default() };
    assert_eq!(find(elsewhere).await?, []);
    let (_, request) = asked(&store, "elena@example.org").await?;
    let found = store.candidates(request, 0, now()?).await?;
    assert_eq!((found.candidates.len(), found.excluded.len()), (1, 0), "no search shows an expert");
    Ok(())
}

on_both_engines! {
    a_person_belongs_to_one_organisation_as_what_they_are
    a_roster_holds_shifts_that_do_not_overlap_and_copies_by_the_week
    the_duty_desk_assigns_one_of_its_own_and_the_request_is_booked
    a_slot_can_be_declined_and_closes_with_its_request
    experts_are_found_by_field_and_never_by_a_pair
}
