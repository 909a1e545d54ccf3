//! The sample's facilities and kits. The towns stand where they stand; everything else, down to
//! the telephone numbers, is invented and says so.

use rand::{Rng as _, rngs::StdRng};

use super::{pick, towns};
use crate::{
    availability::WeekRule,
    country::Country,
    equipment_check::{CheckInput, CheckItem, ItemOutcome, Outcome},
    error::{Error, Result},
    facility::{FacilityInput, Position},
    id::{FacilityId, PersonId, PlaceId},
    kit::{MoveInput, MoveKind},
    person::AccountRole,
    place::{Feature, NetworkFigures, PlaceInput, PlaceKind},
    store::Store,
    time::{Instant, Zone},
};

const DAY_MINUTES: i64 = 24 * 60;

/// Latitude and longitude of each town of the plan.
const TOWNS: &[(&str, f64, f64)] = &[
    ("Belmopan", 17.251, -88.759),
    ("Punta Gorda", 16.100, -88.809),
    ("Dangriga", 16.970, -88.233),
    ("Toronto", 43.653, -79.383),
    ("Vancouver", 49.283, -123.121),
    ("Montréal", 45.502, -73.567),
    ("Winnipeg", 49.895, -97.138),
    ("Edmonton", 53.546, -113.494),
    ("San José", 9.928, -84.091),
    ("Limón", 9.991, -83.036),
    ("Santo Domingo", 18.486, -69.931),
    ("Dajabón", 19.549, -71.708),
    ("Ciudad de Guatemala", 14.635, -90.507),
    ("Huehuetenango", 15.320, -91.471),
    ("Quetzaltenango", 14.845, -91.519),
    ("Cobán", 15.469, -90.372),
    ("Tegucigalpa", 14.072, -87.192),
    ("Puerto Lempira", 15.263, -83.774),
    ("La Ceiba", 15.760, -86.782),
    ("Ciudad de México", 19.433, -99.133),
    ("Tapachula", 14.906, -92.263),
    ("Tijuana", 32.515, -117.038),
    ("San Cristóbal de las Casas", 16.737, -92.638),
    ("Cancún", 21.161, -86.852),
    ("Hermosillo", 29.073, -110.956),
    ("Managua", 12.136, -86.251),
    ("Bilwi", 14.035, -83.389),
    ("Ciudad de Panamá", 8.983, -79.519),
    ("David", 8.427, -82.431),
    ("San Salvador", 13.693, -89.218),
    ("San Miguel", 13.483, -88.183),
    ("New York", 40.713, -74.006),
    ("Houston", 29.760, -95.370),
    ("Phoenix", 33.448, -112.074),
    ("Los Angeles", 34.052, -118.244),
    ("Miami", 25.762, -80.192),
];

const STREETS: &[&str] =
    &["Calle de muestra 3-15", "Avenida de ejemplo 120", "Paseo inventado 8", "Calle ficticia 41"];

/// A facility in each town, with two rooms in the first and one in each other; two kits, kept in
/// the first towns, one of them out with somebody.
pub(super) async fn add(
    store: &Store,
    country: Country,
    now: Instant,
    rng: &mut StdRng,
) -> Result<()> {
    let technicians = store.accounts_with_role(AccountRole::Technician).await?;
    let technician = technicians.iter().find(|account| account.country == country);
    let technician = technician.map(|account| account.id).ok_or(Error::NotFound("technician"))?;
    let mut facilities = Vec::new();
    for (index, (town, zone)) in towns(country)?.into_iter().enumerate() {
        let about = facility(town, zone, technician, rng)?;
        let id = store.add_facility(country, &about, now, rng).await?;
        let rooms = if index == 0 { 2 } else { 1 };
        for number in 1..=rooms {
            let about = room(town, number, rng);
            let venue = PlaceKind::Venue;
            let room = store.add_place_of(country, id, venue, &about, now, rng).await?;
            check(store, room, technician, (40_000, 10_000), now, rng).await?;
        }
        facilities.push(id);
    }
    for (number, facility) in (1..=2).zip(facilities.iter().cycle()) {
        let kit = add_kit(store, country, *facility, number, now, rng).await?;
        check(store, kit, technician, (6_000, 1_500), now, rng).await?;
        if number == 2 {
            let taken = MoveInput {
                holder: Some("Oficial de muestra".to_owned()),
                expected_back_days: Some(4),
                ..MoveInput::plain(MoveKind::CheckedOut)
            };
            store.move_kit(country, kit, technician, &taken, now, rng).await?;
        }
    }
    Ok(())
}

