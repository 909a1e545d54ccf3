//! Searches in a bank of full size and prints how long they take:
//! `cargo run --release -p puente-registry --example search_speed URL [PEOPLE] [SEARCHES] [RUNS]`.
//!
//! `URL` is `sqlite:FILE` or `postgres://…`. An empty bank is filled first, the same each time: by
//! default 100,000 interpreters with 20 weekly rules and 100 bookings each. Then 16 clients search
//! at once, for a mix in which the commonest pair is also the most asked for; what the same pool
//! needs for a `SELECT 1` is printed beside it.
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

mod fill;

use std::{env, sync::Arc, time::Instant as Stopwatch};

use anyhow::{Context as _, Result};
use puente_registry::{
    Store,
    country::Country,
    hearing::Kind,
    id::{PersonId, RequestId},
    interpreter::{Gender, Mode, Setting},
    language::Dictionary,
    person::{AccountRole, NewAccount},
    request::{About, Preferences, RequestInput},
    time::{Instant, WallTime},
};
use rand::{Rng as _, SeedableRng as _, rngs::StdRng};

const NOW: &str = "2026-11-24T15:00:00Z";
const CLIENTS: usize = 16;
const REQUESTS: usize = 400;

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() -> Result<()> {
    let mut arguments = env::args().skip(1);
    let url = arguments.next().context("the address of a bank")?;
    let people: i64 = arguments.next().map_or(Ok(100_000), |text| text.parse())?;
    let searches: usize = arguments.next().map_or(Ok(8_000), |text| text.parse())?;
    let runs: usize = arguments.next().map_or(Ok(3), |text| text.parse())?;
    let now: Instant = NOW.parse()?;
    let store = Store::connect(&url, Dictionary::embedded()?).await?;

    let began = Stopwatch::now();
    if fill::fill(&url, people, now).await? {
        println!("filled with {people} interpreters in {:.0} s", began.elapsed().as_secs_f64());
    }
    let began = Stopwatch::now();
    store.warm_up(now).await?;
    println!("{}: read into memory in {:.1} s", store.engine(), began.elapsed().as_secs_f64());

    let mut rng = StdRng::seed_from_u64(7);
    let mut requests = Vec::new();
    // Ids of their own for each run, so that a filled bank can be measured again.
    let mut ids = StdRng::from_os_rng();
    let requesters = requesters(&store, now, &mut ids).await?;
    for index in 0..REQUESTS {
        let (input, commonest) = input(index, &mut rng)?;
        let by = requesters[rng.random_range(0..requesters.len())];
        let request = store.create_request(by, &input, now, &mut ids).await?;
        requests.push((request.id, commonest));
    }
    let requests = Arc::new(requests);
    // Once each, so that what is measured is the running program.
    run(&store, &requests, REQUESTS, now).await?;
    for _ in 0..runs {
        let floor = floor(&store, searches).await?;
        let times = run(&store, &requests, searches, now).await?;
        let all: Vec<f64> = times.iter().map(|(ms, _)| *ms).collect();
        let commonest: Vec<f64> =
            times.iter().filter(|(_, commonest)| *commonest).map(|(ms, _)| *ms).collect();
        let floor = print("SELECT 1", floor, None);
        print("searches", all, Some(floor));
        print("of the commonest pair", commonest, Some(floor));
    }
    store.close().await;
    Ok(())
}

/// So many clients search until all is done; each search's milliseconds.
async fn run(
    store: &Store,
    requests: &Arc<Vec<(RequestId, bool)>>,
    searches: usize,
    now: Instant,
) -> Result<Vec<(f64, bool)>> {
    let mut clients = Vec::new();
    for client in 0..CLIENTS {
        let (store, requests) = (store.clone(), Arc::clone(requests));
        clients.push(tokio::spawn(async move {
            let mut times = Vec::new();
            for index in 0..searches / CLIENTS {
                let (request, commonest) = requests[(client * 37 + index * 11) % requests.len()];
                let began = Stopwatch::now();
                store.candidates(request, 0, now).await?;
                times.push((began.elapsed().as_secs_f64() * 1e3, commonest));
            }
            anyhow::Ok(times)
        }));
    }
    let mut times = Vec::new();
    for client in clients {
        times.extend(client.await??);
    }
    Ok(times)
}

async fn floor(store: &Store, queries: usize) -> Result<Vec<f64>> {
    let mut clients = Vec::new();
    for _ in 0..CLIENTS {
        let store = store.clone();
        clients.push(tokio::spawn(async move {
            let mut times = Vec::new();
            for _ in 0..queries / CLIENTS {
                let began = Stopwatch::now();
                store.ping().await?;
                times.push(began.elapsed().as_secs_f64() * 1e3);
            }
            anyhow::Ok(times)
        }));
    }
    let mut times = Vec::new();
    for client in clients {
        times.extend(client.await??);
    }
    Ok(times)
}

/// Prints the percentiles, and the median's ratio to another; gives the median.
fn print(what: &str, mut times_ms: Vec<f64>, floor_ms: Option<f64>) -> f64 {
    times_ms.sort_by(f64::total_cmp);
    let at = |permille: usize| times_ms.get(times_ms.len() * permille / 1000).copied();
    let [p50, p95, p99] = [500, 950, 990].map(|permille| at(permille).unwrap_or(f64::NAN));
    let ratio = floor_ms.map(|floor| format!("  {:.1} × SELECT 1", p50 / floor));
    let (count, ratio) = (times_ms.len(), ratio.unwrap_or_default());
    println!("{what:>22} {count:>6}: p50 {p50:.2}  p95 {p95:.2}  p99 {p99:.2} ms{ratio}");
    p50
}

/// One requester in each country.
async fn requesters(store: &Store, now: Instant, rng: &mut StdRng) -> Result<Vec<PersonId>> {
    let mut people = Vec::new();
    for country in Country::ALL {
        let account = NewAccount {
            name: "Requester".to_owned(),
            email: None,
            password_phc: None,
            role: AccountRole::Interviewer,
            country: *country,
            zone: "America/Guatemala".parse()?,
        };
        people.push(store.add_account(&account, now, rng).await?);
    }
    Ok(people)
}

/// What somebody asks for, and whether it is the commonest pair.
fn input(index: usize, rng: &mut StdRng) -> Result<(RequestInput, bool)> {
    let language = fill::language(rng.random_range(0..1000));
    let hearing = rng.random_bool(0.4);
    let day = 25 + index % 5;
    let hour = rng.random_range(8..16);
    let gender = rng.random_bool(0.5).then_some(Gender::Woman);
    let input = RequestInput {
        sound_only: false,
        kind: Kind::Interview,
        languages: [language.parse()?, "spa".parse()?],
        mode: Mode::Consecutive,
        setting: if hearing { Setting::Hearing } else { Setting::Interview },
        starts: WallTime {
            local: format!("2026-11-{day:02}T{hour:02}:00").parse()?,
            zone: "America/Guatemala".parse()?,
        },
        minutes: 60,
        preferences: Preferences {
            gender,
            gender_required: gender.is_some() && rng.random_bool(0.3),
            ..Preferences::default()
        },
        participants: vec![],
        case_reference: rng.random_bool(0.3).then(|| format!("CASE-{}", index % 50)),
        about: About::default(),
        topics: vec![],
        legs: vec![],
        team: None,
        fee: None,
    };
    Ok((input, language == fill::language(0)))
}
