//! `POST /api/case-plans/{id}/close`: the plan is over.

use super::PlanVersion;
use crate::{
    api::Path,
    app::App,
    json::Json,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::extract::State;
use puente_registry::{case_plan::CasePlan, id::CasePlanId};

/// Closes a plan: it is kept and changes no more. Its requests go their own way.
#[utoipa::path(post, path = "/api/case-plans/{id}/close", tag = "bank",
    params(("id" = uuid::Uuid, Path)),
    request_body = PlanVersion,
    responses((status = 200, body = CasePlan),
              (status = 404, description = "`not_found`", body = crate::problem::Document),
              (status = 409, description = "`not_now`: closed, or changed meanwhile",
               body = crate::problem::Document)))]
pub async fn create(
    State(app): State<App>,
    Person(me): Person,
    Path(id): Path<CasePlanId>,
    Json(seen): Json<PlanVersion>,
) -> Result<Json<CasePlan>, Problem> {
    require(me.role, Action::PlanCases)?;
    Ok(Json(app.store.close_case_plan(id, me.id, seen.version, app.clock.now()).await?))
}
