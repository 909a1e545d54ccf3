//! `GET /api/greetings/{id}/audio`: the sound of a greeting.

use super::reach;
use crate::{api::Path, app::App, kit_session::Hearer, problem::Problem};
use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use puente_registry::{greeting::Reach, id::GreetingId};

/// An approved greeting, for whoever is signed in; before that for its interpreter and those who
/// approve it.
#[utoipa::path(get, path = "/api/greetings/{id}/audio", tag = "languages",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, description = "WebM with Opus", content_type = "audio/webm"),
              (status = 404, description = "`not_found`", body = crate::problem::Document)))]
pub async fn audio(
    State(app): State<App>,
    hearer: Hearer,
    Path(id): Path<GreetingId>,
) -> Result<Response, Problem> {
    let person = match hearer {
        Hearer::Session(session) => session.person(),
        Hearer::Kit(_) => None,
    };
    let reach = match person {
        Some(person) => reach(&app.store.account(person).await?),
        None => Reach::Anyone,
    };
    let sound = app.store.greeting_audio(id, reach).await?;
    Ok(([(header::CONTENT_TYPE, "audio/webm")], sound).into_response())
}
