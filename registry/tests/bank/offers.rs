//! Requests are offered to several; as many as there are seats win, whoever else tries.

use anyhow::{Context as _, Result, ensure};
use puente_registry::{
    Error, Resource, Store,
    conflict::ConflictKey,
    country::Country,
    hearing::{HearingState, Role},
    id::{OfferId, PersonId, RequestId},
    offer::OfferState,
    place::PlaceKind,
    request::{Request, RequestState, Step},
    team::TeamRule,
};

use crate::{
    engines::on_both_engines,
    people::{interpreters, interview, interviewer, now, place, rng, witness},
};

pub(crate) async fn offered(
    store: &Store,
    requester: PersonId,
    people: &[PersonId],
) -> Result<Request> {
    let request = store.create_request(requester, &interview()?, now()?, &mut rng()).await?;
    Ok(store.offer(request.id, requester, 0, people, now()?, &mut rng()).await?)
}

pub(crate) async fn offer_of(
    store: &Store,
    person: PersonId,
    request: RequestId,
) -> Result<OfferId> {
    let numbers = store.request(request).await?.offers;
    let number = store.interpreter(person).await?.number;
    Ok(numbers.iter().find(|offer| offer.number == number).context("was asked")?.id)
}

async fn r06_of_64_who_accept_at_once_two_win_and_62_are_told(store: Store) -> Result<()> {
    let requester = interviewer(&store, "e@example.org").await?;
    let people = interpreters(&store, 64).await?;
    let request = offered(&store, requester, &people).await?;
    assert_eq!((request.seats, request.team_rule), (2, Some(TeamRule::ConsecutiveOver60)));

    let mut acceptances = tokio::task::JoinSet::new();
    let together = std::sync::Arc::new(tokio::sync::Barrier::new(people.len()));
    for person in people {
        let offer = offer_of(&store, person, request.id).await?;
        let (store, together, at) = (store.clone(), together.clone(), now()?);
        acceptances.spawn(async move {
            together.wait().await;
            store.accept(offer, person, at, &mut rng()).await
        });
    }
    let (mut won, mut told) = (0, 0);
    while let Some(outcome) = acceptances.join_next().await {
        match outcome? {
            Ok(offer) => {
                assert_eq!(offer.state, OfferState::Accepted);
                won += 1;
            }
            Err(Error::AlreadyTaken) => told += 1,
            Err(other) => return Err(other.into()),
        }
    }
    assert_eq!((won, told), (2, 62));

    let request = store.request(request.id).await?;
    assert_eq!(request.state, RequestState::Booked);
    let count = |step| request.timeline.iter().filter(|entry| entry.what == step).count();
    assert_eq!(count(Step::Accepted), 2);
    assert_eq!(count(Step::AlreadyTaken), 62);
    assert_eq!(count(Step::Booked), 1);
    let hearing = store.hearing(request.hearing.context("a hearing")?, now()?).await?;
    let team = hearing.participants.iter().filter(|p| p.role == Role::Interpreter).count();
    assert_eq!(team, 2);
    Ok(())
}

