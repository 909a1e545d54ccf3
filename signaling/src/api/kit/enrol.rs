//! `POST /api/kit/enrol`: gives a kit its key, for a code that works once.

use super::read;
use crate::{
    app::{App, fresh_rng},
    client_address::Network,
    json::Json,
    problem::{Kind, Problem},
};
use axum::{extract::State, http::StatusCode};
use puente_registry::{
    Error,
    id::PlaceId,
    kit::key::{Code, DeviceKey},
};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The code that a technician reads out, and the public key that the kit made.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"code": "4821 7733", "public_key":
    "BGsX0fLhLEJH-Lzm5WOkQPJ3A32BLeszoPShOUXYmMKWT-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU"}))]
pub struct Enrol {
    /// Eight digits; spaces do no harm.
    #[schema(max_length = 20)]
    code: String,
    /// ECDSA on P-256, as an uncompressed point in base64url.
    #[schema(max_length = 100)]
    public_key: String,
}

impl fmt::Debug for Enrol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Enrol(…)")
    }
}

/// Who the kit is from now on.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Enrolled {
    #[schema(value_type = uuid::Uuid)]
    kit: PlaceId,
    name: String,
}

/// Enrols the kit whose code this is; its earlier key and what it opened end.
#[utoipa::path(post, path = "/api/kit/enrol", tag = "kit",
    security(()), request_body = Enrol, responses(
    (status = 201, body = Enrolled),
    (status = 403, description = "`kit_code_wrong`", body = crate::problem::Document),
    (status = 409, description = "`not_now`: the kit was lost meanwhile",
     body = crate::problem::Document),
    (status = 422, description = "`invalid`", body = crate::problem::Document),
    (status = 429, description = "`too_many_attempts`", body = crate::problem::Document)))]
pub async fn enrol(
    State(app): State<App>,
    from: Network,
    Json(given): Json<Enrol>,
) -> Result<(StatusCode, Json<Enrolled>), Problem> {
    let code: Code = read("code", &given.code)?;
    let device: DeviceKey = read("public_key", &given.public_key)?;
    app.limits.enrol(from)?;
    let (now, rng) = (app.clock.now(), &mut fresh_rng());
    let enrolled = app.store.enrol_kit(&code, &device, &app.seal_key, now, rng).await;
    let kit = enrolled.map_err(|error| match error {
        Error::LinkUnknown => Kind::KitCodeWrong.into(),
        other => Problem::from(other),
    })?;
    app.news.of_kit(kit).await;
    let name = app.store.place(kit).await?.about.name;
    Ok((StatusCode::CREATED, Json(Enrolled { kit, name })))
}
