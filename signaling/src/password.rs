//! Passwords: Argon2id, bounded in memory, and as slow for an unknown account as for a known one.

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use std::{fmt, sync::Arc};
use tokio::sync::Semaphore;

/// Memory of one hash in KiB. OWASP's floor is 19 MiB; 64 MiB is what a small server can bear.
const MEMORY_KIB: u32 = 64 * 1024;
const PASSES: u32 = 3;
const LANES: u32 = 1;

/// Longer input is refused before it is hashed.
pub const MAX_PASSWORD_BYTES: usize = 1024;

/// Hashes and checks passwords, at most as many at once as there are cores.
#[derive(Clone)]
pub struct Passwords {
    argon2: Argon2<'static>,
    running: Arc<Semaphore>,
    /// Checked when no such account exists, so that the answer takes as long.
    nobody: Arc<str>,
}

/// Why a password could not be handled; none of these says anything about its content.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    /// The parameters or the stored text do not make sense to Argon2.
    #[error("password hash failed")]
    Hash(#[source] argon2::password_hash::Error),
    /// The parameters are out of Argon2's range.
    #[error("password parameters are out of range")]
    Parameters(#[source] argon2::Error),
    /// The thread that hashed went away.
    #[error("password thread ended early")]
    Thread(#[from] tokio::task::JoinError),
    /// The program is stopping.
    #[error("no more passwords are checked: the program is stopping")]
    Stopping,
}

impl Passwords {
    /// With the cost that a server uses.
    pub fn new() -> Result<Self, PasswordError> {
        Self::with_cost(MEMORY_KIB, PASSES)
    }

    /// With a chosen cost, in KiB of memory and passes over it.
    pub fn with_cost(memory_kib: u32, passes: u32) -> Result<Self, PasswordError> {
        let params =
            Params::new(memory_kib, passes, LANES, None).map_err(PasswordError::Parameters)?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let nobody = hash_with(&argon2, b"nobody has this password")?;
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Ok(Self { argon2, running: Arc::new(Semaphore::new(cores)), nobody: nobody.into() })
    }

    /// The PHC string to store for a password.
    pub async fn hash(&self, password: String) -> Result<String, PasswordError> {
        let _permit = self.running.acquire().await.map_err(|_| PasswordError::Stopping)?;
        let argon2 = self.argon2.clone();
        tokio::task::spawn_blocking(move || hash_with(&argon2, password.as_bytes())).await?
    }

    /// Does this password belong to the stored PHC string? Without one (unknown account, or an
    /// account that has only links) the same work is done and the answer is no.
    pub async fn verify(
        &self,
        password: String,
        stored: Option<String>,
    ) -> Result<bool, PasswordError> {
        let _permit = self.running.acquire().await.map_err(|_| PasswordError::Stopping)?;
        let (argon2, nobody) = (self.argon2.clone(), self.nobody.clone());
        tokio::task::spawn_blocking(move || {
            let known = stored.is_some();
            let matches = matches_hash(&argon2, &password, stored.as_deref().unwrap_or(&nobody))?;
            Ok(known && matches)
        })
        .await?
    }
}

fn hash_with(argon2: &Argon2<'_>, password: &[u8]) -> Result<String, PasswordError> {
    let hash: PasswordHash = argon2.hash_password(password).map_err(PasswordError::Hash)?;
    Ok(hash.to_string())
}

fn matches_hash(argon2: &Argon2<'_>, password: &str, stored: &str) -> Result<bool, PasswordError> {
    match argon2.verify_password(password.as_bytes(), stored) {
        Ok(()) => Ok(true),
        Err(argon2::password_hash::Error::PasswordInvalid) => Ok(false),
        Err(error) => Err(PasswordError::Hash(error)),
    }
}

impl fmt::Debug for Passwords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Passwords").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_matches_its_own_hash_only() {
        let passwords = Passwords::with_cost(64, 1).unwrap();
        let stored = passwords.hash("quetzal".into()).await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=64,t=1,p=1$"));
        assert!(passwords.verify("quetzal".into(), Some(stored.clone())).await.unwrap());
        assert!(!passwords.verify("Quetzal".into(), Some(stored)).await.unwrap());
    }

    #[tokio::test]
    async fn without_an_account_no_password_matches_not_even_the_dummy_one() {
        let passwords = Passwords::with_cost(64, 1).unwrap();
        assert!(!passwords.verify("nobody has this password".into(), None).await.unwrap());
    }

    #[tokio::test]
    async fn a_damaged_hash_is_an_error_and_not_a_match() {
        let passwords = Passwords::with_cost(64, 1).unwrap();
        assert!(passwords.verify("x".into(), Some("$argon2id$broken".into())).await.is_err());
    }

    #[test]
    fn the_cost_of_a_server_is_at_least_64_mib_and_three_passes() {
        let stored = Passwords::new().unwrap().nobody;
        assert!(stored.starts_with("$argon2id$v=19$m=65536,t=3,p=1$"));
    }
}
