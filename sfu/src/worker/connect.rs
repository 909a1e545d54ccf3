//! Who may speak for whom: an unknown address may send checks only; DTLS and SRTP count from addresses that passed one.

use std::net::SocketAddr;

use super::peer::{Keys, MAX_ADDRESSES};
use super::{PeerIndex, Worker};
use crate::batch::TxBatch;
use crate::clock::Now;
use crate::dtls::Progress;
use crate::ice::{Check, UFRAG_LEN};
use crate::names::{LostBecause, Notice, SlotKind};
use crate::stats::DropCause;

/// An address that another peer used within this time is not handed over.
const ADDRESS_IN_USE_MS: u64 = 5_000;

impl Worker {
    pub(super) fn receive_check(
        &mut self,
        now: Now,
        from: SocketAddr,
        datagram: &[u8],
        tx: &mut TxBatch,
    ) {
        let Some(mut check) = Check::parse(datagram) else {
            return self.totals.drops.count(DropCause::UnknownCheck);
        };
        let Some(&index) = self.by_ufrag.get(&check.ufrag) else {
            let cause = if self.is_ours(&check.ufrag) {
                DropCause::UnknownCheck
            } else {
                DropCause::OtherWorker
            };
            return self.totals.drops.count(cause);
        };
        let Some(peer) = &mut self.peers[index] else { return };
        let crypto = self.identity.crypto();
        let restarted =
            peer.next_credentials.as_ref().is_some_and(|next| check.is_authentic(next, crypto));
        if !restarted && !check.is_authentic(&peer.credentials, crypto) {
            return self.drop_packet(index, DropCause::BadCheck);
        }
        if self.is_taken(from, index, now) {
            return self.drop_packet(index, DropCause::TakenAddress);
        }
        let Some(peer) = &mut self.peers[index] else { return };
        if let Some(next) = peer.next_credentials.take_if(|_| restarted) {
            self.by_ufrag.remove(&peer.credentials.ufrag);
            peer.credentials = next;
        }
        peer.heard_ms = now.ms();
        if restarted || peer.remote.is_none() || check.nominates() {
            peer.remote = Some(from);
        }
        if let Some(answer) = check.answer(&peer.credentials, from, crypto) {
            tx.copy(from, &answer);
        }
        self.prove(index, from);
    }

    pub(super) fn receive_dtls(
        &mut self,
        now: Now,
        from: SocketAddr,
        datagram: &[u8],
        tx: &mut TxBatch,
    ) {
        let Some(&index) = self.by_address.get(&from) else {
            return self.totals.drops.count(DropCause::UnprovenAddress);
        };
        let at = self.instant(now);
        let Some(peer) = &mut self.peers[index] else { return };
        let progress = peer.handshake.receive(at, datagram);
        self.settle(index, progress, now, tx);
    }

    /// Repeats lost parts of a handshake.
    pub(super) fn continue_handshake(&mut self, index: PeerIndex, now: Now, tx: &mut TxBatch) {
        let at = self.instant(now);
        let Some(peer) = &mut self.peers[index] else { return };
        if peer.handshake.deadline().is_some_and(|deadline| deadline <= at) {
            let progress = peer.handshake.timeout(at);
            self.settle(index, progress, now, tx);
        }
    }

    fn settle(&mut self, index: PeerIndex, progress: Progress, now: Now, tx: &mut TxBatch) {
        let Some(peer) = &mut self.peers[index] else { return };
        while let Some(datagram) = peer.handshake.transmit() {
            if let Some(remote) = peer.remote {
                tx.copy(remote, &datagram);
            }
        }
        match progress {
            Progress::Going => {}
            Progress::Done(keys) => {
                let (sealer, opener) = *keys;
                peer.keys = Some(Keys { sealer, opener });
                peer.heard_ms = now.ms();
                self.totals.connects += 1;
                self.notices.push(Notice::Connected { room: peer.room, peer: peer.id });
                self.ask_for_first_pictures(index);
            }
            Progress::Failed => self.totals.failed_handshakes += 1,
            Progress::Closed => self.lose(index, LostBecause::Closed),
            Progress::Refused => self.lose(index, LostBecause::Refused),
        }
    }

    /// Routes to and from a peer may exist before it is connected: now its pictures can begin.
    fn ask_for_first_pictures(&mut self, index: PeerIndex) {
        let Some(peer) = &mut self.peers[index] else { return };
        for source in &mut peer.sources {
            if source.kind.slot_kind() == SlotKind::Video && !source.routes.is_empty() {
                source.key_frame.want();
            }
        }
        let feeding: Vec<_> = peer
            .slots
            .iter()
            .filter(|slot| slot.kind == SlotKind::Video)
            .filter_map(|slot| slot.from)
            .collect();
        for (from, source) in feeding {
            if let Some(peer) = &mut self.peers[from] {
                peer.sources[source].key_frame.want();
            }
        }
    }

    /// Whether `from` belongs to another peer that is using it.
    fn is_taken(&self, from: SocketAddr, index: PeerIndex, now: Now) -> bool {
        let Some(&owner) = self.by_address.get(&from) else { return false };
        owner != index
            && self.peers[owner].as_ref().is_some_and(|peer| {
                peer.remote == Some(from) && now.ms() < peer.heard_ms + ADDRESS_IN_USE_MS
            })
    }

    /// `from` speaks for the peer from now on.
    fn prove(&mut self, index: PeerIndex, from: SocketAddr) {
        if let Some(former) = self.by_address.insert(from, index) {
            if former == index {
                return;
            }
            if let Some(former) = &mut self.peers[former] {
                former.addresses.retain(|address| *address != from);
                former.remote = former.remote.filter(|remote| *remote != from);
            }
        }
        let Some(peer) = &mut self.peers[index] else { return };
        if peer.addresses.len() == MAX_ADDRESSES {
            let oldest = peer
                .addresses
                .iter()
                .position(|address| Some(*address) != peer.remote)
                .unwrap_or(0);
            self.by_address.remove(&peer.addresses.remove(oldest));
        }
        peer.addresses.push(from);
    }

    fn is_ours(&self, ufrag: &[u8; UFRAG_LEN]) -> bool {
        crate::ice::names_worker(ufrag, self.config.index)
    }
}
