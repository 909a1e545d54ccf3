//! `GET /api/webhooks/{id}/deliveries`: what was sent to a webhook, and what became of it.

use crate::{
    api::Path,
    app::App,
    json::Json,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::extract::State;
use puente_registry::{id::WebhookId, webhook::WebhookAttempt};

/// The last 50, the newest first.
#[utoipa::path(get, path = "/api/webhooks/{id}/deliveries", tag = "accounts",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = Vec<WebhookAttempt>)))]
pub async fn list(
    State(app): State<App>,
    Person(me): Person,
    Path(id): Path<WebhookId>,
) -> Result<Json<Vec<WebhookAttempt>>, Problem> {
    require(me.role, Action::ManageWebhooks)?;
    Ok(Json(app.store.webhook_log(me.country, id).await?))
}
