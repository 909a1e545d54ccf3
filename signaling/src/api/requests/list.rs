//! `GET /api/requests`: the requests that I made.

use crate::{
    app::App,
    json::Json,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::extract::State;
use puente_registry::request::Request;

/// My requests, the newest first.
#[utoipa::path(get, path = "/api/requests", tag = "bank", responses(
    (status = 200, body = Vec<Request>)))]
pub async fn list(
    State(app): State<App>,
    Person(me): Person,
) -> Result<Json<Vec<Request>>, Problem> {
    require(me.role, Action::BookInterpreters)?;
    Ok(Json(app.store.requests_of(me.id).await?))
}
