//! Carries notices to people and events to integrators: takes what is due from the bank's outbox,
//! writes it in the reader's language and on her clock, sends it, and tries again later if it must.
//!
//! Several nodes may do this at once; the bank gives each delivery to one of them.

mod calendar;
pub mod encryption;
mod mail;
mod message;
mod push;
pub mod signing;
mod sms;
mod vapid;
mod webhooks;
mod words;

use crate::{
    app::fresh_rng,
    clock::Clock,
    config::Notices as Config,
    outbound::{Outbound, OutboundError},
    shutdown::Stopping,
};
use futures::{StreamExt as _, stream};
use puente_registry::{
    Error, Store,
    notice::{Channel, Delivery, next_attempt},
    time::Instant,
};
use std::{fmt, sync::Arc, time::Duration};
use tokio::time::{MissedTickBehavior, interval};
pub use vapid::{VapidError, VapidKey};

/// A ring must be heard within a second.
const LOOK_EVERY: Duration = Duration::from_millis(400);
/// Reminders are to the minute at most.
const REMIND_EVERY: Duration = Duration::from_secs(30);
/// Deliveries taken in one look.
const AT_ONCE: i64 = 32;
/// Deliveries under way at the same time.
const SIDE_BY_SIDE: usize = 8;

/// Sends. Clones share everything.
#[derive(Clone)]
pub struct Notices(Arc<Inner>);

struct Inner {
    store: Store,
    clock: Clock,
    outbound: Outbound,
    origin: Arc<str>,
    mail: Option<mail::PostOffice>,
    sms: Option<sms::Gateway>,
    vapid: VapidKey,
}

