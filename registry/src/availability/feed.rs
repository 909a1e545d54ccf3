//! The secret address under which a person's other calendars read the bookings. Only its SHA-256
//! is kept; a new one ends the old one.

use rand::rngs::StdRng;
use serde::Serialize;

use crate::{
    error::{Error, Result},
    id::{BookingId, PersonId},
    store::{Store, on},
    time::{Instant, Moment},
    token::Token,
};

/// That there is an address; it is told once, when it is made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Feed {
    /// Since when.
    pub created: Moment,
}

/// A booking as other calendars may see it: nothing but its time.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Reserved {
    /// Names it for as long as it stands.
    pub id: BookingId,
    /// From.
    pub starts: Instant,
    /// Until.
    pub ends: Instant,
    /// Whether it is only held so far.
    pub held: bool,
}

/// How long bookings that have passed stay in the feed.
const KEPT_MINUTES: i64 = 31 * 24 * 60;

impl Store {
    /// Makes the address anew. Whoever reads under the old one is refused from now on.
    ///
    /// # Errors
    /// [`Error::NotFound`] for somebody who is no interpreter.
    pub async fn renew_feed(
        &self,
        person: PersonId,
        now: Instant,
        rng: &mut StdRng,
    ) -> Result<Token> {
        self.pace(person).await?;
        let token = Token::new(rng);
        let sql = "INSERT INTO calendar_feed (person, token, created) VALUES ($1, $2, $3)
                   ON CONFLICT (person) DO UPDATE SET token = $2, created = $3";
        let mut tx = self.begin().await?;
        on!(tx.conn(), db => sqlx::query(sql)
            .bind(person).bind(token.hash()).bind(now).execute(db).await.map(drop)?);
        tx.commit().await?;
        Ok(token)
    }

    /// Ends the address.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is none.
    pub async fn end_feed(&self, person: PersonId) -> Result<()> {
        let mut tx = self.begin().await?;
        let sql = "DELETE FROM calendar_feed WHERE person = $1";
        let ended = on!(tx.conn(), db =>
            sqlx::query(sql).bind(person).execute(db).await?.rows_affected());
        if ended == 0 {
            return Err(Error::NotFound("feed"));
        }
        tx.commit().await
    }

    pub(super) async fn feed(&self, person: PersonId) -> Result<Option<Feed>> {
        let sql = "SELECT f.created, p.zone FROM calendar_feed f JOIN person p ON p.id = f.person
                   WHERE f.person = $1";
        let row: Option<(Instant, crate::time::Zone)> =
            on!(self.read(), db => sqlx::query_as(sql).bind(person).fetch_optional(db).await?);
        Ok(row.map(|(created, zone)| Feed { created: Moment::at(created, &zone) }))
    }

    /// The bookings under an address, in order.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an address that was never made or has ended.
    pub async fn reserved(&self, token: &Token, now: Instant) -> Result<Vec<Reserved>> {
        let sql = "SELECT person FROM calendar_feed WHERE token = $1";
        let person: Option<(PersonId,)> = on!(self.read(), db =>
            sqlx::query_as(sql).bind(token.hash()).fetch_optional(db).await?);
        let (person,) = person.ok_or(Error::NotFound("feed"))?;
        let sql = "SELECT id, starts, ends, state = 'held' AS held FROM booking
                   WHERE interpreter = $1 AND ends > $2 AND state <> 'cancelled'
                   ORDER BY starts, id LIMIT 2000";
        let since = now.plus_minutes(-KEPT_MINUTES);
        Ok(on!(self.read(), db =>
            sqlx::query_as(sql).bind(person).bind(since).fetch_all(db).await?))
    }
}
