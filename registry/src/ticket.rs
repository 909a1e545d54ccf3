//! Tickets: one-time secrets that come by e-mail and let their reader choose a password or confirm
//! an application. They are made when the message is, so no secret ever waits in the outbox.

use rand::rngs::StdRng;
use serde::Serialize;

use crate::{
    account::end_entrances,
    error::{Error, Result},
    id::{ApplicationId, PersonId},
    login::{Holder, insert_login},
    notice::{Notice, notify},
    person::{AccountRole, PageLanguage},
    store::{Store, Tx, on},
    time::Instant,
    token::Token,
    word::words,
};

words! {
    /// What a ticket is for.
    pub enum Purpose as "TicketPurpose" {
        /// Choose the first password of an account.
        Begin = "begin",
        /// Choose another password in place of a forgotten one.
        Reset = "reset",
        /// Confirm the address of an application.
        Verify = "verify",
    }
}

impl Purpose {
    /// How long such a ticket is valid.
    #[must_use]
    pub const fn valid_minutes(self) -> i64 {
        match self {
            Self::Begin => 7 * 24 * 60,
            Self::Reset => 30,
            Self::Verify => 2 * 24 * 60,
        }
    }
}

/// Whose ticket it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TicketHolder {
    /// Of an account.
    Person(PersonId),
    /// Of an application.
    Application(ApplicationId),
}

/// What a page may show before a password is chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, sqlx::FromRow, utoipa::ToSchema)]
pub struct TicketView {
    /// What it is for.
    pub purpose: Purpose,
    /// Full name.
    pub name: String,
    /// For sign-in.
    pub email: Option<String>,
    /// What the account is for.
    pub role: AccountRole,
    /// The language of its pages.
    pub language: PageLanguage,
}

#[derive(sqlx::FromRow)]
struct TicketRow {
    purpose: Purpose,
    person: Option<PersonId>,
    application: Option<ApplicationId>,
    valid_until: Instant,
    used: Option<Instant>,
}

impl Store {
    /// Makes a ticket.
    ///
    /// # Errors
    /// What the database says, for instance of a holder who does not exist.
    pub async fn issue_ticket(
        &self,
        holder: TicketHolder,
        purpose: Purpose,
        now: Instant,
        rng: &mut StdRng,
    ) -> Result<Token> {
        let (person, application) = match holder {
            TicketHolder::Person(person) => (Some(person), None),
            TicketHolder::Application(application) => (None, Some(application)),
        };
        let token = Token::new(rng);
        let mut tx = self.begin().await?;
        let sql = "INSERT INTO ticket (hash, purpose, person, application, valid_until, created)
                   VALUES ($1, $2, $3, $4, $5, $6)";
        on!(tx.conn(), db => sqlx::query(sql)
            .bind(token.hash()).bind(purpose).bind(person).bind(application)
            .bind(now.plus_minutes(purpose.valid_minutes())).bind(now)
            .execute(db).await.map(drop)?);
        tx.commit().await?;
        Ok(token)
    }

    /// What a ticket for a password is for, without using it.
    ///
    /// # Errors
    /// [`Error::LinkUnknown`], [`Error::LinkUsed`], [`Error::LinkExpired`].
    pub async fn ticket(&self, token: &Token, now: Instant) -> Result<TicketView> {
        let sql = "SELECT purpose, person, application, valid_until, used
                   FROM ticket WHERE hash = $1";
        let row: Option<TicketRow> = on!(self.read(), db =>
            sqlx::query_as(sql).bind(token.hash()).fetch_optional(db).await?);
        let row = row.ok_or(Error::LinkUnknown)?;
        let person = row.person.ok_or(Error::LinkUnknown)?;
        refuse_unless_valid(&row, now)?;
        let sql = "SELECT t.purpose, p.name, p.email, p.role, p.language
                   FROM person p JOIN ticket t ON t.person = p.id
                   WHERE t.hash = $1 AND p.id = $2";
        Ok(on!(self.read(), db => sqlx::query_as(sql)
            .bind(token.hash()).bind(person).fetch_one(db).await?))
    }

    /// Uses a ticket to choose a password, and signs its person in. All that let the person in
    /// before ends; whoever forgot a password hears that it was changed.
    ///
    /// # Errors
    /// [`Error::LinkUnknown`], [`Error::LinkUsed`], [`Error::LinkExpired`].
    pub async fn choose_password(
        &self,
        token: &Token,
        password_phc: &str,
        now: Instant,
        login_expires: Instant,
        rng: &mut StdRng,
    ) -> Result<(Token, PersonId)> {
        let mut tx = self.begin().await?;
        let row = use_ticket(&mut tx, token, now).await?;
        let person = row.person.ok_or(Error::LinkUnknown)?;
        let sql = "UPDATE person SET password = $2, email_verified = COALESCE(email_verified, $3),
                       state = CASE WHEN state = 'invited' THEN 'active' ELSE state END
                   WHERE id = $1 AND state IN ('invited', 'active')";
        let changed = on!(tx.conn(), db => sqlx::query(sql)
            .bind(person).bind(password_phc).bind(now).execute(db).await?.rows_affected());
        if changed == 0 {
            return Err(Error::LinkUsed);
        }
        end_entrances(&mut tx, person, now).await?;
        if row.purpose == Purpose::Reset {
            notify(&mut tx, person, &Notice::PasswordChanged, now, rng).await?;
        }
        let login = insert_login(&mut tx, Holder::Person(person), now, login_expires, rng).await?;
        tx.commit().await?;
        Ok((login, person))
    }
}

/// Marks a ticket as used: of all who try, one succeeds.
async fn use_ticket(tx: &mut Tx, token: &Token, now: Instant) -> Result<TicketRow> {
    let sql = "UPDATE ticket SET used = $2
               WHERE hash = $1 AND used IS NULL AND valid_until > $2";
    let used = on!(tx.conn(), db =>
        sqlx::query(sql).bind(token.hash()).bind(now).execute(db).await?.rows_affected());
    let sql = "SELECT purpose, person, application, valid_until, used FROM ticket WHERE hash = $1";
    let row: Option<TicketRow> =
        on!(tx.conn(), db => sqlx::query_as(sql).bind(token.hash()).fetch_optional(db).await?);
    let row = row.ok_or(Error::LinkUnknown)?;
    if used == 0 {
        refuse_unless_valid(&row, now)?;
        return Err(Error::LinkUsed);
    }
    Ok(row)
}

/// Uses a ticket that confirms an application.
pub(crate) async fn use_to_confirm(
    tx: &mut Tx,
    token: &Token,
    now: Instant,
) -> Result<ApplicationId> {
    use_ticket(tx, token, now).await?.application.ok_or(Error::LinkUnknown)
}

fn refuse_unless_valid(row: &TicketRow, now: Instant) -> Result<()> {
    if row.used.is_some() {
        Err(Error::LinkUsed)
    } else if row.valid_until <= now {
        Err(Error::LinkExpired)
    } else {
        Ok(())
    }
}
