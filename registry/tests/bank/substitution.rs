//! Who steps in when an interpreter withdraws, before and during a session.

use anyhow::{Result, ensure};
use puente_registry::{
    Error, Store,
    id::{PersonId, Seat},
    interpreter::{Credential, Level, NameThere, Recognition, Setting},
    notice::{Channel, ChannelChoice, Notice},
    vacancy::{CallState, VacancyState, Vacated},
};

use crate::{
    engines::on_both_engines,
    people::{now, profile, recognise, rng},
    surroundings::{Booked, booked},
};

/// The first interpreter's seat: lead 1, witness 2, then the booth.
const FIRST: Seat = Seat(3);

async fn vacated(store: &Store) -> Result<Booked> {
    let booked = booked(store).await?;
    booked.open(store).await?;
    store
        .vacate(booked.hearing.id, FIRST, Vacated::Conflict, false, booked.minute(5), &mut rng())
        .await?;
    Ok(booked)
}

async fn r11_a_substitute_takes_a_new_seat_in_the_same_booth(store: Store) -> Result<()> {
    let booked = vacated(&store).await?;
    let hearing = booked.again(&store).await?;
    assert!(hearing.participants[2].ended);
    assert_eq!(store.agenda(booked.people[0], now()?).await?, vec![], "it is hers no longer");

    let at = booked.minute(6);
    let fit = store.stand_ins(&hearing, FIRST, at).await?;
    let fit: Vec<PersonId> = fit.iter().map(|candidate| candidate.person).collect();
    ensure!(fit.len() == 3 && !fit.contains(&booked.people[0]), "{fit:?}");
    let (third, fourth) = (booked.people[2], booked.people[3]);
    for person in [third, fourth] {
        let phone = ChannelChoice { phone: Some("+50255550100".into()), ..Default::default() };
        store.set_channel_choice(person, &phone).await?;
    }
    store.call_in(&hearing, FIRST, &[third, fourth, third], at, &mut rng()).await?;
    let call = store.calls_to(third, at).await?.remove(0);
    assert_eq!((call.state, call.hearing), (CallState::Open, None));
    assert_eq!(store.calls_for(hearing.id, FIRST).await?.len(), 2);
    // Both are told at once, and each only once.
    let told = store.take_deliveries(at, 100).await?;
    let mut told: Vec<_> = told
        .iter()
        .filter(|delivery| matches!(delivery.notice, Notice::CalledIn { .. }))
        .map(|delivery| (delivery.to.person, delivery.channel))
        .collect();
    told.sort_unstable();
    let mut both = [third, fourth].map(|person| (Some(person), Channel::Sms));
    both.sort_unstable();
    assert_eq!(told, both);

    let accepted = store.accept_call(call.id, third, at, &mut rng()).await?;
    assert_eq!((accepted.state, accepted.hearing), (CallState::Accepted, Some(hearing.id)));
    let again = store.accept_call(call.id, third, at, &mut rng()).await?;
    assert_eq!(again.state, CallState::Accepted, "twice is once");
    let hearing = booked.again(&store).await?;
    let new = hearing.participants.last().map(|p| (p.seat, p.person, p.booth, p.ended));
    assert_eq!(new, Some((Seat(5), Some(third), Some(0), false)));
    let [vacancy] = &store.vacancies(hearing.id).await?[..] else { anyhow::bail!("one") };
    assert_eq!((vacancy.state, vacancy.new_seat), (VacancyState::Filled, Some(Seat(5))));

    let other = store.calls_to(fourth, at).await?.remove(0);
    assert_eq!(other.state, CallState::Closed);
    let late = store.accept_call(other.id, fourth, at, &mut rng()).await;
    assert!(matches!(late, Err(Error::AlreadyTaken)), "{late:?}");
    assert_eq!(store.agenda(third, now()?).await?.len(), 1);
    Ok(())
}

async fn r11_of_many_who_step_in_at_once_one_has_the_place(store: Store) -> Result<()> {
    let booked = vacated(&store).await?;
    let hearing = booked.again(&store).await?;
    let at = booked.minute(6);
    store.call_in(&hearing, FIRST, &booked.people[2..], at, &mut rng()).await?;
    let mut answers = tokio::task::JoinSet::new();
    for person in booked.people[2..].iter().copied() {
        let call = store.calls_to(person, at).await?.remove(0).id;
        let store = store.clone();
        answers.spawn(async move { store.accept_call(call, person, at, &mut rng()).await.is_ok() });
    }
    let mut won = 0;
    while let Some(answer) = answers.join_next().await {
        won += i32::from(answer?);
    }
    assert_eq!(won, 1);
    assert_eq!(booked.again(&store).await?.participants.len(), 5);
    Ok(())
}

