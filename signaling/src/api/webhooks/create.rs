//! `POST /api/webhooks`: tells an integrator of events from now on.

use crate::{
    app::{App, fresh_rng},
    json::Json,
    lang::Words,
    notices::signing::secret_text,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::{extract::State, http::StatusCode};
use puente_registry::webhook::{Webhook, WebhookEvent};
use serde::{Deserialize, Serialize};

/// Where to, and of what.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewWebhook {
    /// `https` and public.
    #[schema(max_length = 1000)]
    url: String,
    #[schema(min_items = 1, max_items = 5)]
    events: Vec<WebhookEvent>,
}

/// The webhook with its secret, which is shown this once.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = WebhookMade)]
pub struct Made {
    webhook: Webhook,
    /// For the receiver's library (Standard Webhooks).
    secret: String,
}

/// Makes a webhook. Requests are signed (`webhook-id`, `webhook-timestamp`, `webhook-signature`).
#[utoipa::path(post, path = "/api/webhooks", tag = "accounts",
    request_body(content = NewWebhook, example = json!({ "url": "https://example.org/puente",
        "events": ["request.booked", "request.cancelled"] })),
    responses((status = 201, body = Made),
              (status = 409, description = "`not_now`: there are as many as there may be",
               body = crate::problem::Document),
              (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn create(
    State(app): State<App>,
    Person(me): Person,
    Json(given): Json<NewWebhook>,
) -> Result<(StatusCode, Json<Made>), Problem> {
    require(me.role, Action::ManageWebhooks)?;
    app.outbound.check(&given.url).map_err(|_| {
        Problem::invalid(
            "url",
            Words::new(
                "Use una dirección pública que empiece por https://.",
                "Use a public address that begins with https://.",
                "Utilisez une adresse publique qui commence par https://.",
            ),
        )
    })?;
    let (now, country) = (app.clock.now(), me.country);
    let (webhook, secret) = app
        .store
        .add_webhook(country, me.id, &given.url, &given.events, now, &mut fresh_rng())
        .await?;
    Ok((StatusCode::CREATED, Json(Made { webhook, secret: secret_text(&secret) })))
}

impl std::fmt::Debug for Made {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Made(…)")
    }
}
