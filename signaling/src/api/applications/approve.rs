//! `POST /api/applications/{id}/approve`: an applicant becomes one of the bank.

use crate::{
    api::Path,
    app::{App, fresh_rng},
    json::Json,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::extract::State;
use puente_registry::{application::Application, id::ApplicationId};
use serde::Deserialize;

/// How long the vetting is good for.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Approval {
    #[schema(minimum = 1, maximum = 36)]
    months: i64,
}

/// Approves; every step of the vetting must be done. An invitation goes out by mail.
#[utoipa::path(post, path = "/api/applications/{id}/approve", tag = "accounts",
    params(("id" = uuid::Uuid, Path)),
    request_body(content = Approval, example = json!({ "months": 12 })),
    responses((status = 200, body = Application),
              (status = 409, description = "`not_now`: a step is open, or it was decided",
               body = crate::problem::Document),
              (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn create(
    State(app): State<App>,
    Person(me): Person,
    Path(id): Path<ApplicationId>,
    Json(given): Json<Approval>,
) -> Result<Json<Application>, Problem> {
    require(me.role, Action::Vet)?;
    let now = app.clock.now();
    let approved = app
        .store
        .approve_application(me.country, id, me.id, given.months, now, &mut fresh_rng())
        .await?;
    Ok(Json(approved))
}
