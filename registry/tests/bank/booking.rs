//! The database itself refuses double booking: not only our program, also raw SQL, also from two
//! processes at the same time.

use std::process::{Child, Command, Stdio};

use anyhow::{Context as _, Result, ensure};
use puente_registry::{
    Error, Resource, Store,
    country::Country,
    hearing::{BoothInput, HearingInput, HearingState, Kind, ParticipantInput, Role},
    id::PersonId,
    interpreter::Mode,
    person::{AccountRole, NewAccount},
    place::PlaceKind,
    time::Instant,
};
use sqlx::Connection as _;

use crate::{
    engines::{PostgresDatabase, on_both_engines, sqlite, sqlite_url},
    people::{GUATEMALA, interpreters, now, place, rng, wall, witness},
};

async fn clerk(store: &Store) -> Result<PersonId> {
    let account = NewAccount {
        name: "Clara Ensayo".to_owned(),
        email: None,
        password_phc: None,
        role: AccountRole::Clerk,
        country: Country::Gt,
        zone: GUATEMALA.parse()?,
    };
    Ok(store.add_account(&account, now()?, &mut rng()).await?)
}

fn expert() -> Result<ParticipantInput> {
    Ok(ParticipantInput {
        role: Role::Expert,
        label: "Expert".to_owned(),
        languages: vec!["spa".parse()?],
        place: None,
        person: None,
        address: None,
    })
}

fn testimony() -> Result<HearingInput> {
    Ok(HearingInput {
        kind: Kind::ExpertTestimony,
        starts: wall("2026-11-25T10:00", GUATEMALA)?,
        minutes: 60,
        participants: vec![expert()?],
        booths: vec![],
    })
}

async fn a_clerk_opens_an_expert_testimony_without_interpreter(store: Store) -> Result<()> {
    let clerk = clerk(&store).await?;
    let kit = place(&store, PlaceKind::Kit, Country::Mx).await?;
    let mut input = testimony()?;
    input.participants[0].place = Some(kit);
    let id = store.open_hearing(clerk, &input, now()?, &mut rng()).await?;
    let hearing = store.hearing(id, now()?).await?;
    let roles: Vec<Role> = hearing.participants.iter().map(|p| p.role).collect();
    assert_eq!(roles, vec![Role::Clerk, Role::Expert]);
    assert_eq!((hearing.lead.0, hearing.booths.len(), hearing.request), (1, 0, None));

    let refusal = store.open_hearing(clerk, &input, now()?, &mut rng()).await;
    ensure!(matches!(refusal, Err(Error::NotFree(Resource::Place(p))) if p == kit), "{refusal:?}");
    input.starts = wall("2026-11-25T11:00", GUATEMALA)?;
    store.open_hearing(clerk, &input, now()?, &mut rng()).await.context("right after is free")?;
    Ok(())
}

async fn a_hearing_can_have_several_booths_in_any_modes(store: Store) -> Result<()> {
    let clerk = clerk(&store).await?;
    let people = interpreters(&store, 3).await?;
    let booth = |a: &str, b: &str, mode, team: &[PersonId]| -> Result<BoothInput> {
        Ok(BoothInput { languages: [a.parse()?, b.parse()?], mode, interpreters: team.to_vec() })
    };
    let mut judge = expert()?;
    judge.role = Role::Presiding;
    let mut input = testimony()?;
    input.kind = Kind::Hearing;
    input.participants = vec![witness(None)?, judge];
    input.booths = vec![
        booth("mam-todos-santos", "spa", Mode::Consecutive, &people[..2])?,
        booth("spa", "eng", Mode::Simultaneous, &people[2..])?,
    ];
    let id = store.open_hearing(clerk, &input, now()?, &mut rng()).await?;
    let hearing = store.hearing(id, now()?).await?;
    let booths: Vec<_> =
        hearing.booths.iter().map(|b| (b.booth, b.languages[0].as_str(), b.mode)).collect();
    assert_eq!(
        booths,
        vec![(0, "mam-todos-santos", Mode::Consecutive), (1, "spa", Mode::Simultaneous)]
    );
    let seats: Vec<_> = hearing.participants.iter().map(|p| (p.role, p.booth)).collect();
    assert_eq!(
        seats,
        vec![
            (Role::Clerk, None),
            (Role::Witness, None),
            (Role::Presiding, None),
            (Role::Interpreter, Some(0)),
            (Role::Interpreter, Some(0)),
            (Role::Interpreter, Some(1)),
        ]
    );
    assert_eq!(hearing.lead.0, 3, "the judge leads, the clerk acts for the judge");
    assert_eq!(store.availability(people[2], now()?).await?.booked.len(), 1);

    input.booths.truncate(1);
    input.booths[0].interpreters = vec![people[0], people[0]];
    let twice = store.open_hearing(clerk, &input, now()?, &mut rng()).await;
    ensure!(matches!(twice, Err(Error::Invalid { field: "booths", .. })), "{twice:?}");
    input.booths[0].interpreters = vec![people[1]];
    let booked = store.open_hearing(clerk, &input, now()?, &mut rng()).await;
    ensure!(matches!(booked, Err(Error::NotFree(Resource::Interpreter(_)))), "{booked:?}");
    assert_eq!(store.agenda(clerk, now()?).await?.len(), 1, "a refused hearing leaves nothing");
    Ok(())
}

