//! `GET /api/hearings/{id}/vacancies`: places that interpreters gave up, who was called, and who
//! could step in.

pub mod call;

use super::{may_prepare, within_reach};
use crate::{api::Path, app::App, json::Json, problem::Problem, session::Session};
use axum::extract::State;
use puente_registry::{
    country::Country,
    hearing::Hearing,
    id::{HearingId, PersonId, Seat},
    time::Moment,
    vacancy::{CallLine, VacancyState, Vacated},
};
use serde::Serialize;

/// As many as fit on a screen during a hearing; those not shown are worse.
const MOST_SHOWN: usize = 12;

/// A place in a booth that became free.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct FreePlace {
    /// The seat that was given up.
    seat: Seat,
    booth: i32,
    why: Vacated,
    state: VacancyState,
    /// The seat of whoever stepped in.
    new_seat: Option<Seat>,
    calls: Vec<CallLine>,
    /// Who could step in, best first; none once somebody has.
    stand_ins: Vec<StandIn>,
}

/// Somebody who could step in.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct StandIn {
    person: PersonId,
    number: i64,
    country: Country,
    /// When she is needed, on her clock.
    local_time: Moment,
}

/// The free places of a hearing, in the order in which they became free.
#[utoipa::path(get, path = "/api/hearings/{id}/vacancies", tag = "hearings",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = Vec<FreePlace>),
              (status = 404, description = "`not_found`", body = crate::problem::Document)))]
pub async fn list(
    State(app): State<App>,
    session: Session,
    Path(id): Path<HearingId>,
) -> Result<Json<Vec<FreePlace>>, Problem> {
    let hearing = within_reach(&app, id, |hearing| may_prepare(hearing, &session)).await?;
    Ok(Json(free_places(&app, &hearing).await?))
}

async fn free_places(app: &App, hearing: &Hearing) -> Result<Vec<FreePlace>, Problem> {
    let mut places = Vec::new();
    for vacancy in app.store.vacancies(hearing.id).await? {
        let stand_ins = match vacancy.state {
            VacancyState::Open => {
                app.store.stand_ins(hearing, vacancy.seat, app.clock.now()).await?
            }
            VacancyState::Filled | VacancyState::Closed => Vec::new(),
        };
        places.push(FreePlace {
            seat: vacancy.seat,
            booth: vacancy.booth,
            why: vacancy.why,
            state: vacancy.state,
            new_seat: vacancy.new_seat,
            calls: app.store.calls_for(hearing.id, vacancy.seat).await?,
            stand_ins: stand_ins
                .into_iter()
                .take(MOST_SHOWN)
                .map(|candidate| StandIn {
                    person: candidate.person,
                    number: candidate.number,
                    country: candidate.country,
                    local_time: candidate.local_time,
                })
                .collect(),
        });
    }
    Ok(places)
}
