//! `DELETE /api/greetings/{id}`: an interpreter takes back what they recorded, or a coordinator
//! takes it away.

use super::reach;
use crate::{
    api::Path,
    app::App,
    policy::{Action, allows, require},
    problem::Problem,
    session::Person,
};
use axum::{extract::State, http::StatusCode};
use puente_registry::id::GreetingId;

/// Takes a greeting away.
#[utoipa::path(delete, path = "/api/greetings/{id}", tag = "languages",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 204, description = "Gone"),
              (status = 404, description = "`not_found`", body = crate::problem::Document)))]
pub async fn delete(
    State(app): State<App>,
    Person(me): Person,
    Path(id): Path<GreetingId>,
) -> Result<StatusCode, Problem> {
    if !allows(me.role, Action::ApproveGreetings) {
        require(me.role, Action::RecordGreetings)?;
    }
    app.store.remove_greeting(id, reach(&me)).await?;
    Ok(StatusCode::NO_CONTENT)
}
