//! Planning all interviews of a case at once: 5 to 70 victims, each with the same interpreter
//! throughout, minors first, members of a family not with the same interpreter where asked.
//!
//! Pure: [`Case`] says what is needed and who and what is free, [`solve()`] finds a plan of least
//! cost, and [`objections()`] says at once what breaks when somebody changes a plan by hand. Time is
//! cut into cells of a quarter of an hour from the first day's midnight on the court's clock.
//!
//! The search is a large-neighbourhood search (Shaw 1998, Pisinger and Ropke 2010): take a few
//! victims out of the plan, put each back where it costs least, keep what is better. How a victim
//! is put back is exact for her: every team, and the cheapest days for it. Small cases are
//! compared with trying everything.
//!
//! Around this core: `setup` is what a coordinator says, `gather` makes a [`Case`] of it from what
//! the bank knows, `bank` keeps the plan ([`Store::create_case_plan`](crate::Store::create_case_plan)
//! and what follows), `show` is the plan as people see it, and `send` makes its requests.

mod bank;
mod cells;
mod content;
mod cost;
mod day;
mod gather;
mod objections;
mod record;
mod send;
mod setup;
mod show;
mod solve;

pub use bank::{InterviewMove, Solved};
pub use cells::Cells;
pub use content::{PlanState, Spot};
pub use objections::{Objection, objections};
pub use record::CasePlanLine;
pub use send::{NotSent, Sent, WhyNotSent};
pub use setup::{Absence, MOST_ABSENCES, MOST_DAYS, MOST_PLACES, MOST_VICTIMS, PlanVictim, Setup};
pub use show::{
    CasePlan, Change, PlanInterview, PlanObjection, PlanPlace, PlanRequest, VictimPlan, WhatBreaks,
};
pub use solve::solve;

/// Minutes of a cell.
pub const CELL_MINUTES: i64 = 15;
/// Cells of a day. A day on which the clocks change is as long as the others here; nobody is
/// interviewed at the hour of the change.
pub const DAY_CELLS: usize = 96;

/// What is to be planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Days to plan in.
    pub days: usize,
    /// When interviews may be held, on the court's clock.
    pub hours: Cells,
    /// Whom to interview.
    pub victims: Vec<Victim>,
    /// Who may interpret.
    pub interpreters: Vec<Helper>,
    /// Where.
    pub places: Vec<Room>,
    /// Cells that an interpreter rests between two interviews.
    pub rest_cells: usize,
    /// The plan that holds so far; a new one changes as little of it as possible.
    pub before: Vec<Interview>,
    /// Interviews that a person has put where they are: they stay, whatever they break, and the
    /// victim's other interviews go to the same team.
    pub pinned: Vec<Interview>,
}

/// A victim and what her interviews need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Victim {
    /// Comes before adults, and into a room for children.
    pub minor: bool,
    /// How many interviews, on different days.
    pub interviews: usize,
    /// Length of each.
    pub cells: usize,
    /// Interpreters in each (the team rule).
    pub seats: usize,
    /// How well each interpreter suits her, 0–1000; none who may not interpret for her.
    pub suits: Vec<Option<u16>>,
    /// Those of one number are not to have the same interpreter.
    pub apart: Option<u32>,
    /// The places she can come to.
    pub places: Vec<usize>,
}

/// An interpreter's time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Helper {
    /// When free.
    pub free: Cells,
    /// When free for children, too.
    pub free_for_children: Cells,
    /// Most cells of work on each day.
    pub day_cells: Vec<usize>,
}

impl Helper {
    /// When free for a victim.
    #[must_use]
    pub const fn free_for(&self, victim: &Victim) -> &Cells {
        if victim.minor { &self.free_for_children } else { &self.free }
    }

    /// Most cells of work on a day.
    #[must_use]
    pub fn most_on(&self, day: usize) -> usize {
        self.day_cells.get(day).copied().unwrap_or(0)
    }
}

/// A venue or kit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Room {
    /// When free.
    pub free: Cells,
    /// Fit for children.
    pub child_friendly: bool,
}

/// One planned interview.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Interview {
    /// Whose.
    pub victim: usize,
    /// Which of hers, from 0.
    pub number: usize,
    /// Who interprets, ascending.
    pub team: Vec<usize>,
    /// Where.
    pub place: usize,
    /// First cell.
    pub start: usize,
}

/// A plan and what could not be planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// By victim and number.
    pub interviews: Vec<Interview>,
    /// Victims for whom no place was found, with their interviews.
    pub unplaced: Vec<usize>,
    /// What the plan costs; only to be compared.
    pub cost: i64,
}

#[cfg(test)]
mod tests;
