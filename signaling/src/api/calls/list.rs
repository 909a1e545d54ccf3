//! `GET /api/calls`: hearings that I am called to step into.

use crate::{
    app::App,
    json::Json,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::extract::State;
use puente_registry::vacancy::Call;

/// My open calls, and those answered in the last day.
#[utoipa::path(get, path = "/api/calls", tag = "bank", responses(
    (status = 200, body = Vec<Call>)))]
pub async fn list(State(app): State<App>, Person(me): Person) -> Result<Json<Vec<Call>>, Problem> {
    require(me.role, Action::AnswerOffers)?;
    Ok(Json(app.store.calls_to(me.id, app.clock.now()).await?))
}
