//! `/api/cooperation/directory/{country}/officers`: a country's liaison officers.

use super::require_own;
use crate::{
    api::Path,
    app::{App, fresh_rng},
    json::Json,
    problem::Problem,
    session::Person,
};
use axum::{extract::State, http::StatusCode};
use puente_registry::{
    cooperation::directory::{Authority, OfficerInput},
    country::Country,
    id::LiaisonId,
};

/// Enters an officer of one's own country.
#[utoipa::path(post, path = "/api/cooperation/directory/{country}/officers", tag = "cooperation",
    params(("country" = Country, Path)),
    request_body = OfficerInput,
    responses((status = 201, body = Authority),
              (status = 403, description = "`not_yours`: another country's",
               body = crate::problem::Document),
              (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn create(
    State(app): State<App>,
    Person(me): Person,
    Path(country): Path<Country>,
    Json(about): Json<OfficerInput>,
) -> Result<(StatusCode, Json<Authority>), Problem> {
    require_own(&me, country)?;
    let now = app.clock.now();
    app.store.add_officer(country, &about, now, &mut fresh_rng()).await?;
    Ok((StatusCode::CREATED, Json(app.store.authority(country, now).await?)))
}

/// Rewrites an officer's entry, for instance the end of the term.
#[utoipa::path(put, path = "/api/cooperation/directory/{country}/officers/{officer}",
    tag = "cooperation",
    params(("country" = Country, Path), ("officer" = uuid::Uuid, Path)),
    request_body = OfficerInput,
    responses((status = 200, body = Authority),
              (status = 403, description = "`not_yours`: another country's",
               body = crate::problem::Document),
              (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn put(
    State(app): State<App>,
    Person(me): Person,
    Path((country, officer)): Path<(Country, LiaisonId)>,
    Json(about): Json<OfficerInput>,
) -> Result<Json<Authority>, Problem> {
    require_own(&me, country)?;
    app.store.set_officer(country, officer, &about).await?;
    Ok(Json(app.store.authority(country, app.clock.now()).await?))
}
