//! The stored form of a hearing: an old log still replays, and nothing but a true log is read.

#![allow(clippy::unwrap_used, reason = "tests")]

mod cast;
use cast::*;
use proptest::prelude::*;
use puente_hearing::event::HearingEvent as E;
use puente_hearing::log::{Entry, Log, LogError};
use puente_hearing::wiring::{Source, SourceKind};
use puente_hearing::{Phase, RecordState, wiring};

/// A hearing as version 1 wrote it. The file is never rewritten: it stands for all old records.
const VERSION_1: &str = include_str!("logs/version_1.jsonl");

fn lines(text: &str) -> Vec<&[u8]> {
    text.lines().map(str::as_bytes).collect()
}

#[test]
fn a_log_of_version_1_still_replays() {
    let (log, entries) = Log::replay(lines(VERSION_1)).unwrap();
    assert_eq!(log.head.0, "d303a3947b46edc374b4e63c3ed08976be0d2457461467b15cb1a1bd90b31812");
    assert_eq!(entries.len() as u64, log.next_seq);
    assert_eq!(log.state.phase, Phase::InSession);
    assert_eq!(log.state.record, RecordState::On);
    let wiring = wiring(&log.state);
    let witness = Source { endpoint: log.state.people[&WITNESS].endpoint, kind: SourceKind::Mic };
    let judge = log.state.people[&JUDGE].endpoint;
    assert!(wiring.edge(witness, judge).is_some());
    assert!(wiring.recorded.contains(&witness));
}

#[test]
fn a_changed_log_is_refused() {
    let swapped = {
        let mut all = lines(VERSION_1);
        all.swap(3, 4);
        all
    };
    assert!(matches!(Log::replay(swapped), Err(LogError::BrokenChain { seq: 3 })));
    let shortened: Vec<_> =
        lines(VERSION_1).into_iter().enumerate().filter(|(n, _)| *n != 5).map(|(_, l)| l).collect();
    assert!(matches!(Log::replay(shortened), Err(LogError::BrokenChain { seq: 5 })));
    assert!(matches!(Log::replay([]), Err(LogError::NotOpened)));
    let spaced = VERSION_1.replacen(":", ": ", 1);
    assert!(matches!(Log::replay(lines(&spaced)), Err(LogError::NotCanonical { seq: 0 })));
    let other = VERSION_1.lines().next().unwrap().replace("\"v\":1", "\"v\":2");
    assert!(matches!(
        Entry::from_line(other.as_bytes(), 0),
        Err(LogError::UnknownVersion { seq: 0, found: 2 })
    ));
}

#[test]
fn the_first_event_must_open_the_session() {
    assert!(matches!(Log::begin("x", 0, E::Closed), Err(LogError::NotOpened)));
}

proptest! {
    #[test]
    fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = Entry::from_line(&bytes, 0);
    }

    #[test]
    fn any_changed_byte_of_a_log_is_noticed(at in 0..VERSION_1.len(), change in 1..=255u8) {
        let mut bytes = VERSION_1.as_bytes().to_vec();
        bytes[at] ^= change;
        let changed: Vec<_> = bytes.split(|b| *b == b'\n').filter(|l| !l.is_empty()).collect();
        let read = Log::replay(changed).map(|(log, _)| log.head);
        let (true_log, _) = Log::replay(lines(VERSION_1)).unwrap();
        // A change in the last line cannot break the chain, but it changes the head.
        prop_assert!(read.is_err() || read.unwrap() != true_log.head);
    }
}
