//! Web push (RFC 8030): a kind and an id, encrypted for one browser. What it means the page asks
//! the server, signed in.

use super::{
    Inner, Trouble,
    encryption::{DeviceKeys, EncryptionError, encrypt},
};
use crate::app::fresh_rng;
use aws_lc_rs::agreement::{ECDH_P256, PrivateKey};
use puente_registry::{
    notice::{Delivery, Notice},
    time::Instant,
};
use rand::RngCore as _;
use reqwest::header::{AUTHORIZATION, CONTENT_ENCODING, CONTENT_TYPE, HeaderName, HeaderValue};

impl Inner {
    pub(super) async fn push(&self, delivery: &Delivery, now: Instant) -> Result<(), Trouble> {
        let device = delivery.device.as_ref().ok_or(Trouble::Lasting("gone"))?;
        let keys = DeviceKeys::read(&device.p256dh, &device.auth).map_err(cipher)?;
        let ours = PrivateKey::generate(&ECDH_P256).map_err(|_| Trouble::Passing("cipher"))?;
        let mut salt = [0; 16];
        fresh_rng().fill_bytes(&mut salt);
        let note = serde_json::json!({ "kind": delivery.notice.kind(), "id": delivery.notice_id });
        let body = encrypt(note.to_string().as_bytes(), &keys, &ours, salt).map_err(cipher)?;
        let now_s = now.as_micros().div_euclid(1_000_000);
        let authorization = self
            .vapid
            .authorization(&device.endpoint, &self.origin, now_s)
            .map_err(|_| Trouble::Lasting("address"))?;
        let ttl_s = delivery.notice.worth_minutes() * 60;
        let urgency = match delivery.notice {
            Notice::Ring { .. } | Notice::CalledIn { .. } => "high",
            _ => "normal",
        };
        let mut headers = vec![
            (CONTENT_TYPE, HeaderValue::from_static("application/octet-stream")),
            (CONTENT_ENCODING, HeaderValue::from_static("aes128gcm")),
            (HeaderName::from_static("ttl"), HeaderValue::from(ttl_s)),
            (HeaderName::from_static("urgency"), HeaderValue::from_static(urgency)),
        ];
        let authorization =
            HeaderValue::from_str(&authorization).map_err(|_| Trouble::Lasting("address"))?;
        headers.push((AUTHORIZATION, authorization));
        let answer = self.outbound.post(&device.endpoint, &headers, body.into()).await?;
        match answer.status {
            200..=299 => Ok(()),
            // The browser is gone (RFC 8030 §7.3): nobody listens there any more.
            404 | 410 => {
                let forgotten = self.store.remove_push_device(device.id, None).await;
                forgotten.map_err(|_| Trouble::Passing("bank"))?;
                Err(Trouble::Lasting("gone"))
            }
            429 | 500..=599 => Err(Trouble::Passing("push_deferred")),
            _ => Err(Trouble::Lasting("push_refused")),
        }
    }
}

fn cipher(error: EncryptionError) -> Trouble {
    match error {
        EncryptionError::Keys => Trouble::Lasting("device_keys"),
        EncryptionError::TooLong | EncryptionError::Cipher => Trouble::Lasting("cipher"),
    }
}
