//! Whatever happens in whatever order, the wiring keeps its promises. Every role does every
//! event in every phase, with random events in between; each promise is stated here in its own
//! words, not in those of the table of rules.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "tests")]

mod cast;
use cast::*;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use puente_hearing::event::{
    BoothInput, FloorChoice, HearingEvent as E, IdentityMethod, Mode, OathForm, ProtectedPart,
    Signal, VarietyAnswer, VoirDireOutcome, WithdrawnBecause,
};
use puente_hearing::ids::{BoothId, EndpointId, Language, Seat};
use puente_hearing::log::Log;
use puente_hearing::rules::{BARS, GRANTS};
use puente_hearing::state::{HearingState, Presence};
use puente_hearing::wiring::{Channel, Edge, Gain, SourceKind, Wiring, wiring_under};
use puente_hearing::{Phase, RecordState, Role, apply, view, wiring};
use std::collections::BTreeMap;

/// Builds one event of a kind, done by or to this seat, with random contents.
type Make = fn(&mut TestRunner, Seat) -> E;

const EVENTS: [(&str, Make); 43] = [
    ("session_opened", |_, _| E::SessionOpened { setup: setup() }),
    ("device_checked", |r, seat| E::DeviceChecked {
        seat,
        microphone: "ok".into(),
        camera: "ok".into(),
        speaker: "ok".into(),
        passed: pick(r, any::<bool>()),
    }),
    ("participant_arrived", |_, seat| E::ParticipantArrived { seat }),
    ("admitted", |_, seat| E::Admitted { seat }),
    ("left", |_, seat| E::Left { seat }),
    ("lost", |_, seat| E::Lost { seat }),
    ("returned", |_, seat| E::Returned { seat }),
    ("removed", |_, seat| E::Removed { seat }),
    ("node_restarted", |_, _| E::NodeRestarted),
    ("identity_confirmed", |_, seat| E::IdentityConfirmed {
        seat,
        method: IdentityMethod::Pseudonym,
    }),
    ("oath_asked", |_, seat| E::OathAsked { seat }),
    ("oath_taken", |_, seat| E::OathTaken {
        seat,
        form: OathForm::Oath,
        administered_by: INTERVIEWER,
    }),
    ("phase_changed", |r, _| E::PhaseChanged { phase: pick(r, select(Phase::ALL.to_vec())) }),
    ("variety_answered", |_, seat| E::VarietyAnswered { seat, answer: VarietyAnswer::Partly }),
    ("went_on_record", |_, _| E::WentOnRecord),
    ("went_off_record", |_, _| E::WentOffRecord),
    ("observers_off_record", |r, _| E::ObserversOffRecord { allowed: pick(r, any::<bool>()) }),
    ("mode_set", |r, _| E::ModeSet { booth: booth(r), from: language(r), mode: mode(r) }),
    ("channel_chosen", |r, seat| E::ChannelChosen {
        seat,
        channel: pick(r, proptest::option::of(select(languages()))),
        floor: pick(r, select(vec![FloorChoice::Off, FloorChoice::Ducked])),
    }),
    ("floor_language_set", |r, _| E::FloorLanguageSet {
        language: pick(r, proptest::option::of(select(languages()))),
    }),
    ("floor_language_heard", |r, speaker| E::FloorLanguageHeard { language: language(r), speaker }),
    ("microphone_taken", |r, seat| {
        let (booth, seat) = booth_and_member(r, seat);
        E::MicrophoneTaken { booth, seat }
    }),
    ("handover_asked", |r, seat| {
        let (booth, by) = booth_and_member(r, seat);
        E::HandoverAsked { booth, by }
    }),
    ("handover_accepted", |r, seat| {
        let (booth, to) = booth_and_member(r, seat);
        E::HandoverAccepted { booth, from: None, to }
    }),
    ("handover_refused", |r, seat| {
        let (booth, by) = booth_and_member(r, seat);
        E::HandoverRefused { booth, by }
    }),
    ("handover_forced", |r, seat| {
        let (booth, to) = booth_and_member(r, seat);
        E::HandoverForced { booth, from: None, to }
    }),
    ("direction_turned", |r, _| E::DirectionTurned { booth: booth(r), from: language(r) }),
    ("input_set", |r, _| E::InputSet {
        booth: booth(r),
        input: pick(
            r,
            proptest::option::of(select(vec![
                BoothInput::Floor,
                BoothInput::Channel(Language::new("spa")),
            ])),
        ),
    }),
    ("signal_given", |_, seat| E::SignalGiven { seat, kind: Signal::Slower }),
    ("stop_pressed", |_, seat| E::StopPressed { seat }),
    ("resume_asked", |_, _| E::ResumeAsked),
    ("stop_lifted", |_, seat| E::StopLifted { seat }),
    ("sidebar_opened", |r, seat| E::SidebarOpened {
        members: seats(r).into_iter().chain([seat]).collect(),
    }),
    ("sidebar_ended", |_, seat| E::SidebarEnded { by: Some(seat) }),
    ("document_shown", |_, seat| E::DocumentShown { seat }),
    ("document_hidden", |_, seat| E::DocumentHidden { seat }),
    ("protection_ordered", |r, seat| E::ProtectionOrdered {
        seat,
        allowed: seats(r).into_iter().collect(),
        sources: pick(r, subsequence(vec![ProtectedPart::Face, ProtectedPart::Voice], 1..=2))
            .into_iter()
            .collect(),
    }),
    ("protection_lifted", |_, seat| E::ProtectionLifted { seat }),
    ("interpreter_withdrew", |r, seat| E::InterpreterWithdrew {
        seat: booth_and_member(r, seat).1,
        why: WithdrawnBecause::Ill,
    }),
    ("interpreter_substituted", |r, seat| E::InterpreterSubstituted {
        old: booth_and_member(r, seat).1,
        new: substitute(pick(r, 20..26u16)),
        during: true,
        voir_dire: pick(r, any::<bool>()),
    }),
    ("voir_dire_decided", |r, _| E::VoirDireDecided {
        seat: Seat(pick(r, 20..26u16)),
        outcome: VoirDireOutcome::Accepted,
    }),
    ("relay_consent_noted", |r, _| E::RelayConsentNoted { given: pick(r, any::<bool>()) }),
    ("closed", |_, _| E::Closed),
];

