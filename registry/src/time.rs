//! Time: instants, zones, and the wall time that people live by. The only door to jiff.
//!
//! Zone rules come from the data bundled with the program and never from the machine, whose copy
//! may be years old.

use std::{fmt, str::FromStr, sync::LazyLock};

use jiff::{
    Timestamp,
    civil::{Date, DateTime},
    tz::{AmbiguousOffset, Offset, TimeZone, TimeZoneDatabase},
};
use serde::{Deserialize, Serialize};

use crate::word::{described_as_text, stored_as_text};

static ZONES: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

/// Microseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, sqlx::Type)]
#[sqlx(transparent)]
pub struct Instant(i64);

/// What is wrong with a time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TimeError {
    /// Not the name of a zone in the IANA data.
    #[error("{0:?} is no time zone")]
    UnknownZone(String),
    /// Not of the form `2026-11-25T10:00`.
    #[error("{0:?} is no local time such as 2026-11-25T10:00")]
    Malformed(String),
    /// The clocks of that zone jump over this time.
    #[error("{local} does not exist in {zone}: the clocks are put forward over it")]
    Skipped {
        /// The wall time.
        local: String,
        /// The zone.
        zone: String,
    },
    /// Before year −9999 or after 9999.
    #[error("the time is out of range")]
    OutOfRange,
}

impl Instant {
    /// From microseconds since the Unix epoch.
    #[must_use]
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// Microseconds since the Unix epoch.
    #[must_use]
    pub const fn as_micros(self) -> i64 {
        self.0
    }

    /// This instant and so many minutes.
    #[must_use]
    pub const fn plus_minutes(self, minutes: i64) -> Self {
        Self(self.0.saturating_add(minutes.saturating_mul(60_000_000)))
    }

    /// This instant and so many seconds.
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1_000_000)))
    }

    /// Whole minutes from `earlier` to this, rounded towards zero; negative if `earlier` is later.
    #[must_use]
    pub const fn minutes_since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0) / 60_000_000
    }

    fn timestamp(self) -> Result<Timestamp, TimeError> {
        Timestamp::from_microsecond(self.0).map_err(|_| TimeError::OutOfRange)
    }
}

impl FromStr for Instant {
    type Err = TimeError;

    /// Reads RFC 3339, for instance `2026-11-25T16:00:00Z`.
    fn from_str(text: &str) -> Result<Self, TimeError> {
        let timestamp: Timestamp =
            text.parse().map_err(|_| TimeError::Malformed(text.to_owned()))?;
        Ok(Self(timestamp.as_microsecond()))
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.timestamp() {
            Ok(timestamp) => timestamp.fmt(f),
            Err(_) => write!(f, "{} µs", self.0),
        }
    }
}

impl Serialize for Instant {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// The name of an IANA time zone that the bundled data knows.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Zone(String);

impl Zone {
    /// Its name, for instance `America/Guatemala`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn rules(&self) -> Result<TimeZone, TimeError> {
        ZONES.get(&self.0).map_err(|_| TimeError::UnknownZone(self.0.clone()))
    }
}

impl FromStr for Zone {
    type Err = TimeError;

    fn from_str(name: &str) -> Result<Self, TimeError> {
        let rules = ZONES.get(name).map_err(|_| TimeError::UnknownZone(name.to_owned()))?;
        let canonical = rules.iana_name().ok_or_else(|| TimeError::UnknownZone(name.to_owned()))?;
        Ok(Self(canonical.to_owned()))
    }
}

stored_as_text!(Zone);

impl utoipa::PartialSchema for Zone {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
        use utoipa::openapi::schema::SchemaFormat;
        crate::word::text_schema()
            .format(Some(SchemaFormat::Custom("time-zone".to_owned())))
            .description(Some("A zone of the IANA time-zone database."))
            .examples(["America/Guatemala"])
            .into()
    }
}

impl utoipa::ToSchema for Zone {}

