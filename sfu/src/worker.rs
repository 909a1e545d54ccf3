//! The worker: all media of its rooms, without a socket, a clock or a thread of its own.
//!
//! It is handed datagrams, commands, and the time, and fills a [`TxBatch`]. The same code runs behind
//! [`crate::MediaPlane`] and in tests that let time pass as they please.
//!
//! - `connect` – checks, handshakes, and which address may speak for which peer;
//! - `receive` – from a sealed packet to a known source;
//! - `forward` – from a source to the slots that the wiring names, and to nobody else;
//! - `feedback` – RTCP in and out, retransmissions;
//! - `wire` – joins, leaves and changes of the wiring.

mod connect;
mod feedback;
mod forward;
mod history;
mod missing;
mod peer;
mod receive;
mod slot;
mod source;
mod speaking;
mod wire;

use std::collections::HashMap;
use std::net::SocketAddr;
use std::time::Instant;

use rand::RngCore;

use crate::batch::{MAX_DATAGRAM, TxBatch};
use crate::clock::Now;
use crate::dtls::{Identity, IdentityError};
use crate::ice::Ufrag;
use crate::names::{LostBecause, Notice, PeerId, RoomId, WorkerIndex};
use crate::record::RecorderHandle;
use crate::stats::{DropCause, Totals};
use peer::Peer;

pub use wire::WireError;

/// A connected peer from which nothing authentic came for so long is lost: neither a connectivity check
/// (browsers send one every few seconds, RFC 7675) nor a packet that its keys protect.
pub const CONSENT_TIMEOUT_MS: u64 = 15_000;
/// A peer that joined and is not connected after so long is lost.
pub const CONNECT_TIMEOUT_MS: u64 = 30_000;
/// How often [`Worker::tick`] wants to be called.
pub const TICK_MS: u64 = 5;
/// Who speaks is told at most so often.
const SPEAKING_INTERVAL_MS: u64 = 200;
/// Retransmissions are allowed anew so often.
const REFILL_INTERVAL_MS: u64 = 100;

type PeerIndex = usize;
type SourceIndex = usize;
type SlotIndex = usize;

/// What a worker is given when it is made.
pub struct WorkerConfig {
    /// Its number, which stands in the ids and user name fragments of its peers.
    pub index: WorkerIndex,
    /// The addresses that clients are told.
    pub candidates: Vec<SocketAddr>,
    /// Where recorded packets go.
    pub recorder: Option<RecorderHandle>,
    /// Stands for 0 of [`Now::monotonic_ns`], for the parts that count time by this type.
    pub epoch: Instant,
    /// SSRCs, credentials and first sequence numbers come from here.
    pub rng: Box<dyn RngCore + Send>,
}

impl std::fmt::Debug for WorkerConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "WorkerConfig({:?}, {:?})", self.index, self.candidates)
    }
}

/// All media of some rooms.
pub struct Worker {
    config: WorkerConfig,
    identity: Identity,
    fingerprint: String,
    peers: Vec<Option<Box<Peer>>>,
    by_id: HashMap<PeerId, PeerIndex>,
    by_ufrag: HashMap<Ufrag, PeerIndex>,
    by_address: HashMap<SocketAddr, PeerIndex>,
    rooms: HashMap<RoomId, Room>,
    peers_made: u64,
    totals: Totals,
    notices: Vec<Notice>,
    next_refill_ms: u64,
}

impl std::fmt::Debug for Worker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Worker({:?}, {} peers)", self.config.index, self.by_id.len())
    }
}

#[derive(Debug, Default)]
struct Room {
    peers: Vec<PeerIndex>,
    speaking: Vec<PeerId>,
    next_speaking_ms: u64,
}

impl Worker {
    /// A worker without rooms.
    ///
    /// # Errors
    /// When no certificate can be made.
    pub fn new(config: WorkerConfig) -> Result<Self, IdentityError> {
        let identity = Identity::generate()?;
        Ok(Self {
            fingerprint: identity.fingerprint_text(),
            identity,
            config,
            peers: Vec::new(),
            by_id: HashMap::new(),
            by_ufrag: HashMap::new(),
            by_address: HashMap::new(),
            rooms: HashMap::new(),
            peers_made: 0,
            totals: Totals::default(),
            notices: Vec::new(),
            next_refill_ms: 0,
        })
    }

