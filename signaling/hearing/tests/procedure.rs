//! The procedure of a hearing through the acts of its people: who may do what, and when.

#![allow(clippy::unwrap_used, reason = "tests")]

mod cast;
use cast::*;
use puente_hearing::event::{
    FloorChoice, HearingEvent as E, IdentityMethod, Mode, OathForm, VarietyAnswer,
};
use puente_hearing::state::HearingState;
use puente_hearing::wiring::{Source, SourceKind};
use puente_hearing::{
    Act, ActKind, BoothId, Language, Phase, RecordState, Refusal, Seat, allowed, apply, arrive,
    decide, lose, view, wiring,
};
use std::collections::BTreeSet;

const BOOTH: BoothId = BoothId(0);

fn act(state: HearingState, seat: Seat, act: &Act) -> HearingState {
    let events = decide(&state, seat, act).unwrap_or_else(|e| unreachable!("{act:?}: {e}"));
    events.iter().fold(state, apply)
}

fn hears(state: &HearingState, from: Seat, to: Seat) -> bool {
    let source = Source { endpoint: state.people[&from].endpoint, kind: SourceKind::Mic };
    wiring(state).edge(source, state.people[&to].endpoint).is_some()
}

fn arrived(state: HearingState, seat: Seat) -> HearingState {
    arrive(&state, seat).unwrap().iter().fold(state, apply)
}

#[test]
fn the_lead_enters_by_herself_and_others_wait_to_be_admitted() {
    let state = arrived(HearingState::open(&setup()), INTERVIEWER);
    assert!(state.people[&INTERVIEWER].is_present());
    let state = arrived(state, WITNESS);
    assert!(!state.people[&WITNESS].is_present());
    assert_eq!(decide(&state, WITNESS, &Act::Admit { seat: WITNESS }), Err(Refusal::NotNow));
    let state = act(state, INTERVIEWER, &Act::Admit { seat: WITNESS });
    assert!(state.people[&WITNESS].is_present());
    assert!(state.people[&SUPPORT].presence == puente_hearing::state::Presence::Admitted);
}

#[test]
fn r37_everybody_begins_on_the_channel_of_her_own_language() {
    let state = HearingState::open(&setup());
    let channel = |seat| state.people[&seat].channel.as_ref().map(|l: &Language| l.0.as_str());
    assert_eq!(channel(WITNESS), Some("mam"));
    assert_eq!(state.people[&WITNESS].floor, FloorChoice::Off);
    assert_eq!(channel(INTERVIEWER), Some("spa"));
    assert_eq!(state.people[&INTERVIEWER].floor, FloorChoice::Ducked);
    assert_eq!(channel(MAM_1), None);
}

#[test]
fn r20_the_lobby_shows_roles_and_never_who_is_there() {
    let state = arrived(arrived(HearingState::open(&setup()), INTERVIEWER), WITNESS);
    let seen = view(&state, WITNESS).unwrap();
    assert!(seen.people.iter().filter(|p| p.seat != WITNESS).all(|p| p.label.is_empty()));
    assert!(seen.booths.is_empty() && seen.sidebar.is_none() && seen.allowed.is_empty());
    assert!(wiring(&state).edges.is_empty());
}

#[test]
fn r29_an_unsworn_interpreter_is_silent_on_the_record_until_the_oath() {
    let mut state = in_session();
    state.people.get_mut(&MAM_1).unwrap().sworn = false;
    let state = act(state, INTERVIEWER, &Act::GoOnRecord {});
    assert!(!hears(&state, MAM_1, WITNESS));
    assert_eq!(
        decide(&state, MAM_1, &Act::TakeOath { form: OathForm::Oath }),
        Err(Refusal::NotNow)
    );
    let state = act(state, INTERVIEWER, &Act::AskOath { seat: MAM_1 });
    let events = decide(&state, MAM_1, &Act::TakeOath { form: OathForm::Affirmation }).unwrap();
    assert_eq!(
        events,
        [E::OathTaken { seat: MAM_1, form: OathForm::Affirmation, administered_by: INTERVIEWER }]
    );
    let state = events.iter().fold(state, apply);
    assert!(hears(&state, MAM_1, WITNESS));
}

