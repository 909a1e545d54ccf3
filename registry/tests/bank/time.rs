//! When people are free and when they are not: purposes, holidays, nights, room around bookings,
//! calendars kept elsewhere, and the feed.

use std::sync::Arc;

use anyhow::{Context as _, Result, ensure};
use proptest::prelude::*;
use puente_registry::{
    Error, Store, Why,
    availability::{
        Pace, Rule, WeekCalendar,
        calendar::{Busy, BusySpan, Calendar, CalendarFacts, ExtraSpan, WhyBusy},
        holiday::embedded,
        purpose::{Purpose, Purposes},
        subscription::{Address, CalendarKind, READ_EVERY_MINUTES, Trouble},
    },
    country::Country,
    ical,
    id::PersonId,
    interpreter::{Mode, Setting},
    local_times::{LocalTimes, night},
    request::RequestInput,
    seal_key::SealKey,
    time::{Day, Instant, Moment, Zone},
};

use crate::{
    engines::on_both_engines,
    offers::{offer_of, offered},
    people::{GUATEMALA, interpreters, interview, interviewer, now, rng, wall},
};

fn rule(day: u8, from: &str, to: &str) -> Result<Rule> {
    Ok(serde_json::from_value(serde_json::json!({ "day": day, "from": from, "to": to }))?)
}

fn every_day(from: &str, to: &str, purposes: Purposes) -> Result<Vec<Rule>> {
    (1..=7).map(|day| Ok(Rule { purposes, ..rule(day, from, to)? })).collect()
}

fn facts(zone: &str, rules: Vec<Rule>) -> Result<CalendarFacts> {
    let zone: Zone = zone.parse()?;
    Ok(CalendarFacts {
        rules: rules.into_iter().map(|rule| (zone.clone(), rule)).collect(),
        zone,
        extra: Vec::new(),
        busy: Vec::new(),
        holidays: Arc::from([]),
        minutes_before: 0,
        minutes_after: 0,
        most_minutes_a_day: None,
    })
}

fn at(local: &str) -> Result<Instant> {
    Ok(wall(local, GUATEMALA)?.moment()?.instant)
}

fn hearing() -> Purposes {
    Purposes::only(Purpose::Hearing)
}

/// Who fits a request of that setting at that time, whoever else is in the bank.
async fn found(
    store: &Store,
    by: PersonId,
    setting: Setting,
    local: &str,
) -> Result<Vec<PersonId>> {
    let input = RequestInput {
        setting,
        starts: wall(local, GUATEMALA)?,
        minutes: 30,
        mode: Mode::Consecutive,
        ..interview()?
    };
    let request = store.create_request(by, &input, now()?, &mut rng()).await?;
    let candidates = store.candidates(request.id, 0, now()?).await?.candidates;
    Ok(candidates.into_iter().map(|candidate| candidate.person).collect())
}

/// Every edge of weekly hours on both sides of every change of the clocks, as Python counts it.
#[test]
fn hours_around_every_change_of_the_clocks_agree_with_python() -> Result<()> {
    type Row = (Zone, Day, u8, String, String, Instant, Instant);
    let text = &include_bytes!("hour_edges.csv")[..];
    let on_call = Purposes::only(Purpose::OnCall);
    let mut compared = 0;
    for row in csv::Reader::from_reader(text).deserialize::<Row>() {
        let (zone, day, weekday, from, to, starts, ends) = row?;
        let rules = vec![rule(weekday, &from, &to)?];
        let calendar = Calendar::new(&facts(zone.as_str(), rules)?)?;
        let free = |from: i64, until: i64| {
            let (from, until) = (starts.plus_minutes(from), ends.plus_minutes(until));
            let free = calendar.free(from, until, on_call).is_ok();
            free && calendar.is_free(from, until, on_call)
        };
        ensure!(free(0, 0), "{zone} {day} {from}–{to} is not {starts}–{ends}");
        ensure!(!free(-1, 0), "{zone} {day} {from}–{to} begins before {starts}");
        ensure!(!free(0, 1), "{zone} {day} {from}–{to} ends after {ends}");
        compared += 1;
    }
    ensure!(compared > 5_000, "only {compared}");
    Ok(())
}

