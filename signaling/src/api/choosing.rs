//! `GET` and `PUT /api/choosing`: how my country chooses interpreters.

use crate::{
    app::App,
    json::Json,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::extract::State;
use puente_registry::weights::Choosing;

/// Tells how my country chooses.
#[utoipa::path(get, path = "/api/choosing", tag = "bank", responses((status = 200, body = Choosing)))]
pub async fn get(State(app): State<App>, Person(me): Person) -> Result<Json<Choosing>, Problem> {
    require(me.role, Action::SeeChoosing)?;
    Ok(Json(app.store.choosing(me.country).await?))
}

/// Says how my country chooses from now on.
#[utoipa::path(put, path = "/api/choosing", tag = "bank", request_body = Choosing, responses(
    (status = 200, body = Choosing),
    (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn put(
    State(app): State<App>,
    Person(me): Person,
    Json(given): Json<Choosing>,
) -> Result<Json<Choosing>, Problem> {
    require(me.role, Action::SetChoosing)?;
    app.store.set_choosing(me.country, &given).await?;
    Ok(Json(app.store.choosing(me.country).await?))
}
