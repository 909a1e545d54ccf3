//! What a plan costs. Only sums are compared; the figures say what matters more.

use super::{Case, DAY_CELLS, Interview, Victim};

/// A victim left out: more than anything else together.
pub(super) const UNPLACED: i64 = 10_000_000;
/// Somebody else than before interprets for her.
const OTHER_TEAM: i64 = 20_000;
/// Another time than before.
const OTHER_TIME: i64 = 2_000;
/// Another place than before.
const OTHER_PLACE: i64 = 500;
/// A minor waits a day; an adult a third of that.
const MINOR_DAY: i64 = 300;
const ADULT_DAY: i64 = 100;
/// A point of a thousand by which somebody suits her less.
const SUIT_POINT: i64 = 2;
/// An adult in the room for children.
const CHILD_ROOM: i64 = 30;
/// The square of the hours of one interpreter: work is shared.
const HOUR_SQUARED: i64 = 2;

/// What it costs that this team interprets for a victim.
pub(super) fn of_team(case: &Case, index: usize, victim: &Victim, team: &[usize]) -> i64 {
    let suits: i64 = team
        .iter()
        .map(|who| victim.suits.get(*who).copied().flatten().map_or(1000, i64::from))
        .map(|points| (1000 - points) * SUIT_POINT)
        .sum();
    let mut earlier = case.before.iter().filter(|interview| interview.victim == index).peekable();
    let is_new = earlier.peek().is_none();
    let kept = is_new || earlier.all(|interview| interview.team == team);
    suits + if kept { 0 } else { OTHER_TEAM }
}

/// What it costs to hold an interview then and there.
pub(super) fn of_time(
    case: &Case,
    victim: &Victim,
    before: Option<&Interview>,
    start: usize,
    place: usize,
) -> i64 {
    let per_day = if victim.minor { MINOR_DAY } else { ADULT_DAY };
    let waits = cells(start) * per_day / cells(DAY_CELLS);
    let child_room = case.places.get(place).is_some_and(|room| room.child_friendly);
    let room = if child_room && !victim.minor { CHILD_ROOM } else { 0 };
    let moved = before.map_or(0, |before| {
        let time = if before.start == start { 0 } else { OTHER_TIME };
        time + if before.place == place { 0 } else { OTHER_PLACE }
    });
    waits + room + moved
}

/// What it costs that one interpreter works so many cells in all.
pub(super) fn of_load(load: usize) -> i64 {
    cells(load) * cells(load) * HOUR_SQUARED / 16
}

fn cells(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX / 1_000_000)
}
