//! `PUT /api/case-plans/{id}/absences`: says who is away, for instance ill.

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
    case_plan::{Absence, CasePlan},
    id::CasePlanId,
};
use serde::Deserialize;

/// Everybody who is away.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Absences {
    /// Of the plan that the caller has seen; if it was changed since, nothing is done.
    #[schema(minimum = 1)]
    version: i64,
    #[schema(max_items = 100)]
    absences: Vec<Absence>,
}

/// Says who is away and when, in place of what was said before. Nothing moves; `objections` says
/// what breaks, and planning anew mends it.
#[utoipa::path(put, path = "/api/case-plans/{id}/absences", tag = "bank",
    params(("id" = uuid::Uuid, Path)),
    request_body(content = Absences, example = json!({ "version": 1, "absences": [
        { "interpreter": 101, "from": "2028-01-10T00:00", "to": "2028-01-11T00:00" }] })),
    responses((status = 200, body = CasePlan),
              (status = 404, description = "`not_found`", body = crate::problem::Document),
              (status = 409, description = "`not_now`: closed, or changed meanwhile",
               body = crate::problem::Document),
              (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn put(
    State(app): State<App>,
    Person(me): Person,
    Path(id): Path<CasePlanId>,
    Json(given): Json<Absences>,
) -> Result<Json<CasePlan>, Problem> {
    require(me.role, Action::PlanCases)?;
    let Absences { version, absences } = given;
    let now = app.clock.now();
    Ok(Json(app.store.set_case_absences(id, me.id, version, &absences, now).await?))
}
