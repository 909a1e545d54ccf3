//! What a seat says after the hearing: `/api/hearings/{id}/feedback`.

use super::within_reach;
use crate::{
    api::Path,
    app::App,
    json::Json,
    problem::{Kind, Problem},
    session::Session,
};
use axum::{extract::State, http::StatusCode};
use puente_registry::{
    feedback::Feedback,
    hearing::{Hearing, HearingState, Role},
    id::{HearingId, Seat},
    request::Topic,
    wellbeing::DebriefAnswer,
};
use serde::Serialize;

/// What is asked of the caller's seat, and what was said.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = AskedFor)]
pub struct Asked {
    /// The fields that this role is asked for, in the order of the page.
    #[schema(example = json!(["sound", "conditions"]))]
    fields: Vec<&'static str>,
    /// What was said; null if nothing was.
    given: Option<Feedback>,
    /// An interpreter is offered a talk after heavy matter.
    debrief_offered: bool,
    debrief: Option<DebriefAnswer>,
    /// The heavy subjects of this hearing, for whoever is offered a talk.
    topics: Vec<Topic>,
}

/// What is asked of my seat.
#[utoipa::path(get, path = "/api/hearings/{id}/feedback", tag = "hearings",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = Asked),
              (status = 404, description = "`not_found`", body = crate::problem::Document)))]
pub async fn get(
    State(app): State<App>,
    session: Session,
    Path(id): Path<HearingId>,
) -> Result<Json<Asked>, Problem> {
    let (hearing, seat, role) = mine(&app, &session, id).await?;
    let topics = match (role, session.person()) {
        (Role::Interpreter, Some(_)) => app.store.topics_of(&hearing).await?,
        _ => Vec::new(),
    };
    let debrief = match session.person() {
        Some(person) => app.store.debrief_answer(id, person).await?,
        None => None,
    };
    Ok(Json(Asked {
        fields: fields(role).to_vec(),
        given: app.store.feedback_of(id, seat).await?,
        debrief_offered: !topics.is_empty(),
        debrief,
        topics,
    }))
}

/// Says it; saying it again replaces it. Only what the role is asked for is taken.
#[utoipa::path(post, path = "/api/hearings/{id}/feedback", tag = "hearings",
    request_body = Feedback, params(("id" = uuid::Uuid, Path)),
    responses((status = 204),
              (status = 404, description = "`not_found`", body = crate::problem::Document),
              (status = 409, description = "`not_now`: not over", body = crate::problem::Document),
              (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn create(
    State(app): State<App>,
    session: Session,
    Path(id): Path<HearingId>,
    Json(feedback): Json<Feedback>,
) -> Result<StatusCode, Problem> {
    let (hearing, seat, _) = mine(&app, &session, id).await?;
    // Until its record is sealed a hearing counts as live; what runs is not over.
    if hearing.state == HearingState::Live && app.live.running(id).is_some() {
        return Err(Kind::NotNow.into());
    }
    app.store.give_feedback(&hearing, seat, &feedback, app.clock.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn mine(
    app: &App,
    session: &Session,
    id: HearingId,
) -> Result<(Hearing, Seat, Role), Problem> {
    let seat = |hearing: &Hearing| super::live::seat_of(session, hearing);
    let hearing = within_reach(app, id, |hearing| seat(hearing).is_some()).await?;
    let mine = seat(&hearing).ok_or(Kind::NotFound)?;
    let role = hearing.participants.iter().find(|p| p.seat == mine).ok_or(Kind::NotFound)?.role;
    Ok((hearing, mine, role))
}

fn fields(role: Role) -> &'static [&'static str] {
    match role {
        Role::Interpreter => &["sound", "conditions"],
        Role::Interviewer | Role::Presiding | Role::Clerk => &["understood", "conduct", "sound"],
        Role::Witness => &["understood", "interpreter"],
        _ => &[],
    }
}
