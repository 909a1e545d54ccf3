//! `POST /api/me/leave`: an interpreter leaves the bank.

use crate::{
    app::{App, fresh_rng},
    json::Json,
    policy::{Action, require},
    problem::{Kind, Problem},
    session::{self, Person},
};
use axum::{extract::State, http::StatusCode};
use axum_extra::extract::CookieJar;
use serde::Deserialize;

/// Leaving cannot be undone: the number, which nobody types by accident, says that it is meant.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Leave {
    number: i64,
}

/// Closes my account, asks for substitutes in what is to come, and deletes what reaches me.
#[utoipa::path(post, path = "/api/me/leave", tag = "accounts",
    request_body(content = Leave, example = json!({ "number": 114 })),
    responses((status = 204, description = "Closed and signed out"),
              (status = 409, description = "`not_now`: that is not the own number",
               body = crate::problem::Document)))]
pub async fn create(
    State(app): State<App>,
    Person(me): Person,
    jar: CookieJar,
    Json(given): Json<Leave>,
) -> Result<(CookieJar, StatusCode), Problem> {
    require(me.role, Action::KeepAvailability)?;
    if app.store.interpreter(me.id).await?.number != given.number {
        return Err(Kind::NotNow.into());
    }
    let hearings = app.store.leave(me.id, app.clock.now(), &mut fresh_rng()).await?;
    for hearing in hearings {
        app.news.of_hearing(hearing).await;
    }
    Ok((session::forget(jar, app.transport()), StatusCode::NO_CONTENT))
}
