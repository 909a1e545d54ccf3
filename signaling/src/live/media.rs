//! The hearing's endpoints as peers of the media plane: who has which connection, and how a
//! wiring becomes one command.

use puente_hearing::EndpointId;
use puente_hearing::slots::{SlotChange, SlotCount, SlotTable};
use puente_hearing::wiring::{Source, SourceKind, Wiring};
use puente_sfu::{Joined, PeerId, Route, SlotKind, SlotRef, SourceRef};
use std::collections::{BTreeMap, BTreeSet};

/// The connections of one hearing's endpoints, and what their slots carry.
#[derive(Debug, Default)]
pub(super) struct Connections {
    senders: BTreeMap<EndpointId, Sender>,
    receivers: BTreeMap<EndpointId, PeerId>,
    /// The peers that are pages: they send and receive by one connection.
    pages: BTreeSet<PeerId>,
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

/// What a join made useless.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Replaced {
    pub(super) peers: Vec<PeerId>,
    /// A page is among them.
    pub(super) page: bool,
}

impl Connections {
    /// A peer has joined for this endpoint; gives the peers that are of no use any more. A WHIP or
    /// WHEP client takes its direction only: the page goes on with the other one.
    pub(super) fn join(
        &mut self,
        endpoint: EndpointId,
        joined: &Joined,
        purpose: Purpose,
    ) -> Replaced {
        let before = self.peers_of(endpoint);
        if purpose != Purpose::Receive {
            let kinds = joined.sources.iter().map(|kind| hearing_kind(*kind)).collect();
            self.senders.insert(endpoint, Sender { peer: joined.peer, kinds });
        }
        if purpose != Purpose::Send {
            let count = SlotCount { audio: joined.audio_slots, video: joined.video_slots };
            self.slots.join(endpoint, count);
            self.receivers.insert(endpoint, joined.peer);
        }
        let now = self.peers_of(endpoint);
        let peers: Vec<_> = before.into_iter().filter(|peer| !now.contains(peer)).collect();
        let page = peers.iter().filter(|peer| self.pages.remove(peer)).count() > 0;
        if purpose == Purpose::Both {
            self.pages.insert(joined.peer);
        }
        Replaced { peers, page }
    }

    /// A peer is gone; gives its endpoint if the peer was still in use.
    pub(super) fn lose(&mut self, peer: PeerId) -> Option<EndpointId> {
        let endpoint = self.endpoint_of(peer)?;
        self.pages.remove(&peer);
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

#[cfg(test)]
mod tests {
    use super::*;

    const SEAT: EndpointId = EndpointId(1);

    fn joined(peer: u64) -> Joined {
        let (answer, formats) = (String::new(), Vec::new());
        let sources = vec![puente_sfu::SourceKind::Mic];
        Joined { peer: PeerId(peer), answer, sources, formats, audio_slots: 1, video_slots: 1 }
    }

    fn replaced(peers: &[u64], page: bool) -> Replaced {
        Replaced { peers: peers.iter().copied().map(PeerId).collect(), page }
    }

    #[test]
    fn a_whep_client_takes_what_arrives_and_a_whip_client_the_rest_of_the_page() {
        let mut connections = Connections::default();
        let mut join = |peer, purpose| connections.join(SEAT, &joined(peer), purpose);
        assert_eq!(join(1, Purpose::Both), replaced(&[], false));
        assert_eq!(join(2, Purpose::Receive), replaced(&[], false));
        assert_eq!(join(3, Purpose::Send), replaced(&[1], true));
        assert_eq!(join(4, Purpose::Receive), replaced(&[2], false));
        assert_eq!(join(5, Purpose::Both), replaced(&[3, 4], false));
        assert_eq!(join(6, Purpose::Both), replaced(&[5], true));
    }
}
