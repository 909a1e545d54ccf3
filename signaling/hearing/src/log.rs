//! The hash-chained log of a hearing: one line of canonical JSON (RFC 8785) for each event.
//!
//! Line: `{"at_us":…,"by":…,"event":{…},"hearing":"…","prev":"…","seq":…,"v":1}`.
//! Hash: SHA-256 over `puente-event-v1\n` and the line's bytes; `prev` is the hash of the line
//! before in lower-case hex, 64 zeros for the first. A court's expert needs no program of ours
//! to check it.

use crate::event::HearingEvent;
use crate::ids::Seat;
use crate::state::HearingState;
use aws_lc_rs::digest::{Context, SHA256};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The version of the encoding that is written.
pub const VERSION: u8 = 1;
const DOMAIN: &[u8] = b"puente-event-v1\n";

/// An event with its place in the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// When, in microseconds since 1970-01-01T00:00:00Z.
    pub at_us: i64,
    /// Who did it; `null` is the server.
    pub by: Option<Seat>,
    pub event: HearingEvent,
    /// The hearing's id, so that no line fits into another log.
    pub hearing: String,
    pub prev: Hash,
    /// Counted from 0 without gaps.
    pub seq: u64,
    pub v: u8,
}

/// The SHA-256 of a line, as lower-case hex.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Hash(pub String);

/// Why a log is not what it should be.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LogError {
    #[error("line {seq} is not an event of version {VERSION}: {source}")]
    NotAnEvent { seq: u64, source: serde_json::Error },
    #[error("line {seq} is not in canonical form")]
    NotCanonical { seq: u64 },
    #[error("line {seq} has the version {found}, known is {VERSION}")]
    UnknownVersion { seq: u64, found: u8 },
    #[error("line {seq} follows another line than the one before it")]
    BrokenChain { seq: u64 },
    #[error("line {seq} belongs to another hearing")]
    OtherHearing { seq: u64 },
    #[error("the log does not begin with the opening of a session")]
    NotOpened,
    #[error("a number in the event is not an integer")]
    NotAnInteger,
}

impl Hash {
    /// What the first line names as its predecessor.
    pub fn zero() -> Self {
        Self("0".repeat(64))
    }

    /// The hash of a line's bytes, without its line end.
    pub fn of_line(line: &[u8]) -> Self {
        Self(hex::encode(digest(line)))
    }
}

/// The SHA-256 that links a line, as bytes.
pub fn digest(line: &[u8]) -> [u8; 32] {
    let mut context = Context::new(&SHA256);
    context.update(DOMAIN);
    context.update(line);
    let mut bytes = [0; 32];
    bytes.copy_from_slice(context.finish().as_ref());
    bytes
}

impl Entry {
    /// The line's bytes, without a line end.
    pub fn to_line(&self) -> Result<Vec<u8>, LogError> {
        let value = serde_json::to_value(self)
            .map_err(|source| LogError::NotAnEvent { seq: self.seq, source })?;
        let mut line = Vec::with_capacity(256);
        write_canonical(&value, &mut line)?;
        Ok(line)
    }

    /// Reads one line and insists on its canonical form.
    pub fn from_line(line: &[u8], seq: u64) -> Result<Self, LogError> {
        let entry: Entry =
            serde_json::from_slice(line).map_err(|source| LogError::NotAnEvent { seq, source })?;
        if entry.v != VERSION {
            return Err(LogError::UnknownVersion { seq, found: entry.v });
        }
        if entry.to_line()? != line {
            return Err(LogError::NotCanonical { seq });
        }
        Ok(entry)
    }
}

/// A log that is being written or was read: its entries' head, and the state they give.
#[derive(Clone, Debug)]
pub struct Log {
    pub hearing: String,
    pub state: HearingState,
    pub head: Hash,
    pub next_seq: u64,
}

