//! Credentials with their documents, and what each country makes of them (requirement 13).

use serde::{Deserialize, Serialize};

use super::Setting;
use crate::{
    country::Country,
    error::{Error, Result, Why},
    id::PersonId,
    store::{Store, Tx, on},
    time::Instant,
    word::words,
};

words! {
    /// What a country makes of a credential.
    pub enum Level {
        /// Enough for its courts.
        Certified = "certified",
        /// Enough after a hearing of qualification.
        Provisional = "provisional",
    }
}

words! {
    /// What a document is, by its first bytes and not by what it is called.
    pub enum MediaType {
        /// PDF.
        Pdf = "application/pdf",
        /// PNG.
        Png = "image/png",
        /// JPEG.
        Jpeg = "image/jpeg",
    }
}

impl MediaType {
    /// The type of these bytes, if it is one of ours.
    #[must_use]
    pub fn sniff(bytes: &[u8]) -> Option<Self> {
        let beginnings: [(&[u8], Self); 3] = [
            (b"%PDF-", Self::Pdf),
            (b"\x89PNG\r\n\x1a\n", Self::Png),
            (b"\xff\xd8\xff", Self::Jpeg),
        ];
        beginnings.iter().find(|(begins, _)| bytes.starts_with(begins)).map(|(_, kind)| *kind)
    }
}

/// A certificate or licence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, sqlx::FromRow, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Credential {
    /// The scheme, for instance `gt-oj`; countries recognise schemes.
    pub scheme: String,
    /// Who issued it.
    pub issuer: String,
    /// The number it was issued under.
    #[serde(default)]
    pub number: Option<String>,
    /// The first instant at which it is valid; none if it always was.
    #[serde(default)]
    pub valid_from: Option<Instant>,
    /// The first instant at which it is no longer valid; none if it never ends.
    #[serde(default)]
    pub valid_until: Option<Instant>,
}

/// A document that proves a credential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CredentialDocument {
    /// What it is.
    pub media_type: MediaType,
    /// The document itself.
    pub bytes: Vec<u8>,
}

/// A credential as its holder and her country's staff see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The credential.
    pub credential: Credential,
    /// The type of its document and when it came, if there is one.
    pub document: Option<(MediaType, Instant)>,
}

/// What a country calls the holder, in each language of the interface.
#[derive(
    Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, sqlx::FromRow, utoipa::ToSchema,
)]
#[serde(deny_unknown_fields)]
pub struct NameThere {
    /// Spanish, for instance "intérprete jurado".
    #[sqlx(rename = "name_es")]
    #[schema(max_length = 120)]
    pub es: String,
    /// English.
    #[sqlx(rename = "name_en")]
    #[schema(max_length = 120)]
    pub en: String,
    /// French.
    #[sqlx(rename = "name_fr")]
    #[schema(max_length = 120)]
    pub fr: String,
}

/// That a country takes a scheme for a setting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, sqlx::FromRow, utoipa::ToSchema)]
pub struct Recognition {
    /// The scheme.
    pub scheme: String,
    /// The requesting country.
    pub country: Country,
    /// The setting.
    pub setting: Setting,
    /// As what.
    pub level: Level,
    /// The country's own name for the holder; empty where the level's word will do.
    #[sqlx(flatten)]
    pub name: NameThere,
}

/// A credential as a requesting country sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, sqlx::FromRow, utoipa::ToSchema)]
pub struct Recognised {
    /// The credential.
    #[sqlx(flatten)]
    pub credential: Credential,
    /// What the country makes of it; `provisional` asks for a hearing of qualification.
    pub level: Level,
    /// What the country calls the holder.
    #[sqlx(flatten)]
    pub name: NameThere,
}

/// The largest document taken.
pub const MOST_DOCUMENT_BYTES: usize = 5 * 1024 * 1024;
/// Nobody holds more.
const MOST_CREDENTIALS: i64 = 30;
const LONGEST: usize = 120;

#[derive(sqlx::FromRow)]
struct HeldRow {
    #[sqlx(flatten)]
    credential: Credential,
    media_type: Option<MediaType>,
    uploaded: Option<Instant>,
}

impl Store {
    /// The credentials of a person, and whether each has a document.
    ///
    /// # Errors
    /// What the database says.
    pub async fn credentials_of(&self, person: PersonId) -> Result<Vec<Held>> {
        let sql = "SELECT c.scheme, c.issuer, c.number, c.valid_from, c.valid_until,
                       d.media_type, d.uploaded
                   FROM credential c LEFT JOIN credential_document d
                       ON d.person = c.person AND d.scheme = c.scheme
                   WHERE c.person = $1 ORDER BY c.scheme";
        let rows: Vec<HeldRow> =
            on!(self.read(), db => sqlx::query_as(sql).bind(person).fetch_all(db).await?);
        Ok(rows
            .into_iter()
            .map(|row| Held {
                credential: row.credential,
                document: row.media_type.zip(row.uploaded),
            })
            .collect())
    }

