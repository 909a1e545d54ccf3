use super::super::chain::Chain;
use super::super::journal::Reader;
use super::super::{Codec, RecordId, TrackName};
use super::*;
use anyhow::Result;

fn at(ms: u64) -> Arrival {
    Arrival { monotonic_ns: ms * 1_000_000, utc_ns: ms * 1_000_000 }
}

fn writer(key: &RecordKey) -> Result<Writer> {
    let header = Header {
        record: RecordId(9),
        name: TrackName::new("s02-mic")?,
        codec: Codec::Opus,
        key: key.public(),
        at: at(0),
    };
    Ok(Writer::continued(header, Chain::new(), key))
}

/// Follows the bytes as a stranger would, and gives every note and the chain.
fn follow(bytes: &[u8]) -> Result<(Chain, Vec<Note>)> {
    let (mut chain, mut notes) = (Chain::new(), Vec::new());
    let mut reader = Reader::new(bytes);
    while let Some(found) = reader.next_entry()? {
        chain.follow(&found.entry, found.raw)?;
        if let Entry::Note { note, .. } = found.entry {
            notes.push(note);
        }
    }
    Ok((chain, notes))
}

#[test]
fn a_segment_lasts_a_second() -> Result<()> {
    let key = RecordKey::from_seed(&[1; 32])?;
    let mut writer = writer(&key)?;
    for ms in (0..3_500).step_by(20) {
        let now_ns = at(ms).monotonic_ns;
        writer.tick(now_ns, &key);
        assert!(writer.packet(at(ms), &[0x80; 40], now_ns));
    }
    assert_eq!(writer.head().segments, 3);
    assert_eq!(writer.head().last_utc_ns, at(2_980).utc_ns, "the open segment is not counted");
    assert!(writer.seal(&key));
    assert!(!writer.seal(&key), "nothing is left");
    let (chain, _) = follow(writer.pending())?;
    assert_eq!((chain.next_index, chain.link), (4, writer.head().hash));
    assert_eq!(chain.sealed_utc_ns, at(3_480).utc_ns);
    Ok(())
}

#[test]
fn silence_makes_no_segments() -> Result<()> {
    let key = RecordKey::from_seed(&[1; 32])?;
    let mut writer = writer(&key)?;
    assert!(writer.tick(SEGMENT_NS, &key), "the header is sealed");
    assert!(!writer.tick(100 * SEGMENT_NS, &key));
    Ok(())
}

#[test]
fn what_memory_cannot_hold_becomes_a_gap() -> Result<()> {
    let key = RecordKey::from_seed(&[1; 32])?;
    let mut writer = writer(&key)?;
    let (mut kept, mut lost) = (0, 0);
    for ms in 0..5_000 {
        match writer.packet(at(ms), &[0x80; 1_200], 0) {
            true => kept += 1,
            false => lost += 1,
        }
    }
    assert!(lost > 0 && writer.pending().len() < PENDING_LIMIT_BYTES + 2_000);
    let mut file = writer.pending().to_vec();
    writer.written();
    assert!(writer.packet(at(5_000), &[0x80; 1_200], 0), "there is room again");
    writer.seal(&key);
    file.extend_from_slice(writer.pending());
    let (_, notes) = follow(&file)?;
    let gap = Note::Gap {
        cause: GapCause::Disk,
        packets: lost,
        from_utc_ns: at(kept).utc_ns,
        to_utc_ns: at(4_999).utc_ns,
    };
    assert_eq!(notes, [gap]);
    Ok(())
}
