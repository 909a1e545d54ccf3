//! `GET /api/statistics`: the report of a period.

use super::Wanted;
use crate::{
    api::Query,
    app::App,
    json::Json,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::extract::State;
use puente_registry::statistics::Statistics;

/// What was asked for and what came of it; counts of one to four are null.
#[utoipa::path(get, path = "/api/statistics", tag = "statistics", params(Wanted), responses(
    (status = 200, body = Statistics),
    (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn get(
    State(app): State<App>,
    Person(me): Person,
    Query(wanted): Query<Wanted>,
) -> Result<Json<Statistics>, Problem> {
    require(me.role, Action::ReadStatistics)?;
    let period = wanted.period(&me.zone)?;
    Ok(Json(app.store.statistics(&period, app.clock.now()).await?))
}
