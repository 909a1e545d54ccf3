//! Deliveries to webhooks: handed out like notices, kept as a log, and a webhook that fails again
//! and again is switched off.

use rand::rngs::StdRng;
use serde::Serialize;

use super::WebhookEvent;
use crate::{
    country::Country,
    error::Result,
    id::{PersonId, WebhookDeliveryId, WebhookId},
    notice::{Notice, notify},
    store::{Store, on},
    time::Instant,
};

/// A delivery that nobody finished is handed out again after this.
const LEASE_MINUTES: i64 = 2;
/// So many deliveries given up one after the other switch a webhook off.
const MOST_FAILURES: i64 = 5;
/// Lines of the log in one answer.
const MOST_LISTED: i64 = 50;

/// One event on its way to one webhook.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct WebhookDelivery {
    /// Its id, the same at each try.
    pub id: WebhookDeliveryId,
    /// The webhook.
    pub webhook: WebhookId,
    /// Where to.
    pub url: String,
    /// What signs it.
    pub secret: Vec<u8>,
    /// What is sent, byte for byte.
    pub body: String,
    /// Tries so far, this one counted.
    pub attempts: i64,
}

/// A line of a webhook's log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, sqlx::FromRow, utoipa::ToSchema)]
pub struct WebhookAttempt {
    /// The delivery.
    pub id: WebhookDeliveryId,
    /// What it tells.
    pub event: WebhookEvent,
    /// `waiting`, `sent` or `given_up`.
    pub state: String,
    /// Tries so far.
    pub attempts: i64,
    /// What went wrong the last time, as a code or an HTTP status.
    pub trouble: Option<String>,
    /// When it happened.
    pub created: Instant,
    /// When it arrived or was given up.
    pub settled: Option<Instant>,
}

impl Store {
    /// The last deliveries of a webhook, the newest first.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub async fn webhook_log(
        &self,
        country: Country,
        id: WebhookId,
    ) -> Result<Vec<WebhookAttempt>> {
        self.webhook(country, id).await?;
        let sql = "SELECT id, event, state, attempts, trouble, created, settled
                   FROM webhook_delivery WHERE webhook = $1 ORDER BY created DESC, id LIMIT $2";
        Ok(on!(self.read(), db =>
            sqlx::query_as(sql).bind(id).bind(MOST_LISTED).fetch_all(db).await?))
    }

    /// Takes what is due, at most so many; nobody else gets the same before the lease is over.
    ///
    /// # Errors
    /// What the database says.
    pub async fn take_webhook_deliveries(
        &self,
        now: Instant,
        most: i64,
    ) -> Result<Vec<WebhookDelivery>> {
        let sql = "SELECT count(*) FROM webhook_delivery WHERE state = 'waiting' AND due <= $1";
        let (due,): (i64,) =
            on!(self.read(), db => sqlx::query_as(sql).bind(now).fetch_one(db).await?);
        if due == 0 {
            return Ok(Vec::new());
        }
        let mut tx = self.begin().await?;
        let sql = "UPDATE webhook_delivery SET due = $2, attempts = attempts + 1
                   WHERE state = 'waiting' AND due <= $1 AND id IN (
                       SELECT d.id FROM webhook_delivery d JOIN webhook w ON w.id = d.webhook
                       WHERE d.state = 'waiting' AND d.due <= $1 AND w.state = 'active'
                       ORDER BY d.due, d.id LIMIT $3)
                   RETURNING id";
        let lease = now.plus_minutes(LEASE_MINUTES);
        let ids: Vec<(WebhookDeliveryId,)> = on!(tx.conn(), db =>
            sqlx::query_as(sql).bind(now).bind(lease).bind(most).fetch_all(db).await?);
        let mut deliveries = Vec::with_capacity(ids.len());
        for (id,) in ids {
            let sql = "SELECT d.id, d.webhook, w.url, w.secret, d.body, d.attempts
                       FROM webhook_delivery d JOIN webhook w ON w.id = d.webhook WHERE d.id = $1";
            deliveries
                .push(on!(tx.conn(), db => sqlx::query_as(sql).bind(id).fetch_one(db).await?));
        }
        tx.commit().await?;
        Ok(deliveries)
    }

    /// A delivery arrived: the webhook works.
    ///
    /// # Errors
    /// What the database says.
    pub async fn webhook_delivered(&self, delivery: &WebhookDelivery, now: Instant) -> Result<()> {
        let mut tx = self.begin().await?;
        let sql = "UPDATE webhook_delivery SET state = 'sent', trouble = NULL, settled = $2
                   WHERE id = $1 AND state = 'waiting'";
        on!(tx.conn(), db =>
            sqlx::query(sql).bind(delivery.id).bind(now).execute(db).await.map(drop)?);
        let sql = "UPDATE webhook SET failures = 0 WHERE id = $1";
        on!(tx.conn(), db =>
            sqlx::query(sql).bind(delivery.webhook).execute(db).await.map(drop)?);
        tx.commit().await
    }

    /// A delivery failed: it is tried again at `again`, or given up. A webhook of which so many
    /// are given up one after the other is switched off, and whoever made it hears of it.
    ///
    /// # Errors
    /// What the database says.
    pub async fn webhook_failed(
        &self,
        delivery: &WebhookDelivery,
        trouble: &str,
        again: Option<Instant>,
        now: Instant,
        rng: &mut StdRng,
    ) -> Result<()> {
        let mut tx = self.begin().await?;
        if let Some(due) = again {
            let sql = "UPDATE webhook_delivery SET due = $2, trouble = $3
                       WHERE id = $1 AND state = 'waiting'";
            on!(tx.conn(), db => sqlx::query(sql)
                .bind(delivery.id).bind(due).bind(trouble).execute(db).await.map(drop)?);
            return tx.commit().await;
        }
        let sql = "UPDATE webhook_delivery SET state = 'given_up', trouble = $2, settled = $3
                   WHERE id = $1 AND state = 'waiting'";
        on!(tx.conn(), db => sqlx::query(sql)
            .bind(delivery.id).bind(trouble).bind(now).execute(db).await.map(drop)?);
        let sql = "UPDATE webhook SET failures = failures + 1 WHERE id = $1";
        on!(tx.conn(), db =>
            sqlx::query(sql).bind(delivery.webhook).execute(db).await.map(drop)?);
        let sql = "UPDATE webhook SET state = 'disabled'
                   WHERE id = $1 AND state = 'active' AND failures >= $2 RETURNING created_by";
        let disabled: Option<(PersonId,)> = on!(tx.conn(), db => sqlx::query_as(sql)
            .bind(delivery.webhook).bind(MOST_FAILURES).fetch_optional(db).await?);
        if let Some((made_by,)) = disabled {
            notify(&mut tx, made_by, &Notice::WebhookDisabled, now, rng).await?;
        }
        tx.commit().await
    }
}