/// Events that change nothing about media; visited like the others.
const RECORDS: [(&str, Make); 2] = [
    ("entry_refused", |_, seat| E::EntryRefused { seat: Some(seat), role: "observer".into() }),
    ("record_noted", |_, _| E::RecordNoted { heads: BTreeMap::new() }),
];

fn pick<S: Strategy>(runner: &mut TestRunner, strategy: S) -> S::Value {
    strategy.new_tree(runner).unwrap().current()
}

fn languages() -> Vec<Language> {
    ["mam", "spa", "eng"].map(Language::new).to_vec()
}

fn language(runner: &mut TestRunner) -> Language {
    pick(runner, select(languages()))
}

fn booth(runner: &mut TestRunner) -> BoothId {
    BoothId(pick(runner, 0..2u8))
}

fn mode(runner: &mut TestRunner) -> Mode {
    pick(runner, select(vec![Mode::Consecutive, Mode::Simultaneous]))
}

fn seats(runner: &mut TestRunner) -> Vec<Seat> {
    pick(runner, subsequence(CAST.map(|c| c.0).to_vec(), 0..4))
}

/// The seat's own booth if it has one, else any booth and any member.
fn booth_and_member(runner: &mut TestRunner, seat: Seat) -> (BoothId, Seat) {
    let members = [(0, MAM_1), (0, MAM_2), (1, EN_1), (1, EN_2)];
    let own = members.iter().find(|(_, member)| *member == seat).copied();
    let (id, member) = own.unwrap_or_else(|| pick(runner, select(members.to_vec())));
    (BoothId(id), member)
}

struct Look<'a> {
    state: &'a HearingState,
    wiring: &'a Wiring,
}

impl Look<'_> {
    fn edges(&self) -> impl Iterator<Item = (EndpointId, &Edge)> {
        self.wiring.edges.iter().flat_map(|(to, edges)| edges.iter().map(|e| (*to, e)))
    }

    fn role(&self, endpoint: EndpointId) -> Role {
        self.state.people[&self.principal(endpoint)].role
    }

    fn principal(&self, endpoint: EndpointId) -> Seat {
        self.state.endpoints[&endpoint].principal
    }

    fn has_role(&self, endpoint: EndpointId, role: Role) -> bool {
        self.state.people_at(endpoint).any(|(_, p)| p.role == role)
    }
}

