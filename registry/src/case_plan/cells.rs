//! A set of cells of time, one bit each.

/// Cells that are free, or open, or taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cells {
    words: Vec<u64>,
}

impl Cells {
    /// None of so many.
    #[must_use]
    pub fn none(cells: usize) -> Self {
        Self { words: vec![0; cells.div_ceil(64)] }
    }

    /// Adds `from..until`.
    pub fn add(&mut self, from: usize, until: usize) {
        for cell in from..until {
            if let Some(word) = self.words.get_mut(cell / 64) {
                *word |= 1 << (cell % 64);
            }
        }
    }

    /// Takes `from..until` away.
    pub fn take(&mut self, from: usize, until: usize) {
        for cell in from..until {
            if let Some(word) = self.words.get_mut(cell / 64) {
                *word &= !(1 << (cell % 64));
            }
        }
    }

    /// Whether all of `from..until` is in it.
    #[must_use]
    pub fn has_all(&self, from: usize, until: usize) -> bool {
        Self::parts(from, until).all(|(at, mask)| self.word(at) & mask == mask)
    }

    /// Whether any of `from..until` is in it.
    #[must_use]
    pub fn has_any(&self, from: usize, until: usize) -> bool {
        Self::parts(from, until).any(|(at, mask)| self.word(at) & mask != 0)
    }

    fn word(&self, at: usize) -> u64 {
        self.words.get(at).copied().unwrap_or(0)
    }

    /// The words that a range touches, and which of their bits.
    fn parts(from: usize, until: usize) -> impl Iterator<Item = (usize, u64)> {
        let until = until.max(from);
        (from / 64..until.div_ceil(64)).map(move |at| {
            let low = from.saturating_sub(at * 64).min(64);
            let high = (until - at * 64).min(64);
            (at, ones(high) & !ones(low))
        })
    }
}

/// The lowest so many bits.
const fn ones(count: usize) -> u64 {
    if count >= 64 { u64::MAX } else { (1 << count) - 1 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn ranges_are_what_their_cells_say(
            added in proptest::collection::vec((0_usize..300, 0_usize..80), 0..6),
            from in 0_usize..300, length in 0_usize..140,
        ) {
            let mut cells = Cells::none(300);
            let mut plain = [false; 512];
            for (start, length) in added {
                cells.add(start, start + length);
                plain[start..(start + length).min(320)].fill(true);
            }
            let range = &plain[from..from + length];
            prop_assert_eq!(cells.has_all(from, from + length), range.iter().all(|cell| *cell));
            prop_assert_eq!(cells.has_any(from, from + length), range.iter().any(|cell| *cell));
        }
    }
}
