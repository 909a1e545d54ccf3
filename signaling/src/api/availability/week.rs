//! `PUT /api/availability/week`: my weekly hours and the clock they are kept on.

use crate::{
    app::App,
    json::Json,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::extract::State;
use puente_registry::{
    availability::{Availability, WeekRule},
    time::Zone,
};
use serde::Deserialize;

/// The whole week anew.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Week {
    zone: Zone,
    week: Vec<WeekRule>,
}

/// Replaces my week.
#[utoipa::path(put, path = "/api/availability/week", tag = "bank", request_body = Week, responses(
    (status = 200, body = Availability),
    (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn put(
    State(app): State<App>,
    Person(me): Person,
    Json(given): Json<Week>,
) -> Result<Json<Availability>, Problem> {
    require(me.role, Action::KeepAvailability)?;
    app.store.set_week(me.id, &given.zone, &given.week).await?;
    Ok(Json(app.store.availability(me.id, app.clock.now()).await?))
}
