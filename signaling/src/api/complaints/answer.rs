//! `POST /api/complaints/{id}/answer`: notes that a complaint was answered.

use crate::{
    api::Path,
    app::App,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::{extract::State, http::StatusCode};
use puente_registry::id::ComplaintId;

/// Notes it; noting it again changes nothing.
#[utoipa::path(post, path = "/api/complaints/{id}/answer", tag = "hearings",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 204),
              (status = 404, description = "`not_found`", body = crate::problem::Document)))]
pub async fn answer(
    State(app): State<App>,
    Person(me): Person,
    Path(id): Path<ComplaintId>,
) -> Result<StatusCode, Problem> {
    require(me.role, Action::AnswerComplaints)?;
    app.store.answer_complaint(id, me.country, app.clock.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}
