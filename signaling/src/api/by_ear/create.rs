//! `POST /api/by-ear`: keeps what was understood, so that a request can name it.

use super::ByEarResult;
use crate::{
    app::{App, fresh_rng},
    json::Json,
    lang::Lang,
    problem::Problem,
    session::Session,
};
use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
};
use puente_registry::by_ear::Listening;

/// Keeps the likeliest language and how sure it is; neither where the person comes from nor the
/// single answers.
#[utoipa::path(post, path = "/api/by-ear", tag = "languages", request_body = Listening,
    responses((status = 201, body = ByEarResult),
              (status = 422, description = "`invalid`: nothing was understood",
               body = crate::problem::Document)))]
pub async fn create(
    State(app): State<App>,
    session: Session,
    headers: HeaderMap,
    Json(listening): Json<Listening>,
) -> Result<(StatusCode, Json<ByEarResult>), Problem> {
    let now = app.clock.now();
    let kept = app.store.keep_by_ear(session.holder, &listening, now, &mut fresh_rng()).await?;
    let result = ByEarResult::new(&kept, &app.store.languages(), Lang::of(&headers))?;
    Ok((StatusCode::CREATED, Json(result)))
}
