//! `GET /api/organisations`: the organisations of my country.

use crate::{
    app::App,
    json::Json,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::extract::State;
use puente_registry::organisation::Organisation;

/// The organisations of my country.
#[utoipa::path(get, path = "/api/organisations", tag = "people", responses(
    (status = 200, body = Vec<Organisation>)))]
pub async fn list(
    State(app): State<App>,
    Person(me): Person,
) -> Result<Json<Vec<Organisation>>, Problem> {
    require(me.role, Action::SeeInterpreters)?;
    Ok(Json(app.store.organisations(me.country).await?))
}