async fn r04_no_reason_is_kept_and_her_time_is_free_again(store: Store) -> Result<()> {
    let booked = vacated(&store).await?;
    store
        .vacate(booked.hearing.id, FIRST, Vacated::Ill, true, booked.minute(9), &mut rng())
        .await?;
    let vacancies = store.vacancies(booked.hearing.id).await?;
    assert_eq!(vacancies.len(), 1, "what is noted twice is noted once");
    assert_eq!((vacancies[0].why, vacancies[0].during), (Vacated::Conflict, false));
    let stranger =
        store.vacate(booked.hearing.id, Seat(2), Vacated::Ill, true, now()?, &mut rng()).await;
    assert!(matches!(stranger, Err(Error::NotFound("seat"))), "{stranger:?}");
    // Free from the sixth minute on: she can be booked for something else in that hour.
    let at = booked.minute(6);
    let hearing = booked.again(&store).await?;
    let person = booked.people[0];
    let refused = store.call_in(&hearing, FIRST, &[person], at, &mut rng()).await;
    assert!(matches!(refused, Err(Error::Invalid { field: "interpreters", .. })), "{refused:?}");
    Ok(())
}

async fn calls_end_with_the_hearing_and_a_decline_is_final(store: Store) -> Result<()> {
    let booked = vacated(&store).await?;
    let hearing = booked.again(&store).await?;
    let at = booked.minute(6);
    store.call_in(&hearing, FIRST, &booked.people[2..4], at, &mut rng()).await?;
    let (third, fourth) = (booked.people[2], booked.people[3]);
    let call = store.calls_to(third, at).await?.remove(0).id;
    assert_eq!(store.decline_call(call, third, at).await?.state, CallState::Declined);
    let after = store.accept_call(call, third, at, &mut rng()).await;
    assert!(matches!(after, Err(Error::OfferClosed)), "{after:?}");
    let theirs = store.decline_call(call, fourth, at).await;
    assert!(matches!(theirs, Err(Error::NotFound("call"))), "{theirs:?}");
    booked.close(&store).await?;
    let open = store.calls_to(fourth, at).await?.remove(0);
    assert_eq!(open.state, CallState::Closed);
    let late = store.accept_call(open.id, fourth, at, &mut rng()).await;
    assert!(matches!(late, Err(Error::OfferClosed)), "{late:?}");
    Ok(())
}

async fn r13_the_same_credential_is_certified_here_and_provisional_there(
    store: Store,
) -> Result<()> {
    let booked = booked(&store).await?;
    let held = |all: Vec<puente_registry::qualification::Qualification>| {
        all.into_iter().map(|one| (one.seat, one.needs_voir_dire(), one.held)).collect::<Vec<_>>()
    };
    let here = held(store.qualifications(&booked.hearing).await?);
    assert_eq!(here.len(), 2);
    assert_eq!((here[0].0, here[0].1), (FIRST, false));
    let credential = here[0].2.as_ref().map(|h| (h.scheme.as_str(), h.issuer.as_str(), h.level));
    assert_eq!(credential, Some(("test-gt", "A school", Level::Certified)));

    let mut there = booked.hearing.clone();
    there.country = puente_registry::country::Country::Us;
    assert_eq!(held(store.qualifications(&there).await?)[0].2, None, "nothing is recognised");
    let provisional = Recognition {
        scheme: "test-gt".to_owned(),
        country: there.country,
        setting: Setting::Interview,
        level: Level::Provisional,
        name: NameThere::default(),
    };
    store.recognise(&provisional).await?;
    assert!(held(store.qualifications(&there).await?)[0].1, "a voir dire is needed");
    let mut better = profile()?;
    better.credentials.push(Credential {
        scheme: "us-court".to_owned(),
        issuer: "A court".to_owned(),
        number: None,
        valid_from: None,
        valid_until: None,
    });
    store.set_profile(booked.people[0], &better).await?;
    let certified =
        Recognition { scheme: "us-court".to_owned(), level: Level::Certified, ..provisional };
    store.recognise(&certified).await?;
    let best = held(store.qualifications(&there).await?);
    assert!(!best[0].1 && best[1].1, "the better of two counts: {best:?}");
    recognise(&store).await
}

on_both_engines! {
    r11_a_substitute_takes_a_new_seat_in_the_same_booth
    r11_of_many_who_step_in_at_once_one_has_the_place
    r04_no_reason_is_kept_and_her_time_is_free_again
    calls_end_with_the_hearing_and_a_decline_is_final
    r13_the_same_credential_is_certified_here_and_provisional_there
}