#[test]
fn r32_only_the_witness_lifts_a_stop() {
    let state = act(on_record(), WITNESS, &Act::Stop {});
    assert_eq!(state.phase, Phase::Stopped);
    assert!(wiring(&state).edges.is_empty() && wiring(&state).recorded.is_empty());
    let resume = Act::AgreeToResume {};
    assert_eq!(decide(&state, INTERVIEWER, &resume), Err(Refusal::NotYours));
    assert_eq!(
        decide(&state, INTERVIEWER, &Act::SetPhase { phase: Phase::InSession }),
        Err(Refusal::NotNow)
    );
    let state = act(state, INTERVIEWER, &Act::AskToResume {});
    assert!(state.resume_asked);
    let state = act(state, WITNESS, &resume);
    assert_eq!((state.phase, state.record), (Phase::InSession, RecordState::On));
    assert!(hears(&state, WITNESS, INTERVIEWER));
}

#[test]
fn r33_only_who_leads_goes_on_and_off_the_record() {
    for seat in [WITNESS, MAM_1, COUNSEL, OBSERVER] {
        assert_eq!(decide(&in_session(), seat, &Act::GoOnRecord {}), Err(Refusal::NotYours));
    }
    let state = act(on_record(), CLERK, &Act::GoOffRecord {});
    assert_eq!(state.record, RecordState::Off);
    assert!(!hears(&state, WITNESS, OBSERVER));
    assert!(wiring(&state).recorded.is_empty());
}

#[test]
fn r34a_modes_are_set_by_leg_and_direction() {
    let from = Language::new("spa");
    let set = Act::SetMode { booth: BOOTH, from, mode: Mode::Simultaneous };
    assert_eq!(decide(&on_record(), MAM_1, &set), Err(Refusal::NotYours));
    let state = act(on_record(), INTERVIEWER, &set);
    assert_eq!(state.booths[&BOOTH].modes, [Mode::Consecutive, Mode::Simultaneous]);
    assert_eq!(state.booths[&BoothId(1)].modes, [Mode::Simultaneous; 2]);
    let french = Act::SetMode { booth: BOOTH, from: Language::new("fra"), mode: Mode::Consecutive };
    assert!(matches!(decide(&state, INTERVIEWER, &french), Err(Refusal::Invalid { .. })));
}

#[test]
fn r38_only_the_active_interpreter_turns_the_direction() {
    let turn = Act::TurnDirection { booth: BOOTH };
    assert_eq!(decide(&on_record(), MAM_2, &turn), Err(Refusal::NotNow));
    assert_eq!(decide(&on_record(), EN_1, &turn), Err(Refusal::NotYours));
    let state = act(on_record(), MAM_1, &turn);
    assert_eq!(state.booths[&BOOTH].source_language(), &Language::new("spa"));
    let state = act(state, MAM_1, &turn);
    assert_eq!(state.booths[&BOOTH].source_language(), &Language::new("mam"));
}

#[test]
fn r41_a_handover_is_asked_and_accepted_and_either_may_ask() {
    for asker in [MAM_1, MAM_2] {
        let other = if asker == MAM_1 { MAM_2 } else { MAM_1 };
        let state = act(on_record(), asker, &Act::AskHandover { booth: BOOTH });
        let accept = Act::AcceptHandover { booth: BOOTH };
        assert!(decide(&state, asker, &accept).is_err(), "nobody accepts her own question");
        let refused = act(state.clone(), other, &Act::RefuseHandover { booth: BOOTH });
        assert_eq!(refused.booths[&BOOTH].active, Some(MAM_1));
        let state = act(state, other, &accept);
        assert_eq!(state.booths[&BOOTH].active, Some(MAM_2));
        assert!(hears(&state, MAM_2, INTERVIEWER) && !hears(&state, MAM_1, INTERVIEWER));
    }
    let state = act(on_record(), MAM_2, &Act::TakeOver { booth: BOOTH });
    assert_eq!(state.booths[&BOOTH].active, Some(MAM_2));
}

#[test]
fn r50_a_private_talk_admits_nobody_and_notes_who_tried() {
    let members = BTreeSet::from([ACCUSED, MAM_1]);
    let state = act(on_record(), COUNSEL, &Act::OpenSidebar { members });
    for outsider in [JUDGE, CLERK, INTERVIEWER, MAM_2] {
        let refusal = decide(&state, outsider, &Act::JoinSidebar {}).unwrap_err();
        assert!(matches!(refusal, Refusal::NotYoursAndNoted(_)), "{outsider}: {refusal:?}");
        assert_eq!(decide(&state, outsider, &Act::EndSidebar {}), Err(Refusal::NotYours));
    }
    assert_eq!(decide(&state, MAM_2, &Act::TakeOver { booth: BOOTH }), Err(Refusal::NotNow));
    assert!(view(&state, JUDGE).unwrap().sidebar.unwrap().members.is_empty());
    let state = act(state, ACCUSED, &Act::EndSidebar {});
    assert!(state.sidebar.is_none());
}

