//! The installation's key, under which briefings and complaints lie in the database: AES-256-GCM
//! with a random nonce before each text. The key is a file of its own, so that a copy of the
//! database alone shows nothing.

use std::fmt;

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use rand::{RngCore as _, rngs::StdRng};

use crate::error::{Error, Result};

/// A key of 32 bytes.
pub struct SealKey(LessSafeKey);

impl fmt::Debug for SealKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SealKey(…)")
    }
}

/// What was done with the key did not work: never says with what.
#[derive(Debug, thiserror::Error)]
#[error("the installation's key does not fit")]
pub struct KeyDoesNotFit;

impl SealKey {
    /// Bytes of a key.
    pub const BYTES: usize = 32;

    /// # Errors
    /// When it is not 32 bytes long.
    pub fn new(bytes: &[u8]) -> Result<Self, KeyDoesNotFit> {
        let key = UnboundKey::new(&AES_256_GCM, bytes).map_err(|_| KeyDoesNotFit)?;
        Ok(Self(LessSafeKey::new(key)))
    }

    /// Seals a text for one place, named by `about`; it opens nowhere else.
    pub(crate) fn seal(&self, about: &[u8], plain: &[u8], rng: &mut StdRng) -> Result<Vec<u8>> {
        let mut nonce = [0; NONCE_LEN];
        rng.fill_bytes(&mut nonce);
        let mut sealed = plain.to_vec();
        self.0
            .seal_in_place_append_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(about),
                &mut sealed,
            )
            .map_err(|_| unreadable())?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// Opens what was sealed for the same place.
    ///
    /// # Errors
    /// [`Error::Corrupt`] if it was changed, moved, or sealed with another key.
    pub(crate) fn open(&self, about: &[u8], sealed: &[u8]) -> Result<Vec<u8>> {
        let (nonce, rest) = sealed.split_at_checked(NONCE_LEN).ok_or_else(unreadable)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| unreadable())?;
        let mut plain = rest.to_vec();
        let opened = self.0.open_in_place(nonce, Aad::from(about), &mut plain);
        let length = opened.map_err(|_| unreadable())?.len();
        plain.truncate(length);
        Ok(plain)
    }
}

fn unreadable() -> Error {
    Error::Corrupt { what: "sealed text", why: KeyDoesNotFit.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rand::SeedableRng as _;

    fn key(byte: u8) -> Result<SealKey, KeyDoesNotFit> {
        SealKey::new(&[byte; SealKey::BYTES])
    }

    proptest! {
        #[test]
        fn what_is_sealed_opens_in_its_place_with_its_key_and_nowhere_else(
            plain in proptest::collection::vec(any::<u8>(), 0..200),
            seed: u64,
            flip: prop::sample::Index,
        ) {
            let (Ok(ours), Ok(other)) = (key(1), key(2)) else { return Err(TestCaseError::fail("key")) };
            let Ok(sealed) = ours.seal(b"here", &plain, &mut StdRng::seed_from_u64(seed)) else {
                return Err(TestCaseError::fail("seal"));
            };
            prop_assert_eq!(ours.open(b"here", &sealed).ok(), Some(plain));
            prop_assert!(ours.open(b"there", &sealed).is_err());
            prop_assert!(other.open(b"here", &sealed).is_err());
            let mut changed = sealed;
            let at = flip.index(changed.len());
            changed[at] ^= 1;
            prop_assert!(ours.open(b"here", &changed).is_err());
        }

        #[test]
        fn no_bytes_make_opening_panic(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
            prop_assert!(key(1).is_ok_and(|key| key.open(b"x", &bytes).is_err()));
        }
    }
}
