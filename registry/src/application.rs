//! Applications: anyone may ask to join the bank as an interpreter. The address is confirmed by
//! mail, a coordinator or administrator of the country vets in four steps, and approves or refuses.
//!
//! Of the vetting the bank keeps which step was done, by whom and when; never what was found.

mod decide;

use rand::rngs::StdRng;
use serde::{Deserialize, Serialize};

use crate::{
    country::Country,
    error::{Error, Result, Why},
    id::{ApplicationId, PersonId},
    interpreter::{Class, Gender},
    language::Language,
    notice::{Address, Notice, notify, notify_address},
    person::{PageLanguage, is_address},
    store::{Store, Tx, on},
    ticket::use_to_confirm,
    time::{Instant, Zone},
    token::Token,
    word::words,
};

words! {
    /// How far an application is.
    pub enum ApplicationState {
        /// The address is not confirmed.
        Unverified = "unverified",
        /// To be looked at.
        Received = "received",
        /// There is an account.
        Approved = "approved",
        /// There will be none.
        Refused = "refused",
    }
}

words! {
    /// A step of the vetting.
    pub enum VettingStep {
        /// Somebody saw the person and a document.
        Identity = "identity",
        /// Somebody talked with those who vouch.
        References = "references",
        /// The record of the country's police or court was seen.
        Background = "background",
        /// Somebody who speaks the languages heard the person interpret.
        LanguageTest = "language_test",
    }
}

words! {
    /// Why an application was refused; a code, so that nothing about a person is written down.
    pub enum RefusalReason {
        /// The applicant took it back.
        Withdrawn = "withdrawn",
        /// Something is missing and did not come.
        Incomplete = "incomplete",
        /// The languages are not needed now.
        NotNeeded = "not_needed",
        /// A step of the vetting was not passed.
        NotPassed = "not_passed",
    }
}

/// A language as the applicant states it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClaimedLanguage {
    /// The language or named variety.
    pub language: Language,
    /// How well, in her own words: A native, B active, C understood.
    pub class: Class,
}

/// What an applicant sends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ApplicationInput {
    /// Full name.
    #[schema(min_length = 1, max_length = 120)]
    pub name: String,
    /// Where mail arrives.
    #[schema(max_length = 254)]
    pub email: String,
    /// Where the person lives and works.
    pub country: Country,
    /// The clock the person lives by.
    pub zone: Zone,
    /// The language of messages.
    pub language: PageLanguage,
    /// Own statement.
    pub gender: Gender,
    /// Home town or community.
    #[schema(min_length = 1, max_length = 120)]
    pub home: String,
    /// Two or more.
    #[schema(min_items = 2, max_items = 12)]
    pub languages: Vec<ClaimedLanguage>,
}

/// A step that was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, sqlx::FromRow, utoipa::ToSchema)]
pub struct StepDone {
    /// Which.
    pub step: VettingStep,
    /// By whom.
    pub by: String,
    /// When.
    pub at: Instant,
}

/// An application as its country's vetters see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Application {
    /// Its id.
    pub id: ApplicationId,
    /// How far it is.
    pub state: ApplicationState,
    /// Full name.
    pub name: String,
    /// Where mail arrives; gone once refused.
    pub email: Option<String>,
    /// Where the person lives and works.
    pub country: Country,
    /// The clock the person lives by.
    pub zone: Zone,
    /// The language of messages.
    pub language: PageLanguage,
    /// Own statement.
    pub gender: Gender,
    /// Home town or community.
    pub home: String,
    /// What the applicant states.
    pub languages: Vec<ClaimedLanguage>,
    /// What was done, in order.
    pub steps: Vec<StepDone>,
    /// What is still to be done.
    pub open_steps: Vec<VettingStep>,
    /// Why it was refused.
    pub reason: Option<RefusalReason>,
    /// Who decided.
    pub decided_by: Option<String>,
    /// When.
    pub decided: Option<Instant>,
    /// When it was made.
    pub created: Instant,
    /// The account, once approved.
    pub person: Option<PersonId>,
}

#[derive(sqlx::FromRow)]
struct ApplicationRow {
    id: ApplicationId,
    state: ApplicationState,
    name: String,
    email: Option<String>,
    country: Country,
    zone: Zone,
    language: PageLanguage,
    gender: Gender,
    home: String,
    languages: String,
    reason: Option<RefusalReason>,
    decided_by: Option<String>,
    decided: Option<Instant>,
    created: Instant,
    person: Option<PersonId>,
}

