//! `POST /api/kits/{id}/moves`: what happens to a kit: it goes out, comes back, is lost …

use super::{KitPage, needed_for, of_own_country, page};
use crate::{
    api::Path,
    app::{App, fresh_rng},
    json::Json,
    live::Because,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::{extract::State, http::StatusCode};
use puente_registry::{
    id::{HearingId, PlaceId, Seat},
    kit::MoveInput,
};

/// Notes a step. A kit that is lost or revoked has nothing from then on: its key, its session and
/// the seats that were entered on it end at once.
#[utoipa::path(post, path = "/api/kits/{id}/moves", tag = "bank",
    params(("id" = uuid::Uuid, Path)), request_body = MoveInput,
    responses((status = 201, body = KitPage),
              (status = 404, description = "`not_found`", body = crate::problem::Document),
              (status = 409, description = "`not_now`", body = crate::problem::Document),
              (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn create(
    State(app): State<App>,
    Person(me): Person,
    Path(id): Path<PlaceId>,
    Json(given): Json<MoveInput>,
) -> Result<(StatusCode, Json<KitPage>), Problem> {
    require(me.role, Action::MoveKits)?;
    of_own_country(&app, id, &me).await?;
    require(me.role, needed_for(given.kind))?;
    let now = app.clock.now();
    let entered = app.store.seats_on_kit(id).await?;
    app.store.move_kit(me.country, id, me.id, &given, now, &mut fresh_rng()).await?;
    let still = app.store.seats_on_kit(id).await?;
    for (hearing, seat) in entered {
        if !still.contains(&(hearing, seat)) {
            end_seat(&app, hearing, seat).await;
        }
    }
    app.news.of_kit(id).await;
    Ok((StatusCode::CREATED, Json(page(&app, id, &me).await?)))
}

/// Whoever sits there by that kit leaves the room at once.
async fn end_seat(app: &App, hearing: HearingId, seat: Seat) {
    let Some(room) = app.live.running(hearing) else { return };
    if let Ok(seat) = crate::live::opening::seat(seat) {
        room.end_seat(seat, Because::LinkEnded).await;
    }
}
