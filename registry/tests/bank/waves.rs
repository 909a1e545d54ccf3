//! Waves, chains, calls and moves: what the bank does by itself, and in one act.

use std::{
    future::{Future, poll_fn},
    pin::pin,
    task::Poll,
};

use anyhow::{Context as _, Result, ensure};
use puente_registry::{
    Error, Resource, Store,
    hearing::{Kind, Role},
    id::{PersonId, RequestId},
    offer::{ASKED_LATER_FROM, CallInput, Link, OfferState, Way},
    person::AccountRole,
    place::PlaceKind,
    request::{CancelReason, Move, Request, RequestState, Step, Waves},
    time::Instant,
};

use crate::{
    engines::on_both_engines,
    offers::offer_of,
    people::{GUATEMALA, interpreters, interview, interviewer, now, place, rng, wall, witness},
    requests::{interpreters_of, relay, staff},
};

fn at(minutes: i64) -> Result<Instant> {
    Ok(now()?.plus_minutes(minutes))
}

fn count(request: &Request, state: OfferState) -> usize {
    request.offers.iter().filter(|offer| offer.state == state).count()
}

fn steps(request: &Request, step: Step) -> usize {
    request.timeline.iter().filter(|entry| entry.what == step).count()
}

/// A request of 45 minutes tomorrow at ten, 25 hours ahead: one person is enough.
async fn short_request(store: &Store, requester: PersonId) -> Result<RequestId> {
    let mut input = interview()?;
    input.minutes = 45;
    Ok(store.create_request(requester, &input, now()?, &mut rng()).await?.id)
}

async fn r06_wave_follows_wave_until_nobody_is_left_and_the_end_is_explained(
    store: Store,
) -> Result<()> {
    let requester = interviewer(&store, "e@example.org").await?;
    let coordinator = staff(&store, AccountRole::Coordinator, "c@example.org").await?;
    interpreters(&store, 12).await?;
    let id = short_request(&store, requester).await?;
    ensure!(store.requests_due(at(0)?).await?.is_empty());
    let first = store.start_waves(id, requester, at(0)?, &mut rng()).await?;
    ensure!(count(&first, OfferState::Open) == 5 && first.waves == Some(Waves::Running));
    ensure!(first.next.as_ref().context("when the next comes")?.instant == at(60)?);
    ensure!(store.next_due().await? == Some(at(60)?));
    ensure!(!store.advance(id, at(59)?, &mut rng()).await?, "it is not due yet");
    let again = store.start_waves(id, requester, at(1)?, &mut rng()).await?;
    ensure!(again.offers == first.offers, "starting twice changes nothing");
    let hidden = store.request_for(id, coordinator).await;
    ensure!(matches!(hidden, Err(Error::NotFound("request"))), "nobody asked her yet");

    ensure!(store.requests_due(at(60)?).await? == [id]);
    ensure!(store.advance(id, at(60)?, &mut rng()).await?);
    let second = store.request(id).await?;
    ensure!(count(&second, OfferState::Expired) == 5 && count(&second, OfferState::Open) == 5);
    ensure!(second.wave == 2 && second.escalated.is_some(), "an empty wave asks for help");
    ensure!(store.request_for(id, coordinator).await.is_ok(), "the coordinator can act now");
    ensure!(store.requests_of(coordinator).await?.len() == 1);

    // 23 hours before the start ten are asked; two are left.
    store.advance(id, at(120)?, &mut rng()).await?;
    let third = store.request(id).await?;
    ensure!(count(&third, OfferState::Open) == 2 && third.wave == 3);
    store.advance(id, at(135)?, &mut rng()).await?;
    let last = store.request(id).await?;
    ensure!(last.waves == Some(Waves::Exhausted) && steps(&last, Step::NobodyLeft) == 1);
    ensure!(last.state == RequestState::Open && last.next.is_some(), "it may still be offered");

    let start = last.starts.instant;
    ensure!(store.advance(id, start, &mut rng()).await?);
    let over = store.request(id).await?;
    ensure!(over.state == RequestState::Unmet && steps(&over, Step::Unmet) == 1);
    ensure!(over.next.is_none() && store.next_due().await?.is_none(), "nothing is left to do");
    Ok(())
}