/// Most applications in one answer.
const MOST_LISTED: i64 = 200;
/// Longest name of a person or town, in characters.
const LONGEST_NAME: usize = 120;
/// Most languages of one person.
const MOST_LANGUAGES: usize = 12;

impl Store {
    /// Takes an application and sends mail to its address. What the caller learns is the same
    /// whether or not the address is known: somebody with an account is told so by mail.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a field, [`Error::LanguageGroup`].
    pub async fn apply(
        &self,
        input: &ApplicationInput,
        now: Instant,
        rng: &mut StdRng,
    ) -> Result<()> {
        self.check_application(input)?;
        let email = input.email.trim().to_lowercase();
        let languages = serde_json::to_string(&input.languages)
            .map_err(|e| Error::Corrupt { what: "languages", why: e.to_string() })?;
        let mut tx = self.begin().await?;
        let sql = "SELECT id FROM person WHERE email = $1";
        let known: Option<(PersonId,)> =
            on!(tx.conn(), db => sqlx::query_as(sql).bind(&email).fetch_optional(db).await?);
        if let Some((person,)) = known {
            notify(&mut tx, person, &Notice::AccountExists, now, rng).await?;
            return tx.commit().await;
        }
        // Whoever applies again before confirming corrects the first form; later it stands.
        let sql = "INSERT INTO application (id, state, name, email, country, zone, language,
                       gender, home, languages, created)
                   VALUES ($1, 'unverified', $2, $3, $4, $5, $6, $7, $8, $9, $10)
                   ON CONFLICT (email) DO UPDATE SET name = excluded.name,
                       country = excluded.country, zone = excluded.zone,
                       language = excluded.language, gender = excluded.gender,
                       home = excluded.home, languages = excluded.languages
                   WHERE application.state = 'unverified'
                   RETURNING id";
        let taken: Option<(ApplicationId,)> = on!(tx.conn(), db => sqlx::query_as(sql)
            .bind(ApplicationId::new(now, rng)).bind(input.name.trim()).bind(&email)
            .bind(input.country).bind(&input.zone).bind(input.language).bind(input.gender)
            .bind(input.home.trim()).bind(&languages).bind(now)
            .fetch_optional(db).await?);
        if let Some((application,)) = taken {
            let (language, zone) = (input.language, input.zone.clone());
            let notice = Notice::ApplicationToConfirm { application };
            notify_address(&mut tx, &Address { email, language, zone }, &notice, now, rng).await?;
        }
        tx.commit().await
    }

    /// Confirms the address of an application and tells those who vet in its country.
    ///
    /// # Errors
    /// [`Error::LinkUnknown`], [`Error::LinkUsed`], [`Error::LinkExpired`].
    pub async fn confirm_application(
        &self,
        token: &Token,
        now: Instant,
        rng: &mut StdRng,
    ) -> Result<()> {
        let mut tx = self.begin().await?;
        let application = use_to_confirm(&mut tx, token, now).await?;
        let sql = "UPDATE application SET state = 'received', verified = $2
                   WHERE id = $1 AND state = 'unverified'";
        let changed = on!(tx.conn(), db =>
            sqlx::query(sql).bind(application).bind(now).execute(db).await?.rows_affected());
        if changed > 0 {
            let sql = "SELECT p.id FROM person p JOIN application a ON a.country = p.country
                       WHERE a.id = $1 AND p.role IN ('coordinator', 'administrator')
                         AND p.state = 'active' ORDER BY p.created, p.id";
            let vetters: Vec<(PersonId,)> =
                on!(tx.conn(), db => sqlx::query_as(sql).bind(application).fetch_all(db).await?);
            for (vetter,) in vetters {
                let notice = Notice::ApplicationReceived { application };
                notify(&mut tx, vetter, &notice, now, rng).await?;
            }
        }
        tx.commit().await
    }

    /// A country's confirmed applications: those to be looked at first, then the newest.
    ///
    /// # Errors
    /// What the database says.
    pub async fn applications_in(&self, country: Country) -> Result<Vec<Application>> {
        let sql = "SELECT id FROM application WHERE country = $1 AND state <> 'unverified'
                   ORDER BY CASE state WHEN 'received' THEN 0 ELSE 1 END, created DESC, id DESC
                   LIMIT $2";
        let ids: Vec<(ApplicationId,)> = on!(self.read(), db =>
            sqlx::query_as(sql).bind(country).bind(MOST_LISTED).fetch_all(db).await?);
        let mut applications = Vec::with_capacity(ids.len());
        for (id,) in ids {
            applications.push(self.application(country, id).await?);
        }
        Ok(applications)
    }

    /// One of them.
    ///
    /// # Errors
    /// [`Error::NotFound`], also for another country's or one that is not confirmed.
    pub async fn application(&self, country: Country, id: ApplicationId) -> Result<Application> {
        let sql = "SELECT a.id, a.state, a.name, a.email, a.country, a.zone, a.language, a.gender,
                       a.home, a.languages, a.reason, p.name AS decided_by, a.decided, a.created,
                       a.person
                   FROM application a LEFT JOIN person p ON p.id = a.decided_by
                   WHERE a.id = $1 AND a.country = $2 AND a.state <> 'unverified'";
        let row: Option<ApplicationRow> = on!(self.read(), db =>
            sqlx::query_as(sql).bind(id).bind(country).fetch_optional(db).await?);
        let row = row.ok_or(Error::NotFound("application"))?;
        let sql = "SELECT s.step, p.name AS by, s.at FROM vetting_step s
                   JOIN person p ON p.id = s.done_by
                   WHERE s.application = $1 ORDER BY s.at, s.step";
        let steps: Vec<StepDone> =
            on!(self.read(), db => sqlx::query_as(sql).bind(id).fetch_all(db).await?);
        let is_open = |step: &&VettingStep| steps.iter().all(|done| done.step != **step);
        Ok(Application {
            id: row.id,
            state: row.state,
            name: row.name,
            email: row.email,
            country: row.country,
            zone: row.zone,
            language: row.language,
            gender: row.gender,
            home: row.home,
            languages: serde_json::from_str(&row.languages)
                .map_err(|e| Error::Corrupt { what: "languages", why: e.to_string() })?,
            open_steps: VettingStep::ALL.iter().filter(is_open).copied().collect(),
            steps,
            reason: row.reason,
            decided_by: row.decided_by,
            decided: row.decided,
            created: row.created,
            person: row.person,
        })
    }

    /// Why an application was refused, for the message that says so.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn refusal_reason(&self, id: ApplicationId) -> Result<RefusalReason> {
        let sql = "SELECT reason FROM application WHERE id = $1 AND reason IS NOT NULL";
        let found: Option<(RefusalReason,)> =
            on!(self.read(), db => sqlx::query_as(sql).bind(id).fetch_optional(db).await?);
        found.map(|(reason,)| reason).ok_or(Error::NotFound("application"))
    }

    fn check_application(&self, input: &ApplicationInput) -> Result<()> {
        for (field, text) in [("name", &input.name), ("home", &input.home)] {
            if text.trim().is_empty() {
                return Err(Error::invalid(field, Why::Missing));
            }
            if text.chars().count() > LONGEST_NAME {
                return Err(Error::invalid(field, Why::TooLong));
            }
        }
        if input.email.len() > 254 || !is_address(&input.email.trim().to_lowercase()) {
            return Err(Error::invalid("email", Why::Malformed));
        }
        if input.languages.len() < 2 {
            return Err(Error::invalid("languages", Why::Missing));
        }
        if input.languages.len() > MOST_LANGUAGES {
            return Err(Error::invalid("languages", Why::TooLong));
        }
        for (index, claimed) in input.languages.iter().enumerate() {
            if self.languages().must_choose_variety(&claimed.language) {
                return Err(Error::LanguageGroup(claimed.language.clone()));
            }
            if self.languages().tongue(&claimed.language).is_none() {
                return Err(Error::invalid("languages", Why::Unknown));
            }
            let before = input.languages.iter().take(index);
            if before.into_iter().any(|other| other.language == claimed.language) {
                return Err(Error::invalid("languages", Why::Repeated));
            }
        }
        Ok(())
    }
}

/// The row of an application that waits for a decision, locked for this transaction.
async fn lock_received(tx: &mut Tx, country: Country, id: ApplicationId) -> Result<()> {
    let sql = "UPDATE application SET state = state
               WHERE id = $1 AND country = $2 AND state <> 'unverified' RETURNING state";
    let state: Option<(ApplicationState,)> = on!(tx.conn(), db =>
        sqlx::query_as(sql).bind(id).bind(country).fetch_optional(db).await?);
    match state {
        None => Err(Error::NotFound("application")),
        Some((ApplicationState::Received,)) => Ok(()),
        Some(_) => Err(Error::NotNow("the application was decided")),
    }
}
