//! Interpreters who withdraw, those who step in, and what must be decided about them first.

#![allow(clippy::unwrap_used, reason = "tests")]

mod cast;
use cast::*;
use puente_hearing::event::{HearingEvent as E, OathForm, VoirDireOutcome, WithdrawnBecause};
use puente_hearing::log::Log;
use puente_hearing::state::HearingState;
use puente_hearing::wiring::{Source, SourceKind};
use puente_hearing::{
    Act, ActKind, BoothId, Phase, RecordState, Refusal, Seat, Setup, allowed, apply, arrive,
    decide, view, wiring,
};
use std::collections::BTreeSet;

const NEW: Seat = Seat(20);

fn act(state: HearingState, seat: Seat, act: &Act) -> HearingState {
    let events = decide(&state, seat, act).unwrap_or_else(|e| unreachable!("{act:?}: {e}"));
    events.iter().fold(state, apply)
}

fn reaches(state: &HearingState, from: Seat, kind: SourceKind, to: Seat) -> bool {
    let source = Source { endpoint: state.people[&from].endpoint, kind };
    wiring(state).edge(source, state.people[&to].endpoint).is_some()
}

fn hears(state: &HearingState, from: Seat, to: Seat) -> bool {
    reaches(state, from, SourceKind::Mic, to)
}

fn stepped_in(old: Seat, voir_dire: bool) -> E {
    E::InterpreterSubstituted { old, new: substitute(NEW.0), during: true, voir_dire }
}

/// The substitute has come and was admitted.
fn seated(state: HearingState, old: Seat, voir_dire: bool) -> HearingState {
    let state = then(state, &[stepped_in(old, voir_dire)]);
    let state = arrive(&state, NEW).unwrap().iter().fold(state, apply);
    act(state, INTERVIEWER, &Act::Admit { seat: NEW })
}

#[test]
fn r04_a_conflict_is_declared_in_the_preparation_without_a_reason() {
    let state = then(assembled(), &[E::PhaseChanged { phase: Phase::Preparation }]);
    let events = decide(&state, MAM_1, &Act::DeclareConflict {}).unwrap();
    let why = WithdrawnBecause::Conflict;
    assert_eq!(events, [E::InterpreterWithdrew { seat: MAM_1, why }]);
    assert_eq!(decide(&in_session(), MAM_1, &Act::DeclareConflict {}), Err(Refusal::NotNow));
    assert_eq!(decide(&state, WITNESS, &Act::DeclareConflict {}), Err(Refusal::NotYours));
    let after = events.iter().fold(state, apply);
    assert_eq!(after.phase, Phase::Preparation, "the hearing stays");
    assert_eq!(arrive(&after, MAM_1), Err(Refusal::NotYours), "she does not come back");
    let seen = view(&after, INTERVIEWER).unwrap();
    assert_eq!(seen.vacancies.len(), 1);
    assert!(view(&after, COUNSEL).unwrap().vacancies.is_empty(), "whoever leads is told");
    for ask in [
        r#"{"type":"declare_conflict","why":"her cousin"}"#,
        r#"{"type":"withdraw","why":"her cousin"}"#,
    ] {
        assert!(serde_json::from_str::<Act>(ask).is_err(), "no text is taken: {ask}");
    }
}

#[test]
fn r11_a_substitute_takes_the_booth_and_is_silent_on_the_record_until_sworn() {
    let state = act(on_record(), MAM_1, &Act::Withdraw { why: WithdrawnBecause::Ill });
    assert!(!hears(&state, MAM_1, WITNESS) && !hears(&state, WITNESS, MAM_1));
    assert_eq!(state.record, RecordState::On, "the hearing goes on");
    let state = seated(state, MAM_1, false);
    assert_eq!(state.booths[&BoothId(0)].members, [MAM_2, NEW]);
    assert_eq!(state.booths[&BoothId(0)].active, Some(NEW), "nobody else has the microphone");
    assert!(hears(&state, WITNESS, NEW));
    assert!(!hears(&state, NEW, WITNESS) && !hears(&state, NEW, JUDGE), "she is not sworn");
    let state = act(state, INTERVIEWER, &Act::AskOath { seat: NEW });
    let state = act(state, NEW, &Act::TakeOath { form: OathForm::Oath });
    assert!(hears(&state, NEW, WITNESS) && hears(&state, NEW, JUDGE));
    assert!(view(&state, INTERVIEWER).unwrap().vacancies.is_empty());
}

#[test]
fn r11_whoever_leads_replaces_an_interpreter_who_is_not_there() {
    let lost = then(on_record(), &[E::Lost { seat: MAM_1 }]);
    let release = Act::ReleaseInterpreter { seat: MAM_1 };
    let why = |state: &HearingState| decide(state, INTERVIEWER, &release).unwrap()[0].clone();
    let withdrew = |why| E::InterpreterWithdrew { seat: MAM_1, why };
    assert_eq!(why(&lost), withdrew(WithdrawnBecause::Absent));
    assert_eq!(why(&on_record()), withdrew(WithdrawnBecause::Released));
    assert_eq!(decide(&lost, MAM_2, &release), Err(Refusal::NotYours));
    let witness = Act::ReleaseInterpreter { seat: WITNESS };
    assert!(matches!(decide(&lost, INTERVIEWER, &witness), Err(Refusal::Invalid { .. })));
    let other = Act::Withdraw { why: WithdrawnBecause::NotAccepted };
    assert!(matches!(decide(&on_record(), MAM_1, &other), Err(Refusal::Invalid { .. })));
}

