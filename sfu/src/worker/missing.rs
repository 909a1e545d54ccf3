//! Packets of a video source that have not come, and when to ask for them (RFC 4585 NACK).

/// How many missing packets are remembered; a longer gap asks for a key frame instead.
const MOST: usize = 64;
/// A packet may be this late by reordering alone.
const PATIENCE_MS: u64 = 10;
/// Time between two requests for one packet: more than a usual round trip.
const REPEAT_MS: u64 = 80;
/// After so many requests a packet is given up.
const MOST_REQUESTS: u8 = 6;

#[derive(Clone, Copy, Debug, Default)]
struct Hole {
    index: u64,
    due_ms: u64,
    requests: u8,
}

/// The missing packets of one source.
#[derive(Debug)]
pub(crate) struct Missing {
    holes: [Hole; MOST],
    len: usize,
    newest: Option<u64>,
}

impl Default for Missing {
    fn default() -> Self {
        Self { holes: [Hole::default(); MOST], len: 0, newest: None }
    }
}

/// What a packet's arrival showed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gap {
    /// Nothing that could not be asked for.
    Small,
    /// So much is missing that only a key frame helps.
    TooWide,
}

impl Missing {
    /// The packet `index` came.
    pub(crate) fn came(&mut self, index: u64, now_ms: u64) -> Gap {
        let Some(newest) = self.newest else {
            self.newest = Some(index);
            return Gap::Small;
        };
        if index <= newest {
            if let Some(at) = self.holes[..self.len].iter().position(|hole| hole.index == index) {
                self.remove(at);
            }
            return Gap::Small;
        }
        self.newest = Some(index);
        let holes = (index - newest - 1) as usize;
        if self.len + holes > MOST {
            self.len = 0;
            return Gap::TooWide;
        }
        for index in newest + 1..index {
            self.holes[self.len] = Hole { index, due_ms: now_ms + PATIENCE_MS, requests: 0 };
            self.len += 1;
        }
        Gap::Small
    }

    /// Writes the sequence numbers to ask for now, ascending, into `out`; gives their count.
    pub(crate) fn due(&mut self, now_ms: u64, out: &mut [u16; MOST]) -> usize {
        let (mut count, mut at) = (0, 0);
        while at < self.len {
            let hole = &mut self.holes[at];
            if hole.due_ms > now_ms {
                at += 1;
            } else if hole.requests == MOST_REQUESTS {
                self.remove(at);
            } else {
                hole.requests += 1;
                hole.due_ms = now_ms + REPEAT_MS;
                out[count] = hole.index as u16;
                count += 1;
                at += 1;
            }
        }
        count
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Room for all that [`Self::due`] may write.
    pub(crate) fn room() -> [u16; MOST] {
        [0; MOST]
    }

    fn remove(&mut self, at: usize) {
        self.holes.copy_within(at + 1..self.len, at);
        self.len -= 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn due(missing: &mut Missing, now_ms: u64) -> Vec<u16> {
        let mut room = Missing::room();
        let count = missing.due(now_ms, &mut room);
        room[..count].to_vec()
    }

    #[test]
    fn a_missing_packet_is_asked_for_until_it_comes() {
        let mut missing = Missing::default();
        missing.came(65_534, 0);
        assert_eq!(missing.came(65_538, 0), Gap::Small);
        assert_eq!(due(&mut missing, 5), [0u16; 0], "it may only be out of order");
        assert_eq!(due(&mut missing, 10), [65_535, 0, 1]);
        missing.came(65_536, 20);
        assert_eq!(due(&mut missing, 50), [0u16; 0]);
        assert_eq!(due(&mut missing, 90), [65_535, 1]);
    }

    #[test]
    fn it_is_given_up_in_the_end() {
        let mut missing = Missing::default();
        missing.came(1, 0);
        missing.came(3, 0);
        let asked: usize = (0..100).map(|turn| due(&mut missing, turn * 100).len()).sum();
        assert_eq!(asked, usize::from(MOST_REQUESTS));
        assert!(missing.is_empty());
    }

    #[test]
    fn a_wide_gap_is_not_asked_for() {
        let mut missing = Missing::default();
        missing.came(1, 0);
        assert_eq!(missing.came(100, 0), Gap::TooWide);
        assert_eq!(due(&mut missing, 100), [0u16; 0]);
        assert_eq!(missing.came(102, 100), Gap::Small);
        assert_eq!(due(&mut missing, 200), [101]);
    }
}