async fn r06_who_does_not_answer_is_asked_later_and_keeps_the_rating(store: Store) -> Result<()> {
    let requester = interviewer(&store, "e@example.org").await?;
    let people = interpreters(&store, 6).await?;
    let asked = short_request(&store, requester).await?;
    let before = store.candidates(asked, 0, now()?).await?.candidates;
    for _ in 0..ASKED_LATER_FROM {
        let id = short_request(&store, requester).await?;
        store.offer(id, requester, 0, &people[..1], now()?, &mut rng()).await?;
        store.advance(id, at(60)?, &mut rng()).await?;
        ensure!(count(&store.request(id).await?, OfferState::Expired) == 1);
    }
    let shown = store.on_call(people[0], now()?).await?;
    ensure!(shown.unanswered == ASKED_LATER_FROM && shown.asked_later, "she can see it");
    let after = store.candidates(asked, 0, now()?).await?.candidates;
    ensure!(after == before, "rank and score are as before");
    let wave = store.start_waves(asked, requester, now()?, &mut rng()).await?;
    let number = store.interpreter(people[0]).await?.number;
    ensure!(before[0].number == number, "she is the first of the list");
    ensure!(!wave.offers.iter().any(|offer| offer.number == number), "and not in the first wave");

    let id = short_request(&store, requester).await?;
    store.offer(id, requester, 0, &people[..1], now()?, &mut rng()).await?;
    let offer = offer_of(&store, people[0], id).await?;
    store.decline(offer, people[0], None, now()?).await?;
    ensure!(store.on_call(people[0], now()?).await?.unanswered == 0, "an answer makes it good");
    Ok(())
}

async fn r04_when_all_have_declined_the_next_are_asked_at_once(store: Store) -> Result<()> {
    let requester = interviewer(&store, "e@example.org").await?;
    let people = interpreters(&store, 7).await?;
    let id = short_request(&store, requester).await?;
    let wave = store.start_waves(id, requester, now()?, &mut rng()).await?;
    for person in &people {
        let number = store.interpreter(*person).await?.number;
        if let Some(offer) = wave.offers.iter().find(|offer| offer.number == number) {
            store.decline(offer.id, *person, None, at(1)?).await?;
        }
    }
    ensure!(store.requests_due(at(1)?).await? == [id], "it is due at once");
    store.advance(id, at(1)?, &mut rng()).await?;
    let next = store.request(id).await?;
    ensure!(count(&next, OfferState::Declined) == 5 && count(&next, OfferState::Open) == 2);
    Ok(())
}

async fn of_all_nodes_one_sends_the_wave(store: Store) -> Result<()> {
    let requester = interviewer(&store, "e@example.org").await?;
    interpreters(&store, 12).await?;
    let id = short_request(&store, requester).await?;
    store.start_waves(id, requester, now()?, &mut rng()).await?;
    let due = at(60)?;
    let mut nodes = tokio::task::JoinSet::new();
    let together = std::sync::Arc::new(tokio::sync::Barrier::new(8));
    for _ in 0..8 {
        let (store, together) = (store.clone(), together.clone());
        nodes.spawn(async move {
            together.wait().await;
            store.advance(id, due, &mut rng()).await
        });
    }
    let mut did = 0;
    while let Some(outcome) = nodes.join_next().await {
        did += usize::from(outcome??);
    }
    ensure!(did == 1, "{did} nodes did it");
    let request = store.request(id).await?;
    ensure!(request.wave == 2 && count(&request, OfferState::Open) == 5);
    Ok(())
}

fn chain(mam: PersonId, english: PersonId) -> Vec<Link> {
    vec![Link { leg: 0, interpreters: vec![mam] }, Link { leg: 1, interpreters: vec![english] }]
}

