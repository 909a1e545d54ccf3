//! Events to integrators: one signed request each, tried again with growing waits.

use super::{Inner, signing};
use crate::app::fresh_rng;
use puente_registry::{Error, notice::next_attempt, webhook::WebhookDelivery};

/// Sends one event and keeps what became of it. Any answer of 2xx is a receipt; `410` says that
/// nobody wants more (Standard Webhooks), so that it is not tried again.
pub(super) async fn deliver(inner: &Inner, event: &WebhookDelivery) -> Result<(), Error> {
    let now = inner.clock.now();
    let at_s = now.as_micros().div_euclid(1_000_000);
    let headers = signing::headers(&event.secret, &event.id.to_string(), at_s, &event.body);
    let answer = inner.outbound.post(&event.url, &headers, event.body.clone().into()).await;
    let trouble = match answer {
        Ok(answer) if (200..=299).contains(&answer.status) => {
            return inner.store.webhook_delivered(event, now).await;
        }
        Ok(answer) => answer.status.to_string(),
        Err(error) => error.code().to_owned(),
    };
    let mut rng = fresh_rng();
    let again = if trouble == "410" { None } else { next_attempt(event.attempts, now, &mut rng) };
    inner.store.webhook_failed(event, &trouble, again, now, &mut rng).await
}
