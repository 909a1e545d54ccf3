//! Sealing: the record of a closed hearing becomes a folder that proves itself.

use super::derive::{DerivedFile, derive};
use super::manifest::{
    DerivedEntry, FORMAT, MANIFEST, MINUTES, Manifest, MinutesEntry, README, SIGNATURE, TrackEntry,
    hash_file,
};
use super::survey::{Survey, track_names};
use super::{EvidenceError, minutes, readme};
use puente_sfu::record::{RecordKey, TrackName, close_leftover};
use std::fs::File;
use std::io::Write;
use std::path::Path;
use uuid::Uuid;

/// What is sealed. All tracks must have been closed.
#[derive(Debug)]
pub struct Sealing<'a> {
    /// The record's folder, with its `tracks`.
    pub folder: &'a Path,
    /// The hearing's id, which is the id of the record in every journal.
    pub hearing: Uuid,
    /// The hearing's kind: `interview`.
    pub kind: &'a str,
    /// When it was opened, microseconds UTC.
    pub opened_us: i64,
    /// When it was closed, microseconds UTC.
    pub closed_us: i64,
    /// The event log: canonical lines, each with its line end.
    pub minutes: &'a [u8],
    /// Signs the manifest.
    pub key: &'a RecordKey,
}

/// Whether the record in `folder` is sealed.
#[must_use]
pub fn is_sealed(folder: &Path) -> bool {
    folder.join(SIGNATURE).is_file()
}

/// Seals a record: closes journals that a sudden end left open, derives the
/// ordinary files, and signs the manifest. Blocks while it reads and writes all
/// of the record. May be repeated when it was interrupted; a sealed record is
/// left as it is.
///
/// # Errors
/// When a journal or the minutes are not good, or the disk refuses.
pub fn seal(sealing: &Sealing<'_>) -> Result<Manifest, EvidenceError> {
    let folder = sealing.folder;
    if is_sealed(folder) {
        return Manifest::from_bytes(&read(&folder.join(MANIFEST))?);
    }
    let names = track_names(folder)?;
    let (mut tracks, mut gaps) = (Vec::new(), Vec::new());
    for name in &names {
        let survey = close_track(sealing, name)?;
        tracks.push(survey.entry);
        gaps.extend(survey.gaps);
    }
    let minutes = write_minutes(sealing)?;
    let (span, derived) = derive_files(folder, &names)?;
    let readme_sha256 = write_readme(sealing, &minutes, &tracks, &derived)?;
    let manifest = Manifest {
        closed_us: sealing.closed_us,
        derived,
        format: FORMAT.to_owned(),
        gaps,
        hearing: sealing.hearing,
        key: sealing.key.public().fingerprint(),
        kind: sealing.kind.to_owned(),
        minutes,
        opened_us: sealing.opened_us,
        readme_sha256,
        span,
        tracks,
    };
    let bytes = manifest.to_bytes()?;
    write(folder, MANIFEST, &bytes)?;
    // The signature is last: a folder that has it is complete.
    write(folder, SIGNATURE, &sealing.key.sign(&bytes))?;
    Ok(manifest)
}

/// Closes what a sudden end left open, and makes sure that what is sealed is good.
fn close_track(sealing: &Sealing<'_>, name: &TrackName) -> Result<Survey, EvidenceError> {
    close_leftover(sealing.folder, name, sealing.key)?;
    let survey = Survey::of(sealing.folder, name)?;
    let bad = |why: String| EvidenceError::Track { name: name.to_string(), why };
    if let Some(fault) = &survey.fault {
        return Err(bad(fault.why.clone()));
    }
    let record = survey.header.as_ref().map(|header| header.record.0);
    if record != Some(sealing.hearing.as_u128()) {
        return Err(bad("it belongs to another hearing".to_owned()));
    }
    Ok(survey)
}

fn write_minutes(sealing: &Sealing<'_>) -> Result<MinutesEntry, EvidenceError> {
    let hearing = sealing.hearing.to_string();
    let (followed, broken) = minutes::follow(sealing.minutes, &hearing);
    if let Some(minutes::Break { seq, why, .. }) = broken {
        return Err(EvidenceError::Minutes { seq, why });
    }
    write(sealing.folder, MINUTES, sealing.minutes)?;
    let (sha256, _) = hash_file(&sealing.folder.join(MINUTES))?;
    Ok(MinutesEntry { events: followed.events, head: followed.head, sha256 })
}

fn derive_files(
    folder: &Path,
    names: &[TrackName],
) -> Result<(Option<super::derive::Span>, Vec<DerivedEntry>), EvidenceError> {
    let into = folder.join("derived");
    let io = |source| EvidenceError::Io { path: into.clone(), source };
    // What an interrupted sealing left is made again.
    if into.exists() {
        std::fs::remove_dir_all(&into).map_err(io)?;
    }
    std::fs::create_dir_all(&into).map_err(io)?;
    let (span, files) = derive(folder, names, &into)?;
    let entries = files
        .into_iter()
        .map(|DerivedFile { track, file, fills }| {
            let (sha256, _) = hash_file(&into.join(&file))?;
            Ok(DerivedEntry { file, fills, sha256, track: track.to_string() })
        })
        .collect::<Result<_, EvidenceError>>()?;
    Ok((span, entries))
}

fn write_readme(
    sealing: &Sealing<'_>,
    minutes: &MinutesEntry,
    tracks: &[TrackEntry],
    derived: &[DerivedEntry],
) -> Result<String, EvidenceError> {
    let mut sums = vec![(minutes.sha256.clone(), MINUTES.to_owned())];
    let of_track =
        |entry: &TrackEntry| (entry.sha256.clone(), format!("tracks/{}.pjl", entry.name));
    sums.extend(tracks.iter().map(of_track));
    let of_derived =
        |entry: &DerivedEntry| (entry.sha256.clone(), format!("derived/{}", entry.file));
    sums.extend(derived.iter().map(of_derived));
    let text = readme::text(sealing.hearing, &sealing.key.public(), &sums);
    write(sealing.folder, README, text.as_bytes())?;
    Ok(hash_file(&sealing.folder.join(README))?.0)
}

fn read(path: &Path) -> Result<Vec<u8>, EvidenceError> {
    std::fs::read(path).map_err(|source| EvidenceError::Io { path: path.to_owned(), source })
}

/// Writes a file whole or not at all, and makes it last.
fn write(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), EvidenceError> {
    let path = folder.join(name);
    let draft = folder.join(format!("{name}.draft"));
    let io = |source| EvidenceError::Io { path: path.clone(), source };
    let mut file = File::create(&draft).map_err(io)?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(io)?;
    std::fs::rename(&draft, &path).map_err(io)?;
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(io)
}
