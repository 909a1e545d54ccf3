//! The sessions of WHIP and WHEP clients: which address ends which connection.

use crate::{
    api::Path,
    app::App,
    problem::{Kind, Problem},
};
use axum::{
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use puente_registry::id::HearingId;
use puente_sfu::PeerId;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use uuid::Uuid;

/// Where a session is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whereabouts {
    TestRoom(PeerId),
    Hearing(HearingId, PeerId),
}

/// The sessions by the random part of their address. Knowing it is the right to end one.
#[derive(Clone, Debug, Default)]
pub struct MediaSessions(Arc<Mutex<HashMap<Uuid, Whereabouts>>>);

impl MediaSessions {
    /// Keeps a session and gives its address.
    pub fn keep(&self, whereabouts: Whereabouts) -> String {
        let id = Uuid::new_v4();
        self.sessions().insert(id, whereabouts);
        format!("/media/{id}")
    }

    fn take(&self, id: Uuid) -> Option<Whereabouts> {
        self.sessions().remove(&id)
    }

    fn sessions(&self) -> MutexGuard<'_, HashMap<Uuid, Whereabouts>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Ends a session.
#[utoipa::path(delete, path = "/media/{session}", tag = "media",
    security(()),
    params(("session" = Uuid, Path)),
    responses((status = 204, description = "Ended"),
              (status = 404, description = "`not_found`", body = crate::problem::Document)))]
pub async fn end(State(app): State<App>, Path(id): Path<Uuid>) -> Result<StatusCode, Problem> {
    match app.media_sessions.take(id).ok_or(Kind::NotFound)? {
        Whereabouts::TestRoom(peer) => {
            if let Some(rooms) = &app.test_rooms {
                rooms.leave(peer).await;
            }
        }
        Whereabouts::Hearing(hearing, peer) => {
            if let Some(room) = app.live.running(hearing) {
                room.hang_up(peer).await;
            }
        }
    }
    Ok(StatusCode::NO_CONTENT)
}

/// 201 with the answer and the address that ends the session (RFC 9725 §4.2).
pub(crate) fn created(app: &App, whereabouts: Whereabouts, answer: String) -> Response {
    let location = app.media_sessions.keep(whereabouts);
    let headers =
        [(header::CONTENT_TYPE, "application/sdp".to_owned()), (header::LOCATION, location)];
    (StatusCode::CREATED, headers, answer).into_response()
}

/// The offer that a WHIP or WHEP client posts.
///
/// # Errors
/// `unsupported_media_type`, or `bad_offer` when it is no text.
pub(crate) fn offer(headers: &HeaderMap, body: &[u8]) -> Result<String, Problem> {
    let is_sdp = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .is_some_and(|essence| essence.trim().eq_ignore_ascii_case("application/sdp"));
    if !is_sdp {
        return Err(Kind::UnsupportedMediaType.into());
    }
    String::from_utf8(body.to_vec()).map_err(|_| Kind::BadOffer.into())
}