async fn r12_a_chain_holds_everybody_or_nobody_and_frees_them_when_its_time_is_over(
    store: Store,
) -> Result<()> {
    let requester = interviewer(&store, "e@example.org").await?;
    let mam = interpreters(&store, 2).await?;
    let english = interpreters_of(&store, ["spa", "eng"], 2).await?;
    let id = store.create_request(requester, &relay()?, now()?, &mut rng()).await?.id;
    for links in [
        vec![Link { leg: 0, interpreters: vec![mam[0]] }],
        chain(mam[0], mam[0]),
        chain(english[0], mam[0]),
    ] {
        let refusal = store.offer_chain(id, requester, &links, now()?, &mut rng()).await;
        ensure!(matches!(refusal, Err(Error::Invalid { field: "links", .. })), "{refusal:?}");
    }
    let links = chain(mam[0], english[0]);
    let held = store.offer_chain(id, requester, &links, now()?, &mut rng()).await?;
    ensure!(count(&held, OfferState::Open) == 2);
    for person in [mam[0], english[0]] {
        ensure!(store.availability(person, now()?).await?.booked.len() == 1, "held");
    }
    // Another request for the same hour finds them held, and holds nobody.
    let other = store.create_request(requester, &relay()?, now()?, &mut rng()).await?.id;
    let refusal =
        store.offer_chain(other, requester, &chain(mam[1], english[0]), now()?, &mut rng()).await;
    ensure!(
        matches!(refusal, Err(Error::Invalid { .. } | Error::NotFree(Resource::Interpreter(_)))),
        "{refusal:?}"
    );
    ensure!(store.availability(mam[1], now()?).await?.booked.is_empty(), "none or both");

    // One accepts, the other declines: she is free at once, he waits until the time is over.
    let yes = offer_of(&store, mam[0], id).await?;
    store.accept(yes, mam[0], at(1)?, &mut rng()).await?;
    let no = offer_of(&store, english[0], id).await?;
    store.decline(no, english[0], None, at(2)?).await?;
    ensure!(store.availability(english[0], now()?).await?.booked.is_empty());
    ensure!(store.availability(mam[0], now()?).await?.booked.len() == 1);
    // Her leg can be filled meanwhile, and then both are booked.
    let links = [Link { leg: 1, interpreters: vec![english[1]] }];
    store.offer_chain(id, requester, &links, at(3)?, &mut rng()).await?;
    store.advance(id, at(60)?, &mut rng()).await?;
    let freed = store.request(id).await?;
    ensure!(steps(&freed, Step::ChainFreed) == 1 && freed.legs.iter().all(|leg| leg.taken == 0));
    ensure!(store.availability(mam[0], now()?).await?.booked.is_empty(), "the chain is over");

    let third = store.create_request(requester, &relay()?, at(70)?, &mut rng()).await?.id;
    store.offer_chain(third, requester, &chain(mam[1], english[0]), at(70)?, &mut rng()).await?;
    for person in [english[0], mam[1]] {
        let offer = offer_of(&store, person, third).await?;
        store.accept(offer, person, at(71)?, &mut rng()).await?;
    }
    ensure!(store.request(third).await?.state == RequestState::Booked);
    Ok(())
}

/// Lets a future go on so many times, and then ends it as a killed program would.
async fn killed_after<F: Future>(polls: usize, future: F) -> Option<F::Output> {
    let mut future = pin!(future);
    let mut left = polls;
    poll_fn(|context| {
        if left == 0 {
            return Poll::Ready(None);
        }
        left -= 1;
        match future.as_mut().poll(context) {
            Poll::Ready(output) => Poll::Ready(Some(output)),
            // Waits for the database and counts each time it comes back.
            Poll::Pending => Poll::Pending,
        }
    })
    .await
}

