//! Interpreters: what they speak, what they do, what vouches for them.

use rand::rngs::StdRng;
use serde::{Deserialize, Serialize};

use crate::{
    availability::{WeekRule, insert_week},
    country::Country,
    error::{Error, Result, Why},
    id::PersonId,
    language::Language,
    person::{NewAccount, insert_account},
    store::{Store, Tx, on},
    time::{Instant, Zone},
    word::words,
};

words! {
    /// How the rendition follows the speech.
    pub enum Mode {
        /// The speaker stops, the interpreter renders.
        Consecutive = "consecutive",
        /// At the same time, on a channel of its own.
        Simultaneous = "simultaneous",
    }
}

words! {
    /// For which kind of work a service is offered.
    pub enum Setting {
        /// An interview with a victim or witness.
        Interview = "interview",
        /// Before a court.
        Hearing = "hearing",
        /// With doctors or psychologists.
        Medical = "medical",
        /// At once.
        Emergency = "emergency",
    }
}

words! {
    /// A person's own statement of gender.
    pub enum Gender {
        /// Woman.
        Woman = "woman",
        /// Man.
        Man = "man",
        /// Another, or not stated.
        Other = "other",
    }
}

words! {
    /// How well a language is mastered (the classes of AIIC).
    pub enum Class {
        /// Native.
        A = "A",
        /// Active second language.
        B = "B",
        /// Understood only.
        C = "C",
    }
}

words! {
    /// What a country makes of a credential.
    pub enum Level {
        /// Enough for its courts.
        Certified = "certified",
        /// Enough after a hearing of qualification.
        Provisional = "provisional",
    }
}

/// One language of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, sqlx::FromRow, utoipa::ToSchema)]
pub struct Spoken {
    /// The language or named variety.
    pub language: Language,
    /// How well.
    pub class: Class,
}

/// One directed service: from a language into another, in a mode, for a setting.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, sqlx::FromRow, utoipa::ToSchema,
)]
pub struct Service {
    /// Heard.
    pub source: Language,
    /// Spoken or signed.
    pub target: Language,
    /// How.
    pub mode: Mode,
    /// Where.
    pub setting: Setting,
}

/// A certificate or licence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, sqlx::FromRow, utoipa::ToSchema)]
pub struct Credential {
    /// The scheme, for instance `gt-oj`; countries recognise schemes.
    pub scheme: String,
    /// Who issued it.
    pub issuer: String,
    /// The first instant at which it is no longer valid; none if it never ends.
    pub valid_until: Option<Instant>,
}

/// That a country takes a scheme for a setting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, sqlx::FromRow, utoipa::ToSchema)]
pub struct Recognition {
    /// The scheme.
    pub scheme: String,
    /// The requesting country.
    pub country: Country,
    /// The setting.
    pub setting: Setting,
    /// As what.
    pub level: Level,
}

/// All that the bank knows of an interpreter's work. Any change of it changes a ranking or a
/// reason given for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Profile {
    /// Own statement.
    pub gender: Gender,
    /// Home town or community, so that a victim can ask for someone from elsewhere.
    pub home: String,
    /// Languages, each once.
    pub languages: Vec<Spoken>,
    /// Services, each once.
    pub services: Vec<Service>,
    /// Credentials, each scheme once.
    pub credentials: Vec<Credential>,
    /// The first instant at which the vetting is no longer valid; none if never vetted.
    pub vetted_until: Option<Instant>,
    /// Trained to work with traumatised people.
    pub trauma_trained: bool,
    /// Share of accepted work that was kept, 0–1000.
    pub reliability_permille: i32,
    /// Work of the last twelve months, in minutes.
    pub minutes_worked: i64,
    /// How long before the start they must be asked, in minutes.
    pub notice_minutes: i64,
}

/// An interpreter with name and profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Interpreter {
    /// The person.
    pub person: PersonId,
    /// The number shown instead of the name before booking.
    pub number: i64,
    /// Full name, shown after booking only.
    pub name: String,
    /// Where they live and work.
    pub country: Country,
    /// Their clock.
    pub zone: Zone,
    /// Their work.
    pub profile: Profile,
}

/// A new interpreter: account, profile, and weekly hours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enrolment {
    /// The account; its role must be `interpreter`.
    pub account: NewAccount,
    /// The work.
    pub profile: Profile,
    /// The weekly hours, on the account's clock.
    pub week: Vec<WeekRule>,
}

