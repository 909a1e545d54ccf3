//! `POST /api/hearings/{id}/complaints`: a complaint about quality, for the coordinators.

use super::within_reach;
use crate::{
    api::Path,
    app::{App, fresh_rng},
    json::Json,
    problem::{Kind, Problem},
    session::Session,
};
use axum::{extract::State, http::StatusCode};
use puente_registry::{
    feedback::{ComplaintSubject, NewComplaint},
    hearing::Hearing,
    id::{HearingId, Seat},
};
use serde::Deserialize;

/// What is wrong.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "about": 3, "subject": "accuracy", "text": "Two dates were left out." }))]
#[schema(as = ComplaintMade)]
pub struct Complaint {
    /// About whose seat.
    about: Seat,
    subject: ComplaintSubject,
    #[schema(max_length = 4000)]
    text: String,
}

/// Makes it. Only the coordinators of the hearing's country read it.
#[utoipa::path(post, path = "/api/hearings/{id}/complaints", tag = "hearings",
    request_body = Complaint, params(("id" = uuid::Uuid, Path)),
    responses((status = 204),
              (status = 404, description = "`not_found`", body = crate::problem::Document),
              (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn create(
    State(app): State<App>,
    session: Session,
    Path(id): Path<HearingId>,
    Json(complaint): Json<Complaint>,
) -> Result<StatusCode, Problem> {
    let seat = |hearing: &Hearing| super::live::seat_of(&session, hearing);
    let hearing = within_reach(&app, id, |hearing| seat(hearing).is_some()).await?;
    let Complaint { about, subject, text } = complaint;
    let from = seat(&hearing).ok_or(Kind::NotFound)?;
    let new = NewComplaint { from, about, subject, text };
    let now = app.clock.now();
    app.store.complain(&hearing, &new, &app.seal_key, now, &mut fresh_rng()).await?;
    Ok(StatusCode::NO_CONTENT)
}
