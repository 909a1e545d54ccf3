//! `GET /api/cooperation/{id}`: one request.

use super::{CaseView, view, within_reach};
use crate::{
    api::Path,
    app::App,
    json::Json,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::extract::State;
use puente_registry::id::CooperationId;

/// A request with its receipts and what may be done now.
#[utoipa::path(get, path = "/api/cooperation/{id}", tag = "cooperation",
    params(("id" = uuid::Uuid, Path)), responses((status = 200, body = CaseView)))]
pub async fn get(
    State(app): State<App>,
    Person(me): Person,
    Path(id): Path<CooperationId>,
) -> Result<Json<CaseView>, Problem> {
    require(me.role, Action::Cooperate)?;
    let (case, _) = within_reach(&app, id, &me).await?;
    Ok(Json(view(&app, case, &me).await?))
}