described_as_text!(
    Instant,
    "Instant",
    "^(19|20)\\d{2}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d+)?Z$",
    "2026-11-25T16:00:00Z"
);
described_as_text!(
    Day,
    "Day",
    "^(19|20)\\d{2}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$",
    "2026-12-25"
);
described_as_text!(
    Local,
    "WallClock",
    "^(19|20)\\d{2}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d$",
    "2026-11-25T10:00"
);

/// A day of the calendar, wherever it is: `2026-12-25`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(Date);

impl Day {
    /// Days since 1970-01-01.
    #[must_use]
    pub fn number(self) -> i32 {
        let since = self.0.since(Date::constant(1970, 1, 1)).map(|span| span.get_days());
        since.unwrap_or(0)
    }

    /// The day so many days after 1970-01-01; none beyond the years −9999 and 9999.
    #[must_use]
    pub fn numbered(number: i32) -> Option<Self> {
        let span = jiff::Span::new().try_days(number).ok()?;
        Date::constant(1970, 1, 1).checked_add(span).ok().map(Self)
    }

    /// The day so many days later.
    pub(crate) fn plus_days(self, days: i32) -> Result<Self, TimeError> {
        let span = jiff::Span::new().try_days(days).map_err(|_| TimeError::OutOfRange)?;
        self.0.checked_add(span).map(Self).map_err(|_| TimeError::OutOfRange)
    }

    /// A minute of this day on the wall; 1440 is the next day's midnight.
    pub(crate) fn at_minute(self, minute: i32) -> Result<Local, TimeError> {
        let midnight = self.0.to_datetime(jiff::civil::Time::midnight());
        let span = jiff::Span::new().try_minutes(minute).map_err(|_| TimeError::OutOfRange)?;
        midnight.checked_add(span).map(Local).map_err(|_| TimeError::OutOfRange)
    }

    /// Its year.
    #[must_use]
    pub fn year(self) -> i16 {
        self.0.year()
    }
}

impl FromStr for Day {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        let malformed = || TimeError::Malformed(text.to_owned());
        let digits = |range| {
            text.get(range).is_some_and(|part: &str| part.bytes().all(|byte| byte.is_ascii_digit()))
        };
        let written = text.len() == 10 && digits(0..4) && digits(5..7) && digits(8..10);
        if !written {
            return Err(malformed());
        }
        text.parse().map(Self).map_err(|_| malformed())
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for Day {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// A wall time without zone, to the minute: `2026-11-25T10:00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Local(DateTime);

impl Local {
    /// Day of the week, 1 = Monday … 7 = Sunday.
    #[must_use]
    pub fn weekday(self) -> i8 {
        self.0.date().weekday().to_monday_one_offset()
    }

    /// Minutes since that day's midnight, as a clock on the wall shows them.
    #[must_use]
    pub fn minute_of_day(self) -> i32 {
        i32::from(self.0.hour()) * 60 + i32::from(self.0.minute())
    }

    /// The day.
    #[must_use]
    pub fn day(self) -> Day {
        Day(self.0.date())
    }

    /// The day, for instance `2026-11-25`.
    #[must_use]
    pub fn date_text(self) -> String {
        self.0.date().to_string()
    }
}

impl Local {
    /// The same day at another minute of the day; 1440 is the next day's midnight.
    pub(crate) fn at_minute(self, minute: i32) -> Result<Self, TimeError> {
        let midnight = self.0.date().to_datetime(jiff::civil::Time::midnight());
        let span = jiff::Span::new().try_minutes(minute).map_err(|_| TimeError::OutOfRange)?;
        midnight.checked_add(span).map(Self).map_err(|_| TimeError::OutOfRange)
    }

    /// The day so many days later, at midnight.
    pub(crate) fn plus_days(self, days: i32) -> Result<Self, TimeError> {
        let span = jiff::Span::new().try_days(days).map_err(|_| TimeError::OutOfRange)?;
        let midnight = self.0.date().to_datetime(jiff::civil::Time::midnight());
        midnight.checked_add(span).map(Self).map_err(|_| TimeError::OutOfRange)
    }
}

impl FromStr for Local {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        let malformed = || TimeError::Malformed(text.to_owned());
        // jiff also reads zones and offsets and drops them; a wall time has none.
        if text.len() > 19 || !text.is_ascii() || !text.contains('T') || text.ends_with(['Z', 'z'])
        {
            return Err(malformed());
        }
        if text.get(10..).is_some_and(|clock| clock.contains(['+', '-', '['])) {
            return Err(malformed());
        }
        let parsed: DateTime = text.parse().map_err(|_| malformed())?;
        parsed
            .round(jiff::Unit::Minute)
            .ok()
            .filter(|rounded| *rounded == parsed)
            .map(Self)
            .ok_or_else(malformed)
    }
}

impl fmt::Display for Local {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.strftime("%Y-%m-%dT%H:%M").fmt(f)
    }
}

