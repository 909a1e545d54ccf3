//! Scenes of a hearing, each with what must and must not be heard. They hold under the whole
//! table of rules, and each single row, once deleted, makes one of them fail.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod cast;
use cast::*;
use puente_hearing::event::{BoothInput, FloorChoice, HearingEvent as E, Mode, ProtectedPart};
use puente_hearing::ids::{BoothId, Language, Seat};
use puente_hearing::rules::{BARS, Bar, GRANTS, Grant};
use puente_hearing::state::HearingState;
use puente_hearing::wiring::{Channel, Gain, Source, SourceKind, Wiring, wiring_under};
use puente_hearing::{Phase, wiring};
use std::collections::BTreeSet;

type Check = Result<(), String>;

/// A hearing under a given table of rules.
struct Scene<'a> {
    state: HearingState,
    wiring: Wiring,
    rules: (&'a [Grant], &'a [Bar]),
}

impl<'a> Scene<'a> {
    fn of(state: HearingState, rules: (&'a [Grant], &'a [Bar])) -> Self {
        let wiring = wiring_under(&state, rules.0, rules.1);
        Self { state, wiring, rules }
    }

    fn after(&self, events: &[E]) -> Self {
        Self::of(then(self.state.clone(), events), self.rules)
    }

    fn source(&self, seat: Seat, kind: SourceKind) -> Source {
        Source { endpoint: self.state.person(seat).unwrap().endpoint, kind }
    }

    fn heard(&self, from: Seat, kind: SourceKind, to: Seat) -> Option<(Channel, Gain)> {
        let listener = self.state.person(to).unwrap().endpoint;
        self.wiring
            .edge(self.source(from, kind), listener)
            .map(|edge| (edge.channel.clone(), edge.gain))
    }

    fn must(&self, from: Seat, kind: SourceKind, to: Seat, as_: (Channel, Gain)) -> Check {
        match self.heard(from, kind, to) {
            Some(found) if found == as_ => Ok(()),
            found => Err(format!("{kind:?} of {from} to {to}: {found:?}, expected {as_:?}")),
        }
    }

    fn must_not(&self, from: Seat, kind: SourceKind, to: Seat) -> Check {
        self.heard(from, kind, to)
            .map_or(Ok(()), |found| Err(format!("{kind:?} of {from} to {to} is wired: {found:?}")))
    }

    fn recorded(&self, seat: Seat, kind: SourceKind, expected: bool) -> Check {
        let found = self.wiring.recorded.contains(&self.source(seat, kind));
        if found == expected {
            Ok(())
        } else {
            Err(format!("{kind:?} of {seat} recorded: {found}, expected {expected}"))
        }
    }
}

const MIC: SourceKind = SourceKind::Mic;
const CAMERA: SourceKind = SourceKind::Camera;
const FLOOR: (Channel, Gain) = (Channel::Floor, Gain::Full);
const UNDER: (Channel, Gain) = (Channel::Floor, Gain::Ducked);

fn language(name: &str) -> Language {
    Language::new(name)
}

fn on_channel(name: &str) -> (Channel, Gain) {
    (Channel::Language(language(name)), Gain::Full)
}

fn choose(seat: Seat, channel: &str, floor: FloorChoice) -> E {
    E::ChannelChosen { seat, channel: Some(language(channel)), floor }
}

fn all_simultaneous() -> [E; 4] {
    ["mam", "spa"]
        .map(|from| E::ModeSet {
            booth: BoothId(0),
            from: language(from),
            mode: Mode::Simultaneous,
        })
        .into_iter()
        .chain(["spa", "eng"].map(|from| E::ModeSet {
            booth: BoothId(1),
            from: language(from),
            mode: Mode::Simultaneous,
        }))
        .collect::<Vec<_>>()
        .try_into()
        .unwrap()
}

fn consecutive_testimony(rules: (&[Grant], &[Bar])) -> Check {
    let s = Scene::of(on_record(), rules);
    for listener in [INTERVIEWER, MAM_1, MAM_2, OBSERVER, COUNSEL, JUDGE, ACCUSED] {
        s.must(WITNESS, MIC, listener, FLOOR)?;
    }
    s.must(MAM_1, MIC, WITNESS, FLOOR)?;
    s.must(MAM_1, MIC, INTERVIEWER, FLOOR)?;
    s.must(WITNESS, CAMERA, MAM_1, FLOOR)?;
    s.must(MAM_1, CAMERA, WITNESS, FLOOR)?;
    s.must_not(MAM_2, MIC, INTERVIEWER)?;
    s.must_not(OBSERVER, MIC, INTERVIEWER)?;
    s.must_not(OBSERVER, CAMERA, WITNESS)?;
    s.must_not(WITNESS, MIC, TECHNICIAN)?;
    s.must_not(WITNESS, CAMERA, TECHNICIAN)?;
    s.must_not(WITNESS, MIC, WITNESS)?;
    s.must_not(COUNSEL, MIC, VICTIMS_COUNSEL)?;
    s.must_not(VICTIMS_COUNSEL, CAMERA, COUNSEL)?;
    s.recorded(WITNESS, MIC, true)?;
    s.recorded(WITNESS, CAMERA, true)?;
    s.recorded(MAM_1, MIC, true)?;
    s.recorded(MAM_2, MIC, false)?;
    s.recorded(EN_1, MIC, true)?;
    s.recorded(SUPPORT, SourceKind::MicDisguised, false)
}

