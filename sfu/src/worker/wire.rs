//! Joins, leaves, and changes of the wiring: each is applied as one, between two packets.

use super::forward::From;
use super::peer::Peer;
use super::{PeerIndex, Worker};
use crate::batch::TxBatch;
use crate::clock::Now;
use crate::ice::Credentials;
use crate::names::{
    Joined, LostBecause, Notice, PeerId, RoomId, Route, SlotKind, SlotRef, SourceFormat, SourceRef,
    Tap, WireChange,
};
use crate::sdp::{Codec, Offer, OfferError, Plan, Session};
use crate::stats::{PeerStats, SlotStats, SourceStats};

/// Part of a change could not be applied because what it names is not there. All other parts were.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WireError {
    /// The slot is of a peer that is not in the room, or that the peer does not have.
    #[error("there is no such slot in the room: {0:?}")]
    NoSlot(SlotRef),
    /// The source is of a peer that is not in the room, or that the peer does not send. The slot is silent now.
    #[error("there is no such source in the room: {0:?}")]
    NoSource(SourceRef),
    /// Sound for a picture's slot, or the other way round. The slot is silent now.
    #[error("{0:?} cannot be fed by {1:?}")]
    WrongKind(SlotRef, SourceRef),
    /// A source in H.264, which the recorder does not know.
    #[error("{0:?} cannot be recorded: its codec is H.264")]
    NotRecordable(SourceRef),
    /// The media plane has stopped.
    #[error("the media plane has stopped")]
    Stopped,
}

impl Worker {
    /// Lets a peer that made `offer` into `room`.
    ///
    /// # Errors
    /// What is wrong with the offer.
    pub fn join(&mut self, now: Now, room: RoomId, offer: &str) -> Result<Joined, OfferError> {
        let offer = Offer::parse(offer)?;
        let plan = Plan::of(&offer, &mut *self.config.rng)?;
        self.peers_made += 1;
        let id = PeerId::new(self.peers_made, self.config.index);
        let mut peer =
            Peer::new((id, room), &offer, plan, &self.identity, now.ms(), &mut *self.config.rng);
        let joined = Joined {
            peer: id,
            answer: self.answer(&mut peer),
            sources: peer.sources.iter().map(|source| source.kind).collect(),
            formats: peer
                .sources
                .iter()
                .map(|source| SourceFormat {
                    kind: source.kind,
                    codec: source.format.codec,
                    payload_type: source.format.payload_type,
                    red: source.red,
                })
                .collect(),
            audio_slots: peer.slots_of(SlotKind::Audio),
            video_slots: peer.slots_of(SlotKind::Video),
        };
        let ufrag = peer.credentials.ufrag;
        let index = self.place(peer);
        self.by_id.insert(id, index);
        self.by_ufrag.insert(ufrag, index);
        self.rooms.entry(room).or_default().peers.push(index);
        self.totals.joins += 1;
        Ok(joined)
    }

    /// Begins a new ICE session for a peer; keys, sources and slots stay. Nothing when there is no such peer.
    ///
    /// # Errors
    /// What is wrong with the offer.
    pub fn restart(&mut self, peer: PeerId, offer: &str) -> Option<Result<String, OfferError>> {
        let index = *self.by_id.get(&peer)?;
        let mut peer = self.peers[index].take()?;
        let result = self.restart_peer(&mut peer, index, offer);
        self.peers[index] = Some(peer);
        Some(result)
    }

    /// Takes a peer out of its room, with a goodbye. Whether it was there.
    pub fn leave(&mut self, now: Now, peer: PeerId, tx: &mut TxBatch) -> bool {
        let Some(&index) = self.by_id.get(&peer) else { return false };
        let at = self.instant(now);
        let sent = tx.len();
        if let Some(peer) = &mut self.peers[index]
            && peer.handshake.is_done()
        {
            peer.handshake.close(at);
            while let (Some(datagram), Some(remote)) = (peer.handshake.transmit(), peer.remote) {
                tx.copy(remote, &datagram);
            }
        }
        self.count_sent(sent, tx);
        self.remove(index);
        true
    }

