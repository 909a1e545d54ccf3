//! `GET /api/applications`: who asks to join the bank of my country.

use crate::{
    app::App,
    json::Json,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::extract::State;
use puente_registry::application::Application;

/// Those to be looked at first, then the newest.
#[utoipa::path(get, path = "/api/applications", tag = "accounts", responses(
    (status = 200, body = Vec<Application>)))]
pub async fn list(
    State(app): State<App>,
    Person(me): Person,
) -> Result<Json<Vec<Application>>, Problem> {
    require(me.role, Action::Vet)?;
    Ok(Json(app.store.applications_in(me.country).await?))
}
