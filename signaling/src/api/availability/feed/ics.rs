//! `GET /api/availability/feed/{file}`: my bookings as a calendar, for whoever knows the address.
//! It says that I am reserved and when, and nothing of whom or what for.

use crate::{
    api::Path,
    app::App,
    lang::{Lang, Words},
    problem::{Kind, Problem},
};
use axum::{
    extract::State,
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use puente_registry::{ical, token::Token};

/// The calendar; `file` is the address's token and `.ics`.
#[utoipa::path(get, path = "/api/availability/feed/{file}", tag = "bank",
    security(()),
    params(("file" = String, Path, example = "5f1c….ics")), security(()),
    responses((status = 200, content_type = "text/calendar", body = String),
              (status = 404, description = "`not_found`", body = crate::problem::Document)))]
pub async fn get(
    State(app): State<App>,
    Path(file): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let token: Token = file
        .strip_suffix(".ics")
        .and_then(|token| token.parse().ok())
        .ok_or_else(|| Problem::new(Kind::NotFound))?;
    let now = app.clock.now();
    let reserved = app.store.reserved(&token, now).await?;
    let word = Words::new("Puente: reservado", "Puente: reserved", "Puente : réservé");
    let text = ical::written(&reserved, "Puente", word.in_lang(Lang::of(&headers)), now);
    let headers = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (header::CACHE_CONTROL, "private, no-store"),
    ];
    Ok((headers, text).into_response())
}
