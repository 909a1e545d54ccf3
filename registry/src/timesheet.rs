//! Time sheets: an interpreter's minutes by mode, her waiting, and what was cancelled, month by
//! month. The minutes come from the log of each hearing, once, when it is closed.

use std::collections::BTreeMap;

use crate::{
    cancellation::{Code, Side},
    country::Country,
    error::{Error, Result, Why},
    hearing::{Hearing, Kind},
    id::{HearingId, PersonId, Seat},
    store::{Store, on},
    time::{Instant, Moment, WallTime, Zone},
};

/// An interpreter's time in one hearing, in whole minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, sqlx::FromRow)]
pub struct Minutes {
    /// Consecutive.
    pub consecutive_minutes: i64,
    /// Simultaneous.
    pub simultaneous_minutes: i64,
    /// Preparation and variety check.
    pub preparation_minutes: i64,
    /// Waiting, from the planned start on.
    pub waiting_minutes: i64,
}

impl Minutes {
    /// All but waiting: what counts for a fair share of the work.
    #[must_use]
    pub const fn worked(&self) -> i64 {
        self.consecutive_minutes + self.simultaneous_minutes + self.preparation_minutes
    }
}

/// Whose time is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// One interpreter's.
    Interpreter(PersonId),
    /// That of everybody who worked for a country.
    Country(Country),
}

/// A calendar month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Month {
    year: i16,
    month: i8,
}

/// Not of the form `2026-11`.
#[derive(Debug, thiserror::Error)]
#[error("{0:?} is no month such as 2026-11")]
pub struct MalformedMonth(String);

impl std::str::FromStr for Month {
    type Err = MalformedMonth;

    fn from_str(text: &str) -> Result<Self, MalformedMonth> {
        let malformed = || MalformedMonth(text.chars().take(20).collect());
        let digits = |part: &str, length: usize| {
            part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit())
        };
        let (year, month) = text.split_once('-').ok_or_else(malformed)?;
        if !digits(year, 4) || !digits(month, 2) {
            return Err(malformed());
        }
        let year: i16 = year.parse().map_err(|_| malformed())?;
        let month: i8 = month.parse().map_err(|_| malformed())?;
        if !(2000..=2999).contains(&year) || !(1..=12).contains(&month) {
            return Err(malformed());
        }
        Ok(Self { year, month })
    }
}

impl std::fmt::Display for Month {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl Month {
    const fn next(self) -> Self {
        match self.month {
            12 => Self { year: self.year + 1, month: 1 },
            _ => Self { year: self.year, month: self.month + 1 },
        }
    }

    /// Its first instant on a zone's clock.
    fn begins(self, zone: &Zone) -> Result<Instant> {
        let local = format!("{self}-01T00:00").parse().map_err(|e| Error::time("month", &e))?;
        let first = WallTime { local, zone: zone.clone() };
        Ok(first.moment().map_err(|e| Error::time("month", &e))?.instant)
    }
}

/// One interpreter's part in one hearing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The hearing.
    pub hearing: HearingId,
    /// Its kind.
    pub kind: Kind,
    /// The country that asked.
    pub country: Country,
    /// The interpreter's number.
    pub number: i64,
    /// Planned start, on the clock of whoever asks.
    pub starts: Moment,
    /// How long it was booked for.
    pub booked_minutes: i64,
    /// What was worked.
    pub minutes: Minutes,
    /// Set if the booking did not come to be: who is answerable, how it counts, and the share of
    /// the fee that is due.
    pub cancelled: Option<(Side, Code, i32)>,
    /// Nothing is charged.
    pub pro_bono: bool,
}

#[derive(sqlx::FromRow)]
struct Row {
    hearing: HearingId,
    person: PersonId,
    kind: Kind,
    country: Country,
    number: i64,
    volunteer: bool,
    starts: Instant,
    ends: Instant,
    #[sqlx(flatten)]
    minutes: Minutes,
    side: Option<Side>,
    code: Option<Code>,
    percent: Option<i32>,
}

/// More lines than a country has in a month would not be read.
const MOST_LINES: usize = 5_000;

