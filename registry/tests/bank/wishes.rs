//! What a search makes of what is stored: whom a victim asked for again or not again, whom an
//! interpreter's own wish moves down, towns that nobody may read, Deaf interpreters, organisations.

use anyhow::{Context as _, Result, ensure};
use puente_registry::{
    Error, Store, Why,
    conflict::ConflictKey,
    country::Country,
    feedback::{Feedback, Wish},
    hearing::Role,
    id::{OrganisationId, PersonId, Seat},
    interpreter::Mode,
    matching::{Continuity, Detail, Effect, Fact},
    organisation::{MemberRole, OrganisationInput, OrganisationKind},
    request::{RequestInput, Topic},
    search::{Candidates, Judged},
};

use crate::{
    engines::{PostgresDatabase, on_both_engines, sqlite, sqlite_url},
    offers::offer_of,
    people::{
        GUATEMALA, enrolment, interpreters, interview, interviewer, now, profile, rng, wall, week,
        witness,
    },
    surroundings::{Booked, booked_as},
};

const WITNESS: Seat = Seat(2);
const TOWN: &str = "Quetzalcoyol";

async fn find(store: &Store, by: PersonId, input: &RequestInput) -> Result<Candidates> {
    let request = store.create_request(by, input, now()?, &mut rng()).await?;
    Ok(store.candidates(request.id, 0, now()?).await?)
}

async fn why(store: &Store, by: PersonId, input: &RequestInput, of: PersonId) -> Result<Judged> {
    let request = store.create_request(by, input, now()?, &mut rng()).await?;
    let number = store.interpreter(of).await?.number;
    Ok(store.why(request.id, 0, number, now()?).await?)
}

fn order(found: &Candidates) -> Vec<PersonId> {
    found.candidates.iter().map(|candidate| candidate.person).collect()
}

fn of_case(case: &str, day: &str) -> Result<RequestInput> {
    let mut input = interview()?;
    input.case_reference = Some(case.to_owned());
    input.starts = wall(&format!("2026-11-{day}T10:00"), GUATEMALA)?;
    Ok(input)
}

/// A hearing of a case that is over, and what the victim says by picture afterwards.
async fn heard(store: &Store, wish: Wish) -> Result<Booked> {
    let booked = booked_as(store, &of_case("MP-2026-17", "25")?).await?;
    booked.open(store).await?;
    booked.close(store).await?;
    let hearing = booked.again(store).await?;
    let said = Feedback { interpreter: Some(wish), ..Feedback::default() };
    store.give_feedback(&hearing, WITNESS, &said, booked.minute(91)).await?;
    Ok(booked)
}

async fn s10_same_interpreter_by_picture_puts_her_first_in_the_next_booking(
    store: Store,
) -> Result<()> {
    let booked = heard(&store, Wish::Again).await?;
    let (asked_for, others) = (&booked.people[..2], &booked.people[2..]);
    // However good others are by their papers.
    let mut better = profile()?;
    better.reliability_permille = 1000;
    store.enrol(&[enrolment(better)?], now()?, &mut rng()).await?;
    let found = find(&store, booked.requester, &of_case("MP-2026-17", "26")?).await?;
    let first: Vec<PersonId> = order(&found)[..2].to_vec();
    ensure!(asked_for.iter().all(|person| first.contains(person)), "{first:?}");
    let reasons = &found.candidates[0].reasons;
    let reason = reasons.iter().find(|one| one.fact == Fact::Continuity).context("a reason")?;
    assert_eq!(
        (reason.effect, &reason.detail),
        (Effect::Plus, &Detail::Continuity(Continuity::Wished))
    );
    // In another case nobody knows of it.
    let elsewhere = find(&store, booked.requester, &of_case("MP-2026-18", "26")?).await?;
    for candidate in &elsewhere.candidates {
        let told = candidate.reasons.iter().any(
            |one| matches!(one.detail, Detail::Continuity(known) if known != Continuity::None),
        );
        ensure!(!told, "{:?}", candidate.reasons);
    }
    ensure!(!others.contains(&order(&found)[0]));
    Ok(())
}

