//! A segment: about one second of a journal, closed by a signed statement that
//! names the segment before it. Pure.

use super::journal::{Entry, Fault, Fields, Note, put_name};
use super::{PublicKey, RecordId, RecordKey, TrackName};
use aws_lc_rs::digest::{Context, SHA256, digest};

/// First bytes of every statement, so that its signature fits nothing else.
pub const DOMAIN: &[u8; 18] = b"puente-segment-v1\n";

/// The link before the first segment.
pub const FIRST_LINK: [u8; 32] = [0; 32];

/// A jump of sequence numbers beyond this is a new start, not a loss (RFC 3550 A.1).
const MAX_LOST_AT_ONCE: u16 = 3_000;

/// How a segment came to be closed.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Closing {
    /// `1`: by the recorder that wrote it.
    Whole,
    /// `2`: after a sudden end, by the recorder that took the journal up again.
    Recovered,
}

/// What is signed at the end of a segment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Statement {
    /// The record.
    pub record: RecordId,
    /// The track.
    pub name: TrackName,
    /// Counts from 0 without holes.
    pub index: u32,
    /// How it was closed.
    pub closing: Closing,
    /// What is in it.
    pub content: Content,
    /// Link of the segment before; [`FIRST_LINK`] for the first.
    pub previous: [u8; 32],
    /// SHA-256 of the file's bytes from behind the last statement's entry to before this one's.
    pub sha256: [u8; 32],
}

/// What a segment holds, all of which a reader can count again.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
pub struct Content {
    /// Time of the first entry, nanoseconds UTC.
    pub first_utc_ns: u64,
    /// Time of the last entry, nanoseconds UTC.
    pub last_utc_ns: u64,
    /// RTP timestamp of the first packet; 0 without packets.
    pub first_rtp: u32,
    /// RTP timestamp of the last packet; 0 without packets.
    pub last_rtp: u32,
    /// RTP packets.
    pub packets: u32,
    /// Packets that were sent before the last one and had not arrived by the
    /// segment's end, as their sequence numbers tell.
    pub lost: u32,
}

/// A statement and its signature.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sealed {
    /// What is stated.
    pub statement: Statement,
    /// Ed25519 over [`Statement::to_bytes`].
    pub signature: [u8; 64],
}

impl Statement {
    /// The bytes that are signed and stored.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let content = &self.content;
        let mut out = Vec::with_capacity(192);
        out.extend_from_slice(DOMAIN);
        out.extend_from_slice(&self.record.0.to_be_bytes());
        put_name(&mut out, &self.name);
        out.extend_from_slice(&self.index.to_be_bytes());
        out.push(match self.closing {
            Closing::Whole => 1,
            Closing::Recovered => 2,
        });
        out.extend_from_slice(&content.first_utc_ns.to_be_bytes());
        out.extend_from_slice(&content.last_utc_ns.to_be_bytes());
        for number in [content.first_rtp, content.last_rtp, content.packets, content.lost] {
            out.extend_from_slice(&number.to_be_bytes());
        }
        out.extend_from_slice(&self.previous);
        out.extend_from_slice(&self.sha256);
        out
    }

    pub(super) fn decode(fields: &mut Fields<'_>) -> Result<Self, Fault> {
        if &fields.take::<18>("domain")? != DOMAIN {
            return Err(Fault::Field("domain"));
        }
        Ok(Self {
            record: RecordId(u128::from_be_bytes(fields.take("record")?)),
            name: fields.name()?,
            index: fields.u32("index")?,
            closing: match fields.byte("closing")? {
                1 => Closing::Whole,
                2 => Closing::Recovered,
                _ => return Err(Fault::Field("closing")),
            },
            content: Content {
                first_utc_ns: fields.u64("first time")?,
                last_utc_ns: fields.u64("last time")?,
                first_rtp: fields.u32("first timestamp")?,
                last_rtp: fields.u32("last timestamp")?,
                packets: fields.u32("packets")?,
                lost: fields.u32("losses")?,
            },
            previous: fields.take("previous link")?,
            sha256: fields.take("hash")?,
        })
    }

    /// What the next segment names as its `previous`: SHA-256 of the statement.
    #[must_use]
    pub fn link(&self) -> [u8; 32] {
        sized(digest(&SHA256, &self.to_bytes()).as_ref())
    }

    /// Signs the statement.
    #[must_use]
    pub fn seal(self, key: &RecordKey) -> Sealed {
        Sealed { signature: key.sign(&self.to_bytes()), statement: self }
    }
}

