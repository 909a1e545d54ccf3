//! A source keeps its slot while it is wired, whatever else changes.

#![allow(clippy::unwrap_used, reason = "tests")]

mod cast;
use cast::*;
use puente_hearing::event::HearingEvent as E;
use puente_hearing::slots::{SlotCount, SlotTable};
use puente_hearing::wiring;
use puente_hearing::wiring::{Source, SourceKind};
use std::collections::BTreeSet;

const BROWSER: SlotCount = SlotCount { audio: 8, video: 6 };

fn slot_of(table: &SlotTable, listener: puente_hearing::EndpointId, from: Source) -> Option<usize> {
    let slots = table.of(listener)?;
    let lines = if from.kind.is_audio() { &slots.audio } else { &slots.video };
    lines.iter().position(|line| line.as_ref().is_some_and(|e| e.from == from))
}

#[test]
fn a_voice_never_jumps_when_others_come_and_go() {
    let mut state = on_record();
    let judge = state.people[&JUDGE].endpoint;
    let witness = Source { endpoint: state.people[&WITNESS].endpoint, kind: SourceKind::Mic };
    let mut table = SlotTable::default();
    table.join(judge, BROWSER);
    table.follow(&wiring(&state));
    let first = slot_of(&table, judge, witness).unwrap();
    for event in [
        E::Lost { seat: COUNSEL },
        E::Returned { seat: COUNSEL },
        E::Removed { seat: MAM_1 },
        E::HandoverForced { booth: puente_hearing::BoothId(0), from: None, to: MAM_2 },
        E::Lost { seat: EXPERT },
    ] {
        state = then(state, &[event]);
        table.follow(&wiring(&state));
        assert_eq!(slot_of(&table, judge, witness), Some(first));
    }
}

#[test]
fn with_too_few_slots_the_witness_and_the_interpreters_are_kept() {
    let state = on_record();
    let judge = state.people[&JUDGE].endpoint;
    let mut table = SlotTable::default();
    table.join(judge, SlotCount { audio: 3, video: 1 });
    table.follow(&wiring(&state));
    let kept: BTreeSet<_> =
        table.of(judge).unwrap().audio.iter().flatten().map(|e| e.seat).collect();
    assert_eq!(kept, BTreeSet::from([WITNESS, EXPERT, MAM_1]));
}

#[test]
fn changes_name_just_the_slots_that_carry_something_else() {
    let state = on_record();
    let judge = state.people[&JUDGE].endpoint;
    let mut table = SlotTable::default();
    table.join(judge, BROWSER);
    assert!(!table.follow(&wiring(&state)).is_empty());
    assert!(table.follow(&wiring(&state)).is_empty());
    let stopped = then(state, &[E::StopPressed { seat: WITNESS }]);
    let changes = table.follow(&wiring(&stopped));
    assert!(changes.iter().all(|c| c.listener == judge && c.from.is_none()));
    assert!(table.of(judge).unwrap().audio.iter().all(Option::is_none));
}