/// A promise in words, and whether it is kept.
type Promise = (&'static str, fn(&Look<'_>) -> bool);

const PROMISES: [Promise; 17] = [
    ("nobody outside the room, in the lobby or removed hears or is heard", |l| {
        let inside = |e| l.state.people_at(e).all(|(_, p)| p.presence == Presence::Admitted);
        l.edges().all(|(to, e)| inside(to) && inside(e.from.endpoint))
    }),
    ("a device that is away neither hears nor is heard", |l| {
        let there = |e| l.state.people[&l.principal(e)].connected;
        l.edges().all(|(to, e)| there(to) && there(e.from.endpoint))
    }),
    ("a private talk is heard by its members alone, and they hear only it", |l| {
        let Some(members) = &l.state.sidebar else { return true };
        let all = |e| l.state.people_at(e).all(|(s, _)| members.contains(&s));
        let any = |e| l.state.people_at(e).any(|(s, _)| members.contains(&s));
        l.edges().all(|(to, e)| {
            let touched = any(to) || any(e.from.endpoint);
            !touched || (all(to) && all(e.from.endpoint))
        })
    }),
    ("at most one microphone of a booth is live", |l| {
        l.state.booths.values().all(|booth| {
            let live = |seat: &Seat| {
                let endpoint = l.state.people[seat].endpoint;
                let mic = |s: &puente_hearing::Source| s.endpoint == endpoint && s.kind.is_audio();
                l.edges().any(|(_, e)| mic(&e.from)) || l.wiring.recorded.iter().any(mic)
            };
            booth.members.iter().filter(|seat| live(seat)).count() <= 1
        })
    }),
    ("nobody gets her own sound back, nor that of a colocated person", |l| {
        let group = |e: EndpointId| l.state.endpoints[&e].group;
        l.edges().all(|(to, e)| {
            let from = e.from.endpoint;
            to != from && (group(to).is_none() || group(to) != group(from))
        })
    }),
    ("no interpreter is alone with the witness outside the variety check", |l| {
        l.edges().all(|(to, e)| {
            let roles = [l.role(to), l.role(e.from.endpoint)];
            if !(roles.contains(&Role::Interpreter) && roles.contains(&Role::Witness)) {
                return true;
            }
            let company = |seat: &Seat| {
                let p = &l.state.people[seat];
                p.presence == Presence::Admitted
                    && p.connected
                    && !matches!(p.role, Role::Interpreter | Role::Witness)
            };
            l.state.phase == Phase::VarietyCheck
                || match &l.state.sidebar {
                    Some(m) if m.contains(&l.principal(to)) => m.iter().any(company),
                    _ => l
                        .state
                        .people
                        .keys()
                        .any(|s| company(s) && l.state.people[s].role.is_bench()),
                }
        })
    }),
    ("who asked not to be seen by the interpreters is not seen by them", |l| {
        let seen_by_interpreter =
            |to, e: &Edge| e.from.kind == SourceKind::Camera && l.has_role(to, Role::Interpreter);
        l.edges().all(|(to, e)| {
            !seen_by_interpreter(to, e)
                || l.state.people_at(e.from.endpoint).all(|(s, _)| !l.state.unseen.contains(&s))
        })
    }),
    ("who withdrew neither hears nor is heard, whatever happens later", |l| {
        let gone = |seat: &Seat| l.state.people[seat].presence == Presence::Withdrawn;
        let withdrawn = |e| l.state.people_at(e).any(|(seat, _)| gone(&seat));
        l.edges().all(|(to, e)| !withdrawn(to) && !withdrawn(e.from.endpoint))
            && l.state.vacancies.keys().all(|seat| l.state.booth_of(*seat).is_none())
    }),
    ("protected sources reach only those named", |l| {
        l.edges().all(|(to, e)| {
            let part = match e.from.kind {
                SourceKind::Mic => ProtectedPart::Voice,
                SourceKind::Camera => ProtectedPart::Face,
                SourceKind::MicDisguised | SourceKind::Document => return true,
            };
            l.state.people_at(e.from.endpoint).all(|(seat, _)| {
                l.state.protections.get(&seat).is_none_or(|order| {
                    !order.sources.contains(&part)
                        || l.state.people_at(to).all(|(s, _)| order.allowed.contains(&s))
                })
            })
        })
    }),
    ("before, after, adjourned and stopped nothing flows; in recess only a private talk", |l| {
        match l.state.phase {
            Phase::Waiting | Phase::Stopped | Phase::Adjourned | Phase::Closed => {
                l.wiring.edges.is_empty()
            }
            Phase::Recess => l.edges().all(|(_, e)| e.channel == Channel::Sidebar),
            _ => true,
        }
    }),
    ("technicians get and send nothing; observers and support persons are not heard", |l| {
        let silent = [Role::Technician, Role::Observer, Role::SupportPerson];
        l.edges().filter(|(_, e)| e.channel != Channel::Sidebar).all(|(to, e)| {
            l.role(to) != Role::Technician
                && !(silent.contains(&l.role(e.from.endpoint)) && e.from.kind.is_audio())
        })
    }),
    ("observers hear nothing off the record unless allowed", |l| {
        l.state.record == RecordState::On
            || l.state.observers_off_record
            || l.edges().all(|(to, _)| !l.has_role(to, Role::Observer))
    }),
    ("only testimony on the record is written, never a private talk or a disguise", |l| {
        l.wiring.recorded.iter().all(|s| {
            l.state.record == RecordState::On
                && matches!(l.state.phase, Phase::InSession | Phase::ReadBack)
                && s.kind != SourceKind::MicDisguised
                && l.state
                    .people_at(s.endpoint)
                    .all(|(seat, p)| p.presence == Presence::Admitted && !l.state.in_sidebar(seat))
        })
    }),
    ("on the record an unsworn interpreter is not heard", |l| {
        l.edges().all(|(_, e)| {
            let p = &l.state.people[&e.seat];
            e.channel == Channel::Sidebar
                || p.role != Role::Interpreter
                || !e.from.kind.is_audio()
                || l.state.record == RecordState::Off
                || !l.state.phase.is_testimony()
                || p.sworn
                || p.oath_asked_by.is_some()
        })
    }),
    ("in preparation the witness neither hears nor is heard, unless in a private talk", |l| {
        l.state.phase != Phase::Preparation
            || l.edges().filter(|(_, e)| e.channel != Channel::Sidebar).all(|(to, e)| {
                l.role(to) != Role::Witness && l.role(e.from.endpoint) != Role::Witness
            })
    }),
    ("a channel is heard by those who chose it, by the booth, and by booths in relay", |l| {
        l.edges().all(|(to, e)| {
            let listener = &l.state.people[&l.principal(to)];
            match &e.channel {
                Channel::Language(language) => {
                    listener.channel.as_ref() == Some(language)
                        || listener.role == Role::Interpreter
                }
                Channel::Booth => {
                    e.gain == Gain::Ducked
                        && l.state.booths.values().any(|b| {
                            b.members.contains(&l.principal(to)) && b.members.contains(&e.seat)
                        })
                }
                Channel::Floor | Channel::Sidebar => true,
            }
        })
    }),
    ("a source reaches a listener once", |l| {
        l.wiring.edges.values().all(|edges| {
            let mut sources: Vec<_> = edges.iter().map(|e| e.from).collect();
            sources.sort_unstable();
            sources.windows(2).all(|pair| pair[0] != pair[1])
        })
    }),
];

