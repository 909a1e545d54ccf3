//! The notice clock, no-shows, and the time sheets in which they end.

use anyhow::Result;
use puente_registry::{
    Error, Store,
    cancellation::{Code, FeeRule, Presence, Side},
    country::Country,
    id::Seat,
    offer::WithdrawReason,
    timesheet::{Minutes, Month, Whose},
};

use crate::{
    engines::on_both_engines,
    offers::offer_of,
    people::{GUATEMALA, now, rng},
    surroundings::{Booked, booked},
};

const LEAD: Seat = Seat(1);
const FIRST: Seat = Seat(3);

/// The codes and shares after the requester cancelled so long before the start.
async fn cancelled(store: &Store, booked: &Booked, hours: i64) -> Result<Vec<(Side, Code, i32)>> {
    let request = booked.hearing.request.ok_or_else(|| anyhow::anyhow!("a request"))?;
    store
        .cancel_request(request, booked.requester, None, booked.minute(-60 * hours), &mut rng())
        .await?;
    let all = store.cancellations(booked.hearing.id).await?;
    Ok(all.into_iter().map(|one| (one.side, one.code, one.percent)).collect())
}

async fn r10_free_in_good_time(store: Store) -> Result<()> {
    let booked = booked(&store).await?;
    let found = cancelled(&store, &booked, 48).await?;
    assert_eq!(found, [(Side::Requester, Code::Free, 0); 2]);
    Ok(())
}

async fn r10_late_within_two_days(store: Store) -> Result<()> {
    let booked = booked(&store).await?;
    let found = cancelled(&store, &booked, 47).await?;
    assert_eq!(found, [(Side::Requester, Code::Late, 50); 2]);
    Ok(())
}

async fn r10_very_late_within_the_countrys_own_hours(store: Store) -> Result<()> {
    let booked = booked(&store).await?;
    let rule = FeeRule {
        late_hours: 10,
        very_late_hours: 5,
        late_percent: 25,
        very_late_percent: 75,
        no_show_percent: 100,
    };
    let by = booked.requester;
    store.set_fee_rule(Country::Gt, &rule, by, now()?).await?;
    assert_eq!(store.fee_rule(Country::Gt).await?, rule);
    assert_eq!(store.fee_rule(Country::Mx).await?, FeeRule::USUAL);
    let wrong = FeeRule { very_late_hours: 11, ..rule };
    assert!(matches!(
        store.set_fee_rule(Country::Gt, &wrong, by, now()?).await,
        Err(Error::Invalid { field: "very_late_hours", .. })
    ));
    let found = cancelled(&store, &booked, 4).await?;
    assert_eq!(found, [(Side::Requester, Code::VeryLate, 75); 2]);
    Ok(())
}

async fn r10_an_interpreter_who_gives_back_late_has_a_code_and_a_conflict_is_no_fault(
    store: Store,
) -> Result<()> {
    let booked = booked(&store).await?;
    let request = booked.hearing.request.ok_or_else(|| anyhow::anyhow!("a request"))?;
    for (person, reason) in booked.people.iter().zip([None, Some(WithdrawReason::Conflict)]) {
        let offer = offer_of(&store, *person, request).await?;
        store.withdraw(offer, *person, reason, booked.minute(-60 * 30), &mut rng()).await?;
    }
    let mut codes: Vec<_> = store
        .cancellations(booked.hearing.id)
        .await?
        .into_iter()
        .map(|one| (one.person == booked.people[0], one.side, one.code, one.percent))
        .collect();
    codes.sort();
    let of = Side::Interpreter;
    assert_eq!(codes, [(false, of, Code::Free, 0), (true, of, Code::Late, 0)]);
    Ok(())
}

