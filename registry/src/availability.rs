//! When an interpreter works: weekly hours in one or several calendars, each on its own clock;
//! hours beside them; hours they closed; holidays; what is booked here and what is taken in
//! calendars kept elsewhere. `calendar` makes all of it ready for the one question that matters.

pub mod calendar;
pub(crate) mod clock;
pub(crate) mod compile;
pub mod exception;
pub mod feed;
pub mod holiday;
pub mod purpose;
pub mod subscription;
mod week;

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

pub use self::{
    exception::{Block, Extra},
    week::{Pace, WeekCalendar},
};
use crate::{
    availability::{feed::Feed, holiday::Holiday, purpose::Purposes, subscription::Subscription},
    error::Result,
    id::{HearingId, PersonId},
    store::{Store, on},
    time::{Day, Instant, Moment, TimeError, Zone},
    word::described_as_text,
};
pub(crate) use week::insert_week;

/// A time of day on a wall clock, to the minute: `08:00` … `24:00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClockTime(u16);

impl ClockTime {
    /// Minutes since midnight, 0–1440.
    #[must_use]
    pub const fn minute(self) -> u16 {
        self.0
    }

    /// So many minutes after midnight, if there are so many in a day.
    pub(crate) fn at_minute(minute: i32) -> Option<Self> {
        u16::try_from(minute).ok().filter(|minute| *minute <= 1440).map(Self)
    }
}

impl FromStr for ClockTime {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        let malformed = || TimeError::Malformed(text.to_owned());
        let two_digits = |part: &str| {
            let fits = part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
            fits.then(|| part.parse::<u16>().ok()).flatten()
        };
        let (hour, minute) = text.split_once(':').ok_or_else(malformed)?;
        let hour = two_digits(hour).ok_or_else(malformed)?;
        let minute = two_digits(minute).filter(|m| *m < 60).ok_or_else(malformed)?;
        let of_day = hour * 60 + minute;
        if of_day <= 1440 { Ok(Self(of_day)) } else { Err(malformed()) }
    }
}

impl fmt::Display for ClockTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

described_as_text!(ClockTime, "ClockTime", "^([01]\\d|2[0-3]):[0-5]\\d$|^24:00$", "08:30");

impl Serialize for ClockTime {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ClockTime {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// Hours of an ordinary week, for every kind of work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WeekRule {
    /// 1 = Monday … 7 = Sunday.
    #[schema(minimum = 1, maximum = 7)]
    pub day: u8,
    /// From.
    pub from: ClockTime,
    /// Until; `24:00` is the midnight that ends the day.
    pub to: ClockTime,
}

/// Hours that come every week, or every so many weeks, for some kinds of work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// 1 = Monday … 7 = Sunday.
    #[schema(minimum = 1, maximum = 7)]
    pub day: u8,
    /// From.
    pub from: ClockTime,
    /// Until; `24:00` is the midnight that ends the day.
    pub to: ClockTime,
    /// What they are for; everything, if it is not said.
    #[serde(default = "all_purposes")]
    pub purposes: Purposes,
    /// The first day on which they hold.
    #[serde(default)]
    pub valid_from: Option<Day>,
    /// The last day on which they hold.
    #[serde(default)]
    pub valid_until: Option<Day>,
    /// 2 is every other week, counted from the week of `valid_from`.
    #[serde(default = "every_week")]
    #[schema(minimum = 1, maximum = 8)]
    pub every_weeks: u8,
}

const fn all_purposes() -> Purposes {
    Purposes::ALL
}

const fn every_week() -> u8 {
    1
}

impl From<&WeekRule> for Rule {
    fn from(hours: &WeekRule) -> Self {
        Self {
            day: hours.day,
            from: hours.from,
            to: hours.to,
            purposes: Purposes::ALL,
            valid_from: None,
            valid_until: None,
            every_weeks: 1,
        }
    }
}

/// Time that is booked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Booked {
    /// The hearing; none while other seats of the team are still open.
    pub hearing: Option<HearingId>,
    /// From.
    pub from: Moment,
    /// Until.
    pub to: Moment,
}

/// An interpreter's time from now on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Availability {
    /// The clock the interpreter lives by.
    pub zone: Zone,
    /// Weekly hours, by calendar.
    pub calendars: Vec<WeekCalendar>,
    /// How much work, and with how much room around it.
    pub pace: Pace,
    /// Hours beside the weekly ones that are not over.
    pub extra: Vec<Extra>,
    /// Closed hours that are not over.
    pub blocks: Vec<Block>,
    /// Bookings that are not over.
    pub booked: Vec<Booked>,
    /// The country's holidays of the next twelve months.
    pub holidays: Vec<Holiday>,
    /// Calendars kept elsewhere.
    pub subscriptions: Vec<Subscription>,
    /// Time taken in them in the next weeks, joined.
    pub elsewhere: Vec<Elsewhere>,
    /// The address under which the bookings can be read, if there is one.
    pub feed: Option<Feed>,
}

/// Time that is taken in a calendar kept elsewhere; nobody here knows by what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Elsewhere {
    /// From.
    pub from: Moment,
    /// Until.
    pub to: Moment,
}

impl Store {
    /// An interpreter's time from now on.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn availability(&self, person: PersonId, now: Instant) -> Result<Availability> {
        let (zone, country, pace) = self.pace(person).await?;
        let moment = |instant| Moment::at(instant, &zone);
        let sql = "SELECT hearing, starts, ends FROM booking
                   WHERE interpreter = $1 AND ends > $2 AND state <> 'cancelled' ORDER BY starts";
        let booked: Vec<(Option<HearingId>, Instant, Instant)> =
            on!(self.read(), db => sqlx::query_as(sql).bind(person).bind(now).fetch_all(db).await?);
        let today = moment(now).local.day();
        let in_a_year = Day::numbered(today.number() + 366).unwrap_or(today);
        let elsewhere = self.busy_elsewhere(person, now).await?;
        Ok(Availability {
            calendars: self.week_calendars(person).await?,
            pace,
            extra: self.extra_hours(person, now).await?,
            blocks: self.blocks(person, now).await?,
            booked: booked
                .into_iter()
                .map(|(hearing, from, to)| Booked { hearing, from: moment(from), to: moment(to) })
                .collect(),
            holidays: self.holidays(country, today, in_a_year).await?,
            subscriptions: self.subscriptions(person).await?,
            elsewhere: elsewhere
                .into_iter()
                .map(|(from, to)| Elsewhere { from: moment(from), to: moment(to) })
                .collect(),
            feed: self.feed(person).await?,
            zone,
        })
    }
}
