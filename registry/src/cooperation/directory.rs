//! The directory: the central authority of each country, its keys, and its liaison officers with
//! their terms of office.
//!
//! One central authority a country: the door through which requests come in and go out. Where a
//! country has several for several treaties, the others are named under `treaties`.

use rand::rngs::StdRng;
use serde::{Deserialize, Serialize};

use super::{Script, content::Fault};
use crate::{
    country::Country,
    error::{Error, Result, Why},
    id::{LiaisonId, PersonId},
    store::{Store, on},
    time::{Instant, Moment, Zone},
};

/// A term that ends within so many days is announced.
const SOON_DAYS: i64 = 30;

/// What is said of a central authority.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AuthorityInput {
    /// Its name in Spanish.
    pub name_es: String,
    /// In English.
    pub name_en: String,
    /// In French.
    pub name_fr: String,
    /// For which treaties it is the central authority.
    #[schema(max_items = 40)]
    pub treaties: Vec<String>,
    /// Where paper goes.
    #[schema(max_length = 500)]
    pub address: String,
    /// Where messages go.
    #[schema(max_length = 120)]
    pub mail: String,
    /// Telephone.
    #[schema(max_length = 40)]
    pub phone: String,
    /// In which languages it takes requests.
    #[schema(max_items = 3)]
    pub languages: Vec<Script>,
    /// When it is open, in words.
    #[schema(max_length = 240)]
    pub hours: String,
    /// Its clock.
    pub zone: Zone,
    /// Where these facts come from; nothing if nobody has said yet.
    #[schema(max_length = 500)]
    pub source: String,
}

/// A central authority.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Authority {
    /// Its country.
    pub country: Country,
    /// What is said of it.
    #[serde(flatten)]
    pub about: AuthorityInput,
    /// Whether the entry is an invented sample.
    pub sample: bool,
    /// The X25519 public key to which annexes and attachments are sealed, hexadecimal.
    pub sealing_key: Option<String>,
    /// The certificate (X.509, DER, hexadecimal) of the key that signs its receipts and documents.
    pub certificate: Option<String>,
    /// Its liaison officers, those in office first.
    pub officers: Vec<Officer>,
}

/// The public halves of an authority's keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKeys {
    /// X25519, 32 bytes.
    pub sealing: Vec<u8>,
    /// P-256, uncompressed point.
    pub signing: Vec<u8>,
    /// X.509 certificate of the signing key, DER.
    pub certificate: Vec<u8>,
}

/// What is said of a liaison officer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "name": "Persona de Muestra", "post": "Enlace", "mail": "enlace@sample.puente.example",
    "phone": "", "from": "2026-01-01", "until": "2027-12-31", "deputy": "", "deputy_mail": "",
}))]
pub struct OfficerInput {
    /// Full name.
    #[schema(min_length = 1, max_length = 160)]
    pub name: String,
    /// Office held.
    #[schema(max_length = 160)]
    pub post: String,
    /// Where messages go.
    #[schema(max_length = 160)]
    pub mail: String,
    /// Direct telephone.
    #[schema(max_length = 160)]
    pub phone: String,
    /// First day of the term, `2026-01-01`.
    #[schema(pattern = r"^\d{4}-\d{2}-\d{2}$")]
    pub from: String,
    /// Last day of the term.
    #[schema(pattern = r"^\d{4}-\d{2}-\d{2}$")]
    pub until: String,
    /// Who stands in.
    #[schema(max_length = 160)]
    pub deputy: String,
    /// The deputy's address for messages.
    #[schema(max_length = 160)]
    pub deputy_mail: String,
}

/// A liaison officer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Officer {
    /// The entry.
    pub id: LiaisonId,
    /// What is said of the officer.
    #[serde(flatten)]
    pub about: OfficerInput,
    /// How the term stands today.
    pub term: Term,
}

crate::word::words! {
    /// How a term of office stands on a day.
    pub enum Term {
        /// It has not begun.
        ToCome = "to_come",
        /// It runs.
        InOffice = "in_office",
        /// It runs, and ends within thirty days.
        EndsSoon = "ends_soon",
        /// It is over.
        Expired = "expired",
    }
}

