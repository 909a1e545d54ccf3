//! The bank in memory against the bank in the database: whatever is changed, and by whomever, the
//! next search answers as if everybody had been read and judged anew.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, Result, ensure};
use puente_registry::{
    Store,
    availability::purpose::Purposes,
    conflict::ConflictKey,
    country::Country,
    feedback::Wish,
    id::{OrganisationId, PersonId},
    interpreter::{Interpreter, Level, Mode, NameThere, Recognition, Setting},
    language::{Language, folded},
    matching::{Continuity, Detail, Effect, Facts, Need, judge, score},
    organisation::{OrganisationInput, OrganisationKind},
    request::{RequestInput, Topic},
    search::Candidates,
    time::Instant,
    weights::{Choosing, Weights},
};
use rand::{Rng as _, SeedableRng as _, rngs::StdRng};
use sqlx::Row as _;

use crate::{
    engines::{PostgresDatabase, sqlite_url},
    people::{GUATEMALA, enrolment, interview, interviewer, now, profile, rng, wall},
};

const MICROS_A_MINUTE: i64 = 60_000_000;
const CASE: &str = "GT-2026-7";
const LANGUAGES: [&str; 3] = ["mam-todos-santos", "mam-tacana", "spa"];

/// A door to the tables that goes past the program.
enum Raw {
    Sqlite(sqlx::SqlitePool),
    Postgres(sqlx::PgPool),
}

impl Raw {
    async fn run(&self, sql: String) -> Result<()> {
        let sql = sqlx::AssertSqlSafe(sql);
        match self {
            Self::Sqlite(pool) => sqlx::raw_sql(sql).execute(pool).await.map(drop)?,
            Self::Postgres(pool) => sqlx::raw_sql(sql).execute(pool).await.map(drop)?,
        }
        Ok(())
    }

    /// An id as this engine writes it in SQL.
    fn id(&self, person: PersonId) -> String {
        self.uuid(person.0)
    }

    fn uuid(&self, id: uuid::Uuid) -> String {
        match self {
            Self::Sqlite(_) => format!("x'{}'", id.simple()),
            Self::Postgres(_) => format!("'{id}'"),
        }
    }

    fn flag(&self, flag: bool) -> &'static str {
        match (self, flag) {
            (Self::Sqlite(_), true) => "1",
            (Self::Sqlite(_), false) => "0",
            (Self::Postgres(_), true) => "TRUE",
            (Self::Postgres(_), false) => "FALSE",
        }
    }

    /// What is booked of somebody: from, until.
    async fn busy(&self, person: PersonId) -> Result<Vec<(Instant, Instant)>> {
        let sql = "SELECT starts, ends FROM booking
                   WHERE interpreter = $1 AND state <> 'cancelled'";
        let read = |from, to| (Instant::from_micros(from), Instant::from_micros(to));
        Ok(match self {
            Self::Sqlite(pool) => {
                let rows = sqlx::query(sql).bind(person).fetch_all(pool).await?;
                rows.iter().map(|row| read(row.get(0), row.get(1))).collect()
            }
            Self::Postgres(pool) => {
                let rows = sqlx::query(sql).bind(person).fetch_all(pool).await?;
                rows.iter().map(|row| read(row.get(0), row.get(1))).collect()
            }
        })
    }
}

/// A bank in which chance changes one thing after another.
struct Play {
    store: Store,
    raw: Raw,
    people: Vec<PersonId>,
    recognitions: BTreeMap<(String, Country, Setting), Level>,
    weights: Weights,
    recognised_only: bool,
    organisation: OrganisationId,
    /// What the victim of the case said of whom.
    wishes: BTreeMap<PersonId, Wish>,
    spares: BTreeSet<PersonId>,
    dice: StdRng,
    next_id: u128,
}

