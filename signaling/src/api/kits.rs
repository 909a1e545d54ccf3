//! Kits of my country: where each is, in whose hands, and its key: `/api/kits`.

pub mod create;
pub mod enrolment;
pub mod list;
pub mod moves;
pub mod one;

use crate::{
    app::App,
    policy::{Action, allows},
    problem::{Kind, Problem},
};
use puente_registry::{
    id::PlaceId,
    kit::{Move, MoveKind, Whereabouts, agenda::PlaceBooking},
    person::Account,
    place::{Place, PlaceKind},
    time::Moment,
};
use serde::Serialize;

/// As many bookings and steps are shown.
const MOST_BOOKINGS: i64 = 5;
const MOST_STEPS: i64 = 50;

/// A kit as its country's staff see it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct KitPage {
    #[serde(flatten)]
    place: Place,
    whereabouts: Whereabouts,
    /// The name of the facility where it is kept.
    facility_name: Option<String>,
    /// Since when it signs in by its own key; none if it has no key.
    enrolled: Option<Moment>,
    /// Times at which it is held or booked, the next first.
    bookings: Vec<PlaceBooking>,
    /// What happened to it, the latest first.
    moves: Vec<Move>,
    /// What I can note now.
    possible: Vec<MoveKind>,
    /// Whether I can have it enrolled now.
    may_enrol: bool,
    /// Whether I may change what is said of it and check it.
    may_keep: bool,
}

/// A kit, if it is of the caller's country; it does not exist otherwise.
async fn of_own_country(app: &App, id: PlaceId, me: &Account) -> Result<Place, Problem> {
    let place = app.store.place(id).await?;
    let own = place.about.country == me.country && place.about.kind == PlaceKind::Kit;
    if own { Ok(place) } else { Err(Kind::NotFound.into()) }
}

async fn page(app: &App, id: PlaceId, me: &Account) -> Result<KitPage, Problem> {
    let place = of_own_country(app, id, me).await?;
    let all = app.store.whereabouts(Some(me.country)).await?;
    let whereabouts = all.into_iter().find(|one| one.kit == id).ok_or(Kind::NotFound)?;
    let facility_name = match place.facility {
        Some(facility) => Some(app.store.facility(facility).await?.about.name),
        None => None,
    };
    let enrolled = app.store.kit_enrolled(id).await?;
    let may_keep = allows(me.role, Action::KeepPlaces);
    let mut possible = MoveKind::possible(place.state);
    possible.retain(|kind| allows(me.role, needed_for(*kind)));
    Ok(KitPage {
        enrolled: enrolled.map(|at| Moment::at(at, &place.about.zone)),
        bookings: app.store.bookings_of_place(id, app.clock.now(), MOST_BOOKINGS).await?,
        moves: app.store.moves(id, MOST_STEPS).await?,
        possible,
        may_enrol: may_keep && MoveKind::Enrolled.leads(place.state).is_some(),
        may_keep,
        facility_name,
        whereabouts,
        place,
    })
}

/// Whoever hands kits out may also call one back or lost; whether it works is for technicians.
fn needed_for(kind: MoveKind) -> Action {
    match kind {
        MoveKind::CheckedOut | MoveKind::CheckedIn | MoveKind::Lost | MoveKind::Revoked => {
            Action::MoveKits
        }
        MoveKind::ToRepair | MoveKind::Repaired | MoveKind::Found | MoveKind::Enrolled => {
            Action::KeepPlaces
        }
    }
}
