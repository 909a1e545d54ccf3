//! Calendars that an interpreter keeps elsewhere. Only when something is taken in them is kept,
//! never what; and their address is kept sealed, because whoever knows it can read them.

use std::fmt;

use rand::rngs::StdRng;
use serde::{Deserialize, Serialize};

use crate::{
    error::{Error, Result, Why},
    id::{PersonId, SubscriptionId},
    seal_key::SealKey,
    store::{Store, on},
    time::{Instant, Moment, Zone},
    word::words,
};

/// Calendars of one person elsewhere.
const MOST_SUBSCRIPTIONS: i64 = 8;

/// How far ahead busy times are kept.
pub const AHEAD_MINUTES: i64 = 400 * 24 * 60;

/// Between two readings of the same calendar.
pub const READ_EVERY_MINUTES: i64 = 20;

words! {
    /// How a calendar is read.
    pub enum CalendarKind {
        /// A file (RFC 5545) at an address.
        Ics = "ics",
        /// A collection of a server (RFC 4791).
        Caldav = "caldav",
    }
}

words! {
    /// Why a calendar could not be read the last time.
    pub enum Trouble {
        /// Nobody answers there.
        Unreachable = "unreachable",
        /// The address lies where the program does not go.
        Forbidden = "forbidden",
        /// Name or password are not taken, or the secret address has ended.
        Refused = "refused",
        /// There is nothing.
        Gone = "gone",
        /// What is there is no calendar.
        NoCalendar = "no_calendar",
        /// It is larger than any calendar of a person.
        TooLarge = "too_large",
    }
}

/// Where a calendar is and how its server is told who asks.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    /// Where.
    pub url: String,
    /// Name and password, for a server that asks for them.
    pub credentials: Option<(String, String)>,
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Address(…)")
    }
}

/// A calendar kept elsewhere, as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Subscription {
    /// Its id.
    pub id: SubscriptionId,
    /// How it is read.
    pub kind: CalendarKind,
    /// On whose server it lies; the rest of the address is not told again.
    pub host: String,
    /// When it was last read; none if never.
    pub fetched: Option<Moment>,
    /// Why it could not be read the last time, if it could not.
    pub problem: Option<Trouble>,
}

/// A calendar that is to be read now.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct DueSubscription {
    /// Its id.
    pub id: SubscriptionId,
    /// How it is read.
    pub kind: CalendarKind,
    /// The address, sealed.
    address: Vec<u8>,
    /// What the server called the version that was read last.
    pub etag: Option<String>,
    /// The owner's clock, for times that name no zone.
    pub zone: Zone,
    due: Instant,
}

impl DueSubscription {
    /// Where it is.
    ///
    /// # Errors
    /// [`Error::Corrupt`] if it was sealed with another key.
    pub fn address(&self, key: &SealKey) -> Result<Address> {
        let text = key.open(self.id.0.as_bytes(), &self.address)?;
        serde_json::from_slice(&text)
            .map_err(|e| Error::Corrupt { what: "address", why: e.to_string() })
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    id: SubscriptionId,
    kind: CalendarKind,
    host: String,
    fetched: Option<Instant>,
    problem: Option<Trouble>,
}

impl Store {
    pub(super) async fn subscriptions(&self, person: PersonId) -> Result<Vec<Subscription>> {
        let (zone, ..) = self.pace(person).await?;
        let sql = "SELECT id, kind, host, fetched, problem FROM subscription WHERE person = $1
                   ORDER BY created, id";
        let rows: Vec<Row> =
            on!(self.read(), db => sqlx::query_as(sql).bind(person).fetch_all(db).await?);
        let subscription = |row: Row| Subscription {
            id: row.id,
            kind: row.kind,
            host: row.host,
            fetched: row.fetched.map(|at| Moment::at(at, &zone)),
            problem: row.problem,
        };
        Ok(rows.into_iter().map(subscription).collect())
    }

    /// What is taken in a person's other calendars, joined.
    pub(super) async fn busy_elsewhere(
        &self,
        person: PersonId,
        now: Instant,
    ) -> Result<Vec<(Instant, Instant)>> {
        let sql = "SELECT t.starts, t.ends FROM subscription_busy t
                   JOIN subscription s ON s.id = t.subscription
                   WHERE s.person = $1 AND t.ends > $2 AND t.starts < $3
                   ORDER BY t.starts LIMIT 2000";
        let spans = on!(self.read(), db => sqlx::query_as(sql)
            .bind(person).bind(now).bind(now.plus_minutes(60 * 24 * 60)).fetch_all(db).await?);
        Ok(joined(spans))
    }

    /// Subscribes to a calendar kept elsewhere; it is due at once.
    ///
    /// # Errors
    /// [`Error::Invalid`] `url` for one too many; [`Error::NotFound`].
    pub async fn subscribe(
        &self,
        person: PersonId,
        (kind, host, address): (CalendarKind, &str, &Address),
        key: &SealKey,
        now: Instant,
        rng: &mut StdRng,
    ) -> Result<SubscriptionId> {
        self.pace(person).await?;
        let mut tx = self.begin().await?;
        let sql = "SELECT count(*) FROM subscription WHERE person = $1";
        let (kept,): (i64,) =
            on!(tx.conn(), db => sqlx::query_as(sql).bind(person).fetch_one(db).await?);
        if kept >= MOST_SUBSCRIPTIONS {
            return Err(Error::invalid("url", Why::TooLong));
        }
        let id = SubscriptionId::new(now, rng);
        let address = serde_json::to_vec(address)
            .map_err(|e| Error::Corrupt { what: "address", why: e.to_string() })?;
        let address = key.seal(id.0.as_bytes(), &address, rng)?;
        let sql = "INSERT INTO subscription (id, person, kind, host, address, due, created)
                   VALUES ($1, $2, $3, $4, $5, $6, $6)";
        on!(tx.conn(), db => sqlx::query(sql)
            .bind(id).bind(person).bind(kind).bind(host).bind(address).bind(now)
            .execute(db).await.map(drop)?);
        tx.commit().await?;
        Ok(id)
    }