impl Play {
    async fn begin(store: Store, raw: Raw, seed: u64) -> Result<Self> {
        let store = store.with_conflict_key(ConflictKey::new(&[7; 32])).await?;
        let court = OrganisationInput {
            name: "Organismo Judicial".to_owned(),
            country: Country::Gt,
            kind: OrganisationKind::Court,
            zone: GUATEMALA.parse()?,
        };
        let court = store.add_organisation(&court, now()?, &mut rng()).await?;
        let mut play = Self {
            store,
            raw,
            people: Vec::new(),
            recognitions: BTreeMap::new(),
            weights: Weights::DEFAULT,
            recognised_only: false,
            organisation: court.id,
            wishes: BTreeMap::new(),
            spares: BTreeSet::new(),
            dice: StdRng::seed_from_u64(seed),
            next_id: 1,
        };
        for _ in 0..12 {
            play.enrol().await?;
        }
        Ok(play)
    }

    async fn enrol(&mut self) -> Result<()> {
        let mut one = enrolment(profile()?)?;
        one.profile.reliability_permille = self.dice.random_range(0..=1000);
        one.profile.minutes_worked = self.dice.random_range(0..9_000);
        self.people.extend(self.store.enrol(&[one], now()?, &mut rng()).await?);
        Ok(())
    }

    fn somebody(&mut self) -> PersonId {
        self.people[self.dice.random_range(0..self.people.len())]
    }

    fn fresh_id(&mut self) -> PersonId {
        self.next_id += 1;
        PersonId(uuid::Uuid::from_u128(self.next_id))
    }

