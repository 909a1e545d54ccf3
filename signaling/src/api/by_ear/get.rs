//! `GET /api/by-ear/{id}`: a result that was kept.

use super::ByEarResult;
use crate::{api::Path, app::App, json::Json, lang::Lang, problem::Problem, session::Session};
use axum::{extract::State, http::HeaderMap};
use puente_registry::id::ByEarId;

/// A result, for whoever made it; one made at a seat also for the people of its hearing.
#[utoipa::path(get, path = "/api/by-ear/{id}", tag = "languages",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = ByEarResult),
              (status = 404, description = "`not_found`", body = crate::problem::Document)))]
pub async fn get(
    State(app): State<App>,
    session: Session,
    headers: HeaderMap,
    Path(id): Path<ByEarId>,
) -> Result<Json<ByEarResult>, Problem> {
    let kept = app.store.by_ear(id, session.holder).await?;
    Ok(Json(ByEarResult::new(&kept, &app.store.languages(), Lang::of(&headers))?))
}