async fn s10_never_again_this_one_leaves_her_out_and_why_not_says_so(store: Store) -> Result<()> {
    let booked = heard(&store, Wish::Another).await?;
    let input = of_case("MP-2026-17", "26")?;
    let found = find(&store, booked.requester, &input).await?;
    for person in &booked.people[..2] {
        ensure!(!order(&found).contains(person));
        let judged = why(&store, booked.requester, &input, *person).await?;
        ensure!(!judged.fits);
        let [reason] = &judged.reasons[..] else { anyhow::bail!("{:?}", judged.reasons) };
        assert_eq!(
            (reason.fact, reason.effect, &reason.detail),
            (Fact::Continuity, Effect::Excludes, &Detail::NotAgain)
        );
        // Nor can she be asked by hand.
        let request = store.create_request(booked.requester, &input, now()?, &mut rng()).await?;
        let asked =
            store.offer(request.id, booked.requester, 0, &[*person], now()?, &mut rng()).await;
        ensure!(matches!(asked, Err(Error::Invalid { why: Why::DoesNotFit, .. })), "{asked:?}");
    }
    let other = find(&store, booked.requester, &of_case("MP-2026-18", "26")?).await?;
    ensure!(order(&other).contains(&booked.people[0]), "another case, another victim");
    Ok(())
}

/// Each victim of a case has her own interpreter; the others of the case are known as such.
async fn r08_victims_of_one_case_are_told_apart(store: Store) -> Result<()> {
    let requester = interviewer(&store, "e@example.org").await?;
    let people = interpreters(&store, 3).await?;
    let of = |victim: &str, label: &str, day: &str| -> Result<RequestInput> {
        let mut input = of_case("GT-2026-7", day)?;
        input.minutes = 60;
        input.about.victim = Some(victim.to_owned());
        input.participants[0].label = label.to_owned();
        Ok(input)
    };
    for (victim, person) in [("V-1", people[1]), ("V-2", people[2])] {
        let input = of(victim, "Testigo", "25")?;
        let request = store.create_request(requester, &input, now()?, &mut rng()).await?;
        store.offer(request.id, requester, 0, &[person], now()?, &mut rng()).await?;
        let offer = offer_of(&store, person, request.id).await?;
        store.accept(offer, person, now()?, &mut rng()).await?;
    }
    let knows = |found: &Candidates, person: PersonId| {
        let candidate = found.candidates.iter().find(|one| one.person == person)?;
        candidate.reasons.iter().find_map(|one| match one.detail {
            Detail::Continuity(known) => Some(known),
            _ => None,
        })
    };
    for (victim, own, other) in [("V-1", people[1], people[2]), ("V-2", people[2], people[1])] {
        // The same word for both at the table does not make them one.
        let found = find(&store, requester, &of(victim, "Testigo", "26")?).await?;
        assert_eq!(found.candidates[0].person, own, "{victim}");
        assert_eq!(knows(&found, own), Some(Continuity::Victim));
        assert_eq!(knows(&found, other), Some(Continuity::Case));
        assert_eq!(knows(&found, people[0]), Some(Continuity::None));
    }
    // Both at one table: each is known by her label there.
    let mut both = of("V-1", "V-1", "27")?;
    let mut second = witness(None)?;
    second.label = "V-2".to_owned();
    ensure!(second.role == Role::Witness);
    both.participants.push(second);
    let found = find(&store, requester, &both).await?;
    for person in [people[1], people[2]] {
        assert_eq!(knows(&found, person), Some(Continuity::Victim));
    }
    Ok(())
}

