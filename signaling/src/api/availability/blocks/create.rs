//! `POST /api/availability/blocks`: closes hours of mine.

use crate::{
    app::{App, fresh_rng},
    json::Json,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::{extract::State, http::StatusCode};
use puente_registry::{availability::Block, time::WallTime};
use serde::Deserialize;

/// From when to when, on a wall's clock.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "from": { "local": "2026-12-02T09:00", "zone": "America/Guatemala" },
    "to": { "local": "2026-12-02T12:00", "zone": "America/Guatemala" },
}))]
pub struct Hours {
    from: WallTime,
    to: WallTime,
}

/// Closes hours.
#[utoipa::path(post, path = "/api/availability/blocks", tag = "bank", request_body = Hours,
    responses((status = 201, body = Block),
              (status = 409, description = "`not_free`", body = crate::problem::Document),
              (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn create(
    State(app): State<App>,
    Person(me): Person,
    Json(given): Json<Hours>,
) -> Result<(StatusCode, Json<Block>), Problem> {
    require(me.role, Action::KeepAvailability)?;
    let now = app.clock.now();
    let block = app.store.add_block(me.id, &given.from, &given.to, now, &mut fresh_rng()).await?;
    Ok((StatusCode::CREATED, Json(block)))
}
