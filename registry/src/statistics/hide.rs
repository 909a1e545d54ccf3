//! Hiding small numbers, and what would give them away.

use serde::{Serialize, Serializer};

/// A count that may be shown, or one that is hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Count {
    /// As counted.
    Shown(i64),
    /// One to four, or hidden for the sake of another that is.
    Hidden,
}

/// Counts below this could let a person be recognised.
const FEWEST: i64 = 5;

impl Count {
    /// The number, if it may be shown.
    #[must_use]
    pub const fn shown(self) -> Option<i64> {
        match self {
            Self::Shown(count) => Some(count),
            Self::Hidden => None,
        }
    }

    /// A count of its own, of which no total is published.
    #[must_use]
    pub const fn alone(count: i64) -> Self {
        if is_small(count) { Self::Hidden } else { Self::Shown(count) }
    }
}

impl Serialize for Count {
    /// A number, or null if it is hidden.
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.shown().serialize(to)
    }
}

impl utoipa::PartialSchema for Count {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
        <Option<i64> as utoipa::PartialSchema>::schema()
    }
}

impl utoipa::ToSchema for Count {}

const fn is_small(count: i64) -> bool {
    0 < count && count < FEWEST
}

/// Hides the small ones among `counts`, and others until no published sum gives one away.
/// `sums` lists, for each published sum, the counts it is made of; a count may be in several.
///
/// Afterwards each sum has either no hidden count, or at least two that add up to five or more,
/// or it is hidden itself: those sums are returned as true.
#[must_use]
pub fn hide_small(counts: &[i64], sums: &[Vec<usize>]) -> (Vec<Count>, Vec<bool>) {
    let mut hidden: Vec<bool> = counts.iter().map(|count| is_small(*count)).collect();
    let mut sum_hidden = vec![false; sums.len()];
    let count = |at: usize| counts.get(at).copied().unwrap_or(0);
    loop {
        let mut changed = false;
        for (sum, parts) in sums.iter().enumerate() {
            if sum_hidden.get(sum).copied().unwrap_or(true) {
                continue;
            }
            let is_hidden = |at: &usize| hidden.get(*at).copied().unwrap_or(false);
            let inside: Vec<usize> = parts.iter().copied().filter(is_hidden).collect();
            let total: i64 = inside.iter().map(|at| count(*at)).sum();
            if inside.is_empty() || (inside.len() > 1 && total >= FEWEST) {
                continue;
            }
            let next = parts
                .iter()
                .copied()
                .filter(|at| !is_hidden(at))
                .min_by_key(|at| (count(*at) == 0, count(*at)));
            changed = true;
            match next.and_then(|at| hidden.get_mut(at)) {
                Some(slot) => *slot = true,
                None => {
                    if let Some(slot) = sum_hidden.get_mut(sum) {
                        *slot = true;
                    }
                }
            }
        }
        if !changed {
            break;
        }
    }
    let shown = counts
        .iter()
        .zip(&hidden)
        .map(|(count, hidden)| if *hidden { Count::Hidden } else { Count::Shown(*count) })
        .collect();
    (shown, sum_hidden)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn r74_a_cell_of_three_is_hidden_with_one_more() {
        let (shown, sums) = hide_small(&[3, 40, 12], &[vec![0, 1, 2]]);
        assert_eq!(shown, [Count::Hidden, Count::Shown(40), Count::Hidden]);
        assert_eq!(sums, [false]);
    }

    #[test]
    fn r74_a_sum_of_small_ones_alone_is_hidden_too() {
        let (shown, sums) = hide_small(&[3], &[vec![0]]);
        assert_eq!((shown, sums), (vec![Count::Hidden], vec![true]));
        assert_eq!(hide_small(&[0, 7], &[vec![0, 1]]).0, [Count::Shown(0), Count::Shown(7)]);
    }

    proptest! {
        /// Whoever adds and subtracts what is shown learns of no small number: in each sum that
        /// is shown, what is hidden is at least two counts and at least five people.
        #[test]
        fn r74_no_sum_gives_a_small_number_away(
            counts in proptest::collection::vec(0_i64..30, 12),
            rows in 1_usize..5,
        ) {
            let columns = counts.len() / rows;
            let mut sums: Vec<Vec<usize>> =
                (0..rows).map(|row| (row * columns..(row + 1) * columns).collect()).collect();
            sums.extend((0..columns).map(|c| (0..rows).map(|row| row * columns + c).collect()));
            let (shown, sum_hidden) = hide_small(&counts, &sums);
            for (count, shown) in counts.iter().zip(&shown) {
                prop_assert!(!is_small(*count) || *shown == Count::Hidden);
                prop_assert!(shown.shown().is_none_or(|shown| shown == *count));
            }
            for (parts, _) in sums.iter().zip(sum_hidden).filter(|(_, hidden)| !hidden) {
                let inside: Vec<i64> = parts.iter().filter(|at| shown[**at] == Count::Hidden)
                    .map(|at| counts[*at]).collect();
                prop_assert!(
                    inside.is_empty() || (inside.len() > 1 && inside.iter().sum::<i64>() >= FEWEST)
                );
            }
        }
    }
}
