//! What ministries need to know: what was asked for and what came of it, how long an answer took,
//! minutes worked, how evenly work is shared, and what nobody could do.
//!
//! A count of one to four could let somebody recognise a victim. [`hide_small`] hides these, and
//! as many others as are needed so that no total gives them away.

mod fulfilment;
mod hide;
mod minutes;
mod share;

pub use fulfilment::{Fulfilment, Outcome};
pub use hide::{Count, hide_small};
pub use minutes::Minutes;
pub use share::{Share, gini};

use serde::Serialize;

use crate::{
    country::Country,
    error::{Error, Result, Why},
    store::Store,
    time::Instant,
    word::words,
};

words! {
    /// How long before its start something was asked for: the classes of the offer waves.
    pub enum Lead {
        /// Less than two hours.
        Now = "now",
        /// Two hours to a day.
        Day = "day",
        /// One day to three.
        ThreeDays = "three_days",
        /// More than three days.
        Longer = "longer",
    }
}

impl Lead {
    /// The class of so many minutes.
    #[must_use]
    pub const fn of_minutes(minutes: i64) -> Self {
        match minutes {
            ..120 => Self::Now,
            120..1440 => Self::Day,
            1440..4320 => Self::ThreeDays,
            _ => Self::Longer,
        }
    }
}

/// From when to when, by the start of what was asked for, and for which country.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// First instant.
    pub from: Instant,
    /// First instant after.
    pub until: Instant,
    /// Asking country; none means the whole region.
    pub country: Option<Country>,
}

/// The report of a period.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Statistics {
    /// What was asked for and what came of it, by language, country and lead time.
    pub fulfilment: Vec<Fulfilment>,
    /// Minutes by country and mode.
    pub minutes: Vec<Minutes>,
    /// How evenly the minutes are shared, by country of the interpreters.
    pub shares: Vec<Share>,
}

/// Longest period, in days.
const MOST_DAYS: i64 = 366 * 3;

impl Period {
    /// # Errors
    /// [`Error::Invalid`] `until`: before `from`, or more than three years after it.
    fn check(&self) -> Result<()> {
        if self.until <= self.from {
            return Err(Error::invalid("until", Why::Empty));
        }
        if self.until.minutes_since(self.from) / 1440 > MOST_DAYS {
            return Err(Error::invalid("until", Why::TooLong));
        }
        Ok(())
    }
}

impl Store {
    /// The statistics of a period, with small numbers hidden.
    ///
    /// # Errors
    /// [`Error::Invalid`] `until`: before `from`, or more than three years after it.
    pub async fn statistics(&self, period: &Period, now: Instant) -> Result<Statistics> {
        Ok(Statistics {
            fulfilment: self.fulfilment(period, now).await?,
            minutes: self.minutes_by_mode(period).await?,
            shares: self.shares(period).await?,
        })
    }
}
