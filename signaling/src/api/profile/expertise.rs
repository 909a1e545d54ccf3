//! `/api/profile/expertise`: what I am an expert of.

use crate::{
    app::App,
    json::Json,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::{extract::State, http::StatusCode};
use puente_registry::expert::Expertise;

/// Says what I am an expert of.
#[utoipa::path(put, path = "/api/profile/expertise", tag = "people",
    request_body(content = Expertise, example = json!({ "field": "psychology",
        "about": "Trauma in children", "tags": ["age estimation"] })),
    responses((status = 200, body = Expertise),
              (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn put(
    State(app): State<App>,
    Person(me): Person,
    Json(given): Json<Expertise>,
) -> Result<Json<Expertise>, Problem> {
    require(me.role, Action::KeepProfile)?;
    app.store.set_expertise(me.id, Some(&given)).await?;
    Ok(Json(app.store.expertise(me.id).await?.unwrap_or(given)))
}

/// Says that I am no expert.
#[utoipa::path(delete, path = "/api/profile/expertise", tag = "people", responses(
    (status = 204, description = "No expert")))]
pub async fn delete(State(app): State<App>, Person(me): Person) -> Result<StatusCode, Problem> {
    require(me.role, Action::KeepProfile)?;
    app.store.set_expertise(me.id, None).await?;
    Ok(StatusCode::NO_CONTENT)
}