impl Sealed {
    /// Whether `key` signed the statement.
    #[must_use]
    pub fn signed_by(&self, key: &PublicKey) -> bool {
        key.verifies(&self.statement.to_bytes(), &self.signature)
    }
}

/// Counts and hashes the entries of the open segment; used to write and to verify.
#[derive(Clone)]
pub struct Tally {
    content: Content,
    entries: u32,
    hash: Context,
    losses: LossCounter,
}

impl Tally {
    /// At the start of a journal.
    #[must_use]
    pub fn new() -> Self {
        Self {
            content: Content::default(),
            entries: 0,
            hash: Context::new(&SHA256),
            losses: LossCounter::default(),
        }
    }

    /// Takes in the next entry of the segment and its framed bytes.
    pub fn add(&mut self, entry: &Entry<'_>, raw: &[u8]) {
        self.hash.update(raw);
        if let Some(at) = entry.at() {
            if self.entries == 0 {
                self.content.first_utc_ns = at.utc_ns;
            }
            self.content.last_utc_ns = at.utc_ns;
        }
        self.entries = self.entries.saturating_add(1);
        match entry {
            Entry::Packet { rtp, .. } => self.add_packet(rtp),
            Entry::Note { note: Note::TapStarted(_) | Note::Resumed(_), .. } => {
                self.losses = LossCounter::default();
            }
            _ => {}
        }
    }

    fn add_packet(&mut self, rtp: &[u8]) {
        let content = &mut self.content;
        if let Some(header) = RtpNumbers::read(rtp) {
            if content.packets == 0 {
                content.first_rtp = header.timestamp;
            }
            content.last_rtp = header.timestamp;
            self.losses.add(header);
        }
        content.packets = content.packets.saturating_add(1);
    }

    /// Entries of the open segment so far.
    #[must_use]
    pub fn entries(&self) -> u32 {
        self.entries
    }

    /// Closes the segment: what it held and the hash of its bytes. The next begins empty.
    pub fn close(&mut self) -> (Content, [u8; 32]) {
        let hash = std::mem::replace(&mut self.hash, Context::new(&SHA256));
        let mut content = std::mem::take(&mut self.content);
        content.lost = self.losses.take();
        self.entries = 0;
        (content, sized(hash.finish().as_ref()))
    }
}

impl std::fmt::Debug for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tally").field("entries", &self.entries).finish_non_exhaustive()
    }
}

impl Default for Tally {
    fn default() -> Self {
        Self::new()
    }
}

/// The three numbers of an RTP header (RFC 3550 §5.1) that the record counts by.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct RtpNumbers {
    /// Sequence number.
    pub sequence: u16,
    /// Timestamp, in ticks of the codec's clock.
    pub timestamp: u32,
    /// Synchronisation source.
    pub ssrc: u32,
}

impl RtpNumbers {
    /// Reads them; `None` if the packet is shorter than an RTP header.
    #[must_use]
    pub fn read(rtp: &[u8]) -> Option<Self> {
        let [_, _, s0, s1, t0, t1, t2, t3, c0, c1, c2, c3] = *rtp.first_chunk::<12>()?;
        Some(Self {
            sequence: u16::from_be_bytes([s0, s1]),
            timestamp: u32::from_be_bytes([t0, t1, t2, t3]),
            ssrc: u32::from_be_bytes([c0, c1, c2, c3]),
        })
    }
}

/// Counts sequence numbers that were skipped, less those that came late.
#[derive(Clone, Debug, Default)]
struct LossCounter {
    newest: Option<(u32, u16)>,
    missing: u32,
}

impl LossCounter {
    fn add(&mut self, RtpNumbers { ssrc, sequence, .. }: RtpNumbers) {
        let Some((same, newest)) = self.newest.filter(|(known, _)| *known == ssrc) else {
            self.newest = Some((ssrc, sequence));
            return;
        };
        match sequence.wrapping_sub(newest) {
            0 => {}
            ahead @ 1..=MAX_LOST_AT_ONCE => {
                self.missing = self.missing.saturating_add(u32::from(ahead) - 1);
                self.newest = Some((same, sequence));
            }
            behind if behind.wrapping_neg() <= MAX_LOST_AT_ONCE => {
                self.missing = self.missing.saturating_sub(1);
            }
            _ => self.newest = Some((same, sequence)),
        }
    }

    fn take(&mut self) -> u32 {
        std::mem::take(&mut self.missing)
    }
}

fn sized(hash: &[u8]) -> [u8; 32] {
    let mut out = [0; 32];
    out.copy_from_slice(hash);
    out
}

#[cfg(test)]
mod tests;