async fn the_last_seat_makes_the_hearing_with_everybody_in_it(store: Store) -> Result<()> {
    let requester = interviewer(&store, "e@example.org").await?;
    let people = interpreters(&store, 3).await?;
    let venue = place(&store, PlaceKind::Venue, Country::Gt).await?;
    let kit = place(&store, PlaceKind::Kit, Country::Mx).await?;
    let mut input = interview()?;
    input.participants = vec![witness(Some(kit))?, {
        let mut support = witness(Some(kit))?;
        support.role = Role::SupportPerson;
        support.label = "S".to_owned();
        support
    }];
    input.participants.push({
        let mut official = witness(Some(venue))?;
        official.role = Role::ExecutingOfficial;
        official.languages = vec!["spa".parse()?];
        official
    });
    let request = store.create_request(requester, &input, now()?, &mut rng()).await?;
    let held = |r: &Request| r.timeline.iter().filter(|e| e.what == Step::PlaceHeld).count();
    assert_eq!(held(&request), 2, "two people at one kit hold it once");
    let request = store.offer(request.id, requester, 0, &people, now()?, &mut rng()).await?;
    assert_eq!(request.state, RequestState::Offered);

    let first = offer_of(&store, people[2], request.id).await?;
    store.accept(first, people[2], now()?, &mut rng()).await?;
    assert_eq!(store.request(request.id).await?.hearing, None, "one seat is still open");
    let second = offer_of(&store, people[0], request.id).await?;
    store.accept(second, people[0], now()?, &mut rng()).await?;

    let request = store.request(request.id).await?;
    let hearing = store.hearing(request.hearing.context("a hearing")?, now()?).await?;
    assert_eq!(hearing.state, HearingState::Booked);
    assert_eq!(hearing.lead.0, 1);
    assert_eq!(hearing.starts.local.to_string(), "2026-11-25T10:00");
    assert_eq!(hearing.ends.local.to_string(), "2026-11-25T11:30");
    let seats: Vec<_> = hearing
        .participants
        .iter()
        .map(|p| (p.seat.0, p.role, p.person, p.place, p.booth))
        .collect();
    assert_eq!(
        seats,
        vec![
            (1, Role::Interviewer, Some(requester), None, None),
            (2, Role::Witness, None, Some(kit), None),
            (3, Role::SupportPerson, None, Some(kit), None),
            (4, Role::ExecutingOfficial, None, Some(venue), None),
            (5, Role::Interpreter, Some(people[2]), None, Some(0)),
            (6, Role::Interpreter, Some(people[0]), None, Some(0)),
        ]
    );
    assert_eq!(hearing.participants[0].languages, vec!["spa".parse()?]);
    assert_eq!(hearing.booths.len(), 1);
    for person in [requester, people[0], people[2]] {
        assert_eq!(store.agenda(person, now()?).await?.len(), 1);
    }
    assert_eq!(store.agenda(people[1], now()?).await?.len(), 0);

    let late = offer_of(&store, people[1], request.id).await?;
    let refusal = store.accept(late, people[1], now()?, &mut rng()).await;
    ensure!(matches!(refusal, Err(Error::AlreadyTaken)), "{refusal:?}");
    Ok(())
}

async fn an_answer_cannot_be_given_twice_or_by_another(store: Store) -> Result<()> {
    let requester = interviewer(&store, "e@example.org").await?;
    let people = interpreters(&store, 3).await?;
    let request = offered(&store, requester, &people).await?;
    let offers = [
        offer_of(&store, people[0], request.id).await?,
        offer_of(&store, people[1], request.id).await?,
    ];
    let refusal = store.accept(offers[0], people[1], now()?, &mut rng()).await;
    ensure!(matches!(refusal, Err(Error::NotFound("offer"))), "{refusal:?}");

    let accepted = store.accept(offers[0], people[0], now()?, &mut rng()).await?;
    let again = store.accept(offers[0], people[0], now()?, &mut rng()).await?;
    assert_eq!(accepted, again);
    let refusal = store.decline(offers[0], people[0], None, now()?).await;
    ensure!(matches!(refusal, Err(Error::OfferClosed)), "{refusal:?}");

    store.decline(offers[1], people[1], Some("busy"), now()?).await?;
    let refusal = store.accept(offers[1], people[1], now()?, &mut rng()).await;
    ensure!(matches!(refusal, Err(Error::OfferClosed)), "{refusal:?}");

    let third = offer_of(&store, people[2], request.id).await?;
    let too_late = request.starts.instant;
    let refusal = store.accept(third, people[2], too_late, &mut rng()).await;
    ensure!(matches!(refusal, Err(Error::OfferClosed)), "{refusal:?}");
    Ok(())
}

async fn whoever_is_booked_cannot_accept_at_that_time(store: Store) -> Result<()> {
    let requester = interviewer(&store, "e@example.org").await?;
    let people = interpreters(&store, 2).await?;
    let first = offered(&store, requester, &people).await?;
    let second = offered(&store, requester, &people).await?;
    let offer = offer_of(&store, people[0], first.id).await?;
    store.accept(offer, people[0], now()?, &mut rng()).await?;
    let offer = offer_of(&store, people[0], second.id).await?;
    let refusal = store.accept(offer, people[0], now()?, &mut rng()).await;
    ensure!(
        matches!(refusal, Err(Error::NotFree(Resource::Interpreter(p))) if p == people[0]),
        "{refusal:?}"
    );
    assert_eq!(store.offer_to(offer, people[0]).await?.state, OfferState::Open);
    Ok(())
}