async fn r76_a_spared_subject_moves_down_for_it_alone_and_nobody_is_told(
    store: Store,
) -> Result<()> {
    let requester = interviewer(&store, "e@example.org").await?;
    let people = interpreters(&store, 3).await?;
    let about = |topics: &[Topic]| -> Result<RequestInput> {
        Ok(RequestInput { topics: topics.to_vec(), ..interview()? })
    };
    let heavy = [Topic::Torture, Topic::Death];
    let before = find(&store, requester, &about(&heavy)?).await?;
    assert_eq!(order(&before), people);
    store.set_spared_topics(people[0], &[Topic::Torture].into(), now()?).await?;
    let after = find(&store, requester, &about(&heavy)?).await?;
    assert_eq!(order(&after), vec![people[1], people[2], people[0]], "down, and still there");
    let told = |found: &Candidates, person| {
        let one = found.candidates.iter().find(|one| one.person == person);
        one.map(|one| (one.score, one.reasons.clone()))
    };
    assert_eq!(told(&after, people[0]), told(&before, people[0]), "nothing shows it");
    for topics in [&[][..], &[Topic::Death], &[Topic::Medical, Topic::SexualViolence]] {
        assert_eq!(order(&find(&store, requester, &about(topics)?).await?), people, "{topics:?}");
    }
    store.set_spared_topics(people[0], &[].into(), now()?).await?;
    assert_eq!(order(&find(&store, requester, &about(&heavy)?).await?), people, "taken back");
    Ok(())
}

async fn r76_declining_heavy_work_costs_nothing(store: Store) -> Result<()> {
    let requester = interviewer(&store, "e@example.org").await?;
    let people = interpreters(&store, 2).await?;
    let heavy = RequestInput { topics: vec![Topic::Torture], ..interview()? };
    let before = find(&store, requester, &interview()?).await?;
    let profile = store.interpreter(people[0]).await?.profile;
    let request = store.create_request(requester, &heavy, now()?, &mut rng()).await?;
    store.offer(request.id, requester, 0, &people[..1], now()?, &mut rng()).await?;
    let offer = offer_of(&store, people[0], request.id).await?;
    store.decline(offer, people[0], None, now()?).await?;
    assert_eq!(store.interpreter(people[0]).await?.profile, profile);
    assert_eq!(find(&store, requester, &interview()?).await?, before);
    Ok(())
}

async fn organisation(store: &Store) -> Result<OrganisationId> {
    let input = OrganisationInput {
        name: "Organismo Judicial".to_owned(),
        country: Country::Gt,
        kind: OrganisationKind::Court,
        zone: GUATEMALA.parse()?,
    };
    Ok(store.add_organisation(&input, now()?, &mut rng()).await?.id)
}

async fn r02_an_organisation_can_be_asked_for(store: Store) -> Result<()> {
    let requester = interviewer(&store, "e@example.org").await?;
    let people = interpreters(&store, 2).await?;
    let court = organisation(&store).await?;
    let mut input = interview()?;
    input.preferences.organisation = Some(court);
    ensure!(find(&store, requester, &input).await?.candidates.is_empty());
    store.set_member(court, people[1], MemberRole::Interpreter, now()?).await?;
    assert_eq!(order(&find(&store, requester, &input).await?), people[1..]);
    let judged = why(&store, requester, &input, people[0]).await?;
    assert_eq!(judged.reasons.len(), 1);
    assert_eq!(judged.reasons[0].detail, Detail::OfOrganisation(false));
    input.preferences.organisation = Some(OrganisationId::new(now()?, &mut rng()));
    let refusal = store.create_request(requester, &input, now()?, &mut rng()).await;
    ensure!(matches!(
        refusal,
        Err(Error::Invalid { field: "preferences.organisation", why: Why::Unknown })
    ));
    Ok(())
}