/// Why the senders could not be made.
#[derive(Debug, thiserror::Error)]
pub enum NoticesError {
    #[error("PUENTE_SMTP_URL or PUENTE_MAIL_FROM cannot be used: {0}")]
    Mail(String),
    #[error("the key for web push")]
    Vapid(#[from] VapidError),
    #[error("the bank")]
    Bank(#[from] Error),
}

/// Why one delivery failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Trouble {
    /// Trying again may help.
    Passing(&'static str),
    /// It will not.
    Lasting(&'static str),
}

impl From<OutboundError> for Trouble {
    fn from(error: OutboundError) -> Self {
        match error {
            OutboundError::Address | OutboundError::NotPublic => Self::Lasting(error.code()),
            _ => Self::Passing(error.code()),
        }
    }
}

impl Notices {
    /// Makes the senders that the configuration names.
    ///
    /// # Errors
    /// Names the part that cannot be used.
    pub async fn new(
        config: &Config,
        store: Store,
        clock: Clock,
        outbound: Outbound,
        origin: Arc<str>,
    ) -> Result<Self, NoticesError> {
        let mail = match &config.mail {
            Some(mail) => Some(mail::PostOffice::new(mail).map_err(NoticesError::Mail)?),
            None => None,
        };
        let sms = config.sms.clone().map(sms::Gateway::new);
        let fresh = VapidKey::generate()?;
        let kept = store.push_key(&fresh.to_text()).await?;
        let vapid = VapidKey::from_text(&kept)?;
        Ok(Self(Arc::new(Inner { store, clock, outbound, origin, mail, sms, vapid })))
    }

    /// The public key that browsers want when they subscribe, base64url.
    pub fn push_public_key(&self) -> &str {
        self.0.vapid.public_text()
    }

    /// Whether there is a mail server.
    pub fn has_mail(&self) -> bool {
        self.0.mail.is_some()
    }

    /// Sends what is due until the program ends.
    pub async fn run(self, stopping: Stopping) {
        let mut look = interval(LOOK_EVERY);
        let mut remind = interval(REMIND_EVERY);
        look.set_missed_tick_behavior(MissedTickBehavior::Delay);
        remind.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let outcome = tokio::select! {
                () = stopping.wait() => return,
                _ = remind.tick() => self.remind().await,
                _ = look.tick() => self.look().await.map(drop),
            };
            if let Err(error) = outcome {
                tracing::warn!(%error, "notices could not be looked at");
            }
        }
    }

    /// Tells of hearings and of vettings' ends that come near.
    ///
    /// # Errors
    /// What the bank says.
    pub async fn remind(&self) -> Result<(), Error> {
        let (store, now) = (&self.0.store, self.0.clock.now());
        store.remind_of_hearings(now, &mut fresh_rng()).await?;
        store.remind_of_vetting(now, &mut fresh_rng()).await?;
        let (waiting, given_up) = store.delivery_counts().await?;
        metrics::gauge!("puente_notices_waiting").set(waiting as f64);
        metrics::gauge!("puente_notices_given_up").set(given_up as f64);
        Ok(())
    }

    /// Sends what is due now, and gives how many deliveries were tried.
    ///
    /// # Errors
    /// What the bank says.
    pub async fn look(&self) -> Result<usize, Error> {
        let now = self.0.clock.now();
        let deliveries = self.0.store.take_deliveries(now, AT_ONCE).await?;
        let events = self.0.store.take_webhook_deliveries(now, AT_ONCE).await?;
        let tried = deliveries.len() + events.len();
        let settled: Vec<Result<(), Error>> = stream::iter(deliveries)
            .map(|delivery| async move { self.deliver(&delivery).await })
            .buffer_unordered(SIDE_BY_SIDE)
            .collect()
            .await;
        settled.into_iter().collect::<Result<(), Error>>()?;
        let settled: Vec<Result<(), Error>> = stream::iter(events)
            .map(|event| async move { webhooks::deliver(&self.0, &event).await })
            .buffer_unordered(SIDE_BY_SIDE)
            .collect()
            .await;
        settled.into_iter().collect::<Result<(), Error>>()?;
        Ok(tried)
    }

    async fn deliver(&self, delivery: &Delivery) -> Result<(), Error> {
        let now = self.0.clock.now();
        let outcome = if now.minutes_since(delivery.created) >= delivery.notice.worth_minutes() {
            Err(Trouble::Lasting("too_late"))
        } else {
            match delivery.channel {
                Channel::Email => self.0.mail(delivery, now).await,
                Channel::Push => self.0.push(delivery, now).await,
                Channel::Sms => self.0.text(delivery, now).await,
            }
        };
        let (store, id) = (&self.0.store, delivery.id);
        let channel = delivery.channel.as_str();
        let again = next_attempt(delivery.attempts, now, &mut fresh_rng());
        match (outcome, again) {
            (Ok(()), _) => {
                metrics::counter!("puente_notices_sent_total", "channel" => channel).increment(1);
                store.delivered(id, now).await
            }
            (Err(Trouble::Passing(trouble)), Some(due)) => {
                store.deliver_later(id, trouble, due).await
            }
            (Err(Trouble::Passing(trouble) | Trouble::Lasting(trouble)), _) => {
                let kind = delivery.notice.kind();
                tracing::warn!(channel, trouble, kind, "a notice was given up");
                metrics::counter!("puente_notices_given_up_total", "channel" => channel)
                    .increment(1);
                store.give_up_delivery(id, trouble, now).await
            }
        }
    }
}

impl Inner {
    async fn mail(&self, delivery: &Delivery, now: Instant) -> Result<(), Trouble> {
        let office = self.mail.as_ref().ok_or(Trouble::Lasting("no_mail_server"))?;
        let email = delivery.to.email.as_deref().ok_or(Trouble::Lasting("no_address"))?;
        let letter = self.letter(delivery, now).await?;
        let entry = self.entry(delivery, email, now).await?;
        office.send(email, delivery.id, &letter, entry.as_ref(), &self.origin).await
    }
}

impl fmt::Debug for Notices {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Notices").finish_non_exhaustive()
    }
}