fn broken(state: &HearingState, wiring: &Wiring) -> Option<&'static str> {
    let look = Look { state, wiring };
    PROMISES.iter().find(|(_, kept)| !kept(&look)).map(|(promise, _)| *promise)
}

fn check(state: &HearingState, event: &E) {
    let wiring = wiring(state);
    if let Some(promise) = broken(state, &wiring) {
        panic!("broken after {event:?}: {promise}\n{state:#?}\n{wiring:#?}");
    }
    for seat in state.people.keys() {
        let seen = view(state, *seat).unwrap();
        let inside = state.people[seat].presence == Presence::Admitted;
        let names_others = seen.people.iter().any(|p| p.seat != *seat && !p.label.is_empty());
        assert!(inside || !names_others, "the lobby shows who is there");
    }
}

fn runner(seed: u8) -> TestRunner {
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[seed; 32]);
    TestRunner::new_with_rng(Config::default(), rng)
}

/// A state that random events led to, mostly with people in the room.
fn wander(runner: &mut TestRunner, state: HearingState, steps: usize) -> HearingState {
    (0..steps).fold(state, |state, _| {
        let seat = pick(runner, select(CAST.to_vec())).0;
        let event = EVENTS[pick(runner, 1..EVENTS.len())].1(runner, seat);
        let next = apply(state, &event);
        check(&next, &event);
        next
    })
}