async fn r09_a_deaf_interpreter_can_be_asked_for(store: Store) -> Result<()> {
    let requester = interviewer(&store, "e@example.org").await?;
    let people = interpreters(&store, 2).await?;
    let mut input = interview()?;
    input.preferences.deaf_interpreter = true;
    ensure!(find(&store, requester, &input).await?.candidates.is_empty());
    let mut told = store.particulars(people[1]).await?;
    told.deaf = true;
    store.set_particulars(people[1], &told).await?;
    let found = find(&store, requester, &input).await?;
    assert_eq!(order(&found), people[1..]);
    ensure!(found.candidates[0].reasons.iter().any(|one| one.detail == Detail::Deaf(true)));
    let judged = why(&store, requester, &input, people[0]).await?;
    assert_eq!(judged.reasons[0].detail, Detail::Deaf(false));
    // Touch is a mode of its own: who does not serve it is not found for it.
    input.mode = Mode::Tactile;
    assert_eq!(order(&find(&store, requester, &input).await?), people[1..]);
    told.services.retain(|service| service.mode != Mode::Tactile);
    store.set_particulars(people[1], &told).await?;
    ensure!(find(&store, requester, &input).await?.candidates.is_empty());
    Ok(())
}

/// What an early morning costs, said with the hour on her own clock.
async fn r08_the_hour_where_she_is_counts(store: Store) -> Result<()> {
    let requester = interviewer(&store, "e@example.org").await?;
    let mut there = enrolment(profile()?)?;
    // One hour behind.
    there.account.zone = "America/Vancouver".parse()?;
    there.week = week("05:00", "20:00")?;
    let people = store.enrol(&[there, enrolment(profile()?)?], now()?, &mut rng()).await?;
    let mut input = interview()?;
    input.starts = wall("2026-11-25T09:00", GUATEMALA)?;
    assert_eq!(order(&find(&store, requester, &input).await?), people, "eight there is fine");
    input.starts = wall("2026-11-25T08:00", GUATEMALA)?;
    let found = find(&store, requester, &input).await?;
    assert_eq!(order(&found), vec![people[1], people[0]]);
    let points = |at: usize| {
        let reasons = &found.candidates[at].reasons;
        let hour = reasons.iter().find(|one| one.fact == Fact::LocalHour).context("the hour")?;
        let Detail::StartsAt(local) = hour.detail else { anyhow::bail!("{:?}", hour.detail) };
        anyhow::Ok((local.to_string(), hour.points))
    };
    assert_eq!(points(0)?, ("2026-11-25T08:00".to_owned(), 0.05));
    assert_eq!(points(1)?, ("2026-11-25T07:00".to_owned(), 0.025));
    Ok(())
}

/// Makes a request that rules a town out, uses it in every way, and says whether it works.
async fn rule_a_town_out(store: Store) -> Result<Store> {
    let store = store.with_conflict_key(ConflictKey::new(&[7; 32])).await?;
    let requester = interviewer(&store, "e@example.org").await?;
    let people = interpreters(&store, 2).await?;
    // Her home must not be in the tables either, or the dump would hold the word anyway.
    let mut input = interview()?;
    input.preferences.not_from = vec![TOWN.to_owned(), "mx".to_owned(), "—".to_owned()];
    let request = store.create_request(requester, &input, now()?, &mut rng()).await?;
    assert_eq!(request.input.preferences.not_from, vec!["mx"]);
    assert_eq!(request.towns_ruled_out, 1);
    store.offer(request.id, requester, 0, &people[..1], now()?, &mut rng()).await?;
    store.advance(request.id, now()?, &mut rng()).await?;
    let moved = puente_registry::request::Move {
        starts: &wall("2026-11-26T10:00", GUATEMALA)?,
        minutes: None,
        keep: false,
    };
    store.reschedule(request.id, requester, &moved, now()?, &mut rng()).await?;
    let again = store.request(request.id).await?;
    assert_eq!(again.towns_ruled_out, 1, "kept when moved");
    assert_eq!(again.input.preferences.not_from, vec!["mx"]);
    Ok(store)
}

