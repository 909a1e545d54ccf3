//! `/api/kits/{id}`: a kit with its history, and changing what is said of it.

use super::{KitPage, page};
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
    id::PlaceId,
    place::{PlaceInput, PlaceKind},
};

/// The kit.
#[utoipa::path(get, path = "/api/kits/{id}", tag = "bank", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = KitPage),
              (status = 404, description = "`not_found`", body = crate::problem::Document)))]
pub async fn get(
    State(app): State<App>,
    Person(me): Person,
    Path(id): Path<PlaceId>,
) -> Result<Json<KitPage>, Problem> {
    require(me.role, Action::FindPlaces)?;
    Ok(Json(page(&app, id, &me).await?))
}

/// Changes what is said of it.
#[utoipa::path(put, path = "/api/kits/{id}", tag = "bank", params(("id" = uuid::Uuid, Path)),
    request_body = PlaceInput,
    responses((status = 200, body = KitPage),
              (status = 404, description = "`not_found`", body = crate::problem::Document),
              (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn put(
    State(app): State<App>,
    Person(me): Person,
    Path(id): Path<PlaceId>,
    Json(given): Json<PlaceInput>,
) -> Result<Json<KitPage>, Problem> {
    require(me.role, Action::KeepPlaces)?;
    app.store.change_place(me.country, id, PlaceKind::Kit, &given).await?;
    Ok(Json(page(&app, id, &me).await?))
}
