//! The bytes of a journal (`.pjl`): a row of entries, each framed by length and
//! CRC-32C. Pure format; integers are big-endian, as on the network.
//!
//! ```text
//! entry  = length u32 · crc u32 · body (length bytes)     crc = CRC-32C(length ‖ body)
//! body   = kind u8 · fields
//! ```

use super::crc32c::crc32c;
use super::segment::{Sealed, Statement};
use super::{Arrival, Codec, PayloadTypes, PublicKey, RecordId, TrackName};
use std::io::{ErrorKind, Read};

/// First bytes of the header's body, after its kind.
pub const MAGIC: &[u8; 17] = b"puente-journal-1\n";

/// Longest body; a datagram and its two times fit.
pub const MAX_BODY_BYTES: usize = 65_600;

const FRAME_BYTES: usize = 8;

/// One entry, borrowing the packet's bytes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Entry<'a> {
    /// `H`, first in the file and nowhere else.
    Header(Header),
    /// `P`: one RTP packet, header and payload as received.
    Packet { at: Arrival, rtp: &'a [u8] },
    /// `R`: one RTCP sender report of the source.
    SenderReport { at: Arrival, rtcp: &'a [u8] },
    /// `N`: something that happened to the track.
    Note { at: Arrival, note: Note },
    /// `S`: the end of a segment, signed.
    Segment(Sealed),
}

/// Whose journal this is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Header {
    /// The record that the journal belongs to.
    pub record: RecordId,
    /// The track's name.
    pub name: TrackName,
    /// What it carries.
    pub codec: Codec,
    /// Who signs its segments.
    pub key: PublicKey,
    /// When it was begun.
    pub at: Arrival,
}

/// What happened to a track.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Note {
    /// `1`: a source feeds the track from here on; its sequence numbers begin anew.
    TapStarted(PayloadTypes),
    /// `2`: nothing feeds the track from here on: what is said now is not recorded.
    TapStopped,
    /// `3`: packets were received, but could not be kept.
    Gap { cause: GapCause, packets: u32, from_utc_ns: u64, to_utc_ns: u64 },
    /// `4`: the recorder went on after it had ended without closing the track.
    Resumed(Resumed),
    /// `5`: the track was closed.
    Closed,
}

/// Why packets could not be kept.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum GapCause {
    /// `1`: the queue to the disk was full.
    QueueFull,
    /// `2`: the disk refused for longer than could be held in memory.
    Disk,
}

/// How a journal was taken up again after a sudden end.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Resumed {
    /// Link of the last segment found.
    pub link: [u8; 32],
    /// From the last entry found until now, in nanoseconds of UTC.
    pub gap_ns: u64,
    /// Bytes of a torn entry that were cut off.
    pub cut_bytes: u64,
}

impl Entry<'_> {
    /// Appends the framed entry to `out`.
    pub fn encode(&self, out: &mut Vec<u8>) {
        let frame = out.len();
        out.extend_from_slice(&[0; FRAME_BYTES]);
        self.encode_body(out);
        let body_bytes = u32::try_from(out.len() - frame - FRAME_BYTES).unwrap_or(u32::MAX);
        let length = body_bytes.to_be_bytes();
        let crc = crc32c(&[&length, &out[frame + FRAME_BYTES..]]).to_be_bytes();
        out[frame..frame + 4].copy_from_slice(&length);
        out[frame + 4..frame + FRAME_BYTES].copy_from_slice(&crc);
    }

    fn encode_body(&self, out: &mut Vec<u8>) {
        match self {
            Self::Header(header) => {
                out.push(b'H');
                out.extend_from_slice(MAGIC);
                out.extend_from_slice(&header.record.0.to_be_bytes());
                put_name(out, &header.name);
                out.push(match header.codec {
                    Codec::Opus => 1,
                    Codec::Vp8 => 2,
                });
                out.extend_from_slice(&header.key.0);
                put_arrival(out, header.at);
            }
            Self::Packet { at, rtp } => {
                out.push(b'P');
                put_arrival(out, *at);
                out.extend_from_slice(rtp);
            }
            Self::SenderReport { at, rtcp } => {
                out.push(b'R');
                put_arrival(out, *at);
                out.extend_from_slice(rtcp);
            }
            Self::Note { at, note } => {
                out.push(b'N');
                put_arrival(out, *at);
                note.encode(out);
            }
            Self::Segment(sealed) => {
                out.push(b'S');
                out.extend_from_slice(&sealed.statement.to_bytes());
                out.extend_from_slice(&sealed.signature);
            }
        }
    }

    /// When the entry was made; `None` for the end of a segment.
    #[must_use]
    pub fn at(&self) -> Option<Arrival> {
        match self {
            Self::Header(Header { at, .. })
            | Self::Packet { at, .. }
            | Self::SenderReport { at, .. }
            | Self::Note { at, .. } => Some(*at),
            Self::Segment(_) => None,
        }
    }
}

