//! `GET /api/hearings/{id}`: a hearing for those who prepare it.

use super::{Entry, prepares, within_reach};
use crate::{api::Path, app::App, json::Json, problem::Problem, session::Person};
use axum::extract::State;
use puente_registry::{
    hearing::{Hearing, LinkState, Role},
    id::{HearingId, PersonId, Seat},
    language::Language,
    local_times::LocalTimes,
    place::Place,
    time::{Moment, Zone},
};
use serde::Serialize;

/// A hearing with all its seats.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Prepared {
    #[serde(flatten)]
    entry: Entry,
    participants: Vec<PreparedSeat>,
    /// The beginning on each clock that matters: the host's first, then from west to east.
    clocks: Vec<Moment>,
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
    /// Whether it is somebody with an account, who signs in.
    account: bool,
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
    let clocks = clocks(app, &hearing).await?;
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
            account: participant.person.is_some(),
        });
    }
    Ok(Prepared { entry, participants, clocks })
}

/// When it begins for everybody with an account and at every place.
async fn clocks(app: &App, hearing: &Hearing) -> Result<Vec<Moment>, Problem> {
    let mut zones: Vec<Zone> = Vec::new();
    for participant in &hearing.participants {
        if let Some(person) = participant.person {
            zones.push(app.store.account(person).await?.zone);
        }
        if let Some(place) = participant.place {
            zones.push(app.store.place(place).await?.about.zone);
        }
    }
    let (starts, ends) = (&hearing.starts, &hearing.ends);
    let times = LocalTimes::of(starts.instant, ends.instant, &starts.zone, &zones);
    Ok(times.clocks().iter().map(|clock| clock.starts.clone()).collect())
}
