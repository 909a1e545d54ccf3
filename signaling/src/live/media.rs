//! The hearing's endpoints as peers of the media plane: who has which connection, and how a
//! wiring becomes one command.

use puente_hearing::EndpointId;
use puente_hearing::slots::{SlotChange, SlotCount, SlotTable};
use puente_hearing::wiring::{Source, SourceKind, Wiring};
use puente_sfu::{Joined, PeerId, Route, SlotKind, SlotRef, SourceRef};
use std::collections::BTreeMap;

/// The connections of one hearing's endpoints, and what their slots carry.
#[derive(Debug, Default)]
pub(super) struct Connections {
    senders: BTreeMap<EndpointId, Sender>,
    receivers: BTreeMap<EndpointId, PeerId>,
    slots: SlotTable,
}

#[derive(Debug)]
struct Sender {
    peer: PeerId,
    kinds: Vec<SourceKind>,
}

/// What a connection is for; a browser's does both, a WHIP client sends, a WHEP client receives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    Both,
    Send,
    Receive,
}

impl Connections {
    /// A peer has joined for this endpoint; gives the peers that it replaces.
    pub(super) fn join(
        &mut self,
        endpoint: EndpointId,
        joined: &Joined,
        purpose: Purpose,
    ) -> Vec<PeerId> {
        let mut replaced = Vec::new();
        if purpose != Purpose::Receive {
            let kinds = joined.sources.iter().map(|kind| hearing_kind(*kind)).collect();
            let sender = Sender { peer: joined.peer, kinds };
            replaced.extend(self.senders.insert(endpoint, sender).map(|old| old.peer));
        }
        if purpose != Purpose::Send {
            let count = SlotCount { audio: joined.audio_slots, video: joined.video_slots };
            self.slots.join(endpoint, count);
            replaced.extend(self.receivers.insert(endpoint, joined.peer));
        }
        replaced.dedup();
        replaced
    }

    /// A peer is gone; gives its endpoint if the peer was still in use.
    pub(super) fn lose(&mut self, peer: PeerId) -> Option<EndpointId> {
        let endpoint = self.endpoint_of(peer)?;
        self.senders.retain(|_, sender| sender.peer != peer);
        if self.receivers.get(&endpoint) == Some(&peer) {
            self.receivers.remove(&endpoint);
            self.slots.leave(endpoint);
        }
        Some(endpoint)
    }

    /// All peers of this endpoint.
    pub(super) fn peers_of(&self, endpoint: EndpointId) -> Vec<PeerId> {
        let sender = self.senders.get(&endpoint).map(|s| s.peer);
        let mut peers: Vec<_> =
            sender.into_iter().chain(self.receivers.get(&endpoint).copied()).collect();
        peers.dedup();
        peers
    }

    /// Whose peer this is.
    pub(super) fn endpoint_of(&self, peer: PeerId) -> Option<EndpointId> {
        let sends = self.senders.iter().find(|(_, s)| s.peer == peer).map(|(e, _)| *e);
        sends.or_else(|| self.receivers.iter().find(|(_, p)| **p == peer).map(|(e, _)| *e))
    }

    /// The source as the media plane names it, if its endpoint is connected and sends it.
    pub(super) fn source(&self, source: Source) -> Option<SourceRef> {
        let sender = self.senders.get(&source.endpoint)?;
        sender
            .kinds
            .contains(&source.kind)
            .then(|| SourceRef { peer: sender.peer, kind: media_kind(source.kind) })
    }

    /// Follows the wiring; gives the routes that change.
    pub(super) fn follow(&mut self, wiring: &Wiring) -> Vec<Route> {
        let changes = self.slots.follow(wiring);
        changes.iter().filter_map(|change| self.route(change)).collect()
    }

    /// The routes that carry an endpoint's sources to others, to be laid anew after it joined.
    pub(super) fn routes_from(&self, endpoint: EndpointId) -> Vec<Route> {
        let mut routes = Vec::new();
        for listener in self.receivers.keys() {
            let Some(slots) = self.slots.of(*listener) else { continue };
            for (audio, lines) in [(true, &slots.audio), (false, &slots.video)] {
                for (index, edge) in (0..).zip(lines) {
                    let from = edge.as_ref().map(|e| e.from).filter(|s| s.endpoint == endpoint);
                    if from.is_some() {
                        let change = SlotChange { listener: *listener, audio, index, from };
                        routes.extend(self.route(&change));
                    }
                }
            }
        }
        routes
    }

    /// What this endpoint's slots carry.
    pub(super) fn slots(&self, endpoint: EndpointId) -> Option<&puente_hearing::slots::Slots> {
        self.slots.of(endpoint)
    }

    fn route(&self, change: &SlotChange) -> Option<Route> {
        let peer = *self.receivers.get(&change.listener)?;
        let kind = if change.audio { SlotKind::Audio } else { SlotKind::Video };
        let to = SlotRef { peer, kind, index: change.index };
        Some(Route { to, from: change.from.and_then(|source| self.source(source)) })
    }
}

/// The media plane's name of a kind of source.
pub(super) fn media_kind(kind: SourceKind) -> puente_sfu::SourceKind {
    match kind {
        SourceKind::Mic => puente_sfu::SourceKind::Mic,
        SourceKind::MicDisguised => puente_sfu::SourceKind::MicDisguised,
        SourceKind::Camera => puente_sfu::SourceKind::Camera,
        SourceKind::Document => puente_sfu::SourceKind::Document,
    }
}

fn hearing_kind(kind: puente_sfu::SourceKind) -> SourceKind {
    match kind {
        puente_sfu::SourceKind::Mic => SourceKind::Mic,
        puente_sfu::SourceKind::MicDisguised => SourceKind::MicDisguised,
        puente_sfu::SourceKind::Camera => SourceKind::Camera,
        puente_sfu::SourceKind::Document => SourceKind::Document,
    }
}
