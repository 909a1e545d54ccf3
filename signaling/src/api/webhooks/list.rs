//! `GET /api/webhooks`: the webhooks of my country.

use crate::{
    app::App,
    json::Json,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::extract::State;
use puente_registry::webhook::Webhook;

/// The oldest first, without their secrets.
#[utoipa::path(get, path = "/api/webhooks", tag = "accounts", responses(
    (status = 200, body = Vec<Webhook>)))]
pub async fn list(
    State(app): State<App>,
    Person(me): Person,
) -> Result<Json<Vec<Webhook>>, Problem> {
    require(me.role, Action::ManageWebhooks)?;
    Ok(Json(app.store.webhooks_of(me.country).await?))
}
