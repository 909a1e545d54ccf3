//! `GET /api/cooperation`: what came in and what went out.

use crate::{
    app::App,
    json::Json,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::extract::State;
use puente_registry::cooperation::{Side, request::Line};
use serde::Serialize;

/// The requests of the caller's country that the caller may see.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Boxes {
    /// From other countries.
    inbox: Vec<Line>,
    /// To other countries, drafts among them.
    outbox: Vec<Line>,
}

/// Both boxes, the latest changed first.
#[utoipa::path(get, path = "/api/cooperation", tag = "cooperation",
    responses((status = 200, body = Boxes)))]
pub async fn list(State(app): State<App>, Person(me): Person) -> Result<Json<Boxes>, Problem> {
    require(me.role, Action::Cooperate)?;
    let lines = app.store.cooperations_of(&me, app.clock.now()).await?;
    let (outbox, inbox) = lines.into_iter().partition(|line| line.side == Side::Requesting);
    Ok(Json(Boxes { inbox, outbox }))
}