#[test]
fn a_private_talk_is_refused_with_absent_people_observers_or_the_passive_interpreter() {
    let refused = |state: &HearingState, members: &[Seat]| {
        let members = members.iter().copied().collect();
        decide(state, COUNSEL, &Act::OpenSidebar { members }).is_err()
    };
    let state = on_record();
    assert!(refused(&state, &[]));
    assert!(refused(&state, &[OBSERVER]));
    assert!(refused(&state, &[MAM_2]), "the mate waits");
    assert!(refused(&state, &[WITNESS]), "the support person sits at her device");
    assert!(refused(&apply(state.clone(), &E::Lost { seat: ACCUSED }), &[ACCUSED]));
    assert!(!refused(&state, &[ACCUSED, MAM_1]));
    assert!(!refused(&state, &[WITNESS, SUPPORT, MAM_1]));
}

#[test]
fn what_interrupts_testimony_ends_the_record_and_the_private_talk() {
    let state = act(on_record(), COUNSEL, &Act::OpenSidebar { members: BTreeSet::from([ACCUSED]) });
    for end in [Act::SetPhase { phase: Phase::Recess }, Act::Close {}] {
        let state = act(state.clone(), INTERVIEWER, &end);
        assert!(state.sidebar.is_none());
        assert_eq!(state.record, RecordState::Off);
    }
}

#[test]
fn a_closed_hearing_takes_nothing_more() {
    let state = act(on_record(), INTERVIEWER, &Act::Close {});
    for (seat, ..) in CAST {
        assert!(allowed(&state, seat).is_empty());
        assert_eq!(arrive(&state, seat), Err(Refusal::NotNow));
    }
}

#[test]
fn a_lost_person_comes_back_to_the_same_place_and_a_removed_one_does_not() {
    let state = on_record();
    let gone = lose(&state, WITNESS).iter().fold(state, apply);
    assert!(!hears(&gone, WITNESS, JUDGE));
    assert_eq!(view(&gone, JUDGE).unwrap().people[1].state, "lost");
    let back = arrived(gone, WITNESS);
    assert!(hears(&back, WITNESS, JUDGE));
    let removed = act(back, INTERVIEWER, &Act::Remove { seat: WITNESS });
    let gone = lose(&removed, WITNESS).iter().fold(removed, apply);
    assert_eq!(arrive(&gone, WITNESS), Err(Refusal::NotYours));
}

#[test]
fn relay_follows_the_language_of_the_floor_and_the_interpreters_choice() {
    use puente_hearing::booth::input;
    use puente_hearing::event::BoothInput;
    let spanish = BoothInput::Channel(Language::new("spa"));
    let heard = |language: &str, speaker| E::FloorLanguageHeard {
        language: Language::new(language),
        speaker,
    };
    let state = act(
        on_record(),
        INTERVIEWER,
        &Act::SetMode { booth: BOOTH, from: Language::new("mam"), mode: Mode::Simultaneous },
    );
    let state = apply(state, &heard("mam", WITNESS));
    assert_eq!(input(&state, BoothId(1)), spanish);
    let state = apply(state, &heard("spa", INTERVIEWER));
    assert_eq!(input(&state, BoothId(1)), BoothInput::Floor);
    let chosen = Act::SetInput { booth: BoothId(1), input: Some(spanish.clone()) };
    let state = act(state, EN_2, &chosen);
    assert_eq!(input(&state, BoothId(1)), spanish);
    let set = Act::SetFloorLanguage { language: Some(Language::new("mam")) };
    let state = act(state, CLERK, &set);
    assert_eq!(state.floor_language(), Some(&Language::new("mam")));
}

#[test]
fn acts_are_read_as_the_protocol_writes_them() {
    let read = |json: &str| serde_json::from_str::<Act>(json);
    assert_eq!(
        read(r#"{"type":"choose_channel","channel":"floor","floor":"off"}"#).unwrap(),
        Act::ChooseChannel { channel: None, floor: FloorChoice::Off }
    );
    assert_eq!(
        read(r#"{"type":"confirm_identity","seat":2,"method":"pseudonym"}"#).unwrap(),
        Act::ConfirmIdentity { seat: WITNESS, method: IdentityMethod::Pseudonym }
    );
    assert_eq!(
        read(r#"{"type":"answer_variety","answer":"well"}"#).unwrap(),
        Act::AnswerVariety { answer: VarietyAnswer::Well }
    );
    assert_eq!(read(r#"{"type":"stop"}"#).unwrap().kind(), ActKind::Stop);
    assert!(read(r#"{"type":"stop","seat":3}"#).is_err());
    assert!(read(r#"{"type":"rule_the_world"}"#).is_err());
}
