//! `PUT /api/hearings/{id}/seats/{seat}/address`: where the holder of a seat is reminded.

use crate::{
    api::Path,
    app::{App, fresh_rng},
    json::Json,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::{extract::State, http::StatusCode};
use puente_registry::{
    id::{HearingId, Seat},
    notice::Address,
};
use serde::Deserialize;

/// The address; none forgets it.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Reach {
    address: Option<Address>,
    /// Sends the seat's personal link there at once; the earlier link ends.
    #[serde(default)]
    invite: bool,
}

/// Keeps the address for the link, reminders, changes and cancellation of this hearing, and
/// nothing else.
#[utoipa::path(put, path = "/api/hearings/{id}/seats/{seat}/address", tag = "hearings",
    params(("id" = uuid::Uuid, Path), ("seat" = i32, Path)),
    request_body(content = Reach, example = json!({ "address": { "email": "tia@example.org",
        "language": "es", "zone": "America/Guatemala" } })),
    responses((status = 204, description = "Kept or forgotten"),
              (status = 409, description = "`not_now`: no link is sent once the hearing runs",
               body = crate::problem::Document),
              (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn put(
    State(app): State<App>,
    Person(me): Person,
    Path((id, seat)): Path<(HearingId, Seat)>,
    Json(given): Json<Reach>,
) -> Result<StatusCode, Problem> {
    require(me.role, Action::IssueLinks)?;
    let address = (given.address.as_ref(), given.invite);
    let now = app.clock.now();
    app.store.set_seat_address((id, seat), me.id, address, now, &mut fresh_rng()).await?;
    Ok(StatusCode::NO_CONTENT)
}