async fn r12_killed_between_the_legs_nobody_is_booked(store: Store) -> Result<()> {
    let requester = interviewer(&store, "e@example.org").await?;
    let mam = interpreters(&store, 1).await?;
    let english = interpreters_of(&store, ["spa", "eng"], 1).await?;
    let mut killed = 0;
    for polls in 1..200 {
        let id = store.create_request(requester, &relay()?, now()?, &mut rng()).await?.id;
        let links = chain(mam[0], english[0]);
        let mut dice = rng();
        let held =
            killed_after(polls, store.offer_chain(id, requester, &links, now()?, &mut dice)).await;
        let request = store.request(id).await?;
        let booked = |person| {
            let store = store.clone();
            async move { Ok::<_, anyhow::Error>(store.availability(person, now()?).await?.booked) }
        };
        let held_now = [booked(mam[0]).await?.len(), booked(english[0]).await?.len()];
        ensure!(held_now == [0, 0] || held_now == [1, 1], "after {polls} steps: {held_now:?}");
        ensure!(request.offers.len() == 2 * held_now[0], "an offer for each who is held");
        killed += usize::from(held.is_none() && held_now == [0, 0]);
        store.cancel_request(id, requester, None, now()?, &mut rng()).await?;
        if held.is_some() {
            break;
        }
    }
    ensure!(killed > 0, "it was never killed");

    let mut killed = 0;
    for polls in 1..200 {
        let id = store.create_request(requester, &relay()?, now()?, &mut rng()).await?.id;
        store.offer_chain(id, requester, &chain(mam[0], english[0]), now()?, &mut rng()).await?;
        let offer = offer_of(&store, mam[0], id).await?;
        store.accept(offer, mam[0], now()?, &mut rng()).await?;
        let last = offer_of(&store, english[0], id).await?;
        let mut dice = rng();
        let accepted = killed_after(polls, store.accept(last, english[0], now()?, &mut dice)).await;
        let request = store.request(id).await?;
        let taken: Vec<_> = request.legs.iter().map(|leg| leg.taken).collect();
        match request.state {
            RequestState::Booked => {
                let hearing = request.hearing.context("a hearing")?;
                let hearing = store.hearing(hearing, now()?).await?;
                let team =
                    hearing.participants.iter().filter(|p| p.role == Role::Interpreter).count();
                ensure!(team == 2 && taken == [1, 1]);
            }
            _ => {
                killed += 1;
                ensure!(request.hearing.is_none() && taken == [1, 0], "{taken:?}");
            }
        }
        store.cancel_request(id, requester, None, now()?, &mut rng()).await?;
        if accepted.is_some() {
            break;
        }
    }
    ensure!(killed > 0, "it was never killed");
    Ok(())
}

fn call() -> Result<CallInput> {
    Ok(CallInput {
        languages: ["mam-todos-santos".parse()?, "spa".parse()?],
        label: "W-17".to_owned(),
        sound_only: false,
        medical: false,
        minor: None,
        gender: None,
        topics: vec![],
    })
}

async fn a_call_rings_those_on_call_and_the_first_is_seated(store: Store) -> Result<()> {
    let requester = interviewer(&store, "e@example.org").await?;
    let people = interpreters(&store, 10).await?;
    let resting = people[9];
    for (minute, person) in (0..).zip(&people[..9]) {
        store.set_on_call(*person, Some(600), at(minute)?).await?;
    }
    let called = store.call(requester, &call()?, at(10)?, &mut rng()).await?;
    ensure!(called.is_call() && called.hearing.is_some(), "the hearing is there at once");
    ensure!(count(&called, OfferState::Open) == 3);
    let numbers: Vec<_> = called.offers.iter().map(|offer| offer.number).collect();
    for person in &people[..3] {
        let number = store.interpreter(*person).await?.number;
        ensure!(numbers.contains(&number), "who waits longest rings first");
    }
    ensure!(called.offers.iter().all(|offer| offer.way == Way::Ring));
    let later = at(10)?.plus_seconds(20);
    ensure!(store.advance(called.id, later, &mut rng()).await?);
    let second = store.request(called.id).await?;
    ensure!(count(&second, OfferState::Expired) == 3 && count(&second, OfferState::Open) == 5);

    let mut answers = tokio::task::JoinSet::new();
    for person in &people[3..8] {
        let offer = offer_of(&store, *person, called.id).await?;
        let (store, person, at) = (store.clone(), *person, later.plus_seconds(2));
        answers.spawn(async move { store.accept(offer, person, at, &mut rng()).await });
    }
    let mut seated = Vec::new();
    while let Some(answer) = answers.join_next().await {
        match answer? {
            Ok(offer) => seated.push(offer),
            Err(Error::AlreadyTaken) => {}
            Err(other) => return Err(other.into()),
        }
    }
    ensure!(seated.len() == 1, "one is connected");
    ensure!(seated[0].hearing == called.hearing, "and her answer says where to go");
    let booked = store.request(called.id).await?;
    ensure!(booked.state == RequestState::Booked && booked.hearing == called.hearing);
    let hearing = store.hearing(called.hearing.context("a hearing")?, now()?).await?;
    ensure!(hearing.kind == Kind::OnDemandCall && hearing.participants.len() == 3);
    ensure!(hearing.participants[2].person.is_some(), "the seat that waited is hers");
    ensure!(store.offers_to(resting, now()?).await?.is_empty(), "who is off call is left alone");
    Ok(())
}