    /// Takes every peer out of `room`.
    pub fn close_room(&mut self, now: Now, room: RoomId, tx: &mut TxBatch) {
        let Some(peers) = self.rooms.get(&room).map(|room| room.peers.clone()) else { return };
        for index in peers {
            if let Some(peer) = self.peers[index].as_ref().map(|peer| peer.id) {
                self.leave(now, peer, tx);
            }
        }
        self.rooms.remove(&room);
    }

    /// Applies a change of a room's wiring.
    ///
    /// # Errors
    /// The first part that names what is not there; all other parts are applied, and a slot whose new source is
    /// missing is silent.
    pub fn wire(&mut self, room: RoomId, change: &WireChange) -> Result<(), WireError> {
        self.totals.wirings += 1;
        let mut result = Ok(());
        for route in &change.routes {
            result = result.and(self.route(room, route));
        }
        for tap in &change.taps {
            result = result.and(self.tap(room, tap));
        }
        result
    }

    /// What each peer of `room` sends and receives.
    #[must_use]
    pub fn stats(&self, room: RoomId) -> Vec<PeerStats> {
        let peers = self.rooms.get(&room).map_or(&[][..], |room| &room.peers[..]);
        peers
            .iter()
            .filter_map(|index| self.peers[*index].as_ref())
            .map(|peer| self.peer_stats(peer))
            .collect()
    }

    pub(super) fn lose(&mut self, index: PeerIndex, because: LostBecause) {
        if let Some(peer) = &self.peers[index] {
            self.notices.push(Notice::Lost { room: peer.room, peer: peer.id, because });
        }
        self.remove(index);
    }

    fn route(&mut self, room: RoomId, route: &Route) -> Result<(), WireError> {
        let to = route.to;
        let receiver = self.in_room(room, to.peer).ok_or(WireError::NoSlot(to))?;
        let slot = self.peers[receiver].as_ref().and_then(|peer| peer.slot(to.kind, to.index));
        let slot = slot.ok_or(WireError::NoSlot(to))?;
        let (from, result) = match route.from.map(|from| self.source(room, to, from)) {
            None => (None, Ok(())),
            Some(Ok(from)) => (Some(from), Ok(())),
            Some(Err(error)) => (None, Err(error)),
        };
        let Some(peer) = &mut self.peers[receiver] else { return result };
        let former = peer.slots[slot].from;
        if former == from.map(|from| (from.peer, from.source)) {
            return result;
        }
        peer.slots[slot].feed(from.map(|from| (from.peer, from.source)));
        if let Some((peer, source)) = former
            && let Some(peer) = &mut self.peers[peer]
        {
            peer.sources[source].end_routes(|to, index| (to, index) == (receiver, slot));
        }
        if let Some(from) = from {
            if let Some(peer) = &mut self.peers[from.peer] {
                peer.sources[from.source].routes.push((receiver, slot));
            }
            self.want_key_frame(from);
        }
        result
    }

    fn source(&self, room: RoomId, to: SlotRef, from: SourceRef) -> Result<From, WireError> {
        if from.kind.slot_kind() != to.kind {
            return Err(WireError::WrongKind(to, from));
        }
        let peer = self.in_room(room, from.peer).ok_or(WireError::NoSource(from))?;
        let source = self.peers[peer].as_ref().and_then(|peer| peer.source(from.kind));
        Ok(From { peer, source: source.ok_or(WireError::NoSource(from))? })
    }

    fn tap(&mut self, room: RoomId, tap: &Tap) -> Result<(), WireError> {
        let missing = WireError::NoSource(tap.source);
        let index = self.in_room(room, tap.source.peer).ok_or(missing)?;
        let peer = self.peers[index].as_mut().ok_or(missing)?;
        let source = peer.source(tap.source.kind).ok_or(missing)?;
        let source = &mut peer.sources[source];
        if source.format.codec == Codec::H264 && tap.track.is_some() {
            return Err(WireError::NotRecordable(tap.source));
        }
        source.record(tap.track, self.config.recorder.as_ref());
        Ok(())
    }

