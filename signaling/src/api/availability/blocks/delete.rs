//! `DELETE /api/availability/blocks/{id}`: opens closed hours again.

use crate::{
    api::Path,
    app::App,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::{extract::State, http::StatusCode};
use puente_registry::id::BlockId;

/// Opens the hours.
#[utoipa::path(delete, path = "/api/availability/blocks/{id}", tag = "bank",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 204, description = "Open again"),
              (status = 404, description = "`not_found`", body = crate::problem::Document)))]
pub async fn delete(
    State(app): State<App>,
    Person(me): Person,
    Path(block): Path<BlockId>,
) -> Result<StatusCode, Problem> {
    require(me.role, Action::KeepAvailability)?;
    app.store.remove_block(me.id, block).await?;
    Ok(StatusCode::NO_CONTENT)
}
