//! What travels sealed: the annex with names, attachments, and signed documents. The bank gets
//! ciphertext and gives it back; it has no key.

use super::sha256_hex;
use crate::{
    error::{Error, Result, Why},
    id::CooperationId,
    store::{Store, on},
    time::Instant,
    word::words,
};

/// As many attachments as a request may have.
pub const MOST_ATTACHMENTS: i64 = 20;
/// As large as one may be, sealed.
pub const MOST_ATTACHMENT_BYTES: usize = 10 * 1024 * 1024 + 1024;

words! {
    /// What a signed document says.
    pub enum DocumentKind {
        /// The request.
        Request = "request",
        /// The certificate of taking.
        Certificate = "certificate",
    }
}

/// A signed document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// What it says.
    pub kind: DocumentKind,
    /// In which language its headings are.
    pub lang: super::Script,
    /// The file.
    pub bytes: Vec<u8>,
}

impl Store {
    /// Keeps the sealed annex of a draft, in place of one before.
    ///
    /// # Errors
    /// [`Error::NotNow`] once it is sent.
    pub async fn keep_annex(&self, id: CooperationId, sealed: &[u8], now: Instant) -> Result<()> {
        let sql = "UPDATE cooperation_request SET annex = $2, changed = $3
                   WHERE id = $1 AND state = 'draft'";
        let mut tx = self.begin().await?;
        let changed = on!(tx.conn(), db => sqlx::query(sql)
            .bind(id).bind(sealed).bind(now).execute(db).await?.rows_affected());
        if changed == 0 {
            return Err(Error::NotNow("it is sent already"));
        }
        tx.commit().await
    }

    /// The sealed annex.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is none.
    pub async fn annex(&self, id: CooperationId) -> Result<Vec<u8>> {
        let sql = "SELECT annex FROM cooperation_request WHERE id = $1 AND annex IS NOT NULL";
        let found: Option<(Vec<u8>,)> =
            on!(self.read(), db => sqlx::query_as(sql).bind(id).fetch_optional(db).await?);
        found.map(|(sealed,)| sealed).ok_or(Error::NotFound("annex"))
    }

    /// Adds a sealed attachment to a draft and gives its number.
    ///
    /// # Errors
    /// [`Error::NotNow`] once it is sent, [`Error::Invalid`] if it is too large or one too many.
    pub async fn attach(&self, id: CooperationId, sealed: &[u8], now: Instant) -> Result<i64> {
        if sealed.len() > MOST_ATTACHMENT_BYTES {
            return Err(Error::invalid("attachment", Why::TooLong));
        }
        let mut tx = self.begin().await?;
        let sql = "UPDATE cooperation_request SET changed = $2 WHERE id = $1 AND state = 'draft'";
        let changed = on!(tx.conn(), db =>
            sqlx::query(sql).bind(id).bind(now).execute(db).await?.rows_affected());
        if changed == 0 {
            return Err(Error::NotNow("it is sent already"));
        }
        let sql = "SELECT COALESCE(MAX(number), 0) + 1 FROM cooperation_attachment
                   WHERE request = $1";
        let (number,): (i64,) =
            on!(tx.conn(), db => sqlx::query_as(sql).bind(id).fetch_one(db).await?);
        if number > MOST_ATTACHMENTS {
            return Err(Error::invalid("attachment", Why::TooLong));
        }
        let sql = "INSERT INTO cooperation_attachment (request, number, sealed, added)
                   VALUES ($1, $2, $3, $4)";
        on!(tx.conn(), db => sqlx::query(sql)
            .bind(id).bind(number).bind(sealed).bind(now).execute(db).await.map(drop)?);
        tx.commit().await?;
        Ok(number)
    }

    /// A sealed attachment.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn attachment(&self, id: CooperationId, number: i64) -> Result<Vec<u8>> {
        let sql = "SELECT sealed FROM cooperation_attachment WHERE request = $1 AND number = $2";
        let found: Option<(Vec<u8>,)> = on!(self.read(), db =>
            sqlx::query_as(sql).bind(id).bind(number).fetch_optional(db).await?);
        found.map(|(sealed,)| sealed).ok_or(Error::NotFound("attachment"))
    }

    /// A signed document.
    ///
    /// # Errors
    /// [`Error::NotFound`] before it is signed.
    pub async fn cooperation_document(
        &self,
        id: CooperationId,
        kind: DocumentKind,
        lang: super::Script,
    ) -> Result<Vec<u8>> {
        let sql = "SELECT bytes FROM cooperation_document
                   WHERE request = $1 AND kind = $2 AND lang = $3";
        let found: Option<(Vec<u8>,)> = on!(self.read(), db =>
            sqlx::query_as(sql).bind(id).bind(kind).bind(lang).fetch_optional(db).await?);
        found.map(|(bytes,)| bytes).ok_or(Error::NotFound("document"))
    }

    /// Every signed document of a request: what it says, its language, and its SHA-256.
    ///
    /// # Errors
    /// What the database says.
    pub async fn cooperation_documents(
        &self,
        id: CooperationId,
    ) -> Result<Vec<(DocumentKind, super::Script, String)>> {
        let sql = "SELECT kind, lang, bytes FROM cooperation_document WHERE request = $1
                   ORDER BY kind DESC, lang";
        let found: Vec<(DocumentKind, super::Script, Vec<u8>)> =
            on!(self.read(), db => sqlx::query_as(sql).bind(id).fetch_all(db).await?);
        Ok(found.into_iter().map(|(kind, lang, bytes)| (kind, lang, sha256_hex(&bytes))).collect())
    }
}