#[test]
fn rules_hold_in_their_weeks_and_days_and_on_their_own_clock() -> Result<()> {
    let everything = Rule { every_weeks: 2, ..rule(3, "08:00", "12:00")? };
    // 25 November 2026 is a Wednesday; the Monday of its week counts.
    let alternate = Rule { valid_from: Some("2026-11-23".parse()?), ..everything };
    let calendar = Calendar::new(&facts(GUATEMALA, vec![alternate])?)?;
    let free = |calendar: &Calendar, day: &str| -> Result<bool> {
        let (from, until) = (at(&format!("{day}T08:00"))?, at(&format!("{day}T12:00"))?);
        Ok(calendar.free(from, until, hearing()).is_ok())
    };
    ensure!(free(&calendar, "2026-11-25")? && free(&calendar, "2026-12-09")?);
    ensure!(!free(&calendar, "2026-12-02")? && !free(&calendar, "2026-11-18")?);
    let season = Rule {
        valid_from: Some("2026-12-01".parse()?),
        valid_until: Some("2026-12-09".parse()?),
        ..rule(3, "08:00", "12:00")?
    };
    let calendar = Calendar::new(&facts(GUATEMALA, vec![season])?)?;
    ensure!(!free(&calendar, "2026-11-25")? && free(&calendar, "2026-12-02")?);
    ensure!(free(&calendar, "2026-12-09")? && !free(&calendar, "2026-12-16")?);

    // Court hours on the capital's clock and freelance hours on another meet at ten.
    let mut two = facts(GUATEMALA, vec![rule(3, "08:00", "10:00")?])?;
    two.rules.push(("America/Halifax".parse()?, rule(3, "12:00", "14:00")?));
    ensure!(free(&Calendar::new(&two)?, "2026-11-25")?);
    Ok(())
}

#[test]
fn a_day_has_its_limits_and_simultaneous_work_has_one_for_all() -> Result<()> {
    let mut day = facts(GUATEMALA, every_day("06:00", "22:00", Purposes::ALL)?)?;
    day.most_minutes_a_day = Some(240);
    day.busy.push(BusySpan {
        from: at("2026-11-25T08:00")?,
        until: at("2026-11-25T10:30")?,
        minutes_before: 30,
        minutes_after: 30,
        what: Busy::Booked { simultaneous: true },
    });
    let calendar = Calendar::new(&day)?;
    let ask = |from: &str, until: &str| -> Result<_> {
        Ok(calendar.free(at(from)?, at(until)?, hearing()))
    };
    assert_eq!(ask("2026-11-25T14:00", "2026-11-25T15:30")?, Ok(()));
    assert_eq!(ask("2026-11-25T14:00", "2026-11-25T15:31")?, Err(WhyBusy::DailyMost(150)));
    assert_eq!(ask("2026-11-26T14:00", "2026-11-26T18:00")?, Ok(()));
    assert_eq!(ask("2026-11-25T10:59", "2026-11-25T11:30")?, Err(WhyBusy::Booked));
    assert_eq!(ask("2026-11-25T11:00", "2026-11-25T11:30")?, Ok(()));
    let safe = |until: &str| -> Result<_> {
        Ok(calendar.simultaneous_is_safe(at("2026-11-25T14:00")?, at(until)?))
    };
    assert_eq!(safe("2026-11-25T14:30")?, Ok(()));
    assert_eq!(safe("2026-11-25T14:31")?, Err(WhyBusy::SimultaneousMost(150)));
    Ok(())
}

#[test]
fn r16_an_invitation_shows_everybodys_time_on_one_line() -> Result<()> {
    let zones: Vec<Zone> = ["America/Toronto", "America/New_York", "America/Vancouver"]
        .into_iter()
        .map(str::parse)
        .collect::<Result<_, _>>()?;
    let (starts, ends) = (at("2026-11-25T10:00")?, at("2026-11-25T11:30")?);
    let line = LocalTimes::of(starts, ends, &GUATEMALA.parse()?, &zones);
    let shown: Vec<String> = line
        .clocks()
        .iter()
        .map(|time| format!("{} {}", time.starts.zone, time.starts.local))
        .collect();
    // New York shows what Toronto shows, so there are three clocks and not four.
    assert_eq!(
        shown,
        [
            "America/Guatemala 2026-11-25T10:00",
            "America/Vancouver 2026-11-25T09:00",
            "America/New_York 2026-11-25T11:00",
        ]
    );
    ensure!(!line.night_anywhere());
    let late = LocalTimes::of(
        at("2026-11-25T20:30")?,
        at("2026-11-25T21:30")?,
        &GUATEMALA.parse()?,
        &zones,
    );
    ensure!(late.night_anywhere() && !late.clocks()[0].night && late.clocks()[2].night);
    Ok(())
}