/// How a term stands on a day; days compare as text.
#[must_use]
pub fn term(from: &str, until: &str, today: &str, soon: &str) -> Term {
    if today < from {
        Term::ToCome
    } else if until < today {
        Term::Expired
    } else if until <= soon {
        Term::EndsSoon
    } else {
        Term::InOffice
    }
}

#[derive(sqlx::FromRow)]
struct AuthorityRow {
    country: Country,
    about: String,
    sample: bool,
    sealing: Option<Vec<u8>>,
    certificate: Option<Vec<u8>>,
}

#[derive(sqlx::FromRow)]
struct OfficerRow {
    id: LiaisonId,
    country: Country,
    about: String,
    first_day: String,
    last_day: String,
}

impl Store {
    /// The whole directory by country, with the terms as they stand at `now` on each one's clock.
    ///
    /// # Errors
    /// What the database says.
    pub async fn authorities(&self, now: Instant) -> Result<Vec<Authority>> {
        let sql = "SELECT country, about, sample, sealing, certificate FROM cooperation_authority
                   ORDER BY country";
        let rows: Vec<AuthorityRow> =
            on!(self.read(), db => sqlx::query_as(sql).fetch_all(db).await?);
        let sql = "SELECT id, country, about, first_day, last_day FROM liaison_officer
                   ORDER BY last_day DESC, first_day DESC, id";
        let officers: Vec<OfficerRow> =
            on!(self.read(), db => sqlx::query_as(sql).fetch_all(db).await?);
        rows.into_iter().map(|row| authority(row, &officers, now)).collect()
    }

