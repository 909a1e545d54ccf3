//! What was asked for and what came of it, by language, country and lead time.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Count, Lead, Period, hide_small};
use crate::{
    country::Country,
    error::Result,
    id::RequestId,
    language::Language,
    request::RequestState,
    store::{Store, on},
    time::Instant,
    word::words,
};

words! {
    /// What came of something that was asked for.
    pub enum Outcome {
        /// Interpreters were found.
        Fulfilled = "fulfilled",
        /// Nobody could.
        Unmet = "unmet",
        /// Taken back before.
        Withdrawn = "withdrawn",
        /// Not decided yet.
        Open = "open",
    }
}

/// One line of the table: a language as one country asked for it, with so much lead time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Fulfilment {
    /// The language that is not the court's.
    pub language: Language,
    /// Asking country.
    pub country: Country,
    /// How long before the start; none is the sum over all.
    pub lead: Option<Lead>,
    /// Asked for in all.
    pub asked: Count,
    /// Interpreters were found.
    pub fulfilled: Count,
    /// Nobody could.
    pub unmet: Count,
    /// Taken back before.
    pub withdrawn: Count,
    /// Not decided yet.
    pub open: Count,
    /// Half of the first acceptances came within so many minutes; null for fewer than five.
    pub answer_minutes: Option<i64>,
}

/// The languages of courts in the eleven countries: the other one of a pair is what is missing.
const OF_COURTS: [&str; 3] = ["spa", "eng", "fra"];

#[derive(sqlx::FromRow)]
struct LegRow {
    request: RequestId,
    language_a: Language,
    language_b: Language,
    country: Country,
    state: RequestState,
    starts: Instant,
    created: Instant,
    unmet: bool,
}

/// What is counted for one cell of the table.
#[derive(Default, Clone)]
struct Cell {
    /// In the order of [`Outcome::ALL`].
    outcomes: [i64; 4],
    answers: Vec<i64>,
}

type Key = (Language, Country, Lead);

impl Store {
    /// The table of what was asked for, with small numbers hidden.
    ///
    /// # Errors
    /// As [`Store::statistics`].
    pub(crate) async fn fulfilment(
        &self,
        period: &Period,
        now: Instant,
    ) -> Result<Vec<Fulfilment>> {
        period.check()?;
        let sql = "SELECT l.request, l.language_a, l.language_b, r.country, r.state, r.starts,
                       r.created,
                       EXISTS (SELECT 1 FROM unmet u WHERE u.request = l.request
                               AND u.leg = l.leg AND u.met IS NULL) AS unmet
                   FROM leg l JOIN request r ON r.id = l.request
                   WHERE $1 <= r.starts AND r.starts < $2 AND ($3 IS NULL OR r.country = $3)";
        let legs: Vec<LegRow> = on!(self.read(), db => sqlx::query_as(sql)
            .bind(period.from).bind(period.until).bind(period.country).fetch_all(db).await?);
        let sql =
            "SELECT o.request, MIN(o.answered) FROM offer o JOIN request r ON r.id = o.request
                   WHERE o.state = 'accepted' AND o.answered IS NOT NULL
                     AND $1 <= r.starts AND r.starts < $2 AND ($3 IS NULL OR r.country = $3)
                   GROUP BY o.request";
        let answered: Vec<(RequestId, Instant)> = on!(self.read(), db => sqlx::query_as(sql)
            .bind(period.from).bind(period.until).bind(period.country).fetch_all(db).await?);
        let answered: BTreeMap<RequestId, Instant> = answered.into_iter().collect();

        let mut cells: BTreeMap<Key, Cell> = BTreeMap::new();
        for leg in legs {
            let outcome = outcome(&leg, now);
            let lead = Lead::of_minutes(leg.starts.minutes_since(leg.created));
            let answer = answered.get(&leg.request).map(|at| at.minutes_since(leg.created));
            let cell =
                cells.entry((missing_language(leg.language_a, leg.language_b), leg.country, lead));
            let cell = cell.or_default();
            for (count, which) in cell.outcomes.iter_mut().zip(Outcome::ALL) {
                *count += i64::from(*which == outcome);
            }
            cell.answers.extend(answer);
        }
        Ok(table(&cells))
    }
}

/// What is missing in a pair: the language that no court speaks, else the first.
fn missing_language(a: Language, b: Language) -> Language {
    if OF_COURTS.contains(&a.code()) && !OF_COURTS.contains(&b.code()) { b } else { a }
}

fn outcome(leg: &LegRow, now: Instant) -> Outcome {
    match leg.state {
        RequestState::Booked => Outcome::Fulfilled,
        _ if leg.unmet => Outcome::Unmet,
        RequestState::Cancelled => Outcome::Withdrawn,
        _ if leg.starts <= now => Outcome::Unmet,
        _ => Outcome::Open,
    }
}

/// The lines, and for each language and country the sum over all lead times, hidden together.
fn table(cells: &BTreeMap<Key, Cell>) -> Vec<Fulfilment> {
    let counts: Vec<i64> = cells.values().flat_map(|cell| cell.outcomes).collect();
    let mut pairs: BTreeMap<(&Language, Country), Vec<usize>> = BTreeMap::new();
    for (row, (language, country, _)) in cells.keys().enumerate() {
        pairs.entry((language, *country)).or_default().push(row);
    }
    // Published sums: of each line, and of each outcome over the lead times of a pair.
    let mut sums: Vec<Vec<usize>> =
        (0..cells.len()).map(|row| (row * 4..row * 4 + 4).collect()).collect();
    for rows in pairs.values() {
        for outcome in 0..4 {
            sums.push(rows.iter().map(|row| row * 4 + outcome).collect());
        }
        sums.push(rows.iter().flat_map(|row| row * 4..row * 4 + 4).collect());
    }
    let (shown, hidden) = hide_small(&counts, &sums);
    let total = |sum: usize| match (sums.get(sum), hidden.get(sum)) {
        (Some(parts), Some(false)) => {
            let parts = parts.iter().filter_map(|at| counts.get(*at));
            Count::alone(parts.sum())
        }
        _ => Count::Hidden,
    };
    let mut lines = Vec::new();
    for (row, ((language, country, lead), cell)) in cells.iter().enumerate() {
        let at = |outcome: usize| shown.get(row * 4 + outcome).copied().unwrap_or(Count::Hidden);
        lines.push(Fulfilment {
            language: language.clone(),
            country: *country,
            lead: Some(*lead),
            asked: total(row),
            fulfilled: at(0),
            unmet: at(1),
            withdrawn: at(2),
            open: at(3),
            answer_minutes: median(cell.answers.clone()),
        });
    }
    for (pair, ((language, country), rows)) in pairs.iter().enumerate() {
        let first = cells.len() + pair * 5;
        let answers = rows.iter().filter_map(|row| cells.values().nth(*row));
        lines.push(Fulfilment {
            language: (*language).clone(),
            country: *country,
            lead: None,
            asked: total(first + 4),
            fulfilled: total(first),
            unmet: total(first + 1),
            withdrawn: total(first + 2),
            open: total(first + 3),
            answer_minutes: median(answers.flat_map(|cell| cell.answers.clone()).collect()),
        });
    }
    lines.sort_by(|a, b| (&a.language, a.country, a.lead).cmp(&(&b.language, b.country, b.lead)));
    lines
}

/// The middle one, of five or more.
fn median(mut minutes: Vec<i64>) -> Option<i64> {
    minutes.sort_unstable();
    if minutes.len() < 5 { None } else { minutes.get(minutes.len() / 2).copied() }
}
