//! `POST /api/applications/{id}/steps`: a step of the vetting was done.

use crate::{
    api::Path,
    app::App,
    json::Json,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::extract::State;
use puente_registry::{
    application::{Application, VettingStep},
    id::ApplicationId,
};
use serde::Deserialize;

/// Which; never what was found.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Done {
    step: VettingStep,
}

/// Notes the step with my name and the time.
#[utoipa::path(post, path = "/api/applications/{id}/steps", tag = "accounts",
    params(("id" = uuid::Uuid, Path)),
    request_body(content = Done, example = json!({ "step": "identity" })),
    responses((status = 200, body = Application),
              (status = 409, description = "`not_now`: it was decided",
               body = crate::problem::Document)))]
pub async fn create(
    State(app): State<App>,
    Person(me): Person,
    Path(id): Path<ApplicationId>,
    Json(given): Json<Done>,
) -> Result<Json<Application>, Problem> {
    require(me.role, Action::Vet)?;
    let now = app.clock.now();
    Ok(Json(app.store.note_vetting_step(me.country, id, given.step, me.id, now).await?))
}
