//! A journal as its packets in runs: when each arrived, its time in the sender's
//! clock, and where its bytes are. The bytes themselves stay in the file.

use super::DeriveError;
use puente_sfu::record::journal::{Entry, Note, Reader};
use puente_sfu::record::segment::RtpNumbers;
use puente_sfu::record::{Codec, PayloadTypes, TrackName};
use std::fs::File;
use std::io::BufReader;
use std::os::unix::fs::FileExt;
use std::path::Path;

/// Beyond this many skipped numbers a sender has started anew.
const MAX_SEQUENCE_JUMP: i64 = 3_000;

/// A sender whose clock leaps this far against ours has started anew.
const MAX_CLOCK_LEAP_US: i64 = 2_000_000;

/// Microseconds between the NTP era (1900) and 1970 (RFC 5905 §6).
const NTP_TO_UNIX_US: i64 = 2_208_988_800 * 1_000_000;

/// One track, read once from end to end.
#[derive(Debug)]
pub(super) struct TrackPackets {
    pub(super) name: TrackName,
    pub(super) codec: Codec,
    pub(super) runs: Vec<Run>,
    file: File,
}

/// Packets of one sender without a break: their clock and numbers run on.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) types: PayloadTypes,
    /// In the order of arrival.
    pub(super) packets: Vec<Packet>,
    pub(super) reports: Vec<SenderReport>,
    ssrc: u32,
}

/// One packet.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) struct Packet {
    /// Arrival, microseconds UTC.
    pub(super) at_us: i64,
    /// Timestamp in ticks of the codec's clock, unwrapped; starts anywhere.
    pub(super) media: i64,
    /// Sequence number, unwrapped.
    pub(super) sequence: i64,
    at_byte: u64,
    bytes: u32,
}

/// What a sender report says: this timestamp is this instant of the sender's own clock.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) struct SenderReport {
    pub(super) at_us: i64,
    /// Instant in the sender's clock, which need not be right.
    pub(super) sender_us: i64,
    pub(super) media: i64,
}

/// The parts of an RTP packet (RFC 3550 §5.1) that the codecs need.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) struct Rtp<'a> {
    pub(super) payload_type: u8,
    pub(super) marker: bool,
    pub(super) payload: &'a [u8],
}

impl TrackPackets {
    /// Reads a journal.
    pub(super) fn read(path: &Path) -> Result<Self, DeriveError> {
        let io = |source| DeriveError::Io { path: path.to_owned(), source };
        let file = File::open(path).map_err(io)?;
        let bad = |why: String| DeriveError::Journal { path: path.to_owned(), why };
        let mut reader = Reader::new(BufReader::new(file.try_clone().map_err(io)?));
        let mut opening = None;
        let mut runs = Runs::default();
        while let Some(found) = reader.next_entry().map_err(|error| bad(error.to_string()))? {
            match found.entry {
                Entry::Header(header) => {
                    runs.codec = header.codec;
                    runs.types = default_types(header.codec);
                    opening = Some((header.name, header.codec));
                }
                Entry::Packet { at, rtp } => {
                    // The packet is the end of its entry.
                    let end_byte = found.at_byte + found.raw.len() as u64;
                    runs.packet(micros(at.utc_ns), end_byte - rtp.len() as u64, rtp);
                }
                Entry::SenderReport { at, rtcp } => runs.report(micros(at.utc_ns), rtcp),
                Entry::Note { note, .. } => runs.note(note),
                Entry::Segment(_) => {}
            }
        }
        let (name, codec) = opening.ok_or_else(|| bad("it has no header".to_owned()))?;
        Ok(Self { name, codec, runs: runs.done, file })
    }

    /// Reads a packet's bytes into `buffer`.
    pub(super) fn bytes<'a>(
        &self,
        packet: &Packet,
        buffer: &'a mut Vec<u8>,
    ) -> Result<&'a [u8], DeriveError> {
        buffer.resize(packet.bytes as usize, 0);
        self.file.read_exact_at(buffer, packet.at_byte).map_err(|source| DeriveError::Io {
            path: format!("{}.pjl", self.name).into(),
            source,
        })?;
        Ok(buffer)
    }
}

/// How packets are marked when no tap was noted.
fn default_types(codec: Codec) -> PayloadTypes {
    match codec {
        Codec::Opus => PayloadTypes { primary: 111, redundant: Some(63) },
        Codec::Vp8 => PayloadTypes { primary: 96, redundant: None },
    }
}

fn micros(utc_ns: u64) -> i64 {
    i64::try_from(utc_ns / 1_000).unwrap_or(i64::MAX)
}

/// Cuts a journal into runs.
#[derive(Debug)]
struct Runs {
    codec: Codec,
    types: PayloadTypes,
    /// The next packet begins a run.
    broken: bool,
    done: Vec<Run>,
}

impl Default for Runs {
    fn default() -> Self {
        let codec = Codec::Opus;
        Self { codec, types: default_types(codec), broken: true, done: Vec::new() }
    }
}

