//! `POST /api/facilities`: takes a facility of my country into the bank.

use super::{FacilityPage, of_own_country, page};
use crate::{
    app::{App, fresh_rng},
    json::Json,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::{extract::State, http::StatusCode};
use puente_registry::facility::FacilityInput;

/// Takes a facility in.
#[utoipa::path(post, path = "/api/facilities", tag = "bank", request_body = FacilityInput,
    responses((status = 201, body = FacilityPage),
              (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn create(
    State(app): State<App>,
    Person(me): Person,
    Json(given): Json<FacilityInput>,
) -> Result<(StatusCode, Json<FacilityPage>), Problem> {
    require(me.role, Action::KeepPlaces)?;
    let now = app.clock.now();
    let id = app.store.add_facility(me.country, &given, now, &mut fresh_rng()).await?;
    let facility = of_own_country(&app, id, &me).await?;
    Ok((StatusCode::CREATED, Json(page(&app, facility, &me).await?)))
}
