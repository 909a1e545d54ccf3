//! Opening a journal, also one that ended suddenly: a torn entry is cut off, the
//! open segment is closed as `recovered`, and a note names the gap.

use super::chain::Chain;
use super::journal::{Entry, Fault, Header, Note, Reader};
use super::segment::DOMAIN;
use super::writer::Writer;
use super::{Arrival, RecordError, RecordKey, TrackHead, TrackName};
use std::fs::{File, OpenOptions};
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

/// An open journal: its file, how much of it is written, and what is to come.
#[derive(Debug)]
pub(super) struct Journal {
    pub(super) path: PathBuf,
    pub(super) file: File,
    pub(super) written_bytes: u64,
    pub(super) writer: Writer,
}

/// What was found in a file up to its last good entry.
struct Found {
    chain: Chain,
    good_bytes: u64,
    file_bytes: u64,
}

/// Where the journal of a track is: `FOLDER/tracks/NAME.pjl`.
#[must_use]
pub fn journal_path(folder: &Path, name: &TrackName) -> PathBuf {
    folder.join("tracks").join(format!("{name}.pjl"))
}

/// Opens the journal at `path`, beginning it with `header` if there is none, and
/// syncs what had to be repaired.
pub(super) fn recover(
    path: &Path,
    header: Header,
    key: &RecordKey,
    now: Arrival,
) -> Result<Journal, RecordError> {
    let (file, Found { chain, good_bytes, file_bytes }) = open(path)?;
    if let Some(known) = &chain.header {
        check_same(path, known, &header)?;
    }
    let cut_bytes = file_bytes - good_bytes;
    let closed = good_bytes == 0 || chain.last_note == Some(Note::Closed);
    let gap_ns = match chain.last_utc_ns {
        0 => 0,
        last_utc_ns => now.utc_ns.saturating_sub(last_utc_ns),
    };
    let mut writer = Writer::continued(header, chain, key);
    if cut_bytes > 0 || !closed {
        writer.resumed(now, gap_ns, cut_bytes);
    }
    repair(path, file, good_bytes, writer)
}

/// Closes a journal that nobody will continue; used when a record is sealed
/// after a sudden end.
///
/// # Errors
/// When the disk refuses, or the journal is damaged or not signed by `key`.
pub fn close_leftover(
    folder: &Path,
    name: &TrackName,
    key: &RecordKey,
) -> Result<TrackHead, RecordError> {
    let path = journal_path(folder, name);
    let (file, Found { chain, good_bytes, .. }) = open(&path)?;
    let header =
        chain.header.clone().ok_or_else(|| damaged(&path, 0, "it has no header".to_owned()))?;
    if header.key != key.public() {
        return Err(RecordError::Foreign { path, what: "key" });
    }
    let journal = repair(&path, file, good_bytes, Writer::continued(header, chain, key))?;
    Ok(journal.writer.head())
}

fn open(path: &Path) -> Result<(File, Found), RecordError> {
    let io = |source| RecordError::Io { path: path.to_owned(), source };
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).map_err(io)?;
    let mut file = OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(path)
        .map_err(io)?;
    let found = read(path, &mut file)?;
    Ok((file, found))
}

/// Reads the journal up to its last good entry, and makes sure that what
/// follows is a torn tail and not a hole in what was sealed.
fn read(path: &Path, file: &mut File) -> Result<Found, RecordError> {
    let io = |source| RecordError::Io { path: path.to_owned(), source };
    let file_bytes = file.metadata().map_err(io)?.len();
    let mut chain = Chain::new();
    let mut reader = Reader::new(BufReader::new(&mut *file));
    loop {
        let good_bytes = reader.at_byte();
        match reader.next_entry() {
            Ok(None) => return Ok(Found { chain, good_bytes, file_bytes }),
            Ok(Some(found)) => {
                chain
                    .follow(&found.entry, found.raw)
                    .map_err(|why| damaged(path, good_bytes, why.to_string()))?;
            }
            Err(error) => {
                if let Fault::Read(source) = error.why {
                    return Err(io(source));
                }
                drop(reader);
                if let Some(index) = later_segment(path, file, good_bytes, chain.next_index)? {
                    let why = format!("{}, but segment {index} follows", error.why);
                    return Err(damaged(path, good_bytes, why));
                }
                return Ok(Found { chain, good_bytes, file_bytes });
            }
        }
    }
}

/// Looks behind a bad entry for a whole statement that is not the next one:
/// every segment but the last was synced, so a sudden end cannot tear it.
fn later_segment(
    path: &Path,
    file: &mut File,
    from_byte: u64,
    next_index: u32,
) -> Result<Option<u32>, RecordError> {
    /// Frame and kind come before the domain.
    const BEFORE_DOMAIN: usize = 9;
    let io = |source| RecordError::Io { path: path.to_owned(), source };
    file.seek(SeekFrom::Start(from_byte)).map_err(io)?;
    let mut tail = Vec::new();
    file.read_to_end(&mut tail).map_err(io)?;
    let starts = tail.windows(DOMAIN.len()).enumerate().filter(|(_, bytes)| bytes == DOMAIN);
    for (domain, _) in starts {
        let Some(entry) = domain.checked_sub(BEFORE_DOMAIN) else { continue };
        if let Ok(Some(found)) = Reader::new(&tail[entry..]).next_entry()
            && let Entry::Segment(sealed) = found.entry
            && sealed.statement.index > next_index
        {
            return Ok(Some(sealed.statement.index));
        }
    }
    Ok(None)
}

fn check_same(path: &Path, known: &Header, wanted: &Header) -> Result<(), RecordError> {
    let foreign = |what| Err(RecordError::Foreign { path: path.to_owned(), what });
    if known.record != wanted.record {
        return foreign("record");
    }
    if known.name != wanted.name {
        return foreign("track");
    }
    if known.codec != wanted.codec {
        return foreign("codec");
    }
    if known.key != wanted.key {
        return foreign("key");
    }
    Ok(())
}

/// Cuts the torn tail, writes what the writer has to say, and syncs file and folder.
fn repair(
    path: &Path,
    file: File,
    good_bytes: u64,
    mut writer: Writer,
) -> Result<Journal, RecordError> {
    let io = |source| RecordError::Io { path: path.to_owned(), source };
    file.set_len(good_bytes).map_err(io)?;
    file.write_all_at(writer.pending(), good_bytes).map_err(io)?;
    file.sync_all().map_err(io)?;
    // The file's name, and those of folders that may be new, must last as well.
    for folder in path.ancestors().skip(1).take(3).filter(|folder| folder.is_dir()) {
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(io)?;
    }
    let written_bytes = good_bytes + writer.pending().len() as u64;
    writer.written();
    Ok(Journal { path: path.to_owned(), file, written_bytes, writer })
}

fn damaged(path: &Path, at_byte: u64, why: String) -> RecordError {
    RecordError::Damaged { path: path.to_owned(), at_byte, why }
}

#[cfg(test)]
mod tests;
