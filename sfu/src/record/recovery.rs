//! Opening a journal, also one that ended suddenly: a torn entry is cut off, the
//! open segment is closed as `recovered`, and a note names the gap.

use super::journal::{Entry, Fault, Header, Note, Reader};
use super::segment::{DOMAIN, FIRST_LINK, Tally};
use super::writer::{End, Writer};
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

/// What was found in a journal up to its last good entry.
struct Findings {
    header: Option<Header>,
    end: End,
    good_bytes: u64,
    last_utc_ns: u64,
    last_note: Option<Note>,
}

/// Where the journal of a track is.
pub(super) fn journal_path(folder: &Path, name: &TrackName) -> PathBuf {
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
    let (file, found, file_bytes) = open(path)?;
    let cut_bytes = file_bytes - found.good_bytes;
    let mut writer = match found.header {
        Some(known) => {
            check_same(path, &known, &header)?;
            Writer::continued(known, found.end, key)
        }
        None => Writer::begin(header),
    };
    let ended_suddenly = found.last_note != Some(Note::Closed);
    if cut_bytes > 0 || (found.good_bytes > 0 && ended_suddenly) {
        let gap_ns =
            if found.last_utc_ns == 0 { 0 } else { now.utc_ns.saturating_sub(found.last_utc_ns) };
        writer.resumed(now, gap_ns, cut_bytes);
    }
    repair(path, file, found.good_bytes, writer)
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
    let (file, found, _) = open(&path)?;
    let header = found.header.ok_or_else(|| damaged(&path, 0, "it has no header".to_owned()))?;
    if header.key != key.public() {
        return Err(RecordError::Foreign { path, what: "key" });
    }
    let writer = Writer::continued(header, found.end, key);
    let journal = repair(&path, file, found.good_bytes, writer)?;
    Ok(journal.writer.head())
}

fn open(path: &Path) -> Result<(File, Findings, u64), RecordError> {
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
    let file_bytes = file.metadata().map_err(io)?.len();
    let found = read(path, &mut file)?;
    Ok((file, found, file_bytes))
}

/// Reads the journal up to its last good entry, and makes sure that what
/// follows is a torn tail and not a hole in what was sealed.
fn read(path: &Path, file: &mut File) -> Result<Findings, RecordError> {
    let mut found = Findings {
        header: None,
        end: End { next_index: 0, link: FIRST_LINK, sealed_utc_ns: 0, tally: Tally::new() },
        good_bytes: 0,
        last_utc_ns: 0,
        last_note: None,
    };
    let mut reader = Reader::new(BufReader::new(&mut *file));
    loop {
        match reader.next_entry() {
            Ok(None) => return Ok(found),
            Ok(Some(entry)) => {
                let (at_byte, end_byte) = (entry.at_byte, entry.at_byte + entry.raw.len() as u64);
                found.take(&entry.entry, entry.raw).map_err(|why| damaged(path, at_byte, why))?;
                found.good_bytes = end_byte;
            }
            Err(error) => {
                if let Fault::Read(source) = error.why {
                    return Err(RecordError::Io { path: path.to_owned(), source });
                }
                drop(reader);
                return match later_segment(path, file, found.good_bytes, found.end.next_index)? {
                    Some(index) => {
                        let why = format!("{}, but segment {index} follows", error.why);
                        Err(damaged(path, error.at_byte, why))
                    }
                    None => Ok(found),
                };
            }
        }
    }
}

impl Findings {
    fn take(&mut self, entry: &Entry<'_>, raw: &[u8]) -> Result<(), String> {
        let is_header = matches!(entry, Entry::Header(_));
        if is_header == self.header.is_some() {
            return Err("the header is not the first entry".to_owned());
        }
        if let Some(at) = entry.at() {
            self.last_utc_ns = at.utc_ns;
        }
        match entry {
            Entry::Segment(sealed) => {
                let statement = &sealed.statement;
                let (content, sha256) = self.end.tally.close();
                if statement.index != self.end.next_index
                    || statement.previous != self.end.link
                    || statement.sha256 != sha256
                {
                    return Err(format!("segment {} does not fit", statement.index));
                }
                self.end.next_index += 1;
                self.end.link = statement.link();
                self.end.sealed_utc_ns = content.last_utc_ns;
                return Ok(());
            }
            Entry::Header(header) => self.header = Some(header.clone()),
            _ => {}
        }
        self.last_note = match entry {
            Entry::Note { note, .. } => Some(*note),
            _ => None,
        };
        self.end.tally.add(entry, raw);
        Ok(())
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
    let folder = path.parent().unwrap_or(Path::new("."));
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(io)?;
    let written_bytes = good_bytes + writer.pending().len() as u64;
    writer.written();
    Ok(Journal { path: path.to_owned(), file, written_bytes, writer })
}

fn damaged(path: &Path, at_byte: u64, why: String) -> RecordError {
    RecordError::Damaged { path: path.to_owned(), at_byte, why }
}