#[test]
fn r16_night_is_from_ten_to_six_on_ones_own_clock() -> Result<()> {
    let zone: Zone = GUATEMALA.parse()?;
    for (local, expected) in [("21:59", false), ("22:00", true), ("05:59", true), ("06:00", false)]
    {
        let moment = Moment::at(at(&format!("2026-11-25T{local}"))?, &zone);
        assert_eq!(night(&moment), expected, "{local}");
    }
    let calendar = Calendar::new(&facts(GUATEMALA, every_day("00:00", "24:00", Purposes::ALL)?)?)?;
    let ask = |from: &str, until: &str, needed| -> Result<_> {
        Ok(calendar.free(at(from)?, at(until)?, needed))
    };
    assert_eq!(ask("2026-11-25T21:00", "2026-11-25T22:00", hearing())?, Ok(()));
    assert_eq!(ask("2026-11-25T21:01", "2026-11-25T22:01", hearing())?, Err(WhyBusy::Night));
    assert_eq!(ask("2026-11-25T05:59", "2026-11-25T07:00", hearing())?, Err(WhyBusy::Night));
    let on_call = Purposes::only(Purpose::OnCall);
    assert_eq!(ask("2026-11-25T02:00", "2026-11-25T03:00", on_call)?, Ok(()));
    Ok(())
}

#[test]
fn r16_every_country_has_its_holidays_until_2030_with_their_source() -> Result<()> {
    for &country in Country::ALL {
        let days = embedded(country);
        ensure!(days.is_sorted_by_key(|holiday| holiday.day), "{country}");
        ensure!(days.iter().all(|day| !day.name.is_empty() && !day.source.is_empty()));
        for year in 2026..=2030 {
            let count = days.iter().filter(|holiday| holiday.day.year() == year).count();
            ensure!((7..=20).contains(&count), "{country} has {count} holidays in {year}");
        }
    }
    // Days that a person can check in a printed calendar.
    for (country, day) in [
        (Country::Mx, "2027-02-01"),
        (Country::Do, "2026-01-05"),
        (Country::Gt, "2026-06-29"),
        (Country::Pa, "2027-02-09"),
        (Country::Us, "2027-12-31"),
        (Country::Ca, "2026-05-18"),
        (Country::Hn, "2026-10-07"),
        (Country::Bz, "2027-03-08"),
    ] {
        let day: Day = day.parse()?;
        ensure!(embedded(country).iter().any(|holiday| holiday.day == day), "{country} {day}");
    }
    Ok(())
}

