//! `GET /api/complaints`: complaints about quality in my country, for its coordinators.

pub mod answer;

use crate::{
    app::App,
    json::Json,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::extract::State;
use puente_registry::{
    feedback::{ComplaintState, ComplaintSubject},
    hearing::Role,
    id::{ComplaintId, HearingId},
    time::{Instant, Moment},
};
use serde::Serialize;

/// One complaint.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Complaint {
    id: ComplaintId,
    hearing: HearingId,
    /// Whom it is about, as the hearing shows them: for an interpreter her number.
    about: String,
    /// In which role it was made.
    from: Role,
    subject: ComplaintSubject,
    text: String,
    state: ComplaintState,
    at: Moment,
}

/// Open ones first, at most a hundred.
#[utoipa::path(get, path = "/api/complaints", tag = "hearings", responses(
    (status = 200, body = Vec<Complaint>)))]
pub async fn list(
    State(app): State<App>,
    Person(me): Person,
) -> Result<Json<Vec<Complaint>>, Problem> {
    require(me.role, Action::AnswerComplaints)?;
    let at = |instant: Instant| Moment::at(instant, &me.zone);
    let all = app.store.complaints_in(me.country, &app.seal_key).await?;
    let told = all.into_iter().map(|one| Complaint {
        id: one.id,
        hearing: one.hearing,
        about: one.about,
        from: one.from,
        subject: one.subject,
        text: one.text,
        state: one.state,
        at: at(one.at),
    });
    Ok(Json(told.collect()))
}
