use super::super::{Codec, RecordId};
use super::*;
use anyhow::{Result, anyhow};
use proptest::prelude::*;

fn at(ms: u64) -> Arrival {
    Arrival { monotonic_ns: ms * 1_000_000, utc_ns: ms * 1_000_000 }
}

fn key() -> Result<RecordKey> {
    Ok(RecordKey::from_seed(&[1; 32])?)
}

fn header(record: u128) -> Result<Header> {
    let name = TrackName::new("s02-mic")?;
    let (record, key) = (RecordId(record), key()?.public());
    Ok(Header { record, name, codec: Codec::Opus, key, at: at(0) })
}

/// A folder with a journal of four sealed seconds and a half one, as `kill -9` leaves it.
fn interrupted() -> Result<(tempfile::TempDir, PathBuf)> {
    let folder = tempfile::tempdir()?;
    let header = header(9)?;
    let path = journal_path(folder.path(), &header.name);
    let mut journal = recover(&path, header, &key()?, at(0))?;
    let writer = &mut journal.writer;
    for ms in (0..4_500).step_by(20) {
        writer.tick(at(ms).monotonic_ns, &key()?);
        writer.packet(at(ms), &[0x80; 60], at(ms).monotonic_ns);
    }
    journal.file.write_all_at(writer.pending(), journal.written_bytes)?;
    Ok((folder, path))
}

/// Follows the file as a stranger would: the chain and all notes of taking up.
fn follow(path: &Path) -> Result<(Chain, Vec<super::super::journal::Resumed>)> {
    let (mut chain, mut resumed) = (Chain::new(), Vec::new());
    let mut reader = Reader::new(BufReader::new(File::open(path)?));
    while let Some(found) = reader.next_entry()? {
        chain.follow(&found.entry, found.raw)?;
        if let Entry::Note { note: Note::Resumed(note), .. } = found.entry {
            resumed.push(note);
        }
    }
    Ok((chain, resumed))
}

#[test]
fn an_open_segment_is_closed_and_the_gap_is_named() -> Result<()> {
    let (_folder, path) = interrupted()?;
    let journal = recover(&path, header(9)?, &key()?, at(7_000))?;
    assert_eq!(journal.writer.head().segments, 5);
    assert_eq!(journal.writer.head().last_utc_ns, at(4_480).utc_ns);
    let (chain, resumed) = follow(&path)?;
    assert_eq!(chain.next_index, 5);
    assert_eq!(resumed.len(), 1);
    assert_eq!(resumed[0].gap_ns, at(7_000 - 4_480).utc_ns);
    assert_eq!(resumed[0].cut_bytes, 0);
    Ok(())
}

#[test]
fn a_closed_journal_goes_on_without_a_gap() -> Result<()> {
    let (_folder, path) = interrupted()?;
    let mut journal = recover(&path, header(9)?, &key()?, at(7_000))?;
    journal.writer.note(at(7_001), Note::Closed, 0);
    journal.writer.seal(&key()?);
    journal.file.write_all_at(journal.writer.pending(), journal.written_bytes)?;
    recover(&path, header(9)?, &key()?, at(9_000))?;
    assert_eq!(follow(&path)?.1.len(), 1);
    Ok(())
}

#[test]
fn a_leftover_is_closed_for_good() -> Result<()> {
    let (folder, path) = interrupted()?;
    let head = close_leftover(folder.path(), &header(9)?.name, &key()?)?;
    assert_eq!(head.segments, 5);
    let again = close_leftover(folder.path(), &header(9)?.name, &key()?)?;
    assert_eq!(again, head, "closing a closed one changes nothing");
    assert_eq!(follow(&path)?.0.link, head.hash);
    Ok(())
}

#[test]
fn another_records_journal_is_not_continued() -> Result<()> {
    let (folder, path) = interrupted()?;
    let before = std::fs::read(&path)?;
    let outcome = recover(&path, header(10)?, &key()?, at(7_000));
    assert!(matches!(outcome, Err(RecordError::Foreign { what: "record", .. })));
    let other = RecordKey::from_seed(&[2; 32])?;
    let outcome = close_leftover(folder.path(), &header(9)?.name, &other);
    assert!(matches!(outcome, Err(RecordError::Foreign { what: "key", .. })));
    assert_eq!(std::fs::read(&path)?, before);
    Ok(())
}

#[test]
fn damage_to_what_was_sealed_is_never_cut_off() -> Result<()> {
    let (_folder, path) = interrupted()?;
    let mut bytes = std::fs::read(&path)?;
    bytes[400] ^= 1;
    std::fs::write(&path, &bytes)?;
    let error = recover(&path, header(9)?, &key()?, at(7_000))
        .err()
        .ok_or_else(|| anyhow!("a damaged journal was continued"))?;
    assert!(error.to_string().contains("but segment 1 follows"), "{error}");
    assert_eq!(std::fs::read(&path)?, bytes, "nothing was touched");
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Wherever the last second ends, whole or followed by rubbish: all that is
    /// whole is kept, the chain is good, and the cut is named.
    #[test]
    fn any_torn_tail_is_cut_at_the_last_good_entry(
        cut in any::<prop::sample::Index>(),
        rubbish in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        let (_folder, path) = interrupted().unwrap();
        let whole = std::fs::read(&path).unwrap();
        let cut = cut.index(whole.len() + 1);
        let torn = [&whole[..cut], &rubbish].concat();
        std::fs::write(&path, &torn).unwrap();

        let good_bytes = {
            let mut reader = Reader::new(&whole[..cut]);
            let mut good_bytes = 0;
            while let Ok(Some(found)) = reader.next_entry() {
                good_bytes = found.at_byte as usize + found.raw.len();
            }
            good_bytes
        };
        recover(&path, header(9).unwrap(), &key().unwrap(), at(7_000)).unwrap();
        let repaired = std::fs::read(&path).unwrap();
        prop_assert_eq!(&repaired[..good_bytes], &whole[..good_bytes]);
        let (chain, resumed) = follow(&path).unwrap();
        prop_assert!(chain.next_index >= 1 || good_bytes == 0);
        match resumed.as_slice() {
            [note] => prop_assert_eq!(note.cut_bytes as usize, torn.len() - good_bytes),
            _ => prop_assert!(torn.is_empty()),
        }
    }
}
