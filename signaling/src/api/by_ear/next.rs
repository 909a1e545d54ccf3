//! `POST /api/by-ear/next`: what to play, first and after some answers. Nothing of them is kept.

use super::ByEarPage;
use crate::{app::App, json::Json, kit_session::Hearer, lang::Lang, problem::Problem};
use axum::{extract::State, http::HeaderMap};
use puente_registry::by_ear::Listening;

/// The next six greetings, and the likeliest language so far.
#[utoipa::path(post, path = "/api/by-ear/next", tag = "languages", request_body = Listening,
    responses((status = 200, body = ByEarPage),
              (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn next(
    State(app): State<App>,
    _hearer: Hearer,
    headers: HeaderMap,
    Json(listening): Json<Listening>,
) -> Result<Json<ByEarPage>, Problem> {
    let page = app.store.by_ear_page(&listening).await?;
    Ok(Json(ByEarPage::new(&page, &app.store.languages(), Lang::of(&headers))))
}
