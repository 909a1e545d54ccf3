//! `POST /whep/{room}` and `POST /whep/{room}/{peer}`: a client that only receives.

use crate::{
    api::Path,
    app::App,
    grant::GrantRole,
    live,
    media_room::{MediaRoom, admitted},
    media_session::{Whereabouts, created, offer},
    problem::{Kind, Problem},
    test_room::Purpose,
};
use axum::{body::Bytes, extract::State, http::HeaderMap, response::Response};

/// Takes the offer of a receiver: its lines are filled with all that the wiring gives.
#[utoipa::path(post, path = "/whep/{room}", tag = "media",
    security(("grant" = [])),
    params(("room" = String, Path)),
    request_body(content = String, content_type = "application/sdp",
                 description = "The offer (RFC 8866)", example = json!("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n")),
    responses((status = 201, description = "The answer; `Location` ends the session",
               content_type = "application/sdp"),
              (status = 400, description = "`bad_offer`", body = crate::problem::Document),
              (status = 401, description = "`grant_refused`", body = crate::problem::Document),
              (status = 404, description = "`not_found`", body = crate::problem::Document)))]
pub async fn room(
    State(app): State<App>,
    Path(name): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    receive(&app, &name, Purpose::HearAll, &headers, &body).await
}

/// Takes the offer of a receiver of one person's sources. A hearing gives what its wiring gives
/// and is not to be picked apart: there the address does not exist.
#[utoipa::path(post, path = "/whep/{room}/{peer}", tag = "media",
    security(("grant" = [])),
    params(("room" = String, Path), ("peer" = String, Path)),
    request_body(content = String, content_type = "application/sdp",
                 description = "The offer (RFC 8866)", example = json!("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n")),
    responses((status = 201, description = "The answer; `Location` ends the session",
               content_type = "application/sdp"),
              (status = 401, description = "`grant_refused`", body = crate::problem::Document),
              (status = 404, description = "`not_found`", body = crate::problem::Document)))]
pub async fn person(
    State(app): State<App>,
    Path((name, person)): Path<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    receive(&app, &name, Purpose::Hear(person), &headers, &body).await
}

async fn receive(
    app: &App,
    name: &str,
    purpose: Purpose,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<Response, Problem> {
    let (room, grant) = admitted(app, headers, name, GrantRole::Subscribe).await?;
    let offer = offer(headers, body)?;
    match room {
        MediaRoom::Test(rooms) => {
            let joined = rooms.join(name, &grant.peer, purpose, offer).await?;
            Ok(created(app, Whereabouts::TestRoom(joined.peer), joined.answer))
        }
        MediaRoom::Hearing { .. } if purpose != Purpose::HearAll => Err(Kind::NotFound.into()),
        MediaRoom::Hearing { id, seat } => {
            let room = app.leases.room(id).await?;
            let media = room.offer(seat, offer, live::Purpose::Receive).await?;
            Ok(created(app, Whereabouts::Hearing(id, media.peer), media.answer))
        }
    }
}
