//! `PUT /api/me/password`: another password, for whoever knows the present one.

use crate::{
    api::passwords,
    app::{App, fresh_rng},
    client_address::Network,
    json::Json,
    password::MAX_PASSWORD_BYTES,
    problem::{Kind, Problem},
    session::{self, Person},
};
use axum::{extract::State, http::StatusCode};
use axum_extra::extract::CookieJar;
use puente_registry::login::Holder;
use serde::Deserialize;
use std::fmt;

/// The present one and the next.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Passwords {
    #[schema(max_length = 1024)]
    present: String,
    /// At least 12 characters.
    #[schema(min_length = 12, max_length = 1024)]
    next: String,
}

/// Changes the password. Every other device is signed out; this one stays in.
#[utoipa::path(put, path = "/api/me/password", tag = "accounts",
    request_body(content = Passwords, example = json!({ "present": "quetzal y ceiba",
        "next": "jaguar y orquídea" })),
    responses((status = 204, description = "Changed; the cookie is a new login"),
              (status = 401, description = "`bad_credentials`, `signed_out`",
               body = crate::problem::Document),
              (status = 422, description = "`invalid`", body = crate::problem::Document),
              (status = 429, description = "`too_many_attempts`, with `Retry-After`",
               body = crate::problem::Document)))]
pub async fn put(
    State(app): State<App>,
    Person(me): Person,
    from: Network,
    jar: CookieJar,
    Json(given): Json<Passwords>,
) -> Result<(CookieJar, StatusCode), Problem> {
    let email = me.email.ok_or(Kind::BadCredentials)?;
    app.limits.sign_in(&email, from)?;
    passwords::check("next", &given.next)?;
    if given.present.len() > MAX_PASSWORD_BYTES {
        return Err(Kind::BadCredentials.into());
    }
    let found = app.store.account_for_sign_in(&email).await?;
    let stored = found.and_then(|(_, phc)| phc);
    let matches = app.passwords.verify(given.present, stored).await;
    if !matches.map_err(|error| Problem::internal(&error))? {
        return Err(Kind::BadCredentials.into());
    }
    let phc = app.passwords.hash(given.next).await;
    let phc = phc.map_err(|error| Problem::internal(&error))?;
    app.store.change_password(me.id, &phc, app.clock.now(), &mut fresh_rng()).await?;
    let cookie = session::start(&app, Holder::Person(me.id)).await?;
    Ok((jar.add(cookie), StatusCode::NO_CONTENT))
}

impl fmt::Debug for Passwords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passwords(…)")
    }
}
