//! `/api/facilities/{id}`: a facility with its rooms, what is next there and how they were found.

use super::{FacilityPage, of_own_country, page};
use crate::{
    api::Path,
    app::App,
    json::Json,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::extract::State;
use puente_registry::{facility::FacilityInput, id::FacilityId};

/// The facility.
#[utoipa::path(get, path = "/api/facilities/{id}", tag = "bank",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = FacilityPage),
              (status = 404, description = "`not_found`", body = crate::problem::Document)))]
pub async fn get(
    State(app): State<App>,
    Person(me): Person,
    Path(id): Path<FacilityId>,
) -> Result<Json<FacilityPage>, Problem> {
    require(me.role, Action::FindPlaces)?;
    let facility = of_own_country(&app, id, &me).await?;
    Ok(Json(page(&app, facility, &me).await?))
}

/// Changes what is said of it.
#[utoipa::path(put, path = "/api/facilities/{id}", tag = "bank",
    params(("id" = uuid::Uuid, Path)), request_body = FacilityInput,
    responses((status = 200, body = FacilityPage),
              (status = 404, description = "`not_found`", body = crate::problem::Document),
              (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn put(
    State(app): State<App>,
    Person(me): Person,
    Path(id): Path<FacilityId>,
    Json(given): Json<FacilityInput>,
) -> Result<Json<FacilityPage>, Problem> {
    require(me.role, Action::KeepPlaces)?;
    of_own_country(&app, id, &me).await?;
    app.store.change_facility(me.country, id, &given).await?;
    let facility = of_own_country(&app, id, &me).await?;
    Ok(Json(page(&app, facility, &me).await?))
}
