//! `apply(state, event)`: the only way in which a hearing's state changes.
//!
//! Never fails: an event in the log has happened. What names an unknown seat or booth changes
//! nothing, so that an old or foreign log can still be read.

use crate::event::{HearingEvent, ParticipantSetup, WithdrawnBecause};
use crate::ids::{BoothId, Seat};
use crate::phase::{Phase, RecordState};
use crate::role::Role;
use crate::state::{Booth, Endpoint, HearingState, Person, Presence, Protection, Vacancy};

/// The state after `event`.
#[must_use]
pub fn apply(mut state: HearingState, event: &HearingEvent) -> HearingState {
    use HearingEvent as E;
    match event {
        E::SessionOpened { setup } => return HearingState::open(setup),
        E::DeviceChecked { seat, passed, .. } => state.person_mut(*seat, |p| p.checked = *passed),
        E::ParticipantArrived { seat } => state.person_mut(*seat, |p| {
            p.connected = true;
            p.presence = Presence::Lobby;
        }),
        E::Admitted { seat } => state.person_mut(*seat, |p| p.presence = Presence::Admitted),
        E::Left { seat } => {
            state.person_mut(*seat, |p| {
                p.connected = false;
                p.presence = Presence::Left;
            });
            state.leave_the_room(*seat);
        }
        E::Removed { seat } => {
            state.person_mut(*seat, |p| p.presence = Presence::Removed);
            state.leave_the_room(*seat);
        }
        E::Lost { seat } => state.person_mut(*seat, |p| p.connected = false),
        E::Returned { seat } => state.person_mut(*seat, |p| p.connected = true),
        E::NodeRestarted => state.people.values_mut().for_each(|p| p.connected = false),
        E::IdentityConfirmed { seat, method } => {
            state.person_mut(*seat, |p| p.identity = Some(*method));
        }
        E::OathAsked { seat } => {
            let lead = state.lead;
            state.person_mut(*seat, |p| p.oath_asked_by = Some(lead));
        }
        E::OathTaken { seat, .. } => state.person_mut(*seat, |p| {
            p.sworn = true;
            p.oath_asked_by = None;
        }),
        E::PhaseChanged { phase } => {
            state.phase = *phase;
            state.has_begun |= phase.is_testimony();
        }
        E::VarietyAnswered { seat, answer } => {
            state.person_mut(*seat, |p| p.variety_answer = Some(*answer));
        }
        E::WentOnRecord => state.record = RecordState::On,
        E::WentOffRecord => state.record = RecordState::Off,
        E::ObserversOffRecord { allowed } => state.observers_off_record = *allowed,
        E::ModeSet { booth, from, mode } => state.booth_mut(*booth, |b| {
            if let Some(direction) = b.index_of(from) {
                b.modes[direction] = *mode;
            }
        }),
        E::ChannelChosen { seat, channel, floor } => state.person_mut(*seat, |p| {
            p.channel.clone_from(channel);
            p.floor = *floor;
        }),
        E::FloorLanguageSet { language } => state.floor_language_set.clone_from(language),
        E::FloorLanguageHeard { language, .. } => {
            state.floor_language_heard = Some(language.clone());
        }
        E::MicrophoneTaken { booth, seat } => state.booth_mut(*booth, |b| b.active = Some(*seat)),
        E::HandoverAsked { booth, by } => {
            state.booth_mut(*booth, |b| b.handover_asked_by = Some(*by));
        }
        E::HandoverRefused { booth, .. } => state.booth_mut(*booth, |b| b.handover_asked_by = None),
        E::HandoverAccepted { booth, to, .. } | E::HandoverForced { booth, to, .. } => {
            state.booth_mut(*booth, |b| {
                b.active = Some(*to);
                b.handover_asked_by = None;
            });
        }
        E::DirectionTurned { booth, from } => state.booth_mut(*booth, |b| {
            if let Some(direction) = b.index_of(from) {
                b.from = direction;
            }
        }),
        E::InputSet { booth, input } => state.booth_mut(*booth, |b| b.input.clone_from(input)),
        E::StopPressed { .. } => {
            if state.phase != Phase::Stopped {
                state.before_stop = Some(state.phase);
            }
            state.phase = Phase::Stopped;
            state.resume_asked = false;
        }
        E::ResumeAsked => state.resume_asked = true,
        E::StopLifted { .. } => {
            state.phase = state.before_stop.take().unwrap_or(Phase::Recess);
            state.resume_asked = false;
        }
        E::SidebarOpened { members } => state.sidebar = Some(members.clone()),
        E::SidebarEnded { .. } => state.sidebar = None,
        E::DocumentShown { seat } => state.document = Some(*seat),
        E::DocumentHidden { .. } => state.document = None,
        E::ProtectionOrdered { seat, allowed, sources } => {
            let order = Protection { allowed: allowed.clone(), sources: sources.clone() };
            state.protections.insert(*seat, order);
        }
        E::ProtectionLifted { seat } => {
            state.protections.remove(seat);
        }
        E::InterpreterWithdrew { seat, why } => state.withdraw(*seat, *why),
        E::InterpreterSubstituted { old, new, voir_dire, .. } => {
            state.substitute(*old, new, *voir_dire);
        }
        E::VoirDireDecided { seat, outcome } => {
            if let Some(decided) = state.voir_dire.get_mut(seat) {
                *decided = Some(*outcome);
            }
        }
        E::RelayConsentNoted { given } => state.relay_consent = Some(*given),
        E::Closed => {
            state.phase = Phase::Closed;
            state.record = RecordState::Off;
            state.sidebar = None;
            state.document = None;
        }
        E::SignalGiven { .. } | E::EntryRefused { .. } | E::RecordNoted { .. } => {}
    }
    state
}