impl Note {
    fn encode(self, out: &mut Vec<u8>) {
        match self {
            Self::TapStarted(types) => {
                // 255 is no payload type: those have seven bits.
                out.extend_from_slice(&[1, types.primary, types.redundant.unwrap_or(255)]);
            }
            Self::TapStopped => out.push(2),
            Self::Gap { cause, packets, from_utc_ns, to_utc_ns } => {
                let cause = match cause {
                    GapCause::QueueFull => 1,
                    GapCause::Disk => 2,
                };
                out.extend_from_slice(&[3, cause]);
                out.extend_from_slice(&packets.to_be_bytes());
                out.extend_from_slice(&from_utc_ns.to_be_bytes());
                out.extend_from_slice(&to_utc_ns.to_be_bytes());
            }
            Self::Resumed(resumed) => {
                out.push(4);
                out.extend_from_slice(&resumed.link);
                out.extend_from_slice(&resumed.gap_ns.to_be_bytes());
                out.extend_from_slice(&resumed.cut_bytes.to_be_bytes());
            }
            Self::Closed => out.push(5),
        }
    }
}

pub(super) fn put_name(out: &mut Vec<u8>, name: &TrackName) {
    let text = name.as_str().as_bytes();
    // A name has at most 32 bytes.
    out.push(u8::try_from(text.len()).unwrap_or(u8::MAX));
    out.extend_from_slice(text);
}

fn put_arrival(out: &mut Vec<u8>, at: Arrival) {
    out.extend_from_slice(&at.monotonic_ns.to_be_bytes());
    out.extend_from_slice(&at.utc_ns.to_be_bytes());
}

/// Why reading stopped, and where.
#[derive(Debug, thiserror::Error)]
#[error("byte {at_byte}: {why}")]
pub struct JournalError {
    /// Offset of the first entry that is not good.
    pub at_byte: u64,
    /// What is wrong with it.
    pub why: Fault,
}

/// What can be wrong with an entry.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// The file ends within the entry.
    #[error("the file ends within an entry")]
    Torn,
    /// No entry is that long.
    #[error("an entry of {0} bytes is impossible")]
    Length(u32),
    /// The bytes are not those that were written.
    #[error("an entry's checksum is wrong")]
    Checksum,
    /// The checksum is right, but the fields make no sense.
    #[error("an entry's {0} makes no sense")]
    Field(&'static str),
    /// The file cannot be read.
    #[error("cannot be read: {0}")]
    Read(std::io::Error),
}

/// Reads a journal entry by entry, so that a long one needs no memory.
#[derive(Debug)]
pub struct Reader<R> {
    from: R,
    at_byte: u64,
    buffer: Vec<u8>,
}

/// One good entry and where it was.
#[derive(Debug)]
pub struct Found<'a> {
    /// Offset of the entry's first byte.
    pub at_byte: u64,
    /// The entry with its frame, as in the file.
    pub raw: &'a [u8],
    /// What it says.
    pub entry: Entry<'a>,
}

impl<R: Read> Reader<R> {
    /// Reads from the start of a journal. Give it a buffered source.
    pub fn new(from: R) -> Self {
        Self { from, at_byte: 0, buffer: Vec::new() }
    }

    /// The next entry; `None` at the end of the file.
    ///
    /// # Errors
    /// [`JournalError`] at the first byte that is not part of a good entry.
    pub fn next_entry(&mut self) -> Result<Option<Found<'_>>, JournalError> {
        let at_byte = self.at_byte;
        let stop = |why| JournalError { at_byte, why };
        if !self.fill().map_err(stop)? {
            return Ok(None);
        }
        self.at_byte += self.buffer.len() as u64;
        let entry = decode_body(&self.buffer[FRAME_BYTES..]).map_err(stop)?;
        Ok(Some(Found { at_byte, raw: &self.buffer, entry }))
    }

    /// Offset behind the last entry read.
    #[must_use]
    pub fn at_byte(&self) -> u64 {
        self.at_byte
    }

    /// Reads one frame into the buffer and checks it; false at the end of the file.
    fn fill(&mut self) -> Result<bool, Fault> {
        self.buffer.resize(FRAME_BYTES, 0);
        match read_up_to(&mut self.from, &mut self.buffer)? {
            0 => return Ok(false),
            FRAME_BYTES => {}
            _ => return Err(Fault::Torn),
        }
        let [a, b, c, d, e, f, g, h] = self.buffer[..] else { return Err(Fault::Torn) };
        let length = [a, b, c, d];
        let body_bytes = u32::from_be_bytes(length);
        if body_bytes == 0 || body_bytes as usize > MAX_BODY_BYTES {
            return Err(Fault::Length(body_bytes));
        }
        self.buffer.resize(FRAME_BYTES + body_bytes as usize, 0);
        let body = &mut self.buffer[FRAME_BYTES..];
        if read_up_to(&mut self.from, body)? < body.len() {
            return Err(Fault::Torn);
        }
        if crc32c(&[&length, body]) != u32::from_be_bytes([e, f, g, h]) {
            return Err(Fault::Checksum);
        }
        Ok(true)
    }
}

