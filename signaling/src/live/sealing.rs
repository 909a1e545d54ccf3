//! After the closing of a hearing: its record is sealed and entered in the catalogue.

use super::{Deps, FIRST_STORED};
use crate::evidence::EvidenceError;
use crate::evidence::manifest::Manifest;
use crate::evidence::seal::{Sealing, seal as seal_folder};
use aws_lc_rs::digest::{SHA256, digest};
use puente_hearing::attendance::{Work, work};
use puente_hearing::log::{Entry, Log, LogError};
use puente_registry::event_log::StoredEvent;
use puente_registry::evidence::Record;
use puente_registry::hearing::HearingState;
use puente_registry::id::HearingId;
use puente_registry::time::Instant;
use puente_registry::timesheet::Minutes;
use std::path::PathBuf;
use std::sync::Arc;

/// Why a record is not sealed yet.
#[derive(Debug, thiserror::Error)]
enum SealingError {
    #[error("the bank: {0}")]
    Store(#[from] puente_registry::Error),
    #[error("the log: {0}")]
    Log(#[from] LogError),
    #[error("the folder: {0}")]
    Folder(#[from] std::io::Error),
    #[error("the record: {0}")]
    Evidence(#[from] EvidenceError),
    #[error("the sealing was cut off")]
    CutOff,
}

/// Seals the record in `folder`. If it fails or the program ends before, the hearing stays
/// `live` with a closed log, and the next start tries again.
pub(super) async fn seal(deps: &Arc<Deps>, id: HearingId, folder: PathBuf) {
    match try_seal(deps, id, folder).await {
        Ok(()) => tracing::info!(hearing.id = %id, "the record is sealed"),
        Err(error) => {
            tracing::error!(hearing.id = %id, error = %error, "the record is not sealed yet");
        }
    }
}

async fn try_seal(deps: &Arc<Deps>, id: HearingId, folder: PathBuf) -> Result<(), SealingError> {
    let now = Instant::from_micros(deps.clock.now_us());
    let kind = deps.store.hearing(id, now).await?.kind;
    let stored = deps.store.events(id, FIRST_STORED).await?;
    let mut minutes = Vec::new();
    for event in &stored {
        minutes.extend_from_slice(&event.bytes);
        minutes.push(b'\n');
    }
    let at = |index: usize| -> Result<i64, SealingError> {
        let event = stored.get(index).ok_or(LogError::NotOpened)?;
        Ok(Entry::from_line(&event.bytes, index as u64)?.at_us)
    };
    let (opened_us, closed_us) = (at(0)?, at(stored.len().saturating_sub(1))?);
    note_work(deps, id, &stored).await?;
    let key = Arc::clone(&deps.record_key);
    let place = folder.clone();
    // Reads and writes the whole record: not on a thread that others wait for.
    let sealed = tokio::task::spawn_blocking(move || -> Result<Manifest, SealingError> {
        std::fs::create_dir_all(place.join("tracks"))?;
        Ok(seal_folder(&Sealing {
            folder: &place,
            hearing: id.0,
            kind: kind.as_str(),
            opened_us,
            closed_us,
            minutes: &minutes,
            key: &key,
        })?)
    });
    let manifest = sealed.await.map_err(|_| SealingError::CutOff)??;
    let mut manifest_hash = [0; 32];
    manifest_hash.copy_from_slice(digest(&SHA256, &manifest.to_bytes()?).as_ref());
    let folder = folder.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    deps.store.add_record(&Record { hearing: id, folder, manifest_hash, sealed_at: now }).await?;
    deps.store.set_hearing_state(id, HearingState::Closed, now).await?;
    Ok(())
}

/// What the interpreters worked, for their time sheets.
async fn note_work(
    deps: &Arc<Deps>,
    id: HearingId,
    stored: &[StoredEvent],
) -> Result<(), SealingError> {
    let now = Instant::from_micros(deps.clock.now_us());
    let hearing = deps.store.hearing(id, now).await?;
    let (_, entries) = Log::replay(stored.iter().map(|event| event.bytes.as_slice()))?;
    let work = work(&entries, hearing.starts.instant.as_micros());
    let sheet: Vec<_> = work
        .into_iter()
        .map(|(seat, work)| (puente_registry::id::Seat(i32::from(seat.0)), minutes(&work)))
        .collect();
    Ok(deps.store.note_work(&hearing, &sheet, now).await?)
}

fn minutes(work: &Work) -> Minutes {
    let whole = |us: i64| (us + MINUTE_US / 2) / MINUTE_US;
    Minutes {
        consecutive_minutes: whole(work.consecutive_us),
        simultaneous_minutes: whole(work.simultaneous_us),
        preparation_minutes: whole(work.preparation_us),
        waiting_minutes: whole(work.waiting_us),
    }
}

const MINUTE_US: i64 = 60_000_000;
