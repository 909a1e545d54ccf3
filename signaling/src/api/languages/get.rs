//! `GET /api/languages/{language}`: one language or named variety.

use super::Language;
use crate::{
    api::Path,
    app::App,
    json::Json,
    lang::Lang,
    problem::{Kind, Problem},
};
use axum::{extract::State, http::HeaderMap};

/// One language.
#[utoipa::path(get, path = "/api/languages/{language}", tag = "languages",
    security(()),
    params(("language" = String, Path, description = "`spa` or `mam-todos-santos`")),
    responses((status = 200, body = Language),
              (status = 404, description = "`not_found`", body = crate::problem::Document)))]
pub async fn get(
    State(app): State<App>,
    headers: HeaderMap,
    Path(language): Path<String>,
) -> Result<Json<Language>, Problem> {
    let language = language.parse().map_err(|_| Problem::new(Kind::NotFound))?;
    let languages = app.store.languages();
    let tongue = languages.tongue(&language).ok_or(Kind::NotFound)?;
    Ok(Json(Language::new(tongue, Lang::of(&headers))))
}
