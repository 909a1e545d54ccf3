//! `POST /api/applications/{id}/refuse`: an applicant is told no, with the reason as a code.

use crate::{
    api::Path,
    app::{App, fresh_rng},
    json::Json,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::extract::State;
use puente_registry::{
    application::{Application, RefusalReason},
    id::ApplicationId,
};
use serde::Deserialize;

/// Why.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Refusal {
    reason: RefusalReason,
}

/// Refuses. The applicant is told by mail, and the address is forgotten.
#[utoipa::path(post, path = "/api/applications/{id}/refuse", tag = "accounts",
    params(("id" = uuid::Uuid, Path)),
    request_body(content = Refusal, example = json!({ "reason": "not_needed" })),
    responses((status = 200, body = Application),
              (status = 409, description = "`not_now`: it was decided",
               body = crate::problem::Document)))]
pub async fn create(
    State(app): State<App>,
    Person(me): Person,
    Path(id): Path<ApplicationId>,
    Json(given): Json<Refusal>,
) -> Result<Json<Application>, Problem> {
    require(me.role, Action::Vet)?;
    let now = app.clock.now();
    let refused = app
        .store
        .refuse_application(me.country, id, me.id, given.reason, now, &mut fresh_rng())
        .await?;
    Ok(Json(refused))
}
