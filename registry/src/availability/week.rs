//! Weekly hours, by calendar, and how much work a person wants.

use serde::{Deserialize, Serialize};

use super::{ClockTime, Rule, WeekRule, purpose::Purposes};
use crate::{
    country::Country,
    error::{Error, Result, Why},
    id::PersonId,
    store::{Store, Tx, on},
    time::{Day, Zone},
};

/// Calendars of one person.
const MOST_CALENDARS: usize = 8;

/// Hours of one calendar: a different span for each half hour of a week is not a plan.
const MOST_RULES: usize = 200;

/// Characters of a calendar's name.
const MOST_NAME_CHARS: usize = 60;

/// One of a person's calendars: a job, or being on call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WeekCalendar {
    /// The person's own word for it; may be empty.
    #[schema(max_length = 60)]
    pub name: String,
    /// The clock it is kept on.
    pub zone: Zone,
    /// Its hours, in order.
    pub week: Vec<Rule>,
}

/// How much work, and with how much room around it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "works_on_holidays": false, "notice_minutes": 1440, "minutes_before": 30,
    "minutes_after": 15, "most_minutes_a_day": 300,
}))]
pub struct Pace {
    /// Whether the weekly hours hold on holidays, too.
    pub works_on_holidays: bool,
    /// Notice wanted, in minutes.
    #[schema(minimum = 0, maximum = 86400)]
    pub notice_minutes: i64,
    /// Kept clear before work, in minutes: the way there, or quiet.
    #[schema(minimum = 0, maximum = 480)]
    pub minutes_before: i32,
    /// Kept clear after work, in minutes.
    #[schema(minimum = 0, maximum = 480)]
    pub minutes_after: i32,
    /// Work on one day at most, in minutes.
    #[schema(minimum = 30, maximum = 1440)]
    pub most_minutes_a_day: Option<i32>,
}

#[derive(sqlx::FromRow)]
struct PaceRow {
    zone: Zone,
    country: Country,
    works_on_holidays: bool,
    notice_minutes: i64,
    minutes_before: i32,
    minutes_after: i32,
    most_minutes_a_day: Option<i32>,
}

/// A rule as its columns say it.
#[derive(sqlx::FromRow)]
pub(super) struct RuleRow {
    day: i32,
    from_minute: i32,
    to_minute: i32,
    purposes: i32,
    valid_from: Option<i32>,
    valid_until: Option<i32>,
    every_weeks: i32,
}

#[derive(sqlx::FromRow)]
struct NumberedRuleRow {
    calendar: i32,
    #[sqlx(flatten)]
    rule: RuleRow,
}

impl Store {
    /// The clock a person lives by, the country, and how much work they want.
    pub(super) async fn pace(&self, person: PersonId) -> Result<(Zone, Country, Pace)> {
        let sql = "SELECT p.zone, p.country, i.works_on_holidays, i.notice_minutes,
                       i.minutes_before, i.minutes_after, i.most_minutes_a_day
                   FROM interpreter i JOIN person p ON p.id = i.person WHERE i.person = $1";
        let row: Option<PaceRow> =
            on!(self.read(), db => sqlx::query_as(sql).bind(person).fetch_optional(db).await?);
        let row = row.ok_or(Error::NotFound("interpreter"))?;
        let pace = Pace {
            works_on_holidays: row.works_on_holidays,
            notice_minutes: row.notice_minutes,
            minutes_before: row.minutes_before,
            minutes_after: row.minutes_after,
            most_minutes_a_day: row.most_minutes_a_day,
        };
        Ok((row.zone, row.country, pace))
    }

