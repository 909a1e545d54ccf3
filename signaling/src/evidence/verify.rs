//! `puente verify`: a record's folder against a pinned key. No server, no
//! database, no network. Whatever is wrong is named with its second and source.

mod locate;
mod report;

pub use report::{Finding, Report, Verdict};

use super::derive::derive;
use super::manifest::{MANIFEST, MINUTES, Manifest, README, SIGNATURE, hash_file};
use super::minutes::{self, Minutes};
use super::survey::{Survey, track_names};
use super::{EvidenceError, public_key};
use puente_sfu::record::{PublicKey, TrackName};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Verifies the record in `folder` with the key in `key_file` (hex or PEM).
#[must_use]
pub fn run(folder: &Path, key_file: &Path) -> Report {
    let mut report = Report::new(folder);
    let key = match public_key::read(key_file) {
        Ok(key) => key,
        Err(error) => return report.unreadable(&error),
    };
    report.key = Some(key.fingerprint());
    if !folder.is_dir() {
        return report.unreadable(&format!("{} is no folder", folder.display()));
    }
    let mut check = Check { folder, key, report };
    match check.manifest() {
        Some(manifest) => check.all(manifest),
        None => check.report.found("manifest", None, "without it the record cannot be verified"),
    }
    check.report
}

struct Check<'a> {
    folder: &'a Path,
    key: PublicKey,
    report: Report,
}

