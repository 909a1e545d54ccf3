//! Which room a WHIP or WHEP client may enter: the grant decides, and the room's name says
//! whether it is a hearing or a test room.

use crate::{
    app::App,
    grant::{Grant, GrantRole},
    problem::{Kind, Problem},
    test_room::TestRooms,
};
use axum::http::{HeaderMap, header};
use puente_hearing::Seat;
use puente_registry::id::HearingId;
use uuid::Uuid;

/// A room that media can be sent to or received from.
#[derive(Clone, Debug)]
pub(crate) enum MediaRoom {
    Test(TestRooms),
    /// The grant's peer is a seat.
    Hearing {
        id: HearingId,
        seat: Seat,
    },
}

/// The room behind a name, for the bearer of a grant for this very room and role.
///
/// # Errors
/// `grant_refused`, whatever the reason; `not_found` when there is no such room.
pub(crate) async fn admitted(
    app: &App,
    headers: &HeaderMap,
    name: &str,
    role: GrantRole,
) -> Result<(MediaRoom, Grant), Problem> {
    let token = bearer(headers).ok_or(Kind::GrantRefused)?;
    let grant = app.grants.check(token, app.clock.now_s()).map_err(|_| Kind::GrantRefused)?;
    if grant.room != name || grant.role != role {
        return Err(Kind::GrantRefused.into());
    }
    let room = match Uuid::parse_str(name) {
        Ok(id) => {
            let hearing = app.store.hearing(HearingId(id), app.clock.now()).await?;
            let seat = grant.peer.parse().map(Seat).map_err(|_| Kind::GrantRefused)?;
            let seated = hearing
                .participants
                .iter()
                .any(|participant| participant.seat.0 == i32::from(seat.0));
            if !seated {
                return Err(Kind::GrantRefused.into());
            }
            MediaRoom::Hearing { id: hearing.id, seat }
        }
        Err(_) => MediaRoom::Test(app.test_rooms.clone().ok_or(Kind::NotFound)?),
    };
    Ok((room, grant))
}

/// The token of `Authorization: Bearer …` (RFC 6750 §2.1).
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}