async fn cancelling_closes_the_offers_and_frees_everybody(store: Store) -> Result<()> {
    let requester = interviewer(&store, "e@example.org").await?;
    let people = interpreters(&store, 3).await?;
    let kit = place(&store, PlaceKind::Kit, Country::Mx).await?;
    let mut input = interview()?;
    input.participants = vec![witness(Some(kit))?];
    let request = store.create_request(requester, &input, now()?, &mut rng()).await?;
    let again = store.create_request(requester, &input, now()?, &mut rng()).await;
    ensure!(matches!(again, Err(Error::NotFree(Resource::Place(p))) if p == kit), "{again:?}");

    store.offer(request.id, requester, 0, &people, now()?, &mut rng()).await?;
    for person in [people[0], people[1]] {
        let offer = offer_of(&store, person, request.id).await?;
        store.accept(offer, person, now()?, &mut rng()).await?;
    }
    let stranger = interviewer(&store, "other@example.org").await?;
    let refusal = store.cancel_request(request.id, stranger, None, now()?, &mut rng()).await;
    ensure!(matches!(refusal, Err(Error::NotFound("request"))), "{refusal:?}");
    let cancelled = store.cancel_request(request.id, requester, None, now()?, &mut rng()).await?;
    assert_eq!(cancelled.state, RequestState::Cancelled);
    let twice = store.cancel_request(request.id, requester, None, now()?, &mut rng()).await;
    ensure!(matches!(twice, Err(Error::NotNow(_))), "{twice:?}");

    let late = offer_of(&store, people[2], request.id).await?;
    let refusal = store.accept(late, people[2], now()?, &mut rng()).await;
    ensure!(matches!(refusal, Err(Error::AlreadyTaken | Error::OfferClosed)), "{refusal:?}");
    assert_eq!(store.agenda(people[0], now()?).await?.len(), 0);
    assert_eq!(store.availability(people[0], now()?).await?.booked.len(), 0);
    let free =
        store.places_free(Some(Country::Mx), request.starts.instant, request.ends.instant).await?;
    assert_eq!(free.iter().map(|place| place.id).collect::<Vec<_>>(), vec![kit]);
    Ok(())
}

async fn only_candidates_can_be_asked_and_only_by_the_requester(store: Store) -> Result<()> {
    let requester = interviewer(&store, "e@example.org").await?;
    let people = interpreters(&store, 1).await?;
    let request = store.create_request(requester, &interview()?, now()?, &mut rng()).await?;
    let by_nobody = store.offer(request.id, requester, 0, &[], now()?, &mut rng()).await;
    ensure!(matches!(by_nobody, Err(Error::Invalid { field: "interpreters", .. })));
    let no_candidate =
        store.offer(request.id, requester, 0, &[requester], now()?, &mut rng()).await;
    ensure!(matches!(no_candidate, Err(Error::Invalid { field: "interpreters", .. })));
    let stranger = store.offer(request.id, people[0], 0, &people, now()?, &mut rng()).await;
    ensure!(matches!(stranger, Err(Error::NotFound("request"))));
    assert_eq!(store.request(request.id).await?.state, RequestState::Open);

    store.offer(request.id, requester, 0, &people, now()?, &mut rng()).await?;
    let twice = store.offer(request.id, requester, 0, &people, now()?, &mut rng()).await?;
    assert_eq!(twice.offers.len(), 1);
    Ok(())
}

async fn r05_an_offer_names_no_victim_case_or_place(store: Store) -> Result<()> {
    let store = store.with_conflict_key(ConflictKey::new(&[7; 32])).await?;
    let requester = interviewer(&store, "e@example.org").await?;
    let people = interpreters(&store, 1).await?;
    let venue = place(&store, PlaceKind::Venue, Country::Gt).await?;
    let mut input = interview()?;
    input.participants = vec![witness(Some(venue))?];
    input.participants[0].label = "Secret-Witness".to_owned();
    input.case_reference = Some("Secret-Case".to_owned());
    input.preferences.not_from = vec!["Secret-Village".to_owned()];
    let request = store.create_request(requester, &input, now()?, &mut rng()).await?;
    store.offer(request.id, requester, 0, &people, now()?, &mut rng()).await?;
    let offers = store.offers_to(people[0], now()?).await?;
    assert_eq!(offers.len(), 1);
    let text = serde_json::to_string(&offers)?;
    for secret in ["Secret", "Elena", &venue.to_string(), &requester.to_string()] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
    assert!(text.contains("mam-todos-santos") && text.contains("\"minutes\":90"), "{text}");
    Ok(())
}

on_both_engines! {
    r06_of_64_who_accept_at_once_two_win_and_62_are_told
    the_last_seat_makes_the_hearing_with_everybody_in_it
    an_answer_cannot_be_given_twice_or_by_another
    whoever_is_booked_cannot_accept_at_that_time
    cancelling_closes_the_offers_and_frees_everybody
    only_candidates_can_be_asked_and_only_by_the_requester
    r05_an_offer_names_no_victim_case_or_place
}