/// Numbers begin here, so that none is mistaken for a seat.
const FIRST_NUMBER: i64 = 101;

#[derive(sqlx::FromRow)]
struct InterpreterRow {
    person: PersonId,
    number: i64,
    name: String,
    country: Country,
    zone: Zone,
    gender: Gender,
    home: String,
    vetted_until: Option<Instant>,
    trauma_trained: bool,
    reliability: i32,
    minutes_worked: i64,
    notice_minutes: i64,
}

impl Store {
    /// Takes interpreters into the bank, all or none, and numbers them in order.
    ///
    /// # Errors
    /// [`Error::Invalid`] for the first that cannot be taken.
    pub async fn enrol(
        &self,
        enrolments: &[Enrolment],
        now: Instant,
        rng: &mut StdRng,
    ) -> Result<Vec<PersonId>> {
        let mut tx = self.begin().await?;
        let sql = "SELECT COALESCE(MAX(number) + 1, $1) FROM interpreter";
        let (mut number,): (i64,) =
            on!(tx.conn(), db => sqlx::query_as(sql).bind(FIRST_NUMBER).fetch_one(db).await?);
        let mut people = Vec::with_capacity(enrolments.len());
        for enrolment in enrolments {
            self.check_profile(&enrolment.profile)?;
            let person = insert_account(&mut tx, &enrolment.account, now, rng).await?;
            insert_interpreter(&mut tx, person, number, &enrolment.profile).await?;
            insert_profile_lists(&mut tx, person, &enrolment.profile).await?;
            insert_week(&mut tx, person, &enrolment.account.zone, &enrolment.week).await?;
            people.push(person);
            number += 1;
        }
        tx.commit().await?;
        Ok(people)
    }

    /// Replaces what the bank knows of an interpreter's work.
    ///
    /// # Errors
    /// [`Error::NotFound`], or [`Error::Invalid`] for a field.
    pub async fn set_profile(&self, person: PersonId, profile: &Profile) -> Result<()> {
        self.check_profile(profile)?;
        let mut tx = self.begin().await?;
        let sql = "UPDATE interpreter SET gender = $2, home = $3, vetted_until = $4,
                       trauma_trained = $5, reliability = $6, minutes_worked = $7,
                       notice_minutes = $8
                   WHERE person = $1";
        let changed = on!(tx.conn(), db => sqlx::query(sql)
            .bind(person).bind(profile.gender).bind(&profile.home).bind(profile.vetted_until)
            .bind(profile.trauma_trained).bind(profile.reliability_permille)
            .bind(profile.minutes_worked).bind(profile.notice_minutes)
            .execute(db).await?.rows_affected());
        if changed == 0 {
            return Err(Error::NotFound("interpreter"));
        }
        for sql in [
            "DELETE FROM spoken WHERE person = $1",
            "DELETE FROM service WHERE person = $1",
            "DELETE FROM credential WHERE person = $1",
        ] {
            on!(tx.conn(), db => sqlx::query(sql).bind(person).execute(db).await.map(drop)?);
        }
        insert_profile_lists(&mut tx, person, profile).await?;
        tx.commit().await
    }

