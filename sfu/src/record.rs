//! The record: every source's packets, as received, in an append-only journal
//! that survives `kill -9` of the process and a power cut.
//!
//! A worker hands packets to a [`RecorderHandle`]; one I/O thread writes them.
//! Nothing here knows people: a track is `s02-mic`, seat and kind.
//! `signaling/RECORD.md` describes the files byte by byte.

pub mod chain;
mod crc32c;
mod handle;
pub mod journal;
mod key;
mod recorder;
mod recovery;
pub mod segment;
mod track;
mod writer;

pub use handle::{RecorderHandle, RecorderHealth};
pub use key::{PublicKey, RecordKey};
pub use recorder::{Clock, Recorder, RecorderConfig};
pub use recovery::{close_leftover, journal_path};
pub use track::{Arrival, Codec, PayloadTypes, RecordId, TrackHead, TrackId, TrackName};

/// Why the recorder could not do what was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RecordError {
    /// The disk refused.
    #[error("{path}: {source}")]
    Io {
        /// The file or folder in question.
        path: std::path::PathBuf,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// The name of a track must be 1 to 32 of `a-z`, `0-9` and `-`.
    #[error("not a track name: {0:?}")]
    TrackName(String),
    /// A journal that is there already belongs to another record, track or key.
    #[error("{path} is of another {what}")]
    Foreign {
        /// The journal.
        path: std::path::PathBuf,
        /// What differs: `record`, `track`, `codec` or `key`.
        what: &'static str,
    },
    /// A journal is damaged before its end, so it may not be continued.
    #[error("{path} is damaged at byte {at_byte}: {why}")]
    Damaged {
        /// The journal.
        path: std::path::PathBuf,
        /// Where the first bad byte is.
        at_byte: u64,
        /// What is wrong there.
        why: String,
    },
    /// The track is not open.
    #[error("the track is not open")]
    NoSuchTrack,
    /// The key's bytes are not an Ed25519 key.
    #[error("not an Ed25519 key")]
    Key,
    /// The I/O thread has ended.
    #[error("the recorder has stopped")]
    Stopped,
}