/// Fills `buffer` as far as the source goes.
fn read_up_to(from: &mut impl Read, buffer: &mut [u8]) -> Result<usize, Fault> {
    let mut filled = 0;
    while filled < buffer.len() {
        match from.read(&mut buffer[filled..]) {
            Ok(0) => break,
            Ok(bytes) => filled += bytes,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(Fault::Read(error)),
        }
    }
    Ok(filled)
}

fn decode_body(body: &[u8]) -> Result<Entry<'_>, Fault> {
    let mut fields = Fields(body);
    let entry = match fields.byte("kind")? {
        b'H' => Entry::Header(decode_header(&mut fields)?),
        b'P' => Entry::Packet { at: fields.arrival()?, rtp: fields.rest() },
        b'R' => Entry::SenderReport { at: fields.arrival()?, rtcp: fields.rest() },
        b'N' => Entry::Note { at: fields.arrival()?, note: decode_note(&mut fields)? },
        b'S' => Entry::Segment(Sealed {
            statement: Statement::decode(&mut fields)?,
            signature: fields.take("signature")?,
        }),
        _ => return Err(Fault::Field("kind")),
    };
    if fields.0.is_empty() { Ok(entry) } else { Err(Fault::Field("length")) }
}

fn decode_header(fields: &mut Fields<'_>) -> Result<Header, Fault> {
    if &fields.take::<17>("magic")? != MAGIC {
        return Err(Fault::Field("magic"));
    }
    Ok(Header {
        record: RecordId(u128::from_be_bytes(fields.take("record")?)),
        name: fields.name()?,
        codec: match fields.byte("codec")? {
            1 => Codec::Opus,
            2 => Codec::Vp8,
            _ => return Err(Fault::Field("codec")),
        },
        key: PublicKey(fields.take("key")?),
        at: fields.arrival()?,
    })
}

fn decode_note(fields: &mut Fields<'_>) -> Result<Note, Fault> {
    Ok(match fields.byte("note")? {
        1 => {
            let primary = fields.byte("payload type")?;
            let redundant = Some(fields.byte("payload type")?).filter(|number| *number != 255);
            if primary > 127 || redundant.is_some_and(|number| number > 127) {
                return Err(Fault::Field("payload type"));
            }
            Note::TapStarted(PayloadTypes { primary, redundant })
        }
        2 => Note::TapStopped,
        3 => Note::Gap {
            cause: match fields.byte("cause")? {
                1 => GapCause::QueueFull,
                2 => GapCause::Disk,
                _ => return Err(Fault::Field("cause")),
            },
            packets: fields.u32("packets")?,
            from_utc_ns: fields.u64("gap")?,
            to_utc_ns: fields.u64("gap")?,
        },
        4 => Note::Resumed(Resumed {
            link: fields.take("link")?,
            gap_ns: fields.u64("gap")?,
            cut_bytes: fields.u64("cut")?,
        }),
        5 => Note::Closed,
        _ => return Err(Fault::Field("note")),
    })
}

/// The unread fields of a body.
pub(super) struct Fields<'a>(&'a [u8]);

impl<'a> Fields<'a> {
    pub(super) fn take<const N: usize>(&mut self, what: &'static str) -> Result<[u8; N], Fault> {
        let (taken, rest) = self.0.split_first_chunk::<N>().ok_or(Fault::Field(what))?;
        self.0 = rest;
        Ok(*taken)
    }

    pub(super) fn byte(&mut self, what: &'static str) -> Result<u8, Fault> {
        self.take::<1>(what).map(|[byte]| byte)
    }

    pub(super) fn u32(&mut self, what: &'static str) -> Result<u32, Fault> {
        self.take(what).map(u32::from_be_bytes)
    }

    pub(super) fn u64(&mut self, what: &'static str) -> Result<u64, Fault> {
        self.take(what).map(u64::from_be_bytes)
    }

    pub(super) fn name(&mut self) -> Result<TrackName, Fault> {
        let length = usize::from(self.byte("name")?);
        let (text, rest) = self.0.split_at_checked(length).ok_or(Fault::Field("name"))?;
        self.0 = rest;
        let text = std::str::from_utf8(text).map_err(|_| Fault::Field("name"))?;
        TrackName::new(text).map_err(|_| Fault::Field("name"))
    }

    fn arrival(&mut self) -> Result<Arrival, Fault> {
        Ok(Arrival { monotonic_ns: self.u64("time")?, utc_ns: self.u64("time")? })
    }

    fn rest(&mut self) -> &'a [u8] {
        std::mem::take(&mut self.0)
    }
}

#[cfg(test)]
mod tests;