proptest! {
    /// The calendar says what a minute-by-minute look at everything says.
    #[test]
    fn a_calendar_agrees_with_a_look_at_every_minute(
        rules in proptest::collection::vec((1_u8..=7, 0_u16..95, 1_u16..40, 0_u8..3), 0..8),
        busy in proptest::collection::vec((0_i64..7 * 96, 1_i64..20, 0_u8..3), 0..6),
        extra in proptest::collection::vec((0_i64..7 * 96, 1_i64..20), 0..3),
        holiday in 0_i32..14,
        start in 0_i64..7 * 96,
        length in 1_i64..24,
        before in 0_u16..3,
    ) {
        // A week of quarter hours in which New York puts its clock back.
        let zone: Zone = "America/New_York".parse()?;
        let monday: Instant = "2026-10-26T04:00:00Z".parse()?;
        let quarter = |n: i64| monday.plus_minutes(n * 15);
        let purposes = [Purposes::ALL, hearing(), Purposes::only(Purpose::OnCall)];
        let clock = |q: u16| format!("{:02}:{:02}", q / 4, q % 4 * 15);
        let rules: Vec<Rule> = rules
            .into_iter()
            .map(|(day, from, length, purpose)| {
                let rule = rule(day, &clock(from), &clock((from + length).min(96)));
                rule.map(|rule| Rule { purposes: purposes[usize::from(purpose)], ..rule })
            })
            .collect::<Result<_>>()
            .map_err(|e| TestCaseError::fail(e.to_string()))?;
        let first: Day = "2026-10-24".parse()?;
        let holiday = Day::numbered(first.number() + holiday);
        let kinds = [Busy::Booked { simultaneous: false }, Busy::Closed, Busy::Elsewhere];
        let busy: Vec<BusySpan> = busy
            .into_iter()
            .map(|(from, length, kind)| BusySpan {
                from: quarter(from),
                until: quarter(from + length),
                minutes_before: 0,
                minutes_after: 15,
                what: kinds[usize::from(kind)],
            })
            .collect();
        let extra: Vec<ExtraSpan> = extra
            .into_iter()
            .map(|(from, length)| ExtraSpan {
                from: quarter(from),
                until: quarter(from + length),
                purposes: Purposes::ALL,
            })
            .collect();
        let facts = CalendarFacts {
            zone: zone.clone(),
            rules: rules.iter().map(|rule| (zone.clone(), rule.clone())).collect(),
            extra: extra.clone(),
            busy: busy.clone(),
            holidays: holiday.into_iter().collect(),
            minutes_before: before * 15,
            minutes_after: 0,
            most_minutes_a_day: None,
        };
        let (from, until) = (quarter(start), quarter(start + length));
        let needed = purposes[2];
        let calendar = Calendar::new(&facts)?;
        let said = calendar.free(from, until, needed).is_ok();
        prop_assert_eq!(said, calendar.is_free(from, until, needed));

        let clear = from.plus_minutes(-i64::from(before) * 15);
        let taken = busy.iter().any(|span| match span.what {
            Busy::Closed => span.from < until && from < span.until.plus_minutes(15),
            Busy::Booked { .. } | Busy::Elsewhere => {
                span.from < until && clear < span.until.plus_minutes(15)
            }
        });
        let open = (0..length * 15).all(|minute| {
            let instant = from.plus_minutes(minute);
            let local = Moment::at(instant, &zone).local;
            let in_hours = rules.iter().any(|rule| {
                rule.purposes.include(needed)
                    && i64::from(rule.day) == i64::from(local.weekday())
                    && i32::from(rule.from.minute()) <= local.minute_of_day()
                    && local.minute_of_day() < i32::from(rule.to.minute())
            });
            let open_extra = extra.iter().any(|span| span.from <= instant && instant < span.until);
            open_extra || (in_hours && Some(local.day()) != holiday)
        });
        // The hour that comes twice belongs to hours that begin in it; see the table of edges.
        let twice: Instant = "2026-11-01T04:00:00Z".parse()?;
        let over = twice.plus_minutes(4 * 60);
        prop_assume!(until <= twice || over <= from);
        prop_assert_eq!(said, open && !taken);
    }

    #[test]
    fn no_text_breaks_the_reader_of_calendars(text in "(?s).{0,600}") {
        let window = ("2026-01-01T00:00:00Z".parse()?, "2027-01-01T00:00:00Z".parse()?);
        let _ = ical::busy(&text, &GUATEMALA.parse()?, window);
    }

    /// The same with the words that calendars are made of.
    #[test]
    fn no_calendar_breaks_the_reader(lines in proptest::collection::vec(
        proptest::sample::select(&[
            "BEGIN:VEVENT", "END:VEVENT", "BEGIN:VTIMEZONE", "END:VTIMEZONE", "BEGIN:STANDARD",
            "END:STANDARD", "TZID:X", "TZOFFSETFROM:-0500", "TZOFFSETTO:+9900", "UID:a",
            "DTSTART;TZID=X:20260101T000000", "DTSTART:20261301T000000", "DTSTART:00010101T000000Z",
            "DTSTART;VALUE=DATE:20260228", "DTEND:99991231T235959Z", "DURATION:P999999W",
            "DURATION:-PT1H", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "RRULE:FREQ=HOURLY",
            "RRULE:FREQ=DAILY;INTERVAL=9999;COUNT=4000000000", "EXDATE:20260101T000000Z",
            "RDATE;VALUE=PERIOD:20260101T000000Z/PT1H", "RECURRENCE-ID;RANGE=THISANDFUTURE:20260102",
            "FREEBUSY:20260101T000000Z/P1D", "BEGIN:VFREEBUSY", "END:VFREEBUSY", "END:VCALENDAR",
        ][..]), 0..40)) {
        let text = format!("BEGIN:VCALENDAR\r\n{}\r\n", lines.join("\r\n"));
        let window = ("2026-01-01T00:00:00Z".parse()?, "2027-01-01T00:00:00Z".parse()?);
        let _ = ical::busy(&text, &GUATEMALA.parse()?, window);
    }
}

fn busy(body: &str) -> Result<Vec<String>> {
    let text =
        format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{body}END:VCALENDAR\r\n").replace('\n', "\r\n");
    let window = ("2026-11-01T00:00:00Z".parse()?, "2026-12-15T00:00:00Z".parse()?);
    let mut spans = ical::busy(&text.replace("\r\r", "\r"), &GUATEMALA.parse()?, window)?;
    spans.sort_unstable();
    Ok(spans.into_iter().map(|(from, until)| format!("{from} {until}")).collect())
}

