//! `/api/me/devices`: browsers of mine that may show notes.

use crate::{
    api::Path,
    app::{App, fresh_rng},
    json::Json,
    lang::Words,
    problem::Problem,
    session::Person,
};
use axum::{extract::State, http::StatusCode};
use puente_registry::{
    id::DeviceId,
    push::{PushDevice, PushDeviceInput},
};
use serde::Serialize;

/// The device's id, to forget it by.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Kept {
    id: DeviceId,
}

/// What a browser needs to subscribe, and what is subscribed.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Devices {
    /// Our public key (VAPID), base64url.
    key: String,
    devices: Vec<PushDevice>,
}

/// My devices, and the key to add one with.
#[utoipa::path(get, path = "/api/me/devices", tag = "accounts", responses(
    (status = 200, body = Devices)))]
pub async fn list(State(app): State<App>, Person(me): Person) -> Result<Json<Devices>, Problem> {
    let devices = app.store.push_devices_of(me.id).await?;
    Ok(Json(Devices { key: app.notices.push_public_key().to_owned(), devices }))
}

/// Adds this browser.
#[utoipa::path(post, path = "/api/me/devices", tag = "accounts",
    request_body(content = PushDeviceInput, example = json!({
        "endpoint": "https://push.example.org/x",
        "p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        "auth": "BTBZMqHH6r4Tts7J_aSIgg" })),
    responses((status = 201, body = Kept),
              (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn create(
    State(app): State<App>,
    Person(me): Person,
    Json(given): Json<PushDeviceInput>,
) -> Result<(StatusCode, Json<Kept>), Problem> {
    app.outbound.check(&given.endpoint).map_err(|_| {
        Problem::invalid(
            "endpoint",
            Words::new(
                "No es la dirección de un servicio público.",
                "It is not the address of a public service.",
                "Ce n’est pas l’adresse d’un service public.",
            ),
        )
    })?;
    let now = app.clock.now();
    let id = app.store.add_push_device(me.id, &given, now, &mut fresh_rng()).await?;
    Ok((StatusCode::CREATED, Json(Kept { id })))
}

/// Forgets a device.
#[utoipa::path(delete, path = "/api/me/devices/{id}", tag = "accounts",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 204, description = "Forgotten")))]
pub async fn delete(
    State(app): State<App>,
    Person(me): Person,
    Path(id): Path<DeviceId>,
) -> Result<StatusCode, Problem> {
    app.store.remove_push_device(id, Some(me.id)).await?;
    Ok(StatusCode::NO_CONTENT)
}
