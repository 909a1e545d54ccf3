//! What a search keeps in memory of everybody in the bank, and how it stays true.
//!
//! Triggers in the database note who changed, whoever wrote it: this program, another node, or raw
//! SQL. Each search first reads what was noted since the last one and loads just those people
//! again, so it answers from what was committed when it began. Searches that arrive together
//! share one such reading.

mod clocks;
mod load;
mod member;
mod names;
mod order;
mod register;

use std::sync::{
    PoisonError, RwLock, RwLockReadGuard,
    atomic::{AtomicU64, Ordering},
};

use tokio::sync::Mutex;

pub(crate) use self::{
    member::Member,
    order::Question,
    register::{Register, Work},
};
use crate::{error::Result, store::Store, time::Instant};

/// The bank in memory; empty until the first search.
#[derive(Debug, Default)]
pub(crate) struct Index {
    register: RwLock<Register>,
    /// Searches that have arrived so far.
    arrived: AtomicU64,
    /// How many of them the last reading of the changes served: it began after they had arrived.
    served: Mutex<u64>,
}

impl Index {
    /// The bank as of the last [`Store::refresh_index`].
    pub(crate) fn read(&self) -> RwLockReadGuard<'_, Register> {
        self.register.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn change<T>(&self, change: impl FnOnce(&mut Register) -> T) -> T {
        change(&mut self.register.write().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Store {
    /// Reads everybody into memory, so that the first search need not.
    ///
    /// # Errors
    /// What the database says.
    pub async fn warm_up(&self, now: Instant) -> Result<()> {
        self.refresh_index(now).await
    }

    /// Brings the index up to all that was committed before this call.
    pub(crate) async fn refresh_index(&self, now: Instant) -> Result<()> {
        let index = self.index();
        let ticket = index.arrived.fetch_add(1, Ordering::SeqCst) + 1;
        let mut served = index.served.lock().await;
        if *served < ticket {
            let serves = index.arrived.load(Ordering::SeqCst);
            self.read_changes(now).await?;
            *served = serves;
        }
        drop(served);
        if !index.read().is_of_day(now) {
            index.change(|register| register.begin_day(now));
        }
        Ok(())
    }

    async fn read_changes(&self, now: Instant) -> Result<()> {
        let index = self.index();
        let (seen, enough) = {
            let register = index.read();
            (register.seen(), register.reaches_back_to(now))
        };
        let changes = self.changes_since(seen).await?;
        let holidays = changes.rows.iter().any(|news| news.what == load::What::Holidays);
        if !enough || seen < changes.floor || holidays {
            let everybody = self.load_everybody(now).await?;
            index.change(|register| *register = everybody);
            return Ok(());
        }
        let news = index.read().news(&changes);
        if !news.is_empty() {
            let parts = self.load_changed(seen, &news, now).await?;
            index.change(|register| register.take(parts, &news));
        }
        index.change(|register| register.note_seen(&changes));
        if changes.horizon - changes.floor > load::MOST_KEPT {
            self.forget_changes().await?;
        }
        Ok(())
    }
}