    /// An interpreter.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn interpreter(&self, person: PersonId) -> Result<Interpreter> {
        let sql = "SELECT i.person, i.number, p.name, p.country, p.zone, i.gender, i.home,
                       i.vetted_until, i.trauma_trained, i.reliability, i.minutes_worked,
                       i.notice_minutes
                   FROM interpreter i JOIN person p ON p.id = i.person WHERE i.person = $1";
        let row: Option<InterpreterRow> =
            on!(self.read(), db => sqlx::query_as(sql).bind(person).fetch_optional(db).await?);
        let row = row.ok_or(Error::NotFound("interpreter"))?;
        let sql = "SELECT language, class FROM spoken WHERE person = $1 ORDER BY class, language";
        let languages =
            on!(self.read(), db => sqlx::query_as(sql).bind(person).fetch_all(db).await?);
        let sql = "SELECT source, target, mode, setting FROM service WHERE person = $1
                   ORDER BY source, target, mode, setting";
        let services =
            on!(self.read(), db => sqlx::query_as(sql).bind(person).fetch_all(db).await?);
        let sql = "SELECT scheme, issuer, valid_until FROM credential WHERE person = $1
                   ORDER BY scheme";
        let credentials =
            on!(self.read(), db => sqlx::query_as(sql).bind(person).fetch_all(db).await?);
        Ok(Interpreter {
            person: row.person,
            number: row.number,
            name: row.name,
            country: row.country,
            zone: row.zone,
            profile: Profile {
                gender: row.gender,
                home: row.home,
                languages,
                services,
                credentials,
                vetted_until: row.vetted_until,
                trauma_trained: row.trauma_trained,
                reliability_permille: row.reliability,
                minutes_worked: row.minutes_worked,
                notice_minutes: row.notice_minutes,
            },
        })
    }

    /// The person behind the number that is shown instead of a name.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn person_numbered(&self, number: i64) -> Result<PersonId> {
        let sql = "SELECT person FROM interpreter WHERE number = $1";
        let found: Option<(PersonId,)> =
            on!(self.read(), db => sqlx::query_as(sql).bind(number).fetch_optional(db).await?);
        found.map(|(person,)| person).ok_or(Error::NotFound("interpreter"))
    }

    /// Says that a country takes a scheme for a setting, or changes as what.
    ///
    /// # Errors
    /// What the database says.
    pub async fn recognise(&self, recognition: &Recognition) -> Result<()> {
        let sql = "INSERT INTO recognition (scheme, country, setting, level)
                   VALUES ($1, $2, $3, $4)
                   ON CONFLICT (scheme, country, setting) DO UPDATE SET level = excluded.level";
        let mut tx = self.begin().await?;
        on!(tx.conn(), db => sqlx::query(sql)
            .bind(&recognition.scheme).bind(recognition.country)
            .bind(recognition.setting).bind(recognition.level)
            .execute(db).await.map(drop)?);
        tx.commit().await
    }

    fn check_profile(&self, profile: &Profile) -> Result<()> {
        let unknown = |language: &Language| self.languages().tongue(language).is_none();
        if profile.languages.iter().any(|spoken| unknown(&spoken.language)) {
            return Err(Error::invalid("languages", Why::Unknown));
        }
        for service in &profile.services {
            let speaks = |language: &Language| {
                profile.languages.iter().any(|spoken| spoken.language == *language)
            };
            if !speaks(&service.source) || !speaks(&service.target) {
                return Err(Error::invalid("services", Why::DoesNotFit));
            }
        }
        if !(0..=1000).contains(&profile.reliability_permille) {
            return Err(Error::invalid("reliability_permille", Why::DoesNotFit));
        }
        if profile.minutes_worked < 0 || profile.notice_minutes < 0 {
            return Err(Error::invalid("minutes_worked", Why::DoesNotFit));
        }
        Ok(())
    }
}

async fn insert_interpreter(
    tx: &mut Tx,
    person: PersonId,
    number: i64,
    profile: &Profile,
) -> Result<()> {
    let sql = "INSERT INTO interpreter (person, number, gender, home, vetted_until,
                   trauma_trained, reliability, minutes_worked, notice_minutes)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    on!(tx.conn(), db => sqlx::query(sql)
        .bind(person).bind(number).bind(profile.gender).bind(&profile.home)
        .bind(profile.vetted_until).bind(profile.trauma_trained)
        .bind(profile.reliability_permille).bind(profile.minutes_worked)
        .bind(profile.notice_minutes)
        .execute(db).await.map(drop)?);
    Ok(())
}

async fn insert_profile_lists(tx: &mut Tx, person: PersonId, profile: &Profile) -> Result<()> {
    for spoken in &profile.languages {
        let sql = "INSERT INTO spoken (person, language, class) VALUES ($1, $2, $3)";
        on!(tx.conn(), db => sqlx::query(sql)
            .bind(person).bind(&spoken.language).bind(spoken.class)
            .execute(db).await.map(drop)?);
    }
    for service in &profile.services {
        let sql = "INSERT INTO service (source, target, mode, setting, person)
                   VALUES ($1, $2, $3, $4, $5)";
        on!(tx.conn(), db => sqlx::query(sql)
            .bind(&service.source).bind(&service.target).bind(service.mode)
            .bind(service.setting).bind(person)
            .execute(db).await.map(drop)?);
    }
    for credential in &profile.credentials {
        let sql = "INSERT INTO credential (person, scheme, issuer, valid_until)
                   VALUES ($1, $2, $3, $4)";
        on!(tx.conn(), db => sqlx::query(sql)
            .bind(person).bind(&credential.scheme).bind(&credential.issuer)
            .bind(credential.valid_until)
            .execute(db).await.map(drop)?);
    }
    Ok(())
}
