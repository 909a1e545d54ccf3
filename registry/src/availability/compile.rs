//! Gathers what calendars are made of, for one person or for all, in few queries.

use std::{
    collections::{BTreeMap, btree_map::Entry},
    sync::Arc,
};

use super::{
    calendar::{Busy, BusySpan, Calendar, CalendarFacts, ExtraSpan},
    purpose::Purposes,
    week::RuleRow,
};
use crate::{
    country::Country,
    error::{Error, Result},
    id::PersonId,
    interpreter::Mode,
    store::{Store, on},
    time::{Day, Instant, Zone},
};

#[derive(sqlx::FromRow)]
struct PersonRow {
    person: PersonId,
    zone: Zone,
    country: Country,
    works_on_holidays: bool,
    minutes_before: i32,
    minutes_after: i32,
    most_minutes_a_day: Option<i32>,
}

#[derive(sqlx::FromRow)]
struct PersonRuleRow {
    person: PersonId,
    zone: Zone,
    #[sqlx(flatten)]
    rule: RuleRow,
}

#[derive(sqlx::FromRow)]
struct SpanRow {
    person: PersonId,
    starts: Instant,
    ends: Instant,
}

#[derive(sqlx::FromRow)]
struct BookingRow {
    person: PersonId,
    starts: Instant,
    ends: Instant,
    pad_before: i64,
    pad_after: i64,
    mode: Option<Mode>,
}

/// What has passed for longer counts for no day's limit any more.
const KEPT_MINUTES: i64 = 2 * 24 * 60;

/// Whose calendars are asked for.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Whose {
    /// Everybody's.
    All,
    /// One person's.
    One(PersonId),
    /// Those of all of whom a change was noted from an epoch on.
    Changed(i64),
}

/// Runs one query for those people; `$1` is the earliest end of interest.
macro_rules! rows {
    ($store:expr, $whose:expr, $since:expr, $sql:literal, $of:literal) => {
        match $whose {
            Whose::All => {
                on!($store.read(), db => sqlx::query_as($sql).bind($since).fetch_all(db).await?)
            }
            Whose::One(person) => {
                let sql = concat!($sql, " AND ", $of, " = $2");
                on!($store.read(), db => sqlx::query_as(sql)
                    .bind($since).bind(person).fetch_all(db).await?)
            }
            Whose::Changed(epoch) => {
                let sql = concat!(
                    $sql, " AND ", $of,
                    " IN (SELECT n.person FROM person_change n WHERE n.epoch >= $2)"
                );
                on!($store.read(), db => sqlx::query_as(sql)
                    .bind($since).bind(epoch).fetch_all(db).await?)
            }
        }
    };
}

