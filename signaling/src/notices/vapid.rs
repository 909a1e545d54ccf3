//! VAPID (RFC 8292): says to a push service who sends, with an ES256 key that all nodes share
//! through the bank. Browsers bind their subscriptions to it.

use aws_lc_rs::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use reqwest::Url;
use std::fmt;

/// Push services refuse more than a day.
const VALID_S: i64 = 12 * 60 * 60;

/// The key.
pub struct VapidKey {
    pair: EcdsaKeyPair,
    pkcs8: Vec<u8>,
    public_text: String,
}

/// Why there is no key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VapidError {
    #[error("the key cannot be made")]
    Make,
    #[error("the kept key cannot be read")]
    Read,
    #[error("the token cannot be signed")]
    Sign,
}

impl VapidKey {
    /// A new one.
    ///
    /// # Errors
    /// [`VapidError::Make`].
    pub fn generate() -> Result<Self, VapidError> {
        let pkcs8 =
            EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new())
                .map_err(|_| VapidError::Make)?;
        Self::from_pkcs8(pkcs8.as_ref().to_vec())
    }

    /// As [`VapidKey::to_text`] wrote it.
    ///
    /// # Errors
    /// [`VapidError::Read`].
    pub fn from_text(text: &str) -> Result<Self, VapidError> {
        Self::from_pkcs8(URL_SAFE_NO_PAD.decode(text).map_err(|_| VapidError::Read)?)
    }

    fn from_pkcs8(pkcs8: Vec<u8>) -> Result<Self, VapidError> {
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &pkcs8)
            .map_err(|_| VapidError::Read)?;
        let public_text = URL_SAFE_NO_PAD.encode(pair.public_key().as_ref());
        Ok(Self { pair, pkcs8, public_text })
    }

    /// For the bank.
    #[must_use]
    pub fn to_text(&self) -> String {
        URL_SAFE_NO_PAD.encode(&self.pkcs8)
    }

    /// The public key as browsers take it.
    #[must_use]
    pub fn public_text(&self) -> &str {
        &self.public_text
    }

    /// The `Authorization` of a request to a push service.
    ///
    /// # Errors
    /// [`VapidError::Sign`], also for an address that has no origin.
    pub fn authorization(
        &self,
        endpoint: &str,
        contact: &str,
        now_s: i64,
    ) -> Result<String, VapidError> {
        let url = Url::parse(endpoint).map_err(|_| VapidError::Sign)?;
        let audience = url.origin().ascii_serialization();
        let header = r#"{"typ":"JWT","alg":"ES256"}"#;
        let claims = serde_json::json!({ "aud": audience, "exp": now_s + VALID_S, "sub": contact });
        let signed = format!(
            "{}.{}",
            URL_SAFE_NO_PAD.encode(header),
            URL_SAFE_NO_PAD.encode(claims.to_string())
        );
        let signature = self
            .pair
            .sign(&SystemRandom::new(), signed.as_bytes())
            .map_err(|_| VapidError::Sign)?;
        let signature = URL_SAFE_NO_PAD.encode(signature.as_ref());
        Ok(format!("vapid t={signed}.{signature}, k={}", self.public_text))
    }
}

impl fmt::Debug for VapidKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VapidKey").field("public", &self.public_text).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};

    #[test]
    fn the_token_names_the_push_service_and_stands_under_the_public_key() {
        let key = VapidKey::generate().unwrap();
        let again = VapidKey::from_text(&key.to_text()).unwrap();
        assert_eq!(again.public_text(), key.public_text());
        let text =
            again.authorization("https://push.example:8443/x/y", "https://puente.example", 1_000);
        let text = text.unwrap();
        let (token, public) = text.strip_prefix("vapid t=").unwrap().split_once(", k=").unwrap();
        assert_eq!(public, key.public_text());
        let (signed, signature) = token.rsplit_once('.').unwrap();
        let claims = signed.split_once('.').unwrap().1;
        let claims: serde_json::Value =
            serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).unwrap()).unwrap();
        assert_eq!(claims["aud"], "https://push.example:8443");
        assert_eq!(claims["exp"], 1_000 + VALID_S);
        let public = URL_SAFE_NO_PAD.decode(public).unwrap();
        let signature = URL_SAFE_NO_PAD.decode(signature).unwrap();
        UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, &public)
            .verify(signed.as_bytes(), &signature)
            .unwrap();
        assert!(VapidKey::from_text("AAAA").is_err());
        assert!(key.authorization("nowhere", "x", 0).is_err());
    }
}