#[test]
fn only_what_takes_time_is_read_from_other_calendars() -> Result<()> {
    let event = |more: &str| {
        format!(
            "BEGIN:VEVENT\nUID:a\nDTSTART:20261125T160000Z\nDTEND:20261125T170000Z\n{more}END:VEVENT\n"
        )
    };
    let taken = ["2026-11-25T16:00:00Z 2026-11-25T17:00:00Z"];
    assert_eq!(busy(&event("SUMMARY:Dentist\n"))?, taken);
    assert_eq!(busy(&event("STATUS:TENTATIVE\n"))?, taken);
    assert_eq!(
        busy(&event("BEGIN:VALARM\nDURATION:PT9H\nTRANSP:TRANSPARENT\nEND:VALARM\n"))?,
        taken
    );
    for free in ["TRANSP:TRANSPARENT\n", "STATUS:CANCELLED\n", "X-MICROSOFT-CDO-BUSYSTATUS:FREE\n"]
    {
        assert_eq!(busy(&event(free))?, [""; 0], "{free}");
    }
    // A whole day is a day of the owner's; a floating time is on the owner's clock.
    assert_eq!(
        busy(
            "BEGIN:VEVENT\nUID:b\nDTSTART;VALUE=DATE:20261125\nEND:VEVENT\n\
              BEGIN:VEVENT\nUID:c\nDTSTART:20261127T080000\nDURATION:P1DT30M\nEND:VEVENT\n"
        )?,
        ["2026-11-25T06:00:00Z 2026-11-26T06:00:00Z", "2026-11-27T14:00:00Z 2026-11-28T14:30:00Z"]
    );
    assert_eq!(
        busy(
            "BEGIN:VFREEBUSY\nFREEBUSY;FBTYPE=BUSY:20261125T160000Z/PT1H,20261126T160000Z/20261126T163000Z\n\
              FREEBUSY;FBTYPE=FREE:20261127T160000Z/PT1H\nEND:VFREEBUSY\n"
        )?,
        ["2026-11-25T16:00:00Z 2026-11-25T17:00:00Z", "2026-11-26T16:00:00Z 2026-11-26T16:30:00Z"]
    );
    ensure!(ical::busy("<html>", &GUATEMALA.parse()?, (now()?, now()?)).is_err());
    Ok(())
}

#[test]
fn series_are_read_with_what_is_left_out_moved_and_added() -> Result<()> {
    let series = "BEGIN:VEVENT\nUID:s\nDTSTART;TZID=America/New_York:20201026T090000\n\
        DTEND;TZID=America/New_York:20201026T100000\nRRULE:FREQ=WEEKLY;UNTIL=20261208T000000Z\n\
        EXDATE;TZID=America/New_York:20261116T090000\nRDATE;TZID=America/New_York:20261120T090000\n\
        END:VEVENT\n\
        BEGIN:VEVENT\nUID:s\nRECURRENCE-ID;TZID=America/New_York:20261123T090000\n\
        DTSTART;TZID=America/New_York:20261124T150000\nDURATION:PT30M\nEND:VEVENT\n\
        BEGIN:VEVENT\nUID:s\nRECURRENCE-ID;TZID=America/New_York:20261130T090000\n\
        DTSTART;TZID=America/New_York:20261130T090000\nSTATUS:CANCELLED\nEND:VEVENT\n";
    assert_eq!(
        busy(series)?,
        [
            "2026-11-02T14:00:00Z 2026-11-02T15:00:00Z",
            "2026-11-09T14:00:00Z 2026-11-09T15:00:00Z",
            "2026-11-20T14:00:00Z 2026-11-20T15:00:00Z",
            "2026-11-24T20:00:00Z 2026-11-24T20:30:00Z",
            "2026-12-07T14:00:00Z 2026-12-07T15:00:00Z",
        ]
    );
    // As Outlook writes it: a name of its own, and the rules of its zone beside it.
    let outlook = "BEGIN:VTIMEZONE\nTZID:Eastern Time\nBEGIN:STANDARD\nDTSTART:16011104T020000\n\
        RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11\nTZOFFSETFROM:-0400\nTZOFFSETTO:-0500\nEND:STANDARD\n\
        BEGIN:DAYLIGHT\nDTSTART:16010311T020000\nRRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3\n\
        TZOFFSETFROM:-0500\nTZOFFSETTO:-0400\nEND:DAYLIGHT\nEND:VTIMEZONE\n\
        BEGIN:VEVENT\nUID:o\nDTSTART;TZID=Eastern Time:20261030T090000\n\
        DTEND;TZID=Eastern Time:20261030T093000\nRRULE:FREQ=WEEKLY;COUNT=3\nEND:VEVENT\n";
    let text = format!("BEGIN:VCALENDAR\n{outlook}END:VCALENDAR\n");
    let window = ("2026-10-01T00:00:00Z".parse()?, "2026-12-15T00:00:00Z".parse()?);
    let spans = ical::busy(&text, &GUATEMALA.parse()?, window)?;
    let starts: Vec<String> = spans.iter().map(|(from, _)| from.to_string()).collect();
    assert_eq!(starts, ["2026-10-30T13:00:00Z", "2026-11-06T14:00:00Z", "2026-11-13T14:00:00Z"]);
    // From one occurrence on, an hour later.
    let moved = "BEGIN:VEVENT\nUID:m\nDTSTART:20261101T160000Z\nDURATION:PT1H\n\
        RRULE:FREQ=WEEKLY;COUNT=4\nEND:VEVENT\n\
        BEGIN:VEVENT\nUID:m\nRECURRENCE-ID;RANGE=THISANDFUTURE:20261115T160000Z\n\
        DTSTART:20261115T170000Z\nDURATION:PT2H\nEND:VEVENT\n";
    assert_eq!(
        busy(moved)?,
        [
            "2026-11-01T16:00:00Z 2026-11-01T17:00:00Z",
            "2026-11-08T16:00:00Z 2026-11-08T17:00:00Z",
            "2026-11-15T17:00:00Z 2026-11-15T19:00:00Z",
            "2026-11-22T17:00:00Z 2026-11-22T19:00:00Z",
        ]
    );
    Ok(())
}

