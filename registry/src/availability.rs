//! When an interpreter works: weekly hours on their own clock, hours they closed, and what is
//! booked.

use std::{fmt, str::FromStr};

use rand::rngs::StdRng;
use serde::{Deserialize, Serialize};

use crate::{
    error::{Error, Resource, Result, Why},
    id::{BlockId, HearingId, PersonId},
    store::{Store, Tx, on},
    time::{Fold, Instant, Moment, TimeError, WallTime, Zone},
    word::described_as_text,
};

/// A time of day on a wall clock, to the minute: `08:00` … `24:00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClockTime(u16);

impl ClockTime {
    /// Minutes since midnight, 0–1440.
    #[must_use]
    pub const fn minute(self) -> u16 {
        self.0
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

/// Hours that come every week.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WeekRule {
    /// 1 = Monday … 7 = Sunday.
    pub day: u8,
    /// From.
    pub from: ClockTime,
    /// Until; `24:00` is the midnight that ends the day.
    pub to: ClockTime,
}

/// An hour or more that the interpreter closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Block {
    /// Its id.
    pub id: BlockId,
    /// From.
    pub from: Moment,
    /// Until.
    pub to: Moment,
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

/// An interpreter's calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Availability {
    /// The clock it is kept on.
    pub zone: Zone,
    /// Weekly hours, in order.
    pub week: Vec<WeekRule>,
    /// Closed hours that are not over.
    pub blocks: Vec<Block>,
    /// Bookings that are not over.
    pub booked: Vec<Booked>,
}

#[derive(sqlx::FromRow)]
struct RuleRow {
    day: i32,
    from_minute: i32,
    to_minute: i32,
}

/// Whether weekly hours on a clock cover the whole of `[from, until)`.
///
/// Hours are taken as that clock shows them: where it is put forward the skipped hour is not
/// worked, where it is put back the repeated hour is worked twice.
///
/// # Errors
/// [`TimeError::OutOfRange`] at the ends of time.
pub fn covers(
    week: &[WeekRule],
    zone: &Zone,
    from: Instant,
    until: Instant,
) -> Result<bool, TimeError> {
    let first_day = Moment::at(from, zone).local.plus_days(-1)?;
    let last_day = Moment::at(until, zone).local;
    let mut hours = Vec::new();
    let mut day = first_day;
    while day <= last_day {
        for rule in week.iter().filter(|rule| i64::from(rule.day) == i64::from(day.weekday())) {
            let at = |clock: ClockTime, fold| {
                let local = day.at_minute(i32::from(clock.0))?;
                WallTime { local, zone: zone.clone() }.instant(fold)
            };
            hours.push((at(rule.from, Fold::Earlier)?, at(rule.to, Fold::Later)?));
        }
        day = day.plus_days(1)?;
    }
    hours.sort_unstable();
    let mut covered_until = from;
    for (begin, end) in hours {
        if begin <= covered_until && covered_until < end {
            covered_until = end;
        }
    }
    Ok(until <= covered_until)
}

impl Store {
    /// An interpreter's calendar from now on.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn availability(&self, person: PersonId, now: Instant) -> Result<Availability> {
        let sql = "SELECT p.zone FROM interpreter i JOIN person p ON p.id = i.person
                   WHERE i.person = $1";
        let zone: Option<(Zone,)> =
            on!(self.read(), db => sqlx::query_as(sql).bind(person).fetch_optional(db).await?);
        let (zone,) = zone.ok_or(Error::NotFound("interpreter"))?;

        let sql = "SELECT day, from_minute, to_minute FROM week_rule WHERE person = $1
                   ORDER BY day, from_minute";
        let rules: Vec<RuleRow> =
            on!(self.read(), db => sqlx::query_as(sql).bind(person).fetch_all(db).await?);
        let sql = "SELECT id, starts, ends FROM block WHERE person = $1 AND ends > $2
                   ORDER BY starts, id";
        let blocks: Vec<(BlockId, Instant, Instant)> =
            on!(self.read(), db => sqlx::query_as(sql).bind(person).bind(now).fetch_all(db).await?);
        let sql = "SELECT hearing, starts, ends FROM booking
                   WHERE interpreter = $1 AND ends > $2 AND state <> 'cancelled' ORDER BY starts";
        let booked: Vec<(Option<HearingId>, Instant, Instant)> =
            on!(self.read(), db => sqlx::query_as(sql).bind(person).bind(now).fetch_all(db).await?);

