//! `POST /whip/{room}`: a client that only sends (RFC 9725).

use crate::{
    api::Path,
    app::App,
    grant::GrantRole,
    live,
    media_room::{MediaRoom, admitted},
    media_session::{Whereabouts, created, offer},
    problem::Problem,
    test_room::Purpose,
};
use axum::{body::Bytes, extract::State, http::HeaderMap, response::Response};

/// Takes the offer of a sender.
#[utoipa::path(post, path = "/whip/{room}", tag = "media",
    security(("grant" = [])),
    params(("room" = String, Path)),
    request_body(content = String, content_type = "application/sdp",
                 description = "The offer (RFC 8866)", example = json!("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n")),
    responses((status = 201, description = "The answer; `Location` ends the session",
               content_type = "application/sdp"),
              (status = 400, description = "`bad_offer`", body = crate::problem::Document),
              (status = 401, description = "`grant_refused`", body = crate::problem::Document),
              (status = 404, description = "`not_found`", body = crate::problem::Document)))]
pub async fn whip(
    State(app): State<App>,
    Path(name): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    let (room, grant) = admitted(&app, &headers, &name, GrantRole::Publish).await?;
    let offer = offer(&headers, &body)?;
    match room {
        MediaRoom::Test(rooms) => {
            let joined = rooms.join(&name, &grant.peer, Purpose::Publish, offer).await?;
            Ok(created(&app, Whereabouts::TestRoom(joined.peer), joined.answer))
        }
        MediaRoom::Hearing { id, seat } => {
            let room = app.leases.room(id).await?;
            let media = room.offer(seat, offer, live::Purpose::Send).await?;
            Ok(created(&app, Whereabouts::Hearing(id, media.peer), media.answer))
        }
    }
}
