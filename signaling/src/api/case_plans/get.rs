//! `GET /api/case-plans/{id}`: the timetable, and what it breaks as the bank is now.

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

/// A plan of my country.
#[utoipa::path(get, path = "/api/case-plans/{id}", tag = "bank",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = CasePlan),
              (status = 404, description = "`not_found`", body = crate::problem::Document)))]
pub async fn get(
    State(app): State<App>,
    Person(me): Person,
    Path(id): Path<CasePlanId>,
) -> Result<Json<CasePlan>, Problem> {
    require(me.role, Action::PlanCases)?;
    Ok(Json(app.store.case_plan(id, me.id, app.clock.now()).await?))
}
