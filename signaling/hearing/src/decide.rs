//! `decide(state, seat, act)`: which events an act causes, or why it is refused.

use crate::act::{Act, ActKind};
use crate::event::{BoothInput, HearingEvent, Mode, VoirDireOutcome, WithdrawnBecause};
use crate::ids::{BoothId, Language, Seat};
use crate::phase::{Phase, RecordState};
use crate::role::Role;
use crate::state::{Booth, HearingState, Person, Presence};
use std::collections::BTreeSet;

/// Why an act does not happen. What must be known about the attempt is noted in the minutes.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("this is for others to do")]
    NotYours,
    #[error("this is for others to do, and the attempt is noted")]
    NotYoursAndNoted(Box<HearingEvent>),
    #[error("not at this point of the hearing")]
    NotNow,
    #[error("{field}: {why}")]
    Invalid { field: &'static str, why: &'static str },
}

type Events = Result<Vec<HearingEvent>, Refusal>;

/// The events that this person's act causes.
pub fn decide(state: &HearingState, seat: Seat, act: &Act) -> Events {
    let me = gate(state, seat, act.kind())?;
    match act {
        Act::Admit { seat: who } => admit(state, *who),
        Act::Remove { seat: who } => remove(state, seat, *who),
        Act::SetPhase { phase } => set_phase(state, *phase),
        Act::GoOnRecord {} => one(HearingEvent::WentOnRecord),
        Act::GoOffRecord {} => one(HearingEvent::WentOffRecord),
        Act::AllowObserversOffRecord { allowed } => {
            one(HearingEvent::ObserversOffRecord { allowed: *allowed })
        }
        Act::Close {} => Ok(close(state)),
        Act::ConfirmIdentity { seat: who, method } => {
            known(state, *who)?;
            one(HearingEvent::IdentityConfirmed { seat: *who, method: *method })
        }
        Act::AskOath { seat: who } => ask_oath(state, *who),
        Act::TakeOath { form } => {
            let administered_by = me.oath_asked_by.ok_or(Refusal::NotNow)?;
            one(HearingEvent::OathTaken { seat, form: *form, administered_by })
        }
        Act::SetMode { booth, from, mode } => set_mode(state, *booth, from, *mode),
        Act::SetFloorLanguage { language } => {
            one(HearingEvent::FloorLanguageSet { language: language.clone() })
        }
        Act::TakeMicrophone { booth } => take_microphone(state, seat, *booth),
        Act::TurnDirection { booth } => turn_direction(state, seat, *booth),
        Act::AskHandover { booth } => ask_handover(state, seat, *booth),
        Act::AcceptHandover { booth } => accept_handover(state, seat, *booth),
        Act::RefuseHandover { booth } => refuse_handover(state, seat, *booth),
        Act::TakeOver { booth } => take_over(state, seat, *booth),
        Act::SetInput { booth, input } => set_input(state, seat, *booth, input.as_ref()),
        Act::AnswerVariety { answer } => {
            one(HearingEvent::VarietyAnswered { seat, answer: *answer })
        }
        Act::ChooseChannel { channel, floor } => {
            if channel.as_ref().is_some_and(|l| !state.channels().contains(l)) {
                return invalid("channel", "no booth of this hearing serves this language");
            }
            one(HearingEvent::ChannelChosen { seat, channel: channel.clone(), floor: *floor })
        }
        Act::Stop {} => one(HearingEvent::StopPressed { seat }),
        Act::AskToResume {} => one(HearingEvent::ResumeAsked),
        Act::AgreeToResume {} => one(HearingEvent::StopLifted { seat }),
        Act::OpenSidebar { members } => open_sidebar(state, seat, members),
        Act::JoinSidebar {} => {
            Err(Refusal::NotYoursAndNoted(Box::new(HearingEvent::EntryRefused {
                seat: Some(seat),
                role: role_name(me.role),
            })))
        }
        Act::EndSidebar {} => one(HearingEvent::SidebarEnded { by: Some(seat) }),
        Act::ShowDocument {} => one(HearingEvent::DocumentShown { seat }),
        Act::HideDocument {} => one(HearingEvent::DocumentHidden { seat }),
        Act::Protect { seat: who, allowed, sources } => {
            known(state, *who)?;
            if sources.is_empty() {
                return invalid("sources", "name what is protected: face, voice or both");
            }
            let (allowed, sources) = (allowed.clone(), sources.clone());
            one(HearingEvent::ProtectionOrdered { seat: *who, allowed, sources })
        }
        Act::LiftProtection { seat: who } => {
            if !state.protections.contains_key(who) {
                return invalid("seat", "this person is under no order");
            }
            one(HearingEvent::ProtectionLifted { seat: *who })
        }
        Act::Signal { kind } => one(HearingEvent::SignalGiven { seat, kind: *kind }),
        Act::DeclareConflict {} => {
            one(HearingEvent::InterpreterWithdrew { seat, why: WithdrawnBecause::Conflict })
        }
        Act::Withdraw { why } => withdraw(seat, *why),
        Act::ReleaseInterpreter { seat: who } => release(state, *who),
        Act::DecideVoirDire { seat: who, outcome } => decide_voir_dire(state, *who, *outcome),
        Act::NoteRelayConsent { given } => one(HearingEvent::RelayConsentNoted { given: *given }),
        Act::Leave {} => one(HearingEvent::Left { seat }),
    }
}