    /// Changes how much work a person wants.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a number of minutes that is out of range; [`Error::NotFound`].
    pub async fn set_pace(&self, person: PersonId, pace: &Pace) -> Result<()> {
        let in_range = [
            ("notice_minutes", (0..=60 * 24 * 60).contains(&pace.notice_minutes)),
            ("minutes_before", (0..=480).contains(&pace.minutes_before)),
            ("minutes_after", (0..=480).contains(&pace.minutes_after)),
            (
                "most_minutes_a_day",
                pace.most_minutes_a_day.is_none_or(|most| (30..=1440).contains(&most)),
            ),
        ];
        if let Some((field, _)) = in_range.into_iter().find(|(_, fits)| !fits) {
            return Err(Error::invalid(field, Why::TooLong));
        }
        let sql = "UPDATE interpreter SET works_on_holidays = $2, notice_minutes = $3,
                       minutes_before = $4, minutes_after = $5, most_minutes_a_day = $6
                   WHERE person = $1";
        let mut tx = self.begin().await?;
        let changed = on!(tx.conn(), db => sqlx::query(sql)
            .bind(person).bind(pace.works_on_holidays).bind(pace.notice_minutes)
            .bind(pace.minutes_before).bind(pace.minutes_after).bind(pace.most_minutes_a_day)
            .execute(db).await?.rows_affected());
        if changed == 0 {
            return Err(Error::NotFound("interpreter"));
        }
        tx.commit().await
    }

    /// A person's calendars.
    pub(super) async fn week_calendars(&self, person: PersonId) -> Result<Vec<WeekCalendar>> {
        let sql = "SELECT number, name, zone FROM calendar WHERE person = $1 ORDER BY number";
        let calendars: Vec<(i32, String, Zone)> =
            on!(self.read(), db => sqlx::query_as(sql).bind(person).fetch_all(db).await?);
        let sql = "SELECT calendar, day, from_minute, to_minute, purposes, valid_from, valid_until,
                       every_weeks
                   FROM week_rule WHERE person = $1 ORDER BY calendar, position";
        let rules: Vec<NumberedRuleRow> =
            on!(self.read(), db => sqlx::query_as(sql).bind(person).fetch_all(db).await?);
        calendars
            .into_iter()
            .map(|(number, name, zone)| {
                let own = rules.iter().filter(|row| row.calendar == number);
                let week = own.map(|row| row.rule.rule()).collect::<Result<_>>()?;
                Ok(WeekCalendar { name, zone, week })
            })
            .collect()
    }

    /// Replaces all calendars by one without a name, which has the hours of an ordinary week.
    ///
    /// # Errors
    /// As [`Store::set_calendars`].
    pub async fn set_week(&self, person: PersonId, zone: &Zone, week: &[WeekRule]) -> Result<()> {
        self.set_calendars(person, zone, &[ordinary(zone, week)]).await
    }

    /// Replaces the weekly hours of all calendars, and the clock the person lives by.
    ///
    /// # Errors
    /// [`Error::Invalid`] `calendars`: too many, a name that is too long or there twice, a day
    /// outside 1–7, hours that end before they begin, that overlap others of the calendar for the
    /// same work, that are for nothing, or that come every few weeks without a first day;
    /// [`Error::NotFound`].
    pub async fn set_calendars(
        &self,
        person: PersonId,
        zone: &Zone,
        calendars: &[WeekCalendar],
    ) -> Result<()> {
        check(calendars)?;
        let mut tx = self.begin().await?;
        let sql = "UPDATE person SET zone = $2
                   WHERE id = $1 AND EXISTS (SELECT 1 FROM interpreter WHERE person = $1)";
        let changed = on!(tx.conn(), db =>
            sqlx::query(sql).bind(person).bind(zone).execute(db).await?.rows_affected());
        if changed == 0 {
            return Err(Error::NotFound("interpreter"));
        }
        let sql = "DELETE FROM calendar WHERE person = $1";
        on!(tx.conn(), db => sqlx::query(sql).bind(person).execute(db).await.map(drop)?);
        for (number, calendar) in (1_i32..).zip(calendars) {
            insert_calendar(&mut tx, person, number, calendar).await?;
        }
        tx.commit().await
    }
}

/// Gives a new interpreter the hours of an ordinary week, in a calendar without a name.
pub(crate) async fn insert_week(
    tx: &mut Tx,
    person: PersonId,
    zone: &Zone,
    week: &[WeekRule],
) -> Result<()> {
    let calendar = ordinary(zone, week);
    check(std::slice::from_ref(&calendar))?;
    insert_calendar(tx, person, 1, &calendar).await
}

fn ordinary(zone: &Zone, week: &[WeekRule]) -> WeekCalendar {
    let week = week.iter().map(Rule::from).collect();
    WeekCalendar { name: String::new(), zone: zone.clone(), week }
}

