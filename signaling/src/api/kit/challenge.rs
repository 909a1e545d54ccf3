//! `POST /api/kit/challenge`: something for a kit to sign.

use crate::{
    app::{App, fresh_rng},
    client_address::Network,
    json::Json,
    problem::Problem,
};
use axum::{extract::State, http::StatusCode};
use puente_registry::{id::PlaceId, kit::key::to_sign};
use serde::{Deserialize, Serialize};

/// Which kit.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"kit": "01936b4e-2f30-7c31-b3f1-0c7d5e0a9b21"}))]
pub struct Which {
    #[schema(value_type = uuid::Uuid)]
    kit: PlaceId,
}

/// What to sign, within two minutes, once.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Challenge {
    /// Goes back with the signature.
    challenge: String,
    /// The text to sign; it names the challenge, the kit and this server.
    to_sign: String,
}

/// Asks a kit to prove that it has its key.
#[utoipa::path(post, path = "/api/kit/challenge", tag = "kit",
    security(()), request_body = Which, responses(
    (status = 201, body = Challenge),
    (status = 403, description = "`kit_shut_out`: it has no key, or none any more",
     body = crate::problem::Document),
    (status = 429, description = "`too_many_attempts`", body = crate::problem::Document)))]
pub async fn challenge(
    State(app): State<App>,
    from: Network,
    Json(given): Json<Which>,
) -> Result<(StatusCode, Json<Challenge>), Problem> {
    app.limits.redeem(from)?;
    let now = app.clock.now();
    let challenge = app.store.challenge_kit(given.kit, now, &mut fresh_rng()).await?;
    let to_sign = to_sign(&app.origin, given.kit, &challenge);
    Ok((StatusCode::CREATED, Json(Challenge { challenge: challenge.reveal(), to_sign })))
}
