//! The cells of one day in one number, bit by bit: where an interview of some length could begin is
//! found for all cells of a day at once.

use super::{Cells, DAY_CELLS};

/// The lowest [`DAY_CELLS`] bits are the day's cells.
pub(super) type DayCells = u128;

const ALL: DayCells = (1 << DAY_CELLS) - 1;

/// The cells from which so many in a row are there.
pub(super) const fn starts(cells: DayCells, length: usize) -> DayCells {
    if length > DAY_CELLS {
        return 0;
    }
    let mut found = cells;
    let mut have = 1;
    while have < length {
        let step = if have < length - have { have } else { length - have };
        found &= found >> step;
        have += step;
    }
    found
}

/// The first cell that is there.
pub(super) fn first(cells: DayCells) -> Option<usize> {
    (cells != 0).then(|| cells.trailing_zeros() as usize)
}

pub(super) const fn has(cells: DayCells, at: usize) -> bool {
    at < DAY_CELLS && cells >> at & 1 == 1
}

/// Adds `from..until` of several days.
pub(super) fn add(days: &mut [DayCells], from: usize, until: usize) {
    each(days, from, until, |day, cells| *day |= cells);
}

/// Takes `from..until` of several days away.
pub(super) fn take(days: &mut [DayCells], from: usize, until: usize) {
    each(days, from, until, |day, cells| *day &= !cells);
}

/// The days that a range touches, with which of their cells.
fn each(
    days: &mut [DayCells],
    from: usize,
    until: usize,
    change: impl Fn(&mut DayCells, DayCells),
) {
    let first = from / DAY_CELLS;
    let touched = until.div_ceil(DAY_CELLS).saturating_sub(first);
    for (index, day) in days.iter_mut().enumerate().skip(first).take(touched) {
        let begin = index * DAY_CELLS;
        let low = from.saturating_sub(begin).min(DAY_CELLS);
        let high = until.saturating_sub(begin).min(DAY_CELLS);
        change(day, ones(high) & !ones(low));
    }
}

/// The lowest so many bits of a day.
const fn ones(count: usize) -> DayCells {
    if count >= DAY_CELLS { ALL } else { (1 << count) - 1 }
}

impl Cells {
    /// The cells of one day.
    pub(super) fn of_day(&self, day: usize) -> DayCells {
        let begin = day * DAY_CELLS;
        let has = |cell: &usize| self.has_all(begin + cell, begin + cell + 1);
        (0..DAY_CELLS).filter(has).fold(0, |cells, cell| cells | 1 << cell)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn days_are_what_their_cells_say(
            changes in proptest::collection::vec((any::<bool>(), 0..3 * DAY_CELLS, 0_usize..120), 0..6),
            length in 1_usize..20,
        ) {
            let mut days = vec![0; 3];
            let mut cells = Cells::none(3 * DAY_CELLS);
            for (adds, from, count) in changes {
                let until = (from + count).min(3 * DAY_CELLS);
                if adds {
                    add(&mut days, from, until);
                    cells.add(from, until);
                } else {
                    take(&mut days, from, until);
                    cells.take(from, until);
                }
            }
            for (index, day) in days.iter().enumerate() {
                prop_assert_eq!(*day, cells.of_day(index));
                let begin = index * DAY_CELLS;
                for cell in 0..=DAY_CELLS - length {
                    let whole = cells.has_all(begin + cell, begin + cell + length);
                    prop_assert_eq!(has(starts(*day, length), cell), whole);
                }
                let least = (0..DAY_CELLS).find(|cell| has(*day, *cell));
                prop_assert_eq!(first(*day), least);
            }
        }
    }
}