async fn insert_calendar(
    tx: &mut Tx,
    person: PersonId,
    number: i32,
    calendar: &WeekCalendar,
) -> Result<()> {
    let sql = "INSERT INTO calendar (person, number, name, zone) VALUES ($1, $2, $3, $4)";
    on!(tx.conn(), db => sqlx::query(sql)
        .bind(person).bind(number).bind(calendar.name.trim()).bind(&calendar.zone)
        .execute(db).await.map(drop)?);
    let mut week: Vec<&Rule> = calendar.week.iter().collect();
    week.sort_by_key(|rule| (rule.day, rule.from, rule.to));
    for (position, rule) in (1_i32..).zip(week) {
        let sql = "INSERT INTO week_rule (person, calendar, position, day, from_minute, to_minute,
                       purposes, valid_from, valid_until, every_weeks)
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
        on!(tx.conn(), db => sqlx::query(sql)
            .bind(person).bind(number).bind(position).bind(i32::from(rule.day))
            .bind(i32::from(rule.from.minute())).bind(i32::from(rule.to.minute()))
            .bind(rule.purposes.to_column()).bind(rule.valid_from.map(Day::number))
            .bind(rule.valid_until.map(Day::number)).bind(i32::from(rule.every_weeks))
            .execute(db).await.map(drop)?);
    }
    Ok(())
}

fn check(calendars: &[WeekCalendar]) -> Result<()> {
    let refused = |why| Err(Error::invalid("calendars", why));
    if calendars.len() > MOST_CALENDARS {
        return refused(Why::TooLong);
    }
    for (at, calendar) in calendars.iter().enumerate() {
        let name = calendar.name.trim();
        if name.chars().count() > MOST_NAME_CHARS || calendar.week.len() > MOST_RULES {
            return refused(Why::TooLong);
        }
        if name.chars().any(char::is_control) {
            return refused(Why::Malformed);
        }
        if calendars.iter().take(at).any(|other| other.name.trim() == name) {
            return refused(Why::Repeated);
        }
        check_week(&calendar.week).or_else(refused)?;
    }
    Ok(())
}

/// The days a rule may hold on, for the limits of columns and of memory.
fn sensible(day: Option<Day>) -> bool {
    day.is_none_or(|day| (2000..2100).contains(&day.year()))
}

fn check_week(week: &[Rule]) -> Result<(), Why> {
    for (at, rule) in week.iter().enumerate() {
        if !(1..=7).contains(&rule.day) || rule.purposes.is_empty() {
            return Err(Why::Unknown);
        }
        if rule.to <= rule.from {
            return Err(Why::Empty);
        }
        if !sensible(rule.valid_from) || !sensible(rule.valid_until) {
            return Err(Why::TooLong);
        }
        if rule.valid_from.zip(rule.valid_until).is_some_and(|(first, last)| last < first) {
            return Err(Why::Empty);
        }
        if !(1..=8).contains(&rule.every_weeks)
            || (rule.every_weeks > 1 && rule.valid_from.is_none())
        {
            return Err(Why::DoesNotFit);
        }
        // Weeks that never meet may name the same hours; whether they meet is left to the reader.
        let overlaps = |other: &Rule| {
            other.day == rule.day
                && other.from < rule.to
                && rule.from < other.to
                && (other.every_weeks, other.purposes, other.valid_from, other.valid_until)
                    == (rule.every_weeks, rule.purposes, rule.valid_from, rule.valid_until)
        };
        if week.iter().take(at).any(overlaps) {
            return Err(Why::Repeated);
        }
    }
    Ok(())
}

impl RuleRow {
    pub(super) fn rule(&self) -> Result<Rule> {
        let corrupt =
            |e: std::num::TryFromIntError| Error::Corrupt { what: "week_rule", why: e.to_string() };
        Ok(Rule {
            day: u8::try_from(self.day).map_err(corrupt)?,
            from: ClockTime(u16::try_from(self.from_minute).map_err(corrupt)?),
            to: ClockTime(u16::try_from(self.to_minute).map_err(corrupt)?),
            purposes: Purposes::from_column(self.purposes)?,
            valid_from: self.valid_from.and_then(Day::numbered),
            valid_until: self.valid_until.and_then(Day::numbered),
            every_weeks: u8::try_from(self.every_weeks).map_err(corrupt)?,
        })
    }
}