/// The events of a connection: a person comes to the lobby, or back to where she was. Whoever
/// leads needs nobody's leave to enter.
pub fn arrive(state: &HearingState, seat: Seat) -> Events {
    let me = state.person(seat).ok_or(Refusal::NotYours)?;
    if state.phase == Phase::Closed {
        return Err(Refusal::NotNow);
    }
    match me.presence {
        Presence::Removed | Presence::Withdrawn => Err(Refusal::NotYours),
        _ if me.connected => Ok(Vec::new()),
        Presence::Lobby | Presence::Admitted => one(HearingEvent::Returned { seat }),
        Presence::Expected | Presence::Left => {
            let mut events = vec![HearingEvent::ParticipantArrived { seat }];
            if state.leads(seat) {
                events.push(HearingEvent::Admitted { seat });
            }
            Ok(events)
        }
    }
}

/// The events of a lost connection.
pub fn lose(state: &HearingState, seat: Seat) -> Vec<HearingEvent> {
    let connected = state.person(seat).is_some_and(|p| p.connected);
    if connected { vec![HearingEvent::Lost { seat }] } else { Vec::new() }
}

/// The acts that this person may try now; pages show no other button.
pub fn allowed(state: &HearingState, seat: Seat) -> Vec<ActKind> {
    let hidden = |kind: &ActKind| *kind == ActKind::JoinSidebar;
    ActKind::ALL
        .into_iter()
        .filter(|kind| !hidden(kind) && gate(state, seat, *kind).is_ok())
        .collect()
}

