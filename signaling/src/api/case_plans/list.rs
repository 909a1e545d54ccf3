//! `GET /api/case-plans`: the plans of my country.

use crate::{
    app::App,
    json::Json,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::extract::State;
use puente_registry::case_plan::CasePlanLine;

/// The plans of my country, those changed last first.
#[utoipa::path(get, path = "/api/case-plans", tag = "bank",
    responses((status = 200, body = Vec<CasePlanLine>)))]
pub async fn list(
    State(app): State<App>,
    Person(me): Person,
) -> Result<Json<Vec<CasePlanLine>>, Problem> {
    require(me.role, Action::PlanCases)?;
    Ok(Json(app.store.case_plans(me.id).await?))
}
