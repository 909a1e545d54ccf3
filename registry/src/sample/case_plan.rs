//! An invented case of ten people, planned for the working week to come.

use rand::rngs::StdRng;

use crate::{
    case_plan::{PlanVictim, Setup},
    country::Country,
    error::{Error, Result},
    interpreter::{Gender, Mode, Setting},
    person::AccountRole,
    request::{AgeBand, Preferences, Topic},
    store::Store,
    time::{Day, Instant, Moment},
};

/// Pseudonym, variety, age of a minor, word of the family, interviews, minutes.
type Row = (&'static str, &'static str, Option<AgeBand>, Option<&'static str>, i64, i64);

const VICTIMS: &[Row] = &[
    ("Ceiba", "mam-todos-santos", None, None, 2, 60),
    ("Colibrí", "quc-santa-cruz", Some(AgeBand::From12To15), Some("A"), 1, 45),
    ("Jacaranda", "mam-todos-santos", None, None, 1, 60),
    ("Laguna", "kek", Some(AgeBand::From16To17), None, 2, 45),
    ("Maíz", "kek", None, None, 1, 60),
    ("Nube", "kek", None, Some("B"), 1, 60),
    ("Piedra", "kek", None, Some("B"), 1, 60),
    ("Quetzal", "quc-santa-cruz", None, Some("A"), 2, 60),
    ("Río", "quc-santa-cruz", None, None, 1, 90),
    ("Sauce", "quc-santa-cruz", None, None, 1, 60),
];

/// Days of a working week.
const DAYS: i32 = 5;

pub(super) async fn add(store: &Store, now: Instant, rng: &mut StdRng) -> Result<()> {
    let coordinators = store.accounts_with_role(AccountRole::Coordinator).await?;
    let coordinator = coordinators
        .into_iter()
        .find(|one| one.country == Country::Gt)
        .ok_or(Error::NotFound("account"))?;
    let monday = next_monday(Moment::at(now, &coordinator.zone).local.day())?;
    let days = (0..DAYS).map(|later| monday.plus_days(later));
    let days = days.collect::<Result<Vec<Day>, _>>().map_err(|e| Error::time("days", &e))?;
    let places = store.places_free(Some(Country::Gt), now, now).await?;
    let time = |text: &str| text.parse().map_err(|error| Error::time("from", &error));
    let setup = Setup {
        case_reference: "MUESTRA-CASO-1".to_owned(),
        language: "spa".parse().map_err(|_| Error::NotFound("language"))?,
        setting: Setting::Interview,
        zone: coordinator.zone,
        days,
        from: time("08:00")?,
        to: time("16:00")?,
        rest_minutes: 15,
        places: places.iter().take(2).chain(places.last()).map(|place| place.id).collect(),
        topics: vec![Topic::ForcedLabour],
        victims: VICTIMS.iter().map(victim).collect::<Result<_>>()?,
    };
    let plan = store.create_case_plan(coordinator.id, &setup, now, rng).await?;
    store.solve_case_plan(plan.id, coordinator.id, plan.version, true, now).await.map(drop)
}

fn victim((label, language, minor, apart, interviews, minutes): &Row) -> Result<PlanVictim> {
    Ok(PlanVictim {
        label: (*label).to_owned(),
        language: language.parse().map_err(|_| Error::NotFound("language"))?,
        other_languages: Vec::new(),
        minor: *minor,
        mode: Mode::Consecutive,
        preferences: Preferences { gender: Some(Gender::Woman), ..Preferences::default() },
        apart: apart.map(str::to_owned),
        interviews: *interviews,
        minutes: *minutes,
        step_free: false,
    })
}

/// The Monday of the week after this one. Day 0, in 1970, was a Thursday.
fn next_monday(today: Day) -> Result<Day> {
    let since_monday = (today.number() + 3).rem_euclid(7);
    today.plus_days(7 - since_monday).map_err(|error| Error::time("days", &error))
}
