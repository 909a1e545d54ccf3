//! `POST /api/kit/checks`: a kit notes its own check.

use crate::{
    app::{App, fresh_rng},
    json::Json,
    kit_session::Kit,
    problem::Problem,
};
use axum::{extract::State, http::StatusCode};
use puente_registry::equipment_check::CheckInput;

/// Notes a check that somebody ran on the kit's own page.
#[utoipa::path(post, path = "/api/kit/checks", tag = "kit",
    security(("kit" = [])), request_body = CheckInput, responses(
    (status = 204, description = "Kept"),
    (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn create(
    State(app): State<App>,
    kit: Kit,
    Json(given): Json<CheckInput>,
) -> Result<StatusCode, Problem> {
    app.store.note_check(kit.id, None, &given, app.clock.now(), &mut fresh_rng()).await?;
    Ok(StatusCode::NO_CONTENT)
}
