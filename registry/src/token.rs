//! Secrets that are handed out once and of which only the SHA-256 is kept.

use std::{fmt, str::FromStr};

use aws_lc_rs::digest::{SHA256, digest};
use rand::{RngCore as _, rngs::StdRng};

/// 256 random bits, written as 64 hexadecimal digits. Never shown by `Debug`, so never in a log.
#[derive(Clone, PartialEq, Eq)]
pub struct Token([u8; 32]);

/// Not 64 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a token")]
pub struct MalformedToken;

impl Token {
    /// A new one; `rng` must be seeded by the operating system.
    #[must_use]
    pub fn new(rng: &mut StdRng) -> Self {
        let mut bytes = [0; 32];
        rng.fill_bytes(&mut bytes);
        Self(bytes)
    }

    /// The text to hand out, once.
    #[must_use]
    pub fn reveal(&self) -> String {
        hex::encode(self.0)
    }

    /// What the database keeps.
    pub(crate) fn hash(&self) -> Vec<u8> {
        digest(&SHA256, &self.0).as_ref().to_vec()
    }
}

impl FromStr for Token {
    type Err = MalformedToken;

    fn from_str(text: &str) -> Result<Self, MalformedToken> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text, &mut bytes).map_err(|_| MalformedToken)?;
        Ok(Self(bytes))
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}
