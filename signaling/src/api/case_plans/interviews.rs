//! `PUT /api/case-plans/{id}/interviews`: puts one interview somewhere by hand.

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
    case_plan::{CasePlan, InterviewMove},
    id::CasePlanId,
};
use serde::Deserialize;

/// Where an interview is put.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MovedInterview {
    /// Of the plan that the caller has seen; if it was changed since, nothing is done.
    #[schema(minimum = 1)]
    version: i64,
    interview: InterviewMove,
}

/// Puts one interview where a person wants it, whatever that breaks; `objections` says it.
#[utoipa::path(put, path = "/api/case-plans/{id}/interviews", tag = "bank",
    params(("id" = uuid::Uuid, Path)),
    request_body(content = MovedInterview, example = json!({ "version": 1, "interview": {
        "victim": "V-1", "number": 0, "starts": "2028-01-10T09:30",
        "place": "01936f3c-0000-7000-8000-000000000000", "interpreters": [101], "pinned": true } })),
    responses((status = 200, body = CasePlan),
              (status = 404, description = "`not_found`", body = crate::problem::Document),
              (status = 409, description = "`not_now`: closed, or changed meanwhile",
               body = crate::problem::Document),
              (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn put(
    State(app): State<App>,
    Person(me): Person,
    Path(id): Path<CasePlanId>,
    Json(given): Json<MovedInterview>,
) -> Result<Json<CasePlan>, Problem> {
    require(me.role, Action::PlanCases)?;
    let MovedInterview { version, interview } = given;
    let now = app.clock.now();
    Ok(Json(app.store.move_case_interview(id, me.id, version, &interview, now).await?))
}
