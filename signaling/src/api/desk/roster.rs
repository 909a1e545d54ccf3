//! `/api/desk/roster`: who of my organisation is on duty when.

use super::own;
use crate::{
    api::{Path, Query},
    app::{App, fresh_rng},
    json::Json,
    lang::Words,
    problem::Problem,
    session::Person,
};
use axum::{extract::State, http::StatusCode};
use puente_registry::{
    id::ShiftId,
    organisation::{Copied, Shift, ShiftInput},
    time::{Local, WallTime},
};
use serde::Deserialize;

/// Which days, on the organisation's clock.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct Days {
    /// Such as `2026-11-30T00:00`.
    from: Local,
    /// Six weeks later at most.
    to: Local,
}

/// Which week is copied, and how far.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WeekToCopy {
    /// The first day of the week.
    from: Local,
    /// So many weeks later, 1 to 52.
    #[schema(minimum = 1, maximum = 52)]
    weeks: i32,
}

/// The shifts of some days.
#[utoipa::path(get, path = "/api/desk/roster", tag = "people", params(Days), responses(
    (status = 200, body = Vec<Shift>),
    (status = 404, description = "`not_found`: no organisation", body = crate::problem::Document),
    (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn get(
    State(app): State<App>,
    Person(me): Person,
    Query(days): Query<Days>,
) -> Result<Json<Vec<Shift>>, Problem> {
    let id = own(&app, &me).await?;
    let zone = app.store.organisation(id).await?.zone;
    let at = |field: &'static str, local| {
        WallTime { local, zone: zone.clone() }.moment().map(|moment| moment.instant).map_err(|_| {
            Problem::invalid(
                field,
                Words::new(
                    "Esa hora no existe allí.",
                    "That time does not exist there.",
                    "Cette heure n’existe pas là-bas.",
                ),
            )
        })
    };
    let (from, to) = (at("from", days.from)?, at("to", days.to)?);
    Ok(Json(app.store.roster(id, from, to).await?))
}

/// Puts somebody on duty.
#[utoipa::path(post, path = "/api/desk/roster", tag = "people",
    request_body(content = ShiftInput, example = json!({
        "person": "01936f3c-0000-7000-8000-000000000000",
        "from": "2026-11-30T08:00", "to": "2026-11-30T16:00" })),
    responses((status = 201, body = Shift),
              (status = 404, description = "`not_found`: no organisation",
               body = crate::problem::Document),
              (status = 409, description = "`not_free`", body = crate::problem::Document),
              (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn create(
    State(app): State<App>,
    Person(me): Person,
    Json(given): Json<ShiftInput>,
) -> Result<(StatusCode, Json<Shift>), Problem> {
    let id = own(&app, &me).await?;
    let shift = app.store.add_shift(id, &given, app.clock.now(), &mut fresh_rng()).await?;
    Ok((StatusCode::CREATED, Json(shift)))
}

/// Takes somebody off duty.
#[utoipa::path(delete, path = "/api/desk/roster/{id}", tag = "people",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 204, description = "Off duty"),
              (status = 404, description = "`not_found`", body = crate::problem::Document)))]
pub async fn delete(
    State(app): State<App>,
    Person(me): Person,
    Path(shift): Path<ShiftId>,
) -> Result<StatusCode, Problem> {
    let id = own(&app, &me).await?;
    app.store.remove_shift(id, shift).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Copies a week to a later one, at the same hours of the wall clock.
#[utoipa::path(post, path = "/api/desk/roster/copy", tag = "people",
    request_body(content = WeekToCopy, example = json!({ "from": "2026-11-30T00:00", "weeks": 1 })),
    responses((status = 200, body = Copied),
              (status = 404, description = "`not_found`: no organisation",
               body = crate::problem::Document),
              (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn copy(
    State(app): State<App>,
    Person(me): Person,
    Json(week): Json<WeekToCopy>,
) -> Result<Json<Copied>, Problem> {
    let id = own(&app, &me).await?;
    let now = app.clock.now();
    let copied = app.store.copy_week(id, week.from, week.weeks, now, &mut fresh_rng()).await?;
    Ok(Json(copied))
}