#[test]
fn every_role_does_every_event_in_every_phase() {
    let mut runner = runner(7);
    let mut visits: BTreeMap<(Role, Phase, &str), u32> = BTreeMap::new();
    for (seat, role, ..) in CAST {
        for phase in Phase::ALL {
            let mut state = wander(&mut runner, on_record(), 6);
            for (name, make) in EVENTS.into_iter().chain(RECORDS) {
                state = apply(state, &E::PhaseChanged { phase });
                let event = make(&mut runner, seat);
                state = apply(state, &event);
                check(&state, &event);
                *visits.entry((role, phase, name)).or_default() += 1;
                if name == "session_opened" || name == "closed" || name == "node_restarted" {
                    state = wander(&mut runner, on_record(), 2);
                }
            }
        }
    }
    let cells = Role::ALL.len() * Phase::ALL.len() * (EVENTS.len() + RECORDS.len());
    let fewest = visits.values().min().copied().unwrap_or(0);
    let most = visits.values().max().copied().unwrap_or(0);
    println!(
        "visits per role x phase x event: {} of {cells} cells, fewest {fewest}, most {most}",
        visits.len()
    );
    for role in Role::ALL {
        let per_phase = Phase::ALL.map(|phase| {
            let n: u32 =
                visits.iter().filter(|(k, _)| k.0 == role && k.1 == phase).map(|(_, n)| n).sum();
            format!("{phase:?} {n}")
        });
        println!("  {role:?}: {}", per_phase.join(", "));
    }
    assert_eq!(visits.len(), cells, "a cell was never visited");
}

#[test]
fn long_random_sequences_keep_every_promise() {
    for seed in 0..20 {
        let mut runner = runner(100 + seed);
        let start = if seed % 2 == 0 { on_record() } else { HearingState::open(&setup()) };
        wander(&mut runner, start, 150);
    }
}

#[test]
fn without_any_one_bar_a_promise_breaks() {
    for n in 0..BARS.len() {
        let mut rest = BARS.to_vec();
        let gone = rest.remove(n);
        let mut runner = runner(50);
        let mut state = on_record();
        let mut noticed = None;
        for step in 0..4000 {
            if step % 40 == 0 {
                state = on_record();
            }
            if step % 80 == 0 {
                state = then(state, &[E::Lost { seat: JUDGE }, E::Lost { seat: CLERK }]);
                state.people.values_mut().for_each(|p| p.sworn = false);
            }
            let seat = pick(&mut runner, select(CAST.to_vec())).0;
            let event = EVENTS[pick(&mut runner, 1..EVENTS.len())].1(&mut runner, seat);
            state = apply(state, &event);
            noticed = broken(&state, &wiring_under(&state, GRANTS, &rest));
            if noticed.is_some() {
                break;
            }
        }
        println!("without {}: {}", gone.name, noticed.unwrap_or("nothing breaks"));
        assert!(noticed.is_some(), "no promise speaks of the bar {}", gone.name);
    }
}

#[test]
fn replaying_the_log_gives_the_same_wiring() {
    let mut runner = runner(9);
    let (mut log, first) =
        Log::begin("11111111-0000-7000-8000-000000000000", 0, E::SessionOpened { setup: setup() })
            .unwrap();
    let mut lines = vec![first];
    for n in 1..400 {
        let seat = pick(&mut runner, select(CAST.to_vec())).0;
        let event = EVENTS[pick(&mut runner, 1..EVENTS.len())].1(&mut runner, seat);
        lines.push(log.append(n, Some(seat), event).unwrap());
        let (replayed, entries) = Log::replay(lines.iter().map(Vec::as_slice)).unwrap();
        assert_eq!(replayed.state, log.state);
        assert_eq!(wiring(&replayed.state), wiring(&log.state));
        assert_eq!((replayed.head, entries.len()), (log.head.clone(), lines.len()));
    }
}