impl Store {
    /// Notes what the interpreters of a closed hearing worked, once; it counts for the fair
    /// rotation too.
    ///
    /// # Errors
    /// What the database says.
    pub async fn note_work(
        &self,
        hearing: &Hearing,
        work: &[(Seat, Minutes)],
        now: Instant,
    ) -> Result<()> {
        let mut tx = self.begin().await?;
        for (seat, minutes) in work {
            let mine = hearing.participants.iter().find(|participant| participant.seat == *seat);
            let Some(person) = mine.filter(|p| p.booth.is_some()).and_then(|p| p.person) else {
                continue;
            };
            let sql = "INSERT INTO work_done (hearing, seat, person, consecutive_minutes,
                           simultaneous_minutes, preparation_minutes, waiting_minutes, at)
                       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                       ON CONFLICT (hearing, seat) DO NOTHING";
            let new = on!(tx.conn(), db => sqlx::query(sql)
                .bind(hearing.id).bind(*seat).bind(person).bind(minutes.consecutive_minutes)
                .bind(minutes.simultaneous_minutes).bind(minutes.preparation_minutes)
                .bind(minutes.waiting_minutes).bind(now)
                .execute(db).await?.rows_affected());
            if new > 0 {
                let sql = "UPDATE interpreter SET minutes_worked = minutes_worked + $2
                           WHERE person = $1";
                on!(tx.conn(), db => sqlx::query(sql)
                    .bind(person).bind(minutes.worked()).execute(db).await.map(drop)?);
            }
        }
        tx.commit().await
    }

    /// The lines of the hearings that were planned to begin in this month on `zone`'s clock, by
    /// start. Somebody who sat in two seats of one hearing has the sum of both.
    ///
    /// # Errors
    /// [`Error::Invalid`] `month` if there are too many.
    pub async fn timesheet(&self, whose: Whose, month: Month, zone: &Zone) -> Result<Vec<Line>> {
        let (from, to) = (month.begins(zone)?, month.next().begins(zone)?);
        let sql = "SELECT h.id AS hearing, t.person, h.kind, h.country, i.number, i.volunteer,
                       h.starts, h.ends,
                       COALESCE(w.consecutive_minutes, 0) AS consecutive_minutes,
                       COALESCE(w.simultaneous_minutes, 0) AS simultaneous_minutes,
                       COALESCE(w.preparation_minutes, 0) AS preparation_minutes,
                       COALESCE(w.waiting_minutes, 0) AS waiting_minutes,
                       c.side, c.code, c.percent
                   FROM (SELECT hearing, person FROM work_done
                         UNION SELECT hearing, person FROM cancellation) t
                   JOIN hearing h ON h.id = t.hearing
                   JOIN interpreter i ON i.person = t.person
                   LEFT JOIN work_done w ON w.hearing = t.hearing AND w.person = t.person
                   LEFT JOIN cancellation c ON c.hearing = t.hearing AND c.person = t.person
                   WHERE $1 <= h.starts AND h.starts < $2
                     AND ($3 IS NULL OR t.person = $3) AND ($4 IS NULL OR h.country = $4)
                   ORDER BY h.starts, h.id, i.number, w.seat";
        let (person, country) = match whose {
            Whose::Interpreter(person) => (Some(person), None),
            Whose::Country(country) => (None, Some(country)),
        };
        let rows: Vec<Row> = on!(self.read(), db => sqlx::query_as(sql)
            .bind(from).bind(to).bind(person).bind(country).fetch_all(db).await?);
        if rows.len() > MOST_LINES {
            return Err(Error::invalid("month", Why::TooLong));
        }
        let mut at: BTreeMap<(HearingId, PersonId), usize> = BTreeMap::new();
        let mut lines: Vec<Line> = Vec::with_capacity(rows.len());
        for row in rows {
            match at.get(&(row.hearing, row.person)).and_then(|index| lines.get_mut(*index)) {
                Some(line) => add(&mut line.minutes, &row.minutes),
                None => {
                    at.insert((row.hearing, row.person), lines.len());
                    lines.push(line(row, zone));
                }
            }
        }
        Ok(lines)
    }
}

fn line(row: Row, zone: &Zone) -> Line {
    let cancelled = match (row.side, row.code, row.percent) {
        (Some(side), Some(code), Some(percent)) => Some((side, code, percent)),
        _ => None,
    };
    Line {
        hearing: row.hearing,
        kind: row.kind,
        country: row.country,
        number: row.number,
        starts: Moment::at(row.starts, zone),
        booked_minutes: row.ends.minutes_since(row.starts),
        minutes: row.minutes,
        cancelled,
        pro_bono: row.volunteer,
    }
}

fn add(sum: &mut Minutes, more: &Minutes) {
    sum.consecutive_minutes += more.consecutive_minutes;
    sum.simultaneous_minutes += more.simultaneous_minutes;
    sum.preparation_minutes += more.preparation_minutes;
    sum.waiting_minutes += more.waiting_minutes;
}