#[test]
fn nobody_steps_in_where_no_place_is_free_or_into_a_seat_that_is_taken() {
    let state = on_record();
    assert_eq!(apply(state.clone(), &stepped_in(MAM_1, false)), state);
    let open = act(state, MAM_1, &Act::Withdraw { why: WithdrawnBecause::Other });
    let taken = E::InterpreterSubstituted {
        old: MAM_1,
        new: substitute(WITNESS.0),
        during: true,
        voir_dire: false,
    };
    assert_eq!(apply(open.clone(), &taken), open);
    let once = apply(open, &stepped_in(MAM_1, false));
    assert_eq!(apply(once.clone(), &stepped_in(MAM_1, false)), once);
}

#[test]
fn r13_nothing_goes_on_record_before_the_voir_dire_is_decided() {
    let mut setup = setup();
    setup.voir_dire = BTreeSet::from([MAM_1]);
    let state = HearingState { voir_dire: HearingState::open(&setup).voir_dire, ..in_session() };
    assert_eq!(decide(&state, INTERVIEWER, &Act::GoOnRecord {}), Err(Refusal::NotNow));
    let oath = Act::AskOath { seat: MAM_1 };
    assert!(matches!(decide(&state, INTERVIEWER, &oath), Err(Refusal::Invalid { .. })));
    assert!(allowed(&state, INTERVIEWER).contains(&ActKind::DecideVoirDire));
    let decided = |outcome| Act::DecideVoirDire { seat: MAM_1, outcome };
    assert_eq!(decide(&state, MAM_1, &decided(VoirDireOutcome::Accepted)), Err(Refusal::NotYours));

    let accepted = act(state.clone(), INTERVIEWER, &decided(VoirDireOutcome::Accepted));
    assert!(decide(&accepted, INTERVIEWER, &Act::GoOnRecord {}).is_ok());
    assert!(!allowed(&accepted, INTERVIEWER).contains(&ActKind::DecideVoirDire));

    let rejected = act(state, INTERVIEWER, &decided(VoirDireOutcome::Rejected));
    assert_eq!(rejected.vacancies[&MAM_1].why, WithdrawnBecause::NotAccepted);
    assert!(!hears(&rejected, WITNESS, MAM_1));
    assert!(decide(&rejected, INTERVIEWER, &Act::GoOnRecord {}).is_ok(), "the mate goes on");
}

#[test]
fn r13_a_provisional_substitute_on_the_record_is_decided_about_before_the_oath() {
    let state = act(on_record(), MAM_1, &Act::Withdraw { why: WithdrawnBecause::Ill });
    let state = seated(state, MAM_1, true);
    let oath = Act::AskOath { seat: NEW };
    assert!(matches!(decide(&state, INTERVIEWER, &oath), Err(Refusal::Invalid { .. })));
    assert!(!hears(&state, NEW, WITNESS));
    let outcome = VoirDireOutcome::Accepted;
    let state = act(state, INTERVIEWER, &Act::DecideVoirDire { seat: NEW, outcome });
    assert!(decide(&state, INTERVIEWER, &oath).is_ok());
}

#[test]
fn r02_who_is_unseen_by_the_interpreters_is_heard_by_them_and_seen_by_the_others() {
    for phase in [Phase::VarietyCheck, Phase::InSession, Phase::ReadBack] {
        let state = then(assembled(), &[E::PhaseChanged { phase }]);
        for interpreter in [MAM_1, MAM_2, EN_1] {
            assert!(!reaches(&state, EXPERT, SourceKind::Camera, interpreter), "{phase:?}");
        }
        assert!(hears(&state, EXPERT, MAM_1));
        assert!(reaches(&state, EXPERT, SourceKind::Camera, JUDGE) || phase == Phase::VarietyCheck);
    }
}

#[test]
fn r12_the_courts_consent_to_relay_is_noted_by_whoever_leads() {
    let consent = Act::NoteRelayConsent { given: true };
    assert_eq!(decide(&in_session(), COUNSEL, &consent), Err(Refusal::NotYours));
    let state = act(in_session(), JUDGE, &consent);
    assert_eq!(view(&state, COUNSEL).unwrap().relay_consent, Some(true));
    let mut one_booth = in_session();
    one_booth.booths.remove(&BoothId(1));
    assert_eq!(decide(&one_booth, JUDGE, &consent), Err(Refusal::NotNow), "there is no relay");
}

#[test]
fn a_log_with_a_substitution_replays_and_names_who_stepped_in() {
    let opening = E::SessionOpened { setup: setup() };
    let (mut log, first) = Log::begin("h", 0, opening).unwrap();
    let events = [
        E::InterpreterWithdrew { seat: MAM_1, why: WithdrawnBecause::Conflict },
        stepped_in(MAM_1, true),
        E::VoirDireDecided { seat: NEW, outcome: VoirDireOutcome::Accepted },
        E::RelayConsentNoted { given: true },
    ];
    let mut lines = vec![first];
    for (n, event) in (1..).zip(events) {
        lines.push(log.append(n, None, event).unwrap());
    }
    let (again, entries) = Log::replay(lines.iter().map(Vec::as_slice)).unwrap();
    assert_eq!(again.state, log.state);
    let setup = Setup::of_log(entries.iter().map(|entry| &entry.event)).unwrap();
    assert_eq!(setup.participants.last().unwrap().label, "person 20");
}
