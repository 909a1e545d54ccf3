//! `PUT /api/profile/equipment`: what I work with, looked at now.

use crate::{
    app::App,
    json::Json,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::extract::State;
use puente_registry::interpreter::Equipment;
use serde::Deserialize;

/// What was found.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EquipmentFound {
    headset: bool,
    wired_network: bool,
}

/// Notes that I looked at my equipment now, and what I found.
#[utoipa::path(put, path = "/api/profile/equipment", tag = "people",
    request_body(content = EquipmentFound, example = json!({ "headset": true, "wired_network": true })),
    responses((status = 200, body = Equipment)))]
pub async fn put(
    State(app): State<App>,
    Person(me): Person,
    Json(found): Json<EquipmentFound>,
) -> Result<Json<Equipment>, Problem> {
    require(me.role, Action::KeepProfile)?;
    let EquipmentFound { headset, wired_network } = found;
    let equipment = Equipment { checked: app.clock.now(), headset, wired_network };
    app.store.set_equipment(me.id, equipment).await?;
    Ok(Json(equipment))
}
