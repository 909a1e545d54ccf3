//! `POST /api/greetings?language=LANGUAGE`: an interpreter keeps what they recorded.

use crate::{
    api::Query,
    app::{App, fresh_rng},
    json::Json,
    policy::{Action, require},
    problem::{Kind, Problem},
    session::Person,
};
use axum::{
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode, header},
};
use puente_registry::{
    greeting::{Greeting, MOST_BYTES as MOST_SOUND_BYTES},
    language::Language,
};
use serde::Deserialize;

/// As many bytes as the front door takes of a greeting; the bank refuses the last few in words.
pub const MOST_BYTES: usize = MOST_SOUND_BYTES + 1024;

/// What is spoken.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct Spoken {
    /// One of the interpreter's own languages or varieties.
    #[param(value_type = String, example = "mam-todos-santos")]
    language: Language,
}

/// Keeps a greeting in the place of the one in the same language; it waits to be approved.
#[utoipa::path(post, path = "/api/greetings", tag = "languages", params(Spoken),
    request_body(content = String, content_type = "audio/webm",
                 description = "WebM with one track of Opus, at most 10 s and 200 KB"),
    responses((status = 201, body = Greeting),
              (status = 413, description = "`too_large`", body = crate::problem::Document),
              (status = 415, description = "`unsupported_media_type`",
               body = crate::problem::Document),
              (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn create(
    State(app): State<App>,
    Person(me): Person,
    Query(spoken): Query<Spoken>,
    headers: HeaderMap,
    sound: Bytes,
) -> Result<(StatusCode, Json<Greeting>), Problem> {
    require(me.role, Action::RecordGreetings)?;
    if !is_webm(&headers) {
        return Err(Kind::UnsupportedMediaType.into());
    }
    let now = app.clock.now();
    let kept =
        app.store.keep_greeting(me.id, &spoken.language, &sound, now, &mut fresh_rng()).await?;
    Ok((StatusCode::CREATED, Json(kept)))
}

fn is_webm(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .is_some_and(|essence| essence.trim().eq_ignore_ascii_case("audio/webm"))
}
