//! Which packets of one SSRC were received: the extended sequence number, and the window that refuses replays.

/// How many packets may arrive out of order before one counts as too old.
const WINDOW: u64 = 256;

/// The replay window of one SSRC (RFC 3711 §3.3.1–3.3.2), wide enough for bursty links.
#[derive(Clone, Debug, Default)]
pub struct ReplayWindow {
    top: Option<u64>,
    seen: [u64; (WINDOW / 64) as usize],
}

impl ReplayWindow {
    /// The extended sequence number (roll-over count and `sequence`) that lies nearest to the newest packet.
    /// Nothing when that would lie before the stream's first roll-over period.
    #[must_use]
    pub fn index_of(&self, sequence: u16) -> Option<u64> {
        let Some(top) = self.top else { return Some(u64::from(sequence)) };
        let distance = sequence.wrapping_sub(top as u16) as i16;
        top.checked_add_signed(i64::from(distance))
    }

    /// Whether `index` was not received yet and is not too old to tell.
    #[must_use]
    pub fn is_fresh(&self, index: u64) -> bool {
        match self.top {
            None => true,
            Some(top) if index > top => true,
            Some(top) => top - index < WINDOW && self.word(index) & Self::bit(index) == 0,
        }
    }

    /// Marks `index` as received. Call it only after the packet proved authentic.
    pub fn accept(&mut self, index: u64) {
        match self.top {
            Some(top) if index <= top => {}
            Some(top) if index - top < WINDOW => {
                for skipped in top + 1..index {
                    self.seen[Self::slot(skipped)] &= !Self::bit(skipped);
                }
                self.top = Some(index);
            }
            _ => {
                self.seen = Default::default();
                self.top = Some(index);
            }
        }
        self.seen[Self::slot(index)] |= Self::bit(index);
    }

    /// The newest index that was received.
    #[must_use]
    pub fn newest(&self) -> Option<u64> {
        self.top
    }

    fn word(&self, index: u64) -> u64 {
        self.seen[Self::slot(index)]
    }

    fn slot(index: u64) -> usize {
        (index % WINDOW / 64) as usize
    }

    fn bit(index: u64) -> u64 {
        1 << (index % 64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashSet;

    #[test]
    fn the_roll_over_is_followed_in_both_directions() {
        let mut window = ReplayWindow::default();
        window.accept(0xfff0);
        assert_eq!(window.index_of(0x0010), Some(0x1_0010));
        window.accept(0x1_0010);
        assert_eq!(window.index_of(0xfff5), Some(0xfff5), "late, from before the roll-over");
        let mut start = ReplayWindow::default();
        start.accept(3);
        assert_eq!(start.index_of(0xfffe), None, "before the beginning of the stream");
    }

    proptest! {
        #[test]
        fn each_index_is_accepted_once_and_old_ones_never(steps in prop::collection::vec(0u64..600, 1..400)) {
            let mut window = ReplayWindow::default();
            let mut seen = HashSet::new();
            let mut top = 0u64;
            for step in steps {
                // Walks forward with jumps back of up to 300.
                let index = (top + step).saturating_sub(300);
                let too_old = !seen.is_empty() && top.saturating_sub(index) >= WINDOW && index <= top;
                prop_assert_eq!(window.is_fresh(index), !too_old && !seen.contains(&index), "index {}, top {}", index, top);
                if window.is_fresh(index) {
                    window.accept(index);
                    seen.insert(index);
                    top = top.max(index);
                }
            }
        }
    }
}