impl Log {
    /// Begins a log; `opening` must be [`HearingEvent::SessionOpened`].
    pub fn begin(
        hearing: &str,
        at_us: i64,
        opening: HearingEvent,
    ) -> Result<(Self, Vec<u8>), LogError> {
        let HearingEvent::SessionOpened { setup } = &opening else {
            return Err(LogError::NotOpened);
        };
        let mut log = Self {
            hearing: hearing.to_owned(),
            state: HearingState::open(setup),
            head: Hash::zero(),
            next_seq: 0,
        };
        let line = log.append(at_us, None, opening)?;
        Ok((log, line))
    }

    /// The line that the next event makes; changes nothing.
    pub fn line_for(
        &self,
        at_us: i64,
        by: Option<Seat>,
        event: HearingEvent,
    ) -> Result<Vec<u8>, LogError> {
        let hearing = self.hearing.clone();
        let (prev, seq) = (self.head.clone(), self.next_seq);
        Entry { at_us, by, event, hearing, prev, seq, v: VERSION }.to_line()
    }

    /// Appends an event and gives its line, to be stored before the event has any effect.
    pub fn append(
        &mut self,
        at_us: i64,
        by: Option<Seat>,
        event: HearingEvent,
    ) -> Result<Vec<u8>, LogError> {
        let line = self.line_for(at_us, by, event.clone())?;
        self.accept(&line, &event);
        Ok(line)
    }

    /// Reads a whole log and checks its chain.
    pub fn replay<'a>(
        lines: impl IntoIterator<Item = &'a [u8]>,
    ) -> Result<(Self, Vec<Entry>), LogError> {
        let mut entries = Vec::new();
        let mut log: Option<Self> = None;
        for (line, seq) in lines.into_iter().zip(0..) {
            let entry = Entry::from_line(line, seq)?;
            let current = match &mut log {
                Some(log) => log,
                None => {
                    let HearingEvent::SessionOpened { setup } = &entry.event else {
                        return Err(LogError::NotOpened);
                    };
                    log.insert(Self {
                        hearing: entry.hearing.clone(),
                        state: HearingState::open(setup),
                        head: Hash::zero(),
                        next_seq: 0,
                    })
                }
            };
            if entry.hearing != current.hearing {
                return Err(LogError::OtherHearing { seq });
            }
            if entry.prev != current.head || entry.seq != current.next_seq {
                return Err(LogError::BrokenChain { seq });
            }
            current.accept(line, &entry.event);
            entries.push(entry);
        }
        log.map(|log| (log, entries)).ok_or(LogError::NotOpened)
    }

    /// Moves on by an event whose line, made by [`Log::line_for`], is now stored.
    pub fn accept(&mut self, line: &[u8], event: &HearingEvent) {
        self.state = crate::apply(self.state.clone(), event);
        self.head = Hash::of_line(line);
        self.next_seq += 1;
    }
}

/// RFC 8785 for what we write: sorted keys, no spaces, integers only. Our keys are ASCII, so
/// byte order is the order of UTF-16 units that the RFC asks for.
fn write_canonical(value: &Value, out: &mut Vec<u8>) -> Result<(), LogError> {
    match value {
        Value::Number(n) if n.is_f64() => return Err(LogError::NotAnInteger),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            out.extend_from_slice(value.to_string().as_bytes());
        }
        Value::Array(items) => {
            out.push(b'[');
            for (n, item) in items.iter().enumerate() {
                if n > 0 {
                    out.push(b',');
                }
                write_canonical(item, out)?;
            }
            out.push(b']');
        }
        Value::Object(map) => {
            let mut keys: Vec<_> = map.iter().collect();
            keys.sort_by_key(|(key, _)| key.as_str());
            out.push(b'{');
            for (n, (key, item)) in keys.into_iter().enumerate() {
                if n > 0 {
                    out.push(b',');
                }
                out.extend_from_slice(Value::String(key.clone()).to_string().as_bytes());
                out.push(b':');
                write_canonical(item, out)?;
            }
            out.push(b'}');
        }
    }
    Ok(())
}
