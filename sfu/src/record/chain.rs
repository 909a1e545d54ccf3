//! A journal's chain, followed entry by entry: each segment is what its signed
//! statement says, and follows the one before. Used to continue a journal and to
//! verify it. Pure.

use super::journal::{Entry, Header, Note};
use super::segment::{Content, FIRST_LINK, Sealed, Tally};

/// How far a journal has been followed.
#[derive(Clone, Debug)]
pub struct Chain {
    /// The journal's first entry.
    pub header: Option<Header>,
    /// Index that the next segment must have: how many are sealed.
    pub next_index: u32,
    /// Link of the last sealed segment.
    pub link: [u8; 32],
    /// Last time in the last sealed segment, nanoseconds UTC.
    pub sealed_utc_ns: u64,
    /// Time of the last entry, sealed or not, nanoseconds UTC.
    pub last_utc_ns: u64,
    /// The last entry, if it was a note.
    pub last_note: Option<Note>,
    /// The open segment.
    pub tally: Tally,
}

/// Why an entry does not continue the chain.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ChainFault {
    /// The first entry is no header.
    #[error("the header is missing")]
    NoHeader,
    /// A header stands within the journal.
    #[error("a second header")]
    SecondHeader,
    /// A statement names another record or track.
    #[error("segment {0} belongs to another record or track")]
    Foreign(u32),
    /// A statement is not the next one.
    #[error("segment {expected} was expected and segment {found} is there")]
    Index { expected: u32, found: u32 },
    /// A statement follows another segment than the one before it.
    #[error("segment {0} does not follow the segment before it")]
    Previous(u32),
    /// The bytes are not those that were sealed.
    #[error("segment {0} was changed after it was sealed")]
    Bytes(u32),
    /// The statement does not describe the bytes.
    #[error("the statement of segment {0} does not fit its content")]
    Content(u32),
    /// The signature is not by the key that the header names.
    #[error("the signature of segment {0} is wrong")]
    Signature(u32),
    /// A note names another last segment than the one before it.
    #[error("the journal was taken up again behind another segment")]
    Resumed,
}

impl Chain {
    /// Before the first entry.
    #[must_use]
    pub fn new() -> Self {
        Self {
            header: None,
            next_index: 0,
            link: FIRST_LINK,
            sealed_utc_ns: 0,
            last_utc_ns: 0,
            last_note: None,
            tally: Tally::new(),
        }
    }

    /// Follows the next entry, given with its framed bytes. Gives the content of
    /// the segment that it closes.
    ///
    /// # Errors
    /// [`ChainFault`]; the chain may not be followed further then.
    pub fn follow(&mut self, entry: &Entry<'_>, raw: &[u8]) -> Result<Option<Content>, ChainFault> {
        let Some(header) = &self.header else {
            let Entry::Header(header) = entry else { return Err(ChainFault::NoHeader) };
            self.header = Some(header.clone());
            self.take(entry, raw);
            return Ok(None);
        };
        match entry {
            Entry::Header(_) => return Err(ChainFault::SecondHeader),
            Entry::Segment(sealed) => {
                let content = check(header, self.next_index, self.link, sealed, &mut self.tally)?;
                self.next_index += 1;
                self.link = sealed.statement.link();
                self.sealed_utc_ns = content.last_utc_ns;
                return Ok(Some(content));
            }
            Entry::Note { note: Note::Resumed(resumed), .. } if resumed.link != self.link => {
                return Err(ChainFault::Resumed);
            }
            _ => self.take(entry, raw),
        }
        Ok(None)
    }

    fn take(&mut self, entry: &Entry<'_>, raw: &[u8]) {
        if let Some(at) = entry.at() {
            self.last_utc_ns = at.utc_ns;
        }
        self.last_note = match entry {
            Entry::Note { note, .. } => Some(*note),
            _ => None,
        };
        self.tally.add(entry, raw);
    }
}

impl Default for Chain {
    fn default() -> Self {
        Self::new()
    }
}

/// Checks a statement against the place in the chain and the bytes before it.
fn check(
    header: &Header,
    next_index: u32,
    link: [u8; 32],
    sealed: &Sealed,
    tally: &mut Tally,
) -> Result<Content, ChainFault> {
    let statement = &sealed.statement;
    let index = statement.index;
    if statement.record != header.record || statement.name != header.name {
        return Err(ChainFault::Foreign(index));
    }
    if index != next_index {
        return Err(ChainFault::Index { expected: next_index, found: index });
    }
    if statement.previous != link {
        return Err(ChainFault::Previous(index));
    }
    let (content, sha256) = tally.close();
    if statement.sha256 != sha256 {
        return Err(ChainFault::Bytes(index));
    }
    if statement.content != content {
        return Err(ChainFault::Content(index));
    }
    if !sealed.signed_by(&header.key) {
        return Err(ChainFault::Signature(index));
    }
    Ok(content)
}

#[cfg(test)]
mod tests;
