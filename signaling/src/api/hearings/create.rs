//! `POST /api/hearings`: opens a hearing directly, with any number of booths, also none.

use super::get::{Prepared, prepared};
use crate::{
    app::{App, fresh_rng},
    json::Json,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::{extract::State, http::StatusCode};
use puente_registry::hearing::HearingInput;

/// Opens a hearing.
#[utoipa::path(post, path = "/api/hearings", tag = "hearings",
    request_body = HearingInput,
    responses((status = 201, body = Prepared),
              (status = 409, description = "`not_free`", body = crate::problem::Document),
              (status = 422, description = "`invalid`, `language_group`",
               body = crate::problem::Document)))]
pub async fn create(
    State(app): State<App>,
    Person(me): Person,
    Json(input): Json<HearingInput>,
) -> Result<(StatusCode, Json<Prepared>), Problem> {
    require(me.role, Action::OpenHearing)?;
    let now = app.clock.now();
    let id = app.store.open_hearing(me.id, &input, now, &mut fresh_rng()).await?;
    app.news.of_hearing(id).await;
    let hearing = app.store.hearing(id, now).await?;
    Ok((StatusCode::CREATED, Json(prepared(&app, hearing, me.id).await?)))
}
