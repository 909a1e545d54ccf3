//! `GET /api/desk`: my organisation, its people, and the slots that wait.

use super::own;
use crate::{app::App, json::Json, problem::Problem, session::Person};
use axum::extract::State;
use puente_registry::{
    organisation::{Member, Organisation, Slot},
    time::Moment,
};
use serde::Serialize;

/// What a duty desk needs at a glance.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Desk {
    organisation: Organisation,
    /// Now, on the organisation's clock.
    now: Moment,
    members: Vec<Member>,
    /// The open ones by their start, then those of the last two weeks.
    slots: Vec<Slot>,
}

/// My organisation's desk.
#[utoipa::path(get, path = "/api/desk", tag = "people", responses(
    (status = 200, body = Desk),
    (status = 404, description = "`not_found`: no organisation", body = crate::problem::Document)))]
pub async fn get(State(app): State<App>, Person(me): Person) -> Result<Json<Desk>, Problem> {
    let id = own(&app, &me).await?;
    let organisation = app.store.organisation(id).await?;
    let now = app.clock.now();
    Ok(Json(Desk {
        now: Moment::at(now, &organisation.zone),
        members: app.store.members(id).await?,
        slots: app.store.slots(id, now).await?,
        organisation,
    }))
}
