//! `/api/interpreters/{number}/vetting`: whether somebody may work, decided by their country.

use super::of_own_country;
use crate::{
    api::Path,
    app::App,
    json::Json,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::extract::State;
use puente_registry::{
    time::Instant,
    vetting::{Decision, Vetting, VettingState},
};
use serde::Deserialize;

/// What is decided.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VettingDecided {
    state: VettingState,
    /// With `cleared` only.
    #[serde(default)]
    until: Option<Instant>,
}

/// Decides about a vetting. Whoever is suspended is no candidate from now on.
#[utoipa::path(put, path = "/api/interpreters/{number}/vetting", tag = "people",
    params(("number" = i64, Path, example = 101)),
    request_body(content = VettingDecided,
        example = json!({ "state": "cleared", "until": "2028-06-30T06:00:00Z" })),
    responses((status = 200, body = Vetting),
              (status = 404, description = "`not_found`", body = crate::problem::Document),
              (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn put(
    State(app): State<App>,
    Person(me): Person,
    Path(number): Path<i64>,
    Json(given): Json<VettingDecided>,
) -> Result<Json<Vetting>, Problem> {
    require(me.role, Action::ManagePeople)?;
    let person = of_own_country(&app, number, &me).await?;
    let now = app.clock.now();
    Ok(Json(app.store.decide_vetting(person, given.state, given.until, me.id, now).await?))
}

/// Every decision so far, the last one first.
#[utoipa::path(get, path = "/api/interpreters/{number}/vetting", tag = "people",
    params(("number" = i64, Path, example = 101)),
    responses((status = 200, body = Vec<Decision>),
              (status = 404, description = "`not_found`", body = crate::problem::Document)))]
pub async fn get(
    State(app): State<App>,
    Person(me): Person,
    Path(number): Path<i64>,
) -> Result<Json<Vec<Decision>>, Problem> {
    require(me.role, Action::ManagePeople)?;
    let person = of_own_country(&app, number, &me).await?;
    Ok(Json(app.store.vetting_history(person).await?))
}
