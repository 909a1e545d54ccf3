//! Slots: which of a listener's fixed receive lines carries which source.
//!
//! A source keeps its slot as long as it is wired, so that a voice or a face never jumps.

use crate::ids::EndpointId;
use crate::wiring::{Edge, Source, Wiring};
use std::collections::BTreeMap;

/// How many lines a listener has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SlotCount {
    pub audio: u8,
    pub video: u8,
}

/// The slots of one listener; `None` is silent or dark.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Slots {
    pub audio: Vec<Option<Edge>>,
    pub video: Vec<Option<Edge>>,
}

/// The slots of every listener of a hearing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SlotTable {
    listeners: BTreeMap<EndpointId, Slots>,
}

/// One slot that carries something else than before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotChange {
    pub listener: EndpointId,
    pub audio: bool,
    pub index: u8,
    pub from: Option<Source>,
}

impl SlotTable {
    /// The slots of this listener.
    pub fn of(&self, listener: EndpointId) -> Option<&Slots> {
        self.listeners.get(&listener)
    }

    /// A listener has joined with so many lines, all empty.
    pub fn join(&mut self, listener: EndpointId, count: SlotCount) {
        let slots = Slots {
            audio: vec![None; usize::from(count.audio)],
            video: vec![None; usize::from(count.video)],
        };
        self.listeners.insert(listener, slots);
    }

    /// A listener's connection is gone, and its lines with it.
    pub fn leave(&mut self, listener: EndpointId) {
        self.listeners.remove(&listener);
    }

    /// Follows the wiring; gives what changed on the way.
    pub fn follow(&mut self, wiring: &Wiring) -> Vec<SlotChange> {
        let mut changes = Vec::new();
        for (listener, slots) in &mut self.listeners {
            let wanted = wiring.edges.get(listener);
            for audio in [true, false] {
                let edges: Vec<&Edge> = wanted
                    .into_iter()
                    .flatten()
                    .filter(|edge| edge.from.kind.is_audio() == audio)
                    .collect();
                let lines = if audio { &mut slots.audio } else { &mut slots.video };
                for (index, from) in place(lines, &edges) {
                    changes.push(SlotChange { listener: *listener, audio, index, from });
                }
            }
        }
        changes
    }
}

/// Puts the first edges (by priority) that fit into the lines, moving none that stays.
fn place(lines: &mut [Option<Edge>], edges: &[&Edge]) -> Vec<(u8, Option<Source>)> {
    let kept = &edges[..edges.len().min(lines.len())];
    let before: Vec<Option<Source>> = lines.iter().map(|l| l.as_ref().map(|e| e.from)).collect();
    for line in lines.iter_mut() {
        let same = line.as_ref().and_then(|old| kept.iter().find(|e| e.from == old.from));
        *line = same.map(|edge| (*edge).clone());
    }
    for edge in kept {
        if lines.iter().flatten().any(|placed| placed.from == edge.from) {
            continue;
        }
        if let Some(free) = lines.iter_mut().find(|line| line.is_none()) {
            *free = Some((*edge).clone());
        }
    }
    let after = lines.iter().map(|l| l.as_ref().map(|e| e.from));
    (0..)
        .zip(before.into_iter().zip(after))
        .filter(|(_, (old, new))| old != new)
        .map(|(index, (_, new))| (index, new))
        .collect()
}
