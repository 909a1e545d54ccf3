//! `PUT /api/me/language`: the language in which pages and messages speak to me.

use crate::{app::App, json::Json, problem::Problem, session::Person};
use axum::{extract::State, http::StatusCode};
use puente_registry::person::PageLanguage;
use serde::Deserialize;

/// Which.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Chosen {
    language: PageLanguage,
}

/// Chooses the language.
#[utoipa::path(put, path = "/api/me/language", tag = "accounts",
    request_body(content = Chosen, example = json!({ "language": "es" })),
    responses((status = 204, description = "Chosen")))]
pub async fn put(
    State(app): State<App>,
    Person(me): Person,
    Json(given): Json<Chosen>,
) -> Result<StatusCode, Problem> {
    app.store.set_page_language(me.id, given.language).await?;
    Ok(StatusCode::NO_CONTENT)
}
