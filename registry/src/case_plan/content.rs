//! A plan as the bank keeps it: what is to be planned, who is away, and where each interview
//! stands.

use serde::{Deserialize, Serialize};

use super::{Absence, CELL_MINUTES, DAY_CELLS, Setup};
use crate::{
    id::PlaceId,
    time::{Day, Local, TimeError},
    word::words,
};

words! {
    /// How far a plan is.
    pub enum PlanState {
        /// Nobody was asked yet.
        Draft = "draft",
        /// Requests were made; what was changed since is sent with the next sending.
        Sent = "sent",
        /// Over: nothing is changed any more.
        Closed = "closed",
    }
}

/// When, where and with whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Spot {
    /// The start on the plan's clock.
    pub starts: Local,
    /// The venue or kit.
    pub place: PlaceId,
    /// The interpreters' numbers, ascending.
    pub interpreters: Vec<i64>,
}

/// An interview that has a place in the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Placed {
    /// The victim's pseudonym.
    pub(super) victim: String,
    /// Which of hers, from 0.
    pub(super) number: i64,
    pub(super) spot: Spot,
    /// Put there by a person: stays when the rest is planned anew.
    pub(super) pinned: bool,
}

/// All that is written down of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Content {
    pub(super) setup: Setup,
    pub(super) absences: Vec<Absence>,
    pub(super) interviews: Vec<Placed>,
}

impl Content {
    pub(super) fn interview(&self, victim: &str, number: i64) -> Option<&Placed> {
        self.interviews.iter().find(|one| one.victim == victim && one.number == number)
    }

    /// Puts an interview somewhere, in the order of victims and numbers.
    pub(super) fn put(&mut self, placed: Placed) {
        self.interviews.retain(|one| (&one.victim, one.number) != (&placed.victim, placed.number));
        self.interviews.push(placed);
        let order = |label: &str| self.setup.victims.iter().position(|one| one.label == label);
        self.interviews.sort_by_cached_key(|one| (order(&one.victim), one.number));
    }

    /// Takes another setup; what has no place in it any more is dropped.
    pub(super) fn take(&mut self, setup: Setup) {
        self.interviews.retain(|one| {
            let victim = setup.victims.iter().find(|victim| victim.label == one.victim);
            victim.is_some_and(|victim| one.number < victim.interviews)
                && setup.cell(one.spot.starts).is_some()
                && setup.places.contains(&one.spot.place)
        });
        self.setup = setup;
    }
}

impl Setup {
    /// The cell that begins at a wall time, if the plan has it.
    pub(super) fn cell(&self, local: Local) -> Option<usize> {
        let day = self.days.iter().position(|day| *day == local.day())?;
        let minute = i64::from(local.minute_of_day());
        let cell = usize::try_from(minute / CELL_MINUTES).ok()?;
        (minute % CELL_MINUTES == 0).then_some(day * DAY_CELLS + cell)
    }

    /// The wall time at which a cell begins; the cell after the last of a day is its midnight.
    pub(super) fn local(&self, cell: usize) -> Result<Local, TimeError> {
        let day = self.days.get(cell / DAY_CELLS).ok_or(TimeError::OutOfRange)?;
        at_cell(*day, cell % DAY_CELLS)
    }
}

/// The wall time of a cell of a day.
pub(super) fn at_cell(day: Day, cell: usize) -> Result<Local, TimeError> {
    let minute = i64::try_from(cell).map_or(i64::MAX, |cell| cell.saturating_mul(CELL_MINUTES));
    day.at_minute(i32::try_from(minute).map_err(|_| TimeError::OutOfRange)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn setup() -> Setup {
        let days = ["2026-11-30", "2026-12-01", "2026-12-03"];
        Setup {
            case_reference: "MUESTRA-1".to_owned(),
            language: "spa".parse().unwrap(),
            setting: crate::interpreter::Setting::Interview,
            zone: "America/Guatemala".parse().unwrap(),
            days: days.map(|day| day.parse().unwrap()).to_vec(),
            from: "08:00".parse().unwrap(),
            to: "17:00".parse().unwrap(),
            rest_minutes: 15,
            places: Vec::new(),
            topics: Vec::new(),
            victims: Vec::new(),
        }
    }

    proptest! {
        #[test]
        fn cells_and_wall_times_name_each_other(cell in 0..3 * DAY_CELLS) {
            let setup = setup();
            prop_assert_eq!(setup.cell(setup.local(cell).unwrap()), Some(cell));
        }
    }

    #[test]
    fn a_day_or_minute_that_the_plan_has_not_is_no_cell() {
        let at = |text: &str| setup().cell(text.parse().unwrap());
        assert_eq!(at("2026-12-03T08:15"), Some(2 * DAY_CELLS + 33));
        assert_eq!(at("2026-12-02T08:15"), None);
        assert_eq!(at("2026-12-03T08:20"), None);
    }
}
