//! What a coordinator says before a plan is made: who is to be interviewed, when and where it may
//! be, and who is away meanwhile. Nobody is named: a victim is her pseudonym.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::CELL_MINUTES;
use crate::{
    availability::ClockTime,
    error::{Error, Result, Why},
    id::PlaceId,
    interpreter::{Mode, Setting},
    language::Language,
    request::{AgeBand, Preferences, Topic},
    time::{Day, Local, Zone},
};

/// Most victims of a plan.
pub const MOST_VICTIMS: usize = 70;
/// Most days of a plan.
pub const MOST_DAYS: usize = 14;
/// Most venues and kits of a plan.
pub const MOST_PLACES: usize = 20;
/// Most stretches of time for which somebody is away.
pub const MOST_ABSENCES: usize = 100;
/// Most interviews of one victim.
const MOST_INTERVIEWS: i64 = 5;
/// Longest interview, and longest rest between two.
const MOST_MINUTES: i64 = 240;
/// First and last day lie no further apart.
const MOST_DAYS_APART: i32 = 60;
const LONGEST_LABEL: usize = 40;
const LONGEST_REFERENCE: usize = 120;

/// A victim and what her interviews need.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanVictim {
    /// Her pseudonym within the case.
    #[schema(min_length = 1, max_length = 40)]
    pub label: String,
    /// Her language, by variety.
    pub language: Language,
    /// What else she understands.
    #[serde(default)]
    #[schema(max_items = 12)]
    pub other_languages: Vec<Language>,
    /// Her age, if she is a minor: she comes first, and into a room for children.
    #[serde(default)]
    pub minor: Option<AgeBand>,
    /// How it is interpreted.
    #[serde(default = "consecutive")]
    pub mode: Mode,
    /// Her wishes.
    #[serde(default)]
    pub preferences: Preferences,
    /// Those of one word are not to have the same interpreter: members of a family who asked.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 40)]
    pub apart: Option<String>,
    /// How many interviews, on different days.
    #[schema(minimum = 1, maximum = 5)]
    pub interviews: i64,
    /// How long each is, in quarters of an hour.
    #[schema(minimum = 15, maximum = 240, multiple_of = 15)]
    pub minutes: i64,
    /// Whether she must get there without a step.
    #[serde(default)]
    pub step_free: bool,
}

/// What is to be planned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Setup {
    /// The case, as its requests will name it.
    #[schema(min_length = 1, max_length = 120)]
    pub case_reference: String,
    /// The language of whoever leads the interviews.
    pub language: Language,
    /// For which kind of work.
    #[serde(default = "interview")]
    pub setting: Setting,
    /// The clock of the plan.
    pub zone: Zone,
    /// The days on which interviews may be held, in order.
    #[schema(min_items = 1, max_items = 14)]
    pub days: Vec<Day>,
    /// From when on each day.
    pub from: ClockTime,
    /// Until when.
    pub to: ClockTime,
    /// Minutes that an interpreter rests between two interviews.
    #[schema(minimum = 0, maximum = 240)]
    pub rest_minutes: i64,
    /// Venues and kits that may be used.
    #[schema(max_items = 20)]
    pub places: Vec<PlaceId>,
    /// What will be heavy to hear.
    #[serde(default)]
    #[schema(max_items = 7)]
    pub topics: Vec<Topic>,
    /// Whom to interview.
    #[schema(max_items = 70)]
    pub victims: Vec<PlanVictim>,
}

const fn consecutive() -> Mode {
    Mode::Consecutive
}

const fn interview() -> Setting {
    Setting::Interview
}

/// Somebody is away, for instance ill.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Absence {
    /// The interpreter's number.
    pub interpreter: i64,
    /// From, on the plan's clock.
    pub from: Local,
    /// Until.
    pub to: Local,
}

impl Setup {
    /// What can be refused without asking the bank.
    pub(super) fn check(&self) -> Result<()> {
        text("case_reference", &self.case_reference, LONGEST_REFERENCE)?;
        self.check_days()?;
        if !(0..=MOST_MINUTES).contains(&self.rest_minutes) {
            return Err(Error::invalid("rest_minutes", Why::TooLong));
        }
        once("places", self.places.len(), MOST_PLACES, self.places.iter())?;
        once("topics", self.topics.len(), Topic::ALL.len(), self.topics.iter())?;
        let labels = self.victims.iter().map(|victim| victim.label.trim());
        once("victims", self.victims.len(), MOST_VICTIMS, labels)?;
        self.victims.iter().try_for_each(PlanVictim::check)
    }

    fn check_days(&self) -> Result<()> {
        let (Some(first), Some(last)) = (self.days.first(), self.days.last()) else {
            return Err(Error::invalid("days", Why::Missing));
        };
        if self.days.len() > MOST_DAYS || last.number() - first.number() > MOST_DAYS_APART {
            return Err(Error::invalid("days", Why::TooLong));
        }
        if self.days.windows(2).any(|pair| pair.first() >= pair.last()) {
            return Err(Error::invalid("days", Why::Repeated));
        }
        if self.from >= self.to {
            return Err(Error::invalid("to", Why::Empty));
        }
        Ok(())
    }
}

impl PlanVictim {
    fn check(&self) -> Result<()> {
        text("victims.label", &self.label, LONGEST_LABEL)?;
        if let Some(apart) = &self.apart {
            text("victims.apart", apart, LONGEST_LABEL)?;
        }
        let quarters = self.minutes % CELL_MINUTES == 0;
        if !quarters || !(CELL_MINUTES..=MOST_MINUTES).contains(&self.minutes) {
            return Err(Error::invalid("victims.minutes", Why::DoesNotFit));
        }
        if !(1..=MOST_INTERVIEWS).contains(&self.interviews) {
            return Err(Error::invalid("victims.interviews", Why::DoesNotFit));
        }
        Ok(())
    }
}

/// A text that is there and not too long.
fn text(field: &'static str, given: &str, longest: usize) -> Result<()> {
    if given.trim().is_empty() {
        return Err(Error::invalid(field, Why::Missing));
    }
    if given.chars().count() > longest {
        return Err(Error::invalid(field, Why::TooLong));
    }
    Ok(())
}

/// Not too many, and each once.
fn once<T: Ord>(
    field: &'static str,
    count: usize,
    most: usize,
    of: impl Iterator<Item = T>,
) -> Result<()> {
    if count > most {
        return Err(Error::invalid(field, Why::TooLong));
    }
    if of.collect::<BTreeSet<T>>().len() < count {
        return Err(Error::invalid(field, Why::Repeated));
    }
    Ok(())
}