impl Store {
    /// One person's calendar, made ready.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn calendar(&self, person: PersonId, now: Instant) -> Result<Calendar> {
        let mut all = self.compiled(Whose::One(person), now).await?;
        all.remove(&person).ok_or(Error::NotFound("interpreter"))
    }

    /// Everybody's calendar, made ready.
    ///
    /// # Errors
    /// What the database says.
    pub async fn calendars(&self, now: Instant) -> Result<BTreeMap<PersonId, Calendar>> {
        self.compiled(Whose::All, now).await
    }

    /// The calendars asked for, made ready.
    pub(crate) async fn compiled(
        &self,
        whose: Whose,
        now: Instant,
    ) -> Result<BTreeMap<PersonId, Calendar>> {
        let since = now.plus_minutes(-KEPT_MINUTES);
        let mut all = self.without_hours(whose, since).await?;

        let rules: Vec<PersonRuleRow> =
            rows!(
            self, whose, since,
            "SELECT w.person, c.zone, w.day, w.from_minute, w.to_minute, w.purposes, w.valid_from,
                 w.valid_until, w.every_weeks
             FROM week_rule w
             JOIN calendar c ON c.person = w.person AND c.number = w.calendar
             WHERE $1 > 0",
            "w.person"
        );
        for row in rules {
            let rule = row.rule.rule()?;
            if let Some(facts) = all.get_mut(&row.person) {
                facts.rules.push((row.zone, rule));
            }
        }
        let extra: Vec<(PersonId, Instant, Instant, i32)> = rows!(
            self,
            whose,
            since,
            "SELECT e.person, e.starts, e.ends, e.purposes FROM extra_hours e WHERE e.ends > $1",
            "e.person"
        );
        for (person, from, until, purposes) in extra {
            let purposes = Purposes::from_column(purposes)?;
            if let Some(facts) = all.get_mut(&person) {
                facts.extra.push(ExtraSpan { from, until, purposes });
            }
        }
        let booked: Vec<BookingRow> =
            rows!(
            self, whose, since,
            "SELECT b.interpreter AS person, b.starts, b.ends, b.pad_before, b.pad_after, b.mode
             FROM booking b
             WHERE b.interpreter IS NOT NULL AND b.state <> 'cancelled' AND b.blocked_until > $1",
            "b.interpreter"
        );
        for row in booked {
            if let Some(facts) = all.get_mut(&row.person) {
                facts.busy.push(BusySpan {
                    from: row.starts,
                    until: row.ends,
                    minutes_before: pad_minutes(row.pad_before),
                    minutes_after: pad_minutes(row.pad_after),
                    what: Busy::Booked { simultaneous: row.mode == Some(Mode::Simultaneous) },
                });
            }
        }
        let closed: Vec<SpanRow> = rows!(
            self,
            whose,
            since,
            "SELECT c.person, c.starts, c.ends FROM block c WHERE c.ends > $1",
            "c.person"
        );
        let elsewhere: Vec<SpanRow> = rows!(
            self,
            whose,
            since,
            "SELECT s.person, t.starts, t.ends FROM subscription_busy t
             JOIN subscription s ON s.id = t.subscription WHERE t.ends > $1",
            "s.person"
        );
        for (rows, what) in [(closed, Busy::Closed), (elsewhere, Busy::Elsewhere)] {
            for SpanRow { person, starts: from, ends: until } in rows {
                if let Some(facts) = all.get_mut(&person) {
                    let (minutes_before, minutes_after) = (0, 0);
                    facts.busy.push(BusySpan { from, until, minutes_before, minutes_after, what });
                }
            }
        }
        all.into_iter()
            .map(|(person, facts)| {
                let calendar = Calendar::new(&facts).map_err(|e| Error::time("zone", &e))?;
                Ok((person, calendar))
            })
            .collect()
    }

    async fn without_hours(
        &self,
        whose: Whose,
        since: Instant,
    ) -> Result<BTreeMap<PersonId, CalendarFacts>> {
        let people: Vec<PersonRow> = rows!(
            self,
            whose,
            since,
            "SELECT i.person, p.zone, p.country, i.works_on_holidays, i.minutes_before,
                 i.minutes_after, i.most_minutes_a_day
             FROM interpreter i JOIN person p ON p.id = i.person WHERE $1 > 0",
            "i.person"
        );
        let none: Arc<[Day]> = Arc::from([]);
        let mut holidays: BTreeMap<Country, Arc<[Day]>> = BTreeMap::new();
        let mut all = BTreeMap::new();
        for row in people {
            if let Entry::Vacant(unknown) = holidays.entry(row.country) {
                unknown.insert(self.holiday_days(row.country).await?);
            }
            let kept = if row.works_on_holidays { None } else { holidays.get(&row.country) };
            all.insert(
                row.person,
                CalendarFacts {
                    zone: row.zone,
                    rules: Vec::new(),
                    extra: Vec::new(),
                    busy: Vec::new(),
                    holidays: Arc::clone(kept.unwrap_or(&none)),
                    minutes_before: minutes(row.minutes_before),
                    minutes_after: minutes(row.minutes_after),
                    most_minutes_a_day: row.most_minutes_a_day.map(minutes),
                },
            );
        }
        Ok(all)
    }
}

fn minutes(column: i32) -> u16 {
    u16::try_from(column.max(0)).unwrap_or(u16::MAX)
}

fn pad_minutes(micros: i64) -> u16 {
    u16::try_from(micros.max(0).div_euclid(60_000_000)).unwrap_or(u16::MAX)
}
