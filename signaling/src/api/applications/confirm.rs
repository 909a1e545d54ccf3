//! `POST /api/applications/confirm`: the address of an application is the applicant's.

use crate::{
    app::{App, fresh_rng},
    client_address::Network,
    json::Json,
    problem::{Kind, Problem},
};
use axum::{extract::State, http::StatusCode};
use puente_registry::token::Token;
use serde::Deserialize;
use std::fmt;

/// What stands behind the `#` of the link.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Confirm {
    #[schema(max_length = 128)]
    token: String,
}

/// Confirms it. Only a press of the button does this: previews of a message must not.
#[utoipa::path(post, path = "/api/applications/confirm", tag = "accounts",
    security(()),
    request_body(content = Confirm, example = json!({ "token": "0".repeat(64) })),
    responses((status = 204, description = "Confirmed"),
              (status = 403, description = "`link_expired`", body = crate::problem::Document),
              (status = 404, description = "`link_unknown`", body = crate::problem::Document),
              (status = 410, description = "`link_used`", body = crate::problem::Document),
              (status = 429, description = "`too_many_attempts`, with `Retry-After`",
               body = crate::problem::Document)))]
pub async fn confirm(
    State(app): State<App>,
    from: Network,
    Json(given): Json<Confirm>,
) -> Result<StatusCode, Problem> {
    app.limits.redeem(from)?;
    let token: Token = given.token.parse().map_err(|_| Problem::new(Kind::LinkUnknown))?;
    app.store.confirm_application(&token, app.clock.now(), &mut fresh_rng()).await?;
    Ok(StatusCode::NO_CONTENT)
}

impl fmt::Debug for Confirm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Confirm(…)")
    }
}
