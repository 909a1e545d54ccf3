//! A small record for the tests, made by the real recorder with times that the test gives.

use super::manifest::Manifest;
use super::seal::{Sealing, seal};
use anyhow::Result;
use puente_hearing::log::Hash;
use puente_sfu::record::{
    Arrival, Codec, RecordId, RecordKey, Recorder, RecorderConfig, RecorderHandle, TrackId,
    TrackName,
};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use uuid::Uuid;

/// 2026-11-25T16:00:00Z.
pub(super) const START_US: i64 = 1_795_622_400_000_000;

/// A record that is being made.
pub(super) struct Sample {
    pub(super) hearing: Uuid,
    pub(super) key: Arc<RecordKey>,
    recorder: RecorderHandle,
    now_us: Arc<AtomicU64>,
    root: tempfile::TempDir,
    kills: u32,
}

impl Sample {
    /// A record with this seed's key and nothing in it.
    pub(super) fn new(seed: u8) -> Result<Self> {
        let key = Arc::new(RecordKey::from_seed(&[seed; 32])?);
        let now_us = Arc::new(AtomicU64::new(START_US.unsigned_abs()));
        let recorder = start(&key, &now_us)?;
        let root = tempfile::tempdir()?;
        let sample =
            Self { hearing: Uuid::from_u128(0x7E57), key, recorder, now_us, root, kills: 0 };
        std::fs::write(sample.key_file(), hex::encode(sample.key.public().0))?;
        Ok(sample)
    }

    /// The record's folder.
    pub(super) fn folder(&self) -> PathBuf {
        self.root.path().join(format!("record-{}", self.kills))
    }

    /// The public key, outside of the record.
    pub(super) fn key_file(&self) -> PathBuf {
        self.root.path().join("record-key.pub")
    }

    pub(super) async fn track(&self, name: &str, codec: Codec) -> Result<TrackId> {
        let record = RecordId(self.hearing.as_u128());
        let name = TrackName::new(name)?;
        Ok(self.recorder.open_track(record, &self.folder(), name, codec).await?)
    }

    /// Hands over a packet that arrives so long after the start.
    pub(super) fn packet(&self, track: TrackId, offset_us: i64, rtp: &[u8]) {
        self.recorder.packet(track, at(offset_us), rtp);
    }

    /// Seals all open segments, then moves the clock.
    pub(super) async fn end_segment(&self, offset_us: i64) -> Result<()> {
        self.recorder.flush().await?;
        self.now_us.store((START_US + offset_us).unsigned_abs(), Relaxed);
        Ok(())
    }

    /// What a `kill -9` leaves: the files as they are, here with half an entry at
    /// the end of each, taken up by a new recorder.
    pub(super) async fn kill(&mut self, offset_us: i64) -> Result<()> {
        self.end_segment(offset_us).await?;
        let before = self.folder().join("tracks");
        self.kills += 1;
        let after = self.folder().join("tracks");
        std::fs::create_dir_all(&after)?;
        for file in std::fs::read_dir(&before)? {
            let name = file?.file_name();
            let mut bytes = std::fs::read(before.join(&name))?;
            bytes.extend_from_slice(&[0, 0, 0, 60, 1, 2, 3]);
            std::fs::write(after.join(&name), bytes)?;
        }
        self.recorder = start(&self.key, &self.now_us)?;
        Ok(())
    }

    /// Closes the tracks and seals the record.
    pub(super) async fn seal(&self, tracks: &[TrackId], minutes: &[u8]) -> Result<Manifest> {
        for track in tracks {
            self.recorder.close_track(*track).await?;
        }
        let folder = self.folder();
        Ok(seal(&Sealing {
            folder: &folder,
            hearing: self.hearing,
            kind: "interview",
            opened_us: START_US,
            closed_us: START_US + 60_000_000,
            minutes,
            key: &self.key,
        })?)
    }

