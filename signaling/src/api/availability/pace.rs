//! `PUT /api/availability/pace`: how much work I want, and with how much room around it.

use crate::{
    app::App,
    json::Json,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::extract::State;
use puente_registry::availability::{Availability, Pace};

/// Changes how much work I want.
#[utoipa::path(put, path = "/api/availability/pace", tag = "bank", request_body = Pace,
    responses((status = 200, body = Availability),
              (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn put(
    State(app): State<App>,
    Person(me): Person,
    Json(given): Json<Pace>,
) -> Result<Json<Availability>, Problem> {
    require(me.role, Action::KeepAvailability)?;
    app.store.set_pace(me.id, &given).await?;
    Ok(Json(app.store.availability(me.id, app.clock.now()).await?))
}