impl Runs {
    fn note(&mut self, note: Note) {
        match note {
            Note::TapStarted(types) => (self.types, self.broken) = (types, true),
            Note::TapStopped | Note::Resumed(_) | Note::Closed => self.broken = true,
            Note::Gap { .. } => {}
        }
    }

    fn packet(&mut self, at_us: i64, at_byte: u64, rtp: &[u8]) {
        let Some(numbers) = RtpNumbers::read(rtp) else { return };
        let bytes = u32::try_from(rtp.len()).unwrap_or(u32::MAX);
        let clock_hz = i64::from(self.codec.clock_hz());
        if !self.broken
            && let Some(run) = self.done.last_mut()
            && let Some((sequence, media)) = run.unwrap(numbers, at_us, clock_hz)
        {
            run.packets.push(Packet { at_us, media, sequence, at_byte, bytes });
            return;
        }
        self.broken = false;
        let (media, sequence) = (i64::from(numbers.timestamp), i64::from(numbers.sequence));
        let first = Packet { at_us, media, sequence, at_byte, bytes };
        self.done.push(Run {
            types: self.types,
            packets: vec![first],
            reports: Vec::new(),
            ssrc: numbers.ssrc,
        });
    }

    fn report(&mut self, at_us: i64, rtcp: &[u8]) {
        let Some(run) = self.done.last_mut().filter(|_| !self.broken) else { return };
        let Some(last) = run.packets.last() else { return };
        if let Some((ssrc, sender_us, timestamp)) = read_report(rtcp)
            && ssrc == run.ssrc
        {
            let media = unwrap_timestamp(last.media, timestamp);
            run.reports.push(SenderReport { at_us, sender_us, media });
        }
    }
}

impl Run {
    /// The packet's unwrapped sequence number and timestamp; `None` if it begins a new run.
    fn unwrap(&self, numbers: RtpNumbers, at_us: i64, clock_hz: i64) -> Option<(i64, i64)> {
        let last = self.packets.last()?;
        if numbers.ssrc != self.ssrc {
            return None;
        }
        // The low 16 bits are what was on the wire.
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "wraps")]
        let step = numbers.sequence.wrapping_sub(last.sequence as u16).cast_signed();
        let media = unwrap_timestamp(last.media, numbers.timestamp);
        let leap_us = (media - last.media) * 1_000_000 / clock_hz - (at_us - last.at_us);
        if i64::from(step).abs() > MAX_SEQUENCE_JUMP || leap_us.abs() > MAX_CLOCK_LEAP_US {
            return None;
        }
        Some((last.sequence + i64::from(step), media))
    }
}

fn unwrap_timestamp(near: i64, timestamp: u32) -> i64 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "wraps")]
    let step = timestamp.wrapping_sub(near as u32).cast_signed();
    near + i64::from(step)
}

/// SSRC, the sender's instant and timestamp of the first sender report in a
/// compound packet (RFC 3550 §6.4.1).
fn read_report(mut rtcp: &[u8]) -> Option<(u32, i64, u32)> {
    const SENDER_REPORT: u8 = 200;
    loop {
        let [first, kind, l0, l1] = *rtcp.first_chunk::<4>()?;
        let bytes = (usize::from(u16::from_be_bytes([l0, l1])) + 1) * 4;
        let (packet, rest) = rtcp.split_at_checked(bytes)?;
        if first >> 6 != 2 {
            return None;
        }
        if kind == SENDER_REPORT {
            let word = |at: usize| {
                let four = packet.get(at..)?.first_chunk::<4>()?;
                Some(u32::from_be_bytes(*four))
            };
            let fraction_us = (u64::from(word(12)?) * 1_000_000) >> 32;
            let sender_us = i64::from(word(8)?) * 1_000_000 + i64::try_from(fraction_us).ok()?;
            return Some((word(4)?, sender_us - NTP_TO_UNIX_US, word(16)?));
        }
        rtcp = rest;
    }
}

impl<'a> Rtp<'a> {
    /// Takes a packet apart; `None` if it is not one.
    pub(super) fn read(bytes: &'a [u8]) -> Option<Self> {
        let [first, second] = *bytes.first_chunk::<2>()?;
        if first >> 6 != 2 {
            return None;
        }
        let sources = usize::from(first & 0x0F);
        let mut payload = bytes.get(12 + sources * 4..)?;
        if first & 0x10 != 0 {
            let [_, _, l0, l1] = *payload.first_chunk::<4>()?;
            payload = payload.get(4 + usize::from(u16::from_be_bytes([l0, l1])) * 4..)?;
        }
        if first & 0x20 != 0 {
            let padding = usize::from(*payload.last()?);
            payload = payload.get(..payload.len().checked_sub(padding)?)?;
        }
        Some(Self { payload_type: second & 0x7F, marker: second & 0x80 != 0, payload })
    }
}