/// Whether acts of this kind are this person's to do, and possible now.
fn gate(state: &HearingState, seat: Seat, kind: ActKind) -> Result<&Person, Refusal> {
    use ActKind as K;
    let me = state.person(seat).ok_or(Refusal::NotYours)?;
    if state.phase == Phase::Closed || !me.is_present() {
        return Err(Refusal::NotNow);
    }
    let booth = state.booth_of(seat).map(|(_, booth)| booth);
    let active = booth.is_some_and(|b| b.active == Some(seat));
    let mates = booth.is_some_and(|b| b.members.len() > 1);
    let asked_by_mate =
        booth.is_some_and(|b| b.handover_asked_by.is_some_and(|asker| asker != seat));
    let on_record = state.record == RecordState::On;
    let stopped = state.phase == Phase::Stopped;
    let (mine, now) = match kind {
        K::Admit | K::Remove | K::ConfirmIdentity => (state.leads(seat), true),
        K::SetPhase => (state.leads(seat), !stopped),
        K::Close => (state.leads(seat), state.phase != Phase::Waiting),
        K::GoOnRecord => (
            state.leads(seat),
            state.phase.is_testimony() && !on_record && !somebody_awaits_voir_dire(state),
        ),
        K::GoOffRecord => (state.leads(seat), on_record),
        K::AllowObserversOffRecord => {
            (state.leads(seat), state.people.values().any(|p| p.role == Role::Observer))
        }
        K::AskOath => (state.leads(seat), state.phase.is_testimony()),
        K::TakeOath => (true, me.oath_asked_by.is_some() && state.phase.is_testimony()),
        K::SetMode | K::SetFloorLanguage => (state.leads(seat), !state.booths.is_empty()),
        K::TakeMicrophone => (booth.is_some(), booth.is_some_and(|b| b.active.is_none())),
        K::TurnDirection => (booth.is_some(), active),
        K::AskHandover => {
            (booth.is_some(), mates && booth.is_some_and(|b| b.handover_asked_by.is_none()))
        }
        K::AcceptHandover | K::RefuseHandover => (booth.is_some(), asked_by_mate),
        K::TakeOver => (booth.is_some(), mates && !active),
        K::SetInput => (booth.is_some(), state.booths.len() > 1),
        K::AnswerVariety => (
            me.role == Role::Interpreter || me.role.testifies(),
            state.phase == Phase::VarietyCheck,
        ),
        K::ChooseChannel => {
            (me.role.attends() && me.role != Role::Interpreter, !state.booths.is_empty())
        }
        K::Stop => (me.role.attends() && me.role != Role::Observer, has_begun(state) && !stopped),
        K::AskToResume => (state.leads(seat), stopped && !state.resume_asked),
        K::AgreeToResume => (may_lift_stop(state, seat, me), stopped),
        K::OpenSidebar => {
            (me.role.may_open_sidebar(), state.phase.is_testimony() && state.sidebar.is_none())
        }
        K::JoinSidebar => (true, state.sidebar.is_some() && !state.in_sidebar(seat)),
        K::EndSidebar => (state.in_sidebar(seat), true),
        K::ShowDocument => (
            me.role.attends() && me.role != Role::Observer,
            state.phase.is_testimony() && state.document != Some(seat),
        ),
        K::HideDocument => {
            (state.document == Some(seat) || state.leads(seat), state.document.is_some())
        }
        K::Protect => (state.leads(seat), !stopped),
        K::LiftProtection => (state.leads(seat), !state.protections.is_empty() && !stopped),
        K::Signal => (me.role == Role::Interpreter || me.role.testifies(), has_begun(state)),
        K::DeclareConflict => (booth.is_some(), state.phase == Phase::Preparation),
        K::Withdraw => (booth.is_some(), true),
        K::ReleaseInterpreter => {
            (state.leads(seat), state.booths.values().any(|b| !b.members.is_empty()))
        }
        K::DecideVoirDire => (state.leads(seat), somebody_awaits_voir_dire(state) && !stopped),
        K::NoteRelayConsent => (state.leads(seat), state.booths.len() > 1 && !stopped),
        K::Leave => (true, true),
    };
    match (mine, now) {
        (false, _) => Err(Refusal::NotYours),
        (true, false) => Err(Refusal::NotNow),
        (true, true) => Ok(me),
    }
}

fn somebody_awaits_voir_dire(state: &HearingState) -> bool {
    state.voir_dire.keys().any(|seat| state.awaits_voir_dire(*seat))
}

fn has_begun(state: &HearingState) -> bool {
    !matches!(state.phase, Phase::Waiting | Phase::Adjourned | Phase::Closed)
}

/// Only the one who testifies lifts a stop; where nobody testifies, the lead.
fn may_lift_stop(state: &HearingState, seat: Seat, me: &Person) -> bool {
    let somebody_testifies = state.people.values().any(|p| p.role.testifies());
    if somebody_testifies { me.role.testifies() } else { state.leads(seat) }
}

fn one(event: HearingEvent) -> Events {
    Ok(vec![event])
}

fn invalid<T>(field: &'static str, why: &'static str) -> Result<T, Refusal> {
    Err(Refusal::Invalid { field, why })
}

fn known(state: &HearingState, seat: Seat) -> Result<&Person, Refusal> {
    state.person(seat).map_or_else(|| invalid("seat", "nobody has this seat"), Ok)
}

