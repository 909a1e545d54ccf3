//! Waves: how many are asked at once and how long they have, by how soon it is (requirement 6).
//! Pure; `due` sends them.

use crate::time::Instant;

/// One wave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wave {
    /// How many are asked; none for everybody who fits, those on call before anybody else.
    pub people: Option<usize>,
    /// How long they have, in seconds.
    pub seconds: i64,
}

/// A row of the table: with at least so many minutes before the start.
const TABLE: &[(i64, Wave)] = &[
    (72 * 60 + 1, Wave { people: Some(3), seconds: 4 * 3600 }),
    (24 * 60, Wave { people: Some(5), seconds: 3600 }),
    (2 * 60, Wave { people: Some(10), seconds: 15 * 60 }),
    (i64::MIN, AT_ONCE),
];
const AT_ONCE: Wave = Wave { people: None, seconds: 5 * 60 };

/// A call rings three, then five more, then everybody on call.
const RINGS: &[Wave] = &[
    Wave { people: Some(3), seconds: 20 },
    Wave { people: Some(5), seconds: 20 },
    Wave { people: None, seconds: 30 },
];

/// Who left so many offers unanswered is asked after everybody else in a wave.
pub const ASKED_LATER_FROM: i32 = 2;

/// The wave for something that starts in so many minutes.
#[must_use]
pub fn wave_for(lead_minutes: i64) -> Wave {
    TABLE.iter().find(|(at_least, _)| lead_minutes >= *at_least).map_or(AT_ONCE, |(_, wave)| *wave)
}

/// The ring after so many; none when everybody was rung.
#[must_use]
pub fn ring_after(rings: i32) -> Option<Wave> {
    usize::try_from(rings).ok().and_then(|rings| RINGS.get(rings).copied())
}

impl Wave {
    /// When its offers run out: no later than what they are for is over.
    #[must_use]
    pub fn expires(self, now: Instant, over: Instant) -> Instant {
        now.plus_seconds(self.seconds).min(over)
    }
}

/// The order in which people are asked: the best first, but who leaves offers unanswered after
/// all others. The rating itself is not touched.
pub(super) fn in_order<T>(ranked: Vec<T>, unanswered: impl Fn(&T) -> i32) -> Vec<T> {
    let (later, sooner): (Vec<T>, Vec<T>) =
        ranked.into_iter().partition(|one| unanswered(one) >= ASKED_LATER_FROM);
    sooner.into_iter().chain(later).collect()
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
            (-3, None, 5),
        ] {
            assert_eq!(wave_for(lead), Wave { people, seconds: minutes * 60 }, "{lead}");
        }
    }

    #[test]
    fn a_call_rings_three_then_five_then_everybody() {
        let rung: Vec<_> =
            (0..).map_while(ring_after).map(|ring| (ring.people, ring.seconds)).collect();
        assert_eq!(rung, [(Some(3), 20), (Some(5), 20), (None, 30)]);
    }

    #[test]
    fn r06_who_does_not_answer_is_asked_later_and_keeps_the_rank() {
        let ranked = vec![("a", 2), ("b", 0), ("c", 1), ("d", 5), ("e", 0)];
        let order: Vec<_> = in_order(ranked, |(_, unanswered)| *unanswered);
        let names: Vec<_> = order.iter().map(|(name, _)| *name).collect();
        assert_eq!(names, ["b", "c", "e", "a", "d"]);
    }
}
