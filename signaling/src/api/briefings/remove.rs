//! `DELETE /api/briefings/{id}/items/{item}`: takes a text or file out.

use super::open_to_write;
use crate::{api::Path, app::App, problem::Problem, session::Person};
use axum::{extract::State, http::StatusCode};
use puente_registry::id::BriefingItemId;
use uuid::Uuid;

/// Takes it out for good.
#[utoipa::path(delete, path = "/api/briefings/{id}/items/{item}", tag = "hearings",
    params(("id" = Uuid, Path), ("item" = Uuid, Path)),
    responses((status = 204),
              (status = 403, description = "`not_yours`, `briefing_not_yet`",
               body = crate::problem::Document),
              (status = 404, description = "`not_found`", body = crate::problem::Document),
              (status = 410, description = "`briefing_closed`", body = crate::problem::Document)))]
pub async fn remove(
    State(app): State<App>,
    Person(me): Person,
    Path((id, item)): Path<(Uuid, BriefingItemId)>,
) -> Result<StatusCode, Problem> {
    let briefing = open_to_write(&app, id, me.id).await?;
    app.store.remove_from_briefing(&briefing, item).await?;
    Ok(StatusCode::NO_CONTENT)
}