async fn a_town_needs_the_key(store: Store) -> Result<()> {
    let requester = interviewer(&store, "e@example.org").await?;
    let mut input = interview()?;
    input.preferences.not_from = vec![TOWN.to_owned()];
    let refusal = store.create_request(requester, &input, now()?, &mut rng()).await;
    ensure!(matches!(refusal, Err(Error::NotNow(_))), "{refusal:?}");
    Ok(())
}

async fn who_comes_from_a_town_that_is_ruled_out_is_told_without_it(store: Store) -> Result<()> {
    let store = store.with_conflict_key(ConflictKey::new(&[7; 32])).await?;
    let requester = interviewer(&store, "e@example.org").await?;
    let mut from_there = profile()?;
    from_there.home = "Santa Eulalia".to_owned();
    let there = store.enrol(&[enrolment(from_there)?], now()?, &mut rng()).await?[0];
    let other = interpreters(&store, 1).await?[0];
    let mut input = interview()?;
    input.preferences.not_from = vec!["SANTA EULÁLIA ".to_owned()];
    assert_eq!(order(&find(&store, requester, &input).await?), vec![other]);
    let judged = why(&store, requester, &input, there).await?;
    assert_eq!(judged.reasons.len(), 1);
    assert_eq!(
        (judged.reasons[0].effect, &judged.reasons[0].detail),
        (Effect::Excludes, &Detail::TownRuledOut)
    );
    Ok(())
}

/// Not as text, and not as the bytes of it in hexadecimal.
fn spellings() -> [String; 2] {
    [TOWN.to_lowercase(), TOWN.bytes().map(|byte| format!("{byte:02x}")).collect()]
}

mod s01_no_dump_holds_a_town_that_was_ruled_out {
    use super::*;

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn on_sqlite() -> Result<()> {
        let folder = tempfile::tempdir()?;
        rule_a_town_out(sqlite(&folder).await?).await?.close().await;
        let mut read = 0;
        for file in std::fs::read_dir(folder.path())? {
            let bytes = std::fs::read(file?.path())?;
            read += bytes.len();
            let text = String::from_utf8_lossy(&bytes).to_lowercase();
            for spelling in spellings() {
                ensure!(!text.contains(&spelling), "{spelling}");
            }
        }
        ensure!(read > 0, "{}", sqlite_url(&folder));
        Ok(())
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn on_postgres() -> Result<()> {
        let database = PostgresDatabase::create().await?;
        rule_a_town_out(database.open().await?).await?.close().await;
        let pool = sqlx::PgPool::connect(&database.url()?).await?;
        let sql = "SELECT table_name::text FROM information_schema.tables
                   WHERE table_schema = 'public' AND table_type = 'BASE TABLE'";
        let tables: Vec<(String,)> = sqlx::query_as(sql).fetch_all(&pool).await?;
        ensure!(tables.len() > 20);
        for (table,) in tables {
            for spelling in spellings() {
                let sql = format!(
                    "SELECT count(*) FROM \"{table}\" t WHERE strpos(lower(t::text), $1) > 0"
                );
                let (rows,): (i64,) = sqlx::query_as(sqlx::AssertSqlSafe(sql))
                    .bind(&spelling)
                    .fetch_one(&pool)
                    .await?;
                ensure!(rows == 0, "{table}");
            }
        }
        pool.close().await;
        database.remove().await
    }
}

on_both_engines! {
    s10_same_interpreter_by_picture_puts_her_first_in_the_next_booking
    s10_never_again_this_one_leaves_her_out_and_why_not_says_so
    r08_victims_of_one_case_are_told_apart
    r76_a_spared_subject_moves_down_for_it_alone_and_nobody_is_told
    r76_declining_heavy_work_costs_nothing
    r02_an_organisation_can_be_asked_for
    r09_a_deaf_interpreter_can_be_asked_for
    r08_the_hour_where_she_is_counts
    a_town_needs_the_key
    who_comes_from_a_town_that_is_ruled_out_is_told_without_it
}