async fn a_call_that_nobody_answers_ends_with_words_and_is_counted(store: Store) -> Result<()> {
    let requester = interviewer(&store, "e@example.org").await?;
    let people = interpreters(&store, 1).await?;
    let alone = store.call(requester, &call()?, now()?, &mut rng()).await?;
    ensure!(alone.waves == Some(Waves::Exhausted) && steps(&alone, Step::NobodyLeft) == 1);
    store.set_on_call(people[0], Some(60), now()?).await?;
    let called = store.call(requester, &call()?, now()?, &mut rng()).await?;
    let offer = offer_of(&store, people[0], called.id).await?;
    let late = now()?.plus_seconds(25);
    let refusal = store.accept(offer, people[0], late, &mut rng()).await;
    ensure!(matches!(refusal, Err(Error::OfferClosed)), "{refusal:?}");
    store.advance(called.id, late, &mut rng()).await?;
    ensure!(store.request(called.id).await?.waves == Some(Waves::Exhausted));
    for (minutes, field) in [(Some(0), "minutes"), (Some(1441), "minutes")] {
        let refusal = store.set_on_call(people[0], minutes, now()?).await;
        ensure!(matches!(refusal, Err(Error::Invalid { field: f, .. }) if f == field));
    }
    let off = store.set_on_call(people[0], None, now()?).await?;
    ensure!(off.until.is_none());
    Ok(())
}