async fn a_hearing_is_moved_on_and_never_back(store: Store) -> Result<()> {
    let clerk = clerk(&store).await?;
    let id = store.open_hearing(clerk, &testimony()?, now()?, &mut rng()).await?;
    let refusal = store.set_hearing_state(id, HearingState::Closed, now()?).await;
    ensure!(matches!(refusal, Err(Error::NotNow(_))), "{refusal:?}");
    for state in [HearingState::Live, HearingState::Live, HearingState::Closed] {
        store.set_hearing_state(id, state, now()?).await?;
        assert_eq!(store.hearing(id, now()?).await?.state, state);
        assert_eq!(store.hearings_in(state, now()?).await?.len(), 1);
    }
    for state in [HearingState::Live, HearingState::Booked, HearingState::Cancelled] {
        let refusal = store.set_hearing_state(id, state, now()?).await;
        ensure!(matches!(refusal, Err(Error::NotNow(_))), "{state}: {refusal:?}");
    }
    Ok(())
}

async fn what_cannot_be_planned_is_refused_with_its_field(store: Store) -> Result<()> {
    let clerk = clerk(&store).await?;
    let past = wall("2026-11-23T10:00", GUATEMALA)?;
    let far = wall("2031-11-23T10:00", GUATEMALA)?;
    let input = testimony()?;
    let changed = |change: &dyn Fn(&mut HearingInput)| {
        let mut input = input.clone();
        change(&mut input);
        input
    };
    for (expected, input) in [
        ("minutes", changed(&|h| h.minutes = 0)),
        ("minutes", changed(&|h| h.minutes = 100_000)),
        ("starts", changed(&|h| h.starts = past.clone())),
        ("starts", changed(&|h| h.starts = far.clone())),
        ("participants.label", changed(&|h| h.participants[0].label = "  ".to_owned())),
        ("participants.languages", changed(&|h| h.participants[0].languages.clear())),
        ("participants.role", changed(&|h| h.participants[0].role = Role::Interpreter)),
    ] {
        let refusal = store.open_hearing(clerk, &input, now()?, &mut rng()).await;
        ensure!(
            matches!(refusal, Err(Error::Invalid { field, .. }) if field == expected),
            "{expected}: {refusal:?}"
        );
    }
    let mut input = testimony()?;
    input.participants[0].languages = vec!["mam".parse()?];
    let refusal = store.open_hearing(clerk, &input, now()?, &mut rng()).await;
    ensure!(matches!(refusal, Err(Error::LanguageGroup(_))), "{refusal:?}");
    Ok(())
}

/// The example `raw_booking` as a process of its own: tries so often to book a person by SQL.
fn raw_booker(url: &str, person: PersonId, start: Instant) -> Result<Child> {
    let test = std::env::current_exe()?;
    let built = test.parent().and_then(|deps| deps.parent()).context("the build's folder")?;
    Ok(Command::new(built.join("examples/raw_booking"))
        .args([url, &person.to_string(), &start.as_micros().to_string()])
        .stdout(Stdio::piped())
        .spawn()?)
}

