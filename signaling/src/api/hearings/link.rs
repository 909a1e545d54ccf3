//! `POST /api/hearings/{id}/seats/{seat}/link`: a fresh link for one seat.

use super::{prepares, within_reach};
use crate::{
    api::Path,
    app::{App, fresh_rng},
    json::Json,
    live::Because,
    policy::{Action, require},
    problem::{Kind, Problem},
    session::Person,
};
use axum::{extract::State, http::StatusCode};
use puente_registry::{
    id::{HearingId, Seat},
    link::seat_link_span,
    login::Holder,
};
use serde::Serialize;

/// The link. It is shown this once.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Link {
    url: String,
}

/// Makes a link; the seat's earlier link and login end.
#[utoipa::path(post, path = "/api/hearings/{id}/seats/{seat}/link", tag = "hearings",
    params(("id" = uuid::Uuid, Path), ("seat" = i32, Path)),
    responses((status = 201, body = Link),
              (status = 404, description = "`not_found`", body = crate::problem::Document)))]
pub async fn create(
    State(app): State<App>,
    Person(me): Person,
    Path((id, seat)): Path<(HearingId, Seat)>,
) -> Result<(StatusCode, Json<Link>), Problem> {
    require(me.role, Action::IssueLinks)?;
    let hearing = within_reach(&app, id, |hearing| prepares(hearing, me.id)).await?;
    let now = app.clock.now();
    let (from, until) = seat_link_span(&hearing, now);
    let holder = Holder::Seat(id, seat);
    let token = app.store.create_link(holder, from, until, now, &mut fresh_rng()).await?;
    end_earlier(&app, id, seat).await?;
    let url = format!("{}/enter#{}", app.origin, token.reveal());
    Ok((StatusCode::CREATED, Json(Link { url })))
}

/// Whoever sits there by the earlier link leaves the room at once.
async fn end_earlier(app: &App, id: HearingId, seat: Seat) -> Result<(), Problem> {
    let Some(room) = app.live.running(id) else { return Ok(()) };
    let seat = crate::live::opening::seat(seat).map_err(|_| Problem::new(Kind::NotFound))?;
    room.end_seat(seat, Because::LinkEnded).await;
    Ok(())
}