impl Serialize for Local {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Local {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// What a caller sends: the time on a wall, and where the wall is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WallTime {
    /// The wall time.
    pub local: Local,
    /// Its zone.
    pub zone: Zone,
}

/// Which instant is meant where the clocks are put back and a wall time comes twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fold {
    Earlier,
    Later,
}

impl WallTime {
    /// The moment this names. Where the clocks are put back, the earlier of the two.
    ///
    /// # Errors
    /// [`TimeError::Skipped`] where the clocks are put forward over it: nobody can keep that time.
    pub fn moment(&self) -> Result<Moment, TimeError> {
        let ambiguous = self.zone.rules()?.to_ambiguous_zoned_datetime(self.local.0);
        if matches!(ambiguous.offset(), AmbiguousOffset::Gap { .. }) {
            return Err(TimeError::Skipped {
                local: self.local.to_string(),
                zone: self.zone.to_string(),
            });
        }
        Ok(Moment::at(self.instant(Fold::Earlier)?, &self.zone))
    }

    /// The instant this names; a skipped time is as far after the jump as it was after its begin.
    pub(crate) fn instant(&self, fold: Fold) -> Result<Instant, TimeError> {
        let ambiguous = self.zone.rules()?.to_ambiguous_zoned_datetime(self.local.0);
        let resolved = match fold {
            _ if matches!(ambiguous.offset(), AmbiguousOffset::Gap { .. }) => {
                ambiguous.compatible()
            }
            Fold::Earlier => ambiguous.earlier(),
            Fold::Later => ambiguous.later(),
        };
        let zoned = resolved.map_err(|_| TimeError::OutOfRange)?;
        Ok(Instant(zoned.timestamp().as_microsecond()))
    }
}

/// One moment as four facts, so that no reader needs time-zone data of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Moment {
    /// When, for machines.
    pub instant: Instant,
    /// When, for people there.
    pub local: Local,
    /// Where.
    pub zone: Zone,
    /// Distance from UTC then and there, for instance `-06:00`.
    pub offset: String,
}

impl Moment {
    /// How an instant reads in a zone. An instant out of range reads as the nearest one in range.
    #[must_use]
    pub fn at(instant: Instant, zone: &Zone) -> Self {
        let limits = (Timestamp::MIN.as_microsecond(), Timestamp::MAX.as_microsecond());
        let timestamp = Instant(instant.0.clamp(limits.0, limits.1))
            .timestamp()
            .unwrap_or(Timestamp::UNIX_EPOCH);
        let rules = zone.rules().unwrap_or(TimeZone::UTC);
        let there = timestamp.to_zoned_datetime(rules);
        let local = there.datetime();
        Self {
            instant,
            local: Local(DateTime::from_parts(
                local.date(),
                jiff::civil::time(local.hour(), local.minute(), 0, 0),
            )),
            zone: zone.clone(),
            offset: offset_text(there.offset()),
        }
    }
}

fn offset_text(offset: Offset) -> String {
    let minutes = offset.seconds() / 60;
    let sign = if minutes < 0 { '-' } else { '+' };
    format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
}
