//! The legs of a request: one booth each, with its pair, its seats and how many are taken.

use serde::Serialize;

use super::{LegInput, RequestInput};
use crate::{
    country::Country,
    error::Result,
    id::RequestId,
    interpreter::Mode,
    language::Language,
    store::{Store, Tx, on},
    team::{TeamRule, seats, team_rule},
};

/// One booth of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Leg {
    /// Its number, from 0; it becomes the booth's.
    pub leg: i32,
    /// The pair.
    pub languages: [Language; 2],
    /// How.
    pub mode: Mode,
    /// Interpreters needed.
    pub seats: i32,
    /// Seats taken.
    pub taken: i32,
    /// Why a team is needed.
    pub team_rule: Option<TeamRule>,
}

impl Leg {
    /// Seats that are open.
    #[must_use]
    pub const fn open(&self) -> i32 {
        self.seats - self.taken
    }
}

#[derive(sqlx::FromRow)]
struct LegRow {
    leg: i32,
    language_a: Language,
    language_b: Language,
    mode: Mode,
    seats: i32,
    taken: i32,
    team_rule: Option<TeamRule>,
}

impl From<LegRow> for Leg {
    fn from(row: LegRow) -> Self {
        Self {
            leg: row.leg,
            languages: [row.language_a, row.language_b],
            mode: row.mode,
            seats: row.seats,
            taken: row.taken,
            team_rule: row.team_rule,
        }
    }
}

const LEGS: &str = "SELECT leg, language_a, language_b, mode, seats, taken, team_rule FROM leg
                    WHERE request = $1 ORDER BY leg";

/// The legs of what is asked for, with the seats that the rule or the override gives each.
pub(super) fn legs_of(input: &RequestInput, country: Country) -> Vec<Leg> {
    let leg = |(number, booth): (i32, LegInput)| {
        let rule = team_rule(booth.mode, input.setting, input.minutes, country);
        Leg {
            leg: number,
            languages: booth.languages,
            mode: booth.mode,
            seats: input.team.map_or_else(|| seats(rule), |team| team.seats),
            taken: 0,
            team_rule: rule,
        }
    };
    (0..).zip(input.booths()).map(leg).collect()
}

/// Stores the legs of a request; those it has with the same numbers are replaced.
pub(super) async fn put_legs(tx: &mut Tx, request: RequestId, legs: &[Leg]) -> Result<()> {
    for leg in legs {
        let [a, b] = &leg.languages;
        let sql = "INSERT INTO leg (request, leg, language_a, language_b, mode, seats, taken,
                       team_rule)
                   VALUES ($1, $2, $3, $4, $5, $6, 0, $7)
                   ON CONFLICT (request, leg) DO UPDATE SET language_a = excluded.language_a,
                       language_b = excluded.language_b, mode = excluded.mode,
                       seats = excluded.seats, team_rule = excluded.team_rule";
        on!(tx.conn(), db => sqlx::query(sql)
            .bind(request).bind(leg.leg).bind(a).bind(b).bind(leg.mode).bind(leg.seats)
            .bind(leg.team_rule)
            .execute(db).await.map(drop)?);
    }
    Ok(())
}

impl RequestInput {
    /// The same work in one of its booths.
    #[must_use]
    pub fn for_leg(&self, leg: &Leg) -> Self {
        Self { languages: leg.languages.clone(), mode: leg.mode, ..self.clone() }
    }
}

impl Store {
    /// The legs of a request, in order.
    pub(crate) async fn legs(&self, request: RequestId) -> Result<Vec<Leg>> {
        let rows: Vec<LegRow> =
            on!(self.read(), db => sqlx::query_as(LEGS).bind(request).fetch_all(db).await?);
        Ok(rows.into_iter().map(Leg::from).collect())
    }
}

/// The legs as a transaction sees them.
pub(crate) async fn legs_in(tx: &mut Tx, request: RequestId) -> Result<Vec<Leg>> {
    let rows: Vec<LegRow> =
        on!(tx.conn(), db => sqlx::query_as(LEGS).bind(request).fetch_all(db).await?);
    Ok(rows.into_iter().map(Leg::from).collect())
}
