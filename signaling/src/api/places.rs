//! `GET /api/places`: venues and kits that are free at a time.

use crate::{
    api::Query,
    app::App,
    json::Json,
    lang::Words,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::extract::State;
use puente_registry::{
    country::Country,
    place::{Place, PlaceKind},
    time::{Local, WallTime, Zone},
};
use serde::{Deserialize, Serialize};

/// As long as a hearing can be planned.
const MOST_MINUTES: i64 = 12 * 60;

/// Where and when.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    /// None means all countries.
    country: Option<Country>,
    /// Wall time, such as `2026-11-25T10:00`.
    from: Local,
    zone: Zone,
    minutes: i64,
}

/// What is free, by kind.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Places {
    venues: Vec<Place>,
    kits: Vec<Place>,
}

/// Free venues and kits.
#[utoipa::path(get, path = "/api/places", tag = "bank", params(Wanted), responses(
    (status = 200, body = Places),
    (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn places(
    State(app): State<App>,
    Person(me): Person,
    Query(wanted): Query<Wanted>,
) -> Result<Json<Places>, Problem> {
    require(me.role, Action::FindPlaces)?;
    let Wanted { country, from: local, zone, minutes } = wanted;
    if !(1..=MOST_MINUTES).contains(&minutes) {
        let words =
            Words::new("De 1 a 720 minutos.", "From 1 to 720 minutes.", "De 1 à 720 minutes.");
        return Err(Problem::invalid("minutes", words));
    }
    let from = WallTime { local, zone }.moment().map_err(|_| {
        Problem::invalid(
            "from",
            Words::new(
                "Esa hora no existe allí.",
                "That time does not exist there.",
                "Cette heure n’existe pas là-bas.",
            ),
        )
    })?;
    let until = from.instant.plus_minutes(minutes);
    let free = app.store.places_free(country, from.instant, until).await?;
    let (venues, kits) = free.into_iter().partition(|place| place.about.kind == PlaceKind::Venue);
    Ok(Json(Places { venues, kits }))
}
