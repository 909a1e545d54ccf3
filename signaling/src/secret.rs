//! Random bearer secrets: what a cookie or a link carries, and what the bank stores instead.

use aws_lc_rs::{digest, rand::SecureRandom};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use std::fmt;

const SECRET_BYTES: usize = 32;

/// 256 random bits. Whoever shows them is let in, so they are never stored, logged or printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret([u8; SECRET_BYTES]);

/// SHA-256 of a secret, as the bank stores it: a stolen bank opens no session.
pub type SecretDigest = [u8; 32];

/// The machine's source of randomness failed.
#[derive(Debug, thiserror::Error)]
#[error("no randomness from the system")]
pub struct NoRandomness;

impl Secret {
    /// A new secret.
    pub fn generate(random: &dyn SecureRandom) -> Result<Self, NoRandomness> {
        let mut bytes = [0; SECRET_BYTES];
        random.fill(&mut bytes).map_err(|_| NoRandomness)?;
        Ok(Self(bytes))
    }

    /// The secret that a caller shows, if the text has the form of one.
    pub fn parse(text: &str) -> Option<Self> {
        // Checked first, so that a long text is not decoded to be thrown away.
        if text.len() != (SECRET_BYTES * 4).div_ceil(3) {
            return None;
        }
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        bytes.try_into().ok().map(Self)
    }

    /// The text that the cookie or the link carries (base64url, 43 characters).
    pub fn reveal(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// What the bank stores.
    pub fn digest(&self) -> SecretDigest {
        sha256(&self.0)
    }
}

/// SHA-256 (FIPS 180-4).
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    let mut out = [0; 32];
    out.copy_from_slice(digest::digest(&digest::SHA256, bytes).as_ref());
    out
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_lc_rs::rand::SystemRandom;
    use proptest::prelude::*;

    #[test]
    fn a_secret_comes_back_from_its_text_and_two_differ() {
        let random = SystemRandom::new();
        let (one, two) = (Secret::generate(&random).unwrap(), Secret::generate(&random).unwrap());
        assert_eq!(Secret::parse(&one.reveal()).as_ref(), Some(&one));
        assert_ne!(one.digest(), two.digest());
        assert_eq!(format!("{one:?}"), "Secret(…)");
    }

    proptest! {
        #[test]
        fn no_text_breaks_the_parser_and_each_secret_has_one_text(text in "[A-Za-z0-9_-]{43}") {
            if let Some(secret) = Secret::parse(&text) {
                prop_assert_eq!(secret.reveal(), text);
            }
        }
    }
}
