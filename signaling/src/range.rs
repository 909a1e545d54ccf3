//! Which part of a file a request asks for (RFC 9110 §14.2), as players do.

use crate::problem::{Kind, Problem};
use axum::http::{HeaderMap, header};

/// The whole file, or one stretch of it, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Whole,
    Bytes { first: u64, last: u64 },
}

/// The part that these headers ask for of a file of so many bytes. Several ranges at once, or
/// what is no range, are answered with the whole file, as the standard allows.
///
/// # Errors
/// `range_not_satisfiable` when the file has no byte of it.
pub(crate) fn asked(headers: &HeaderMap, length: u64) -> Result<Part, Problem> {
    let range = headers.get(header::RANGE).and_then(|value| value.to_str().ok());
    match range.and_then(stretch) {
        None => Ok(Part::Whole),
        Some(stretch) => within(stretch, length).ok_or_else(|| Kind::RangeNotSatisfiable.into()),
    }
}

enum Stretch {
    From { first: u64, last: Option<u64> },
    Last { count: u64 },
}

fn stretch(range: &str) -> Option<Stretch> {
    let (first, last) = range.strip_prefix("bytes=")?.split_once('-')?;
    if last.contains(',') {
        return None;
    }
    match (first.trim(), last.trim()) {
        ("", count) => Some(Stretch::Last { count: count.parse().ok()? }),
        (first, "") => Some(Stretch::From { first: first.parse().ok()?, last: None }),
        (first, last) => {
            let (first, last) = (first.parse().ok()?, last.parse().ok()?);
            (first <= last).then_some(Stretch::From { first, last: Some(last) })
        }
    }
}

fn within(stretch: Stretch, length: u64) -> Option<Part> {
    let end = length.checked_sub(1)?;
    match stretch {
        Stretch::From { first, .. } if first > end => None,
        Stretch::From { first, last } => {
            Some(Part::Bytes { first, last: last.unwrap_or(end).min(end) })
        }
        Stretch::Last { count: 0 } => None,
        Stretch::Last { count } => {
            Some(Part::Bytes { first: length.saturating_sub(count), last: end })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn part(range: &str, length: u64) -> Result<Part, Kind> {
        let mut headers = HeaderMap::new();
        headers.insert(header::RANGE, range.parse().unwrap());
        asked(&headers, length).map_err(|problem| problem.kind())
    }

    #[test]
    fn players_get_the_stretch_that_they_ask_for() {
        assert_eq!(part("bytes=0-", 10), Ok(Part::Bytes { first: 0, last: 9 }));
        assert_eq!(part("bytes=2-4", 10), Ok(Part::Bytes { first: 2, last: 4 }));
        assert_eq!(part("bytes=2-400", 10), Ok(Part::Bytes { first: 2, last: 9 }));
        assert_eq!(part("bytes=-3", 10), Ok(Part::Bytes { first: 7, last: 9 }));
        assert_eq!(part("bytes=-30", 10), Ok(Part::Bytes { first: 0, last: 9 }));
    }

    #[test]
    fn what_is_no_single_range_gets_everything_and_what_is_outside_gets_nothing() {
        for whole in ["bytes=0-1,4-5", "lines=1-2", "bytes=4-2", "bytes=x-", "nonsense"] {
            assert_eq!(part(whole, 10), Ok(Part::Whole), "{whole}");
        }
        for outside in ["bytes=10-", "bytes=10-12", "bytes=-0"] {
            assert_eq!(part(outside, 10), Err(Kind::RangeNotSatisfiable), "{outside}");
        }
        assert_eq!(part("bytes=0-", 0), Err(Kind::RangeNotSatisfiable));
    }

    proptest! {
        #[test]
        fn a_part_is_always_inside_the_file(range in "bytes=[0-9]{0,20}-[0-9]{0,20}", length: u64) {
            if let Ok(Part::Bytes { first, last }) = part(&range, length) {
                prop_assert!(first <= last && last < length);
            }
        }
    }
}
