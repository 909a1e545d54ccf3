//! `GET /api/kits`: the kits of my country and where they are.

use crate::{
    app::App,
    json::Json,
    policy::{Action, allows, require},
    problem::Problem,
    session::Person,
};
use axum::extract::State;
use puente_registry::kit::Whereabouts;
use serde::Serialize;

/// Where the kits are.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Kits {
    kits: Vec<Whereabouts>,
    /// Whether I may add one.
    may_keep: bool,
}

/// The kits of my country, by name.
#[utoipa::path(get, path = "/api/kits", tag = "bank", responses((status = 200, body = Kits)))]
pub async fn list(State(app): State<App>, Person(me): Person) -> Result<Json<Kits>, Problem> {
    require(me.role, Action::FindPlaces)?;
    let kits = app.store.whereabouts(Some(me.country)).await?;
    Ok(Json(Kits { kits, may_keep: allows(me.role, Action::KeepPlaces) }))
}
