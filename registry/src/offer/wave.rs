//! Waves: how many are asked at once and how long they have, by how soon it is.

use crate::time::Instant;

/// One wave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wave {
    /// How many are asked; none for everybody who fits, those on call first.
    pub people: Option<usize>,
    /// How long they have, in minutes.
    pub minutes: i64,
}

/// A row of the table: with at least so much time before the start, so many have so long.
const TABLE: &[(i64, Wave)] = &[
    (72 * 60 + 1, Wave { people: Some(3), minutes: 4 * 60 }),
    (24 * 60, Wave { people: Some(5), minutes: 60 }),
    (2 * 60, Wave { people: Some(10), minutes: 15 }),
    (0, Wave { people: None, minutes: 5 }),
];

/// The wave for something that starts in so many minutes.
#[must_use]
pub fn wave_for(lead_minutes: i64) -> Wave {
    TABLE
        .iter()
        .find(|(at_least, _)| lead_minutes >= *at_least)
        .map_or(Wave { people: None, minutes: 5 }, |(_, wave)| *wave)
}

impl Wave {
    /// When its offers run out: no later than the start.
    #[must_use]
    pub fn expires(self, now: Instant, starts: Instant) -> Instant {
        now.plus_minutes(self.minutes).min(starts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r06_the_sooner_it_is_the_more_are_asked_and_the_shorter_they_have() {
        for (lead, people, minutes) in [
            (100 * 60, Some(3), 240),
            (72 * 60 + 1, Some(3), 240),
            (72 * 60, Some(5), 60),
            (24 * 60, Some(5), 60),
            (24 * 60 - 1, Some(10), 15),
            (2 * 60, Some(10), 15),
            (2 * 60 - 1, None, 5),
            (0, None, 5),
        ] {
            assert_eq!(wave_for(lead), Wave { people, minutes }, "{lead}");
        }
    }
}