    /// Two voices and a picture of `seconds`, minutes with an event each half
    /// second that note the segments, all sealed.
    pub(super) async fn sealed(seed: u8, seconds: i64) -> Result<Self> {
        let sample = Self::new(seed)?;
        let voice = sample.track("s01-mic", Codec::Opus).await?;
        let other = sample.track("s02-mic", Codec::Opus).await?;
        let camera = sample.track("s02-camera", Codec::Vp8).await?;
        let mut minutes = MinutesWriter::new(sample.hearing);
        for second in 0..seconds {
            for step in 0..50 {
                let number = second * 50 + step;
                let offset_us = number * 20_000;
                let payload = [0xF8, 0xFF, 0xFE, u8::try_from(number % 251)?];
                sample.packet(voice, offset_us, &rtp(111, number, number * 960, true, &payload));
                sample.packet(
                    other,
                    offset_us + 7_000,
                    &rtp(111, number, number * 960, true, &payload),
                );
                if step % 5 == 0 {
                    let picture = number / 5;
                    let frame = [[0x10].as_slice(), &vp8_frame(picture % 10 == 0)].concat();
                    let packet = rtp(96, picture, picture * 9_000, true, &frame);
                    sample.packet(camera, offset_us + 9_000, &packet);
                }
            }
            sample.end_segment((second + 1) * 1_000_000).await?;
            let heads = sample.recorder.heads(&sample.folder()).await?;
            let heads: Vec<String> = heads
                .iter()
                .map(|head| format!(r#""{}":"{}""#, head.name, hex::encode(head.hash)))
                .collect();
            let noted = format!(r#"{{"heads":{{{}}},"type":"record_noted"}}"#, heads.join(","));
            minutes.add(second * 1_000_000, r#"{"type":"went_on_record"}"#);
            minutes.add(second * 1_000_000 + 500_000, &noted);
        }
        sample.seal(&[voice, other, camera], minutes.bytes()).await?;
        Ok(sample)
    }
}

fn start(key: &Arc<RecordKey>, now_us: &Arc<AtomicU64>) -> Result<RecorderHandle> {
    let shown = Arc::clone(now_us);
    let clock = Arc::new(move || arrival(shown.load(Relaxed)));
    Ok(Recorder::start(RecorderConfig { key: Arc::clone(key), clock })?)
}

/// An arrival so long after the start.
pub(super) fn at(offset_us: i64) -> Arrival {
    arrival((START_US + offset_us).unsigned_abs())
}

fn arrival(utc_us: u64) -> Arrival {
    Arrival { monotonic_ns: utc_us * 1_000, utc_ns: utc_us * 1_000 }
}

/// An RTP packet; numbers wrap as on the wire.
pub(super) fn rtp(
    kind: u8,
    sequence: i64,
    timestamp: i64,
    marker: bool,
    payload: &[u8],
) -> Vec<u8> {
    let mut packet = vec![0x80, kind | if marker { 0x80 } else { 0 }];
    packet.extend_from_slice(&sequence.to_be_bytes()[6..]);
    packet.extend_from_slice(&timestamp.to_be_bytes()[4..]);
    packet.extend_from_slice(&7_u32.to_be_bytes());
    packet.extend_from_slice(payload);
    packet
}

/// The beginning of a VP8 frame of 320 × 240, enough for a container.
fn vp8_frame(key: bool) -> Vec<u8> {
    let mut frame = vec![if key { 0x10 } else { 0x11 }, 0, 0];
    frame.extend_from_slice(&[0x9D, 0x01, 0x2A, 0x40, 0x01, 0xF0, 0x00]);
    frame.extend_from_slice(&[0x55; 60]);
    frame
}

/// Writes an event log.
pub(super) struct MinutesWriter {
    hearing: Uuid,
    bytes: Vec<u8>,
    prev: String,
    seq: u64,
}

impl MinutesWriter {
    pub(super) fn new(hearing: Uuid) -> Self {
        Self { hearing, bytes: Vec::new(), prev: Hash::zero().0, seq: 0 }
    }

    /// Adds an event, given as canonical JSON, so long after the start.
    pub(super) fn add(&mut self, offset_us: i64, event: &str) {
        let (at_us, hearing, prev, seq) =
            (START_US + offset_us, self.hearing, &self.prev, self.seq);
        let line = format!(
            r#"{{"at_us":{at_us},"by":null,"event":{event},"hearing":"{hearing}","prev":"{prev}","seq":{seq},"v":1}}"#
        );
        self.prev = Hash::of_line(line.as_bytes()).0;
        self.seq += 1;
        self.bytes.extend_from_slice(line.as_bytes());
        self.bytes.push(b'\n');
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// All files of a folder and its folders, by their names from there.
pub(super) fn files(folder: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for within in ["", "tracks/", "derived/"] {
        for entry in std::fs::read_dir(folder.join(within))? {
            let entry = entry?;
            if entry.file_type()?.is_file() {
                names.push(format!("{within}{}", entry.file_name().to_string_lossy()));
            }
        }
    }
    names.sort();
    Ok(names)
}
