//! Who was there when, and what an interpreter's time was spent on: read from the log, so that a
//! time sheet or a no-show can be traced to single lines of the minutes.

use crate::event::{HearingEvent, Mode};
use crate::ids::Seat;
use crate::log::Entry;
use crate::phase::Phase;
use crate::role::Role;
use crate::state::{HearingState, Presence};
use std::collections::BTreeMap;

/// An interpreter's time in one hearing, in microseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Work {
    pub consecutive_us: i64,
    pub simultaneous_us: i64,
    /// Preparation and variety check.
    pub preparation_us: i64,
    /// There, from the planned start on, while nothing was to be interpreted.
    pub waiting_us: i64,
}

enum Spent {
    Consecutive,
    Simultaneous,
    Preparation,
    Waiting,
}

/// The time of everybody who interpreted. Waiting counts from `starts_us`, the planned start:
/// who comes early waits for herself. Work counts whenever it was done.
pub fn work(entries: &[Entry], starts_us: i64) -> BTreeMap<Seat, Work> {
    let mut work: BTreeMap<Seat, Work> = BTreeMap::new();
    for (state, from_us, to_us) in stretches(entries) {
        for (seat, person) in &state.people {
            if person.role != Role::Interpreter {
                continue;
            }
            let sum = work.entry(*seat).or_default();
            match spent(&state, *seat) {
                Some(Spent::Consecutive) => sum.consecutive_us += to_us - from_us,
                Some(Spent::Simultaneous) => sum.simultaneous_us += to_us - from_us,
                Some(Spent::Preparation) => sum.preparation_us += to_us - from_us,
                Some(Spent::Waiting) => sum.waiting_us += (to_us - from_us.max(starts_us)).max(0),
                None => {}
            }
        }
    }
    work
}

/// Whether this seat was connected at any time in `[from_us, to_us)`; a log that goes on counts
/// as it stands until `to_us`.
pub fn was_there(entries: &[Entry], seat: Seat, from_us: i64, to_us: i64) -> bool {
    let mut state = None;
    for (index, entry) in entries.iter().enumerate() {
        state = after(state, &entry.event);
        let until = entries.get(index + 1).map_or(to_us, |next| next.at_us);
        let there = state.as_ref().is_some_and(|s| s.person(seat).is_some_and(|p| p.connected));
        if there && entry.at_us < to_us && from_us < until {
            return true;
        }
    }
    false
}

/// What an interpreter's time is spent on now; `None` while she is away or it is over.
fn spent(state: &HearingState, seat: Seat) -> Option<Spent> {
    let person = state.person(seat)?;
    if !person.connected {
        return None;
    }
    match (person.presence, state.phase) {
        (_, Phase::Adjourned | Phase::Closed) => None,
        (Presence::Lobby, _) => Some(Spent::Waiting),
        (Presence::Admitted, Phase::Preparation | Phase::VarietyCheck) => Some(Spent::Preparation),
        (Presence::Admitted, Phase::InSession | Phase::ReadBack) => {
            Some(match state.booth_of(seat)?.1.mode() {
                Mode::Consecutive => Spent::Consecutive,
                Mode::Simultaneous => Spent::Simultaneous,
            })
        }
        (Presence::Admitted, _) => Some(Spent::Waiting),
        _ => None,
    }
}

/// Each state with the time for which it held; the last, open one is left out.
fn stretches(entries: &[Entry]) -> Vec<(HearingState, i64, i64)> {
    let mut state = None;
    let mut stretches = Vec::with_capacity(entries.len());
    for pair in entries.windows(2) {
        let [entry, next] = pair else { continue };
        state = after(state, &entry.event);
        if let Some(state) = &state {
            stretches.push((state.clone(), entry.at_us, next.at_us.max(entry.at_us)));
        }
    }
    stretches
}

fn after(state: Option<HearingState>, event: &HearingEvent) -> Option<HearingState> {
    match (state, event) {
        (_, HearingEvent::SessionOpened { setup }) => Some(HearingState::open(setup)),
        (state, event) => state.map(|state| crate::apply(state, event)),
    }
}
