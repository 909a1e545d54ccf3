//! `POST /api/case-plans`: begins a plan.

use crate::{
    app::{App, fresh_rng},
    json::Json,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::{extract::State, http::StatusCode};
use puente_registry::case_plan::{CasePlan, Setup};

/// Begins a plan; no interview has a place yet.
#[utoipa::path(post, path = "/api/case-plans", tag = "bank",
    request_body(content = Setup, example = json!({
        "case_reference": "MUESTRA-2028-3", "language": "spa", "setting": "interview",
        "zone": "America/Guatemala", "days": ["2028-01-10", "2028-01-11"],
        "from": "08:00", "to": "17:00", "rest_minutes": 15, "places": [],
        "topics": ["violence"],
        "victims": [{
            "label": "V-1", "language": "mam-todos-santos", "other_languages": ["spa"],
            "minor": "12_to_15", "mode": "consecutive", "preferences": { "gender": "woman" },
            "apart": "A", "interviews": 2, "minutes": 60, "step_free": false }] })),
    responses((status = 201, body = CasePlan),
              (status = 422, description = "`invalid`, `language_group`",
               body = crate::problem::Document)))]
pub async fn create(
    State(app): State<App>,
    Person(me): Person,
    Json(setup): Json<Setup>,
) -> Result<(StatusCode, Json<CasePlan>), Problem> {
    require(me.role, Action::PlanCases)?;
    let now = app.clock.now();
    let plan = app.store.create_case_plan(me.id, &setup, now, &mut fresh_rng()).await?;
    Ok((StatusCode::CREATED, Json(plan)))
}
