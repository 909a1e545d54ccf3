//! What people say after a hearing, and where it goes.

use anyhow::Result;
use puente_registry::{
    Error, Store,
    country::Country,
    feedback::{ComplaintState, ComplaintSubject, Feedback, Grade, NewComplaint, Wish},
    id::Seat,
};

use crate::{
    engines::on_both_engines,
    people::{interview, now, rng},
    surroundings::{booked_as, key},
};

const LEAD: Seat = Seat(1);
const WITNESS: Seat = Seat(2);
const FIRST: Seat = Seat(3);

async fn r75_each_role_is_asked_what_it_can_tell(store: Store) -> Result<()> {
    let booked = booked_as(&store, &interview()?).await?;
    let service = Feedback { understood: Some(Grade::Good), ..Feedback::default() };
    let early = store.give_feedback(&booked.hearing, LEAD, &service, now()?).await;
    assert!(matches!(early, Err(Error::NotNow(_))), "{early:?}");
    booked.open(&store).await?;
    booked.close(&store).await?;
    let hearing = booked.again(&store).await?;
    let at = booked.minute(91);
    store.give_feedback(&hearing, LEAD, &service, at).await?;
    assert_eq!(store.feedback_of(hearing.id, LEAD).await?, Some(service));
    let conditions = Feedback { conditions: Some(Grade::Bad), ..Feedback::default() };
    store.give_feedback(&hearing, FIRST, &conditions, at).await?;
    for (seat, said, field) in [
        (FIRST, service, "understood"),
        (LEAD, conditions, "conditions"),
        (LEAD, Feedback { interpreter: Some(Wish::Again), ..Feedback::default() }, "interpreter"),
        (WITNESS, conditions, "conditions"),
    ] {
        let refused = store.give_feedback(&hearing, seat, &said, at).await;
        let named = matches!(refused, Err(Error::Invalid { field: found, .. }) if found == field);
        assert!(named, "{field}: {refused:?}");
    }
    Ok(())
}

async fn r75_a_victims_picture_is_kept_for_her_case(store: Store) -> Result<()> {
    let mut input = interview()?;
    input.case_reference = Some("MP-2026-17".to_owned());
    let booked = booked_as(&store, &input).await?;
    booked.open(&store).await?;
    booked.close(&store).await?;
    let hearing = booked.again(&store).await?;
    let wish = |wish| Feedback { interpreter: Some(wish), ..Feedback::default() };
    store.give_feedback(&hearing, WITNESS, &wish(Wish::Another), booked.minute(91)).await?;
    store.give_feedback(&hearing, WITNESS, &wish(Wish::Again), booked.minute(92)).await?;
    let mut wishes = store.victim_wishes("MP-2026-17", "W-17").await?;
    wishes.sort();
    let mut team = [(booked.people[0], Wish::Again), (booked.people[1], Wish::Again)];
    team.sort();
    assert_eq!(wishes, team);
    assert_eq!(store.victim_wishes("MP-2026-17", "W-18").await?, []);
    assert_eq!(store.victim_wishes("MP-2026-18", "W-17").await?, []);
    Ok(())
}

async fn r75_a_complaint_goes_to_the_coordinators_of_its_country(store: Store) -> Result<()> {
    let booked = booked_as(&store, &interview()?).await?;
    booked.open(&store).await?;
    let hearing = booked.again(&store).await?;
    let complaint = NewComplaint {
        from: LEAD,
        about: FIRST,
        subject: ComplaintSubject::Accuracy,
        text: "Omitió dos fechas.".to_owned(),
    };
    let at = booked.minute(30);
    let id = store.complain(&hearing, &complaint, &key()?, at, &mut rng()).await?;
    let [found] = &store.complaints_in(Country::Gt, &key()?).await?[..] else {
        anyhow::bail!("one complaint")
    };
    assert_eq!(
        (found.id, found.state, found.text.as_str()),
        (id, ComplaintState::Open, "Omitió dos fechas.")
    );
    assert_eq!(store.complaints_in(Country::Mx, &key()?).await?, vec![]);
    let foreign = store.answer_complaint(id, Country::Mx, at).await;
    assert!(matches!(foreign, Err(Error::NotFound(_))), "{foreign:?}");
    store.answer_complaint(id, Country::Gt, at).await?;
    assert_eq!(store.complaints_in(Country::Gt, &key()?).await?[0].state, ComplaintState::Answered);
    for (about, text, field) in
        [(LEAD, "x", "about"), (Seat(60), "x", "about"), (FIRST, " ", "text")]
    {
        let wrong = NewComplaint { about, text: text.to_owned(), ..complaint.clone() };
        let refused = store.complain(&hearing, &wrong, &key()?, at, &mut rng()).await;
        let named = matches!(refused, Err(Error::Invalid { field: found, .. }) if found == field);
        assert!(named, "{field}: {refused:?}");
    }
    Ok(())
}

on_both_engines! {
    r75_each_role_is_asked_what_it_can_tell
    r75_a_victims_picture_is_kept_for_her_case
    r75_a_complaint_goes_to_the_coordinators_of_its_country
}
