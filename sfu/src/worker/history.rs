//! The last packets of one video source, which receivers may ask for again: one ring for all of them.

use crate::rtp::vp8;

/// Bytes kept: about one second at 2 Mbit/s.
const BYTES: u64 = 256 * 1024;
/// Packets kept; a power of two.
const PACKETS: usize = 512;

/// Where a packet lies in the ring.
#[derive(Clone, Copy, Debug, Default)]
struct Place {
    index: Option<u64>,
    /// Counts all bytes ever stored, so that what was overwritten can be told.
    position: u64,
    len: usize,
    kept: Kept,
}

/// What the header of a kept packet said.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Kept {
    pub(crate) timestamp: u32,
    pub(crate) marker: bool,
    pub(crate) orientation: Option<u8>,
    pub(crate) picture: Option<vp8::Descriptor>,
}

/// The ring.
#[derive(Debug)]
pub(crate) struct History {
    places: Box<[Place]>,
    bytes: Box<[u8]>,
    written: u64,
}

impl History {
    pub(crate) fn new() -> Self {
        Self {
            places: vec![Place::default(); PACKETS].into_boxed_slice(),
            bytes: vec![0; BYTES as usize].into_boxed_slice(),
            written: 0,
        }
    }

    /// Keeps the packet `index` with its payload.
    pub(crate) fn keep(&mut self, index: u64, kept: Kept, payload: &[u8]) {
        let len = payload.len() as u64;
        if len > BYTES {
            return;
        }
        // A payload lies in one piece: what does not fit at the end goes to the beginning.
        if self.written % BYTES + len > BYTES {
            self.written += BYTES - self.written % BYTES;
        }
        let at = (self.written % BYTES) as usize;
        self.bytes[at..at + payload.len()].copy_from_slice(payload);
        self.places[index as usize % PACKETS] =
            Place { index: Some(index), position: self.written, len: payload.len(), kept };
        self.written += len;
    }

    /// The packet `index`, if it is still there.
    pub(crate) fn find(&self, index: u64) -> Option<(&Kept, &[u8])> {
        let place = &self.places[index as usize % PACKETS];
        if place.index != Some(index) || self.written > place.position + BYTES {
            return None;
        }
        let at = (place.position % BYTES) as usize;
        Some((&place.kept, &self.bytes[at..at + place.len]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_found_is_what_was_kept(lengths in prop::collection::vec(0usize..1400, 1..1500)) {
            let mut history = History::new();
            for (index, len) in lengths.iter().enumerate() {
                history.keep(index as u64, Kept { timestamp: index as u32, ..Kept::default() }, &vec![index as u8; *len]);
            }
            let mut found = 0;
            for (index, len) in lengths.iter().enumerate() {
                if let Some((kept, payload)) = history.find(index as u64) {
                    found += 1;
                    prop_assert_eq!(kept.timestamp, index as u32);
                    prop_assert_eq!(payload, vec![index as u8; *len]);
                }
            }
            // The newest hundred always fit.
            prop_assert!(found >= lengths.len().min(100));
            prop_assert!(history.find(lengths.len() as u64).is_none());
        }
    }
}
