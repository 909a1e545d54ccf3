//! Statistics for ministries: `/api/statistics`.

pub mod csv;
pub mod get;

use crate::{lang::Words, problem::Problem};
use puente_registry::{
    country::Country,
    statistics::Period,
    time::{Instant, WallTime, Zone},
};
use serde::Deserialize;

/// Which days, as the caller's clock has them, and which country.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    /// First day.
    #[param(pattern = r"^\d{4}-\d{2}-\d{2}$", example = "2026-01-01")]
    from: String,
    /// Last day.
    #[param(pattern = r"^\d{4}-\d{2}-\d{2}$", example = "2026-12-31")]
    until: String,
    /// The asking country; none means the whole region.
    country: Option<Country>,
}

impl Wanted {
    /// The days as a period of instants.
    pub(super) fn period(&self, zone: &Zone) -> Result<Period, Problem> {
        let from = midnight("from", &self.from, zone)?;
        // A last day that cannot be reached in time ends at its own midnight.
        let until = midnight("until", &self.until, zone)?.plus_minutes(24 * 60);
        Ok(Period { from, until, country: self.country })
    }
}

fn midnight(field: &'static str, day: &str, zone: &Zone) -> Result<Instant, Problem> {
    let local = format!("{day}T00:00").parse().map_err(|_| no_day(field))?;
    let wall = WallTime { local, zone: zone.clone() };
    Ok(wall.moment().map_err(|_| no_day(field))?.instant)
}

fn no_day(field: &'static str) -> Problem {
    Problem::invalid(
        field,
        Words::new(
            "Escriba el día como 2026-01-31.",
            "Write the day like 2026-01-31.",
            "Écrivez le jour comme 2026-01-31.",
        ),
    )
}
