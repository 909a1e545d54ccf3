//! What the pages are told: each seat its own view of the hearing, its slots, who speaks, and the
//! minutes as far as it may read them.

use super::message::{LiveView, MinutesEntry, Slot, ToClient};
use super::minutes::sentence;
use super::room::Room;
use crate::lang::Lang;
use crate::problem::Problem;
use puente_hearing::event::HearingEvent;
use puente_hearing::log::Entry;
use puente_hearing::{Role, Seat, view};
use puente_registry::time::{Instant, Moment};
use std::sync::Arc;

impl Room {
    pub(super) fn welcome(&self, seat: Seat) {
        let Some(view) = self.view_of(seat) else { return };
        let now = Moment::at(Instant::from_micros(self.deps.clock.now_us()), &self.starts.zone);
        let instance = self.deps.instance.clone();
        self.send(seat, ToClient::Welcome { instance, seat, now, view: Box::new(view) });
        self.send_minutes(seat, 0);
    }

    pub(super) fn tell_all(&self, first_entry: usize) {
        for seat in self.sockets.keys().copied().collect::<Vec<_>>() {
            if let Some(view) = self.view_of(seat) {
                self.send(seat, ToClient::View { view: Box::new(view) });
            }
            self.send_minutes(seat, first_entry);
        }
        self.tell_wired();
    }

    /// Tells every listener what its slots carry.
    pub(super) fn tell_wired(&self) {
        for seat in self.sockets.keys().copied() {
            let Some(person) = self.log.state.person(seat) else { continue };
            let Some(slots) = self.connections.slots(person.endpoint) else { continue };
            let told = |lines: &[Option<puente_hearing::Edge>]| {
                lines.iter().map(|line| line.as_ref().map(Slot::from)).collect::<Vec<_>>()
            };
            let (audio, video) = (told(&slots.audio), told(&slots.video));
            self.send(seat, ToClient::Wired { audio, video });
        }
    }

    /// Tells who is heard now, to each seat only those whom it hears.
    pub(super) fn tell_speaking(&self) {
        for seat in self.sockets.keys().copied() {
            let Some(me) = self.log.state.person(seat) else { continue };
            let edges = self.wiring.edges.get(&me.endpoint);
            let hears = |endpoint| {
                edges
                    .into_iter()
                    .flatten()
                    .any(|e| e.from.kind.is_audio() && e.from.endpoint == endpoint)
            };
            let seats = self
                .speaking
                .iter()
                .filter(|endpoint| hears(**endpoint) || **endpoint == me.endpoint)
                .filter_map(|endpoint| self.log.state.endpoints.get(endpoint))
                .map(|endpoint| endpoint.principal)
                .collect();
            self.send(seat, ToClient::Speaking { seats });
        }
    }

    fn view_of(&self, seat: Seat) -> Option<LiveView> {
        let mut view = view(&self.log.state, seat)?;
        for booth in &mut view.booths {
            booth.minutes_active = self.minutes_active(booth.booth);
        }
        let recording = !self.recording.tapped().is_empty() && !self.recorder_fails;
        Some(LiveView { view, recording, starts: self.starts.clone() })
    }

    /// No page says *recording* while the disk refuses.
    pub(super) fn look_at_recorder(&mut self) {
        let fails = self.deps.recorder.health().failing;
        if fails != self.recorder_fails {
            self.recorder_fails = fails;
            self.tell_all(self.entries.len());
        }
    }

    fn minutes_active(&self, id: puente_hearing::BoothId) -> u32 {
        let since = self.entries.iter().rev().find_map(|entry| match &entry.event {
            HearingEvent::MicrophoneTaken { booth, .. }
            | HearingEvent::HandoverAccepted { booth, .. }
            | HearingEvent::HandoverForced { booth, .. }
                if *booth == id =>
            {
                Some(entry.at_us)
            }
            _ => None,
        });
        let minutes = since.map_or(0, |since| (self.deps.clock.now_us() - since) / 60_000_000);
        u32::try_from(minutes).unwrap_or(0)
    }

    pub(super) fn send_minutes(&self, seat: Seat, first: usize) {
        let Some(socket) = self.sockets.get(&seat) else { return };
        let reads = self.log.state.person(seat).is_some_and(|p| p.is_present() && may_read(p.role));
        let new = self.entries.get(first..).unwrap_or_default();
        if !reads || new.is_empty() {
            return;
        }
        let entries = new.iter().map(|e| self.minutes_entry(e, socket.lang)).collect();
        self.send(seat, ToClient::Minutes { entries });
    }

    fn minutes_entry(&self, entry: &Entry, lang: Lang) -> MinutesEntry {
        MinutesEntry {
            seq: entry.seq,
            at: Moment::at(Instant::from_micros(entry.at_us), &self.starts.zone),
            text: sentence(&entry.event, entry.by, &self.setup, &self.deps.store.languages(), lang),
            event: entry.event.clone(),
        }
    }

    pub(super) fn refuse(&self, seat: Seat, id: &str, problem: &Problem) {
        let Some(socket) = self.sockets.get(&seat) else { return };
        let problem = Box::new(problem.document(socket.lang));
        self.send(seat, ToClient::Refused { id: id.to_owned(), problem });
    }

    /// A page that is too slow to take its messages loses its socket and comes back for all.
    pub(super) fn send(&self, seat: Seat, message: ToClient) {
        if let Some(socket) = self.sockets.get(&seat)
            && socket.out.try_send(Arc::new(message)).is_err()
        {
            socket.too_slow.notify_one();
        }
    }
}

/// The minutes are for the bench and the parties.
fn may_read(role: Role) -> bool {
    role.is_bench()
        || matches!(
            role,
            Role::Counsel | Role::Prosecutor | Role::VictimsCounsel | Role::ExecutingOfficial
        )
}