    /// A country's central authority.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn authority(&self, country: Country, now: Instant) -> Result<Authority> {
        let all = self.authorities(now).await?;
        all.into_iter().find(|one| one.country == country).ok_or(Error::NotFound("authority"))
    }

    /// The public key that checks what a country's authority signed.
    ///
    /// # Errors
    /// What the database says.
    pub async fn signing_key(&self, country: Country) -> Result<Option<Vec<u8>>> {
        let sql = "SELECT signing FROM cooperation_authority WHERE country = $1";
        let found: Option<(Option<Vec<u8>>,)> =
            on!(self.read(), db => sqlx::query_as(sql).bind(country).fetch_optional(db).await?);
        Ok(found.and_then(|(key,)| key))
    }

    /// The public key to which a country's annexes are sealed.
    ///
    /// # Errors
    /// What the database says.
    pub async fn sealing_key(&self, country: Country) -> Result<Option<Vec<u8>>> {
        let sql = "SELECT sealing FROM cooperation_authority WHERE country = $1";
        let found: Option<(Option<Vec<u8>>,)> =
            on!(self.read(), db => sqlx::query_as(sql).bind(country).fetch_optional(db).await?);
        Ok(found.and_then(|(key,)| key))
    }

    /// Writes what is said of a central authority. An entry that was a sample stays marked as one
    /// only if `sample` says so.
    ///
    /// # Errors
    /// [`Error::Faults`].
    pub async fn set_authority(
        &self,
        country: Country,
        about: &AuthorityInput,
        sample: bool,
        now: Instant,
    ) -> Result<()> {
        check_authority(about)?;
        let sql = "INSERT INTO cooperation_authority (country, about, sample, changed)
                   VALUES ($1, $2, $3, $4)
                   ON CONFLICT (country) DO UPDATE
                   SET about = excluded.about, sample = excluded.sample,
                       changed = excluded.changed";
        let text = to_text("authority", about)?;
        let mut tx = self.begin().await?;
        on!(tx.conn(), db => sqlx::query(sql)
            .bind(country).bind(&text).bind(sample).bind(now).execute(db).await.map(drop)?);
        tx.commit().await
    }

    /// Publishes the public keys of a country's authority.
    ///
    /// # Errors
    /// [`Error::NotFound`] before the authority has an entry, [`Error::Invalid`].
    pub async fn set_authority_keys(&self, country: Country, keys: &PublicKeys) -> Result<()> {
        if keys.sealing.len() != 32 {
            return Err(Error::invalid("sealing_key", Why::Malformed));
        }
        if keys.signing.len() != 65 {
            return Err(Error::invalid("certificate", Why::Malformed));
        }
        let sql = "UPDATE cooperation_authority
                   SET sealing = $2, signing = $3, certificate = $4 WHERE country = $1";
        let mut tx = self.begin().await?;
        let changed = on!(tx.conn(), db => sqlx::query(sql)
            .bind(country).bind(&keys.sealing).bind(&keys.signing).bind(&keys.certificate)
            .execute(db).await?.rows_affected());
        if changed == 0 {
            return Err(Error::NotFound("authority"));
        }
        tx.commit().await
    }

    /// Enters a liaison officer.
    ///
    /// # Errors
    /// [`Error::Faults`], [`Error::NotFound`] before the authority has an entry.
    pub async fn add_officer(
        &self,
        country: Country,
        about: &OfficerInput,
        now: Instant,
        rng: &mut StdRng,
    ) -> Result<LiaisonId> {
        check_officer(about)?;
        self.authority(country, now).await?;
        let id = LiaisonId::new(now, rng);
        let text = to_text("officer", about)?;
        let sql = "INSERT INTO liaison_officer (id, country, about, first_day, last_day)
                   VALUES ($1, $2, $3, $4, $5)";
        let mut tx = self.begin().await?;
        on!(tx.conn(), db => sqlx::query(sql)
            .bind(id).bind(country).bind(&text).bind(&about.from).bind(&about.until)
            .execute(db).await.map(drop)?);
        tx.commit().await?;
        Ok(id)
    }

    /// Rewrites the entry of a liaison officer of a country.
    ///
    /// # Errors
    /// [`Error::Faults`], [`Error::NotFound`].
    pub async fn set_officer(
        &self,
        country: Country,
        id: LiaisonId,
        about: &OfficerInput,
    ) -> Result<()> {
        check_officer(about)?;
        let text = to_text("officer", about)?;
        let sql = "UPDATE liaison_officer SET about = $3, first_day = $4, last_day = $5
                   WHERE id = $1 AND country = $2";
        let mut tx = self.begin().await?;
        let changed = on!(tx.conn(), db => sqlx::query(sql)
            .bind(id).bind(country).bind(&text).bind(&about.from).bind(&about.until)
            .execute(db).await?.rows_affected());
        if changed == 0 {
            return Err(Error::NotFound("officer"));
        }
        tx.commit().await
    }

    /// The accounts of a country's central authority.
    pub(crate) async fn people_of_authority(&self, country: Country) -> Result<Vec<PersonId>> {
        let sql = "SELECT id FROM person WHERE role = 'authority' AND country = $1 ORDER BY id";
        let people: Vec<(PersonId,)> =
            on!(self.read(), db => sqlx::query_as(sql).bind(country).fetch_all(db).await?);
        Ok(people.into_iter().map(|(person,)| person).collect())
    }
}

impl Authority {
    /// Its name in a language.
    #[must_use]
    pub fn name(&self, script: Script) -> &str {
        match script {
            Script::Es => &self.about.name_es,
            Script::En => &self.about.name_en,
            Script::Fr => &self.about.name_fr,
        }
    }

    /// The liaison officer in office today: of several, the one whose term ends last.
    #[must_use]
    pub fn officer_in_office(&self) -> Option<&Officer> {
        self.officers.iter().find(|officer| matches!(officer.term, Term::InOffice | Term::EndsSoon))
    }
}

fn authority(row: AuthorityRow, officers: &[OfficerRow], now: Instant) -> Result<Authority> {
    let about: AuthorityInput = from_text("authority", &row.about)?;
    let day = |instant| Moment::at(instant, &about.zone).local.date_text();
    let (today, soon) = (day(now), day(now.plus_minutes(SOON_DAYS * 24 * 60)));
    let mut found = Vec::new();
    for officer in officers.iter().filter(|officer| officer.country == row.country) {
        found.push(Officer {
            id: officer.id,
            about: from_text("officer", &officer.about)?,
            term: term(&officer.first_day, &officer.last_day, &today, &soon),
        });
    }
    found.sort_by_key(|officer: &Officer| match officer.term {
        Term::InOffice | Term::EndsSoon => 0,
        Term::ToCome => 1,
        Term::Expired => 2,
    });
    Ok(Authority {
        country: row.country,
        about,
        sample: row.sample,
        sealing_key: row.sealing.map(hex::encode),
        certificate: row.certificate.map(hex::encode),
        officers: found,
    })
}

