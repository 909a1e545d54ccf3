//! A track of pictures as a WebM file (RFC 9559): the frames as they were sent,
//! black where there are none, from the record's first instant to its last.

use super::DeriveError;
use std::io::{Seek, SeekFrom, Write};

/// A cluster ends after this long at the latest; players seek to clusters.
const CLUSTER_MS: i64 = 2_000;

/// Bytes kept free at the segment's start for the index of its parts.
const SEEK_HEAD_BYTES: u64 = 160;

/// A size of eight bytes: written again once it is known.
const SIZE_BYTES: usize = 8;

/// Names of elements (RFC 8794 §11, RFC 9559 §5).
mod id {
    pub(super) const EBML: u32 = 0x1A45_DFA3;
    pub(super) const EBML_VERSION: u32 = 0x4286;
    pub(super) const EBML_READ_VERSION: u32 = 0x42F7;
    pub(super) const EBML_MAX_ID_LENGTH: u32 = 0x42F2;
    pub(super) const EBML_MAX_SIZE_LENGTH: u32 = 0x42F3;
    pub(super) const DOC_TYPE: u32 = 0x4282;
    pub(super) const DOC_TYPE_VERSION: u32 = 0x4287;
    pub(super) const DOC_TYPE_READ_VERSION: u32 = 0x4285;
    pub(super) const SEGMENT: u32 = 0x1853_8067;
    pub(super) const SEEK_HEAD: u32 = 0x114D_9B74;
    pub(super) const SEEK: u32 = 0x4DBB;
    pub(super) const SEEK_ID: u32 = 0x53AB;
    pub(super) const SEEK_POSITION: u32 = 0x53AC;
    pub(super) const VOID: u32 = 0xEC;
    pub(super) const INFO: u32 = 0x1549_A966;
    pub(super) const TIMESTAMP_SCALE: u32 = 0x002A_D7B1;
    pub(super) const DURATION: u32 = 0x4489;
    pub(super) const TITLE: u32 = 0x7BA9;
    pub(super) const MUXING_APP: u32 = 0x4D80;
    pub(super) const WRITING_APP: u32 = 0x5741;
    pub(super) const TRACKS: u32 = 0x1654_AE6B;
    pub(super) const TRACK_ENTRY: u32 = 0xAE;
    pub(super) const TRACK_NUMBER: u32 = 0xD7;
    pub(super) const TRACK_UID: u32 = 0x73C5;
    pub(super) const TRACK_TYPE: u32 = 0x83;
    pub(super) const CODEC_ID: u32 = 0x86;
    pub(super) const VIDEO: u32 = 0xE0;
    pub(super) const PIXEL_WIDTH: u32 = 0xB0;
    pub(super) const PIXEL_HEIGHT: u32 = 0xBA;
    pub(super) const CLUSTER: u32 = 0x1F43_B675;
    pub(super) const TIMESTAMP: u32 = 0xE7;
    pub(super) const SIMPLE_BLOCK: u32 = 0xA3;
    pub(super) const CUES: u32 = 0x1C53_BB6B;
    pub(super) const CUE_POINT: u32 = 0xBB;
    pub(super) const CUE_TIME: u32 = 0xB3;
    pub(super) const CUE_TRACK_POSITIONS: u32 = 0xB7;
    pub(super) const CUE_TRACK: u32 = 0xF7;
    pub(super) const CUE_CLUSTER_POSITION: u32 = 0xF1;
}

/// A file that grows frame by frame. Positions count from the segment's content.
pub(super) struct WebmFile<W: Write + Seek> {
    out: W,
    segment_start: u64,
    info_at: u64,
    duration_at: u64,
    tracks_at: u64,
    cluster: Option<Cluster>,
    cues: Vec<(i64, u64)>,
    last_ms: i64,
}

struct Cluster {
    at: u64,
    start_ms: i64,
    blocks: Vec<u8>,
}