/// Two processes book random overlapping hours of one person; whatever they managed must not
/// overlap, and both must have been refused some.
async fn two_processes(store: Store, url: &str) -> Result<()> {
    let person = interpreters(&store, 1).await?[0];
    let children = [raw_booker(url, person, now()?)?, raw_booker(url, person, now()?)?];
    let (mut booked, mut refused) = (0, 0);
    for child in children {
        let output = child.wait_with_output()?;
        ensure!(output.status.success(), "raw_booking failed");
        let text = String::from_utf8(output.stdout)?;
        let mut counts = text.split_whitespace().map(str::parse::<usize>);
        booked += counts.next().context("booked")??;
        refused += counts.next().context("refused")??;
    }
    assert_eq!(booked + refused, 400);
    assert!(refused > 0 && booked > 1, "{booked} booked, {refused} refused");
    let kept = store.availability(person, now()?).await?.booked;
    assert_eq!(kept.len(), booked);
    for pair in kept.windows(2) {
        assert!(pair[0].to.instant <= pair[1].from.instant, "{pair:?}");
    }
    Ok(())
}

#[tokio::test]
async fn raw_sql_of_two_processes_cannot_book_twice_on_sqlite() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let store = sqlite(&folder).await?;
    two_processes(store.clone(), &sqlite_url(&folder)).await?;
    store.close().await;
    Ok(())
}

#[tokio::test]
async fn raw_sql_of_two_processes_cannot_book_twice_on_postgres() -> Result<()> {
    let database = PostgresDatabase::create().await?;
    let store = database.open().await?;
    two_processes(store.clone(), &database.url()?).await?;
    store.close().await;
    database.remove().await
}

/// What is booked cannot be moved by SQL onto other bookings either; only what is cancelled does
/// not count.
macro_rules! move_by_sql {
    ($db:expr, $person:expr) => {{
        let insert = "INSERT INTO booking (id, interpreter, state, starts, ends)
                      VALUES ($1, $2, $3, $4, $5)";
        for (id, state, starts, ends) in
            [(1, "confirmed", 0_i64, 10_i64), (2, "held", 10, 20), (3, "cancelled", 0, 20)]
        {
            sqlx::query(insert)
                .bind(uuid::Uuid::from_u128(id))
                .bind($person)
                .bind(state)
                .bind(starts)
                .bind(ends)
                .execute(&mut $db)
                .await?;
        }
        for (sql, allowed) in [
            ("UPDATE booking SET starts = 9 WHERE state = 'held'", false),
            ("UPDATE booking SET starts = 11 WHERE state = 'held'", true),
            ("UPDATE booking SET ends = 12 WHERE state = 'confirmed'", false),
            ("UPDATE booking SET ends = 11 WHERE state = 'confirmed'", true),
            ("UPDATE booking SET state = 'held' WHERE state = 'cancelled'", false),
            ("UPDATE booking SET state = 'cancelled' WHERE state = 'held'", true),
        ] {
            let outcome = sqlx::query(sql).execute(&mut $db).await;
            assert_eq!(outcome.is_ok(), allowed, "{sql}: {outcome:?}");
        }
    }};
}

#[tokio::test]
async fn raw_sql_cannot_move_bookings_onto_each_other_on_sqlite() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let store = sqlite(&folder).await?;
    let person = interpreters(&store, 1).await?[0];
    let mut db = sqlx::SqliteConnection::connect(&sqlite_url(&folder)).await?;
    move_by_sql!(db, person);
    db.close().await?;
    store.close().await;
    Ok(())
}

#[tokio::test]
async fn raw_sql_cannot_move_bookings_onto_each_other_on_postgres() -> Result<()> {
    let database = PostgresDatabase::create().await?;
    let store = database.open().await?;
    let person = interpreters(&store, 1).await?[0];
    let mut db = sqlx::PgConnection::connect(&database.url()?).await?;
    move_by_sql!(db, person);
    db.close().await?;
    store.close().await;
    database.remove().await
}

on_both_engines! {
    a_clerk_opens_an_expert_testimony_without_interpreter
    a_hearing_can_have_several_booths_in_any_modes
    a_hearing_is_moved_on_and_never_back
    what_cannot_be_planned_is_refused_with_its_field
}
