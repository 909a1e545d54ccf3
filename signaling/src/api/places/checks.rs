//! `/api/places/{id}/checks`: the checks of a room's or kit's equipment, and a new one.

use crate::{
    api::Path,
    app::{App, fresh_rng},
    json::Json,
    policy::{Action, allows, require},
    problem::{Kind, Problem},
    session::Person,
};
use axum::{extract::State, http::StatusCode};
use puente_registry::{
    equipment_check::{Check, CheckInput},
    id::PlaceId,
    person::Account,
    place::Place,
};
use serde::Serialize;

/// As many checks are shown.
pub(in crate::api) const MOST: i64 = 50;

/// A place with the history of its checks.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Checks {
    place: Place,
    /// The latest first.
    checks: Vec<Check>,
    /// Whether I may note one.
    may_check: bool,
}

/// The last checks of a place of my country.
#[utoipa::path(get, path = "/api/places/{id}/checks", tag = "bank",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = Checks),
              (status = 404, description = "`not_found`", body = crate::problem::Document)))]
pub async fn list(
    State(app): State<App>,
    Person(me): Person,
    Path(id): Path<PlaceId>,
) -> Result<Json<Checks>, Problem> {
    require(me.role, Action::FindPlaces)?;
    let place = of_own_country(&app, id, &me).await?;
    let checks = app.store.checks(id, MOST).await?;
    Ok(Json(Checks { place, checks, may_check: allows(me.role, Action::KeepPlaces) }))
}

/// Notes a check that was run in the place's own browser.
#[utoipa::path(post, path = "/api/places/{id}/checks", tag = "bank",
    params(("id" = uuid::Uuid, Path)), request_body = CheckInput,
    responses((status = 201, body = Checks),
              (status = 404, description = "`not_found`", body = crate::problem::Document),
              (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn create(
    State(app): State<App>,
    Person(me): Person,
    Path(id): Path<PlaceId>,
    Json(given): Json<CheckInput>,
) -> Result<(StatusCode, Json<Checks>), Problem> {
    require(me.role, Action::KeepPlaces)?;
    of_own_country(&app, id, &me).await?;
    let now = app.clock.now();
    app.store.note_check(id, Some(me.id), &given, now, &mut fresh_rng()).await?;
    let place = of_own_country(&app, id, &me).await?;
    let checks = app.store.checks(id, MOST).await?;
    Ok((StatusCode::CREATED, Json(Checks { place, checks, may_check: true })))
}

async fn of_own_country(app: &App, id: PlaceId, me: &Account) -> Result<Place, Problem> {
    let place = app.store.place(id).await?;
    if place.about.country == me.country { Ok(place) } else { Err(Kind::NotFound.into()) }
}
