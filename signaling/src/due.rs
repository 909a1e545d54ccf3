//! What happens by itself: one loop that does what is due and sleeps until the next time.
//!
//! The bank says when that is, and gives each thing to one node only, so every node runs the loop.
//! A change on this node wakes it; one on another node is seen at the latest after the nap.

use crate::{app::fresh_rng, clock::Clock, news::News, shutdown::Stopping};
use puente_registry::Store;
use std::{sync::Arc, time::Duration};
use tokio::sync::Notify;

/// Longest sleep: what another node wrote down is not missed for longer.
const NAP: Duration = Duration::from_secs(15);
/// Before trying again when the bank does not answer.
const BREATH: Duration = Duration::from_secs(2);

/// Wakes the loop.
#[derive(Clone, Debug, Default)]
pub struct Due(Arc<Notify>);

impl Due {
    /// Begins to do what is due, until the program stops.
    pub fn start(store: Store, clock: Clock, news: News, stopping: Stopping) -> Self {
        let due = Self::default();
        let woken = due.clone();
        tokio::spawn(async move {
            let work = Work { store, clock, news };
            tokio::select! {
                () = work.run(&woken.0) => {}
                () = stopping.wait() => {}
            }
        });
        due
    }

    /// Something may be due earlier than before.
    pub fn look(&self) {
        self.0.notify_one();
    }
}

struct Work {
    store: Store,
    clock: Clock,
    news: News,
}

impl Work {
    async fn run(&self, woken: &Notify) {
        loop {
            let sleep = match self.pass().await {
                Ok(sleep) => sleep,
                Err(error) => {
                    tracing::warn!(%error, "what is due cannot be read");
                    BREATH
                }
            };
            // A nudge or the time, whichever comes first; both only make it look again.
            drop(tokio::time::timeout(sleep, woken.notified()).await);
        }
    }

    /// Does what is due, and says how long there is nothing to do.
    async fn pass(&self) -> puente_registry::Result<Duration> {
        let now = self.clock.now();
        let mut failed = false;
        for request in self.store.requests_due(now).await? {
            match self.store.advance(request, now, &mut fresh_rng()).await {
                Ok(true) => self.news.of_request(request).await,
                Ok(false) => {}
                Err(error) => {
                    tracing::error!(%error, "a request cannot go on");
                    failed = true;
                }
            }
        }
        if failed {
            return Ok(BREATH);
        }
        let next = self.store.next_due().await?;
        Ok(next.map_or(NAP, |next| {
            let micros = next.as_micros().saturating_sub(self.clock.now_us());
            Duration::from_micros(u64::try_from(micros).unwrap_or(0)).min(NAP)
        }))
    }
}
