//! `GET /api/kit`: what the kiosk page shows.

use crate::{app::App, json::Json, kit_session::Kit, problem::Problem};
use axum::extract::State;
use puente_registry::{
    id::PlaceId,
    kit::agenda::KitHearing,
    place::PlaceState,
    time::{Moment, Zone},
};
use serde::Serialize;

/// The kit and the hearings that are near.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct KioskPage {
    #[schema(value_type = uuid::Uuid)]
    kit: PlaceId,
    name: String,
    state: PlaceState,
    country: &'static str,
    zone: Zone,
    now: Moment,
    /// The next first.
    hearings: Vec<KitHearing>,
}

/// What is next at this kit.
#[utoipa::path(get, path = "/api/kit", tag = "kit",
    security(("kit" = [])), responses((status = 200, body = KioskPage)))]
pub async fn get(State(app): State<App>, kit: Kit) -> Result<Json<KioskPage>, Problem> {
    let place = app.store.place(kit.id).await?;
    let now = app.clock.now();
    let hearings = app.store.kit_agenda(kit.id, now).await?;
    Ok(Json(KioskPage {
        kit: kit.id,
        name: place.about.name,
        state: place.state,
        country: place.about.country.as_str(),
        now: Moment::at(now, &place.about.zone),
        zone: place.about.zone,
        hearings,
    }))
}