fn check_authority(about: &AuthorityInput) -> Result<()> {
    let mut faults = Vec::new();
    for (path, text, most) in [
        ("name_es", &about.name_es, 160),
        ("name_en", &about.name_en, 160),
        ("name_fr", &about.name_fr, 160),
    ] {
        if text.trim().is_empty() {
            faults.push(Fault { path: path.to_owned(), why: Why::Missing });
        }
        check_line(path, text, most, &mut faults);
    }
    for (path, text, most) in [
        ("address", &about.address, 500),
        ("mail", &about.mail, 120),
        ("phone", &about.phone, 40),
        ("hours", &about.hours, 240),
        ("source", &about.source, 500),
    ] {
        check_line(path, text, most, &mut faults);
    }
    if about.treaties.len() > 40 {
        faults.push(Fault { path: "treaties".to_owned(), why: Why::TooLong });
    }
    for (at, treaty) in about.treaties.iter().enumerate().take(40) {
        check_line(&format!("treaties.{at}"), treaty, 240, &mut faults);
    }
    if about.languages.len() > Script::ALL.len() {
        faults.push(Fault { path: "languages".to_owned(), why: Why::Repeated });
    }
    if faults.is_empty() { Ok(()) } else { Err(Error::Faults(faults)) }
}

fn check_officer(about: &OfficerInput) -> Result<()> {
    let mut faults = Vec::new();
    if about.name.trim().is_empty() {
        faults.push(Fault { path: "name".to_owned(), why: Why::Missing });
    }
    for (path, text) in [
        ("name", &about.name),
        ("post", &about.post),
        ("mail", &about.mail),
        ("phone", &about.phone),
        ("deputy", &about.deputy),
        ("deputy_mail", &about.deputy_mail),
    ] {
        check_line(path, text, 160, &mut faults);
    }
    for (path, day) in [("from", &about.from), ("until", &about.until)] {
        if day.len() != 10 || format!("{day}T00:00").parse::<crate::time::Local>().is_err() {
            faults.push(Fault { path: path.to_owned(), why: Why::Malformed });
        }
    }
    if faults.is_empty() && about.until < about.from {
        faults.push(Fault { path: "until".to_owned(), why: Why::Empty });
    }
    if faults.is_empty() { Ok(()) } else { Err(Error::Faults(faults)) }
}

fn check_line(path: &str, text: &str, most: usize, faults: &mut Vec<Fault>) {
    if text.chars().count() > most {
        faults.push(Fault { path: path.to_owned(), why: Why::TooLong });
    } else if text.chars().any(char::is_control) {
        faults.push(Fault { path: path.to_owned(), why: Why::Malformed });
    }
}

pub(super) fn to_text(what: &'static str, value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|e| Error::Corrupt { what, why: e.to_string() })
}

pub(super) fn from_text<T: serde::de::DeserializeOwned>(
    what: &'static str,
    text: &str,
) -> Result<T> {
    serde_json::from_str(text).map_err(|e| Error::Corrupt { what, why: e.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coop_a_term_runs_from_its_first_to_its_last_day() {
        let on = |day: &str, soon: &str| term("2026-01-01", "2026-12-31", day, soon);
        assert_eq!(on("2025-12-31", "2026-01-30"), Term::ToCome);
        assert_eq!(on("2026-01-01", "2026-01-31"), Term::InOffice);
        assert_eq!(on("2026-12-01", "2026-12-31"), Term::EndsSoon);
        assert_eq!(on("2026-12-31", "2027-01-30"), Term::EndsSoon);
        assert_eq!(on("2027-01-01", "2027-01-31"), Term::Expired);
    }
}