impl Check<'_> {
    /// Reads the manifest and checks its signature. One that reads but is not
    /// signed is still compared, to find the place that was changed.
    fn manifest(&mut self) -> Option<Manifest> {
        let report = &mut self.report;
        let bytes = match std::fs::read(self.folder.join(MANIFEST)) {
            Ok(bytes) => bytes,
            Err(error) => {
                report.found("manifest", None, &format!("{MANIFEST} cannot be read: {error}"));
                return None;
            }
        };
        let signature = std::fs::read(self.folder.join(SIGNATURE)).unwrap_or_default();
        let signed = <[u8; 64]>::try_from(signature.as_slice())
            .is_ok_and(|signature| self.key.verifies(&bytes, &signature));
        let manifest = match Manifest::from_bytes(&bytes) {
            Ok(manifest) => manifest,
            Err(error) => {
                report.found("manifest", None, &error.to_string());
                return None;
            }
        };
        report.begin(&manifest);
        let start_us = Some(report.start_us);
        if manifest.key != self.key.fingerprint() {
            let other = format!("the record was sealed with another key: {}", manifest.key);
            report.found("manifest", start_us, &other);
        } else if !signed {
            report.found("manifest", start_us, "it was changed: its signature is wrong");
        }
        Some(manifest)
    }

    fn all(&mut self, manifest: Manifest) {
        let minutes = self.minutes(&manifest);
        let links = self.tracks(&manifest);
        if self.report.findings.is_empty() && self.report.gaps != manifest.gaps {
            let start_us = Some(self.report.start_us);
            self.report.found("manifest", start_us, "it does not name the gaps of the tracks");
        }
        self.noted(&minutes, &links);
        self.derived(&manifest);
        self.readme(&manifest);
        self.strangers(&manifest);
        self.report.finish();
    }

    fn minutes(&mut self, manifest: &Manifest) -> Minutes {
        let report = &mut self.report;
        let bytes = match std::fs::read(self.folder.join(MINUTES)) {
            Ok(bytes) => bytes,
            Err(error) => {
                let why = format!("{MINUTES} cannot be read: {error}");
                report.found("minutes", Some(manifest.opened_us), &why);
                return Minutes::default();
            }
        };
        let (followed, broken) = minutes::follow(&bytes, &manifest.hearing.to_string());
        let known = &manifest.minutes;
        if let Some(minutes::Break { seq, after_us, why }) = broken {
            let at_us = after_us.unwrap_or(manifest.opened_us);
            report.found("minutes", Some(at_us), &format!("event {seq}: {why}"));
        } else if followed.events != known.events {
            let why = format!("there are {} events of {}", followed.events, known.events);
            report.found("minutes", followed.last_us.or(Some(manifest.opened_us)), &why);
        } else if followed.head != known.head {
            let at_us = followed.confirmed_us.unwrap_or(manifest.opened_us);
            report.found("minutes", Some(at_us), "the last event was changed");
        } else if !hash_file(&self.folder.join(MINUTES))
            .is_ok_and(|(sha256, _)| sha256 == known.sha256)
        {
            report.found("minutes", Some(manifest.opened_us), "the file was changed");
        }
        followed
    }

    /// Follows every track that the manifest names; gives the links of each.
    fn tracks(&mut self, manifest: &Manifest) -> BTreeMap<String, BTreeSet<String>> {
        let mut links = BTreeMap::new();
        for known in &manifest.tracks {
            let start_us = known.first_us.unwrap_or(manifest.opened_us);
            let surveyed = TrackName::new(&known.name)
                .map_err(EvidenceError::from)
                .and_then(|name| Survey::of(self.folder, &name));
            let survey = match surveyed {
                Ok(survey) => survey,
                Err(error) => {
                    self.report.found(&known.name, Some(start_us), &error.to_string());
                    continue;
                }
            };
            self.track(manifest, known, &survey, start_us);
            links.insert(known.name.clone(), survey.links);
            self.report.gaps.extend(survey.gaps);
        }
        links
    }

    fn track(
        &mut self,
        manifest: &Manifest,
        known: &super::manifest::TrackEntry,
        survey: &Survey,
        start_us: i64,
    ) {
        let report = &mut self.report;
        let name = &known.name;
        if let Some(header) = &survey.header {
            if header.key != self.key {
                let why = format!("it was sealed with another key: {}", header.key.fingerprint());
                report.found(name, Some(start_us), &why);
            }
            if header.record.0 != manifest.hearing.as_u128() || header.name.as_str() != name {
                report.found(name, Some(start_us), "it is another hearing's or source's");
            }
        }
        let at_us = survey.last_good_us.unwrap_or(start_us);
        if let Some(fault) = &survey.fault {
            report.found(name, fault.at_us.or(Some(start_us)), &fault.why);
        } else if survey.entry.segments != known.segments {
            let why = format!("{} segments of {}", survey.entry.segments, known.segments);
            report.found(name, Some(at_us), &format!("the end is not the one sealed: {why}"));
        } else if survey.entry.head != known.head {
            report.found(name, Some(at_us), "the last segment is not the one sealed");
        } else if survey.entry != *known {
            report.found(name, Some(start_us), "the manifest does not describe this journal");
        }
    }

    /// The minutes name segments while the hearing lasts: a journal made anew has others.
    fn noted(&mut self, minutes: &Minutes, links: &BTreeMap<String, BTreeSet<String>>) {
        for noted in &minutes.noted {
            let there = links.get(&noted.track).is_some_and(|links| links.contains(&noted.link));
            let none_yet = noted.link.bytes().all(|digit| digit == b'0');
            if !there && !none_yet {
                let why = "the minutes name a segment that is not there";
                self.report.found(&noted.track, Some(noted.at_us), why);
            }
        }
    }

    fn derived(&mut self, manifest: &Manifest) {
        let altered: Vec<_> = manifest
            .derived
            .iter()
            .filter(|known| {
                let path = self.folder.join("derived").join(&known.file);
                !hash_file(&path).is_ok_and(|(sha256, _)| sha256 == known.sha256)
            })
            .collect();
        if altered.is_empty() {
            return;
        }
        // Derived again, the file tells at which second the one here differs.
        let again = tempfile::tempdir().ok();
        if let Some(again) = &again {
            let names = track_names(self.folder).unwrap_or_default();
            // A journal that is not good has been named already.
            derive(self.folder, &names, again.path()).ok();
        }
        for known in altered {
            let here = self.folder.join("derived").join(&known.file);
            let offset_us = again.as_ref().and_then(|again| {
                let there = again.path().join(&known.file);
                let (sha256, _) = hash_file(&there).ok()?;
                (sha256 == known.sha256).then(|| locate::first_difference_us(&here, &there))?
            });
            let source = format!("derived/{}", known.file);
            let at_us = self.report.start_us + offset_us.unwrap_or(0);
            let why = match here.is_file() {
                true => "the file was changed",
                false => "the file is missing",
            };
            self.report.found(&source, Some(at_us), why);
        }
    }

    fn readme(&mut self, manifest: &Manifest) {
        let path = self.folder.join(README);
        if !hash_file(&path).is_ok_and(|(sha256, _)| sha256 == manifest.readme_sha256) {
            let start_us = self.report.start_us;
            self.report.found(README, Some(start_us), "the file was changed or is missing");
        }
    }

    /// Files that the manifest does not name have no business in the folder.
    fn strangers(&mut self, manifest: &Manifest) {
        let mut known: BTreeSet<String> =
            [MANIFEST, SIGNATURE, MINUTES, README].map(str::to_owned).into();
        known.extend(manifest.tracks.iter().map(|track| format!("tracks/{}.pjl", track.name)));
        known.extend(manifest.derived.iter().map(|entry| format!("derived/{}", entry.file)));
        let mut files = Vec::new();
        for within in ["", "tracks", "derived"] {
            let folder = self.folder.join(within);
            for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
                let name = entry.file_name().to_string_lossy().into_owned();
                let is_ours = within.is_empty() && ["tracks", "derived"].contains(&name.as_str());
                if !is_ours {
                    files.push(if within.is_empty() { name } else { format!("{within}/{name}") });
                }
            }
        }
        files.sort();
        let start_us = self.report.start_us;
        for file in files.iter().filter(|file| !known.contains(*file)) {
            self.report.found(file, Some(start_us), "the file is not part of the record");
        }
    }
}

#[cfg(test)]
mod tests;