impl HearingState {
    fn person_mut(&mut self, seat: Seat, change: impl FnOnce(&mut Person)) {
        if let Some(person) = self.people.get_mut(&seat) {
            change(person);
        }
    }

    fn booth_mut(&mut self, booth: BoothId, change: impl FnOnce(&mut Booth)) {
        if let Some(booth) = self.booths.get_mut(&booth) {
            change(booth);
        }
    }

    /// An interpreter gives up her place in the booth, for good.
    fn withdraw(&mut self, seat: Seat, why: WithdrawnBecause) {
        let Some((booth, _)) = self.booth_of(seat) else { return };
        self.booth_mut(booth, |b| b.members.retain(|member| *member != seat));
        self.person_mut(seat, |p| {
            p.presence = Presence::Withdrawn;
            p.connected = false;
            p.oath_asked_by = None;
        });
        self.leave_the_room(seat);
        self.vacancies.insert(seat, Vacancy { booth, why });
    }

    /// Somebody new takes the place in the booth, unsworn and not yet here.
    fn substitute(&mut self, old: Seat, new: &ParticipantSetup, voir_dire: bool) {
        if self.people.contains_key(&new.seat) || self.endpoints.contains_key(&new.endpoint) {
            return;
        }
        let Some(vacancy) = self.vacancies.remove(&old) else { return };
        let person = Person { role: Role::Interpreter, ..Person::expected(new) };
        self.people.insert(new.seat, person);
        self.endpoints.insert(new.endpoint, Endpoint { principal: new.seat, group: None });
        self.booth_mut(vacancy.booth, |b| b.members.push(new.seat));
        if voir_dire {
            self.voir_dire.insert(new.seat, None);
        }
    }

    /// Someone who has gone holds no microphone, no document and no private talk.
    fn leave_the_room(&mut self, seat: Seat) {
        for booth in self.booths.values_mut() {
            if booth.active == Some(seat) {
                booth.active = None;
            }
            if booth.handover_asked_by == Some(seat) {
                booth.handover_asked_by = None;
            }
        }
        if self.document == Some(seat) {
            self.document = None;
        }
        if let Some(members) = &mut self.sidebar {
            members.remove(&seat);
            if members.len() < 2 {
                self.sidebar = None;
            }
        }
    }
}
