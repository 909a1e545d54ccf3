//! The one thread that writes: it takes packets from the queue, puts them into
//! their journals every 200 ms, and syncs each journal when a segment ends.

use super::handle::{Message, Overflow, Shared, TapChange};
use super::journal::{GapCause, Note};
use super::recovery::Journal;
use super::{Arrival, RecordError, RecordKey, RecorderHandle, TrackHead, TrackId};
use std::collections::BTreeMap;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};
use tracing::{error, info};

/// How often pending bytes are written: what a `kill -9` can cost.
const WRITE_EVERY_NS: u64 = 200_000_000;

/// Where the recorder reads the time; the arrivals of packets should come from the same clocks.
pub type Clock = Arc<dyn Fn() -> Arrival + Send + Sync>;

/// What a recorder needs.
#[derive(Clone)]
pub struct RecorderConfig {
    /// Signs every segment.
    pub key: Arc<RecordKey>,
    /// Tells the time.
    pub clock: Clock,
}

/// The writing thread.
#[derive(Debug)]
pub struct Recorder {
    key: Arc<RecordKey>,
    shared: Arc<Shared>,
    next_id: u64,
    tracks: BTreeMap<TrackId, Track>,
}

/// An open track and how the disk treats it.
#[derive(Debug)]
struct Track {
    journal: Journal,
    /// A segment was sealed since the last sync.
    unsynced: bool,
    failing: bool,
}

impl Recorder {
    /// Starts the thread. It ends, closing all tracks, when the last handle is dropped.
    ///
    /// # Errors
    /// [`RecordError::Stopped`] if the thread cannot be started.
    pub fn start(config: RecorderConfig) -> Result<RecorderHandle, RecordError> {
        let RecorderConfig { key, clock } = config;
        let (handle, messages, shared) = RecorderHandle::new(Arc::clone(&key), Arc::clone(&clock));
        let recorder = Self { key, shared, next_id: 1, tracks: BTreeMap::new() };
        std::thread::Builder::new()
            .name("recorder".to_owned())
            .spawn(move || recorder.run(&messages, &clock))
            .map_err(|_| RecordError::Stopped)?;
        Ok(handle)
    }

