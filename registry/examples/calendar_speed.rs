//! How long a calendar needs for an answer, and how much memory it takes: twenty weekly rules, a
//! year of bookings, closed hours and holidays.
//!
//! `cargo run --release -p puente-registry --example calendar_speed`

use std::{hint::black_box, sync::Arc, time::Instant as Stopwatch};

use puente_registry::{
    availability::{
        Rule, WeekRule,
        calendar::{Busy, BusySpan, Calendar, CalendarFacts},
        holiday::embedded,
        purpose::{Purpose, Purposes},
    },
    country::Country,
    time::{Instant, TimeError},
};

const CALENDARS: usize = 100_000;
const QUESTIONS: u32 = 20;

#[expect(clippy::print_stdout, reason = "it is a measurement to be read")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let facts = facts()?;
    let before = resident_kb();
    let calendars: Vec<Calendar> =
        (0..CALENDARS).map(|_| Calendar::new(&facts)).collect::<Result<_, _>>()?;
    let kb = resident_kb().saturating_sub(before);
    println!("{CALENDARS} calendars of 20 rules and 100 bookings: {} MB", kb / 1024);

    let begin: Instant = "2026-11-25T16:00:00Z".parse()?;
    let hearing = Purposes::only(Purpose::Hearing);
    let watch = Stopwatch::now();
    let mut free = 0_u32;
    for question in 0..QUESTIONS {
        let from = begin.plus_minutes(i64::from(question) * 17 * 60 * 24 / 10);
        for calendar in &calendars {
            free +=
                u32::from(black_box(calendar).free(from, from.plus_minutes(90), hearing).is_ok());
        }
    }
    let asked = u128::from(QUESTIONS) * CALENDARS as u128;
    println!(
        "{} ns for an answer; {free} of {asked} were free",
        watch.elapsed().as_nanos() / asked
    );
    Ok(())
}

fn facts() -> Result<CalendarFacts, Box<dyn std::error::Error>> {
    let mut rules = Vec::new();
    let zone = "America/Toronto".parse()?;
    for day in 1..=5 {
        for (from, to) in
            [("07:00", "09:00"), ("09:00", "12:00"), ("13:00", "16:00"), ("16:00", "19:00")]
        {
            let (from, to) = (from.parse::<_>()?, to.parse::<_>()?);
            rules.push((zone_of("America/Toronto")?, Rule::from(&WeekRule { day, from, to })));
        }
    }
    let first: Instant = "2026-11-24T18:00:00Z".parse()?;
    let busy = (0..100)
        .map(|n| {
            let from = first.plus_minutes(n * 3 * 24 * 60 + n % 7 * 45);
            BusySpan {
                from,
                until: from.plus_minutes(90),
                minutes_before: 15,
                minutes_after: 15,
                what: Busy::Booked { simultaneous: n % 2 == 0 },
            }
        })
        .collect();
    Ok(CalendarFacts {
        zone,
        rules,
        extra: Vec::new(),
        busy,
        holidays: Arc::from_iter(embedded(Country::Ca).iter().map(|holiday| holiday.day)),
        minutes_before: 15,
        minutes_after: 15,
        most_minutes_a_day: Some(360),
    })
}

fn zone_of(name: &str) -> Result<puente_registry::time::Zone, TimeError> {
    name.parse()
}

/// What the kernel says this program holds in memory.
fn resident_kb() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok()).unwrap_or(0)
}
