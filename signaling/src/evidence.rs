//! The evidence of a hearing: sealing its record, verifying it without a server,
//! deriving ordinary files, and what each channel's listeners heard.
//!
//! `RECORD.md` describes a record's folder byte by byte. The journals themselves
//! are written by `puente_sfu::record`.

pub mod derive;
pub mod manifest;
pub mod minutes;
pub mod playback;
pub mod public_key;
mod readme;
#[cfg(test)]
mod sample;
pub mod seal;
mod survey;
pub mod track_name;
pub mod verify;

pub use survey::{Cause, Gap};

use std::path::PathBuf;

/// Why a record cannot be sealed or read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EvidenceError {
    /// A file cannot be read or written.
    #[error("{path}: {source}")]
    Io { path: PathBuf, source: std::io::Error },
    /// The manifest is none.
    #[error("the manifest cannot be read: {0}")]
    Manifest(serde_json::Error),
    /// The manifest's facts are written in another form than the one that is signed.
    #[error("the manifest is not in canonical form")]
    NotCanonical,
    /// The record is of another version.
    #[error("the record's format {0:?} is not known")]
    Format(String),
    /// The key file holds no key.
    #[error("{0} holds no Ed25519 public key")]
    NotAKey(PathBuf),
    /// A journal is not good.
    #[error("track {name}: {why}")]
    Track { name: String, why: String },
    /// The event log is not good.
    #[error("minutes, event {seq}: {why}")]
    Minutes { seq: u64, why: String },
    /// Ordinary files could not be derived.
    #[error(transparent)]
    Derive(#[from] derive::DeriveError),
    /// A journal cannot be closed.
    #[error(transparent)]
    Record(#[from] puente_sfu::record::RecordError),
}
