//! The life of an account: invited, at work, suspended, gone. Who may do what to it is the front
//! door's question; here a country's accounts are reached through their country only.

use rand::rngs::StdRng;
use serde::Serialize;

use crate::{
    country::Country,
    error::{Error, Result, Why},
    id::PersonId,
    notice::{Notice, notify},
    person::{Account, AccountRole, NewAccount, PageLanguage, insert_account},
    store::{Store, Tx, on},
    time::Instant,
    word::words,
};

words! {
    /// How far an account is.
    pub enum AccountState {
        /// Made; its person has not chosen a password.
        Invited = "invited",
        /// In use.
        Active = "active",
        /// Stopped by an administrator; nobody can sign in with it.
        Suspended = "suspended",
        /// Closed for good; its contact data is gone.
        Left = "left",
    }
}

/// Most accounts in one answer; whoever looks for one more names a part of it.
const MOST_LISTED: i64 = 200;

/// An account as its country's administrator sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, sqlx::FromRow, utoipa::ToSchema)]
pub struct AccountLine {
    /// The person.
    pub id: PersonId,
    /// Full name.
    pub name: String,
    /// For sign-in.
    pub email: Option<String>,
    /// What it is for.
    pub role: AccountRole,
    /// How far it is.
    pub state: AccountState,
    /// The language of its pages.
    pub language: PageLanguage,
    /// Number, of an interpreter.
    pub number: Option<i64>,
    /// Whether mail to the address was answered.
    pub email_verified: bool,
    /// When it was last used.
    pub last_seen: Option<Instant>,
}

/// `$2` narrows to a role, `$3` to a part of name or address, `$5` to one account.
const LINES: &str = "SELECT p.id, p.name, p.email, p.role, p.state, p.language, i.number,
        p.email_verified IS NOT NULL AS email_verified,
        (SELECT MAX(l.last_seen) FROM login l WHERE l.person = p.id) AS last_seen
    FROM person p LEFT JOIN interpreter i ON i.person = p.id
    WHERE p.country = $1 AND ($2 = '' OR p.role = $2)
      AND ($3 = '' OR lower(p.name) LIKE $3 ESCAPE '!' OR p.email LIKE $3 ESCAPE '!')
      AND ($5 IS NULL OR p.id = $5)
    ORDER BY p.created DESC, p.id DESC LIMIT $4";

impl Store {
    /// A country's accounts, the newest first; `part` is looked for in name and address.
    ///
    /// # Errors
    /// What the database says.
    pub async fn accounts_of_country(
        &self,
        country: Country,
        role: Option<AccountRole>,
        part: &str,
    ) -> Result<Vec<AccountLine>> {
        let role = role.map_or("", AccountRole::as_str);
        Ok(on!(self.read(), db => sqlx::query_as(LINES)
            .bind(country).bind(role).bind(pattern(part)).bind(MOST_LISTED)
            .bind(None::<PersonId>)
            .fetch_all(db).await?))
    }

    /// One account of a country.
    ///
    /// # Errors
    /// [`Error::NotFound`], also for one of another country.
    pub async fn account_of_country(&self, country: Country, id: PersonId) -> Result<AccountLine> {
        let found = on!(self.read(), db => sqlx::query_as(LINES)
            .bind(country).bind("").bind("").bind(1_i64).bind(Some(id))
            .fetch_optional(db).await?);
        found.ok_or(Error::NotFound("account"))
    }

