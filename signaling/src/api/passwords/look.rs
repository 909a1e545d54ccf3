//! `POST /api/passwords/look`: whose password a link is for, without using it.

use crate::{app::App, client_address::Network, json::Json, problem::Problem};
use axum::extract::State;
use puente_registry::ticket::TicketView;
use serde::Deserialize;
use std::fmt;

/// What stands behind the `#` of the link.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Look {
    #[schema(max_length = 128)]
    token: String,
}

/// Whom the page may greet.
#[utoipa::path(post, path = "/api/passwords/look", tag = "accounts",
    security(()),
    request_body(content = Look, example = json!({ "token": "0".repeat(64) })),
    responses((status = 200, body = TicketView),
              (status = 403, description = "`link_expired`", body = crate::problem::Document),
              (status = 404, description = "`link_unknown`", body = crate::problem::Document),
              (status = 410, description = "`link_used`", body = crate::problem::Document),
              (status = 429, description = "`too_many_attempts`, with `Retry-After`",
               body = crate::problem::Document)))]
pub async fn look(
    State(app): State<App>,
    from: Network,
    Json(given): Json<Look>,
) -> Result<Json<TicketView>, Problem> {
    app.limits.redeem(from)?;
    let token = super::ticket(&given.token)?;
    Ok(Json(app.store.ticket(&token, app.clock.now()).await?))
}

impl fmt::Debug for Look {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Look(…)")
    }
}
