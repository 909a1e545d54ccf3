//! `POST /api/applications`: somebody asks to join the bank as an interpreter.

use crate::{
    app::{App, fresh_rng},
    client_address::Network,
    json::Json,
    problem::Problem,
};
use axum::{extract::State, http::StatusCode};
use puente_registry::application::ApplicationInput;

/// Takes an application and sends mail to confirm its address; the answer is the same whether or
/// not the address is known.
#[utoipa::path(post, path = "/api/applications", tag = "accounts",
    security(()),
    request_body(content = ApplicationInput, example = json!({ "name": "Ana Ejemplo",
        "email": "ana@example.org", "country": "GT", "zone": "America/Guatemala",
        "language": "es", "gender": "woman", "home": "Huehuetenango", "languages": [
            { "language": "mam-todos-santos", "class": "A" },
            { "language": "spa", "class": "B" }] })),
    responses((status = 202, description = "Mail is on its way"),
              (status = 422, description = "`invalid`, `language_group`",
               body = crate::problem::Document),
              (status = 429, description = "`too_many_attempts`, with `Retry-After`",
               body = crate::problem::Document)))]
pub async fn create(
    State(app): State<App>,
    from: Network,
    Json(given): Json<ApplicationInput>,
) -> Result<StatusCode, Problem> {
    app.limits.letter(&given.email, from)?;
    app.store.apply(&given, app.clock.now(), &mut fresh_rng()).await?;
    Ok(StatusCode::ACCEPTED)
}