    /// Makes an account and invites its person by e-mail to choose a password.
    ///
    /// # Errors
    /// [`Error::Invalid`]: `email` missing, malformed or taken, `name` missing, `role` that comes
    /// by an application only.
    pub async fn invite(
        &self,
        account: &NewAccount,
        language: PageLanguage,
        now: Instant,
        rng: &mut StdRng,
    ) -> Result<PersonId> {
        if account.role == AccountRole::Interpreter {
            return Err(Error::invalid("role", Why::DoesNotFit));
        }
        let mut tx = self.begin().await?;
        let id = insert_invited(&mut tx, account, language, now, rng).await?;
        notify(&mut tx, id, &Notice::Invited, now, rng).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Makes an account whose person must choose a password by a ticket that the caller issues.
    ///
    /// # Errors
    /// [`Error::Invalid`]: `email` missing, malformed or taken, `name` missing.
    pub async fn add_invited(
        &self,
        account: &NewAccount,
        language: PageLanguage,
        now: Instant,
        rng: &mut StdRng,
    ) -> Result<PersonId> {
        let mut tx = self.begin().await?;
        let id = insert_invited(&mut tx, account, language, now, rng).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Any account with this address, in use or not.
    ///
    /// # Errors
    /// What the database says.
    pub async fn account_of_address(&self, email: &str) -> Result<Option<Account>> {
        let sql = "SELECT id, name, email, role, country, zone FROM person WHERE email = $1";
        let email = email.trim().to_lowercase();
        Ok(on!(self.read(), db => sqlx::query_as(sql).bind(&email).fetch_optional(db).await?))
    }

    /// Invites once more somebody who has not come yet.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::NotNow`] for one who has.
    pub async fn invite_again(
        &self,
        country: Country,
        id: PersonId,
        now: Instant,
        rng: &mut StdRng,
    ) -> Result<()> {
        let line = self.account_of_country(country, id).await?;
        if line.state != AccountState::Invited {
            return Err(Error::NotNow("the account is in use"));
        }
        self.notify(id, &Notice::Invited, now, rng).await
    }

    /// Stops an account: every login and link of it ends at once.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::NotNow`] for one's own or one that is not in use.
    pub async fn suspend(
        &self,
        country: Country,
        id: PersonId,
        by: PersonId,
        now: Instant,
    ) -> Result<AccountLine> {
        self.account_of_country(country, id).await?;
        if id == by {
            return Err(Error::NotNow("nobody suspends their own account"));
        }
        let mut tx = self.begin().await?;
        let sql = "UPDATE person SET state = 'suspended', ended = $2
                   WHERE id = $1 AND state IN ('active', 'invited')";
        let changed = on!(tx.conn(), db =>
            sqlx::query(sql).bind(id).bind(now).execute(db).await?.rows_affected());
        if changed == 0 {
            return Err(Error::NotNow("the account is not in use"));
        }
        end_entrances(&mut tx, id, now).await?;
        tx.commit().await?;
        self.account_of_country(country, id).await
    }

    /// Lets a suspended account be used again; without a password it is invited anew.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::NotNow`] for one that is not suspended.
    pub async fn resume(
        &self,
        country: Country,
        id: PersonId,
        now: Instant,
        rng: &mut StdRng,
    ) -> Result<AccountLine> {
        self.account_of_country(country, id).await?;
        let mut tx = self.begin().await?;
        let sql = "UPDATE person SET ended = NULL, state =
                       CASE WHEN password IS NULL AND email_verified IS NULL
                            AND email IS NOT NULL THEN 'invited' ELSE 'active' END
                   WHERE id = $1 AND state = 'suspended' RETURNING state";
        let state: Option<(AccountState,)> =
            on!(tx.conn(), db => sqlx::query_as(sql).bind(id).fetch_optional(db).await?);
        match state {
            None => return Err(Error::NotNow("the account is not suspended")),
            Some((AccountState::Invited,)) => {
                notify(&mut tx, id, &Notice::Invited, now, rng).await?;
            }
            Some(_) => {}
        }
        tx.commit().await?;
        self.account_of_country(country, id).await
    }

    /// Gives an account another role. Interpreters come and go by application and leaving only.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::NotNow`] for one's own or an interpreter's,
    /// [`Error::Invalid`] `role`.
    pub async fn change_role(
        &self,
        country: Country,
        id: PersonId,
        by: PersonId,
        role: AccountRole,
    ) -> Result<AccountLine> {
        let line = self.account_of_country(country, id).await?;
        if role == AccountRole::Interpreter {
            return Err(Error::invalid("role", Why::DoesNotFit));
        }
        if id == by || line.role == AccountRole::Interpreter || line.state == AccountState::Left {
            return Err(Error::NotNow("the role of this account cannot be changed"));
        }
        let mut tx = self.begin().await?;
        let sql = "UPDATE person SET role = $2 WHERE id = $1";
        on!(tx.conn(), db => sqlx::query(sql).bind(id).bind(role).execute(db).await.map(drop)?);
        tx.commit().await?;
        self.account_of_country(country, id).await
    }

    /// The language in which pages and messages speak to a person.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn page_language(&self, id: PersonId) -> Result<PageLanguage> {
        let sql = "SELECT language FROM person WHERE id = $1";
        let found: Option<(PageLanguage,)> =
            on!(self.read(), db => sqlx::query_as(sql).bind(id).fetch_optional(db).await?);
        found.map(|(language,)| language).ok_or(Error::NotFound("account"))
    }

    /// Chooses the language in which pages and messages speak to a person.
    ///
    /// # Errors
    /// What the database says.
    pub async fn set_page_language(&self, id: PersonId, language: PageLanguage) -> Result<()> {
        let mut tx = self.begin().await?;
        let sql = "UPDATE person SET language = $2 WHERE id = $1";
        on!(tx.conn(), db => sqlx::query(sql).bind(id).bind(language).execute(db).await.map(drop)?);
        tx.commit().await
    }

    /// Changes the password of somebody who gave the old one; all their logins end.
    ///
    /// # Errors
    /// What the database says.
    pub async fn change_password(
        &self,
        id: PersonId,
        password_phc: &str,
        now: Instant,
        rng: &mut StdRng,
    ) -> Result<()> {
        let mut tx = self.begin().await?;
        let sql = "UPDATE person SET password = $2 WHERE id = $1";
        on!(tx.conn(), db =>
            sqlx::query(sql).bind(id).bind(password_phc).execute(db).await.map(drop)?);
        end_entrances(&mut tx, id, now).await?;
        notify(&mut tx, id, &Notice::PasswordChanged, now, rng).await?;
        tx.commit().await
    }

    /// Signs a person out on every device.
    ///
    /// # Errors
    /// What the database says.
    pub async fn sign_out_everywhere(&self, id: PersonId, now: Instant) -> Result<()> {
        let mut tx = self.begin().await?;
        end_entrances(&mut tx, id, now).await?;
        tx.commit().await
    }
}

/// An account that waits for its person's password.
pub(crate) async fn insert_invited(
    tx: &mut Tx,
    account: &NewAccount,
    language: PageLanguage,
    now: Instant,
    rng: &mut StdRng,
) -> Result<PersonId> {
    if account.email.is_none() {
        return Err(Error::invalid("email", Why::Missing));
    }
    let id = insert_account(tx, account, now, rng).await?;
    await_password(tx, id, language).await?;
    Ok(id)
}

/// Marks a new account as one whose person must come by an invitation.
pub(crate) async fn await_password(
    tx: &mut Tx,
    id: PersonId,
    language: PageLanguage,
) -> Result<()> {
    let sql = "UPDATE person SET state = 'invited', language = $2 WHERE id = $1";
    on!(tx.conn(), db => sqlx::query(sql).bind(id).bind(language).execute(db).await.map(drop)?);
    Ok(())
}

/// Ends everything that lets a person in: logins, links and tickets.
pub(crate) async fn end_entrances(tx: &mut Tx, id: PersonId, now: Instant) -> Result<()> {
    for sql in [
        "UPDATE login SET ended = $2 WHERE person = $1 AND ended IS NULL",
        "UPDATE link SET ended = $2 WHERE person = $1 AND ended IS NULL",
        "UPDATE ticket SET used = $2 WHERE person = $1 AND used IS NULL",
    ] {
        on!(tx.conn(), db => sqlx::query(sql).bind(id).bind(now).execute(db).await.map(drop)?);
    }
    Ok(())
}

/// A pattern for `LIKE … ESCAPE '!'` that finds the part anywhere; nothing for nothing.
fn pattern(part: &str) -> String {
    let part = part.trim().to_lowercase();
    if part.is_empty() {
        return part;
    }
    let escaped = part.replace('!', "!!").replace('%', "!%").replace('_', "!_");
    format!("%{escaped}%")
}
