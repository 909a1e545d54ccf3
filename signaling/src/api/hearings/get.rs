//! `GET /api/hearings/{id}`: a hearing for those who prepare it.

use super::{Entry, prepares, within_reach};
use crate::{api::Path, app::App, json::Json, problem::Problem, session::Person};
use axum::extract::State;
use puente_registry::{
    hearing::{Hearing, LinkState, Role},
    id::{HearingId, PersonId, Seat},
    language::Language,
    place::Place,
};
use serde::Serialize;

/// A hearing with all its seats.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Prepared {
    #[serde(flatten)]
    entry: Entry,
    participants: Vec<PreparedSeat>,
}

/// One seat, and what became of its link.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct PreparedSeat {
    seat: Seat,
    role: Role,
    label: String,
    languages: Vec<Language>,
    place: Option<Place>,
    link: Option<LinkState>,
}

/// One hearing.
#[utoipa::path(get, path = "/api/hearings/{id}", tag = "hearings",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = Prepared),
              (status = 404, description = "`not_found`", body = crate::problem::Document)))]
pub async fn get(
    State(app): State<App>,
    Person(me): Person,
    Path(id): Path<HearingId>,
) -> Result<Json<Prepared>, Problem> {
    let hearing = within_reach(&app, id, |hearing| prepares(hearing, me.id)).await?;
    Ok(Json(prepared(&app, hearing, me.id).await?))
}

/// The hearing as those who prepare it see it.
pub(super) async fn prepared(
    app: &App,
    hearing: Hearing,
    me: PersonId,
) -> Result<Prepared, Problem> {
    let mine = hearing.participants.iter().find(|participant| participant.person == Some(me));
    let entry = Entry::new(&hearing, mine);
    let mut participants = Vec::with_capacity(hearing.participants.len());
    for participant in hearing.participants {
        let place = match participant.place {
            Some(place) => Some(app.store.place(place).await?),
            None => None,
        };
        participants.push(PreparedSeat {
            seat: participant.seat,
            role: participant.role,
            label: participant.label,
            languages: participant.languages,
            place,
            link: participant.link,
        });
    }
    Ok(Prepared { entry, participants })
}
