//! `GET /api/languages?q=TEXT`: what a text may mean, and whether the person must be asked.

use super::Match;
use crate::{
    api::Query,
    app::App,
    json::Json,
    lang::Lang,
    problem::{Problem, bank::at_most},
};
use axum::{extract::State, http::HeaderMap};
use puente_registry::language::Need;
use serde::{Deserialize, Serialize};

/// Longer than any name of a language.
const MOST_CHARACTERS: usize = 120;

/// What the person typed.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct Typed {
    /// A name, however it is spelt, or a place.
    #[param(example = "mam")]
    q: String,
}

/// The answer.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Answer {
    /// Varieties compete: the page must ask and may not choose.
    ask: bool,
    /// `deaf` or `tactile` when the text says how the person must be served.
    need: Option<&'static str>,
    matches: Vec<Match>,
}

/// Looks a text up. Open to everyone: the pages ask before anybody has signed in.
#[utoipa::path(get, path = "/api/languages", tag = "languages",
    security(()), params(Typed), responses(
    (status = 200, body = Answer)))]
pub async fn search(
    State(app): State<App>,
    headers: HeaderMap,
    Query(typed): Query<Typed>,
) -> Result<Json<Answer>, Problem> {
    at_most(MOST_CHARACTERS, "q", &typed.q)?;
    let lang = Lang::of(&headers);
    let answer = app.store.languages().look_up(&typed.q);
    let matches = answer.matches.iter().map(|found| Match::new(found, lang)).collect();
    let need = answer.need.map(Need::as_str);
    Ok(Json(Answer { ask: answer.ask, need, matches }))
}
