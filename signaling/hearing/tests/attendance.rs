//! Time sheets and presence, read from whole logs with invented clocks.

#![allow(clippy::unwrap_used, reason = "tests")]

mod cast;
use cast::*;
use proptest::prelude::*;
use puente_hearing::attendance::{Work, was_there, work};
use puente_hearing::event::{HearingEvent as E, Mode};
use puente_hearing::log::{Entry, Log};
use puente_hearing::{BoothId, Language, Phase};

const MINUTE_US: i64 = 60_000_000;

/// A log from `(minute, event)`.
fn log(events: Vec<(i64, E)>) -> Vec<Entry> {
    let (mut log, first) = Log::begin("h", 0, E::SessionOpened { setup: setup() }).unwrap();
    let mut lines = vec![first];
    for (minute, event) in events {
        lines.push(log.append(minute * MINUTE_US, None, event).unwrap());
    }
    Log::replay(lines.iter().map(Vec::as_slice)).unwrap().1
}

fn minutes(consecutive: i64, simultaneous: i64, preparation: i64, waiting: i64) -> Work {
    Work {
        consecutive_us: consecutive * MINUTE_US,
        simultaneous_us: simultaneous * MINUTE_US,
        preparation_us: preparation * MINUTE_US,
        waiting_us: waiting * MINUTE_US,
    }
}

#[test]
fn r78_minutes_are_counted_by_mode_with_waiting_from_the_planned_start() {
    let phase = |phase| E::PhaseChanged { phase };
    let entries = log(vec![
        (50, E::ParticipantArrived { seat: MAM_1 }), // ten minutes early: her own time
        (65, E::Admitted { seat: MAM_1 }),           // planned start is 60
        (65, phase(Phase::Preparation)),
        (72, phase(Phase::InSession)),
        (
            100,
            E::ModeSet { booth: BoothId(0), from: Language::new("mam"), mode: Mode::Simultaneous },
        ),
        (110, phase(Phase::Recess)),
        (120, phase(Phase::InSession)),
        (125, E::Lost { seat: MAM_1 }),
        (128, E::Returned { seat: MAM_1 }),
        (140, E::Closed),
    ]);
    let sheet = work(&entries, 60 * MINUTE_US);
    assert_eq!(sheet[&MAM_1], minutes(28, 10 + 5 + 12, 7, 5 + 10));
    assert_eq!(sheet[&MAM_2], Work::default(), "who did not come has no time");
    assert!(!sheet.contains_key(&WITNESS));
}

#[test]
fn r10_presence_is_read_from_the_log() {
    let entries = log(vec![
        (58, E::ParticipantArrived { seat: INTERVIEWER }),
        (80, E::ParticipantArrived { seat: MAM_1 }),
        (90, E::Lost { seat: MAM_1 }),
    ]);
    let there =
        |seat, from: i64, to: i64| was_there(&entries, seat, from * MINUTE_US, to * MINUTE_US);
    assert!(there(INTERVIEWER, 60, 75), "she waits still, as far as the log goes");
    assert!(!there(MAM_1, 60, 75), "she came after the grace");
    assert!(there(MAM_1, 60, 81) && there(MAM_1, 85, 100));
    assert!(!there(MAM_1, 90, 200) && !there(MAM_2, 0, 200));
}

proptest! {
    #[test]
    fn nobody_works_longer_than_the_hearing_lasts(
        steps in proptest::collection::vec((0..30i64, 0..6usize), 0..40),
    ) {
        let mut at = 0;
        let events = steps.into_iter().map(|(minutes, what)| {
            at += minutes;
            let event = match what {
                0 => E::ParticipantArrived { seat: MAM_1 },
                1 => E::Admitted { seat: MAM_1 },
                2 => E::PhaseChanged { phase: Phase::InSession },
                3 => E::PhaseChanged { phase: Phase::Recess },
                4 => E::Lost { seat: MAM_1 },
                _ => E::Returned { seat: MAM_1 },
            };
            (at, event)
        });
        let entries = log(events.collect());
        for sum in work(&entries, 0).into_values() {
            let all = sum.consecutive_us + sum.simultaneous_us + sum.preparation_us + sum.waiting_us;
            prop_assert!((0..=at * MINUTE_US).contains(&all));
        }
    }
}
