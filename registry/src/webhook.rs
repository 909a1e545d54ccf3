//! Webhooks: integrators of a country are told of events by signed requests (the Standard Webhooks
//! scheme). An event carries its kind, its time and ids; whoever wants more asks the API.

mod log;

pub use log::{WebhookAttempt, WebhookDelivery};
use rand::{RngCore as _, rngs::StdRng};
use serde::Serialize;

use crate::{
    country::Country,
    error::{Error, Result, Why},
    id::{PersonId, RequestId, WebhookDeliveryId, WebhookId},
    request::Step,
    store::{Store, Tx, on},
    time::Instant,
    word::words,
};

words! {
    /// Something that integrators can be told of.
    pub enum WebhookEvent {
        /// A request was made.
        RequestSent = "request.sent",
        /// An interpreter took a seat of a request.
        RequestAccepted = "request.accepted",
        /// A request's last seat was taken; there is a hearing.
        RequestBooked = "request.booked",
        /// A request was cancelled.
        RequestCancelled = "request.cancelled",
        /// A test, at an administrator's wish.
        Ping = "ping",
    }
}

words! {
    /// Whether a webhook is used.
    pub enum WebhookState {
        /// Used.
        Active = "active",
        /// Switched off after repeated failure.
        Disabled = "disabled",
    }
}

/// Most webhooks of one country.
const MOST_WEBHOOKS: i64 = 20;

/// A webhook, without its secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Webhook {
    /// Its id.
    pub id: WebhookId,
    /// Where events go.
    pub url: String,
    /// Which.
    pub events: Vec<WebhookEvent>,
    /// Whether it is used.
    pub state: WebhookState,
    /// Deliveries given up one after the other.
    pub failures: i64,
    /// When it was made.
    pub created: Instant,
}

/// What an integrator is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct WebhookMessage {
    /// What happened.
    #[serde(rename = "type")]
    pub event: WebhookEvent,
    /// When.
    pub timestamp: Instant,
    /// To what.
    pub data: WebhookData,
}

/// To what something happened; empty in a test.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct WebhookData {
    /// The request.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub request: Option<RequestId>,
}

#[derive(sqlx::FromRow)]
struct WebhookRow {
    id: WebhookId,
    url: String,
    events: String,
    state: WebhookState,
    failures: i64,
    created: Instant,
}

impl Store {
    /// Makes a webhook and gives its secret, which is shown this once.
    ///
    /// # Errors
    /// [`Error::Invalid`]: `url` too long, `events` empty or with one twice; [`Error::NotNow`] if
    /// there are too many. Whether the address may be reached, the caller has checked.
    pub async fn add_webhook(
        &self,
        country: Country,
        by: PersonId,
        url: &str,
        events: &[WebhookEvent],
        now: Instant,
        rng: &mut StdRng,
    ) -> Result<(Webhook, [u8; 32])> {
        if url.len() > 1_000 {
            return Err(Error::invalid("url", Why::TooLong));
        }
        if events.is_empty() {
            return Err(Error::invalid("events", Why::Missing));
        }
        let mut once = events.to_vec();
        once.sort_unstable();
        once.dedup();
        if once.len() != events.len() {
            return Err(Error::invalid("events", Why::Repeated));
        }
        let mut secret = [0; 32];
        rng.fill_bytes(&mut secret);
        let id = WebhookId::new(now, rng);
        let mut tx = self.begin().await?;
        let sql = "SELECT count(*) FROM webhook WHERE country = $1 AND state <> 'removed'";
        let (count,): (i64,) =
            on!(tx.conn(), db => sqlx::query_as(sql).bind(country).fetch_one(db).await?);
        if count >= MOST_WEBHOOKS {
            return Err(Error::NotNow("the country has as many webhooks as it may"));
        }
        let words: Vec<&str> = events.iter().map(|event| event.as_str()).collect();
        let sql = "INSERT INTO webhook (id, country, url, secret, events, state, failures,
                       created_by, created)
                   VALUES ($1, $2, $3, $4, $5, 'active', 0, $6, $7)";
        on!(tx.conn(), db => sqlx::query(sql)
            .bind(id).bind(country).bind(url).bind(secret.to_vec()).bind(words.join(" "))
            .bind(by).bind(now)
            .execute(db).await.map(drop)?);
        tx.commit().await?;
        Ok((self.webhook(country, id).await?, secret))
    }

    /// A country's webhooks, the oldest first.
    ///
    /// # Errors
    /// What the database says.
    pub async fn webhooks_of(&self, country: Country) -> Result<Vec<Webhook>> {
        let sql = "SELECT id, url, events, state, failures, created FROM webhook
                   WHERE country = $1 AND state <> 'removed' ORDER BY created, id";
        let rows: Vec<WebhookRow> =
            on!(self.read(), db => sqlx::query_as(sql).bind(country).fetch_all(db).await?);
        rows.into_iter().map(shown).collect()
    }

    /// One of them.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn webhook(&self, country: Country, id: WebhookId) -> Result<Webhook> {
        let sql = "SELECT id, url, events, state, failures, created FROM webhook
                   WHERE country = $1 AND id = $2 AND state <> 'removed'";
        let row: Option<WebhookRow> = on!(self.read(), db =>
            sqlx::query_as(sql).bind(country).bind(id).fetch_optional(db).await?);
        shown(row.ok_or(Error::NotFound("webhook"))?)
    }

    /// Removes a webhook and what waits for it.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn remove_webhook(
        &self,
        country: Country,
        id: WebhookId,
        now: Instant,
    ) -> Result<()> {
        self.webhook(country, id).await?;
        let mut tx = self.begin().await?;
        let sql =
            "UPDATE webhook_delivery SET state = 'given_up', trouble = 'removed', settled = $2
                   WHERE webhook = $1 AND state = 'waiting'";
        on!(tx.conn(), db => sqlx::query(sql).bind(id).bind(now).execute(db).await.map(drop)?);
        let sql = "UPDATE webhook SET state = 'removed' WHERE id = $1";
        on!(tx.conn(), db => sqlx::query(sql).bind(id).execute(db).await.map(drop)?);
        tx.commit().await
    }

    /// Uses a webhook again that was switched off.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn enable_webhook(&self, country: Country, id: WebhookId) -> Result<Webhook> {
        self.webhook(country, id).await?;
        let mut tx = self.begin().await?;
        let sql = "UPDATE webhook SET state = 'active', failures = 0 WHERE id = $1";
        on!(tx.conn(), db => sqlx::query(sql).bind(id).execute(db).await.map(drop)?);
        tx.commit().await?;
        self.webhook(country, id).await
    }

    /// Sends a test event to one webhook.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn ping_webhook(
        &self,
        country: Country,
        id: WebhookId,
        now: Instant,
        rng: &mut StdRng,
    ) -> Result<()> {
        self.webhook(country, id).await?;
        let mut tx = self.begin().await?;
        let delivery = WebhookDeliveryId::new(now, rng);
        let body = body(WebhookEvent::Ping, None, now);
        insert_delivery(&mut tx, delivery, id, WebhookEvent::Ping, &body, now).await?;
        tx.commit().await
    }
}