impl<W: Write + Seek> WebmFile<W> {
    /// Begins a file with one track of VP8 of this width and height.
    pub(super) fn begin(mut out: W, title: &str, size: (u16, u16)) -> Result<Self, DeriveError> {
        let mut head = Vec::new();
        put_master(&mut head, id::EBML, |ebml| {
            put_uint(ebml, id::EBML_VERSION, 1);
            put_uint(ebml, id::EBML_READ_VERSION, 1);
            put_uint(ebml, id::EBML_MAX_ID_LENGTH, 4);
            put_uint(ebml, id::EBML_MAX_SIZE_LENGTH, 8);
            put(ebml, id::DOC_TYPE, b"webm");
            put_uint(ebml, id::DOC_TYPE_VERSION, 4);
            put_uint(ebml, id::DOC_TYPE_READ_VERSION, 2);
        });
        put_id(&mut head, id::SEGMENT);
        put_long_size(&mut head, 0);
        let segment_start = head.len() as u64;
        put_void(&mut head, SEEK_HEAD_BYTES);
        let info_at = head.len() as u64 - segment_start;
        let mut duration_at = 0;
        put_master(&mut head, id::INFO, |info| {
            put_uint(info, id::TIMESTAMP_SCALE, 1_000_000);
            put(info, id::MUXING_APP, b"puente");
            put(info, id::WRITING_APP, b"puente");
            put(info, id::TITLE, title.as_bytes());
            put(info, id::DURATION, &0_f64.to_be_bytes());
            duration_at = info.len() - 8;
        });
        // Identifier and size of the information stand before its content.
        let duration_at = segment_start + info_at + (4 + SIZE_BYTES + duration_at) as u64;
        let tracks_at = head.len() as u64 - segment_start;
        put_master(&mut head, id::TRACKS, |tracks| {
            put_master(tracks, id::TRACK_ENTRY, |entry| {
                put_uint(entry, id::TRACK_NUMBER, 1);
                put_uint(entry, id::TRACK_UID, 1);
                put_uint(entry, id::TRACK_TYPE, 1);
                put(entry, id::CODEC_ID, b"V_VP8");
                put_master(entry, id::VIDEO, |video| {
                    put_uint(video, id::PIXEL_WIDTH, u64::from(size.0));
                    put_uint(video, id::PIXEL_HEIGHT, u64::from(size.1));
                });
            });
        });
        out.write_all(&head)?;
        let (cluster, cues, last_ms) = (None, Vec::new(), -1);
        Ok(Self { out, segment_start, info_at, duration_at, tracks_at, cluster, cues, last_ms })
    }

    /// The time of the last frame; -1 before the first.
    pub(super) fn last_ms(&self) -> i64 {
        self.last_ms
    }

    /// Adds a frame; one that would not come after the last is put a millisecond behind it.
    pub(super) fn frame(
        &mut self,
        wanted_ms: i64,
        key: bool,
        bytes: &[u8],
    ) -> Result<(), DeriveError> {
        let at_ms = wanted_ms.max(self.last_ms + 1);
        self.last_ms = at_ms;
        let full = self.cluster.as_ref().is_none_or(|open| at_ms - open.start_ms >= CLUSTER_MS);
        if key || full {
            self.end_cluster()?;
            let at = self.out.stream_position()? - self.segment_start;
            self.cluster = Some(Cluster { at, start_ms: at_ms, blocks: Vec::new() });
        }
        let Some(open) = &mut self.cluster else { return Ok(()) };
        if key {
            self.cues.push((at_ms, open.at));
        }
        put_id(&mut open.blocks, id::SIMPLE_BLOCK);
        put_long_size(&mut open.blocks, bytes.len() as u64 + 4);
        // A cluster lasts two seconds; 16 bits hold 32.
        let relative = i16::try_from(at_ms - open.start_ms).unwrap_or(i16::MAX);
        let [high, low] = relative.to_be_bytes();
        open.blocks.extend_from_slice(&[0x81, high, low, if key { 0x80 } else { 0 }]);
        open.blocks.extend_from_slice(bytes);
        Ok(())
    }

