//! `POST /api/kit/hearings/{id}/seats/{seat}`: a seat enters its hearing on the kit it sits at.

use crate::{
    api::{
        Path,
        me::{Me, describe},
    },
    app::{App, fresh_rng},
    json::Json,
    kit_session::Kit,
    live::Because,
    problem::Problem,
    session,
};
use axum::extract::State;
use axum_extra::extract::CookieJar;
use puente_registry::{
    id::{HearingId, Seat},
    login::Holder,
};

/// Signs the seat in on this kit; where it sat before ends.
#[utoipa::path(post, path = "/api/kit/hearings/{id}/seats/{seat}", tag = "kit",
    security(("kit" = [])),
    params(("id" = uuid::Uuid, Path), ("seat" = i32, Path)),
    responses((status = 200, description = "Signed in; the cookie is the seat's login", body = Me),
              (status = 403, description = "`link_not_yet`", body = crate::problem::Document),
              (status = 404, description = "`not_found`", body = crate::problem::Document)))]
pub async fn enter(
    State(app): State<App>,
    kit: Kit,
    jar: CookieJar,
    Path((id, seat)): Path<(HearingId, Seat)>,
) -> Result<(CookieJar, Json<Me>), Problem> {
    let now = app.clock.now();
    let expires = session::expires(now);
    let token = app.store.enter_on_kit(kit.id, id, seat, now, expires, &mut fresh_rng()).await?;
    if let (Some(room), Ok(seat)) = (app.live.running(id), crate::live::opening::seat(seat)) {
        room.end_seat(seat, Because::LinkEnded).await;
    }
    let cookie = session::cookie(app.transport(), token.reveal());
    Ok((jar.add(cookie), Json(describe(&app, Holder::Seat(id, seat)).await?)))
}
