//! `/api/desk/slots/{id}`: who fits a slot, and assigning one of them.

use super::own;
use crate::{
    api::Path,
    app::{App, fresh_rng},
    json::Json,
    problem::Problem,
    session::Person,
};
use axum::extract::State;
use puente_registry::{
    id::{PersonId, SlotId},
    organisation::{Fit, Slot},
};
use serde::Deserialize;

/// Who is sent.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MemberSent {
    person: PersonId,
}

/// Who of my organisation fits a slot: those on duty first.
#[utoipa::path(get, path = "/api/desk/slots/{id}/fits", tag = "people",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = Vec<Fit>),
              (status = 404, description = "`not_found`", body = crate::problem::Document)))]
pub async fn fits(
    State(app): State<App>,
    Person(me): Person,
    Path(slot): Path<SlotId>,
) -> Result<Json<Vec<Fit>>, Problem> {
    let id = own(&app, &me).await?;
    Ok(Json(app.store.fits(id, slot, app.clock.now()).await?))
}

/// Assigns one of my organisation: the seat is theirs at once.
#[utoipa::path(post, path = "/api/desk/slots/{id}/assign", tag = "people",
    params(("id" = uuid::Uuid, Path)),
    request_body(content = MemberSent,
        example = json!({ "person": "01936f3c-0000-7000-8000-000000000000" })),
    responses((status = 200, body = Slot),
              (status = 404, description = "`not_found`", body = crate::problem::Document),
              (status = 409, description = "`already_taken`, `not_free`, `not_now`",
               body = crate::problem::Document),
              (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn assign(
    State(app): State<App>,
    Person(me): Person,
    Path(slot): Path<SlotId>,
    Json(given): Json<MemberSent>,
) -> Result<Json<Slot>, Problem> {
    let id = own(&app, &me).await?;
    let now = app.clock.now();
    let assigned = app.store.assign(id, slot, given.person, me.id, now, &mut fresh_rng()).await?;
    app.request_changed(app.store.request_of_slot(slot).await?).await;
    Ok(Json(assigned))
}

/// Says that my organisation has nobody.
#[utoipa::path(post, path = "/api/desk/slots/{id}/decline", tag = "people",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = Slot),
              (status = 404, description = "`not_found`", body = crate::problem::Document),
              (status = 409, description = "`not_now`", body = crate::problem::Document)))]
pub async fn decline(
    State(app): State<App>,
    Person(me): Person,
    Path(slot): Path<SlotId>,
) -> Result<Json<Slot>, Problem> {
    let id = own(&app, &me).await?;
    let declined = app.store.decline_slot(id, slot, app.clock.now()).await?;
    app.request_changed(app.store.request_of_slot(slot).await?).await;
    Ok(Json(declined))
}
