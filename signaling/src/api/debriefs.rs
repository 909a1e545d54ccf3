//! `GET /api/debriefs`: interpreters who want to talk after heavy work, for the coordinators.

pub mod held;

use crate::{
    app::App,
    json::Json,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::extract::State;
use puente_registry::wellbeing::Debrief;

/// Who waits, the longest first.
#[utoipa::path(get, path = "/api/debriefs", tag = "hearings", responses(
    (status = 200, body = Vec<Debrief>)))]
pub async fn list(
    State(app): State<App>,
    Person(me): Person,
) -> Result<Json<Vec<Debrief>>, Problem> {
    require(me.role, Action::AnswerComplaints)?;
    Ok(Json(app.store.debriefs_wanted(me.country).await?))
}
