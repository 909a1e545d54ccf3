//! `POST /api/passwords/choose`: a password for an account that was invited or forgot its own.

use crate::{
    api::me::{Me, describe},
    app::{App, fresh_rng},
    client_address::Network,
    json::Json,
    problem::Problem,
    session,
};
use axum::extract::State;
use axum_extra::extract::CookieJar;
use puente_registry::{login::Holder, person::PageLanguage};
use serde::Deserialize;
use std::fmt;

/// The link's secret, and what was chosen.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Choose {
    #[schema(max_length = 128)]
    token: String,
    /// At least 12 characters.
    #[schema(min_length = 12, max_length = 1024)]
    password: String,
    /// The language of pages and messages.
    #[serde(default)]
    language: Option<PageLanguage>,
}

/// Uses the link, keeps the password and signs in. Every earlier login of the account ends.
#[utoipa::path(post, path = "/api/passwords/choose", tag = "accounts",
    security(()),
    request_body(content = Choose, example = json!({ "token": "0".repeat(64),
        "password": "quetzal y ceiba", "language": "es" })),
    responses((status = 200, description = "Signed in; the cookie is the login", body = Me),
              (status = 403, description = "`link_expired`", body = crate::problem::Document),
              (status = 404, description = "`link_unknown`", body = crate::problem::Document),
              (status = 410, description = "`link_used`", body = crate::problem::Document),
              (status = 422, description = "`invalid`", body = crate::problem::Document),
              (status = 429, description = "`too_many_attempts`, with `Retry-After`",
               body = crate::problem::Document)))]
pub async fn choose(
    State(app): State<App>,
    from: Network,
    jar: CookieJar,
    Json(given): Json<Choose>,
) -> Result<(CookieJar, Json<Me>), Problem> {
    app.limits.redeem(from)?;
    super::check("password", &given.password)?;
    let token = super::ticket(&given.token)?;
    let now = app.clock.now();
    // Looked at first: hashing is dear, and nobody gets it done with a link that is none.
    app.store.ticket(&token, now).await?;
    let phc = app.passwords.hash(given.password).await;
    let phc = phc.map_err(|error| Problem::internal(&error))?;
    let expires = session::expires(now);
    let (login, person) =
        app.store.choose_password(&token, &phc, now, expires, &mut fresh_rng()).await?;
    if let Some(language) = given.language {
        app.store.set_page_language(person, language).await?;
    }
    let cookie = session::cookie(app.transport(), login.reveal());
    Ok((jar.add(cookie), Json(describe(&app, Holder::Person(person)).await?)))
}

impl fmt::Debug for Choose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Choose(…)")
    }
}