#[test]
fn an_event_that_comes_for_ever_costs_no_more_than_the_window() -> Result<()> {
    let body = "BEGIN:VEVENT\nUID:f\nDTSTART:19700101T160000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY\nEND:VEVENT\n";
    assert_eq!(busy(body)?.len(), 44);
    let hourly = body.replace("DAILY", "HOURLY");
    assert_eq!(busy(&hourly)?.len(), 44 * 24);
    Ok(())
}

async fn r09_hours_on_call_are_not_offered_for_hearings(store: Store) -> Result<()> {
    let requester = interviewer(&store, "e@example.org").await?;
    let people = interpreters(&store, 2).await?;
    let zone: Zone = GUATEMALA.parse()?;
    let on_call = WeekCalendar {
        name: "De turno".to_owned(),
        zone: zone.clone(),
        week: every_day("00:00", "24:00", Purposes::only(Purpose::OnCall))?,
    };
    store.set_calendars(people[0], &zone, &[on_call]).await?;
    let day = "2026-11-25T10:00";
    assert_eq!(found(&store, requester, Setting::Hearing, day).await?, people[1..]);
    assert_eq!(found(&store, requester, Setting::Interview, day).await?, people[1..]);
    assert_eq!(found(&store, requester, Setting::Emergency, day).await?.len(), 2);
    let calendar = store.calendar(people[0], now()?).await?;
    let (from, until) = (at(day)?, at("2026-11-25T11:00")?);
    assert_eq!(calendar.free(from, until, hearing()), Err(WhyBusy::OtherPurpose));
    // Somebody who works with adults is not asked for a child.
    let adults = Purposes::only(Purpose::Interview);
    let week = every_day("07:00", "19:00", adults)?;
    let court = WeekCalendar { name: String::new(), zone: zone.clone(), week };
    store.set_calendars(people[0], &zone, &[court]).await?;
    let calendar = store.calendar(people[0], now()?).await?;
    assert_eq!(calendar.free(from, until, adults), Ok(()));
    let child = Purposes::needed(Setting::Interview, true);
    assert_eq!(calendar.free(from, until, child), Err(WhyBusy::OtherPurpose));
    Ok(())
}

async fn r16_holidays_close_the_week_unless_she_works_on_them(store: Store) -> Result<()> {
    let requester = interviewer(&store, "e@example.org").await?;
    let people = interpreters(&store, 2).await?;
    let christmas = "2026-12-25T10:00";
    assert_eq!(found(&store, requester, Setting::Interview, christmas).await?, []);
    let pace = store.availability(people[0], now()?).await?.pace;
    let works = Pace { works_on_holidays: true, ..pace };
    store.set_pace(people[0], &works).await?;
    assert_eq!(found(&store, requester, Setting::Interview, christmas).await?, people[..1]);
    // Hours opened for that day hold, too.
    let hours = (&wall("2026-12-25T09:00", GUATEMALA)?, &wall("2026-12-25T12:00", GUATEMALA)?);
    let extra = store.add_extra(people[1], hours, Purposes::ALL, now()?, &mut rng()).await?;
    assert_eq!(found(&store, requester, Setting::Interview, christmas).await?.len(), 2);
    let stranger = store.remove_extra(people[0], extra.id).await;
    ensure!(matches!(stranger, Err(Error::NotFound(_))), "{stranger:?}");
    store.remove_extra(people[1], extra.id).await?;

    // A country knows its own days better than we do.
    let day: Day = "2026-12-28".parse()?;
    let text = ("Asueto de fin de año", "Acuerdo de muestra");
    store.add_holiday(Country::Gt, day, text, requester, now()?).await?;
    assert_eq!(
        found(&store, requester, Setting::Interview, "2026-12-28T10:00").await?,
        people[..1]
    );
    let listed = store.holidays(Country::Gt, day, day).await?;
    ensure!(listed.len() == 1 && listed[0].added && listed[0].name == text.0);
    store.remove_holiday(Country::Gt, day, requester, now()?).await?;
    store.remove_holiday(Country::Gt, "2026-12-25".parse()?, requester, now()?).await?;
    assert_eq!(found(&store, requester, Setting::Interview, christmas).await?.len(), 2);
    let gone = store.remove_holiday(Country::Gt, day, requester, now()?).await;
    ensure!(matches!(gone, Err(Error::NotFound("holiday"))), "{gone:?}");
    for (name, source, why) in [("", "x", Why::Missing), ("x", "", Why::Missing)] {
        let refused = store.add_holiday(Country::Gt, day, (name, source), requester, now()?).await;
        ensure!(matches!(refused, Err(Error::Invalid { why: w, .. }) if w == why));
    }
    Ok(())
}

