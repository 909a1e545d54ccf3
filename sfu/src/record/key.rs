//! The key that signs a record, and the half of it that anyone may hold.

use super::RecordError;
use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use std::sync::Arc;

/// The node's record key (Ed25519, RFC 8032).
pub struct RecordKey {
    pair: Arc<Ed25519KeyPair>,
    public: PublicKey,
}

impl RecordKey {
    /// Signs with this pair.
    ///
    /// # Errors
    /// [`RecordError::Key`] if its public half is not of 32 bytes.
    pub fn new(pair: Arc<Ed25519KeyPair>) -> Result<Self, RecordError> {
        let public = pair.public_key().as_ref().try_into().map_err(|_| RecordError::Key)?;
        Ok(Self { pair, public: PublicKey(public) })
    }

    /// The key that grows from 32 secret random bytes.
    ///
    /// # Errors
    /// [`RecordError::Key`] if the crypto library refuses.
    pub fn from_seed(seed: &[u8; 32]) -> Result<Self, RecordError> {
        let pair = Ed25519KeyPair::from_seed_unchecked(seed).map_err(|_| RecordError::Key)?;
        Self::new(Arc::new(pair))
    }

    /// Signs `message`; the same message gives the same signature.
    #[must_use]
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        let mut signature = [0; 64];
        signature.copy_from_slice(self.pair.sign(message).as_ref());
        signature
    }

    /// The half that may be published.
    #[must_use]
    pub fn public(&self) -> PublicKey {
        self.public
    }
}

impl std::fmt::Debug for RecordKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RecordKey({})", self.public.fingerprint())
    }
}

/// The public half of a [`RecordKey`].
#[derive(Copy, Clone, Eq, PartialEq, Hash, Debug)]
pub struct PublicKey(pub [u8; 32]);

impl PublicKey {
    /// Whether `signature` was made over `message` by this key.
    #[must_use]
    pub fn verifies(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        UnparsedPublicKey::new(&ED25519, self.0).verify(message, signature).is_ok()
    }

    /// SHA-256 of the key's 32 bytes, as hex: what people compare.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        hex::encode(digest(&SHA256, &self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::{PublicKey, RecordKey};
    use anyhow::Result;

    /// RFC 8032 §7.1, test 2.
    #[test]
    fn signs_as_the_rfc_says() -> Result<()> {
        let seed = hex::decode("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")?;
        let key = RecordKey::from_seed(seed.as_slice().try_into()?)?;
        assert_eq!(
            hex::encode(key.public().0),
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
        );
        let signature = key.sign(&[0x72]);
        assert_eq!(
            hex::encode(signature),
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da\
             085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        );
        assert!(key.public().verifies(&[0x72], &signature));
        assert!(!key.public().verifies(&[0x73], &signature));
        assert!(!PublicKey([7; 32]).verifies(&[0x72], &signature));
        Ok(())
    }
}
