//! Who is on call: by saying so, or by hours of the calendar that are kept for it.

use anyhow::{Result, ensure};
use puente_registry::{
    Error, Store,
    availability::{
        Rule, WeekCalendar,
        purpose::{Purpose, Purposes},
    },
    id::PersonId,
    offer::CallInput,
    request::Request,
    time::{Instant, Zone},
};

use crate::{
    engines::on_both_engines,
    people::{GUATEMALA, interpreters, interviewer, now, rng},
};

fn call() -> Result<CallInput> {
    let call = serde_json::json!({ "languages": ["mam-todos-santos", "spa"], "label": "W-17" });
    Ok(serde_json::from_value(call)?)
}

/// Every day from then to then on the clock of Guatemala.
async fn keeps(store: &Store, person: PersonId, hours: &str, purposes: Purposes) -> Result<()> {
    let zone: Zone = GUATEMALA.parse()?;
    let (from, to) = hours.split_once('-').ok_or(Error::NotFound("hours"))?;
    let (from, to) = (from.parse()?, to.parse()?);
    let day =
        |day| Rule { day, from, to, purposes, valid_from: None, valid_until: None, every_weeks: 1 };
    let week = (1..=7).map(day).collect();
    let calendar = WeekCalendar { name: String::new(), zone: zone.clone(), week };
    Ok(store.set_calendars(person, &zone, &[calendar]).await?)
}

/// The numbers that ring.
fn rung(request: &Request) -> Vec<i64> {
    request.offers.iter().map(|offer| offer.number).collect()
}

async fn number(store: &Store, person: PersonId) -> Result<i64> {
    Ok(store.interpreter(person).await?.number)
}

async fn r09_hours_kept_for_it_put_on_call_and_hours_for_any_work_do_not(
    store: Store,
) -> Result<()> {
    let requester = interviewer(&store, "e@example.org").await?;
    let people = interpreters(&store, 4).await?;
    let on_call = Purposes::only(Purpose::OnCall);
    // It is six in the morning in Guatemala.
    let at: Instant = "2026-11-24T12:00:00Z".parse()?;
    keeps(&store, people[0], "00:00-24:00", Purposes::ALL).await?;
    keeps(&store, people[1], "05:00-07:00", on_call.and(Purpose::Medical)).await?;
    keeps(&store, people[2], "06:01-22:00", on_call).await?;
    keeps(&store, people[3], "00:00-24:00", Purposes::only(Purpose::Hearing)).await?;
    let called = store.call(requester, &call()?, at, &mut rng()).await?;
    assert_eq!(rung(&called), [number(&store, people[1]).await?]);
    for (person, by_calendar) in [(people[0], false), (people[1], true), (people[2], false)] {
        let shown = store.on_call(person, at).await?;
        assert_eq!((shown.by_calendar, shown.until), (by_calendar, None));
    }
    store.cancel_request(called.id, requester, None, at, &mut rng()).await?;

    // Whoever was rung waits behind whoever was not; who says so stands in the same line.
    let later = at.plus_minutes(30);
    store.set_on_call(people[0], Some(60), later).await?;
    let called = store.call(requester, &call()?, later, &mut rng()).await?;
    let both = [number(&store, people[0]).await?, number(&store, people[2]).await?];
    let mut rang = rung(&called);
    rang.sort_unstable();
    let mut expected = [both[0], both[1], number(&store, people[1]).await?];
    expected.sort_unstable();
    assert_eq!(rang, expected);
    Ok(())
}

async fn a_booked_or_closed_hour_is_not_rung_and_a_call_counts_once(store: Store) -> Result<()> {
    let requester = interviewer(&store, "e@example.org").await?;
    let people = interpreters(&store, 2).await?;
    let on_call = Purposes::only(Purpose::OnCall);
    for person in &people {
        keeps(&store, *person, "00:00-24:00", on_call).await?;
    }
    let at = now()?;
    // Also on call by her own word: she rings once.
    store.set_on_call(people[0], Some(60), at).await?;
    let first = store.call(requester, &call()?, at, &mut rng()).await?;
    ensure!(rung(&first).len() == 2, "{:?}", rung(&first));
    let offer = store.offers_to(people[0], at).await?.remove(0);
    store.accept(offer.id, people[0], at, &mut rng()).await?;
    let second = store.call(requester, &call()?, at.plus_minutes(1), &mut rng()).await?;
    assert_eq!(rung(&second), [number(&store, people[1]).await?], "the other is in a hearing");
    Ok(())
}

on_both_engines! {
    r09_hours_kept_for_it_put_on_call_and_hours_for_any_work_do_not
    a_booked_or_closed_hour_is_not_rung_and_a_call_counts_once
}
