//! Hours, blocks and time zones.

use anyhow::{Result, ensure};
use proptest::prelude::*;
use puente_registry::{
    Error, Resource, Store, Why,
    availability::{
        ClockTime, Rule, WeekCalendar, WeekRule,
        calendar::{Calendar, CalendarFacts},
        purpose::{Purpose, Purposes},
    },
    time::{Instant, Local, Moment, TimeError, WallTime, Zone},
};

use crate::{
    engines::on_both_engines,
    offers::{offer_of, offered},
    people::{GUATEMALA, interpreters, interviewer, now, rng, wall},
};

/// The clocks of the eleven countries.
const ZONES: &[&str] = &[
    "America/Belize",
    "America/Toronto",
    "America/Halifax",
    "America/St_Johns",
    "America/Winnipeg",
    "America/Regina",
    "America/Edmonton",
    "America/Vancouver",
    "America/Costa_Rica",
    "America/Santo_Domingo",
    "America/Guatemala",
    "America/Tegucigalpa",
    "America/Mexico_City",
    "America/Tijuana",
    "America/Ciudad_Juarez",
    "America/Hermosillo",
    "America/Cancun",
    "America/Managua",
    "America/Panama",
    "America/El_Salvador",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
];

#[test]
fn vancouver_on_15_december_2026_is_seven_hours_behind_utc() -> Result<()> {
    let moment = wall("2026-12-15T10:00", "America/Vancouver")?.moment()?;
    assert_eq!(moment.offset, "-07:00");
    assert_eq!(moment.instant.to_string(), "2026-12-15T17:00:00Z");
    assert_eq!(Moment::at(moment.instant, &moment.zone), moment);
    Ok(())
}

/// Our zone data and Python's say the same about every clock of the eleven countries, 2026–2030.
#[test]
fn every_clock_of_the_eleven_countries_agrees_with_python() -> Result<()> {
    let mut rows = Vec::new();
    for row in csv::Reader::from_reader(&include_bytes!("zone_offsets.csv")[..]).deserialize() {
        let (zone, from, offset_minutes): (Zone, Instant, i64) = row?;
        rows.push((zone, from, offset_minutes));
    }
    let end: Instant = "2031-01-01T00:00:00Z".parse()?;
    let mut compared = 0;
    for (at, (zone, from, offset_minutes)) in rows.iter().enumerate() {
        let next = rows.get(at + 1).filter(|(next, ..)| next == zone);
        let until = next.map_or(end, |(_, from, _)| *from);
        let sign = if *offset_minutes < 0 { '-' } else { '+' };
        let (hours, minutes) = (offset_minutes.abs() / 60, offset_minutes.abs() % 60);
        let expected = format!("{sign}{hours:02}:{minutes:02}");
        let mut instant = *from;
        while instant < until {
            assert_eq!(Moment::at(instant, zone).offset, expected, "{zone} at {instant}");
            compared += 1;
            instant = instant.plus_minutes(7 * 60);
        }
        let last = until.plus_minutes(-1);
        assert_eq!(Moment::at(last, zone).offset, expected, "{zone} at {last}");
    }
    ensure!(compared > 300_000, "only {compared} instants");
    Ok(())
}

