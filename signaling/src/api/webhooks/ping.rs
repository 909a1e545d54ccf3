//! `POST /api/webhooks/{id}/ping`: sends a test event.

use crate::{
    api::Path,
    app::{App, fresh_rng},
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::{extract::State, http::StatusCode};
use puente_registry::id::WebhookId;

/// Sends `ping`; what became of it stands among the deliveries.
#[utoipa::path(post, path = "/api/webhooks/{id}/ping", tag = "accounts",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 202, description = "On its way")))]
pub async fn create(
    State(app): State<App>,
    Person(me): Person,
    Path(id): Path<WebhookId>,
) -> Result<StatusCode, Problem> {
    require(me.role, Action::ManageWebhooks)?;
    app.store.ping_webhook(me.country, id, app.clock.now(), &mut fresh_rng()).await?;
    Ok(StatusCode::ACCEPTED)
}
