//! `POST /api/kits`: takes a kit into the bank.

use super::{KitPage, page};
use crate::{
    app::{App, fresh_rng},
    json::Json,
    policy::{Action, require},
    problem::{Kind, Problem},
    session::Person,
};
use axum::{extract::State, http::StatusCode};
use puente_registry::{
    id::FacilityId,
    place::{PlaceInput, PlaceKind},
};
use serde::Deserialize;

/// A kit and where it is kept.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "facility": "01936b4e-2f30-7c31-b3f1-0c7d5e0a9b21",
    "about": {"name": "Equipo 7", "equipment": ["tablet", "headsets"], "screen_inches": 12,
              "step_free": true, "child_friendly": true}}))]
pub struct NewKit {
    /// A facility of my country.
    #[schema(value_type = uuid::Uuid)]
    facility: FacilityId,
    about: PlaceInput,
}

/// Takes a kit in.
#[utoipa::path(post, path = "/api/kits", tag = "bank", request_body = NewKit,
    responses((status = 201, body = KitPage),
              (status = 404, description = "`not_found`: no such facility of my country",
               body = crate::problem::Document),
              (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn create(
    State(app): State<App>,
    Person(me): Person,
    Json(given): Json<NewKit>,
) -> Result<(StatusCode, Json<KitPage>), Problem> {
    require(me.role, Action::KeepPlaces)?;
    let NewKit { facility, about } = given;
    if app.store.facility(facility).await?.country != me.country {
        return Err(Kind::NotFound.into());
    }
    let (kind, now) = (PlaceKind::Kit, app.clock.now());
    let rng = &mut fresh_rng();
    let id = app.store.add_place_of(me.country, facility, kind, &about, now, rng).await?;
    Ok((StatusCode::CREATED, Json(page(&app, id, &me).await?)))
}
