//! `POST /api/case-plans/{id}/solve`: plans all interviews at once.

use crate::{
    api::Path,
    app::App,
    json::Json,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::extract::State;
use puente_registry::{case_plan::Solved, id::CasePlanId};
use serde::Deserialize;

/// How it is planned.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HowToSolve {
    /// Of the plan that the caller has seen; if it was changed since, nothing is done.
    #[schema(minimum = 1)]
    version: i64,
    /// Everything anew, but for what is pinned; otherwise as little as possible changes.
    #[serde(default)]
    afresh: bool,
}

/// Plans all interviews at once. What a person has pinned stays.
#[utoipa::path(post, path = "/api/case-plans/{id}/solve", tag = "bank",
    params(("id" = uuid::Uuid, Path)),
    request_body(content = HowToSolve, example = json!({ "version": 1, "afresh": true })),
    responses((status = 200, body = Solved),
              (status = 404, description = "`not_found`", body = crate::problem::Document),
              (status = 409, description = "`not_now`: closed, or changed meanwhile",
               body = crate::problem::Document)))]
pub async fn create(
    State(app): State<App>,
    Person(me): Person,
    Path(id): Path<CasePlanId>,
    Json(how): Json<HowToSolve>,
) -> Result<Json<Solved>, Problem> {
    require(me.role, Action::PlanCases)?;
    let now = app.clock.now();
    Ok(Json(app.store.solve_case_plan(id, me.id, how.version, how.afresh, now).await?))
}
