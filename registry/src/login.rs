//! Logins: who is signed in on a device, as a person or as one seat of one hearing.

use rand::rngs::StdRng;

use crate::{
    error::{Error, Result},
    id::{HearingId, PersonId, Seat},
    store::{Store, Tx, on},
    time::Instant,
    token::Token,
};

/// Whom a login or link stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holder {
    /// A person with all their account may do.
    Person(PersonId),
    /// One seat and nothing else.
    Seat(HearingId, Seat),
}

/// A login that is alive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Login {
    /// Whose.
    pub holder: Holder,
    /// Since when.
    pub created: Instant,
    /// When it was used before this, to the minute.
    pub last_seen: Instant,
    /// When it ends by itself.
    pub expires: Instant,
}

/// The columns in which a holder is stored.
#[derive(Debug, Clone, Copy, sqlx::FromRow)]
pub(crate) struct HolderColumns {
    pub(crate) person: Option<PersonId>,
    pub(crate) hearing: Option<HearingId>,
    pub(crate) seat: Option<Seat>,
}

impl From<Holder> for HolderColumns {
    fn from(holder: Holder) -> Self {
        match holder {
            Holder::Person(person) => Self { person: Some(person), hearing: None, seat: None },
            Holder::Seat(hearing, seat) => {
                Self { person: None, hearing: Some(hearing), seat: Some(seat) }
            }
        }
    }
}

impl TryFrom<HolderColumns> for Holder {
    type Error = Error;

    fn try_from(columns: HolderColumns) -> Result<Self> {
        match (columns.person, columns.hearing, columns.seat) {
            (Some(person), None, None) => Ok(Self::Person(person)),
            (None, Some(hearing), Some(seat)) => Ok(Self::Seat(hearing, seat)),
            _ => Err(Error::Corrupt { what: "holder", why: format!("{columns:?}") }),
        }
    }
}

#[derive(sqlx::FromRow)]
struct LoginRow {
    #[sqlx(flatten)]
    holder: HolderColumns,
    created: Instant,
    last_seen: Instant,
    expires: Instant,
}

/// `last_seen` is written at most this often.
const SEEN_EVERY_MINUTES: i64 = 1;

impl Store {
    /// Signs a person in (after the password was checked) or a seat; the token is for the cookie.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an account that is not in use, or what the database says, for
    /// instance of a seat that does not exist.
    pub async fn start_login(
        &self,
        holder: Holder,
        now: Instant,
        expires: Instant,
        rng: &mut StdRng,
    ) -> Result<Token> {
        let mut tx = self.begin().await?;
        let token = insert_login(&mut tx, holder, now, expires, rng).await?;
        tx.commit().await?;
        Ok(token)
    }

    /// Who holds a token, if its login is alive; notes that they were seen.
    ///
    /// # Errors
    /// What the database says.
    pub async fn login(&self, token: &Token, now: Instant) -> Result<Option<Login>> {
        let sql = "SELECT person, hearing, seat, created, last_seen, expires FROM login
                   WHERE hash = $1 AND ended IS NULL AND expires > $2";
        let row: Option<LoginRow> = on!(self.read(), db => sqlx::query_as(sql)
            .bind(token.hash()).bind(now).fetch_optional(db).await?);
        let Some(row) = row else { return Ok(None) };
        if now.minutes_since(row.last_seen) >= SEEN_EVERY_MINUTES {
            let mut tx = self.begin().await?;
            let sql = "UPDATE login SET last_seen = $2 WHERE hash = $1";
            on!(tx.conn(), db =>
                sqlx::query(sql).bind(token.hash()).bind(now).execute(db).await.map(drop)?);
            tx.commit().await?;
        }
        Ok(Some(Login {
            holder: row.holder.try_into()?,
            created: row.created,
            last_seen: row.last_seen,
            expires: row.expires,
        }))
    }

    /// Signs out. A token that is unknown or ended changes nothing.
    ///
    /// # Errors
    /// What the database says.
    pub async fn end_login(&self, token: &Token, now: Instant) -> Result<()> {
        let mut tx = self.begin().await?;
        let sql = "UPDATE login SET ended = $2 WHERE hash = $1 AND ended IS NULL";
        on!(tx.conn(), db =>
            sqlx::query(sql).bind(token.hash()).bind(now).execute(db).await.map(drop)?);
        tx.commit().await
    }
}

pub(crate) async fn insert_login(
    tx: &mut Tx,
    holder: Holder,
    now: Instant,
    expires: Instant,
    rng: &mut StdRng,
) -> Result<Token> {
    if let Holder::Person(person) = holder {
        let sql = "SELECT count(*) FROM person WHERE id = $1 AND state = 'active'";
        let (active,): (i64,) =
            on!(tx.conn(), db => sqlx::query_as(sql).bind(person).fetch_one(db).await?);
        if active == 0 {
            return Err(Error::NotFound("account"));
        }
    }
    let token = Token::new(rng);
    let columns = HolderColumns::from(holder);
    let sql = "INSERT INTO login (hash, person, hearing, seat, created, last_seen, expires)
               VALUES ($1, $2, $3, $4, $5, $5, $6)";
    on!(tx.conn(), db => sqlx::query(sql)
        .bind(token.hash()).bind(columns.person).bind(columns.hearing).bind(columns.seat)
        .bind(now).bind(expires)
        .execute(db).await.map(drop)?);
    Ok(token)
}