    /// Adds a credential, or changes the one of the same scheme.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a field, [`Error::NotFound`] for somebody who is no interpreter.
    pub async fn put_credential(&self, person: PersonId, credential: &Credential) -> Result<()> {
        check_credential(credential)?;
        let mut tx = self.begin().await?;
        let sql = "SELECT (SELECT count(*) FROM credential WHERE person = $1 AND scheme <> $2)
                   FROM interpreter WHERE person = $1";
        let others: Option<(i64,)> = on!(tx.conn(), db => sqlx::query_as(sql)
            .bind(person).bind(&credential.scheme).fetch_optional(db).await?);
        let (others,) = others.ok_or(Error::NotFound("interpreter"))?;
        if others >= MOST_CREDENTIALS {
            return Err(Error::invalid("credentials", Why::TooLong));
        }
        upsert_credential(&mut tx, person, credential).await?;
        tx.commit().await
    }

    /// Removes a credential and its document.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn remove_credential(&self, person: PersonId, scheme: &str) -> Result<()> {
        let mut tx = self.begin().await?;
        let sql = "DELETE FROM credential WHERE person = $1 AND scheme = $2";
        let removed = on!(tx.conn(), db =>
            sqlx::query(sql).bind(person).bind(scheme).execute(db).await?.rows_affected());
        if removed == 0 {
            return Err(Error::NotFound("credential"));
        }
        tx.commit().await
    }

    /// Keeps the document of a credential, in place of an earlier one.
    ///
    /// # Errors
    /// [`Error::Invalid`] `document` when it is empty, too long or of another type,
    /// [`Error::NotFound`] for a credential that is not there.
    pub async fn put_document(
        &self,
        person: PersonId,
        scheme: &str,
        bytes: &[u8],
        now: Instant,
    ) -> Result<MediaType> {
        if bytes.len() > MOST_DOCUMENT_BYTES {
            return Err(Error::invalid("document", Why::TooLong));
        }
        let media_type =
            MediaType::sniff(bytes).ok_or(Error::invalid("document", Why::Malformed))?;
        let mut tx = self.begin().await?;
        let sql = "INSERT INTO credential_document (person, scheme, media_type, bytes, uploaded)
                   SELECT person, scheme, $3, $4, $5 FROM credential
                   WHERE person = $1 AND scheme = $2
                   ON CONFLICT (person, scheme) DO UPDATE SET media_type = excluded.media_type,
                       bytes = excluded.bytes, uploaded = excluded.uploaded";
        let kept = on!(tx.conn(), db => sqlx::query(sql)
            .bind(person).bind(scheme).bind(media_type).bind(bytes).bind(now)
            .execute(db).await?.rows_affected());
        if kept == 0 {
            return Err(Error::NotFound("credential"));
        }
        tx.commit().await?;
        Ok(media_type)
    }

    /// The document of a credential. Who may read it is the caller's question.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn document(&self, person: PersonId, scheme: &str) -> Result<CredentialDocument> {
        let sql = "SELECT media_type, bytes FROM credential_document
                   WHERE person = $1 AND scheme = $2";
        let found: Option<(MediaType, Vec<u8>)> = on!(self.read(), db =>
            sqlx::query_as(sql).bind(person).bind(scheme).fetch_optional(db).await?);
        let (media_type, bytes) = found.ok_or(Error::NotFound("document"))?;
        Ok(CredentialDocument { media_type, bytes })
    }

    /// Says that a country takes a scheme for a setting, or changes as what.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a field.
    pub async fn recognise(&self, recognition: &Recognition) -> Result<()> {
        check_scheme(&recognition.scheme)?;
        let NameThere { es, en, fr } = &recognition.name;
        if [es, en, fr].iter().any(|name| name.chars().count() > LONGEST) {
            return Err(Error::invalid("name", Why::TooLong));
        }
        let sql = "INSERT INTO recognition
                       (scheme, country, setting, level, name_es, name_en, name_fr)
                   VALUES ($1, $2, $3, $4, $5, $6, $7)
                   ON CONFLICT (scheme, country, setting) DO UPDATE SET level = excluded.level,
                       name_es = excluded.name_es, name_en = excluded.name_en,
                       name_fr = excluded.name_fr";
        let mut tx = self.begin().await?;
        on!(tx.conn(), db => sqlx::query(sql)
            .bind(&recognition.scheme).bind(recognition.country)
            .bind(recognition.setting).bind(recognition.level)
            .bind(es.trim()).bind(en.trim()).bind(fr.trim())
            .execute(db).await.map(drop)?);
        tx.commit().await
    }

    /// Takes a recognition back.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn unrecognise(
        &self,
        scheme: &str,
        country: Country,
        setting: Setting,
    ) -> Result<()> {
        let mut tx = self.begin().await?;
        let sql = "DELETE FROM recognition WHERE scheme = $1 AND country = $2 AND setting = $3";
        let removed = on!(tx.conn(), db => sqlx::query(sql)
            .bind(scheme).bind(country).bind(setting).execute(db).await?.rows_affected());
        if removed == 0 {
            return Err(Error::NotFound("recognition"));
        }
        tx.commit().await
    }

    /// What a country recognises, by scheme and setting.
    ///
    /// # Errors
    /// What the database says.
    pub async fn recognitions(&self, country: Country) -> Result<Vec<Recognition>> {
        let sql = "SELECT scheme, country, setting, level, name_es, name_en, name_fr
                   FROM recognition WHERE country = $1 ORDER BY scheme, setting";
        Ok(on!(self.read(), db => sqlx::query_as(sql).bind(country).fetch_all(db).await?))
    }

    /// The credentials of a person that a country recognises for a setting and that hold at
    /// `from` and until `to`, the best first. None: the person qualifies by nothing there.
    ///
    /// # Errors
    /// What the database says.
    pub async fn recognised_as(
        &self,
        person: PersonId,
        country: Country,
        setting: Setting,
        from: Instant,
        to: Instant,
    ) -> Result<Vec<Recognised>> {
        let sql = "SELECT c.scheme, c.issuer, c.number, c.valid_from, c.valid_until,
                       r.level, r.name_es, r.name_en, r.name_fr
                   FROM credential c JOIN recognition r
                       ON r.scheme = c.scheme AND r.country = $2 AND r.setting = $3
                   WHERE c.person = $1 AND (c.valid_from IS NULL OR c.valid_from <= $4)
                     AND (c.valid_until IS NULL OR c.valid_until >= $5)
                   ORDER BY r.level, c.scheme";
        Ok(on!(self.read(), db => sqlx::query_as(sql)
            .bind(person).bind(country).bind(setting).bind(from).bind(to)
            .fetch_all(db).await?))
    }
}

