//! `POST /api/sign-in`: e-mail and password for a login.

use crate::{
    api::me::{Me, describe},
    app::App,
    client_address::Network,
    json::Json,
    password::MAX_PASSWORD_BYTES,
    problem::{Kind, Problem},
    session,
};
use axum::extract::State;
use axum_extra::extract::CookieJar;
use puente_registry::login::Holder;
use serde::Deserialize;
use std::fmt;

/// What the person types.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "email": "clerk@sample.puente.example", "password": "a long password" }))]
#[schema(as = PersonSignIn)]
pub struct SignIn {
    #[schema(max_length = 254)]
    email: String,
    #[schema(max_length = 1024)]
    password: String,
}

/// Signs a person in.
#[utoipa::path(post, path = "/api/sign-in", tag = "sign-in",
    security(()), request_body = SignIn, responses(
    (status = 200, description = "Signed in; the cookie is the login", body = Me),
    (status = 401, description = "`bad_credentials`", body = crate::problem::Document),
    (status = 429, description = "`too_many_attempts`, with `Retry-After`",
     body = crate::problem::Document)))]
pub async fn sign_in(
    State(app): State<App>,
    from: Network,
    jar: CookieJar,
    Json(given): Json<SignIn>,
) -> Result<(CookieJar, Json<Me>), Problem> {
    app.limits.sign_in(&given.email, from)?;
    if given.password.len() > MAX_PASSWORD_BYTES {
        return Err(Kind::BadCredentials.into());
    }
    let found = app.store.account_for_sign_in(&given.email).await?;
    let (account, stored) = found.map_or((None, None), |(account, phc)| (Some(account), phc));
    let matches = app.passwords.verify(given.password, stored).await;
    match (matches.map_err(|error| Problem::internal(&error))?, account) {
        (true, Some(account)) => {
            let holder = Holder::Person(account.id);
            let cookie = session::start(&app, holder).await?;
            Ok((jar.add(cookie), Json(describe(&app, holder).await?)))
        }
        _ => Err(Kind::BadCredentials.into()),
    }
}

impl fmt::Debug for SignIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SignIn(…)")
    }
}
