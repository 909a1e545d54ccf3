//! People with an account: who they are, and the password hash kept for them.

use rand::rngs::StdRng;
use serde::Serialize;

use crate::{
    country::Country,
    error::{Error, Result, Why},
    id::PersonId,
    store::{Store, Tx, on, refused_by},
    time::{Instant, Zone},
    word::words,
};

words! {
    /// What an account is for.
    pub enum AccountRole {
        /// Books for others.
        Coordinator = "coordinator",
        /// Leads interviews.
        Interviewer = "interviewer",
        /// Runs a court's screen.
        Clerk = "clerk",
        /// Judge.
        Presiding = "presiding",
        /// One of the bank.
        Interpreter = "interpreter",
        /// Looks after venues and kits.
        Technician = "technician",
        /// A country's central authority.
        Authority = "authority",
        /// Looks after a country's accounts, recognitions and webhooks.
        Administrator = "administrator",
        /// Staff of an organisation that owns interpreters: assigns them.
        DutyDesk = "duty_desk",
    }
}

words! {
    /// A language that pages and messages are written in.
    pub enum PageLanguage {
        /// Spanish.
        Es = "es",
        /// English.
        En = "en",
        /// French.
        Fr = "fr",
    }
}

impl PageLanguage {
    /// What most people of a country read, until they say otherwise.
    #[must_use]
    pub const fn usual_in(country: Country) -> Self {
        match country {
            Country::Bz | Country::Ca | Country::Us => Self::En,
            _ => Self::Es,
        }
    }
}

/// An account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, sqlx::FromRow, utoipa::ToSchema)]
pub struct Account {
    /// Its person.
    pub id: PersonId,
    /// Full name.
    pub name: String,
    /// For sign-in, in lower case; none for those who only ever come by link.
    pub email: Option<String>,
    /// What it is for.
    pub role: AccountRole,
    /// Where the person works.
    pub country: Country,
    /// The clock the person lives by.
    pub zone: Zone,
}

/// What is needed to make an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAccount {
    /// Full name.
    pub name: String,
    /// For sign-in; case does not matter.
    pub email: Option<String>,
    /// A PHC string (Argon2id), made by the caller; never the password.
    pub password_phc: Option<String>,
    /// What it is for.
    pub role: AccountRole,
    /// Where the person works.
    pub country: Country,
    /// The clock the person lives by.
    pub zone: Zone,
}

impl Store {
    /// Makes an account; for interpreters see [`Store::enrol`].
    ///
    /// # Errors
    /// [`Error::Invalid`]: `name` missing, `email` malformed or taken.
    pub async fn add_account(
        &self,
        account: &NewAccount,
        now: Instant,
        rng: &mut StdRng,
    ) -> Result<PersonId> {
        let mut tx = self.begin().await?;
        let id = insert_account(&mut tx, account, now, rng).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// The account of a person.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn account(&self, id: PersonId) -> Result<Account> {
        let sql = "SELECT id, name, email, role, country, zone FROM person WHERE id = $1";
        let found = on!(self.read(), db => sqlx::query_as(sql).bind(id).fetch_optional(db).await?);
        found.ok_or(Error::NotFound("account"))
    }

    /// The account in use of an e-mail address and the PHC string kept for it, if both are there.
    ///
    /// # Errors
    /// What the database says.
    pub async fn account_for_sign_in(
        &self,
        email: &str,
    ) -> Result<Option<(Account, Option<String>)>> {
        let email = email.trim().to_lowercase();
        let sql = "SELECT id, name, email, role, country, zone FROM person
                   WHERE email = $1 AND state = 'active'";
        let account: Option<Account> =
            on!(self.read(), db => sqlx::query_as(sql).bind(&email).fetch_optional(db).await?);
        let Some(account) = account else { return Ok(None) };
        let sql = "SELECT password FROM person WHERE id = $1";
        let (password,) =
            on!(self.read(), db => sqlx::query_as(sql).bind(account.id).fetch_one(db).await?);
        Ok(Some((account, password)))
    }

    /// Every account of a role, in the order they were made.
    ///
    /// # Errors
    /// What the database says.
    pub async fn accounts_with_role(&self, role: AccountRole) -> Result<Vec<Account>> {
        let sql = "SELECT id, name, email, role, country, zone FROM person
                   WHERE role = $1 ORDER BY created, id";
        Ok(on!(self.read(), db => sqlx::query_as(sql).bind(role).fetch_all(db).await?))
    }

    /// Keeps a new password hash (a PHC string).
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn set_password(&self, id: PersonId, password_phc: &str) -> Result<()> {
        let sql = "UPDATE person SET password = $2 WHERE id = $1";
        let mut tx = self.begin().await?;
        let changed = on!(tx.conn(), db =>
            sqlx::query(sql).bind(id).bind(password_phc).execute(db).await?.rows_affected());
        if changed == 0 {
            return Err(Error::NotFound("account"));
        }
        tx.commit().await
    }
}

pub(crate) async fn insert_account(
    tx: &mut Tx,
    account: &NewAccount,
    now: Instant,
    rng: &mut StdRng,
) -> Result<PersonId> {
    check_account(account)?;
    let email = account.email.as_ref().map(|email| email.trim().to_lowercase());
    let id = PersonId::new(now, rng);
    let sql =
        "INSERT INTO person (id, name, email, password, role, country, zone, created, language)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let inserted = on!(tx.conn(), db => sqlx::query(sql)
        .bind(id).bind(account.name.trim()).bind(&email).bind(&account.password_phc)
        .bind(account.role).bind(account.country).bind(&account.zone).bind(now)
        .bind(PageLanguage::usual_in(account.country))
        .execute(db).await.map(drop));
    match inserted {
        Err(e) if refused_by(&e, "person_email_once", "person.email") => {
            Err(Error::invalid("email", Why::Taken))
        }
        inserted => Ok(inserted.map(|()| id)?),
    }
}

/// Whether name and address can be anybody's.
pub(crate) fn check_account(account: &NewAccount) -> Result<()> {
    if account.name.trim().is_empty() {
        return Err(Error::invalid("name", Why::Missing));
    }
    if account.email.as_ref().is_some_and(|email| !is_address(&email.trim().to_lowercase())) {
        return Err(Error::invalid("email", Why::Malformed));
    }
    Ok(())
}

/// Something, an @, and a domain with a dot; whether mail arrives there, only mail can tell.
pub(crate) fn is_address(email: &str) -> bool {
    email.split_once('@').is_some_and(|(name, domain)| {
        email.len() <= 254
            && !name.is_empty()
            && domain.split('.').count() > 1
            && domain.split('.').all(|part| !part.is_empty())
            && !email.chars().any(|c| c.is_whitespace() || c.is_control())
            && !domain.contains('@')
    })
}
