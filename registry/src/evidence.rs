//! The evidence catalogue: which sealed record belongs to which hearing, and the hash that its
//! manifest had when it was sealed.

use crate::{
    error::{Error, Result},
    event_log::hash_from,
    id::HearingId,
    store::{Store, on},
    time::Instant,
};

/// A sealed record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The hearing.
    pub hearing: HearingId,
    /// Its folder under the records' root.
    pub folder: String,
    /// SHA-256 of its manifest.
    pub manifest_hash: [u8; 32],
    /// When it was sealed.
    pub sealed_at: Instant,
}

impl Store {
    /// Enters a sealed record. Entering the same again changes nothing.
    ///
    /// # Errors
    /// [`Error::NotNow`] if the folder is entered already with another manifest.
    pub async fn add_record(&self, record: &Record) -> Result<()> {
        let mut tx = self.begin().await?;
        let sql = "INSERT INTO record (hearing, folder, manifest_hash, sealed_at)
                   VALUES ($1, $2, $3, $4) ON CONFLICT (hearing, folder) DO NOTHING";
        on!(tx.conn(), db => sqlx::query(sql)
            .bind(record.hearing).bind(&record.folder).bind(record.manifest_hash.as_slice())
            .bind(record.sealed_at)
            .execute(db).await.map(drop)?);
        let sql = "SELECT manifest_hash FROM record WHERE hearing = $1 AND folder = $2";
        let (stored,): (Vec<u8>,) = on!(tx.conn(), db => sqlx::query_as(sql)
            .bind(record.hearing).bind(&record.folder).fetch_one(db).await?);
        if stored != record.manifest_hash {
            return Err(Error::NotNow("this folder is sealed with another manifest"));
        }
        tx.commit().await
    }

    /// The records of a hearing, in the order they were sealed.
    ///
    /// # Errors
    /// What the database says.
    pub async fn records(&self, hearing: HearingId) -> Result<Vec<Record>> {
        let sql = "SELECT folder, manifest_hash, sealed_at FROM record
                   WHERE hearing = $1 ORDER BY sealed_at, folder";
        let rows: Vec<(String, Vec<u8>, Instant)> =
            on!(self.read(), db => sqlx::query_as(sql).bind(hearing).fetch_all(db).await?);
        rows.into_iter()
            .map(|(folder, hash, sealed_at)| {
                let manifest_hash = hash_from(&hash, "record.manifest_hash")?;
                Ok(Record { hearing, folder, manifest_hash, sealed_at })
            })
            .collect()
    }
}
