//! What `puente verify` says.

use crate::evidence::manifest::Manifest;
use crate::evidence::survey::{Cause, Gap};
use jiff::Timestamp;
use std::fmt::{self, Display, Formatter};
use std::path::{Path, PathBuf};

/// The outcome, and everything it rests on.
#[derive(Clone, Debug)]
pub struct Report {
    /// The folder that was verified.
    pub folder: PathBuf,
    /// Fingerprint of the pinned key.
    pub key: Option<String>,
    /// What is wrong, in the order of time.
    pub findings: Vec<Finding>,
    /// Stretches that are missing and say so; they do not refuse a record.
    pub gaps: Vec<Gap>,
    /// Instant from which offsets count, microseconds UTC.
    pub start_us: i64,
    manifest: Option<Manifest>,
    unreadable: Option<String>,
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Which part: a track's name, `minutes`, `manifest`, or a file.
    pub source: String,
    /// The instant that it concerns, microseconds UTC; `None` is all of the record.
    pub at_us: Option<i64>,
    /// What is wrong.
    pub what: String,
}

/// In one word.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Everything is as it was sealed, by the pinned key.
    Accepted,
    /// Something is not.
    Refused,
    /// The key or the folder could not be read.
    Unreadable,
}

impl Verdict {
    /// What the process ends with: 0, 1 or 2.
    #[must_use]
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Accepted => 0,
            Self::Refused => 1,
            Self::Unreadable => 2,
        }
    }
}

impl Report {
    pub(super) fn new(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
            key: None,
            findings: Vec::new(),
            gaps: Vec::new(),
            start_us: 0,
            manifest: None,
            unreadable: None,
        }
    }

    /// In one word.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        if self.unreadable.is_some() {
            Verdict::Unreadable
        } else if self.findings.is_empty() && self.manifest.is_some() {
            Verdict::Accepted
        } else {
            Verdict::Refused
        }
    }

    pub(super) fn unreadable(mut self, why: &dyn Display) -> Self {
        self.unreadable = Some(why.to_string());
        self
    }

    pub(super) fn begin(&mut self, manifest: &Manifest) {
        self.start_us = manifest.span.map_or(manifest.opened_us, |span| span.first_us);
        self.manifest = Some(manifest.clone());
    }

    pub(super) fn found(&mut self, source: &str, at_us: Option<i64>, what: &str) {
        let (source, what) = (source.to_owned(), what.to_owned());
        self.findings.push(Finding { source, at_us, what });
    }

    pub(super) fn finish(&mut self) {
        self.findings.sort_by_key(|finding| finding.at_us);
        self.gaps.sort_by_key(|gap| gap.from_us);
    }

    /// UTC and offset from the start: `2026-11-25T16:00:03.250Z (+00:00:03)`.
    fn place(&self, at_us: i64) -> String {
        let offset_s = (at_us - self.start_us) / 1_000_000;
        let (sign, seconds) = if offset_s < 0 { ('-', -offset_s) } else { ('+', offset_s) };
        let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
        format!("{} ({sign}{hours:02}:{minutes:02}:{seconds:02})", utc(at_us))
    }
}

/// An instant in words, to the millisecond.
fn utc(at_us: i64) -> String {
    match Timestamp::from_microsecond(at_us) {
        Ok(instant) => format!("{instant:.3}"),
        Err(_) => format!("{at_us} µs after 1970"),
    }
}

impl Display for Report {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        writeln!(f, "record   {}", self.folder.display())?;
        if let Some(key) = &self.key {
            writeln!(f, "key      {key}")?;
        }
        if let Some(manifest) = &self.manifest {
            writeln!(f, "hearing  {} ({})", manifest.hearing, manifest.kind)?;
            writeln!(f, "time     {} to {}", utc(manifest.opened_us), utc(manifest.closed_us))?;
            writeln!(f, "minutes  {} events", manifest.minutes.events)?;
            for track in &manifest.tracks {
                write!(f, "track    {}: {} segments, ", track.name, track.segments)?;
                writeln!(f, "{} packets, {} lost on the way", track.packets, track.lost)?;
            }
            for Gap { cause, from_us, packets, to_us, track } in &self.gaps {
                let length_ms = (to_us - from_us) / 1_000;
                write!(f, "gap      {} {track}: {length_ms} ms, ", self.place(*from_us))?;
                match cause {
                    Cause::Restart => writeln!(f, "the recorder was started again")?,
                    Cause::NotKept => writeln!(f, "{packets} packets could not be kept")?,
                }
            }
        }
        for finding in &self.findings {
            let place = finding.at_us.map_or("whole record".to_owned(), |at_us| self.place(at_us));
            writeln!(f, "WRONG    {place} {}: {}", finding.source, finding.what)?;
        }
        match (self.verdict(), &self.unreadable) {
            (_, Some(why)) => write!(f, "NOT READ {why}"),
            (Verdict::Accepted, _) => {
                write!(f, "ACCEPTED everything is as it was sealed with this key")
            }
            _ => write!(f, "REFUSED  this is not the record as it was sealed with this key"),
        }
    }
}