fn simultaneous_and_relay(rules: (&[Grant], &[Bar])) -> Check {
    let s = Scene::of(on_record(), rules).after(&all_simultaneous()).after(&[
        choose(WITNESS, "mam", FloorChoice::Off),
        choose(INTERVIEWER, "spa", FloorChoice::Ducked),
        choose(JUDGE, "eng", FloorChoice::Ducked),
        E::ChannelChosen { seat: ACCUSED, channel: None, floor: FloorChoice::Ducked },
        E::FloorLanguageHeard { language: language("mam"), speaker: WITNESS },
    ]);
    s.must(MAM_1, MIC, INTERVIEWER, on_channel("spa"))?;
    s.must(WITNESS, MIC, INTERVIEWER, UNDER)?;
    s.must_not(MAM_1, MIC, WITNESS)?;
    s.must(MAM_1, MIC, EN_1, on_channel("spa"))?;
    s.must(MAM_1, MIC, EN_2, on_channel("spa"))?;
    s.must(WITNESS, MIC, EN_1, UNDER)?;
    s.must(EN_1, MIC, JUDGE, on_channel("eng"))?;
    s.must(MAM_1, MIC, MAM_2, (Channel::Booth, Gain::Ducked))?;
    s.must_not(MAM_1, MIC, ACCUSED)?;
    s.must_not(EN_1, MIC, MAM_1)?;
    let turned = s.after(&[
        E::DirectionTurned { booth: BoothId(0), from: language("spa") },
        E::FloorLanguageHeard { language: language("spa"), speaker: INTERVIEWER },
    ]);
    turned.must(MAM_1, MIC, WITNESS, on_channel("mam"))?;
    turned.must_not(INTERVIEWER, MIC, WITNESS)?;
    turned.must_not(MAM_1, MIC, INTERVIEWER)?;
    turned.must(JUDGE, MIC, INTERVIEWER, FLOOR)?;
    turned.must_not(MAM_1, MIC, EN_1)?;
    let chosen = turned.after(&[E::InputSet {
        booth: BoothId(0),
        input: Some(BoothInput::Channel(language("spa"))),
    }]);
    chosen.must_not(EN_1, MIC, MAM_1)
}

fn before_the_start(rules: (&[Grant], &[Bar])) -> Check {
    let s = Scene::of(assembled(), rules);
    let prepared = s.after(&[E::PhaseChanged { phase: Phase::Preparation }]);
    prepared.must(INTERVIEWER, MIC, MAM_1, FLOOR)?;
    prepared.must(MAM_1, MIC, INTERVIEWER, FLOOR)?;
    prepared.must_not(MAM_2, MIC, INTERVIEWER)?;
    prepared.must_not(INTERVIEWER, MIC, WITNESS)?;
    prepared.must_not(WITNESS, MIC, INTERVIEWER)?;
    prepared.must_not(INTERVIEWER, MIC, COUNSEL)?;
    let checked = s.after(&[
        E::PhaseChanged { phase: Phase::VarietyCheck },
        E::Lost { seat: INTERVIEWER },
        E::Lost { seat: JUDGE },
        E::Lost { seat: CLERK },
    ]);
    checked.must(WITNESS, MIC, MAM_1, FLOOR)?;
    checked.must(MAM_1, MIC, WITNESS, FLOOR)?;
    checked.must_not(WITNESS, MIC, COUNSEL)
}

fn who_is_not_in_the_room(rules: (&[Grant], &[Bar])) -> Check {
    let s = Scene::of(on_record(), rules);
    let removed = s.after(&[E::Removed { seat: COUNSEL }]);
    removed.must_not(COUNSEL, MIC, JUDGE)?;
    removed.must_not(JUDGE, MIC, COUNSEL)?;
    let companion = s.after(&[E::Removed { seat: SUPPORT }]);
    companion.must_not(JUDGE, MIC, WITNESS)?;
    companion.recorded(WITNESS, MIC, false)?;
    let lost = s.after(&[E::Lost { seat: COUNSEL }]);
    lost.must_not(JUDGE, MIC, COUNSEL)?;
    lost.must_not(COUNSEL, MIC, JUDGE)
}

