//! `GET /api/coverage`: centres, kits and languages on the map, and what nobody could do.

use crate::{
    api::{Query, statistics::Wanted},
    app::App,
    json::Json,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::extract::State;
use puente_registry::coverage::Coverage;

/// Where whom the region can understand. Counts of one to four are null; towns are shown to a
/// tenth of a degree.
#[utoipa::path(get, path = "/api/coverage", tag = "statistics", params(Wanted), responses(
    (status = 200, body = Coverage),
    (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn get(
    State(app): State<App>,
    Person(me): Person,
    Query(wanted): Query<Wanted>,
) -> Result<Json<Coverage>, Problem> {
    require(me.role, Action::ReadStatistics)?;
    let period = wanted.period(&me.zone)?;
    let languages = app.store.languages();
    Ok(Json(app.store.coverage(&period, &languages, app.clock.now()).await?))
}
