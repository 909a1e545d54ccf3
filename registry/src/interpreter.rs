//! Interpreters: what they speak, what they do, what vouches for them.
//!
//! `skill` has languages and services, `credential` what vouches for them and what each country
//! makes of it, `particulars` what interpreters tell of themselves.

mod credential;
mod particulars;
mod skill;

use rand::rngs::StdRng;
use serde::Serialize;

pub use credential::{
    Credential, CredentialDocument, Held, Level, MOST_DOCUMENT_BYTES, MediaType, NameThere,
    Recognised, Recognition,
};
use credential::{check_credential, upsert_credential};
pub use particulars::{Equipment, HourlyFee, Particulars};
pub use skill::{Attestation, Channel, Class, Mode, Proficiency, Service, Setting, Spoken};

use crate::{
    availability::{WeekRule, insert_week},
    country::Country,
    error::{Error, Result, Why},
    id::PersonId,
    person::{NewAccount, check_account, insert_account},
    store::{Store, Tx, on},
    time::{Instant, Zone},
    word::words,
};

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
    /// How old somebody is, as far as a victim may care.
    pub enum AgeRange {
        /// Not yet 30.
        Under30 = "under_30",
        /// 30–44.
        From30 = "from_30",
        /// 45–59.
        From45 = "from_45",
        /// 60 and more.
        From60 = "from_60",
    }
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
        let people = self.enrol_in(&mut tx, enrolments, now, rng).await?;
        tx.commit().await?;
        Ok(people)
    }

    /// The same within a transaction.
    pub(crate) async fn enrol_in(
        &self,
        tx: &mut Tx,
        enrolments: &[Enrolment],
        now: Instant,
        rng: &mut StdRng,
    ) -> Result<Vec<PersonId>> {
        let sql = "SELECT COALESCE(MAX(number) + 1, $1) FROM interpreter";
        let (mut number,): (i64,) =
            on!(tx.conn(), db => sqlx::query_as(sql).bind(FIRST_NUMBER).fetch_one(db).await?);
        let mut people = Vec::with_capacity(enrolments.len());
        for enrolment in enrolments {
            self.check_profile(&enrolment.profile)?;
            let person = insert_account(tx, &enrolment.account, now, rng).await?;
            insert_interpreter(tx, person, number, &enrolment.profile).await?;
            insert_profile_lists(tx, person, &enrolment.profile).await?;
            insert_week(tx, person, &enrolment.account.zone, &enrolment.week).await?;
            people.push(person);
            number += 1;
        }
        Ok(people)
    }

    /// Replaces what the bank knows of an interpreter's work; a suspension stays.
    ///
    /// # Errors
    /// [`Error::NotFound`], or [`Error::Invalid`] for a field.
    pub async fn set_profile(&self, person: PersonId, profile: &Profile) -> Result<()> {
        self.check_profile(profile)?;
        let mut tx = self.begin().await?;
        let sql = "UPDATE interpreter SET gender = $2, home = $3,
                       vetted_until = CASE vetting WHEN 'suspended' THEN NULL ELSE $4 END,
                       vetting = CASE WHEN vetting = 'suspended' THEN vetting
                                      WHEN $4 IS NULL THEN 'none' ELSE 'cleared' END,
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
        let sql = "SELECT scheme FROM credential WHERE person = $1";
        let held: Vec<(String,)> =
            on!(tx.conn(), db => sqlx::query_as(sql).bind(person).fetch_all(db).await?);
        for (scheme,) in held {
            if profile.credentials.iter().all(|credential| credential.scheme != scheme) {
                let sql = "DELETE FROM credential WHERE person = $1 AND scheme = $2";
                on!(tx.conn(), db =>
                    sqlx::query(sql).bind(person).bind(&scheme).execute(db).await.map(drop)?);
            }
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
        let languages = self.spoken_by(person).await?;
        let services = self.services_of(person).await?;
        let sql = "SELECT scheme, issuer, number, valid_from, valid_until FROM credential
                   WHERE person = $1 ORDER BY scheme";
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

    /// Whether an interpreter can be taken in.
    pub(crate) fn check_enrolment(&self, enrolment: &Enrolment) -> Result<()> {
        check_account(&enrolment.account)?;
        self.check_profile(&enrolment.profile)
    }

    fn check_profile(&self, profile: &Profile) -> Result<()> {
        self.check_skills(&profile.languages, &profile.services)?;
        profile.credentials.iter().try_for_each(check_credential)?;
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
                   trauma_trained, reliability, minutes_worked, notice_minutes, vetting)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9,
                       CASE WHEN $5 IS NULL THEN 'none' ELSE 'cleared' END)";
    on!(tx.conn(), db => sqlx::query(sql)
        .bind(person).bind(number).bind(profile.gender).bind(&profile.home)
        .bind(profile.vetted_until).bind(profile.trauma_trained)
        .bind(profile.reliability_permille).bind(profile.minutes_worked)
        .bind(profile.notice_minutes)
        .execute(db).await.map(drop)?);
    Ok(())
}

async fn insert_profile_lists(tx: &mut Tx, person: PersonId, profile: &Profile) -> Result<()> {
    insert_languages_and_services(tx, person, &profile.languages, &profile.services).await?;
    for credential in &profile.credentials {
        upsert_credential(tx, person, credential).await?;
    }
    Ok(())
}

/// Replaces languages and services by these.
async fn insert_languages_and_services(
    tx: &mut Tx,
    person: PersonId,
    languages: &[Spoken],
    services: &[Service],
) -> Result<()> {
    for sql in ["DELETE FROM spoken WHERE person = $1", "DELETE FROM service WHERE person = $1"] {
        on!(tx.conn(), db => sqlx::query(sql).bind(person).execute(db).await.map(drop)?);
    }
    for spoken in languages {
        let sql = "INSERT INTO spoken (person, language, class, level, attested_by, attested_at)
                   VALUES ($1, $2, $3, $4, $5, $6)";
        let attested = spoken.attested.as_ref();
        on!(tx.conn(), db => sqlx::query(sql)
            .bind(person).bind(&spoken.language).bind(spoken.class)
            .bind(attested.map(|attested| attested.level))
            .bind(attested.map(|attested| attested.by.trim()))
            .bind(attested.map(|attested| attested.at))
            .execute(db).await.map(drop)?);
    }
    for service in services {
        let sql = "INSERT INTO service (source, target, mode, setting, person)
                   VALUES ($1, $2, $3, $4, $5)";
        on!(tx.conn(), db => sqlx::query(sql)
            .bind(&service.source).bind(&service.target).bind(service.mode)
            .bind(service.setting).bind(person)
            .execute(db).await.map(drop)?);
    }
    Ok(())
}