/// Adds a credential or changes the one of the same scheme; its document stays.
pub(super) async fn upsert_credential(
    tx: &mut Tx,
    person: PersonId,
    credential: &Credential,
) -> Result<()> {
    let sql = "INSERT INTO credential (person, scheme, issuer, number, valid_from, valid_until)
               VALUES ($1, $2, $3, $4, $5, $6)
               ON CONFLICT (person, scheme) DO UPDATE SET issuer = excluded.issuer,
                   number = excluded.number, valid_from = excluded.valid_from,
                   valid_until = excluded.valid_until";
    on!(tx.conn(), db => sqlx::query(sql)
        .bind(person).bind(&credential.scheme).bind(&credential.issuer)
        .bind(&credential.number).bind(credential.valid_from).bind(credential.valid_until)
        .execute(db).await.map(drop)?);
    Ok(())
}

pub(super) fn check_credential(credential: &Credential) -> Result<()> {
    check_scheme(&credential.scheme)?;
    if credential.issuer.trim().is_empty() {
        return Err(Error::invalid("issuer", Why::Missing));
    }
    if credential.issuer.chars().count() > LONGEST {
        return Err(Error::invalid("issuer", Why::TooLong));
    }
    if credential.number.as_ref().is_some_and(|number| number.chars().count() > LONGEST) {
        return Err(Error::invalid("number", Why::TooLong));
    }
    match (credential.valid_from, credential.valid_until) {
        (Some(from), Some(until)) if until <= from => {
            Err(Error::invalid("valid_until", Why::Empty))
        }
        _ => Ok(()),
    }
}

/// A scheme is a word of small letters, figures and hyphens.
fn check_scheme(scheme: &str) -> Result<()> {
    if scheme.is_empty() {
        return Err(Error::invalid("scheme", Why::Missing));
    }
    if scheme.len() > 60 {
        return Err(Error::invalid("scheme", Why::TooLong));
    }
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if scheme.chars().all(fits) { Ok(()) } else { Err(Error::invalid("scheme", Why::Malformed)) }
}
