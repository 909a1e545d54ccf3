//! `GET /api/availability`: my week, my closed hours, my bookings.

use crate::{
    app::App,
    json::Json,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::extract::State;
use puente_registry::availability::Availability;

/// My calendar from now on.
#[utoipa::path(get, path = "/api/availability", tag = "bank", responses(
    (status = 200, body = Availability)))]
pub async fn get(
    State(app): State<App>,
    Person(me): Person,
) -> Result<Json<Availability>, Problem> {
    require(me.role, Action::KeepAvailability)?;
    Ok(Json(app.store.availability(me.id, app.clock.now()).await?))
}