async fn r16_nobody_is_booked_in_the_night_unless_it_is_an_emergency(store: Store) -> Result<()> {
    let requester = interviewer(&store, "e@example.org").await?;
    let people = interpreters(&store, 2).await?;
    let zone: Zone = GUATEMALA.parse()?;
    let always = WeekCalendar {
        name: String::new(),
        zone: zone.clone(),
        week: every_day("00:00", "24:00", Purposes::ALL)?,
    };
    store.set_calendars(people[0], &zone, std::slice::from_ref(&always)).await?;
    // Half past nine in Guatemala is half past five in Honolulu.
    store.set_calendars(people[1], &"Pacific/Honolulu".parse()?, &[always]).await?;
    let night = found(&store, requester, Setting::Interview, "2026-11-25T23:00").await;
    let refused = night.err().context("a night was taken")?;
    ensure!(refused.to_string() == "field starts refused: InTheNight", "{refused}");
    assert_eq!(found(&store, requester, Setting::Emergency, "2026-11-25T23:00").await?.len(), 2);
    assert_eq!(
        found(&store, requester, Setting::Interview, "2026-11-25T09:30").await?,
        people[..1]
    );
    assert_eq!(found(&store, requester, Setting::Emergency, "2026-11-25T09:30").await?.len(), 2);
    Ok(())
}

async fn room_around_a_booking_is_kept_by_the_database_itself(store: Store) -> Result<()> {
    let requester = interviewer(&store, "e@example.org").await?;
    let people = interpreters(&store, 2).await?;
    let pace = store.availability(people[0], now()?).await?.pace;
    let room = Pace { minutes_before: 30, minutes_after: 60, ..pace };
    store.set_pace(people[0], &room).await?;
    for (field, bad) in [
        ("minutes_after", Pace { minutes_after: 481, ..room.clone() }),
        ("notice_minutes", Pace { notice_minutes: -1, ..room.clone() }),
        ("most_minutes_a_day", Pace { most_minutes_a_day: Some(0), ..room.clone() }),
    ] {
        let refused = store.set_pace(people[0], &bad).await;
        ensure!(matches!(refused, Err(Error::Invalid { field: f, .. }) if f == field), "{field}");
    }

    // 11:30 on the same day touches what is kept clear after 10:00–11:30.
    let first = offered(&store, requester, &people).await?;
    let mut input = interview()?;
    input.starts = wall("2026-11-25T12:00", GUATEMALA)?;
    let second = store.create_request(requester, &input, now()?, &mut rng()).await?;
    store.offer(second.id, requester, 0, &people, now()?, &mut rng()).await?;
    let offer = offer_of(&store, people[0], first.id).await?;
    store.accept(offer, people[0], now()?, &mut rng()).await?;
    let offer = offer_of(&store, people[0], second.id).await?;
    let refused = store.accept(offer, people[0], now()?, &mut rng()).await;
    ensure!(matches!(refused, Err(Error::NotFree(_))), "{refused:?}");
    let free = found(&store, requester, Setting::Interview, "2026-11-25T12:59").await?;
    ensure!(!free.contains(&people[0]));
    let free = found(&store, requester, Setting::Interview, "2026-11-25T13:00").await?;
    ensure!(free.contains(&people[0]));
    Ok(())
}

