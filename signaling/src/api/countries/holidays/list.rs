//! `GET /api/countries/{country}/holidays`: the days on which courts are closed.

use crate::{
    api::{Path, Query},
    app::App,
    json::Json,
    problem::{Kind, Problem},
    session::Person,
};
use axum::extract::State;
use puente_registry::{availability::holiday::Holiday, country::Country, time::Day};
use serde::Deserialize;

/// Of which year.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Of {
    /// The year, 2000–2099.
    #[param(minimum = 2000, maximum = 2099, example = 2027)]
    year: u16,
}

/// The holidays of one year, each with its source.
#[utoipa::path(get, path = "/api/countries/{country}/holidays", tag = "bank",
    params(("country" = Country, Path), Of),
    responses((status = 200, body = [Holiday]),
              (status = 404, description = "`not_found`", body = crate::problem::Document)))]
pub async fn list(
    State(app): State<App>,
    Person(_me): Person,
    Path(country): Path<Country>,
    Query(of): Query<Of>,
) -> Result<Json<Vec<Holiday>>, Problem> {
    let day = |text: String| text.parse::<Day>().map_err(|_| Problem::new(Kind::Malformed));
    if !(2000..2100).contains(&of.year) {
        return Err(Kind::Malformed.into());
    }
    let (first, last) = (day(format!("{}-01-01", of.year))?, day(format!("{}-12-31", of.year))?);
    Ok(Json(app.store.holidays(country, first, last).await?))
}
