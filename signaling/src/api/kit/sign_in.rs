//! `POST /api/kit/sign-in`: a signed challenge begins an hour's session of the kit.

use super::read;
use crate::{
    app::{App, fresh_rng},
    client_address::Network,
    json::Json,
    kit_session,
    problem::{Kind, Problem},
};
use axum::{extract::State, http::StatusCode};
use axum_extra::extract::CookieJar;
use puente_registry::{Error, id::PlaceId, kit::key::DeviceSignature, token::Token};
use serde::Deserialize;
use std::fmt;

/// A challenge and its signature.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"kit": "01936b4e-2f30-7c31-b3f1-0c7d5e0a9b21",
    "challenge": "9f1c0f7d2c3b4a59687786955a4b3c2d9f1c0f7d2c3b4a59687786955a4b3c2d",
    "signature": "MEUCIQDx0m9Yq3kq3o3vXq9i7k1m2n3o4p5q6r7s8t9u0vIgVwxyz0123456789abcdefghijklmnopqrstuv"}))]
pub struct SignIn {
    #[schema(value_type = uuid::Uuid)]
    kit: PlaceId,
    #[schema(max_length = 64)]
    challenge: String,
    /// ECDSA with SHA-256: r and s, 32 bytes each, in base64url.
    #[schema(max_length = 100)]
    signature: String,
}

impl fmt::Debug for SignIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SignIn(…)")
    }
}

/// Signs the kit in; the cookie is its session.
#[utoipa::path(post, path = "/api/kit/sign-in", tag = "kit",
    security(()), request_body = SignIn, responses(
    (status = 204, description = "Signed in"),
    (status = 403, description = "`kit_shut_out`: signed by another key than the kit's, or it \
        has none any more", body = crate::problem::Document),
    (status = 422, description = "`invalid`", body = crate::problem::Document),
    (status = 429, description = "`too_many_attempts`", body = crate::problem::Document)))]
pub async fn sign_in(
    State(app): State<App>,
    from: Network,
    jar: CookieJar,
    Json(given): Json<SignIn>,
) -> Result<(StatusCode, CookieJar), Problem> {
    let challenge: Token = read("challenge", &given.challenge)?;
    let signature: DeviceSignature = read("signature", &given.signature)?;
    app.limits.redeem(from)?;
    let (now, rng) = (app.clock.now(), &mut fresh_rng());
    let signed_in =
        app.store.sign_in_kit(given.kit, &challenge, &signature, &app.origin, now, rng).await;
    let session = signed_in.map_err(|error| match error {
        Error::LinkExpired => Kind::SignedOut.into(),
        other => Problem::from(other),
    })?;
    let cookie = kit_session::cookie(app.transport(), session.reveal());
    Ok((StatusCode::NO_CONTENT, jar.add(cookie)))
}
