//! `GET /api/on-call`: until when I am on call, and how my answers count.

use crate::{
    app::App,
    json::Json,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::extract::State;
use puente_registry::offer::OnCall;

/// Whether I am on call, and whether I am asked later because offers ran out unanswered.
#[utoipa::path(get, path = "/api/on-call", tag = "bank", responses((status = 200, body = OnCall)))]
pub async fn get(State(app): State<App>, Person(me): Person) -> Result<Json<OnCall>, Problem> {
    require(me.role, Action::AnswerOffers)?;
    Ok(Json(app.store.on_call(me.id, app.clock.now()).await?))
}
