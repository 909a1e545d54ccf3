//! The worker's and signaling's way to the recorder: a bounded queue that never
//! makes a worker wait. What does not fit is counted and becomes a gap in the
//! journal.

use super::journal::Header;
use super::recorder::Clock;
use super::recovery::{Journal, journal_path, recover};
use super::{
    Arrival, Codec, PayloadTypes, RecordError, RecordId, RecordKey, TrackHead, TrackId, TrackName,
};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::oneshot;

/// Messages that may wait while the disk is busy: three seconds of forty pictures
/// and a hundred voices, at most some 40 MB.
const QUEUE_MESSAGES: usize = 32_768;

/// How long a question waits before it tries a full queue again.
const RETRY: Duration = Duration::from_millis(5);

/// A clone for each worker and for signaling; the recorder ends when all are gone.
#[derive(Clone)]
pub struct RecorderHandle {
    queue: SyncSender<Message>,
    shared: Arc<Shared>,
    opening: Arc<tokio::sync::Mutex<()>>,
    key: Arc<RecordKey>,
    clock: Clock,
}

/// What the two ends of the queue both see.
#[derive(Debug, Default)]
pub(super) struct Shared {
    /// Packets that found the queue full, until the I/O thread notes them.
    overflow: Mutex<BTreeMap<TrackId, Overflow>>,
    overflowed: AtomicBool,
    pub(super) failing: AtomicBool,
    pub(super) lost_packets: AtomicU64,
    pub(super) stray_packets: AtomicU64,
    pub(super) written_bytes: AtomicU64,
    pub(super) longest_sync_us: AtomicU64,
}

/// Packets of one track that did not fit into the queue.
#[derive(Clone, Copy, Debug)]
pub(super) struct Overflow {
    pub(super) packets: u32,
    pub(super) first: Arrival,
    pub(super) last: Arrival,
    /// The latest change of the tap among what did not fit; it must not get lost.
    pub(super) tap: Option<(Arrival, TapChange)>,
}

/// How the recorder fares, for `/metrics` and for the alarm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecorderHealth {
    /// The disk refuses at this moment: what is said now is not being kept.
    pub failing: bool,
    /// Packets lost to a full queue or a refusing disk, since the start.
    pub lost_packets: u64,
    /// Packets for tracks that were not open.
    pub stray_packets: u64,
    /// Bytes written, since the start.
    pub written_bytes: u64,
    /// Longest time that one sync took, in microseconds.
    pub longest_sync_us: u64,
}

/// What travels to the I/O thread.
#[derive(Debug)]
pub(super) enum Message {
    Packet {
        track: TrackId,
        at: Arrival,
        rtp: Box<[u8]>,
    },
    SenderReport {
        track: TrackId,
        at: Arrival,
        rtcp: Box<[u8]>,
    },
    Tap {
        track: TrackId,
        at: Arrival,
        change: TapChange,
    },
    /// Answers with the id if the track is open already.
    Find {
        path: PathBuf,
        reply: oneshot::Sender<Option<TrackId>>,
    },
    Open {
        journal: Box<Journal>,
        reply: oneshot::Sender<TrackId>,
    },
    Close {
        track: TrackId,
        reply: oneshot::Sender<Result<TrackHead, RecordError>>,
    },
    Heads {
        folder: PathBuf,
        reply: oneshot::Sender<Vec<TrackHead>>,
    },
    Flush {
        reply: oneshot::Sender<Result<(), RecordError>>,
    },
}

/// Whether a source feeds a track.
#[derive(Clone, Copy, Debug)]
pub(super) enum TapChange {
    Started(PayloadTypes),
    Stopped,
}

impl RecorderHandle {
    pub(super) fn new(key: Arc<RecordKey>, clock: Clock) -> (Self, Receiver<Message>, Arc<Shared>) {
        let (queue, messages) = sync_channel(QUEUE_MESSAGES);
        let shared = Arc::new(Shared::default());
        let handle =
            Self { queue, shared: Arc::clone(&shared), opening: Arc::default(), key, clock };
        (handle, messages, shared)
    }

    /// Keeps one decrypted RTP packet, header and payload as received. Never blocks.
    pub fn packet(&self, track: TrackId, arrival: Arrival, rtp: &[u8]) {
        self.offer(track, arrival, Message::Packet { track, at: arrival, rtp: rtp.into() });
    }

    /// Keeps one RTCP sender report (RFC 3550 §6.4.1) of the track's source. Never blocks.
    pub fn sender_report(&self, track: TrackId, arrival: Arrival, rtcp: &[u8]) {
        self.offer(track, arrival, Message::SenderReport { track, at: arrival, rtcp: rtcp.into() });
    }

    /// Notes that a source now feeds the track, and how its packets are marked.
    /// To be called before the first packet of each tap. Never blocks.
    pub fn tap_started(&self, track: TrackId, types: PayloadTypes) {
        self.tap_changed(track, TapChange::Started(types));
    }