fn facility(
    town: &str,
    zone: Zone,
    technician: PersonId,
    rng: &mut StdRng,
) -> Result<FacilityInput> {
    let (_, latitude, longitude) =
        TOWNS.iter().find(|(name, ..)| *name == town).ok_or(Error::NotFound("town"))?;
    let position = Position::new(*latitude, *longitude)
        .map_err(|why| Error::Corrupt { what: "sample", why: why.to_string() })?;
    let time = |text: &str| text.parse().map_err(|e| Error::time("hours", &e));
    let (from, to) = (time("07:00")?, time("19:00")?);
    Ok(FacilityInput {
        name: format!("Sede de muestra {town}"),
        address: pick(STREETS, rng).to_owned(),
        town: town.to_owned(),
        zone,
        position,
        technician: Some(technician),
        phone: Some(format!("0000-{:04}", rng.random_range(0..10_000))),
        directions: Some("Entrada lateral; la sala de espera está al fondo.".to_owned()),
        hours: (1..=6).map(|day| WeekRule { day, from, to }).collect(),
    })
}

fn room(town: &str, number: i32, rng: &mut StdRng) -> PlaceInput {
    let child_friendly = rng.random_bool(0.4);
    let mut equipment = vec![Feature::ScreenLarge, Feature::Headsets];
    for feature in [
        Feature::TwoExits,
        Feature::WaitingRoom,
        Feature::ObserverRoom,
        Feature::DocumentCamera,
        Feature::HearingLoop,
        Feature::WheelchairToilet,
    ] {
        if rng.random_bool(0.6) {
            equipment.push(feature);
        }
    }
    if child_friendly {
        equipment.push(Feature::ChildRoom);
    }
    PlaceInput {
        name: format!("Sede de muestra {town}, sala {number}"),
        equipment,
        screen_inches: Some(pick(&[43, 55, 65], rng)),
        step_free: rng.random_bool(0.7),
        child_friendly,
    }
}

async fn add_kit(
    store: &Store,
    country: Country,
    facility: FacilityId,
    number: i32,
    now: Instant,
    rng: &mut StdRng,
) -> Result<PlaceId> {
    let kit = PlaceInput {
        name: format!("Equipo móvil de muestra {country}-{number}"),
        equipment: vec![
            Feature::Tablet,
            Feature::RouterTwoSims,
            Feature::Headsets,
            Feature::Speakerphone,
            Feature::PowerBank,
        ],
        screen_inches: Some(12),
        step_free: true,
        child_friendly: true,
    };
    store.add_place_of(country, facility, PlaceKind::Kit, &kit, now, rng).await
}

/// Two checks: an earlier one that found something, and a later one that did not.
async fn check(
    store: &Store,
    place: PlaceId,
    technician: PersonId,
    (down, up): (i32, i32),
    now: Instant,
    rng: &mut StdRng,
) -> Result<()> {
    let weak = CheckItem::ALL.get(rng.random_range(0..3)).copied();
    for (days_ago, found) in [(rng.random_range(20..40), weak), (rng.random_range(1..9), None)] {
        let item = |item| ItemOutcome {
            item,
            outcome: if found == Some(item) { Outcome::Fails } else { Outcome::Works },
            words: None,
        };
        let checked =
            [CheckItem::Microphone, CheckItem::Loudspeaker, CheckItem::Camera, CheckItem::Network];
        let given = CheckInput {
            items: checked.into_iter().map(item).collect(),
            network: Some(NetworkFigures {
                down_kbps: rng.random_range(down / 2..down),
                up_kbps: rng.random_range(up / 2..up),
                round_trip_ms: rng.random_range(30..180),
                loss_permille: Some(rng.random_range(0..12)),
            }),
            words: None,
        };
        let at = now.plus_minutes(-days_ago * DAY_MINUTES);
        store.note_check(place, Some(technician), &given, at, rng).await?;
    }
    Ok(())
}
