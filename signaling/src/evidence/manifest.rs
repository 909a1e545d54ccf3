//! `manifest.json`: what belongs to a record, each part with its hash, in one
//! page that is signed. Canonical JSON (RFC 8785): sorted keys, no spaces,
//! integers only, so that the same facts are the same bytes.

use super::derive::{Fills, Span};
use super::{EvidenceError, Gap};
use aws_lc_rs::digest::{Context, SHA256};
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::Read;
use std::path::Path;
use uuid::Uuid;

/// The manifest's name in the record's folder.
pub const MANIFEST: &str = "manifest.json";

/// The name of its signature: Ed25519 over the manifest's bytes, 64 bytes.
pub const SIGNATURE: &str = "manifest.sig";

/// The name of the event log.
pub const MINUTES: &str = "minutes.jsonl";

/// The name of the instructions for whoever receives the folder.
pub const README: &str = "README.txt";

/// What `format` says in records of this version.
pub const FORMAT: &str = "puente-record-1";

// The fields are in the order of their names: so serde writes them canonically.

/// What belongs to a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// When the hearing was closed, microseconds UTC.
    pub closed_us: i64,
    /// Ordinary files made from the tracks.
    pub derived: Vec<DerivedEntry>,
    /// [`FORMAT`].
    pub format: String,
    /// Stretches that are missing in the tracks, by their own account.
    pub gaps: Vec<Gap>,
    /// The hearing's id.
    pub hearing: Uuid,
    /// Fingerprint of the public key: SHA-256 of its 32 bytes, hex.
    pub key: String,
    /// The hearing's kind.
    pub kind: String,
    /// The event log.
    pub minutes: MinutesEntry,
    /// When the hearing was opened, microseconds UTC.
    pub opened_us: i64,
    /// SHA-256 of the instructions, hex.
    pub readme_sha256: String,
    /// From where to where the derived files last; `null` without packets.
    pub span: Option<Span>,
    /// The journals.
    pub tracks: Vec<TrackEntry>,
}

/// The event log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MinutesEntry {
    /// Lines.
    pub events: u64,
    /// Hash of the last line, hex.
    pub head: String,
    /// SHA-256 of the file, hex.
    pub sha256: String,
}

/// One journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrackEntry {
    /// Size of the file.
    pub bytes: u64,
    /// Arrival of the first packet, microseconds UTC; `null` without packets.
    pub first_us: Option<i64>,
    /// Link of the last segment, hex.
    pub head: String,
    /// Arrival of the last packet, microseconds UTC; `null` without packets.
    pub last_us: Option<i64>,
    /// Packets that were sent and did not arrive in their segment's time.
    pub lost: u64,
    /// The track's name; the file is `tracks/NAME.pjl`.
    pub name: String,
    /// RTP packets.
    pub packets: u64,
    /// Segments.
    pub segments: u32,
    /// SHA-256 of the file, hex.
    pub sha256: String,
}

/// One derived file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DerivedEntry {
    /// Its name in the folder `derived`.
    pub file: String,
    /// What was filled in and left out.
    pub fills: Fills,
    /// SHA-256 of the file, hex.
    pub sha256: String,
    /// The track it was derived from.
    pub track: String,
}

impl Manifest {
    /// The canonical bytes, which are signed.
    ///
    /// # Errors
    /// Never for a manifest made by this program.
    pub fn to_bytes(&self) -> Result<Vec<u8>, EvidenceError> {
        serde_json::to_vec(self).map_err(EvidenceError::Manifest)
    }

    /// Reads canonical bytes; others are refused.
    ///
    /// # Errors
    /// [`EvidenceError::Manifest`] if they are no manifest, [`EvidenceError::NotCanonical`]
    /// if they are one in another form, [`EvidenceError::Format`] for another version.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, EvidenceError> {
        let manifest: Self = serde_json::from_slice(bytes).map_err(EvidenceError::Manifest)?;
        if manifest.format != FORMAT {
            return Err(EvidenceError::Format(manifest.format));
        }
        if manifest.to_bytes()? != bytes {
            return Err(EvidenceError::NotCanonical);
        }
        Ok(manifest)
    }
}

