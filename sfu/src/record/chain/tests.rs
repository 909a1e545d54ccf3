use super::super::journal::{Reader, Resumed};
use super::super::segment::{Closing, Statement};
use super::super::{Arrival, Codec, RecordId, RecordKey, TrackName};
use super::*;
use anyhow::Result;

/// A journal that is written by hand, so that it can lie.
struct Liar {
    key: RecordKey,
    header: Header,
    bytes: Vec<u8>,
    tally: Tally,
    link: [u8; 32],
    index: u32,
}

impl Liar {
    fn new() -> Result<Self> {
        let key = RecordKey::from_seed(&[1; 32])?;
        let header = Header {
            record: RecordId(9),
            name: TrackName::new("s02-mic")?,
            codec: Codec::Opus,
            key: key.public(),
            at: Arrival::default(),
        };
        let (tally, link) = (Tally::new(), FIRST_LINK);
        let mut liar = Self { key, header, bytes: Vec::new(), tally, link, index: 0 };
        let header = liar.header.clone();
        liar.add(&Entry::Header(header));
        Ok(liar)
    }

    fn add(&mut self, entry: &Entry<'_>) {
        let start = self.bytes.len();
        entry.encode(&mut self.bytes);
        self.tally.add(entry, &self.bytes[start..]);
    }

    fn packet(&mut self, byte: u8) {
        self.add(&Entry::Packet { at: Arrival::default(), rtp: &[byte; 30] });
    }

    /// Ends the segment with a statement as `tell` makes it, signed by `key`.
    fn end(&mut self, tell: impl FnOnce(&mut Statement), key: Option<&RecordKey>) {
        let (content, sha256) = self.tally.close();
        let mut statement = Statement {
            record: self.header.record,
            name: self.header.name.clone(),
            index: self.index,
            closing: Closing::Whole,
            content,
            previous: self.link,
            sha256,
        };
        tell(&mut statement);
        self.link = statement.link();
        self.index += 1;
        let sealed = statement.seal(key.unwrap_or(&self.key));
        Entry::Segment(sealed).encode(&mut self.bytes);
    }

    fn follow(&self) -> Result<Chain, ChainFault> {
        let mut chain = Chain::new();
        let mut reader = Reader::new(self.bytes.as_slice());
        while let Some(found) = reader.next_entry().unwrap() {
            chain.follow(&found.entry, found.raw)?;
        }
        Ok(chain)
    }
}

/// What following gives when the second segment lies.
fn second(tell: impl FnOnce(&mut Statement)) -> Result<Option<ChainFault>> {
    let mut liar = Liar::new()?;
    liar.packet(1);
    liar.end(|_| {}, None);
    liar.packet(2);
    liar.end(tell, None);
    Ok(liar.follow().err())
}

#[test]
fn a_true_chain_is_followed() -> Result<()> {
    assert_eq!(second(|_| {})?, None);
    let mut liar = Liar::new()?;
    liar.packet(1);
    liar.end(|_| {}, None);
    let chain = liar.follow()?;
    assert_eq!((chain.next_index, chain.link), (1, liar.link));
    Ok(())
}

/// Each lie is signed with the right key, and still found.
#[test]
fn every_lie_of_a_statement_is_found() -> Result<()> {
    assert_eq!(second(|said| said.record = RecordId(8))?, Some(ChainFault::Foreign(1)));
    let name = TrackName::new("s03-mic")?;
    assert_eq!(second(|said| said.name = name)?, Some(ChainFault::Foreign(1)));
    let skipped = ChainFault::Index { expected: 1, found: 2 };
    assert_eq!(second(|said| said.index = 2)?, Some(skipped));
    assert_eq!(second(|said| said.previous = FIRST_LINK)?, Some(ChainFault::Previous(1)));
    assert_eq!(second(|said| said.sha256 = [0; 32])?, Some(ChainFault::Bytes(1)));
    assert_eq!(second(|said| said.content.packets = 2)?, Some(ChainFault::Content(1)));
    assert_eq!(second(|said| said.content.lost = 1)?, Some(ChainFault::Content(1)));
    Ok(())
}

#[test]
fn another_signer_is_found() -> Result<()> {
    let mut liar = Liar::new()?;
    liar.packet(1);
    liar.end(|_| {}, Some(&RecordKey::from_seed(&[2; 32])?));
    assert_eq!(liar.follow().err(), Some(ChainFault::Signature(0)));
    Ok(())
}

#[test]
fn headers_and_notes_have_their_place() -> Result<()> {
    let mut liar = Liar::new()?;
    let header = liar.header.clone();
    liar.add(&Entry::Header(header));
    assert_eq!(liar.follow().err(), Some(ChainFault::SecondHeader));

    let mut liar = Liar::new()?;
    liar.bytes.clear();
    liar.packet(1);
    assert_eq!(liar.follow().err(), Some(ChainFault::NoHeader));

    let mut liar = Liar::new()?;
    liar.end(|_| {}, None);
    let resumed = Resumed { link: FIRST_LINK, gap_ns: 0, cut_bytes: 0 };
    liar.add(&Entry::Note { at: Arrival::default(), note: Note::Resumed(resumed) });
    assert_eq!(liar.follow().err(), Some(ChainFault::Resumed));
    Ok(())
}
