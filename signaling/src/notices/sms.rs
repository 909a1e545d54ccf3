//! Text messages: handed to the operator's own gateway by a signed request, so that Puente knows
//! no provider.

use super::{Inner, Trouble, signing};
use crate::config::Sms;
use puente_registry::{notice::Delivery, time::Instant};

/// The way to the gateway.
pub(super) struct Gateway {
    sms: Sms,
}

impl Gateway {
    pub(super) fn new(sms: Sms) -> Self {
        Self { sms }
    }
}

impl Inner {
    pub(super) async fn text(&self, delivery: &Delivery, now: Instant) -> Result<(), Trouble> {
        let gateway = self.sms.as_ref().ok_or(Trouble::Lasting("no_sms_gateway"))?;
        let phone = delivery.to.phone.as_deref().ok_or(Trouble::Lasting("no_phone"))?;
        let letter = self.letter(delivery, now).await?;
        let said = letter.short.unwrap_or(letter.subject);
        let body = serde_json::json!({ "to": phone, "text": format!("{said} {}", letter.url) });
        let body = body.to_string();
        let at_s = now.as_micros().div_euclid(1_000_000);
        let id = delivery.id.to_string();
        let headers = signing::headers(gateway.sms.secret.as_bytes(), &id, at_s, &body);
        let answer = self.outbound.post(&gateway.sms.url, &headers, body.into()).await?;
        match answer.status {
            200..=299 => Ok(()),
            429 | 500..=599 => Err(Trouble::Passing("sms_deferred")),
            _ => Err(Trouble::Lasting("sms_refused")),
        }
    }
}
