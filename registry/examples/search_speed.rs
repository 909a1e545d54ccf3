//! Fills a bank with so many interpreters and prints how long searches take:
//! `cargo run --release -p puente-registry --example search_speed [PEOPLE] [DATABASE_URL]`;
//! 100000 people in a temporary SQLite file unless told otherwise.
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::{env, time::Instant as Stopwatch};

use anyhow::{Context as _, Result};
use puente_registry::{
    Store,
    availability::WeekRule,
    country::Country,
    hearing::Kind,
    id::PersonId,
    interpreter::{Class, Enrolment, Gender, Mode, Profile, Service, Setting, Spoken},
    language::{Dictionary, Language},
    person::{AccountRole, NewAccount},
    request::{About, Preferences, RequestInput},
    time::{Instant, WallTime},
};
use rand::{Rng as _, SeedableRng as _, rngs::StdRng};

const NOW: &str = "2026-11-24T15:00:00Z";
const AT_ONCE: usize = 2_000;
/// Languages paired with Spanish, the commonest first; how common falls as one over the rank.
const LANGUAGES: &[&str] = &[
    "eng",
    "hat",
    "kek",
    "fra",
    "quc-santa-cruz",
    "mfs",
    "yua",
    "ase",
    "miq",
    "cab",
    "tzh-oxchuc",
    "nhe",
    "mam-todos-santos",
    "mam-comitancillo",
    "kjb",
    "cak-solola",
    "tzo-chamula",
    "zai",
    "mxv",
    "gym",
    "ncs",
    "ixl-nebaj",
    "bzj",
    "mop",
    "cuk",
    "por",
    "cmn",
    "arb",
    "poh-oriental",
    "tzj-oriental",
];

#[tokio::main]
async fn main() -> Result<()> {
    let mut arguments = env::args().skip(1);
    let people: usize = arguments.next().map_or(Ok(100_000), |text| text.parse())?;
    let folder = tempfile::tempdir()?;
    let url = arguments
        .next()
        .unwrap_or_else(|| format!("sqlite:{}", folder.path().join("bank.sqlite").display()));
    let store = Store::connect(&url, Dictionary::embedded()?).await?;
    let mut rng = StdRng::seed_from_u64(1);
    let now: Instant = NOW.parse()?;

    let began = Stopwatch::now();
    let mut left = people;
    while left > 0 {
        let batch = left.min(AT_ONCE);
        let enrolments: Vec<Enrolment> =
            (0..batch).map(|_| enrolment(now, &mut rng)).collect::<Result<_>>()?;
        store.enrol(&enrolments, now, &mut rng).await?;
        left -= batch;
    }
    println!(
        "{people} interpreters on {} in {:.0} s",
        store.engine(),
        began.elapsed().as_secs_f64()
    );

    let requester = requester(&store, now, &mut rng).await?;
    let mut all_ms = Vec::new();
    for language in LANGUAGES {
        let mut times_ms = Vec::new();
        let mut found = 0;
        for day in 0..10 {
            let input = request(language, day)?;
            let request = store.create_request(requester, &input, now, &mut rng).await?;
            let began = Stopwatch::now();
            let candidates = store.candidates(request.id, 0, now).await?;
            times_ms.push(began.elapsed().as_secs_f64() * 1e3);
            found = candidates.candidates.len();
        }
        times_ms.sort_by(f64::total_cmp);
        println!("{language:>20}  {found:>3} shown  p50 {:>7.1} ms", times_ms[times_ms.len() / 2]);
        all_ms.extend(times_ms);
    }
    all_ms.sort_by(f64::total_cmp);
    println!(
        "all searches: p50 {:.1} ms, p99 {:.1} ms",
        all_ms[all_ms.len() / 2],
        all_ms[all_ms.len() * 99 / 100]
    );
    store.close().await;
    Ok(())
}

fn enrolment(now: Instant, rng: &mut StdRng) -> Result<Enrolment> {
    let total: f64 = (1..=LANGUAGES.len()).map(|rank| 1.0 / rank as f64).sum();
    let mut drawn = rng.random_range(0.0..total);
    let mut language = LANGUAGES[0];
    for (rank, one) in (1..).zip(LANGUAGES) {
        language = one;
        drawn -= 1.0 / f64::from(rank);
        if drawn <= 0.0 {
            break;
        }
    }
    let (own, spanish): (Language, Language) = (language.parse()?, "spa".parse()?);
    let setting = if rng.random_bool(0.7) { Setting::Interview } else { Setting::Hearing };
    let services = [(&own, &spanish), (&spanish, &own)]
        .map(|(source, target)| Service {
            source: source.clone(),
            target: target.clone(),
            mode: Mode::Consecutive,
            setting,
        })
        .to_vec();
    let from = format!("{:02}:00", rng.random_range(6..12)).parse()?;
    let to = format!("{:02}:00", rng.random_range(13..22)).parse()?;
    Ok(Enrolment {
        account: NewAccount {
            name: "Somebody".to_owned(),
            email: None,
            password_phc: None,
            role: AccountRole::Interpreter,
            country: Country::ALL[rng.random_range(0..Country::ALL.len())],
            zone: "America/Guatemala".parse()?,
        },
        profile: Profile {
            gender: Gender::ALL[rng.random_range(0..3)],
            home: String::new(),
            languages: vec![
                Spoken { language: own.clone(), class: Class::A, attested: None },
                Spoken { language: spanish.clone(), class: Class::B, attested: None },
            ],
            services,
            credentials: vec![],
            vetted_until: Some(now.plus_minutes(rng.random_range(0..500_000))),
            trauma_trained: rng.random_bool(0.4),
            reliability_permille: rng.random_range(600..=1000),
            minutes_worked: rng.random_range(0..20_000),
            notice_minutes: rng.random_range(0..2_000),
        },
        week: (1..=5).map(|day| WeekRule { day, from, to }).collect(),
    })
}

async fn requester(store: &Store, now: Instant, rng: &mut StdRng) -> Result<PersonId> {
    let account = NewAccount {
        name: "Requester".to_owned(),
        email: None,
        password_phc: None,
        role: AccountRole::Interviewer,
        country: Country::Gt,
        zone: "America/Guatemala".parse()?,
    };
    store.add_account(&account, now, rng).await.context("a requester")
}

fn request(language: &str, day: i64) -> Result<RequestInput> {
    Ok(RequestInput {
        kind: Kind::Interview,
        languages: [language.parse()?, "spa".parse()?],
        mode: Mode::Consecutive,
        setting: Setting::Interview,
        starts: WallTime {
            local: format!("2026-12-{:02}T10:00", day + 1).parse()?,
            zone: "America/Guatemala".parse()?,
        },
        minutes: 90,
        preferences: Preferences { gender: Some(Gender::Woman), ..Preferences::default() },
        participants: vec![],
        case_reference: None,
        about: About::default(),
        topics: vec![],
        legs: vec![],
        team: None,
        fee: None,
        sound_only: false,
    })
}
