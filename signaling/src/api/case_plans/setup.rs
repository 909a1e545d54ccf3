//! `PUT /api/case-plans/{id}/setup`: says anew what is to be planned.

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
    case_plan::{CasePlan, Setup},
    id::CasePlanId,
};
use serde::Deserialize;

/// What is to be planned from now on.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSetup {
    /// Of the plan that the caller has seen; if it was changed since, nothing is done.
    #[schema(minimum = 1)]
    version: i64,
    setup: Setup,
}

/// Says anew what is to be planned. Interviews that still fit stay where they are.
#[utoipa::path(put, path = "/api/case-plans/{id}/setup", tag = "bank",
    params(("id" = uuid::Uuid, Path)),
    request_body(content = NewSetup, example = json!({ "version": 1, "setup": {
        "case_reference": "MUESTRA-2028-3", "language": "spa", "setting": "interview",
        "zone": "America/Guatemala", "days": ["2028-01-10", "2028-01-11"],
        "from": "08:00", "to": "17:00", "rest_minutes": 15, "places": [],
        "topics": ["violence"],
        "victims": [{
            "label": "V-1", "language": "mam-todos-santos", "other_languages": ["spa"],
            "minor": "12_to_15", "mode": "consecutive", "preferences": { "gender": "woman" },
            "apart": "A", "interviews": 2, "minutes": 60, "step_free": false }] } })),
    responses((status = 200, body = CasePlan),
              (status = 404, description = "`not_found`", body = crate::problem::Document),
              (status = 409, description = "`not_now`: closed, or changed meanwhile",
               body = crate::problem::Document),
              (status = 422, description = "`invalid`, `language_group`",
               body = crate::problem::Document)))]
pub async fn put(
    State(app): State<App>,
    Person(me): Person,
    Path(id): Path<CasePlanId>,
    Json(given): Json<NewSetup>,
) -> Result<Json<CasePlan>, Problem> {
    require(me.role, Action::PlanCases)?;
    let NewSetup { version, setup } = given;
    let now = app.clock.now();
    Ok(Json(app.store.set_up_case_plan(id, me.id, version, &setup, now).await?))
}
