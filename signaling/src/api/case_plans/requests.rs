//! `POST /api/case-plans/{id}/requests`: asks for what is planned.

use super::PlanVersion;
use crate::{
    api::Path,
    app::{App, fresh_rng},
    json::Json,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::extract::State;
use puente_registry::{case_plan::Sent, id::CasePlanId};

/// Makes a request for each interview that has none for just that, holds its place, and offers it
/// to the planned interpreters; calls off what is not planned any more.
#[utoipa::path(post, path = "/api/case-plans/{id}/requests", tag = "bank",
    params(("id" = uuid::Uuid, Path)),
    request_body = PlanVersion,
    responses((status = 200, body = Sent),
              (status = 404, description = "`not_found`", body = crate::problem::Document),
              (status = 409, description = "`not_now`: closed, or changed meanwhile",
               body = crate::problem::Document)))]
pub async fn create(
    State(app): State<App>,
    Person(me): Person,
    Path(id): Path<CasePlanId>,
    Json(seen): Json<PlanVersion>,
) -> Result<Json<Sent>, Problem> {
    require(me.role, Action::PlanCases)?;
    let now = app.clock.now();
    let sent = app.store.send_case_plan(id, me.id, seen.version, now, &mut fresh_rng()).await?;
    for request in &sent.touched {
        app.request_changed(*request).await;
    }
    Ok(Json(sent))
}
