//! `POST /api/debriefs/{hearing}/{person}/held`: notes that the talk took place.

use crate::{
    api::Path,
    app::App,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::{extract::State, http::StatusCode};
use puente_registry::id::{HearingId, PersonId};

/// Notes it.
#[utoipa::path(post, path = "/api/debriefs/{hearing}/{person}/held", tag = "hearings",
    params(("hearing" = uuid::Uuid, Path), ("person" = uuid::Uuid, Path)),
    responses((status = 204),
              (status = 404, description = "`not_found`", body = crate::problem::Document)))]
pub async fn held(
    State(app): State<App>,
    Person(me): Person,
    Path((hearing, person)): Path<(HearingId, PersonId)>,
) -> Result<StatusCode, Problem> {
    require(me.role, Action::AnswerComplaints)?;
    app.store.hold_debrief(hearing, person, me.country, app.clock.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}
