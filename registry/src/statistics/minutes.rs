//! Minutes of interpreting, by country and mode.

use serde::Serialize;

use super::{Count, Period};
use crate::{
    country::Country,
    error::Result,
    interpreter::Mode,
    store::{Store, on},
};

/// Minutes worked in a mode.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = InterpretedMinutes)]
pub struct Minutes {
    /// Asking country.
    pub country: Country,
    /// How.
    pub mode: Mode,
    /// Minutes of interpreters in hearings that took place; null if there were fewer than five.
    pub minutes: Option<i64>,
    /// Hearings.
    pub hearings: Count,
}

impl Store {
    /// Minutes of interpreters in hearings that took place.
    pub(super) async fn minutes_by_mode(&self, period: &Period) -> Result<Vec<Minutes>> {
        let sql = "SELECT h.country, b.mode, CAST(SUM(b.ends - b.starts) / 60000000 AS BIGINT),
                       COUNT(DISTINCT h.id)
                   FROM booking b JOIN hearing h ON h.id = b.hearing
                   WHERE b.interpreter IS NOT NULL AND b.mode IS NOT NULL
                     AND b.state = 'confirmed' AND h.state = 'closed'
                     AND $1 <= b.starts AND b.starts < $2 AND ($3 IS NULL OR h.country = $3)
                   GROUP BY h.country, b.mode ORDER BY h.country, b.mode";
        let rows: Vec<(Country, Mode, i64, i64)> = on!(self.read(), db => sqlx::query_as(sql)
            .bind(period.from).bind(period.until).bind(period.country).fetch_all(db).await?);
        Ok(rows
            .into_iter()
            .map(|(country, mode, minutes, hearings)| {
                let hearings = Count::alone(hearings);
                Minutes { country, mode, minutes: hearings.shown().map(|_| minutes), hearings }
            })
            .collect())
    }
}
