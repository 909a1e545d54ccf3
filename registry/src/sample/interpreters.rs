//! The sample's interpreters: they differ in variety, hours, credentials, gender and zone.

use rand::{Rng as _, rngs::StdRng};

use super::{person_name, pick, plan, towns};
use crate::{
    availability::WeekRule,
    country::Country,
    error::{Error, Result},
    interpreter::{Class, Credential, Enrolment, Gender, Mode, Profile, Service, Setting, Spoken},
    language::Language,
    person::{AccountRole, NewAccount},
    time::{Instant, Zone},
};

const DAY_MINUTES: i64 = 24 * 60;

/// So many of each pair are free all day on every day, vetted, and do everything, so that the
/// sample can always show a booking.
const ALWAYS_THERE: usize = 4;

pub(super) fn all(
    now: Instant,
    rng: &mut StdRng,
    hash_password: &impl Fn(&str) -> Option<String>,
) -> Result<Vec<Enrolment>> {
    let mut enrolments = Vec::new();
    for (country, own, other, people) in plan::PAIRS {
        let pair = [language(own)?, language(other)?];
        for index in 0..*people {
            let email = format!("interpreter-{}@sample.puente.example", enrolments.len() + 1);
            let phc = hash_password(&email);
            let always_there = index < ALWAYS_THERE;
            enrolments.push(interpreter(*country, &pair, always_there, email, phc, now, rng)?);
        }
    }
    Ok(enrolments)
}

fn interpreter(
    country: Country,
    pair: &[Language; 2],
    always_there: bool,
    email: String,
    password_phc: Option<String>,
    now: Instant,
    rng: &mut StdRng,
) -> Result<Enrolment> {
    let towns = towns(country)?;
    let index = rng.random_range(0..towns.len().max(1));
    let (town, zone): (&str, Zone) = towns.into_iter().nth(index).ok_or(Error::NotFound("town"))?;
    let gender = match rng.random_range(0..100) {
        0..60 => Gender::Woman,
        60..97 => Gender::Man,
        _ => Gender::Other,
    };
    let gender = if always_there && rng.random_bool(0.8) { Gender::Woman } else { gender };
    let [own, other] = pair;
    let class = if rng.random_bool(0.3) { Class::A } else { Class::B };
    let account = NewAccount {
        name: person_name(gender == Gender::Woman, rng),
        email: Some(email),
        password_phc,
        role: AccountRole::Interpreter,
        country,
        zone,
    };
    let vetted = always_there || rng.random_bool(0.92);
    let vetted_days = if vetted { rng.random_range(60..900) } else { rng.random_range(-300..3) };
    let profile = Profile {
        gender,
        home: town.to_owned(),
        languages: vec![
            Spoken { language: own.clone(), class: Class::A, attested: None },
            Spoken { language: other.clone(), class, attested: None },
        ],
        services: services(pair, always_there, rng),
        credentials: credentials(country, now, rng),
        vetted_until: (vetted || rng.random_bool(0.6))
            .then(|| now.plus_minutes(vetted_days * DAY_MINUTES)),
        trauma_trained: rng.random_bool(0.45),
        reliability_permille: rng.random_range(620..=1000),
        minutes_worked: rng.random_range(0..24_000),
        notice_minutes: if always_there { 0 } else { pick(&[0, 60, 120, 720, 1440], rng) },
    };
    let week = if always_there { hours(1..=7, "07:00", "20:00")? } else { week(rng)? };
    Ok(Enrolment { account, profile, week })
}

/// Both ways, except that one in twenty works into their own language only.
fn services(pair: &[Language; 2], all: bool, rng: &mut StdRng) -> Vec<Service> {
    let [own, other] = pair;
    let simultaneous = all || rng.random_bool(0.35);
    let both_ways = all || rng.random_bool(0.95);
    let mut services = Vec::new();
    for (setting, likely) in [
        (Setting::Interview, 0.95),
        (Setting::Hearing, 0.6),
        (Setting::Medical, 0.4),
        (Setting::Emergency, 0.25),
    ] {
        if !(all || rng.random_bool(likely)) {
            continue;
        }
        for mode in [Mode::Consecutive, Mode::Simultaneous, Mode::SightTranslation] {
            if mode == Mode::Simultaneous && !simultaneous {
                continue;
            }
            let service = |source: &Language, target: &Language| Service {
                source: source.clone(),
                target: target.clone(),
                mode,
                setting,
            };
            services.push(service(other, own));
            if both_ways {
                services.push(service(own, other));
            }
        }
    }
    services
}

/// Their own country's scheme, more often than not, and now and then one of another.
fn credentials(country: Country, now: Instant, rng: &mut StdRng) -> Vec<Credential> {
    let mut credentials = Vec::new();
    for scheme in plan::SCHEMES {
        if !rng.random_bool(if scheme.country == country { 0.6 } else { 0.04 }) {
            continue;
        }
        let ends = now.plus_minutes(rng.random_range(-100..1500) * DAY_MINUTES);
        credentials.push(Credential {
            scheme: scheme.word.to_owned(),
            issuer: scheme.issuer.to_owned(),
            number: None,
            valid_from: None,
            valid_until: rng.random_bool(0.7).then_some(ends),
        });
    }
    credentials
}

fn week(rng: &mut StdRng) -> Result<Vec<WeekRule>> {
    match rng.random_range(0..8) {
        0 | 1 => hours(1..=5, "08:00", "17:00"),
        2 => hours(1..=5, "07:00", "12:00"),
        3 => hours(1..=5, "13:00", "20:00"),
        4 => hours(2..=6, "09:00", "18:00"),
        5 => hours(6..=7, "08:00", "20:00"),
        6 => {
            let mut split = hours(1..=5, "08:00", "12:00")?;
            split.extend(hours(1..=5, "14:00", "18:00")?);
            Ok(split)
        }
        _ => hours(1..=7, "00:00", "24:00"),
    }
}

fn hours(days: std::ops::RangeInclusive<u8>, from: &str, to: &str) -> Result<Vec<WeekRule>> {
    let clock = |text: &str| text.parse().map_err(|e| Error::time("week", &e));
    let (from, to) = (clock(from)?, clock(to)?);
    Ok(days.map(|day| WeekRule { day, from, to }).collect())
}

fn language(text: &str) -> Result<Language> {
    text.parse().map_err(|_| Error::NotFound("language of the sample"))
}
