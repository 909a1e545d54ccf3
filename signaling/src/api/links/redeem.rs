//! `POST /api/links/redeem`: turns a link into a login of this device, once.

use crate::{
    api::me::{Me, describe},
    app::{App, fresh_rng},
    client_address::Network,
    json::Json,
    problem::{Kind, Problem},
    session,
};
use axum::extract::State;
use axum_extra::extract::CookieJar;
use puente_registry::token::Token;
use serde::Deserialize;
use std::fmt;

/// What stands behind the `#` of the link.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "token": "4a92d85fa8ab93b1bd48bdb466af61c119eadd4257e001f614e721f5b65bf26b" }))]
pub struct Redeem {
    #[schema(pattern = "^[0-9a-f]{64}$")]
    token: String,
}

/// Redeems a link. Only a press of the button does this: previews of a message must not.
#[utoipa::path(post, path = "/api/links/redeem", tag = "sign-in",
    security(()), request_body = Redeem, responses(
    (status = 200, description = "Signed in; the cookie is the login", body = Me),
    (status = 403, description = "`link_not_yet`, `link_expired`", body = crate::problem::Document),
    (status = 404, description = "`link_unknown`", body = crate::problem::Document),
    (status = 410, description = "`link_used`", body = crate::problem::Document),
    (status = 429, description = "`too_many_attempts`, with `Retry-After`",
     body = crate::problem::Document)))]
pub async fn redeem(
    State(app): State<App>,
    from: Network,
    jar: CookieJar,
    Json(given): Json<Redeem>,
) -> Result<(CookieJar, Json<Me>), Problem> {
    app.limits.redeem(from)?;
    let link: Token = given.token.parse().map_err(|_| Problem::new(Kind::LinkUnknown))?;
    let now = app.clock.now();
    let (token, holder) =
        app.store.redeem_link(&link, now, session::expires(now), &mut fresh_rng()).await?;
    let cookie = session::cookie(app.transport(), token.reveal());
    Ok((jar.add(cookie), Json(describe(&app, holder).await?)))
}

impl fmt::Debug for Redeem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Redeem(…)")
    }
}
