//! Which node runs which hearing: one holds its lease, and every other sends callers away.
//!
//! The lease spares two nodes from running a hearing side by side. Should one lose it unnoticed,
//! the bank still lets only one of them append the next event.

use crate::{
    bus::{Bus, Claim, LeaseName, NodeName},
    live::{Live, RoomHandle},
    news::News,
    problem::{Kind, Problem},
};
use puente_registry::{Store, hearing::HearingState, id::HearingId, time::Instant};
use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

/// Another node takes over a hearing so long after its own node was last heard of.
const TTL: Duration = Duration::from_secs(10);
/// Two renewals may be lost before the lease is.
const RENEW_EVERY: Duration = Duration::from_secs(3);

/// The leases that this node holds.
#[derive(Clone, Debug)]
pub struct HearingLeases {
    bus: Arc<dyn Bus>,
    node: NodeName,
    live: Live,
    news: News,
    held: Arc<Mutex<BTreeSet<HearingId>>>,
}

impl HearingLeases {
    /// Begins to renew whatever will be held.
    pub fn new(bus: Arc<dyn Bus>, node: NodeName, live: Live, news: News) -> Self {
        let leases = Self { bus, node, live, news, held: Arc::default() };
        tokio::spawn(leases.clone().renew());
        leases
    }

    /// The hearing's room, if this node may run it.
    ///
    /// # Errors
    /// `elsewhere` when another node runs it, `unavailable` when the bus does not answer.
    pub async fn room(&self, id: HearingId) -> Result<RoomHandle, Problem> {
        if let Some(room) = self.live.running(id) {
            return Ok(room);
        }
        self.claim(id).await?;
        let room = self.live.room(id).await?;
        // Agendas show what runs now.
        let first = self.held().insert(id);
        if first {
            self.news.of_hearing(id).await;
        }
        Ok(room)
    }

    /// Brings back the hearings that ran when the program ended, save those that another node has
    /// taken over meanwhile.
    ///
    /// # Errors
    /// What the bank or the bus says.
    pub async fn resume(&self, store: &Store, now: Instant) -> Result<(), Problem> {
        for hearing in store.hearings_in(HearingState::Live, now).await? {
            match self.room(hearing.id).await {
                Ok(_) => tracing::info!(hearing.id = %hearing.id, "a hearing goes on"),
                Err(problem) if problem.kind() == Kind::Elsewhere => {}
                Err(problem) => return Err(problem),
            }
        }
        Ok(())
    }

    /// Lets other nodes take over at once.
    pub async fn give_back(&self) {
        let held = std::mem::take(&mut *self.held());
        for id in held {
            self.release(id).await;
        }
    }

    async fn release(&self, id: HearingId) {
        if let Err(error) = self.bus.release(&LeaseName::hearing(id.0), &self.node).await {
            tracing::warn!(%error, "a lease runs out by itself");
        }
    }

    async fn claim(&self, id: HearingId) -> Result<(), Problem> {
        match self.bus.claim(&LeaseName::hearing(id.0), &self.node, TTL).await {
            Ok(Claim::Ours) => Ok(()),
            Ok(Claim::Theirs(_)) => Err(Kind::Elsewhere.into()),
            Err(error) => {
                tracing::warn!(%error, "a hearing cannot be claimed");
                Err(Kind::Unavailable.into())
            }
        }
    }

    async fn renew(self) {
        let mut every = tokio::time::interval(RENEW_EVERY);
        loop {
            every.tick().await;
            let held = self.held().clone();
            for id in held {
                if self.live.running(id).is_some() {
                    self.renew_one(id).await;
                } else {
                    self.held().remove(&id);
                    self.release(id).await;
                    self.news.of_hearing(id).await;
                }
            }
        }
    }

    /// Claiming again also takes back a lease that ran out while the bus was away.
    async fn renew_one(&self, id: HearingId) {
        match self.bus.claim(&LeaseName::hearing(id.0), &self.node, TTL).await {
            Ok(Claim::Ours) => {}
            Ok(Claim::Theirs(_)) => {
                tracing::error!(hearing.id = %id, "another node has taken this hearing");
                self.held().remove(&id);
                self.live.let_go(id).await;
            }
            Err(error) => tracing::warn!(%error, "a lease cannot be renewed"),
        }
    }

    fn held(&self) -> MutexGuard<'_, BTreeSet<HearingId>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
