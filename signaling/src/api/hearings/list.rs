//! `GET /api/hearings`: the caller's agenda.

use super::{Entry, is_ready, prepares};
use crate::{app::App, json::Json, problem::Problem, session::Session};
use axum::extract::State;
use puente_registry::{
    hearing::{Hearing, Participant},
    id::PersonId,
    login::Holder,
};
use serde::Serialize;

/// A hearing in my agenda.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct AgendaEntry {
    #[serde(flatten)]
    entry: Entry,
    participants: Vec<Summary>,
}

/// A participant at a glance. The label is for those who prepare the hearing.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Summary {
    role: &'static str,
    label: String,
    ready: bool,
}

/// The hearings in which I have a seat or which I opened; for a seat's login, that one.
#[utoipa::path(get, path = "/api/hearings", tag = "hearings", responses(
    (status = 200, body = Vec<AgendaEntry>)))]
pub async fn list(
    State(app): State<App>,
    session: Session,
) -> Result<Json<Vec<AgendaEntry>>, Problem> {
    let now = app.clock.now();
    let entries = match session.holder {
        Holder::Person(me) => {
            let hearings = app.store.agenda(me, now).await?;
            hearings.iter().map(|hearing| of_person(hearing, me)).collect()
        }
        Holder::Seat(id, seat) => {
            let hearing = app.store.hearing(id, now).await?;
            let mine = hearing.participants.iter().find(|participant| participant.seat == seat);
            vec![entry(&hearing, mine, false)]
        }
    };
    Ok(Json(entries))
}

fn of_person(hearing: &Hearing, me: PersonId) -> AgendaEntry {
    let mine = hearing.participants.iter().find(|participant| participant.person == Some(me));
    entry(hearing, mine, prepares(hearing, me))
}

fn entry(hearing: &Hearing, mine: Option<&Participant>, prepares: bool) -> AgendaEntry {
    let participants = hearing
        .participants
        .iter()
        .map(|participant| {
            let shown = prepares || mine.is_some_and(|mine| mine.seat == participant.seat);
            Summary {
                role: participant.role.as_str(),
                label: if shown { participant.label.clone() } else { String::new() },
                ready: is_ready(participant),
            }
        })
        .collect();
    AgendaEntry { entry: Entry::new(hearing, mine), participants }
}
