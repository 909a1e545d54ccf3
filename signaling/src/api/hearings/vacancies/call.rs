//! `POST /api/hearings/{id}/vacancies/{seat}/calls`: calls interpreters to step in.

use super::{FreePlace, free_places};
use crate::{
    api::{
        Path,
        hearings::{may_prepare, within_reach},
    },
    app::{App, fresh_rng},
    json::Json,
    problem::Problem,
    session::Session,
};
use axum::{extract::State, http::StatusCode};
use puente_registry::id::{HearingId, PersonId, Seat};
use serde::Deserialize;

/// Whom to call.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "interpreters": ["01920000-0000-7000-8000-000000000001"] }))]
pub struct Called {
    interpreters: Vec<PersonId>,
}

/// Calls them; the first to accept has the place. Calling somebody twice changes nothing.
#[utoipa::path(post, path = "/api/hearings/{id}/vacancies/{seat}/calls", tag = "hearings",
    request_body = Called, params(("id" = uuid::Uuid, Path), ("seat" = i32, Path)),
    responses((status = 201, body = Vec<FreePlace>),
              (status = 404, description = "`not_found`", body = crate::problem::Document),
              (status = 409, description = "`not_now`", body = crate::problem::Document),
              (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn create(
    State(app): State<App>,
    session: Session,
    Path((id, seat)): Path<(HearingId, Seat)>,
    Json(called): Json<Called>,
) -> Result<(StatusCode, Json<Vec<FreePlace>>), Problem> {
    let hearing = within_reach(&app, id, |hearing| may_prepare(hearing, &session)).await?;
    let now = app.clock.now();
    app.store.call_in(&hearing, seat, &called.interpreters, now, &mut fresh_rng()).await?;
    for person in &called.interpreters {
        app.news.of_call(*person).await;
    }
    Ok((StatusCode::CREATED, Json(free_places(&app, &hearing).await?)))
}
