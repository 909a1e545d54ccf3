//! The hearings that run now: one task each, found by id, started on demand and after a restart.

mod happen;
mod media;
mod message;
pub mod minutes;
pub mod opening;
mod preflight;
mod recording;
mod room;
mod sealing;
mod socket;
mod substitution;
mod telling;
#[cfg(test)]
mod tests;

pub use media::Purpose;
pub use message::{Because, MinutesEntry};
pub use room::{Media, RoomHandle};
pub use socket::serve;

use crate::clock::Clock;
use crate::problem::{Kind, Problem};
use puente_hearing::Setup;
use puente_hearing::log::{Entry, Log, digest};
use puente_registry::Store;
use puente_registry::hearing::HearingState;
use puente_registry::id::HearingId;
use puente_registry::time::Instant;
use puente_sfu::record::{RecordKey, RecorderHandle, RecorderHealth};
use puente_sfu::{JoinError, MediaPlane, Notice};
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::mpsc;

/// What running hearings need of the rest.
#[derive(Debug)]
pub struct Deps {
    pub store: Store,
    pub media: MediaPlane,
    pub recorder: RecorderHandle,
    pub record_key: Arc<RecordKey>,
    pub clock: Clock,
    /// The folder that holds a folder for each record.
    pub records: PathBuf,
    /// Changes with every start of the program, so that pages know to join the media anew.
    pub instance: String,
}

/// The hearings that run now.
#[derive(Clone, Debug)]
pub struct Live {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    deps: Arc<Deps>,
    rooms: Mutex<HashMap<HearingId, RoomHandle>>,
    starting: tokio::sync::Mutex<()>,
}

impl Live {
    /// Begins to follow the media plane's notices.
    pub fn start(deps: Deps, notices: mpsc::Receiver<Notice>) -> Self {
        let inner = Inner {
            deps: Arc::new(deps),
            rooms: Mutex::default(),
            starting: tokio::sync::Mutex::default(),
        };
        let live = Self { inner: Arc::new(inner) };
        tokio::spawn(live.clone().follow(notices));
        live
    }

    /// The hearing's task; started if it does not run. `not_found` once it is closed.
    pub async fn room(&self, id: HearingId) -> Result<RoomHandle, Problem> {
        if let Some(room) = self.running(id) {
            return Ok(room);
        }
        let _one_at_a_time = self.inner.starting.lock().await;
        if let Some(room) = self.running(id) {
            return Ok(room);
        }
        let deps = self.deps();
        let now = Instant::from_micros(deps.clock.now_us());
        let hearing = deps.store.hearing(id, now).await?;
        if matches!(hearing.state, HearingState::Closed | HearingState::Cancelled) {
            return Err(Kind::NotNow.into());
        }
        let (log, entries) = self.log_of(&hearing).await?;
        let setup = Setup::of_log(entries.iter().map(|e| &e.event)).ok_or(Kind::Internal)?;
        deps.store.set_hearing_state(id, HearingState::Live, now).await?;
        let room = room::Room::start(self.clone(), id, hearing.starts, log, entries, setup);
        self.rooms().insert(id, room.clone());
        Ok(room)
    }

    /// The hearing's task if it runs.
    pub fn running(&self, id: HearingId) -> Option<RoomHandle> {
        self.rooms().get(&id).cloned()
    }

    /// How the recorder fares.
    pub fn recorder_health(&self) -> RecorderHealth {
        self.deps().recorder.health()
    }

    /// Another node runs this hearing now: its pages here end, and nothing more is written.
    pub async fn let_go(&self, id: HearingId) {
        if let Some(room) = self.running(id) {
            room.tell(room::Command::LetGo).await;
        }
    }

    /// Somebody has stepped in: the room, if it runs here, takes her in at once.
    pub async fn catch_up(&self, id: HearingId) {
        if let Some(room) = self.running(id) {
            room.tell(room::Command::CatchUp).await;
        }
    }

    /// Seals what is written and stops all tasks; the hearings resume at the next start.
    pub async fn shut_down(&self) {
        let rooms: Vec<_> = self.rooms().drain().map(|(_, room)| room).collect();
        for room in rooms {
            room.shut_down().await;
        }
    }

    fn deps(&self) -> &Arc<Deps> {
        &self.inner.deps
    }

    fn rooms(&self) -> std::sync::MutexGuard<'_, HashMap<HearingId, RoomHandle>> {
        self.inner.rooms.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn forget(&self, id: HearingId) {
        self.rooms().remove(&id);
    }

    /// The stored log, or a new one with its opening stored.
    async fn log_of(
        &self,
        hearing: &puente_registry::hearing::Hearing,
    ) -> Result<(Log, Vec<Entry>), Problem> {
        let deps = self.deps();
        let lines = deps.store.events(hearing.id, FIRST_STORED).await?;
        if !lines.is_empty() {
            let replayed = Log::replay(lines.iter().map(|line| line.bytes.as_slice()));
            return replayed.map_err(|e| Problem::internal(&e));
        }
        let conditions = self.conditions_of(hearing).await?;
        let opening = opening::opening(hearing, conditions).map_err(|e| Problem::internal(&e))?;
        let (log, line) = Log::begin(&hearing.id.to_string(), deps.clock.now_us(), opening)
            .map_err(|e| Problem::internal(&e))?;
        store_line(&deps.store, hearing.id, 0, &line).await?;
        let first = Entry::from_line(&line, 0).map_err(|e| Problem::internal(&e))?;
        Ok((log, vec![first]))
    }

    async fn follow(self, mut notices: mpsc::Receiver<Notice>) {
        while let Some(notice) = notices.recv().await {
            let room = match &notice {
                Notice::Connected { room, .. }
                | Notice::Lost { room, .. }
                | Notice::Speaking { room, .. } => *room,
            };
            let id = HearingId(uuid::Uuid::from_u128(room.0));
            if let Some(room) = self.running(id) {
                room.tell(room::Command::Notice(notice)).await;
            }
        }
    }
}

/// The bank counts a hearing's events from 1, the log its lines from 0.
const FIRST_STORED: i64 = 1;

/// Stores a line of the log. When this returns, it is on disk.
async fn store_line(
    store: &Store,
    id: HearingId,
    seq: u64,
    line: &[u8],
) -> puente_registry::Result<()> {
    let stored = i64::try_from(seq).unwrap_or(i64::MAX).saturating_add(FIRST_STORED);
    store.append_event(id, stored, line, &digest(line)).await
}

fn join_problem(error: &JoinError) -> Problem {
    match error {
        JoinError::Offer(_) => Kind::BadOffer.into(),
        _ => Kind::MediaBusy.into(),
    }
}