fn private_talk(rules: (&[Grant], &[Bar])) -> Check {
    let members = BTreeSet::from([ACCUSED, COUNSEL, MAM_1]);
    let s = Scene::of(on_record(), rules).after(&[E::SidebarOpened { members }]);
    let talk = (Channel::Sidebar, Gain::Full);
    s.must(ACCUSED, MIC, COUNSEL, talk.clone())?;
    s.must(MAM_1, MIC, ACCUSED, talk.clone())?;
    s.must(COUNSEL, CAMERA, MAM_1, talk)?;
    s.must_not(ACCUSED, MIC, JUDGE)?;
    s.must_not(MAM_1, MIC, MAM_2)?;
    s.must_not(COUNSEL, CAMERA, WITNESS)?;
    s.must_not(JUDGE, MIC, COUNSEL)?;
    s.must(JUDGE, MIC, WITNESS, FLOOR)?;
    s.recorded(ACCUSED, MIC, false)?;
    s.recorded(MAM_1, MIC, false)?;
    s.recorded(JUDGE, MIC, true)
}

fn protection(rules: (&[Grant], &[Bar])) -> Check {
    let s = Scene::of(on_record(), rules).after(&[E::ProtectionOrdered {
        seat: WITNESS,
        allowed: BTreeSet::from([JUDGE, MAM_1]),
        sources: BTreeSet::from([ProtectedPart::Face, ProtectedPart::Voice]),
    }]);
    s.must(WITNESS, MIC, JUDGE, FLOOR)?;
    s.must_not(WITNESS, MIC, ACCUSED)?;
    s.must_not(WITNESS, CAMERA, ACCUSED)?;
    s.must(WITNESS, SourceKind::MicDisguised, ACCUSED, FLOOR)?;
    s.must_not(WITNESS, SourceKind::MicDisguised, JUDGE)?;
    s.recorded(WITNESS, MIC, true)
}

fn safeguards(rules: (&[Grant], &[Bar])) -> Check {
    let s = Scene::of(on_record(), rules);
    let alone =
        s.after(&[E::Lost { seat: INTERVIEWER }, E::Lost { seat: JUDGE }, E::Lost { seat: CLERK }]);
    alone.must_not(MAM_1, MIC, WITNESS)?;
    alone.must_not(WITNESS, CAMERA, MAM_2)?;
    let off = s.after(&[E::WentOffRecord]);
    off.must_not(WITNESS, MIC, OBSERVER)?;
    off.must(WITNESS, MIC, COUNSEL, FLOOR)?;
    off.recorded(WITNESS, MIC, false)?;
    off.after(&[E::ObserversOffRecord { allowed: true }]).must(WITNESS, MIC, OBSERVER, FLOOR)?;
    let mut unsworn = s.state.clone();
    unsworn.people.get_mut(&MAM_1).unwrap().sworn = false;
    let unsworn = Scene::of(unsworn, rules);
    unsworn.must_not(MAM_1, MIC, WITNESS)?;
    unsworn.recorded(MAM_1, MIC, false)?;
    unsworn.after(&[E::OathAsked { seat: MAM_1 }]).must(MAM_1, MIC, JUDGE, FLOOR)?;
    let stopped = s.after(&[E::StopPressed { seat: WITNESS }]);
    stopped.must_not(WITNESS, MIC, INTERVIEWER)?;
    stopped.must_not(WITNESS, CAMERA, JUDGE)?;
    stopped.recorded(WITNESS, MIC, false)?;
    let shown = s.after(&[E::DocumentShown { seat: EXPERT }]);
    shown.must(EXPERT, SourceKind::Document, JUDGE, FLOOR)?;
    shown.recorded(EXPERT, SourceKind::Document, true)?;
    s.must_not(EXPERT, SourceKind::Document, JUDGE)?;
    s.must(EXPERT, CAMERA, JUDGE, FLOOR)?;
    s.must(EXPERT, MIC, MAM_1, FLOOR)?;
    s.must_not(EXPERT, CAMERA, MAM_1)
}

fn every_scene(rules: (&[Grant], &[Bar])) -> Check {
    consecutive_testimony(rules)?;
    simultaneous_and_relay(rules)?;
    before_the_start(rules)?;
    who_is_not_in_the_room(rules)?;
    private_talk(rules)?;
    protection(rules)?;
    safeguards(rules)
}

#[test]
fn the_whole_table_holds() {
    if let Err(why) = every_scene((GRANTS, BARS)) {
        panic!("{why}");
    }
    assert_eq!(wiring(&on_record()), wiring_under(&on_record(), GRANTS, BARS));
}

#[test]
fn deleting_any_one_grant_is_noticed() {
    for n in 0..GRANTS.len() {
        let mut rest = GRANTS.to_vec();
        let gone = rest.remove(n);
        assert!(every_scene((&rest, BARS)).is_err(), "nothing needs the grant {}", gone.name);
    }
}

#[test]
fn deleting_any_one_bar_is_noticed() {
    for n in 0..BARS.len() {
        let mut rest = BARS.to_vec();
        let gone = rest.remove(n);
        assert!(every_scene((GRANTS, &rest)).is_err(), "nothing needs the bar {}", gone.name);
    }
}