/// Tells the integrators of a request's country of a step, in the transaction of the step.
pub(crate) async fn tell_of_step(
    tx: &mut Tx,
    request: RequestId,
    step: Step,
    now: Instant,
) -> Result<()> {
    let event = match step {
        Step::Sent => WebhookEvent::RequestSent,
        Step::Accepted => WebhookEvent::RequestAccepted,
        Step::Booked => WebhookEvent::RequestBooked,
        Step::Cancelled => WebhookEvent::RequestCancelled,
        _ => return Ok(()),
    };
    let sql = "SELECT w.id, w.events,
                   (SELECT count(*) FROM timeline t WHERE t.request = r.id) AS steps
               FROM webhook w JOIN request r ON r.country = w.country
               WHERE r.id = $1 AND w.state = 'active' ORDER BY w.created, w.id";
    let webhooks: Vec<(WebhookId, String, i64)> =
        on!(tx.conn(), db => sqlx::query_as(sql).bind(request).fetch_all(db).await?);
    for (webhook, events, steps) in webhooks {
        if events.split(' ').any(|word| word == event.as_str()) {
            let id = id_of_step(webhook, request, steps);
            insert_delivery(tx, id, webhook, event, &body(event, Some(request), now), now).await?;
        }
    }
    Ok(())
}

/// The same step told to the same webhook has the same id, so that a receiver can tell a
/// repetition (RFC 9562, version 8: our own making).
fn id_of_step(webhook: WebhookId, request: RequestId, steps: i64) -> WebhookDeliveryId {
    let mut context = aws_lc_rs::digest::Context::new(&aws_lc_rs::digest::SHA256);
    context.update(webhook.0.as_bytes());
    context.update(request.0.as_bytes());
    context.update(&steps.to_be_bytes());
    let digest = context.finish();
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(digest.as_ref()).for_each(|(byte, from)| *byte = *from);
    WebhookDeliveryId(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}

fn body(event: WebhookEvent, request: Option<RequestId>, now: Instant) -> String {
    let message = WebhookMessage { event, timestamp: now, data: WebhookData { request } };
    serde_json::json!(message).to_string()
}

async fn insert_delivery(
    tx: &mut Tx,
    id: WebhookDeliveryId,
    webhook: WebhookId,
    event: WebhookEvent,
    body: &str,
    now: Instant,
) -> Result<()> {
    let sql =
        "INSERT INTO webhook_delivery (id, webhook, event, body, state, due, attempts, created)
               VALUES ($1, $2, $3, $4, 'waiting', $5, 0, $5)";
    on!(tx.conn(), db => sqlx::query(sql)
        .bind(id).bind(webhook).bind(event).bind(body).bind(now)
        .execute(db).await.map(drop)?);
    Ok(())
}

fn shown(row: WebhookRow) -> Result<Webhook> {
    let events = row.events.split_whitespace().map(str::parse).collect::<Result<_, _>>().map_err(
        |e: crate::word::UnknownWord| Error::Corrupt { what: "events", why: e.to_string() },
    )?;
    Ok(Webhook {
        id: row.id,
        url: row.url,
        events,
        state: row.state,
        failures: row.failures,
        created: row.created,
    })
}