    fn in_room(&self, room: RoomId, peer: PeerId) -> Option<PeerIndex> {
        let index = *self.by_id.get(&peer)?;
        (self.peers[index].as_ref()?.room == room).then_some(index)
    }

    fn place(&mut self, peer: Peer) -> PeerIndex {
        let index = match self.peers.iter().position(Option::is_none) {
            Some(free) => free,
            None => {
                self.peers.push(None);
                self.peers.len() - 1
            }
        };
        self.peers[index] = Some(Box::new(peer));
        index
    }

    /// Forgets a peer: every address, every route to it and from it.
    fn remove(&mut self, index: PeerIndex) {
        let Some(mut peer) = self.peers[index].take() else { return };
        for source in &mut peer.sources {
            source.record(None, self.config.recorder.as_ref());
        }
        self.by_id.remove(&peer.id);
        self.by_ufrag.remove(&peer.credentials.ufrag);
        if let Some(next) = &peer.next_credentials {
            self.by_ufrag.remove(&next.ufrag);
        }
        self.by_address.retain(|_, owner| *owner != index);
        for other in self.peers.iter_mut().flatten() {
            other.forget_sources_of(index);
            for source in &mut other.sources {
                source.end_routes(|receiver, _| receiver == index);
            }
        }
        if let Some(room) = self.rooms.get_mut(&peer.room) {
            room.peers.retain(|other| *other != index);
            if room.peers.is_empty() {
                self.rooms.remove(&peer.room);
            }
        }
    }

    fn restart_peer(
        &mut self,
        peer: &mut Peer,
        index: PeerIndex,
        offer: &str,
    ) -> Result<String, OfferError> {
        let offer = Offer::parse(offer)?;
        if !peer.handshake.is_bound_to(&offer.fingerprint) {
            return Err(OfferError::NewCertificate);
        }
        if !peer.plan.fits(&offer) {
            return Err(OfferError::Changed);
        }
        let next = Credentials::generate(self.config.index, &mut *self.config.rng);
        if let Some(unused) = peer.next_credentials.replace(next.clone()) {
            self.by_ufrag.remove(&unused.ufrag);
        }
        self.by_ufrag.insert(next.ufrag, index);
        Ok(self.answer(peer))
    }

    fn answer(&mut self, peer: &mut Peer) -> String {
        peer.answers += 1;
        self.totals.answers += 1;
        peer.plan.answer(&Session {
            id: peer.id.0,
            version: peer.answers,
            credentials: peer.next_credentials.as_ref().unwrap_or(&peer.credentials),
            fingerprint: &self.fingerprint,
            candidates: &self.config.candidates,
        })
    }

    fn peer_stats(&self, peer: &Peer) -> PeerStats {
        let source_ref = |(peer, source): (PeerIndex, usize)| {
            let peer = self.peers[peer].as_ref()?;
            Some(SourceRef { peer: peer.id, kind: peer.sources.get(source)?.kind })
        };
        PeerStats {
            peer: peer.id,
            connected: peer.is_connected(),
            answers: peer.answers,
            round_trip_ms: peer.round_trip_ms,
            sources: peer
                .sources
                .iter()
                .map(|source| SourceStats {
                    kind: source.kind,
                    packets: source.reception.packets,
                    bytes: source.reception.bytes,
                    lost: source.reception.lost(),
                    jitter_ms: f64::from(source.reception.jitter_ticks()) * 1000.0
                        / f64::from(source.format.codec.clock_hz()),
                    key_frame_requests: source.key_frame.requests,
                    key_frames: source.reception.key_frames,
                    routes: source.routes.len(),
                    recorded: source.tap.is_some(),
                })
                .collect(),
            slots: peer
                .slots
                .iter()
                .map(|slot| SlotStats {
                    kind: slot.kind,
                    index: slot.index,
                    from: slot.from.and_then(source_ref),
                    packets: slot.sent.packets,
                    bytes: slot.sent.bytes,
                    repeated: slot.sent.repeated,
                    fraction_lost: slot.sent.fraction_lost,
                })
                .collect(),
            drops: peer.drops,
        }
    }
}
