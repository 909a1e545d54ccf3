//! The outbox: hands out what is due and keeps what became of it.
//!
//! Whoever takes a delivery moves its due time on by a lease in the same statement; a node that
//! dies in between only delays it.

use rand::{Rng as _, rngs::StdRng};

use super::{Channel, ChannelChoice, Notice};
use crate::{
    error::{Error, Result},
    id::{DeliveryId, DeviceId, NoticeId, PersonId},
    person::PageLanguage,
    push::PushDevice,
    store::{Store, on},
    time::{Instant, Zone},
};

/// A delivery that nobody finished is handed out again after this.
const LEASE_MINUTES: i64 = 2;
/// Tries of one delivery.
const MOST_ATTEMPTS: i64 = 10;
/// The first wait; each further one is twice as long.
const FIRST_WAIT_S: i64 = 20;
/// No wait is longer.
const LONGEST_WAIT_S: i64 = 6 * 60 * 60;

/// Who is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    /// The account, if it is one.
    pub person: Option<PersonId>,
    /// The name of the account.
    pub name: Option<String>,
    /// The address.
    pub email: Option<String>,
    /// For text messages.
    pub phone: Option<String>,
    /// The language to write in.
    pub language: PageLanguage,
    /// The clock to write times on.
    pub zone: Zone,
}

/// One notice on its way by one channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Its id.
    pub id: DeliveryId,
    /// The notice's id.
    pub notice_id: NoticeId,
    /// What is told.
    pub notice: Notice,
    /// How.
    pub channel: Channel,
    /// The device, for push.
    pub device: Option<PushDevice>,
    /// To whom.
    pub to: Recipient,
    /// Tries so far, this one counted.
    pub attempts: i64,
    /// The version of the calendar entry, for those that have one.
    pub calendar_sequence: Option<i64>,
    /// When it happened.
    pub created: Instant,
}

/// When to try again after so many tries; none once it is enough. The waits double and are spread
/// by a quarter, so that what failed together is not tried together.
#[must_use]
pub fn next_attempt(attempts: i64, now: Instant, rng: &mut StdRng) -> Option<Instant> {
    if attempts >= MOST_ATTEMPTS {
        return None;
    }
    let doublings = u32::try_from(attempts.saturating_sub(1)).unwrap_or(0).min(20);
    let wait_s = FIRST_WAIT_S.saturating_mul(1 << doublings).min(LONGEST_WAIT_S);
    let wait_us = wait_s * 1_000_000;
    let spread_us = rng.random_range(-wait_us / 4..=wait_us / 4);
    Some(Instant::from_micros(now.as_micros().saturating_add(wait_us + spread_us)))
}

#[derive(sqlx::FromRow)]
struct DeliveryRow {
    id: DeliveryId,
    notice: NoticeId,
    body: String,
    channel: Channel,
    device: Option<DeviceId>,
    attempts: i64,
    calendar_sequence: Option<i64>,
    created: Instant,
    person: Option<PersonId>,
    name: Option<String>,
    email: Option<String>,
    language: PageLanguage,
    zone: Zone,
}

impl Store {
    /// Takes what is due, at most so many; nobody else gets the same before the lease is over.
    ///
    /// # Errors
    /// What the database says.
    pub async fn take_deliveries(&self, now: Instant, most: i64) -> Result<Vec<Delivery>> {
        // Most looks find nothing: they must not wait for SQLite's one writer.
        let sql = "SELECT count(*) FROM delivery WHERE state = 'waiting' AND due <= $1";
        let (due,): (i64,) =
            on!(self.read(), db => sqlx::query_as(sql).bind(now).fetch_one(db).await?);
        if due == 0 {
            return Ok(Vec::new());
        }
        let mut tx = self.begin().await?;
        let sql = "UPDATE delivery SET due = $2, attempts = attempts + 1
                   WHERE state = 'waiting' AND due <= $1 AND id IN (
                       SELECT id FROM delivery WHERE state = 'waiting' AND due <= $1
                       ORDER BY due, id LIMIT $3)
                   RETURNING id";
        let lease = now.plus_minutes(LEASE_MINUTES);
        let ids: Vec<(DeliveryId,)> = on!(tx.conn(), db =>
            sqlx::query_as(sql).bind(now).bind(lease).bind(most).fetch_all(db).await?);
        tx.commit().await?;
        let mut deliveries = Vec::with_capacity(ids.len());
        for (id,) in ids {
            deliveries.push(self.delivery(id).await?);
        }
        deliveries.sort_by_key(|delivery| (delivery.created, delivery.id));
        Ok(deliveries)
    }

