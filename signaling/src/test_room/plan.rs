//! Who receives whom in a test room, as a pure function of who is there.

use puente_sfu::{Joined, PeerId, Route, SlotKind, SlotRef, SourceKind, SourceRef};
use std::collections::{BTreeMap, BTreeSet};

/// Whom a connection wants to hear and see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Wants {
    Nothing,
    Everybody,
    Person(String),
}

/// One connection.
#[derive(Debug)]
pub(super) struct Member {
    person: String,
    wants: Wants,
    sources: Vec<SourceKind>,
    audio_slots: u8,
    video_slots: u8,
}

/// The connections of one room, and what their slots carry now.
#[derive(Debug, Default)]
pub(super) struct Plan {
    members: BTreeMap<PeerId, Member>,
    carried: BTreeMap<SlotRef, SourceRef>,
}

impl Member {
    pub(super) fn new(person: &str, wants: Wants, joined: &Joined) -> Self {
        let receives = wants != Wants::Nothing;
        Self {
            person: person.to_owned(),
            sources: if receives { Vec::new() } else { joined.sources.clone() },
            audio_slots: if receives { joined.audio_slots } else { 0 },
            video_slots: if receives { joined.video_slots } else { 0 },
            wants,
        }
    }

    fn hears(&self, other: &Member) -> bool {
        match &self.wants {
            Wants::Nothing => false,
            // Nobody hears themselves.
            Wants::Everybody => other.person != self.person,
            Wants::Person(person) => other.person == *person,
        }
    }

    fn slots(&self, peer: PeerId, kind: SlotKind) -> impl Iterator<Item = SlotRef> + use<> {
        let count = match kind {
            SlotKind::Audio => self.audio_slots,
            SlotKind::Video => self.video_slots,
        };
        (0..count).map(move |index| SlotRef { peer, kind, index })
    }
}

impl Plan {
    pub(super) fn len(&self) -> usize {
        self.members.len()
    }

    pub(super) fn add(&mut self, peer: PeerId, member: Member) {
        self.members.insert(peer, member);
    }

    /// Takes a connection out; false when it was not there.
    pub(super) fn remove(&mut self, peer: PeerId) -> bool {
        self.carried.retain(|slot, _| slot.peer != peer);
        self.members.remove(&peer).is_some()
    }

    /// Who sends under the same name already.
    pub(super) fn replaces(&self, new: &Member) -> Option<PeerId> {
        let sends = |member: &Member| member.wants == Wants::Nothing;
        self.members
            .iter()
            .find(|(_, member)| sends(new) && sends(member) && member.person == new.person)
            .map(|(peer, _)| *peer)
    }

    /// Brings the slots up to date and gives those that change. A source stays in its slot for as
    /// long as both are there; what finds no slot waits for one.
    pub(super) fn follow(&mut self) -> Vec<Route> {
        let mut next = BTreeMap::new();
        for (&peer, member) in &self.members {
            for kind in [SlotKind::Audio, SlotKind::Video] {
                next.extend(self.filled(peer, member, kind));
            }
        }
        let gone = self.carried.keys().filter(|slot| !next.contains_key(slot));
        let emptied = gone.map(|&to| Route { to, from: None });
        let fed = next
            .iter()
            .filter(|(slot, source)| self.carried.get(slot) != Some(source))
            .map(|(&to, &from)| Route { to, from: Some(from) });
        let changes = emptied.chain(fed).collect();
        self.carried = next;
        changes
    }

    fn filled(
        &self,
        peer: PeerId,
        member: &Member,
        kind: SlotKind,
    ) -> BTreeMap<SlotRef, SourceRef> {
        let mut wanted: BTreeSet<SourceRef> = self
            .members
            .iter()
            .filter(|(_, other)| member.hears(other))
            .flat_map(|(&from, other)| {
                other.sources.iter().map(move |&kind| SourceRef { peer: from, kind })
            })
            .filter(|source| source.kind.slot_kind() == kind)
            .collect();
        let mut filled = BTreeMap::new();
        for slot in member.slots(peer, kind) {
            if let Some(&source) = self.carried.get(&slot)
                && wanted.remove(&source)
            {
                filled.insert(slot, source);
            }
        }
        let mut waiting = wanted.into_iter();
        for slot in member.slots(peer, kind) {
            if !filled.contains_key(&slot)
                && let Some(source) = waiting.next()
            {
                filled.insert(slot, source);
            }
        }
        filled
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sender(person: &str) -> Member {
        let sources = vec![SourceKind::Mic, SourceKind::Camera];
        Member {
            person: person.into(),
            wants: Wants::Nothing,
            sources,
            audio_slots: 0,
            video_slots: 0,
        }
    }

    fn listener(person: &str, wants: Wants, slots: u8) -> Member {
        Member {
            person: person.into(),
            wants,
            sources: vec![],
            audio_slots: slots,
            video_slots: slots,
        }
    }

    fn heard(plan: &Plan, listener: u64) -> Vec<(u8, u64)> {
        let audio = |slot: &SlotRef| slot.peer == PeerId(listener) && slot.kind == SlotKind::Audio;
        plan.carried
            .iter()
            .filter(|(s, _)| audio(s))
            .map(|(s, from)| (s.index, from.peer.0))
            .collect()
    }

    #[test]
    fn everybody_is_heard_but_never_oneself() {
        let mut plan = Plan::default();
        plan.add(PeerId(1), sender("ana"));
        plan.add(PeerId(2), sender("eva"));
        plan.add(PeerId(3), listener("ana", Wants::Everybody, 4));
        plan.add(PeerId(4), listener("noa", Wants::Everybody, 4));
        plan.add(PeerId(5), listener("noa", Wants::Person("ana".into()), 4));
        assert_eq!(plan.follow().len(), 2 * (1 + 2 + 1));
        assert_eq!(heard(&plan, 3), [(0, 2)]);
        assert_eq!(heard(&plan, 4), [(0, 1), (1, 2)]);
        assert_eq!(heard(&plan, 5), [(0, 1)]);
        assert_eq!(plan.follow(), [], "nothing changes by itself");
    }

    #[test]
    fn a_voice_stays_in_its_slot_and_who_waits_takes_the_slot_of_who_leaves() {
        let mut plan = Plan::default();
        for (peer, person) in [(1, "ana"), (2, "eva"), (3, "noa")] {
            plan.add(PeerId(peer), sender(person));
        }
        plan.add(PeerId(9), listener("x", Wants::Everybody, 2));
        plan.follow();
        assert_eq!(heard(&plan, 9), [(0, 1), (1, 2)]);
        assert!(plan.remove(PeerId(1)));
        let routes = plan.follow();
        assert_eq!(heard(&plan, 9), [(0, 3), (1, 2)]);
        assert_eq!(routes.len(), 2, "only the freed slots change, one audio and one video");
        assert!(!plan.remove(PeerId(1)), "it is gone already");
    }

    #[test]
    fn sending_again_under_a_name_takes_its_place() {
        let mut plan = Plan::default();
        plan.add(PeerId(1), sender("ana"));
        assert_eq!(plan.replaces(&sender("ana")), Some(PeerId(1)));
        assert_eq!(plan.replaces(&sender("eva")), None);
        assert_eq!(plan.replaces(&listener("ana", Wants::Everybody, 1)), None);
    }
}