#[test]
fn a_moment_is_four_facts_and_callers_send_two() -> Result<()> {
    let moment = wall("2026-11-25T10:00", GUATEMALA)?.moment()?;
    assert_eq!(
        serde_json::to_value(&moment)?,
        serde_json::json!({
            "instant": "2026-11-25T16:00:00Z",
            "local": "2026-11-25T10:00",
            "zone": "America/Guatemala",
            "offset": "-06:00",
        })
    );
    let sent: WallTime =
        serde_json::from_str(r#"{"local":"2026-11-25T10:00","zone":"America/Guatemala"}"#)?;
    assert_eq!(sent.moment()?, moment);
    for bad in [
        r#"{"local":"2026-11-25T10:00Z","zone":"America/Guatemala"}"#,
        r#"{"local":"2026-11-25T10:00-06:00","zone":"America/Guatemala"}"#,
        r#"{"local":"2026-11-25T10:00:30","zone":"America/Guatemala"}"#,
        r#"{"local":"2026-11-25","zone":"America/Guatemala"}"#,
        r#"{"local":"2026-02-30T10:00","zone":"America/Guatemala"}"#,
        r#"{"local":"2026-11-25T10:00","zone":"Guatemala City"}"#,
        r#"{"local":"2026-11-25T10:00","zone":"America/Guatemala","offset":"-06:00"}"#,
    ] {
        ensure!(serde_json::from_str::<WallTime>(bad).is_err(), "{bad} was taken");
    }
    Ok(())
}

#[test]
fn a_time_that_the_clocks_skip_is_refused_and_a_repeated_one_is_the_first() -> Result<()> {
    let skipped = wall("2027-03-14T02:30", "America/New_York")?.moment();
    ensure!(matches!(skipped, Err(TimeError::Skipped { .. })), "{skipped:?}");
    let twice = wall("2026-11-01T01:30", "America/New_York")?.moment()?;
    assert_eq!(
        (twice.offset.as_str(), twice.instant.to_string().as_str()),
        ("-04:00", "2026-11-01T05:30:00Z")
    );
    Ok(())
}

fn rule(day: u8, from: &str, to: &str) -> Result<WeekRule> {
    Ok(WeekRule { day, from: from.parse()?, to: to.parse()? })
}

/// Hours on call, which nobody refuses because of the night.
fn covers(week: &[WeekRule], zone: &Zone, from: Instant, until: Instant) -> Result<bool> {
    let calendar = Calendar::new(&CalendarFacts {
        zone: zone.clone(),
        rules: week.iter().map(|rule| (zone.clone(), Rule::from(rule))).collect(),
        extra: Vec::new(),
        busy: Vec::new(),
        holidays: [].into(),
        minutes_before: 0,
        minutes_after: 0,
        most_minutes_a_day: None,
    })?;
    Ok(calendar.free(from, until, Purposes::only(Purpose::OnCall)).is_ok())
}

fn free(week: &[WeekRule], zone: &str, from: &str, until: &str) -> Result<bool> {
    covers(week, &zone.parse()?, from.parse()?, until.parse()?)
}

#[test]
fn hours_follow_the_wall_clock_over_both_changes_of_the_clock() -> Result<()> {
    let mondays = [rule(1, "08:00", "17:00")?];
    // 08:00 in New York is 12:00 UTC in summer and 13:00 UTC in winter.
    ensure!(free(&mondays, "America/New_York", "2026-10-26T12:00:00Z", "2026-10-26T13:00:00Z")?);
    ensure!(!free(&mondays, "America/New_York", "2026-11-02T12:00:00Z", "2026-11-02T13:00:00Z")?);
    ensure!(free(&mondays, "America/New_York", "2026-11-02T13:00:00Z", "2026-11-02T14:00:00Z")?);

    // The night of 1 November has 01:00–02:00 twice: one to three is three hours long.
    let sunday_night = [rule(7, "01:00", "03:00")?];
    ensure!(free(
        &sunday_night,
        "America/New_York",
        "2026-11-01T05:00:00Z",
        "2026-11-01T08:00:00Z"
    )?);
    ensure!(!free(
        &sunday_night,
        "America/New_York",
        "2026-11-01T05:00:00Z",
        "2026-11-01T08:01:00Z"
    )?);
    ensure!(!free(
        &sunday_night,
        "America/New_York",
        "2026-11-01T04:59:00Z",
        "2026-11-01T06:00:00Z"
    )?);

    // Hours that end within the repeated hour end with its second time.
    let until_half_past = [rule(7, "00:00", "01:30")?];
    let night = |until| free(&until_half_past, "America/New_York", "2026-11-01T04:00:00Z", until);
    ensure!(night("2026-11-01T06:30:00Z")? && !night("2026-11-01T06:31:00Z")?);

    // The night of 14 March has no 02:00–03:00: one to four is two hours long, and hours that
    // begin in the gap begin when the clock has jumped over it.
    let night = [rule(7, "01:00", "04:00")?];
    ensure!(free(&night, "America/New_York", "2027-03-14T06:00:00Z", "2027-03-14T08:00:00Z")?);
    ensure!(!free(&night, "America/New_York", "2027-03-14T06:00:00Z", "2027-03-14T08:01:00Z")?);
    Ok(())
}

#[test]
fn hours_that_touch_are_one_also_over_midnight_and_the_weekend() -> Result<()> {
    let week = [
        rule(6, "20:00", "24:00")?,
        rule(7, "00:00", "02:00")?,
        rule(7, "22:00", "24:00")?,
        rule(1, "00:00", "01:00")?,
    ];
    ensure!(free(&week, GUATEMALA, "2026-11-29T02:00:00Z", "2026-11-29T08:00:00Z")?);
    ensure!(!free(&week, GUATEMALA, "2026-11-29T02:00:00Z", "2026-11-29T08:00:01Z")?);
    ensure!(free(&week, GUATEMALA, "2026-11-30T04:00:00Z", "2026-11-30T07:00:00Z")?);
    ensure!(!free(&[], GUATEMALA, "2026-11-30T04:00:00Z", "2026-11-30T07:00:00Z")?);
    Ok(())
}

proptest! {
    #[test]
    fn an_instant_reads_as_a_wall_time_that_names_it_again(
        minutes in 29_000_000_i64..34_000_000,
        zone in proptest::sample::select(ZONES),
    ) {
        let zone: Zone = zone.parse()?;
        let instant = Instant::from_micros(minutes * 60_000_000);
        let moment = Moment::at(instant, &zone);
        let named = WallTime { local: moment.local, zone: zone.clone() }.moment()?;
        // In a repeated hour the wall time names the earlier of the two.
        let apart = instant.minutes_since(named.instant);
        prop_assert!(apart == 0 || (apart == 60 && named.offset != moment.offset));
        let json = serde_json::to_string(&moment)?;
        prop_assert_eq!(serde_json::from_str::<Moment>(&json)?, moment);
    }

    /// Minute by minute, hours cover exactly the minutes that the wall clock shows within them.
    #[test]
    fn hours_cover_a_minute_if_the_wall_clock_shows_it_within_them(
        day in 1_u8..=7,
        from in 0_u16..1380,
        length in 60_u16..600,
        minutes in 29_000_000_i64..31_000_000,
        zone in proptest::sample::select(ZONES),
    ) {
        let clock = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
        let to = (from + length).min(1440);
        let week = [WeekRule { day, from: clock(from).parse()?, to: clock(to).parse()? }];
        let zone: Zone = zone.parse()?;
        let instant = Instant::from_micros(minutes * 60_000_000);
        let local = Moment::at(instant, &zone).local;
        let shown = i32::from(from) <= local.minute_of_day()
            && local.minute_of_day() < i32::from(to)
            && u8::try_from(local.weekday()) == Ok(day);
        // Hours that begin or end within a jump of the clock are judged by the tests above.
        let jumps = |minute: u16| {
            let date = local.date_text();
            let clock = if minute == 1440 { "23:59".to_owned() } else { clock(minute) };
            let local: Result<Local, _> = format!("{date}T{clock}").parse();
            local.map(|local| {
                let wall = WallTime { local, zone: zone.clone() };
                let before = Moment::at(instant.plus_minutes(-24 * 60), &zone).offset;
                let after = Moment::at(instant.plus_minutes(24 * 60), &zone).offset;
                wall.moment().is_err() || before != after
            })
        };
        prop_assume!(!jumps(from)? && !jumps(to)?);
        let covered = covers(&week, &zone, instant, instant.plus_minutes(1));
        prop_assert_eq!(covered.map_err(|e| TestCaseError::fail(e.to_string()))?, shown);
    }

    #[test]
    fn any_text_is_a_time_or_refused(text in "\\PC{0,30}") {
        if let Ok(clock) = text.parse::<ClockTime>() {
            prop_assert_eq!(clock.to_string(), text.clone());
        }
        if let Ok(local) = text.parse::<Local>() {
            prop_assert_eq!(local.to_string().parse::<Local>()?, local);
        }
        let _ = (text.parse::<Instant>().is_ok(), text.parse::<Zone>().is_ok());
    }
}

async fn an_hour_is_blocked_and_freed_again(store: Store) -> Result<()> {
    let people = interpreters(&store, 2).await?;
    let from = wall("2026-11-25T10:30", GUATEMALA)?;
    let to = wall("2026-11-25T11:30", GUATEMALA)?;
    let block = store.add_block(people[0], &from, &to, now()?, &mut rng()).await?;
    let calendar = store.availability(people[0], now()?).await?;
    assert_eq!(calendar.blocks, vec![block.clone()]);
    assert_eq!(calendar.calendars[0].week.len(), 7);
    assert_eq!(store.availability(people[1], now()?).await?.blocks, vec![]);

    let stranger = store.remove_block(people[1], block.id).await;
    ensure!(matches!(stranger, Err(Error::NotFound("block"))), "{stranger:?}");
    store.remove_block(people[0], block.id).await?;
    assert_eq!(store.availability(people[0], now()?).await?.blocks, vec![]);

    for (from, to, field, why) in [
        ("2026-11-25T11:30", "2026-11-25T10:30", "to", Why::Empty),
        ("2026-11-20T10:30", "2026-11-20T11:30", "to", Why::InThePast),
        ("2026-11-25T10:30", "2029-11-25T10:30", "to", Why::TooLong),
    ] {
        let (from, to) = (wall(from, GUATEMALA)?, wall(to, GUATEMALA)?);
        let refusal = store.add_block(people[0], &from, &to, now()?, &mut rng()).await;
        ensure!(
            matches!(refusal, Err(Error::Invalid { field: f, why: w }) if f == field && w == why),
            "{refusal:?}"
        );
    }
    Ok(())
}

async fn booked_hours_cannot_be_blocked(store: Store) -> Result<()> {
    let requester = interviewer(&store, "e@example.org").await?;
    let people = interpreters(&store, 1).await?;
    let request = offered(&store, requester, &people).await?;
    let offer = offer_of(&store, people[0], request.id).await?;
    store.accept(offer, people[0], now()?, &mut rng()).await?;
    let booked = store.availability(people[0], now()?).await?.booked;
    assert_eq!((booked.len(), booked[0].hearing), (1, None));
    let (from, to) = (wall("2026-11-25T11:00", GUATEMALA)?, wall("2026-11-25T12:00", GUATEMALA)?);
    let refusal = store.add_block(people[0], &from, &to, now()?, &mut rng()).await;
    ensure!(
        matches!(refusal, Err(Error::NotFree(Resource::Interpreter(p))) if p == people[0]),
        "{refusal:?}"
    );
    Ok(())
}

fn calendars(zone: &Zone, week: &[WeekRule]) -> Vec<WeekCalendar> {
    let week = week.iter().map(Rule::from).collect();
    vec![WeekCalendar { name: "Tribunal".to_owned(), zone: zone.clone(), week }]
}

async fn a_week_is_replaced_as_a_whole_or_not_at_all(store: Store) -> Result<()> {
    let person = interpreters(&store, 1).await?[0];
    let toronto: Zone = "America/Toronto".parse()?;
    let week = calendars(&toronto, &[rule(1, "08:00", "12:00")?, rule(1, "12:00", "24:00")?]);
    store.set_calendars(person, &toronto, &week).await?;
    let calendar = store.availability(person, now()?).await?;
    assert_eq!((calendar.zone, calendar.calendars), (toronto.clone(), week.clone()));
    for bad in [
        vec![rule(2, "08:00", "12:00")?, rule(2, "11:59", "13:00")?],
        vec![rule(0, "08:00", "12:00")?],
        vec![rule(8, "08:00", "12:00")?],
        vec![rule(3, "12:00", "12:00")?],
        vec![rule(3, "13:00", "12:00")?],
    ] {
        let refusal = store.set_calendars(person, &toronto, &calendars(&toronto, &bad)).await;
        ensure!(matches!(refusal, Err(Error::Invalid { field: "calendars", .. })), "{bad:?}");
        assert_eq!(store.availability(person, now()?).await?.calendars, week);
    }
    Ok(())
}

on_both_engines! {
    an_hour_is_blocked_and_freed_again
    booked_hours_cannot_be_blocked
    a_week_is_replaced_as_a_whole_or_not_at_all
}
