//! One journal, followed from end to end: what it holds, and the first place
//! where it is not what was sealed.

use super::EvidenceError;
use super::manifest::{TrackEntry, hash_file};
use puente_sfu::record::chain::Chain;
use puente_sfu::record::journal::{Entry, Header, Note, Reader};
use puente_sfu::record::{TrackName, journal_path};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

/// What a journal holds.
#[derive(Debug)]
pub(super) struct Survey {
    pub(super) header: Option<Header>,
    pub(super) entry: TrackEntry,
    /// Links of all its segments, hex.
    pub(super) links: BTreeSet<String>,
    pub(super) gaps: Vec<Gap>,
    pub(super) fault: Option<TrackFault>,
    /// Time of the last good entry, microseconds UTC.
    pub(super) last_good_us: Option<i64>,
}

/// The first place where a journal is not good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TrackFault {
    /// Time of the last entry before it, microseconds UTC.
    pub(super) at_us: Option<i64>,
    pub(super) why: String,
}

/// A stretch that is missing and says so. The fields are in the order of their
/// names: a manifest is canonical.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gap {
    /// What caused it.
    pub cause: Cause,
    /// Last instant before it, microseconds UTC.
    pub from_us: i64,
    /// Packets that are known to be missing.
    pub packets: u32,
    /// First instant after it, microseconds UTC.
    pub to_us: i64,
    /// The track.
    pub track: String,
}

/// What caused a gap.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// The recorder ended suddenly and was started again.
    Restart,
    /// The disk was too slow or refused.
    NotKept,
}

/// The names of all journals of a record, sorted.
pub(super) fn track_names(folder: &Path) -> Result<Vec<TrackName>, EvidenceError> {
    let tracks = folder.join("tracks");
    let io = |source| EvidenceError::Io { path: tracks.clone(), source };
    if !tracks.exists() {
        return Ok(Vec::new());
    }
    let mut names = Vec::new();
    for file in std::fs::read_dir(&tracks).map_err(io)? {
        let file = file.map_err(io)?.file_name();
        let name = file.to_str().and_then(|file| file.strip_suffix(".pjl"));
        names.extend(name.and_then(|name| TrackName::new(name).ok()));
    }
    names.sort();
    Ok(names)
}

impl Survey {
    /// Follows the journal of `name`.
    pub(super) fn of(folder: &Path, name: &TrackName) -> Result<Self, EvidenceError> {
        let path = journal_path(folder, name);
        let (sha256, bytes) = hash_file(&path)?;
        let file = File::open(&path).map_err(|source| EvidenceError::Io { path, source })?;
        let mut survey = Self {
            header: None,
            entry: TrackEntry {
                bytes,
                first_us: None,
                head: String::new(),
                last_us: None,
                lost: 0,
                name: name.as_str().to_owned(),
                packets: 0,
                segments: 0,
                sha256,
            },
            links: BTreeSet::new(),
            gaps: Vec::new(),
            fault: None,
            last_good_us: None,
        };
        let mut chain = Chain::new();
        let outcome = survey.follow(&mut Reader::new(BufReader::new(file)), &mut chain);
        survey.last_good_us = (chain.last_utc_ns > 0).then(|| micros(chain.last_utc_ns));
        survey.fault = outcome.err().map(|why| TrackFault { at_us: survey.last_good_us, why });
        survey.header = chain.header;
        survey.entry.head = hex::encode(chain.link);
        survey.entry.segments = chain.next_index;
        Ok(survey)
    }

    fn follow(
        &mut self,
        reader: &mut Reader<BufReader<File>>,
        chain: &mut Chain,
    ) -> Result<(), String> {
        loop {
            let next = reader.next_entry().map_err(|error| match chain.next_index {
                0 => format!("{error}, in the first segment"),
                index => format!("{error}, in segment {index}"),
            })?;
            let Some(found) = next else { break };
            let before_us = micros(chain.last_utc_ns);
            let sealed =
                chain.follow(&found.entry, found.raw).map_err(|fault| fault.to_string())?;
            if let Some(content) = sealed {
                self.entry.lost += u64::from(content.lost);
                self.links.insert(hex::encode(chain.link));
            }
            self.count(&found.entry, before_us);
        }
        match (&chain.header, chain.tally.entries()) {
            (None, _) => Err("the journal is empty".to_owned()),
            (_, 0) => Ok(()),
            _ => Err(format!("the journal ends within segment {}", chain.next_index)),
        }
    }

    fn count(&mut self, entry: &Entry<'_>, before_us: i64) {
        let mut gap = |cause, packets, from_us, to_us| {
            let track = self.entry.name.clone();
            self.gaps.push(Gap { cause, from_us, packets, to_us, track });
        };
        match entry {
            Entry::Packet { at, .. } => {
                let at_us = micros(at.utc_ns);
                let known = &mut self.entry;
                known.packets += 1;
                known.first_us = Some(known.first_us.map_or(at_us, |first| first.min(at_us)));
                known.last_us = Some(known.last_us.map_or(at_us, |last| last.max(at_us)));
            }
            Entry::Note { at, note: Note::Resumed(_) } => {
                gap(Cause::Restart, 0, before_us, micros(at.utc_ns));
            }
            Entry::Note { note: Note::Gap { packets, from_utc_ns, to_utc_ns, .. }, .. } => {
                gap(Cause::NotKept, *packets, micros(*from_utc_ns), micros(*to_utc_ns));
            }
            _ => {}
        }
    }
}

fn micros(utc_ns: u64) -> i64 {
    i64::try_from(utc_ns / 1_000).unwrap_or(i64::MAX)
}