    /// One change, as raw SQL wherever the program is not needed for it.
    async fn change(&mut self) -> Result<()> {
        let person = self.somebody();
        let id = self.raw.id(person);
        let at = now()?.plus_minutes(self.dice.random_range(1_000..1_800)).as_micros();
        let sql = match self.dice.random_range(0..23) {
            0 => return self.enrol().await,
            1 => format!(
                "UPDATE interpreter SET reliability = {} WHERE person = {id}",
                self.dice.random_range(0..=1000)
            ),
            2 => format!(
                "UPDATE interpreter SET trauma_trained = {} WHERE person = {id}",
                self.raw.flag(self.dice.random_bool(0.5))
            ),
            3 => format!(
                "UPDATE interpreter SET vetted_until = {} WHERE person = {id}",
                self.dice
                    .random_range(at - 10_000 * MICROS_A_MINUTE..at + 90_000 * MICROS_A_MINUTE)
            ),
            4 => format!(
                "UPDATE interpreter SET minutes_worked = {}, notice_minutes = {} WHERE person = {id}",
                self.dice.random_range(0..9000),
                self.dice.random_range(0..1_600)
            ),
            5 => format!(
                "UPDATE interpreter SET gender = '{}' WHERE person = {id}",
                ["woman", "man", "other"][self.dice.random_range(0..3)]
            ),
            6 => format!(
                "UPDATE person SET zone = '{}' WHERE id = {id}",
                ["America/Guatemala", "America/Vancouver", "America/New_York"]
                    [self.dice.random_range(0..3)]
            ),
            7 => format!(
                "UPDATE person SET country = '{}' WHERE id = {id}",
                ["GT", "MX", "US"][self.dice.random_range(0..3)]
            ),
            8 => format!(
                "UPDATE spoken SET class = '{}' WHERE person = {id} AND language = 'spa'",
                ["A", "B", "C"][self.dice.random_range(0..3)]
            ),
            9 => format!(
                "DELETE FROM service WHERE person = {id} AND source = '{}' AND mode = 'consecutive'",
                LANGUAGES[self.dice.random_range(0..3)]
            ),
            10 => {
                let (from, to) = (
                    LANGUAGES[self.dice.random_range(0..3)],
                    LANGUAGES[self.dice.random_range(0..3)],
                );
                if from == to {
                    return Ok(());
                }
                format!(
                    "INSERT INTO spoken (person, language, class) VALUES ({id}, '{from}', 'B') ON CONFLICT DO NOTHING;
                     INSERT INTO spoken (person, language, class) VALUES ({id}, '{to}', 'A') ON CONFLICT DO NOTHING;
                     INSERT INTO service (source, target, mode, setting, person) VALUES ('{from}', '{to}', 'consecutive', 'interview', {id}) ON CONFLICT DO NOTHING;
                     INSERT INTO service (source, target, mode, setting, person) VALUES ('{to}', '{from}', 'consecutive', 'interview', {id}) ON CONFLICT DO NOTHING")
            }
            11 => format!(
                "DELETE FROM week_rule WHERE person = {id} AND day = {}",
                self.dice.random_range(2..5)
            ),
            12 => format!(
                "INSERT INTO week_rule (person, calendar, position, day, from_minute, to_minute, purposes, every_weeks) SELECT {id}, 1, MAX(position) + 1, 3, {}, {}, 31, 1 FROM week_rule WHERE person = {id} HAVING MAX(position) IS NOT NULL",
                self.dice.random_range(0..600),
                self.dice.random_range(660..=1440)
            ),
            13 => format!(
                "INSERT INTO block (id, person, starts, ends, zone) VALUES ({}, {id}, {at}, {}, 'UTC')",
                {
                    let id = self.fresh_id();
                    self.raw.id(id)
                },
                at + 60 * MICROS_A_MINUTE
            ),
            14 => format!("DELETE FROM block WHERE person = {id}"),
            15 => {
                let mode = ["consecutive", "simultaneous"][self.dice.random_range(0..2)];
                let booking = self.fresh_id();
                let sql = format!(
                    "INSERT INTO booking (id, interpreter, mode, state, starts, ends) VALUES ({}, {id}, '{mode}', 'confirmed', {at}, {})",
                    self.raw.id(booking),
                    at + 90 * MICROS_A_MINUTE
                );
                // Refused where it overlaps: then nothing changes.
                drop(self.raw.run(sql).await);
                return Ok(());
            }
            16 => format!("UPDATE booking SET state = 'cancelled' WHERE interpreter = {id}"),
            17 => format!(
                "UPDATE interpreter SET deaf = {}, home = '{}' WHERE person = {id}",
                self.raw.flag(self.dice.random_bool(0.5)),
                ["Cobán", "Soloma", ""][self.dice.random_range(0..3)]
            ),
            18 => format!(
                "INSERT INTO membership (person, organisation, role, since) VALUES ({id}, {}, 'interpreter', 0) ON CONFLICT DO NOTHING",
                self.raw.uuid(self.organisation.0)
            ),
            19 => format!("DELETE FROM membership WHERE person = {id}"),
            20 => {
                if self.spares.remove(&person) {
                    format!("DELETE FROM spared_topic WHERE person = {id}")
                } else {
                    self.spares.insert(person);
                    format!(
                        "INSERT INTO spared_topic (person, topic, since) VALUES ({id}, 'torture', 0)"
                    )
                }
            }
            21 => {
                let wish = Wish::ALL[self.dice.random_range(0..2)];
                self.wishes.insert(person, wish);
                format!(
                    "INSERT INTO victim_preference (case_reference, victim, interpreter, wish, at) VALUES ('{CASE}', 'W-17', {id}, '{wish}', 0) ON CONFLICT (case_reference, victim, interpreter) DO UPDATE SET wish = excluded.wish"
                )
            }
            _ => return self.change_rules().await,
        };
        self.raw.run(sql).await
    }

    async fn change_rules(&mut self) -> Result<()> {
        if self.dice.random_bool(0.5) {
            let level = Level::ALL[self.dice.random_range(0..2)];
            let recognition = Recognition {
                scheme: "test-gt".to_owned(),
                country: Country::Gt,
                setting: Setting::Interview,
                level,
                name: NameThere::default(),
            };
            self.store.recognise(&recognition).await?;
            self.recognitions
                .insert((recognition.scheme, recognition.country, recognition.setting), level);
        } else {
            let moved = self.dice.random_range(0..=200);
            self.weights =
                Weights { variety: 200 - moved, fairness: 100 + moved, ..Weights::DEFAULT };
            self.recognised_only = self.dice.random_bool(0.3);
            let recognised_only = self.recognised_only.then_some(Setting::Interview);
            let choosing = Choosing {
                weights: self.weights,
                recognised_only: recognised_only.into_iter().collect(),
            };
            self.store.set_choosing(Country::Gt, &choosing).await?;
        }
        Ok(())
    }

    /// Reads somebody anew and judges them without the index.
    async fn facts(
        &self,
        one: &Interpreter,
        input: &RequestInput,
        starts: Instant,
        ends: Instant,
    ) -> Result<Facts> {
        let [a, b] = &input.languages;
        let class = |language: &Language| {
            one.profile.languages.iter().find(|s| s.language == *language).map(|s| s.class)
        };
        let serves = |from: &Language, to: &Language| {
            one.profile.services.iter().any(|s| {
                s.source == *from
                    && s.target == *to
                    && s.mode == input.mode
                    && s.setting == input.setting
            })
        };
        let busy = self.raw.busy(one.person).await?;
        let calendar = self.store.calendar(one.person, now()?).await?;
        let free = calendar.free(starts, ends, Purposes::needed(input.setting, false));
        let free = match input.mode {
            Mode::Simultaneous => free.and_then(|()| calendar.simultaneous_is_safe(starts, ends)),
            _ => free,
        };
        let recognised = one
            .profile
            .credentials
            .iter()
            .filter(|held| held.valid_until.is_none_or(|until| until >= ends))
            .filter_map(|held| {
                let key = (held.scheme.clone(), Country::Gt, input.setting);
                Some((held.scheme.clone(), *self.recognitions.get(&key)?))
            })
            .min_by_key(|(_, level)| *level);
        let wish = self.wishes.get(&one.person).copied();
        let told = self.store.particulars(one.person).await?;
        Ok(Facts {
            person: one.person,
            number: one.number,
            country: one.country,
            zone: one.zone.clone(),
            comes_from_ruled_out_town: input
                .preferences
                .not_from
                .iter()
                .any(|place| folded(place) == folded(&one.profile.home)),
            gender: one.profile.gender,
            deaf: told.deaf,
            organisation: self.store.membership(one.person).await?.map(|(named, _)| named),
            classes: [class(a), class(b)],
            other_variety: None,
            serves: serves(a, b) && serves(b, a),
            recognised,
            vetted_until: one.profile.vetted_until,
            trauma_trained: one.profile.trauma_trained,
            reliability_permille: one.profile.reliability_permille,
            minutes_worked: one.profile.minutes_worked
                + busy.iter().map(|(from, to)| to.minutes_since(*from)).sum::<i64>(),
            notice_minutes: one.profile.notice_minutes,
            child_trained: false,
            busy: free.err(),
            conflicts: Vec::new(),
            continuity: match wish {
                Some(Wish::Again) => Continuity::Wished,
                _ => Continuity::None,
            },
            not_again: wish == Some(Wish::Another),
        })
    }

    async fn compare(&self, requester: PersonId, input: &RequestInput) -> Result<()> {
        let request = self.store.create_request(requester, input, now()?, &mut rng()).await?;
        let found: Candidates = self.store.candidates(request.id, 0, now()?).await?;
        let (starts, ends) = (request.starts.instant, request.ends.instant);
        let need = Need {
            languages: &input.languages,
            mode: input.mode,
            setting: input.setting,
            starts,
            ends,
            preferences: &input.preferences,
            weights: &self.weights,
            child: false,
            recognised_only: self.recognised_only && input.setting == Setting::Interview,
            now: now()?,
        };
        let mut expected = Vec::new();
        let mut reasons_of = BTreeMap::new();
        for person in &self.people {
            let one = self.store.interpreter(*person).await?;
            let facts = self.facts(&one, input, starts, ends).await?;
            let reasons = judge(&need, &facts);
            if reasons.iter().all(|reason| reason.effect != Effect::Excludes) {
                // Who was wished for comes first, who would rather not hear of it last.
                let spares = !input.topics.is_empty() && self.spares.contains(person);
                let last = facts.continuity != Continuity::Wished && spares;
                let standing = (facts.continuity != Continuity::Wished, last);
                expected.push((standing, score(&need, &facts), one.number, reasons.clone()));
            }
            reasons_of.insert(one.number, reasons);
        }
        expected.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)).then(a.2.cmp(&b.2)));
        let expected: Vec<_> = expected
            .into_iter()
            .map(|(_, score, number, reasons)| (score, number, reasons))
            .collect();
        let got: Vec<_> =
            found.candidates.into_iter().map(|one| (one.score, one.number, one.reasons)).collect();
        assert_eq!(got, expected);
        for excluded in found.excluded {
            // Who speaks another variety is told so, which the plain judge is not asked about.
            let other = |detail: &Detail| matches!(detail, Detail::OtherVariety(_));
            if !excluded.reasons.iter().any(|reason| other(&reason.detail)) {
                assert_eq!(Some(&excluded.reasons), reasons_of.get(&excluded.number));
            }
        }
        Ok(())
    }

    async fn play(mut self, rounds: usize) -> Result<()> {
        let requester = interviewer(&self.store, "e@example.org").await?;
        for round in 0..rounds {
            for _ in 0..self.dice.random_range(1..4) {
                self.change().await.with_context(|| format!("round {round}"))?;
            }
            let mut input = interview()?;
            input.languages[0] = LANGUAGES[self.dice.random_range(0..2)].parse()?;
            input.mode = Mode::ALL[self.dice.random_range(0..2)];
            input.preferences.gender_required = self.dice.random_bool(0.3);
            input.case_reference = Some(CASE.to_owned());
            if self.dice.random_bool(0.5) {
                input.topics = vec![Topic::Torture];
            }
            if self.dice.random_bool(0.3) {
                input.preferences.not_from = vec!["COBAN".to_owned()];
            }
            input.preferences.deaf_interpreter = self.dice.random_bool(0.2);
            input.preferences.organisation =
                self.dice.random_bool(0.2).then_some(self.organisation);
            let hour = self.dice.random_range(6..18);
            input.starts = wall(&format!("2026-11-25T{hour:02}:30"), GUATEMALA)?;
            self.compare(requester, &input).await.with_context(|| format!("round {round}"))?;
        }
        Ok(())
    }
}

