//! The keys of a country's central authority, where this installation keeps them: a folder a
//! country, readable by this account only.
//!
//! `signing-key.pk8` and `certificate.der` sign receipts and documents; a country replaces both
//! by those of its own public-key infrastructure. `sealing-key` opens annexes and attachments.

use super::{certificate, cms, hpke};
use aws_lc_rs::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair},
};
use puente_registry::{cooperation::directory::PublicKeys, country::Country, time::Instant};
use std::{
    fs::{self, OpenOptions},
    io::{self, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

const SIGNING_KEY: &str = "signing-key.pk8";
const CERTIFICATE: &str = "certificate.der";
const SEALING_KEY: &str = "sealing-key";

/// The private keys of one authority. Never shown by `Debug`.
pub struct AuthorityKeys {
    signing: EcdsaKeyPair,
    certificate: Vec<u8>,
    sealing: Vec<u8>,
}

/// Why the keys are not there.
#[derive(Debug, thiserror::Error)]
pub enum KeysError {
    #[error("key file {path}")]
    File { path: PathBuf, source: io::Error },
    #[error("{0} does not hold what it should")]
    Damaged(PathBuf),
    #[error("no key could be made")]
    NotMade,
}

impl std::fmt::Debug for AuthorityKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AuthorityKeys(…)")
    }
}

impl AuthorityKeys {
    /// The keys of a country, if they are kept here.
    ///
    /// # Errors
    /// When a file cannot be read or understood.
    pub fn open(authorities: &Path, country: Country) -> Result<Option<Self>, KeysError> {
        let folder = authorities.join(country.as_str());
        // Written last: without it the others do not count.
        if !folder.join(CERTIFICATE).exists() {
            return Ok(None);
        }
        let read = |name: &str| {
            let path = folder.join(name);
            fs::read(&path).map_err(|source| KeysError::File { path, source })
        };
        let damaged = |name: &str| KeysError::Damaged(folder.join(name));
        let certificate = read(CERTIFICATE)?;
        let signing =
            EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &read(SIGNING_KEY)?)
                .map_err(|_| damaged(SIGNING_KEY))?;
        if certificate::point(&certificate).as_deref() != Some(signing.public_key().as_ref()) {
            return Err(damaged(CERTIFICATE));
        }
        let sealing = read(SEALING_KEY)?;
        hpke::public_key(&sealing).map_err(|_| damaged(SEALING_KEY))?;
        Ok(Some(Self { signing, certificate, sealing }))
    }

    /// The keys of a country, made if there are none.
    ///
    /// # Errors
    /// When a file cannot be made or read. What is there is never replaced.
    pub fn open_or_make(
        authorities: &Path,
        country: Country,
        name: &str,
        now: Instant,
    ) -> Result<Self, KeysError> {
        if let Some(keys) = Self::open(authorities, country)? {
            return Ok(keys);
        }
        let folder = authorities.join(country.as_str());
        let at = |path: &Path| {
            let path = path.to_owned();
            move |source| KeysError::File { path, source }
        };
        fs::DirBuilder::new().recursive(true).mode(0o700).create(&folder).map_err(at(&folder))?;
        let signing = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING)
            .map_err(|_| KeysError::NotMade)?;
        let certificate =
            certificate::issue(&signing, country.as_str(), name, now).ok_or(KeysError::NotMade)?;
        let pkcs8 = signing.to_pkcs8v1().map_err(|_| KeysError::NotMade)?;
        let sealing = hpke::new_private_key().map_err(|_| KeysError::NotMade)?;
        for (file, bytes) in [
            (SEALING_KEY, sealing.as_slice()),
            (SIGNING_KEY, pkcs8.as_ref()),
            (CERTIFICATE, certificate.as_slice()),
        ] {
            let path = folder.join(file);
            let written = OpenOptions::new()
                .write(true)
                .create_new(true)
                .mode(0o600)
                .open(&path)
                .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()));
            written.map_err(at(&path))?;
        }
        Ok(Self { signing, certificate, sealing: sealing.to_vec() })
    }

    /// The public halves, for the directory.
    ///
    /// # Errors
    /// For a sealing key that is none.
    pub fn public(&self) -> Result<PublicKeys, hpke::Unreadable> {
        Ok(PublicKeys {
            sealing: hpke::public_key(&self.sealing)?,
            signing: self.signing.public_key().as_ref().to_vec(),
            certificate: self.certificate.clone(),
        })
    }

    /// Signs a receipt's hash.
    #[must_use]
    pub fn sign_receipt(&self, hash: &[u8]) -> Option<Vec<u8>> {
        Some(self.signing.sign(&SystemRandom::new(), hash).ok()?.as_ref().to_vec())
    }

    /// Signs a document's hash, in the form that goes into the document.
    #[must_use]
    pub fn sign_document(&self, hash: &[u8; 32]) -> Option<Vec<u8>> {
        cms::sign(&self.signing, &self.certificate, hash)
    }

    /// Opens what was sealed to this authority.
    ///
    /// # Errors
    /// [`hpke::Unreadable`].
    pub fn unseal(&self, purpose: &[u8], sealed: &[u8]) -> Result<Vec<u8>, hpke::Unreadable> {
        hpke::open(&self.sealing, purpose, sealed)
    }
}

/// The public keys that a certificate and a sealing key from elsewhere stand for.
#[must_use]
pub fn public_keys_of(certificate: Vec<u8>, sealing: Vec<u8>) -> Option<PublicKeys> {
    let signing = certificate::point(&certificate)?;
    Some(PublicKeys { sealing, signing, certificate })
}