        let moment = |instant| Moment::at(instant, &zone);
        Ok(Availability {
            week: rules.iter().map(week_rule).collect::<Result<_>>()?,
            blocks: blocks
                .into_iter()
                .map(|(id, from, to)| Block { id, from: moment(from), to: moment(to) })
                .collect(),
            booked: booked
                .into_iter()
                .map(|(hearing, from, to)| Booked { hearing, from: moment(from), to: moment(to) })
                .collect(),
            zone,
        })
    }

    /// Replaces the weekly hours, and the clock they are kept on.
    ///
    /// # Errors
    /// [`Error::Invalid`] `week`: a day outside 1–7, hours that end before they begin or that
    /// overlap; [`Error::NotFound`].
    pub async fn set_week(&self, person: PersonId, zone: &Zone, week: &[WeekRule]) -> Result<()> {
        let mut tx = self.begin().await?;
        let sql = "UPDATE person SET zone = $2
                   WHERE id = $1 AND EXISTS (SELECT 1 FROM interpreter WHERE person = $1)";
        let changed = on!(tx.conn(), db =>
            sqlx::query(sql).bind(person).bind(zone).execute(db).await?.rows_affected());
        if changed == 0 {
            return Err(Error::NotFound("interpreter"));
        }
        let sql = "DELETE FROM week_rule WHERE person = $1";
        on!(tx.conn(), db => sqlx::query(sql).bind(person).execute(db).await.map(drop)?);
        insert_week(&mut tx, person, week).await?;
        tx.commit().await
    }

    /// Closes the hours from one wall time to another.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a time that does not exist, is over, or spans more than a year;
    /// [`Error::NotFree`] where the interpreter is booked; [`Error::NotFound`].
    pub async fn add_block(
        &self,
        person: PersonId,
        from: &WallTime,
        to: &WallTime,
        now: Instant,
        rng: &mut StdRng,
    ) -> Result<Block> {
        let from = from.moment().map_err(|e| Error::time("from", &e))?;
        let to = to.moment().map_err(|e| Error::time("to", &e))?;
        if to.instant <= from.instant {
            return Err(Error::invalid("to", Why::Empty));
        }
        if to.instant <= now {
            return Err(Error::invalid("to", Why::InThePast));
        }
        if to.instant.minutes_since(from.instant) > 366 * 24 * 60 {
            return Err(Error::invalid("to", Why::TooLong));
        }
        let mut tx = self.begin().await?;
        let sql = "SELECT count(*) FROM interpreter WHERE person = $1";
        let (known,): (i64,) =
            on!(tx.conn(), db => sqlx::query_as(sql).bind(person).fetch_one(db).await?);
        if known == 0 {
            return Err(Error::NotFound("interpreter"));
        }
        let sql = "SELECT count(*) FROM booking WHERE interpreter = $1 AND state <> 'cancelled'
                   AND starts < $3 AND $2 < ends";
        let (booked,): (i64,) = on!(tx.conn(), db => sqlx::query_as(sql)
            .bind(person).bind(from.instant).bind(to.instant).fetch_one(db).await?);
        if booked > 0 {
            return Err(Error::NotFree(Resource::Interpreter(person)));
        }
        let id = BlockId::new(now, rng);
        let sql = "INSERT INTO block (id, person, starts, ends, zone) VALUES ($1, $2, $3, $4, $5)";
        on!(tx.conn(), db => sqlx::query(sql)
            .bind(id).bind(person).bind(from.instant).bind(to.instant).bind(&from.zone)
            .execute(db).await.map(drop)?);
        tx.commit().await?;
        Ok(Block { id, from, to })
    }

    /// Opens closed hours again.
    ///
    /// # Errors
    /// [`Error::NotFound`], also for somebody else's block.
    pub async fn remove_block(&self, person: PersonId, block: BlockId) -> Result<()> {
        let mut tx = self.begin().await?;
        let sql = "DELETE FROM block WHERE id = $1 AND person = $2";
        let removed = on!(tx.conn(), db =>
            sqlx::query(sql).bind(block).bind(person).execute(db).await?.rows_affected());
        if removed == 0 {
            return Err(Error::NotFound("block"));
        }
        tx.commit().await
    }
}

pub(crate) async fn insert_week(tx: &mut Tx, person: PersonId, week: &[WeekRule]) -> Result<()> {
    let mut sorted: Vec<_> = week.iter().map(|rule| (rule.day, rule.from, rule.to)).collect();
    sorted.sort_unstable();
    let overlap = sorted.windows(2).any(|pair| match pair {
        [(day, _, to), (next_day, from, _)] => day == next_day && from < to,
        _ => false,
    });
    if overlap {
        return Err(Error::invalid("week", Why::Repeated));
    }
    for (day, from, to) in sorted {
        if !(1..=7).contains(&day) {
            return Err(Error::invalid("week", Why::Unknown));
        }
        if to <= from {
            return Err(Error::invalid("week", Why::Empty));
        }
        let sql = "INSERT INTO week_rule (person, day, from_minute, to_minute)
                   VALUES ($1, $2, $3, $4)";
        on!(tx.conn(), db => sqlx::query(sql)
            .bind(person).bind(i32::from(day)).bind(i32::from(from.0)).bind(i32::from(to.0))
            .execute(db).await.map(drop)?);
    }
    Ok(())
}

fn week_rule(row: &RuleRow) -> Result<WeekRule> {
    rule_from_columns(row.day, row.from_minute, row.to_minute)
}

/// A rule as its three columns say it.
pub(crate) fn rule_from_columns(day: i32, from_minute: i32, to_minute: i32) -> Result<WeekRule> {
    let corrupt =
        |e: std::num::TryFromIntError| Error::Corrupt { what: "week_rule", why: e.to_string() };
    Ok(WeekRule {
        day: u8::try_from(day).map_err(corrupt)?,
        from: ClockTime(u16::try_from(from_minute).map_err(corrupt)?),
        to: ClockTime(u16::try_from(to_minute).map_err(corrupt)?),
    })
}
