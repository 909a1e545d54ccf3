//! `POST /api/sign-out`: ends the login of this device.

use crate::{
    app::App,
    problem::Problem,
    session::{self, Session},
};
use axum::{extract::State, http::StatusCode};
use axum_extra::extract::CookieJar;

/// Signs out; whoever is signed out already is not told off.
#[utoipa::path(post, path = "/api/sign-out", tag = "sign-in",
    security(()), responses(
    (status = 204, description = "Signed out")))]
pub async fn sign_out(
    State(app): State<App>,
    session: Result<Session, Problem>,
    jar: CookieJar,
) -> Result<(CookieJar, StatusCode), Problem> {
    if let Ok(session) = session {
        session.end(&app.store, app.clock.now()).await?;
    }
    Ok((session::forget(jar, app.transport()), StatusCode::NO_CONTENT))
}
