//! `GET /api/hearings/{id}/live`: the WebSocket of one seat.

use super::within_reach;
use crate::{
    api::Path,
    app::App,
    lang::Lang,
    live,
    problem::{Kind, Problem},
    session::{Session, require_own_origin},
};
use axum::{
    extract::{State, WebSocketUpgrade, ws::rejection::WebSocketUpgradeRejection},
    http::HeaderMap,
    response::Response,
};
use puente_registry::{
    hearing::Hearing,
    id::{HearingId, Seat},
    login::Holder,
};
use std::time::Duration;

/// Well within the time after which an unused login ends.
const USED_EVERY: Duration = Duration::from_secs(300);

/// Opens the socket of the seat that the cookie signs in.
#[utoipa::path(get, path = "/api/hearings/{id}/live", tag = "hearings",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 101, description = "The protocol's messages follow"),
              (status = 400, description = "`malformed`: no WebSocket",
               body = crate::problem::Document),
              (status = 403, description = "`foreign_origin`", body = crate::problem::Document),
              (status = 404, description = "`not_found`", body = crate::problem::Document)))]
pub async fn connect(
    State(app): State<App>,
    headers: HeaderMap,
    session: Session,
    Path(id): Path<HearingId>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response, Problem> {
    require_own_origin(&headers, &app.origin)?;
    let hearing = within_reach(&app, id, |hearing| seat_of(&session, hearing).is_some()).await?;
    let seat = seat_of(&session, &hearing).ok_or(Kind::NotFound)?;
    let seat = live::opening::seat(seat).map_err(|_| Problem::new(Kind::NotFound))?;
    let upgrade = upgrade.map_err(|_| Problem::new(Kind::Malformed))?;
    let room = app.leases.room(id).await?;
    let in_use = keep_in_use(app.clone(), session);
    Ok(live::serve(upgrade, room, seat, Lang::of(&headers), in_use))
}

/// A page in a hearing talks by its socket alone, and its login must not rest meanwhile: after a
/// restart of the server it comes back by it.
async fn keep_in_use(app: App, session: Session) {
    let mut every = tokio::time::interval(USED_EVERY);
    loop {
        every.tick().await;
        match session.stay(&app.store, app.clock.now()).await {
            Ok(true) => {}
            Ok(false) => break,
            // The bank may come back; until then there is nothing to note.
            Err(problem) => tracing::warn!(code = problem.kind().code(), "a login is not noted"),
        }
    }
}

/// The seat that this login may take in this hearing.
pub(super) fn seat_of(session: &Session, hearing: &Hearing) -> Option<Seat> {
    match session.holder {
        Holder::Seat(id, seat) => (id == hearing.id).then_some(seat),
        Holder::Person(person) => hearing
            .participants
            .iter()
            .find(|participant| participant.person == Some(person))
            .map(|participant| participant.seat),
    }
}
