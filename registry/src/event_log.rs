//! The stored event log of hearings: bytes and hashes as `puente-hearing` made them, in order,
//! for ever. What they mean is not known here.

use crate::{
    error::{Error, Result},
    id::HearingId,
    store::{Store, on, refused_by},
};

/// One stored event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredEvent {
    /// Its number; the first is 1.
    pub seq: i64,
    /// Its canonical bytes.
    pub bytes: Vec<u8>,
    /// SHA-256 of the chain up to it.
    pub hash: [u8; 32],
}

impl Store {
    /// Appends the event that follows the last one. When this returns, it is on disk.
    ///
    /// # Errors
    /// [`Error::OutOfSequence`] if another event has that number or the one before is missing:
    /// somebody else writes, and the caller must read the log again.
    pub async fn append_event(
        &self,
        hearing: HearingId,
        seq: i64,
        bytes: &[u8],
        hash: &[u8; 32],
    ) -> Result<()> {
        let mut tx = self.begin().await?;
        let sql = "SELECT COALESCE(MAX(seq), 0) FROM hearing_event WHERE hearing = $1";
        let (last,): (i64,) =
            on!(tx.conn(), db => sqlx::query_as(sql).bind(hearing).fetch_one(db).await?);
        if seq != last + 1 {
            return Err(Error::OutOfSequence { last, got: seq });
        }
        let sql = "INSERT INTO hearing_event (hearing, seq, bytes, hash) VALUES ($1, $2, $3, $4)";
        let inserted = on!(tx.conn(), db => sqlx::query(sql)
            .bind(hearing).bind(seq).bind(bytes).bind(hash.as_slice())
            .execute(db).await.map(drop));
        inserted.map_err(|error| {
            if refused_by(&error, "hearing_event_key", "hearing_event.seq") {
                Error::OutOfSequence { last: seq, got: seq }
            } else {
                Error::Database(error)
            }
        })?;
        tx.commit().await
    }

    /// The events of a hearing from a number on, in order; from 1 for all.
    ///
    /// # Errors
    /// What the database says.
    pub async fn events(&self, hearing: HearingId, from_seq: i64) -> Result<Vec<StoredEvent>> {
        let sql = "SELECT seq, bytes, hash FROM hearing_event
                   WHERE hearing = $1 AND seq >= $2 ORDER BY seq";
        let rows: Vec<(i64, Vec<u8>, Vec<u8>)> = on!(self.read(), db =>
            sqlx::query_as(sql).bind(hearing).bind(from_seq).fetch_all(db).await?);
        rows.into_iter()
            .map(|(seq, bytes, hash)| {
                let hash = hash_from(&hash, "hearing_event.hash")?;
                Ok(StoredEvent { seq, bytes, hash })
            })
            .collect()
    }
}

pub(crate) fn hash_from(bytes: &[u8], what: &'static str) -> Result<[u8; 32]> {
    bytes.try_into().map_err(|_| Error::Corrupt { what, why: format!("{} bytes", bytes.len()) })
}
