//! `POST /api/hearings/{id}/debrief`: an interpreter's answer to the offer of a talk.

use super::{no_show::interprets, within_reach};
use crate::{
    api::Path,
    app::App,
    json::Json,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::{extract::State, http::StatusCode};
use puente_registry::{id::HearingId, wellbeing::DebriefAnswer};
use serde::Deserialize;

/// Whether a talk is wanted.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "wanted": true }))]
#[schema(as = DebriefWish)]
pub struct Answer {
    wanted: bool,
}

/// Answers; answering again replaces it.
#[utoipa::path(post, path = "/api/hearings/{id}/debrief", tag = "hearings", request_body = Answer,
    params(("id" = uuid::Uuid, Path)),
    responses((status = 204),
              (status = 404, description = "`not_found`", body = crate::problem::Document),
              (status = 409, description = "`not_now`", body = crate::problem::Document)))]
pub async fn create(
    State(app): State<App>,
    Person(me): Person,
    Path(id): Path<HearingId>,
    Json(answer): Json<Answer>,
) -> Result<StatusCode, Problem> {
    require(me.role, Action::AnswerOffers)?;
    let hearing = within_reach(&app, id, |hearing| interprets(hearing, me.id)).await?;
    let word = if answer.wanted { DebriefAnswer::Wanted } else { DebriefAnswer::NotNeeded };
    app.store.answer_debrief(&hearing, me.id, word, app.clock.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}