async fn r08_moved_with_the_same_person_or_with_anyone_free(store: Store) -> Result<()> {
    let requester = interviewer(&store, "e@example.org").await?;
    let people = interpreters(&store, 2).await?;
    let kit = place(&store, PlaceKind::Kit, puente_registry::country::Country::Mx).await?;
    let mut input = interview()?;
    input.minutes = 45;
    input.participants = vec![witness(Some(kit))?];
    let id = store.create_request(requester, &input, now()?, &mut rng()).await?.id;
    store.offer(id, requester, 0, &people[..1], now()?, &mut rng()).await?;
    let offer = offer_of(&store, people[0], id).await?;
    store.accept(offer, people[0], now()?, &mut rng()).await?;
    let hearing = store.request(id).await?.hearing.context("a hearing")?;

    let later = wall("2026-11-26T11:00", GUATEMALA)?;
    let same = Move { starts: &later, minutes: None, keep: true };
    let moved = store.reschedule(id, requester, &same, at(5)?, &mut rng()).await?;
    ensure!(moved.state == RequestState::Offered && moved.hearing == Some(hearing));
    ensure!(moved.starts.local == later.local && steps(&moved, Step::Moved) == 1);
    let open: Vec<_> =
        moved.offers.iter().filter(|offer| offer.state == OfferState::Open).collect();
    ensure!(open.len() == 1 && open[0].way == Way::Again);
    ensure!(open[0].number == store.interpreter(people[0]).await?.number, "the same person");
    ensure!(store.availability(people[0], at(5)?).await?.booked.len() == 1, "held at the new time");
    store.accept(open[0].id, people[0], at(6)?, &mut rng()).await?;
    let again = store.request(id).await?;
    ensure!(again.state == RequestState::Booked && again.hearing == Some(hearing));
    let told = store.hearing(hearing, at(6)?).await?;
    ensure!(told.starts.local == later.local);
    ensure!(told.participants.iter().any(|p| p.person == Some(people[0])));

    // The kit is held at that hour by somebody else: nothing is moved.
    let mut other = input.clone();
    other.starts = wall("2026-11-27T09:00", GUATEMALA)?;
    store.create_request(requester, &other, at(6)?, &mut rng()).await?;
    let taken = Move { starts: &other.starts, minutes: None, keep: false };
    let refusal = store.reschedule(id, requester, &taken, at(7)?, &mut rng()).await;
    ensure!(matches!(refusal, Err(Error::NotFree(Resource::Place(p))) if p == kit));
    ensure!(store.request(id).await? == again, "nothing has changed");

    let free = wall("2026-11-27T14:00", GUATEMALA)?;
    let anyone = Move { starts: &free, minutes: Some(30), keep: false };
    let moved = store.reschedule(id, requester, &anyone, at(8)?, &mut rng()).await?;
    ensure!(moved.waves == Some(Waves::Running) && moved.hearing == Some(hearing));
    ensure!(count(&moved, OfferState::Open) == 2, "everybody who is free is asked");
    let stranger = interviewer(&store, "other@example.org").await?;
    let refusal = store.reschedule(id, stranger, &anyone, at(9)?, &mut rng()).await;
    ensure!(matches!(refusal, Err(Error::NotFound("request"))));
    Ok(())
}

async fn an_offer_taken_back_and_a_reason_to_cancel(store: Store) -> Result<()> {
    let requester = interviewer(&store, "e@example.org").await?;
    let people = interpreters(&store, 1).await?;
    let id = short_request(&store, requester).await?;
    store.offer(id, requester, 0, &people, now()?, &mut rng()).await?;
    let offer = offer_of(&store, people[0], id).await?;
    let stranger = interviewer(&store, "other@example.org").await?;
    let refusal = store.take_offer_back(id, offer, stranger, now()?, &mut rng()).await;
    ensure!(matches!(refusal, Err(Error::NotFound("request"))));
    let back = store.take_offer_back(id, offer, requester, now()?, &mut rng()).await?;
    ensure!(back.state == RequestState::Open && steps(&back, Step::TakenBack) == 1);
    let late = store.accept(offer, people[0], now()?, &mut rng()).await;
    ensure!(matches!(late, Err(Error::OfferClosed)), "{late:?}");
    let twice = store.take_offer_back(id, offer, requester, now()?, &mut rng()).await;
    ensure!(matches!(twice, Err(Error::OfferClosed)));
    // Asked again: a new offer, the old one is history.
    let again = store.offer(id, requester, 0, &people, now()?, &mut rng()).await?;
    ensure!(again.offers.len() == 2 && count(&again, OfferState::Open) == 1);
    let reason = Some(CancelReason::NotReady);
    let over = store.cancel_request(id, requester, reason, now()?, &mut rng()).await?;
    ensure!(over.ended_by.as_deref() == Some("not_ready"));
    Ok(())
}

on_both_engines! {
    r06_wave_follows_wave_until_nobody_is_left_and_the_end_is_explained
    r06_who_does_not_answer_is_asked_later_and_keeps_the_rating
    r04_when_all_have_declined_the_next_are_asked_at_once
    of_all_nodes_one_sends_the_wave
    r12_a_chain_holds_everybody_or_nobody_and_frees_them_when_its_time_is_over
    r12_killed_between_the_legs_nobody_is_booked
    a_call_rings_those_on_call_and_the_first_is_seated
    a_call_that_nobody_answers_ends_with_words_and_is_counted
    r08_moved_with_the_same_person_or_with_anyone_free
    an_offer_taken_back_and_a_reason_to_cancel
}