    fn run(mut self, messages: &Receiver<Message>, clock: &Clock) {
        let mut now = clock();
        let mut write_at_ns = now.monotonic_ns.saturating_add(WRITE_EVERY_NS);
        loop {
            let wait_ns = write_at_ns.saturating_sub(now.monotonic_ns).min(WRITE_EVERY_NS);
            let message = messages.recv_timeout(Duration::from_nanos(wait_ns));
            now = clock();
            match message {
                Ok(message) => self.take(message, now),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            if now.monotonic_ns >= write_at_ns {
                self.write_round(now);
                write_at_ns = now.monotonic_ns.saturating_add(WRITE_EVERY_NS);
            }
        }
        let open: Vec<TrackId> = self.tracks.keys().copied().collect();
        for track in open {
            if let Err(error) = self.close(track, now) {
                error!(%error, "a track could not be closed");
            }
        }
    }

    fn take(&mut self, message: Message, now: Arrival) {
        let now_ns = now.monotonic_ns;
        match message {
            Message::Packet { track, at, rtp } => {
                let lost = match self.tracks.get_mut(&track) {
                    None => &self.shared.stray_packets,
                    Some(open) => {
                        if open.journal.writer.packet(at, &rtp, now_ns) {
                            return;
                        }
                        &self.shared.lost_packets
                    }
                };
                lost.fetch_add(1, Relaxed);
            }
            Message::SenderReport { track, at, rtcp } => {
                if let Some(open) = self.tracks.get_mut(&track) {
                    open.journal.writer.sender_report(at, &rtcp, now_ns);
                }
            }
            Message::Tap { track, at, change } => self.note_tap(track, at, change, now_ns),
            // An asker who went away needs no answer.
            Message::Find { path, reply } => drop(reply.send(self.find(&path))),
            Message::Open { journal, reply } => drop(reply.send(self.open(*journal))),
            Message::Close { track, reply } => drop(reply.send(self.close(track, now))),
            Message::Heads { folder, reply } => drop(reply.send(self.heads(&folder))),
            Message::Flush { reply } => drop(reply.send(self.flush(now_ns))),
        }
    }

    fn note_tap(&mut self, track: TrackId, at: Arrival, change: TapChange, now_ns: u64) {
        let Some(open) = self.tracks.get_mut(&track) else { return };
        let note = match change {
            TapChange::Started(types) => Note::TapStarted(types),
            TapChange::Stopped => Note::TapStopped,
        };
        open.journal.writer.note(at, note, now_ns);
    }

    fn find(&self, path: &Path) -> Option<TrackId> {
        self.tracks.iter().find(|(_, track)| track.journal.path == path).map(|(id, _)| *id)
    }

    fn open(&mut self, journal: Journal) -> TrackId {
        let id = TrackId(self.next_id);
        self.next_id += 1;
        self.tracks.insert(id, Track { journal, unsynced: false, failing: false });
        id
    }

    /// Seals and closes a track; one that the disk refuses stays open, to be closed later.
    fn close(&mut self, track: TrackId, now: Arrival) -> Result<TrackHead, RecordError> {
        let open = self.tracks.get_mut(&track).ok_or(RecordError::NoSuchTrack)?;
        open.write(&self.shared)?;
        open.journal.writer.note(now, Note::Closed, now.monotonic_ns);
        open.journal.writer.seal(&self.key);
        open.write(&self.shared)?;
        open.sync(&self.shared)?;
        let head = open.journal.writer.head();
        self.tracks.remove(&track);
        Ok(head)
    }

    fn heads(&self, folder: &Path) -> Vec<TrackHead> {
        let tracks = folder.join("tracks");
        let mut heads: Vec<TrackHead> = self
            .tracks
            .values()
            .filter(|track| track.journal.path.parent() == Some(&tracks))
            .map(|track| track.journal.writer.head())
            .collect();
        heads.sort_by(|a, b| a.name.cmp(&b.name));
        heads
    }

    fn flush(&mut self, now_ns: u64) -> Result<(), RecordError> {
        self.note_overflow(now_ns);
        for track in self.tracks.values_mut() {
            track.unsynced |= track.journal.writer.seal(&self.key);
            track.write(&self.shared)?;
        }
        for track in self.tracks.values_mut() {
            track.sync(&self.shared)?;
        }
        Ok(())
    }

    /// Writes what is pending; then syncs together all tracks whose segment has ended.
    fn write_round(&mut self, now: Arrival) {
        self.note_overflow(now.monotonic_ns);
        for track in self.tracks.values_mut() {
            track.unsynced |= track.journal.writer.tick(now.monotonic_ns, &self.key);
            let wrote = track.write(&self.shared);
            track.judge(wrote);
        }
        for track in self.tracks.values_mut().filter(|track| track.unsynced && !track.failing) {
            let synced = track.sync(&self.shared);
            track.judge(synced);
        }
        let failing = self.tracks.values().any(|track| track.failing);
        self.shared.failing.store(failing, Relaxed);
    }

    /// Makes explicit gaps of what found the queue full.
    fn note_overflow(&mut self, now_ns: u64) {
        for (id, Overflow { packets, first, last, tap }) in self.shared.take_overflow() {
            let Some(track) = self.tracks.get_mut(&id) else { continue };
            if packets > 0 {
                let note = Note::Gap {
                    cause: GapCause::QueueFull,
                    packets,
                    from_utc_ns: first.utc_ns,
                    to_utc_ns: last.utc_ns,
                };
                track.journal.writer.note(last, note, now_ns);
            }
            if let Some((at, change)) = tap {
                self.note_tap(id, at, change, now_ns);
            }
        }
    }
}

impl Track {
    /// Writes all pending bytes at their place; a failed attempt is repeated as a whole.
    fn write(&mut self, shared: &Shared) -> Result<(), RecordError> {
        let journal = &mut self.journal;
        let pending = journal.writer.pending();
        if pending.is_empty() {
            return Ok(());
        }
        let bytes = pending.len() as u64;
        journal
            .file
            .write_all_at(pending, journal.written_bytes)
            .map_err(|source| RecordError::Io { path: journal.path.clone(), source })?;
        journal.written_bytes += bytes;
        journal.writer.written();
        shared.written_bytes.fetch_add(bytes, Relaxed);
        Ok(())
    }

    fn sync(&mut self, shared: &Shared) -> Result<(), RecordError> {
        let began = Instant::now();
        self.journal
            .file
            .sync_data()
            .map_err(|source| RecordError::Io { path: self.journal.path.clone(), source })?;
        self.unsynced = false;
        let took_us = u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX);
        shared.longest_sync_us.fetch_max(took_us, Relaxed);
        Ok(())
    }

    /// Remembers whether the disk refuses this track, and says so once.
    fn judge(&mut self, outcome: Result<(), RecordError>) {
        match outcome {
            Err(error) if !self.failing => {
                error!(%error, "the disk refuses; the recording waits in memory");
                self.failing = true;
            }
            Ok(()) if self.failing => {
                info!(journal = %self.journal.path.display(), "the disk takes the recording again");
                self.failing = false;
            }
            _ => {}
        }
    }
}

impl std::fmt::Debug for RecorderConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RecorderConfig").field("key", &self.key).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
