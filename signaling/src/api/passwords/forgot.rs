//! `POST /api/passwords/forgot`: mail with a link for a new password.

use crate::{
    app::{App, fresh_rng},
    client_address::Network,
    json::Json,
    problem::{Problem, bank::at_most},
};
use axum::{extract::State, http::StatusCode};
use puente_registry::notice::Notice;
use serde::Deserialize;
use std::fmt;

/// Whose password.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Forgot {
    #[schema(max_length = 254)]
    email: String,
}

/// Sends a link to the address if it has an account; the answer is the same if not.
#[utoipa::path(post, path = "/api/passwords/forgot", tag = "accounts",
    security(()),
    request_body(content = Forgot, example = json!({ "email": "ana@example.org" })),
    responses((status = 202, description = "If there is such an account, mail is on its way"),
              (status = 429, description = "`too_many_attempts`, with `Retry-After`",
               body = crate::problem::Document)))]
pub async fn forgot(
    State(app): State<App>,
    from: Network,
    Json(given): Json<Forgot>,
) -> Result<StatusCode, Problem> {
    at_most(254, "email", &given.email)?;
    app.limits.letter(&given.email, from)?;
    if let Some((account, _)) = app.store.account_for_sign_in(&given.email).await? {
        let (notice, now) = (Notice::PasswordForgotten, app.clock.now());
        app.store.notify(account.id, &notice, now, &mut fresh_rng()).await?;
    }
    Ok(StatusCode::ACCEPTED)
}

impl fmt::Debug for Forgot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Forgot(…)")
    }
}