    /// Ends a subscription and forgets its busy times.
    ///
    /// # Errors
    /// [`Error::NotFound`], also for somebody else's.
    pub async fn unsubscribe(&self, person: PersonId, id: SubscriptionId) -> Result<()> {
        let mut tx = self.begin().await?;
        let sql = "DELETE FROM subscription WHERE id = $1 AND person = $2";
        let ended = on!(tx.conn(), db =>
            sqlx::query(sql).bind(id).bind(person).execute(db).await?.rows_affected());
        if ended == 0 {
            return Err(Error::NotFound("subscription"));
        }
        tx.commit().await
    }

    /// Makes one calendar due at once.
    ///
    /// # Errors
    /// [`Error::NotFound`], also for somebody else's.
    pub async fn read_again(
        &self,
        person: PersonId,
        id: SubscriptionId,
        now: Instant,
    ) -> Result<()> {
        let mut tx = self.begin().await?;
        let sql = "UPDATE subscription SET due = $3, etag = NULL WHERE id = $1 AND person = $2";
        let known = on!(tx.conn(), db =>
            sqlx::query(sql).bind(id).bind(person).bind(now).execute(db).await?.rows_affected());
        if known == 0 {
            return Err(Error::NotFound("subscription"));
        }
        tx.commit().await
    }

    /// Takes up to `most` calendars that are due; of several nodes, each takes others.
    ///
    /// # Errors
    /// What the database says.
    pub async fn take_due_subscriptions(
        &self,
        most: i64,
        now: Instant,
    ) -> Result<Vec<DueSubscription>> {
        let sql = "SELECT s.id, s.kind, s.address, s.etag, p.zone, s.due FROM subscription s
                   JOIN person p ON p.id = s.person WHERE s.due <= $1 ORDER BY s.due LIMIT $2";
        let due: Vec<DueSubscription> =
            on!(self.read(), db => sqlx::query_as(sql).bind(now).bind(most).fetch_all(db).await?);
        let mut taken = Vec::with_capacity(due.len());
        for subscription in due {
            let next = now.plus_minutes(READ_EVERY_MINUTES);
            let sql = "UPDATE subscription SET due = $3 WHERE id = $1 AND due = $2";
            let mut tx = self.begin().await?;
            let ours = on!(tx.conn(), db => sqlx::query(sql)
                .bind(subscription.id).bind(subscription.due).bind(next)
                .execute(db).await?.rows_affected());
            tx.commit().await?;
            if ours == 1 {
                taken.push(subscription);
            }
        }
        Ok(taken)
    }

    /// Keeps what was read: the busy times anew, or none if nothing changed.
    ///
    /// # Errors
    /// What the database says; [`Error::NotFound`] if the subscription has ended meanwhile.
    pub async fn keep_busy(
        &self,
        id: SubscriptionId,
        busy: Option<Vec<(Instant, Instant)>>,
        etag: Option<&str>,
        now: Instant,
    ) -> Result<()> {
        let mut tx = self.begin().await?;
        let sql = "UPDATE subscription SET fetched = $2, etag = $3, problem = NULL WHERE id = $1";
        let known = on!(tx.conn(), db =>
            sqlx::query(sql).bind(id).bind(now).bind(etag).execute(db).await?.rows_affected());
        if known == 0 {
            return Err(Error::NotFound("subscription"));
        }
        if let Some(busy) = busy {
            let sql = "DELETE FROM subscription_busy WHERE subscription = $1";
            on!(tx.conn(), db => sqlx::query(sql).bind(id).execute(db).await.map(drop)?);
            for (starts, ends) in joined(busy) {
                let sql = "INSERT INTO subscription_busy (subscription, starts, ends)
                           VALUES ($1, $2, $3)";
                on!(tx.conn(), db => sqlx::query(sql)
                    .bind(id).bind(starts).bind(ends).execute(db).await.map(drop)?);
            }
        }
        tx.commit().await
    }

    /// Keeps why a calendar could not be read. What was read before stays.
    ///
    /// # Errors
    /// What the database says.
    pub async fn keep_trouble(&self, id: SubscriptionId, trouble: Trouble) -> Result<()> {
        let mut tx = self.begin().await?;
        let sql = "UPDATE subscription SET problem = $2 WHERE id = $1";
        on!(tx.conn(), db => sqlx::query(sql).bind(id).bind(trouble).execute(db).await.map(drop)?);
        tx.commit().await
    }
}

/// The same time as the fewest spans, in order.
fn joined(mut spans: Vec<(Instant, Instant)>) -> Vec<(Instant, Instant)> {
    spans.retain(|(from, until)| from < until);
    spans.sort_unstable();
    let mut joined: Vec<(Instant, Instant)> = Vec::with_capacity(spans.len());
    for (from, until) in spans {
        match joined.last_mut() {
            Some((_, last)) if from <= *last => *last = until.max(*last),
            _ => joined.push((from, until)),
        }
    }
    joined
}
