//! One media connection: its address, its handshake, its keys, its sources and slots.

use std::net::SocketAddr;

use rand::RngCore;

use super::slot::Slot;
use super::source::Source;
use super::{PeerIndex, SlotIndex, SourceIndex};
use crate::dtls::{Handshake, Identity};
use crate::ice::Credentials;
use crate::names::{PeerId, RoomId, SlotKind, SourceKind};
use crate::sdp::{Line, Offer, Plan};
use crate::srtp::{Opener, Sealer};
use crate::stats::Drops;

/// Addresses that one peer may have proved at a time; the oldest is forgotten.
pub(crate) const MAX_ADDRESSES: usize = 4;

/// One peer.
#[derive(Debug)]
pub(crate) struct Peer {
    pub(crate) id: PeerId,
    pub(crate) room: RoomId,
    pub(crate) plan: Plan,
    pub(crate) answers: u32,
    pub(crate) credentials: Credentials,
    /// Those of an ICE restart that no check has used yet.
    pub(crate) next_credentials: Option<Credentials>,
    pub(crate) handshake: Handshake,
    pub(crate) keys: Option<Keys>,
    /// Proved by a check, oldest first.
    pub(crate) addresses: Vec<SocketAddr>,
    /// Where we send.
    pub(crate) remote: Option<SocketAddr>,
    pub(crate) joined_ms: u64,
    /// When something authentic last came.
    pub(crate) heard_ms: u64,
    pub(crate) next_report_ms: u64,
    /// Who we are in reports about sources.
    pub(crate) reporter: u32,
    pub(crate) sources: Vec<Source>,
    /// Audio slots, then video slots.
    pub(crate) slots: Vec<Slot>,
    /// How far the peer's clock is behind ours, in nanoseconds, by its quickest sender report.
    pub(crate) clock_behind_ns: Option<i64>,
    pub(crate) round_trip_ms: Option<u32>,
    pub(crate) drops: Drops,
    /// Attempts left to learn streams that the offer did not name.
    pub(crate) guesses_left: u32,
}

/// The SRTP keys of both directions.
#[derive(Debug)]
pub(crate) struct Keys {
    pub(crate) sealer: Sealer,
    pub(crate) opener: Opener,
}

impl Peer {
    /// A peer that made `offer`, as decided in `plan`.
    pub(crate) fn new(
        (id, room): (PeerId, RoomId),
        offer: &Offer,
        plan: Plan,
        identity: &Identity,
        now_ms: u64,
        rng: &mut dyn RngCore,
    ) -> Self {
        let mut sources = Vec::new();
        let mut slots = Vec::new();
        for line in &plan.lines {
            match line {
                Line::Source(line) => sources.push(Source::new(line)),
                Line::Slot(line) => {
                    let index = slots.iter().filter(|slot: &&Slot| slot.kind == line.kind).count();
                    slots.push(Slot::new(line, index as u8, rng.next_u64()));
                }
                Line::Rejected { .. } => {}
            }
        }
        slots.sort_by_key(|slot| (slot.kind, slot.index));
        Self {
            id,
            room,
            plan,
            answers: 0,
            credentials: Credentials::generate(id.worker(), rng),
            next_credentials: None,
            handshake: Handshake::new(identity, offer.fingerprint),
            keys: None,
            addresses: Vec::with_capacity(MAX_ADDRESSES),
            remote: None,
            joined_ms: now_ms,
            heard_ms: now_ms,
            next_report_ms: now_ms,
            reporter: rng.next_u32(),
            sources,
            slots,
            clock_behind_ns: None,
            round_trip_ms: None,
            drops: Drops::default(),
            guesses_left: 64,
        }
    }

    pub(crate) fn source(&self, kind: SourceKind) -> Option<SourceIndex> {
        self.sources.iter().position(|source| source.kind == kind)
    }

    pub(crate) fn slot(&self, kind: SlotKind, index: u8) -> Option<SlotIndex> {
        self.slots.iter().position(|slot| slot.kind == kind && slot.index == index)
    }

    pub(crate) fn slot_by_ssrc(&self, ssrc: u32) -> Option<SlotIndex> {
        self.slots.iter().position(|slot| slot.ssrc == ssrc)
    }

    pub(crate) fn slots_of(&self, kind: SlotKind) -> u8 {
        self.slots.iter().filter(|slot| slot.kind == kind).count() as u8
    }

    pub(crate) fn is_connected(&self) -> bool {
        self.keys.is_some()
    }

    /// Every slot that `from` feeds, here, is silent from now on.
    pub(crate) fn forget_sources_of(&mut self, from: PeerIndex) {
        for slot in &mut self.slots {
            if slot.from.is_some_and(|(peer, _)| peer == from) {
                slot.feed(None);
            }
        }
    }
}
