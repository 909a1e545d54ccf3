//! `POST /api/greetings/{id}/approve`: lets others hear a greeting.

use crate::{
    api::Path,
    app::App,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::{extract::State, http::StatusCode};
use puente_registry::id::GreetingId;

/// Approves a greeting of an interpreter of the caller's country.
#[utoipa::path(post, path = "/api/greetings/{id}/approve", tag = "languages",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 204, description = "Approved"),
              (status = 404, description = "`not_found`", body = crate::problem::Document)))]
pub async fn approve(
    State(app): State<App>,
    Person(me): Person,
    Path(id): Path<GreetingId>,
) -> Result<StatusCode, Problem> {
    require(me.role, Action::ApproveGreetings)?;
    app.store.approve_greeting(id, me.country, me.id, app.clock.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}
