//! `POST /api/me/sign-out-everywhere`: ends every login and link of mine.

use crate::{
    app::App,
    problem::Problem,
    session::{self, Person},
};
use axum::{extract::State, http::StatusCode};
use axum_extra::extract::CookieJar;

/// Signs me out on every device, this one too.
#[utoipa::path(post, path = "/api/me/sign-out-everywhere", tag = "accounts", responses(
    (status = 204, description = "Signed out")))]
pub async fn create(
    State(app): State<App>,
    Person(me): Person,
    jar: CookieJar,
) -> Result<(CookieJar, StatusCode), Problem> {
    app.store.sign_out_everywhere(me.id, app.clock.now()).await?;
    Ok((session::forget(jar, app.transport()), StatusCode::NO_CONTENT))
}