async fn play_on_sqlite(seed: u64) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let store = crate::engines::sqlite(&folder).await?;
    let raw = Raw::Sqlite(sqlx::SqlitePool::connect(&sqlite_url(&folder)).await?);
    let outcome = Play::begin(store.clone(), raw, seed).await?.play(30).await;
    store.close().await;
    outcome
}

async fn play_on_postgres(seed: u64) -> Result<()> {
    let database = PostgresDatabase::create().await?;
    let store = database.open().await?;
    let raw = Raw::Postgres(sqlx::PgPool::connect(&database.url()?).await?);
    let outcome = Play::begin(store.clone(), raw, seed).await?.play(30).await;
    store.close().await;
    database.remove().await?;
    outcome
}

mod r02_a_search_answers_as_if_everybody_were_judged_whatever_was_changed_by_whomever {
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn on_sqlite() -> anyhow::Result<()> {
        super::play_on_sqlite(1).await?;
        super::play_on_sqlite(2).await
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn on_postgres() -> anyhow::Result<()> {
        super::play_on_postgres(3).await?;
        super::play_on_postgres(4).await
    }
}

/// A transaction that began before others and is committed after them is not missed, though its
/// number is lower than theirs.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_change_committed_late_is_not_missed_on_postgres() -> Result<()> {
    let database = PostgresDatabase::create().await?;
    let store = database.open().await?;
    let requester = interviewer(&store, "e@example.org").await?;
    let one = enrolment(profile()?)?;
    let people = store.enrol(&[one.clone(), one], now()?, &mut rng()).await?;
    let pool = sqlx::PgPool::connect(&database.url()?).await?;
    let request = store.create_request(requester, &interview()?, now()?, &mut rng()).await?;
    let found = async || -> Result<Vec<PersonId>> {
        let found = store.candidates(request.id, 0, now()?).await?;
        Ok(found.candidates.iter().map(|one| one.person).collect())
    };
    ensure!(found().await? == people);
    let unvetted = "UPDATE interpreter SET vetted_until = NULL WHERE person = $1";
    let mut early = pool.begin().await?;
    sqlx::query(unvetted).bind(people[0]).execute(&mut *early).await?;
    sqlx::query(unvetted).bind(people[1]).execute(&pool).await?;
    ensure!(found().await? == people[..1]);
    ensure!(found().await? == people[..1]);
    early.commit().await?;
    ensure!(found().await?.is_empty());
    store.close().await;
    pool.close().await;
    database.remove().await
}