    /// It arrived, as far as the next post office can say.
    ///
    /// # Errors
    /// What the database says.
    pub async fn delivered(&self, id: DeliveryId, now: Instant) -> Result<()> {
        self.settle(id, "sent", None, now).await
    }

    /// It failed and is tried again at `due`. `trouble` is a code, never an address or a name.
    ///
    /// # Errors
    /// What the database says.
    pub async fn deliver_later(
        &self,
        id: DeliveryId,
        trouble: &'static str,
        due: Instant,
    ) -> Result<()> {
        let mut tx = self.begin().await?;
        let sql = "UPDATE delivery SET due = $2, trouble = $3 WHERE id = $1 AND state = 'waiting'";
        on!(tx.conn(), db =>
            sqlx::query(sql).bind(id).bind(due).bind(trouble).execute(db).await.map(drop)?);
        tx.commit().await
    }

    /// It will not arrive, and `trouble` says why.
    ///
    /// # Errors
    /// What the database says.
    pub async fn give_up_delivery(
        &self,
        id: DeliveryId,
        trouble: &'static str,
        now: Instant,
    ) -> Result<()> {
        self.settle(id, "given_up", Some(trouble), now).await
    }

    /// How many deliveries are in each state, for whoever watches the program: waiting, given up.
    ///
    /// # Errors
    /// What the database says.
    pub async fn delivery_counts(&self) -> Result<(i64, i64)> {
        let sql = "SELECT count(*) FROM delivery WHERE state = $1";
        let mut counts = [0; 2];
        for (count, state) in counts.iter_mut().zip(["waiting", "given_up"]) {
            let (found,): (i64,) =
                on!(self.read(), db => sqlx::query_as(sql).bind(state).fetch_one(db).await?);
            *count = found;
        }
        let [waiting, given_up] = counts;
        Ok((waiting, given_up))
    }

    async fn delivery(&self, id: DeliveryId) -> Result<Delivery> {
        let sql = "SELECT d.id, d.notice, n.body, d.channel, d.device, d.attempts,
                       n.calendar_sequence, n.created, n.person, p.name,
                       COALESCE(p.email, n.email) AS email,
                       COALESCE(p.language, n.language) AS language,
                       COALESCE(p.zone, n.zone) AS zone
                   FROM delivery d JOIN notice n ON n.id = d.notice
                   LEFT JOIN person p ON p.id = n.person WHERE d.id = $1";
        let row: Option<DeliveryRow> =
            on!(self.read(), db => sqlx::query_as(sql).bind(id).fetch_optional(db).await?);
        let row = row.ok_or(Error::NotFound("delivery"))?;
        let notice = serde_json::from_str(&row.body)
            .map_err(|e| Error::Corrupt { what: "notice", why: e.to_string() })?;
        let device = match row.device {
            Some(device) => self.push_device(device).await?,
            None => None,
        };
        let choice = match row.person {
            Some(person) => self.channel_choice(person).await?,
            None => ChannelChoice::default(),
        };
        Ok(Delivery {
            id: row.id,
            notice_id: row.notice,
            notice,
            channel: row.channel,
            device,
            to: Recipient {
                person: row.person,
                name: row.name,
                email: row.email,
                phone: choice.phone,
                language: row.language,
                zone: row.zone,
            },
            attempts: row.attempts,
            calendar_sequence: row.calendar_sequence,
            created: row.created,
        })
    }

    async fn settle(
        &self,
        id: DeliveryId,
        state: &'static str,
        trouble: Option<&'static str>,
        now: Instant,
    ) -> Result<()> {
        let mut tx = self.begin().await?;
        let sql = "UPDATE delivery SET state = $2, trouble = $3, settled = $4
                   WHERE id = $1 AND state = 'waiting'";
        on!(tx.conn(), db => sqlx::query(sql)
            .bind(id).bind(state).bind(trouble).bind(now).execute(db).await.map(drop)?);
        tx.commit().await
    }
}
