//! `POST /api/webhooks/{id}/enable`: uses a webhook again that was switched off.

use crate::{
    api::Path,
    app::App,
    json::Json,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::extract::State;
use puente_registry::{id::WebhookId, webhook::Webhook};

/// Switches it on; what waits for it is sent.
#[utoipa::path(post, path = "/api/webhooks/{id}/enable", tag = "accounts",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = Webhook)))]
pub async fn create(
    State(app): State<App>,
    Person(me): Person,
    Path(id): Path<WebhookId>,
) -> Result<Json<Webhook>, Problem> {
    require(me.role, Action::ManageWebhooks)?;
    Ok(Json(app.store.enable_webhook(me.country, id).await?))
}