async fn a_calendar_kept_elsewhere_takes_time_and_is_read_by_one_node(store: Store) -> Result<()> {
    let requester = interviewer(&store, "e@example.org").await?;
    let people = interpreters(&store, 1).await?;
    let address = Address {
        url: "https://calendar.example.org/private.ics".to_owned(),
        credentials: Some(("rosa".to_owned(), "secreto".to_owned())),
    };
    let (key, other) = (SealKey::new(&[7; 32])?, SealKey::new(&[8; 32])?);
    let given = (CalendarKind::Ics, "calendar.example.org", &address);
    let id = store.subscribe(people[0], given, &key, now()?, &mut rng()).await?;
    let due = store.take_due_subscriptions(8, now()?).await?;
    assert_eq!(due.iter().map(|one| one.id).collect::<Vec<_>>(), [id]);
    assert_eq!(due[0].address(&key)?, address);
    ensure!(due[0].address(&other).is_err() && !format!("{address:?}").contains("private"));
    assert_eq!(store.take_due_subscriptions(8, now()?).await?, []);
    let day = "2026-11-25T10:00";
    let spans = vec![
        (at("2026-11-25T10:10")?, at("2026-11-25T10:20")?),
        (at("2026-11-25T10:15")?, at("2026-11-25T10:40")?),
    ];
    store.keep_busy(id, Some(spans), Some("\"v1\""), now()?).await?;
    let mine = store.availability(people[0], now()?).await?;
    assert_eq!(mine.elsewhere.len(), 1);
    ensure!(mine.subscriptions[0].fetched.is_some() && mine.subscriptions[0].problem.is_none());
    assert_eq!(found(&store, requester, Setting::Interview, day).await?, []);

    // Trouble keeps what was read; the next reading that finds nothing new keeps it, too.
    store.keep_trouble(id, Trouble::Unreachable).await?;
    let mine = store.availability(people[0], now()?).await?;
    assert_eq!(
        (mine.subscriptions[0].problem, mine.elsewhere.len()),
        (Some(Trouble::Unreachable), 1)
    );
    let later = now()?.plus_minutes(READ_EVERY_MINUTES);
    let due = store.take_due_subscriptions(8, later).await?;
    assert_eq!(due[0].etag.as_deref(), Some("\"v1\""));
    store.keep_busy(id, None, Some("\"v1\""), later).await?;
    assert_eq!(found(&store, requester, Setting::Interview, day).await?, []);
    let stranger = interpreters(&store, 1).await?[0];
    ensure!(matches!(store.unsubscribe(stranger, id).await, Err(Error::NotFound(_))));
    ensure!(matches!(store.read_again(stranger, id, later).await, Err(Error::NotFound(_))));
    store.read_again(people[0], id, later).await?;
    assert_eq!(store.take_due_subscriptions(8, later).await?.len(), 1);
    store.unsubscribe(people[0], id).await?;
    ensure!(found(&store, requester, Setting::Interview, day).await?.contains(&people[0]));
    Ok(())
}

async fn the_feed_says_when_and_nothing_else_until_it_is_ended(store: Store) -> Result<()> {
    let requester = interviewer(&store, "e@example.org").await?;
    let people = interpreters(&store, 1).await?;
    let request = offered(&store, requester, &people).await?;
    let offer = offer_of(&store, people[0], request.id).await?;
    store.accept(offer, people[0], now()?, &mut rng()).await?;
    let first = store.renew_feed(people[0], now()?, &mut rng()).await?;
    let reserved = store.reserved(&first, now()?).await?;
    assert_eq!((reserved.len(), reserved[0].held), (1, true));
    let text = ical::written(&reserved, "Puente", "Puente: reserved", now()?);
    ensure!(text.contains("DTSTART:20261125T160000Z\r\nDTEND:20261125T173000Z\r\n"), "{text}");
    ensure!(!text.contains("W-17") && !text.contains("mam"), "{text}");
    ensure!(text.split("\r\n").all(|line| line.len() <= 75 && !line.contains('\n')));
    // Whoever reads it back finds the same time.
    let window = (now()?, now()?.plus_minutes(7 * 24 * 60));
    let read = ical::busy(&text, &GUATEMALA.parse()?, window)?;
    assert_eq!(read, [(reserved[0].starts, reserved[0].ends)]);

    let second = store.renew_feed(people[0], now()?, &mut rng()).await?;
    ensure!(matches!(store.reserved(&first, now()?).await, Err(Error::NotFound("feed"))));
    ensure!(store.reserved(&second, now()?).await?.len() == 1);
    store.end_feed(people[0]).await?;
    ensure!(matches!(store.reserved(&second, now()?).await, Err(Error::NotFound("feed"))));
    ensure!(matches!(store.end_feed(people[0]).await, Err(Error::NotFound("feed"))));
    Ok(())
}

on_both_engines! {
    r09_hours_on_call_are_not_offered_for_hearings
    r16_holidays_close_the_week_unless_she_works_on_them
    r16_nobody_is_booked_in_the_night_unless_it_is_an_emergency
    room_around_a_booking_is_kept_by_the_database_itself
    a_calendar_kept_elsewhere_takes_time_and_is_read_by_one_node
    the_feed_says_when_and_nothing_else_until_it_is_ended
}
