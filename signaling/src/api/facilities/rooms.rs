//! `/api/facilities/{id}/rooms` and `/api/rooms/{id}`: adds a room, and changes it.

use super::of_own_country;
use crate::{
    api::Path,
    app::{App, fresh_rng},
    json::Json,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::{extract::State, http::StatusCode};
use puente_registry::{
    id::{FacilityId, PlaceId},
    place::{Place, PlaceInput, PlaceKind},
};

/// Adds a room.
#[utoipa::path(post, path = "/api/facilities/{id}/rooms", tag = "bank",
    params(("id" = uuid::Uuid, Path)), request_body = PlaceInput,
    responses((status = 201, body = Place),
              (status = 404, description = "`not_found`", body = crate::problem::Document),
              (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn create(
    State(app): State<App>,
    Person(me): Person,
    Path(id): Path<FacilityId>,
    Json(given): Json<PlaceInput>,
) -> Result<(StatusCode, Json<Place>), Problem> {
    require(me.role, Action::KeepPlaces)?;
    of_own_country(&app, id, &me).await?;
    let (kind, now) = (PlaceKind::Venue, app.clock.now());
    let room = app.store.add_place_of(me.country, id, kind, &given, now, &mut fresh_rng()).await?;
    Ok((StatusCode::CREATED, Json(app.store.place(room).await?)))
}

/// Changes what is said of a room.
#[utoipa::path(put, path = "/api/rooms/{id}", tag = "bank",
    params(("id" = uuid::Uuid, Path)), request_body = PlaceInput,
    responses((status = 200, body = Place),
              (status = 404, description = "`not_found`", body = crate::problem::Document),
              (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn put(
    State(app): State<App>,
    Person(me): Person,
    Path(id): Path<PlaceId>,
    Json(given): Json<PlaceInput>,
) -> Result<Json<Place>, Problem> {
    require(me.role, Action::KeepPlaces)?;
    app.store.change_place(me.country, id, PlaceKind::Venue, &given).await?;
    Ok(Json(app.store.place(id).await?))
}
