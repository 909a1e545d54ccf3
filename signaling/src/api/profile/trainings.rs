//! `/api/profile/trainings/{kind}`: trainings I have had.

use crate::{
    api::Path,
    app::App,
    json::Json,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::{extract::State, http::StatusCode};
use puente_registry::{
    time::Instant,
    training::{Training, TrainingKind},
};
use serde::Deserialize;

/// By whom, when, until when.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TrainingGiven {
    #[schema(min_length = 1, max_length = 120)]
    issuer: String,
    given: Instant,
    #[serde(default)]
    valid_until: Option<Instant>,
}

/// Adds or renews a training of mine.
#[utoipa::path(put, path = "/api/profile/trainings/{kind}", tag = "people",
    params(("kind" = TrainingKind, Path)),
    request_body(content = TrainingGiven, example = json!({ "issuer": "A university",
        "given": "2025-03-01T00:00:00Z", "valid_until": "2028-03-01T00:00:00Z" })),
    responses((status = 200, body = Training),
              (status = 404, description = "`not_found`", body = crate::problem::Document),
              (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn put(
    State(app): State<App>,
    Person(me): Person,
    Path(kind): Path<TrainingKind>,
    Json(given): Json<TrainingGiven>,
) -> Result<Json<Training>, Problem> {
    require(me.role, Action::KeepProfile)?;
    let TrainingGiven { issuer, given, valid_until } = given;
    let training = Training { kind, issuer, given, valid_until };
    app.store.put_training(me.id, &training, app.clock.now()).await?;
    Ok(Json(training))
}

/// Removes a training of mine.
#[utoipa::path(delete, path = "/api/profile/trainings/{kind}", tag = "people",
    params(("kind" = TrainingKind, Path)),
    responses((status = 204, description = "Removed"),
              (status = 404, description = "`not_found`", body = crate::problem::Document)))]
pub async fn delete(
    State(app): State<App>,
    Person(me): Person,
    Path(kind): Path<TrainingKind>,
) -> Result<StatusCode, Problem> {
    require(me.role, Action::KeepProfile)?;
    app.store.remove_training(me.id, kind).await?;
    Ok(StatusCode::NO_CONTENT)
}