    /// Takes one datagram. Its bytes are changed in place.
    pub fn receive(&mut self, now: Now, from: SocketAddr, datagram: &mut [u8], tx: &mut TxBatch) {
        self.totals.received_datagrams += 1;
        self.totals.received_bytes += datagram.len() as u64;
        let sent = tx.len();
        if datagram.len() > MAX_DATAGRAM {
            self.totals.drops.count(DropCause::TooLong);
            return;
        }
        // RFC 7983: the first byte tells the protocols of one port apart.
        match datagram.first() {
            Some(0..=3) => self.receive_check(now, from, datagram, tx),
            Some(20..=63) => self.receive_dtls(now, from, datagram, tx),
            Some(128..=191) => self.receive_media(now, from, datagram, tx),
            _ => self.totals.drops.count(DropCause::Unclassified),
        }
        self.count_sent(sent, tx);
    }

    /// Lets time pass: repeats, reports, and losses.
    pub fn tick(&mut self, now: Now, tx: &mut TxBatch) {
        let sent = tx.len();
        let refill = now.ms() >= self.next_refill_ms;
        if refill {
            self.next_refill_ms = now.ms() + REFILL_INTERVAL_MS;
        }
        for index in 0..self.peers.len() {
            if self.peers[index].is_none() {
                continue;
            }
            if let Some(because) = self.lost_because(index, now) {
                self.lose(index, because);
                continue;
            }
            self.continue_handshake(index, now, tx);
            self.send_feedback(index, now, tx);
            if let (true, Some(peer)) = (refill, &mut self.peers[index]) {
                peer.slots.iter_mut().for_each(slot::Slot::refill);
            }
        }
        self.notice_speaking(now);
        self.count_sent(sent, tx);
    }

    /// What happened since the last call.
    pub fn notices(&mut self) -> impl Iterator<Item = Notice> {
        self.notices.drain(..)
    }

    /// The counters.
    #[must_use]
    pub fn totals(&self) -> Totals {
        Totals { peers: self.by_id.len() as u64, rooms: self.rooms.len() as u64, ..self.totals }
    }

    /// The operating system did not take `datagrams` of a batch.
    pub fn not_sent(&mut self, datagrams: usize) {
        (0..datagrams).for_each(|_| self.totals.drops.count(DropCause::NotSent));
    }

    fn lost_because(&self, index: PeerIndex, now: Now) -> Option<LostBecause> {
        let peer = self.peers[index].as_ref()?;
        if peer.is_connected() {
            (now.ms() >= peer.heard_ms + CONSENT_TIMEOUT_MS).then_some(LostBecause::Silence)
        } else {
            (now.ms() >= peer.joined_ms + CONNECT_TIMEOUT_MS).then_some(LostBecause::NeverConnected)
        }
    }

    fn notice_speaking(&mut self, now: Now) {
        for (id, room) in &mut self.rooms {
            if now.ms() < room.next_speaking_ms {
                continue;
            }
            room.next_speaking_ms = now.ms() + SPEAKING_INTERVAL_MS;
            let peers = &mut self.peers;
            let speaking = room.peers.iter().filter_map(|index| {
                let peer = peers[*index].as_mut()?;
                let speaks =
                    peer.sources.iter_mut().any(|source| source.loudness.is_speaking(now.ms()));
                speaks.then_some(peer.id)
            });
            let mut speaking: Vec<PeerId> = speaking.collect();
            speaking.sort_unstable();
            if speaking != room.speaking {
                room.speaking.clone_from(&speaking);
                self.notices.push(Notice::Speaking { room: *id, peers: speaking });
            }
        }
    }

    fn drop_packet(&mut self, index: PeerIndex, cause: DropCause) {
        self.totals.drops.count(cause);
        if let Some(peer) = &mut self.peers[index] {
            peer.drops.count(cause);
        }
    }

    fn count_sent(&mut self, before: usize, tx: &TxBatch) {
        self.totals.sent_datagrams += (tx.len() - before) as u64;
        self.totals.sent_bytes +=
            tx.iter().skip(before).map(|(_, datagram)| datagram.len() as u64).sum::<u64>();
    }

    /// The instant for the parts that count time by the operating system's type.
    fn instant(&self, now: Now) -> Instant {
        self.config.epoch + now.since_start()
    }
}
