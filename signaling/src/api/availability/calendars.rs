//! `PUT /api/availability/calendars`: my weekly hours in all my calendars.

use crate::{
    app::App,
    json::Json,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::extract::State;
use puente_registry::{
    availability::{Availability, WeekCalendar},
    time::Zone,
};
use serde::Deserialize;

/// All calendars anew, and the clock that I live by.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "zone": "America/Guatemala",
    "calendars": [
        { "name": "Tribunal", "zone": "America/Guatemala", "week": [
            { "day": 1, "from": "08:00", "to": "16:00", "purposes": ["hearing", "interview"] },
        ] },
        { "name": "De turno", "zone": "America/Guatemala", "week": [
            { "day": 6, "from": "18:00", "to": "24:00", "purposes": ["on_call"],
              "valid_from": "2026-11-28", "every_weeks": 2 },
        ] },
    ],
}))]
pub struct Calendars {
    zone: Zone,
    #[schema(max_items = 8)]
    calendars: Vec<WeekCalendar>,
}

/// Replaces the weekly hours of all my calendars.
#[utoipa::path(put, path = "/api/availability/calendars", tag = "bank", request_body = Calendars,
    responses((status = 200, body = Availability),
              (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn put(
    State(app): State<App>,
    Person(me): Person,
    Json(given): Json<Calendars>,
) -> Result<Json<Availability>, Problem> {
    require(me.role, Action::KeepAvailability)?;
    app.store.set_calendars(me.id, &given.zone, &given.calendars).await?;
    Ok(Json(app.store.availability(me.id, app.clock.now()).await?))
}