/// SHA-256 of a file and its size, read piece by piece.
pub(super) fn hash_file(path: &Path) -> Result<(String, u64), EvidenceError> {
    let io = |source| EvidenceError::Io { path: path.to_owned(), source };
    let mut file = File::open(path).map_err(io)?;
    let mut context = Context::new(&SHA256);
    let mut buffer = vec![0; 1 << 16];
    let mut total = 0;
    loop {
        let bytes = file.read(&mut buffer).map_err(io)?;
        if bytes == 0 {
            return Ok((hex::encode(context.finish()), total));
        }
        context.update(&buffer[..bytes]);
        total += bytes as u64;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn manifest() -> Manifest {
        let sha256 = "0".repeat(64);
        Manifest {
            closed_us: 2,
            derived: vec![DerivedEntry {
                file: "s01-mic.ogg".to_owned(),
                fills: Fills::default(),
                sha256: sha256.clone(),
                track: "s01-mic".to_owned(),
            }],
            format: FORMAT.to_owned(),
            gaps: vec![Gap {
                cause: super::super::Cause::Restart,
                from_us: 1,
                packets: 0,
                to_us: 2,
                track: "s01-mic".to_owned(),
            }],
            hearing: Uuid::from_u128(7),
            key: sha256.clone(),
            kind: "interview".to_owned(),
            minutes: MinutesEntry { events: 1, head: sha256.clone(), sha256: sha256.clone() },
            opened_us: 1,
            readme_sha256: sha256.clone(),
            span: Some(Span { first_us: 1, last_us: 2 }),
            tracks: vec![TrackEntry {
                bytes: 3,
                first_us: Some(1),
                head: sha256.clone(),
                last_us: None,
                lost: 0,
                name: "s01-mic".to_owned(),
                packets: 4,
                segments: 5,
                sha256,
            }],
        }
    }

    /// Maps in serde_json may be sorted or not; here every object's keys are compared.
    #[test]
    fn keys_are_sorted() {
        fn keys_of(text: &str) -> Vec<Vec<String>> {
            let (mut open, mut done) = (Vec::new(), Vec::new());
            let mut parts = text.split('"').peekable();
            while let Some(between) = parts.next() {
                for sign in between.chars() {
                    match sign {
                        '{' => open.push(Vec::new()),
                        '}' => done.extend(open.pop()),
                        _ => {}
                    }
                }
                let Some(word) = parts.next() else { break };
                if parts.peek().is_some_and(|next| next.starts_with(':')) {
                    open.last_mut().unwrap().push(word.to_owned());
                }
            }
            done
        }
        let text = String::from_utf8(manifest().to_bytes().unwrap()).unwrap();
        let objects = keys_of(&text);
        assert_eq!(objects.len(), 7);
        assert!(objects.iter().all(|keys| !keys.is_empty() && keys.is_sorted()), "{objects:?}");
        assert!(!text.contains(": ") && !text.contains('.') || text.contains("s01-mic.ogg"));
    }

    #[test]
    fn only_the_canonical_form_is_read() {
        let bytes = manifest().to_bytes().unwrap();
        assert_eq!(Manifest::from_bytes(&bytes).unwrap(), manifest());
        let spaced = [b" ".as_slice(), &bytes].concat();
        assert!(matches!(Manifest::from_bytes(&spaced), Err(EvidenceError::NotCanonical)));
        let other = String::from_utf8(bytes).unwrap().replace(FORMAT, "puente-record-9");
        assert!(matches!(Manifest::from_bytes(other.as_bytes()), Err(EvidenceError::Format(_))));
    }

    proptest! {
        #[test]
        fn nonsense_is_refused_without_panic(bytes: Vec<u8>) {
            prop_assert!(Manifest::from_bytes(&bytes).is_err());
        }
    }
}