    /// Writes the index and fills in what is known only now.
    pub(super) fn end(mut self, duration_ms: i64) -> Result<(), DeriveError> {
        self.end_cluster()?;
        let cues_at = self.out.stream_position()? - self.segment_start;
        let mut index = Vec::new();
        put_master(&mut index, id::CUES, |cues| {
            for (at_ms, cluster_at) in &self.cues {
                put_master(cues, id::CUE_POINT, |cue| {
                    put_uint(cue, id::CUE_TIME, at_ms.unsigned_abs());
                    put_master(cue, id::CUE_TRACK_POSITIONS, |positions| {
                        put_uint(positions, id::CUE_TRACK, 1);
                        put_uint(positions, id::CUE_CLUSTER_POSITION, *cluster_at);
                    });
                });
            }
        });
        self.out.write_all(&index)?;
        let segment_bytes = self.out.stream_position()? - self.segment_start;

        let mut size = Vec::new();
        put_long_size(&mut size, segment_bytes);
        self.write_at(self.segment_start - SIZE_BYTES as u64, &size)?;
        self.write_at(self.segment_start, &self.seek_head(cues_at))?;
        #[expect(clippy::cast_precision_loss, reason = "2^53 ms are more than a hearing")]
        self.write_at(self.duration_at, &(duration_ms as f64).to_be_bytes())?;
        self.out.flush()?;
        Ok(())
    }

    fn end_cluster(&mut self) -> Result<(), DeriveError> {
        let Some(Cluster { start_ms, blocks, .. }) = self.cluster.take() else { return Ok(()) };
        let mut cluster = Vec::with_capacity(blocks.len() + 32);
        put_master(&mut cluster, id::CLUSTER, |content| {
            put_uint(content, id::TIMESTAMP, start_ms.unsigned_abs());
            content.extend_from_slice(&blocks);
        });
        self.out.write_all(&cluster)?;
        Ok(())
    }

    fn seek_head(&self, cues_at: u64) -> Vec<u8> {
        let parts = [(id::INFO, self.info_at), (id::TRACKS, self.tracks_at), (id::CUES, cues_at)];
        let mut out = Vec::new();
        put_master(&mut out, id::SEEK_HEAD, |head| {
            for (element, at) in parts {
                put_master(head, id::SEEK, |seek| {
                    put(seek, id::SEEK_ID, &element.to_be_bytes());
                    put_uint(seek, id::SEEK_POSITION, at);
                });
            }
        });
        let rest = SEEK_HEAD_BYTES.saturating_sub(out.len() as u64);
        put_void(&mut out, rest);
        out
    }

    fn write_at(&mut self, at: u64, bytes: &[u8]) -> Result<(), DeriveError> {
        self.out.seek(SeekFrom::Start(at))?;
        self.out.write_all(bytes)?;
        Ok(())
    }
}

fn put_id(out: &mut Vec<u8>, id: u32) {
    let bytes = id.to_be_bytes();
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    out.extend_from_slice(&bytes[zeros..]);
}

/// A size in eight bytes: the marker bit, then 56 bits.
fn put_long_size(out: &mut Vec<u8>, size: u64) {
    out.extend_from_slice(&(size | 1 << 56).to_be_bytes());
}

fn put(out: &mut Vec<u8>, id: u32, content: &[u8]) {
    put_id(out, id);
    put_long_size(out, content.len() as u64);
    out.extend_from_slice(content);
}

fn put_uint(out: &mut Vec<u8>, id: u32, value: u64) {
    put_id(out, id);
    let bytes = value.to_be_bytes();
    let zeros = bytes.iter().take(7).take_while(|byte| **byte == 0).count();
    // Up to eight bytes: the short form of a size.
    out.push(0x80 | u8::try_from(8 - zeros).unwrap_or(8));
    out.extend_from_slice(&bytes[zeros..]);
}

fn put_master(out: &mut Vec<u8>, id: u32, content: impl FnOnce(&mut Vec<u8>)) {
    let mut inside = Vec::new();
    content(&mut inside);
    put(out, id, &inside);
}

/// An element that says nothing and is `bytes` long in all (at least 9, or nothing).
fn put_void(out: &mut Vec<u8>, bytes: u64) {
    if bytes >= 9 {
        put_id(out, id::VOID);
        put_long_size(out, bytes - 9);
        out.extend(std::iter::repeat_n(0, usize::try_from(bytes - 9).unwrap_or(0)));
    }
}