async fn r10_a_no_show_needs_the_grace_and_the_rooms_log(store: Store) -> Result<()> {
    let booked = booked(&store).await?;
    booked.open(&store).await?;
    let hearing = booked.again(&store).await?;
    let absence = Presence { absent_was_there: false, others_were_there: true };
    let early = store.note_no_show(&hearing, FIRST, absence, booked.minute(14)).await;
    assert!(matches!(early, Err(Error::NotNow(_))), "{early:?}");
    let at = booked.minute(15);
    for presence in [
        Presence { absent_was_there: true, ..absence },
        Presence { others_were_there: false, ..absence },
    ] {
        let refused = store.note_no_show(&hearing, FIRST, presence, at).await;
        assert!(matches!(refused, Err(Error::NotNow(_))), "{refused:?}");
    }
    let witness = store.note_no_show(&hearing, Seat(2), absence, at).await;
    assert!(matches!(witness, Err(Error::Invalid { field: "seat", .. })), "{witness:?}");
    store.note_no_show(&hearing, FIRST, absence, at).await?;
    store.note_no_show(&hearing, FIRST, absence, at).await?;
    let codes = |all: Vec<puente_registry::cancellation::Cancellation>| {
        all.into_iter().map(|one| (one.person, one.side, one.code, one.percent)).collect::<Vec<_>>()
    };
    let found = codes(store.cancellations(hearing.id).await?);
    assert_eq!(found, [(booked.people[0], Side::Interpreter, Code::NoShow, 0)]);
    Ok(())
}

async fn r10_when_whoever_leads_does_not_come_every_interpreter_is_owed(
    store: Store,
) -> Result<()> {
    let booked = booked(&store).await?;
    booked.open(&store).await?;
    let hearing = booked.again(&store).await?;
    let absence = Presence { absent_was_there: false, others_were_there: true };
    store.note_no_show(&hearing, LEAD, absence, booked.minute(20)).await?;
    let all = store.cancellations(hearing.id).await?;
    assert_eq!(all.len(), 2);
    for one in all {
        assert_eq!((one.side, one.code, one.percent), (Side::Requester, Code::NoShow, 100));
        assert_eq!((one.minutes, one.notice_minutes), (90, -20));
    }
    Ok(())
}

async fn r78_a_month_holds_what_was_worked_and_what_was_cancelled(store: Store) -> Result<()> {
    let booked = booked(&store).await?;
    booked.open(&store).await?;
    let hearing = booked.again(&store).await?;
    let minutes = Minutes {
        consecutive_minutes: 61,
        simultaneous_minutes: 7,
        preparation_minutes: 5,
        waiting_minutes: 12,
    };
    let work = [(FIRST, minutes), (Seat(2), minutes)];
    store.note_work(&hearing, &work, booked.minute(90)).await?;
    store.note_work(&hearing, &work, booked.minute(91)).await?;
    let absence = Presence { absent_was_there: false, others_were_there: true };
    store.note_no_show(&hearing, Seat(4), absence, booked.minute(15)).await?;

    let zone = GUATEMALA.parse()?;
    let november: Month = "2026-11".parse()?;
    let lines = store.timesheet(Whose::Country(Country::Gt), november, &zone).await?;
    let told = |worked| {
        let mut of = lines.iter().filter(|line| line.minutes == worked);
        of.next().map(|line| (line.booked_minutes, line.cancelled))
    };
    assert_eq!(lines.len(), 2);
    assert_eq!(told(minutes), Some((90, None)));
    let no_show = Some((Side::Interpreter, Code::NoShow, 0));
    assert_eq!(told(Minutes::default()), Some((90, no_show)));
    let mine = store.timesheet(Whose::Interpreter(booked.people[0]), november, &zone).await?;
    assert!(mine.len() == 1 && mine[0].minutes == minutes && lines.contains(&mine[0]));
    assert_eq!(store.timesheet(Whose::Country(Country::Mx), november, &zone).await?, []);
    let december = "2026-12".parse()?;
    assert_eq!(store.timesheet(Whose::Country(Country::Gt), december, &zone).await?, []);
    let worked = store.interpreter(booked.people[0]).await?.profile.minutes_worked;
    assert_eq!(worked, 1200 + 61 + 7 + 5, "counted once, without the waiting");
    Ok(())
}

#[test]
fn only_months_are_months() {
    for text in ["2026-11", "2000-01", "2999-12"] {
        assert!(text.parse::<Month>().is_ok_and(|month| month.to_string() == text));
    }
    for text in ["", "2026", "2026-13", "2026-00", "2026-1", "26-01", "+026-01", "2026-11-01"] {
        assert!(text.parse::<Month>().is_err(), "{text}");
    }
}

on_both_engines! {
    r10_free_in_good_time
    r10_late_within_two_days
    r10_very_late_within_the_countrys_own_hours
    r10_an_interpreter_who_gives_back_late_has_a_code_and_a_conflict_is_no_fault
    r10_a_no_show_needs_the_grace_and_the_rooms_log
    r10_when_whoever_leads_does_not_come_every_interpreter_is_owed
    r78_a_month_holds_what_was_worked_and_what_was_cancelled
}
