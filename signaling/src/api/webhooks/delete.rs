//! `DELETE /api/webhooks/{id}`: tells an integrator no more.

use crate::{
    api::Path,
    app::App,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::{extract::State, http::StatusCode};
use puente_registry::id::WebhookId;

/// Removes the webhook; what waits for it is not sent.
#[utoipa::path(delete, path = "/api/webhooks/{id}", tag = "accounts",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 204, description = "Removed")))]
pub async fn delete(
    State(app): State<App>,
    Person(me): Person,
    Path(id): Path<WebhookId>,
) -> Result<StatusCode, Problem> {
    require(me.role, Action::ManageWebhooks)?;
    app.store.remove_webhook(me.country, id, app.clock.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}
