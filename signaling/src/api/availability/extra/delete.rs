//! `DELETE /api/availability/extra/{id}`: takes extra hours back.

use crate::{
    api::Path,
    app::App,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::{extract::State, http::StatusCode};
use puente_registry::id::ExtraId;

/// Takes the hours back.
#[utoipa::path(delete, path = "/api/availability/extra/{id}", tag = "bank",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 204, description = "Taken back"),
              (status = 404, description = "`not_found`", body = crate::problem::Document)))]
pub async fn delete(
    State(app): State<App>,
    Person(me): Person,
    Path(extra): Path<ExtraId>,
) -> Result<StatusCode, Problem> {
    require(me.role, Action::KeepAvailability)?;
    app.store.remove_extra(me.id, extra).await?;
    Ok(StatusCode::NO_CONTENT)
}