    /// Notes that the track is fed no longer: off the record, stopped, or gone. Never blocks.
    pub fn tap_stopped(&self, track: TrackId) {
        self.tap_changed(track, TapChange::Stopped);
    }

    fn tap_changed(&self, track: TrackId, change: TapChange) {
        let at = (self.clock)();
        self.offer(track, at, Message::Tap { track, at, change });
    }

    fn offer(&self, track: TrackId, at: Arrival, message: Message) {
        if let Err(TrySendError::Full(message)) = self.queue.try_send(message) {
            self.shared.overflow(track, at, &message);
        }
    }

    /// Opens, or after a restart continues, the journal `FOLDER/tracks/NAME.pjl`.
    /// Opening an open track gives the same id. Continuing cuts a torn tail and
    /// notes the gap.
    ///
    /// # Errors
    /// When the disk refuses, or the file is another record's or damaged.
    pub async fn open_track(
        &self,
        record: RecordId,
        folder: &Path,
        name: TrackName,
        codec: Codec,
    ) -> Result<TrackId, RecordError> {
        let _one_at_a_time = self.opening.lock().await;
        let path = journal_path(folder, &name);
        let find = path.clone();
        if let Some(open) = self.ask(|reply| Message::Find { path: find, reply }).await? {
            return Ok(open);
        }
        let (key, now) = (Arc::clone(&self.key), (self.clock)());
        let header = Header { record, name, codec, key: key.public(), at: now };
        // Reading a long journal again must not keep the other tracks waiting.
        let journal = tokio::task::spawn_blocking(move || recover(&path, header, &key, now))
            .await
            .map_err(|_| RecordError::Stopped)??;
        self.ask(|reply| Message::Open { journal: Box::new(journal), reply }).await
    }

    /// Seals what is there, syncs and closes the track.
    ///
    /// # Errors
    /// [`RecordError::NoSuchTrack`], or when the disk refuses.
    pub async fn close_track(&self, track: TrackId) -> Result<TrackHead, RecordError> {
        self.ask(|reply| Message::Close { track, reply }).await?
    }

    /// The heads of all open tracks of the record in `folder`, by name.
    ///
    /// # Errors
    /// [`RecordError::Stopped`].
    pub async fn heads(&self, folder: &Path) -> Result<Vec<TrackHead>, RecordError> {
        let folder = folder.to_owned();
        self.ask(|reply| Message::Heads { folder, reply }).await
    }

    /// Seals and syncs everything handed in before this call, on every track.
    ///
    /// # Errors
    /// When the disk refuses.
    pub async fn flush(&self) -> Result<(), RecordError> {
        self.ask(|reply| Message::Flush { reply }).await?
    }

    /// How the recorder fares.
    #[must_use]
    pub fn health(&self) -> RecorderHealth {
        let shared = &self.shared;
        RecorderHealth {
            failing: shared.failing.load(Relaxed),
            lost_packets: shared.lost_packets.load(Relaxed),
            stray_packets: shared.stray_packets.load(Relaxed),
            written_bytes: shared.written_bytes.load(Relaxed),
            longest_sync_us: shared.longest_sync_us.load(Relaxed),
        }
    }

    /// Sends a question behind all packets sent before it, and awaits the answer.
    async fn ask<T>(
        &self,
        question: impl FnOnce(oneshot::Sender<T>) -> Message,
    ) -> Result<T, RecordError> {
        let (reply, answer) = oneshot::channel();
        let mut message = question(reply);
        loop {
            match self.queue.try_send(message) {
                Ok(()) => break,
                Err(TrySendError::Disconnected(_)) => return Err(RecordError::Stopped),
                Err(TrySendError::Full(back)) => message = back,
            }
            tokio::time::sleep(RETRY).await;
        }
        answer.await.map_err(|_| RecordError::Stopped)
    }
}

impl Shared {
    fn overflow(&self, track: TrackId, at: Arrival, message: &Message) {
        let mut overflow = self.overflow.lock().unwrap_or_else(PoisonError::into_inner);
        let lost = overflow.entry(track).or_insert(Overflow {
            packets: 0,
            first: at,
            last: at,
            tap: None,
        });
        if let Message::Tap { change, .. } = message {
            lost.tap = Some((at, *change));
        } else {
            lost.packets = lost.packets.saturating_add(1);
            lost.last = at;
            self.lost_packets.fetch_add(1, Relaxed);
        }
        self.overflowed.store(true, Relaxed);
    }

    /// What overflowed since the last call; costs one load when nothing did.
    pub(super) fn take_overflow(&self) -> BTreeMap<TrackId, Overflow> {
        if !self.overflowed.swap(false, Relaxed) {
            return BTreeMap::new();
        }
        std::mem::take(&mut *self.overflow.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl std::fmt::Debug for RecorderHandle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RecorderHandle").field("health", &self.health()).finish_non_exhaustive()
    }
}