fn role_name(role: Role) -> String {
    serde_json::to_value(role).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

/// Admits a person and those at the same device. The first interpreter of a booth gets its
/// microphone, so that one can be heard without a further press.
fn admit(state: &HearingState, who: Seat) -> Events {
    let person = known(state, who)?;
    if person.presence != Presence::Lobby {
        return invalid("seat", "this person is not in the lobby");
    }
    let together = state.people_at(person.endpoint).filter(|(seat, p)| {
        *seat == who || matches!(p.presence, Presence::Lobby | Presence::Expected)
    });
    let mut events: Vec<_> = together.map(|(seat, _)| HearingEvent::Admitted { seat }).collect();
    if let Some((booth, _)) = state.booth_of(who).filter(|(_, b)| b.active.is_none()) {
        events.push(HearingEvent::MicrophoneTaken { booth, seat: who });
    }
    Ok(events)
}

fn remove(state: &HearingState, me: Seat, who: Seat) -> Events {
    let person = known(state, who)?;
    if who == me || who == state.lead {
        return invalid("seat", "whoever leads cannot be removed");
    }
    if person.presence == Presence::Removed {
        return invalid("seat", "this person has been removed already");
    }
    one(HearingEvent::Removed { seat: who })
}

fn set_phase(state: &HearingState, phase: Phase) -> Events {
    if !state.phase.may_move_to(phase) {
        return Err(Refusal::NotNow);
    }
    let mut events = Vec::new();
    if !phase.is_testimony() {
        events.extend(leave_testimony(state));
    }
    events.push(HearingEvent::PhaseChanged { phase });
    Ok(events)
}

/// What ends when testimony is interrupted: the private talk, and the record.
fn leave_testimony(state: &HearingState) -> Vec<HearingEvent> {
    let mut events = Vec::new();
    if state.sidebar.is_some() {
        events.push(HearingEvent::SidebarEnded { by: None });
    }
    if state.record == RecordState::On {
        events.push(HearingEvent::WentOffRecord);
    }
    events
}

fn close(state: &HearingState) -> Vec<HearingEvent> {
    let mut events = leave_testimony(state);
    events.push(HearingEvent::Closed);
    events
}

fn ask_oath(state: &HearingState, who: Seat) -> Events {
    let person = known(state, who)?;
    if !person.is_present() {
        return invalid("seat", "this person is not in the room");
    }
    if person.sworn {
        return invalid("seat", "this person is under oath already");
    }
    if state.awaits_voir_dire(who) {
        return invalid("seat", "decide first whether this interpreter is accepted");
    }
    one(HearingEvent::OathAsked { seat: who })
}

/// An interpreter says herself only that she is ill or cannot go on.
fn withdraw(me: Seat, why: WithdrawnBecause) -> Events {
    if !matches!(why, WithdrawnBecause::Ill | WithdrawnBecause::Other) {
        return invalid("why", "ill or other; a conflict is declared in the preparation");
    }
    one(HearingEvent::InterpreterWithdrew { seat: me, why })
}

/// Whoever leads gives an interpreter's place to somebody else.
fn release(state: &HearingState, who: Seat) -> Events {
    let person = known(state, who)?;
    if state.booth_of(who).is_none() {
        return invalid("seat", "this person interprets in no booth");
    }
    let here = person.is_present() || person.presence == Presence::Lobby && person.connected;
    let why = if here { WithdrawnBecause::Released } else { WithdrawnBecause::Absent };
    one(HearingEvent::InterpreterWithdrew { seat: who, why })
}

/// Whoever is not accepted leaves the booth at once.
fn decide_voir_dire(state: &HearingState, who: Seat, outcome: VoirDireOutcome) -> Events {
    if !state.awaits_voir_dire(who) {
        return invalid("seat", "there is nothing to decide about this person");
    }
    let mut events = vec![HearingEvent::VoirDireDecided { seat: who, outcome }];
    if outcome == VoirDireOutcome::Rejected {
        let why = WithdrawnBecause::NotAccepted;
        events.push(HearingEvent::InterpreterWithdrew { seat: who, why });
    }
    Ok(events)
}

fn set_mode(state: &HearingState, id: BoothId, from: &Language, mode: Mode) -> Events {
    let booth = booth(state, id)?;
    if booth.index_of(from).is_none() {
        return invalid("from", "this booth does not serve this language");
    }
    one(HearingEvent::ModeSet { booth: id, from: from.clone(), mode })
}

fn booth(state: &HearingState, id: BoothId) -> Result<&Booth, Refusal> {
    state.booths.get(&id).map_or_else(|| invalid("booth", "there is no such booth"), Ok)
}

fn my_booth(state: &HearingState, me: Seat, id: BoothId) -> Result<&Booth, Refusal> {
    let booth = booth(state, id)?;
    if booth.members.contains(&me) { Ok(booth) } else { Err(Refusal::NotYours) }
}

fn take_microphone(state: &HearingState, me: Seat, id: BoothId) -> Events {
    let booth = my_booth(state, me, id)?;
    if booth.active.is_some() {
        return Err(Refusal::NotNow);
    }
    one(HearingEvent::MicrophoneTaken { booth: id, seat: me })
}

fn turn_direction(state: &HearingState, me: Seat, id: BoothId) -> Events {
    let booth = my_booth(state, me, id)?;
    if booth.active != Some(me) {
        return Err(Refusal::NotNow);
    }
    one(HearingEvent::DirectionTurned { booth: id, from: booth.target_language().clone() })
}

/// The one who speaks asks to be relieved, or the one who waits asks to take her turn.
fn ask_handover(state: &HearingState, me: Seat, id: BoothId) -> Events {
    let booth = my_booth(state, me, id)?;
    let mate_present = booth
        .members
        .iter()
        .any(|mate| *mate != me && state.person(*mate).is_some_and(Person::is_present));
    if !mate_present || booth.active.is_none() {
        return Err(Refusal::NotNow);
    }
    one(HearingEvent::HandoverAsked { booth: id, by: me })
}

/// Whoever of the two was asked accepts; the microphone passes from the active to the other.
fn accept_handover(state: &HearingState, me: Seat, id: BoothId) -> Events {
    let booth = my_booth(state, me, id)?;
    let asker = booth.handover_asked_by.filter(|asker| *asker != me).ok_or(Refusal::NotNow)?;
    let to = match booth.active {
        Some(active) if active == me => asker,
        Some(active) if active == asker => me,
        _ => return Err(Refusal::NotNow),
    };
    pass_microphone(state, booth, to)?;
    one(HearingEvent::HandoverAccepted { booth: id, from: booth.active, to })
}

fn refuse_handover(state: &HearingState, me: Seat, id: BoothId) -> Events {
    my_booth(state, me, id)?;
    one(HearingEvent::HandoverRefused { booth: id, by: me })
}

fn take_over(state: &HearingState, me: Seat, id: BoothId) -> Events {
    let booth = my_booth(state, me, id)?;
    if booth.active == Some(me) {
        return Err(Refusal::NotNow);
    }
    pass_microphone(state, booth, me)?;
    one(HearingEvent::HandoverForced { booth: id, from: booth.active, to: me })
}

/// A microphone never passes into or out of a private talk.
fn pass_microphone(state: &HearingState, booth: &Booth, to: Seat) -> Result<(), Refusal> {
    let in_talk = booth.active.is_some_and(|a| state.in_sidebar(a)) || state.in_sidebar(to);
    let present = state.person(to).is_some_and(Person::is_present);
    if in_talk || !present { Err(Refusal::NotNow) } else { Ok(()) }
}

fn set_input(state: &HearingState, me: Seat, id: BoothId, input: Option<&BoothInput>) -> Events {
    let booth = my_booth(state, me, id)?;
    if let Some(BoothInput::Channel(language)) = input {
        let fed_by_another =
            state.booths.iter().any(|(other, b)| *other != id && b.index_of(language).is_some());
        if booth.index_of(language).is_none() || !fed_by_another {
            return invalid("input", "no other booth feeds a language of this one's pair");
        }
    }
    one(HearingEvent::InputSet { booth: id, input: input.cloned() })
}

/// A private talk has two or more members who are in the room; an interpreter in it holds her
/// booth's microphone, and is never alone with the witness.
fn open_sidebar(state: &HearingState, me: Seat, members: &BTreeSet<Seat>) -> Events {
    let mut members = members.clone();
    members.insert(me);
    if members.len() < 2 {
        return invalid("members", "a private talk needs at least two people");
    }
    for seat in &members {
        let member = known(state, *seat)?;
        if !member.is_present() {
            return invalid("members", "everybody in a private talk must be in the room");
        }
        if matches!(member.role, Role::Observer | Role::Technician) {
            return invalid("members", "observers and technicians take part in no private talk");
        }
        let waits = state.booth_of(*seat).is_some_and(|(_, b)| b.active != Some(*seat));
        if waits {
            return invalid("members", "ask the interpreter who has the microphone");
        }
        if state.people_at(member.endpoint).any(|(companion, _)| !members.contains(&companion)) {
            return invalid("members", "somebody who is not invited sits at the same device");
        }
    }
    one(HearingEvent::SidebarOpened { members })
}
