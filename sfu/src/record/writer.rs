//! One track's journal as it grows: entries in, bytes to be written out. Pure:
//! the time is handed in, and `recorder` does the writing.

use super::chain::Chain;
use super::journal::{Entry, GapCause, Header, Note, Resumed};
use super::segment::{Closing, Statement};
use super::{Arrival, RecordKey, TrackHead};

/// Length of a segment: what a power cut can cost.
pub(super) const SEGMENT_NS: u64 = 1_000_000_000;

/// Bytes that wait in memory for a disk that refuses, per track: half a minute of pictures.
pub(super) const PENDING_LIMIT_BYTES: usize = 4 << 20;

/// The open end of a journal.
#[derive(Debug)]
pub(super) struct Writer {
    header: Header,
    chain: Chain,
    /// Recorder's time at the open segment's first entry.
    opened_ns: u64,
    pending: Vec<u8>,
    refused: Option<Refused>,
}

/// Packets that came while memory for this track was used up.
#[derive(Debug)]
struct Refused {
    packets: u32,
    from_utc_ns: u64,
    to_utc_ns: u64,
}

impl Writer {
    /// Continues a journal that was followed to its end: closes what was left
    /// open. An empty one is begun with `header`.
    pub(super) fn continued(header: Header, chain: Chain, key: &RecordKey) -> Self {
        let begun = chain.header.is_some();
        let (pending, refused) = (Vec::new(), None);
        let mut writer = Self { header, chain, opened_ns: 0, pending, refused };
        if begun {
            writer.close_segment(Closing::Recovered, key);
        } else {
            let header = writer.header.clone();
            let now_ns = header.at.monotonic_ns;
            writer.add(&Entry::Header(header), now_ns);
        }
        writer
    }

    /// Says that the journal goes on after a sudden end.
    pub(super) fn resumed(&mut self, now: Arrival, gap_ns: u64, cut_bytes: u64) {
        let note = Note::Resumed(Resumed { link: self.chain.link, gap_ns, cut_bytes });
        self.note(now, note, now.monotonic_ns);
    }

    /// Takes in a packet; false if there was no room left and it is lost.
    pub(super) fn packet(&mut self, at: Arrival, rtp: &[u8], now_ns: u64) -> bool {
        self.add_if_room(&Entry::Packet { at, rtp }, at, now_ns)
    }

    /// Takes in a sender report; false if there was no room left and it is lost.
    pub(super) fn sender_report(&mut self, at: Arrival, rtcp: &[u8], now_ns: u64) -> bool {
        self.add_if_room(&Entry::SenderReport { at, rtcp }, at, now_ns)
    }

    /// Takes in a note, for which there is always room: notes are few and short.
    pub(super) fn note(&mut self, at: Arrival, note: Note, now_ns: u64) {
        self.add(&Entry::Note { at, note }, now_ns);
    }

    fn add_if_room(&mut self, entry: &Entry<'_>, at: Arrival, now_ns: u64) -> bool {
        if self.pending.len() >= PENDING_LIMIT_BYTES {
            let refused = self.refused.get_or_insert(Refused {
                packets: 0,
                from_utc_ns: at.utc_ns,
                to_utc_ns: at.utc_ns,
            });
            refused.packets = refused.packets.saturating_add(1);
            refused.to_utc_ns = at.utc_ns;
            return false;
        }
        if let Some(Refused { packets, from_utc_ns, to_utc_ns }) = self.refused.take() {
            let note = Note::Gap { cause: GapCause::Disk, packets, from_utc_ns, to_utc_ns };
            self.note(at, note, now_ns);
        }
        self.add(entry, now_ns);
        true
    }

    fn add(&mut self, entry: &Entry<'_>, now_ns: u64) {
        if self.chain.tally.entries() == 0 {
            self.opened_ns = now_ns;
        }
        let start = self.pending.len();
        entry.encode(&mut self.pending);
        self.chain.tally.add(entry, &self.pending[start..]);
    }

    /// Seals the open segment once it is a second old; true if it did.
    pub(super) fn tick(&mut self, now_ns: u64, key: &RecordKey) -> bool {
        now_ns.saturating_sub(self.opened_ns) >= SEGMENT_NS && self.seal(key)
    }

    /// Seals the open segment now; false if there is nothing to seal.
    pub(super) fn seal(&mut self, key: &RecordKey) -> bool {
        self.close_segment(Closing::Whole, key)
    }

    fn close_segment(&mut self, closing: Closing, key: &RecordKey) -> bool {
        if self.chain.tally.entries() == 0 {
            return false;
        }
        let (content, sha256) = self.chain.tally.close();
        let statement = Statement {
            record: self.header.record,
            name: self.header.name.clone(),
            index: self.chain.next_index,
            closing,
            content,
            previous: self.chain.link,
            sha256,
        };
        self.chain.link = statement.link();
        self.chain.next_index = self.chain.next_index.saturating_add(1);
        self.chain.sealed_utc_ns = content.last_utc_ns;
        Entry::Segment(statement.seal(key)).encode(&mut self.pending);
        true
    }

    /// What is to be written behind what was written before.
    pub(super) fn pending(&self) -> &[u8] {
        &self.pending
    }

    /// Forgets the pending bytes: they are in the file now.
    pub(super) fn written(&mut self) {
        self.pending.clear();
    }

    /// How far the chain has come.
    pub(super) fn head(&self) -> TrackHead {
        TrackHead {
            name: self.header.name.clone(),
            segments: self.chain.next_index,
            hash: self.chain.link,
            last_utc_ns: self.chain.sealed_utc_ns,
        }
    }
}

#[cfg(test)]
mod tests;
