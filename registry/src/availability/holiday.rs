//! Holidays: those that come with the program, with the law they stand in, and what a country's
//! administrators changed in them.

use std::{
    collections::BTreeMap,
    sync::{Arc, LazyLock},
};

use serde::Serialize;

use crate::{
    country::Country,
    error::{Error, Result, Why},
    id::PersonId,
    store::{Store, on},
    time::{Day, Instant},
};

/// Characters of a holiday's name or source.
pub const MOST_TEXT_CHARS: usize = 200;

/// A day on which the courts of a country are closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Holiday {
    /// When.
    pub day: Day,
    /// What it is called there.
    pub name: String,
    /// Where that is written.
    pub source: String,
    /// Whether a country's administrator added it.
    pub added: bool,
}

/// The rows of `holidays/holidays.csv`, by country and in order; empty for one that cannot be
/// read, which a test rules out.
static EMBEDDED: LazyLock<BTreeMap<Country, Vec<Holiday>>> = LazyLock::new(|| {
    let mut all: BTreeMap<Country, Vec<Holiday>> = BTreeMap::new();
    let text = &include_bytes!("../../holidays/holidays.csv")[..];
    for row in csv::Reader::from_reader(text).deserialize::<(Country, Day, String, String)>() {
        let Ok((country, day, name, source)) = row else { continue };
        all.entry(country).or_default().push(Holiday { day, name, source, added: false });
    }
    all
});

/// The holidays that come with the program.
#[must_use]
pub fn embedded(country: Country) -> &'static [Holiday] {
    EMBEDDED.get(&country).map_or(&[], Vec::as_slice)
}

#[derive(sqlx::FromRow)]
struct ChangeRow {
    day: i32,
    state: String,
    name: String,
    source: String,
}

impl Store {
    /// A country's holidays from one day to another, both included, in order.
    ///
    /// # Errors
    /// What the database says.
    pub async fn holidays(&self, country: Country, from: Day, to: Day) -> Result<Vec<Holiday>> {
        let sql = "SELECT day, state, name, source FROM holiday WHERE country = $1";
        let changes: Vec<ChangeRow> =
            on!(self.read(), db => sqlx::query_as(sql).bind(country).fetch_all(db).await?);
        let mut days: BTreeMap<Day, Holiday> =
            embedded(country).iter().map(|holiday| (holiday.day, holiday.clone())).collect();
        for row in changes {
            let Some(day) = Day::numbered(row.day) else { continue };
            if row.state == "added" {
                let ChangeRow { name, source, .. } = row;
                days.insert(day, Holiday { day, name, source, added: true });
            } else {
                days.remove(&day);
            }
        }
        Ok(days.into_values().filter(|holiday| (from..=to).contains(&holiday.day)).collect())
    }

    /// Every holiday of a country, as calendars keep them.
    pub(super) async fn holiday_days(&self, country: Country) -> Result<Arc<[Day]>> {
        let far = |number| Day::numbered(number).ok_or(Error::NotFound("day"));
        let holidays = self.holidays(country, far(0)?, far(60_000)?).await?;
        Ok(holidays.into_iter().map(|holiday| holiday.day).collect())
    }

    /// Adds a holiday to a country, or names one otherwise.
    ///
    /// # Errors
    /// [`Error::Invalid`] `name` or `source` missing or too long, `day` out of range.
    pub async fn add_holiday(
        &self,
        country: Country,
        day: Day,
        (name, source): (&str, &str),
        by: PersonId,
        now: Instant,
    ) -> Result<()> {
        for (field, text) in [("name", name), ("source", source)] {
            if text.trim().is_empty() {
                return Err(Error::invalid(field, Why::Missing));
            }
            if text.chars().count() > MOST_TEXT_CHARS {
                return Err(Error::invalid(field, Why::TooLong));
            }
            if text.chars().any(char::is_control) {
                return Err(Error::invalid(field, Why::Malformed));
            }
        }
        self.change_holiday(country, day, "added", (name.trim(), source.trim()), by, now).await
    }

    /// Makes a holiday an ordinary day.
    ///
    /// # Errors
    /// [`Error::NotFound`] if it is none.
    pub async fn remove_holiday(
        &self,
        country: Country,
        day: Day,
        by: PersonId,
        now: Instant,
    ) -> Result<()> {
        if self.holidays(country, day, day).await?.is_empty() {
            return Err(Error::NotFound("holiday"));
        }
        self.change_holiday(country, day, "removed", ("", ""), by, now).await
    }

    async fn change_holiday(
        &self,
        country: Country,
        day: Day,
        state: &str,
        (name, source): (&str, &str),
        by: PersonId,
        now: Instant,
    ) -> Result<()> {
        if !(2000..2100).contains(&day.year()) {
            return Err(Error::invalid("day", Why::TooLong));
        }
        let sql = "INSERT INTO holiday (country, day, state, name, source, changed_by, changed)
                   VALUES ($1, $2, $3, $4, $5, $6, $7)
                   ON CONFLICT (country, day) DO UPDATE SET state = $3, name = $4, source = $5,
                       changed_by = $6, changed = $7";
        let mut tx = self.begin().await?;
        on!(tx.conn(), db => sqlx::query(sql)
            .bind(country).bind(day.number()).bind(state).bind(name).bind(source).bind(by)
            .bind(now).execute(db).await.map(drop)?);
        tx.commit().await
    }
}
