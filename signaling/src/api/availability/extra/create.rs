//! `POST /api/availability/extra`: opens hours of mine on one day.

use crate::{
    app::{App, fresh_rng},
    json::Json,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::{extract::State, http::StatusCode};
use puente_registry::{
    availability::{Extra, purpose::Purposes},
    time::WallTime,
};
use serde::Deserialize;

/// From when to when, on a wall's clock, and for what; for everything, if it is not said.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "from": { "local": "2027-02-06T09:00", "zone": "America/Guatemala" },
    "to": { "local": "2027-02-06T12:00", "zone": "America/Guatemala" },
    "purposes": ["interview", "medical"],
}))]
pub struct ExtraHours {
    from: WallTime,
    to: WallTime,
    purposes: Option<Purposes>,
}

/// Opens hours beside the weekly ones; they hold on holidays, too.
#[utoipa::path(post, path = "/api/availability/extra", tag = "bank", request_body = ExtraHours,
    responses((status = 201, body = Extra),
              (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn create(
    State(app): State<App>,
    Person(me): Person,
    Json(given): Json<ExtraHours>,
) -> Result<(StatusCode, Json<Extra>), Problem> {
    require(me.role, Action::KeepAvailability)?;
    let (now, hours) = (app.clock.now(), (&given.from, &given.to));
    let purposes = given.purposes.unwrap_or(Purposes::ALL);
    let extra = app.store.add_extra(me.id, hours, purposes, now, &mut fresh_rng()).await?;
    Ok((StatusCode::CREATED, Json(extra)))
}
