//! Facilities of my country, with their rooms: `/api/facilities`.

pub mod create;
pub mod list;
pub mod one;
pub mod rooms;

use crate::{
    app::App,
    policy::{Action, allows},
    problem::{Kind, Problem},
};
use puente_registry::{
    Error,
    facility::Facility,
    id::FacilityId,
    kit::{Whereabouts, agenda::PlaceBooking},
    person::Account,
    place::{Place, PlaceKind},
    time::Moment,
};
use serde::Serialize;

/// As many bookings of each room are shown.
const MOST_BOOKINGS: i64 = 5;

/// A facility as its country's staff see it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct FacilityPage {
    #[serde(flatten)]
    facility: Facility,
    /// The name of its technician.
    technician_name: Option<String>,
    rooms: Vec<Room>,
    /// The kits that are kept there, wherever they are.
    kits: Vec<Whereabouts>,
    /// Whether I may change it and its rooms.
    may_keep: bool,
}

/// A room with what is next and how it was last found.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Room {
    #[serde(flatten)]
    place: Place,
    /// Times at which it is held or booked, the next first.
    bookings: Vec<PlaceBooking>,
    /// Its last check.
    checked: Option<Checked>,
}

/// When something was last checked, and whether all of it worked.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Checked {
    at: Moment,
    passed: bool,
}

/// A facility, if it is of the caller's country; it does not exist otherwise.
async fn of_own_country(app: &App, id: FacilityId, me: &Account) -> Result<Facility, Problem> {
    let facility = app.store.facility(id).await?;
    if facility.country == me.country { Ok(facility) } else { Err(Kind::NotFound.into()) }
}

async fn page(app: &App, facility: Facility, me: &Account) -> Result<FacilityPage, Problem> {
    let technician_name = match facility.about.technician {
        Some(person) => match app.store.account(person).await {
            Ok(account) => Some(account.name),
            Err(Error::NotFound(_)) => None,
            Err(other) => return Err(other.into()),
        },
        None => None,
    };
    let mut rooms = Vec::new();
    for place in app.store.places_of(facility.id, PlaceKind::Venue).await? {
        let now = app.clock.now();
        let bookings = app.store.bookings_of_place(place.id, now, MOST_BOOKINGS).await?;
        let last = app.store.checks(place.id, 1).await?.into_iter().next();
        let checked = last.map(|check| Checked { at: check.at, passed: check.passed });
        rooms.push(Room { place, bookings, checked });
    }
    let mut kits = app.store.whereabouts(Some(facility.country)).await?;
    kits.retain(|kit| kit.facility == Some(facility.id));
    let may_keep = allows(me.role, Action::KeepPlaces);
    Ok(FacilityPage { facility, technician_name, rooms, kits, may_keep })
}
