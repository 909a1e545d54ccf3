//! Experts who testify from afar: people of the bank with a field instead of services. They keep
//! languages, credentials and hours as interpreters do, and their time is booked as theirs is.
//!
//! An expert has no row in `service`, so no search for a pair finds one; whoever lists people by
//! what they speak leaves out those with a row in `expert`.

use rand::rngs::StdRng;
use serde::{Deserialize, Serialize};

use crate::{
    country::Country,
    error::{Error, Result, Why},
    id::PersonId,
    interpreter::{Credential, Enrolment, Spoken},
    language::{Language, folded},
    store::{Store, Tx, on},
    time::{Instant, Zone},
    word::words,
};

words! {
    /// What somebody is an expert of (after the broad fields of ISCED-F, as far as courts ask).
    pub enum Field {
        /// Medicine.
        Medicine = "medicine",
        /// Forensic medicine and pathology.
        ForensicMedicine = "forensic_medicine",
        /// Psychology.
        Psychology = "psychology",
        /// Psychiatry.
        Psychiatry = "psychiatry",
        /// Genetics.
        Genetics = "genetics",
        /// Chemistry and toxicology.
        Chemistry = "chemistry",
        /// Anthropology and culture.
        Anthropology = "anthropology",
        /// Languages: variety, translation, voice.
        Linguistics = "linguistics",
        /// Social work and child protection.
        SocialWork = "social_work",
        /// Computers, phones, networks.
        Computing = "computing",
        /// Accounting and money flows.
        Accounting = "accounting",
        /// Documents and handwriting.
        Documents = "documents",
        /// Law of another country.
        ForeignLaw = "foreign_law",
        /// Another field: the tags say which.
        Other = "other",
    }
}

/// What an expert says of the own field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Expertise {
    /// The field.
    pub field: Field,
    /// In a sentence or two.
    #[schema(max_length = 500)]
    pub about: String,
    /// Words to be found by, for instance `age estimation`.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub tags: Vec<String>,
}

/// An expert as others see one before a booking: a number, no name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Expert {
    /// Shown instead of the name.
    pub number: i64,
    /// Where they work.
    pub country: Country,
    /// Their clock.
    pub zone: Zone,
    /// Their field.
    pub expertise: Expertise,
    /// What they speak.
    pub languages: Vec<Spoken>,
    /// What vouches for them; without its number, by which the name could be looked up.
    pub credentials: Vec<Credential>,
}

/// Which experts are looked for; what is not given does not matter.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// In this field.
    pub field: Option<Field>,
    /// With this tag.
    pub tag: Option<String>,
    /// Who speak this.
    pub language: Option<Language>,
    /// From there.
    pub country: Option<Country>,
}

/// As many as a person can look through.
pub const MOST_SHOWN: i64 = 100;
const LONGEST_ABOUT: usize = 500;
const MOST_TAGS: usize = 20;
const LONGEST_TAG: usize = 60;

#[derive(sqlx::FromRow)]
struct ExpertRow {
    person: PersonId,
    number: i64,
    country: Country,
    zone: Zone,
    field: Field,
    about: String,
}

impl Store {
    /// Takes an expert into the bank.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a field; `services` if there are any.
    pub async fn enrol_expert(
        &self,
        enrolment: Enrolment,
        expertise: &Expertise,
        now: Instant,
        rng: &mut StdRng,
    ) -> Result<PersonId> {
        if !enrolment.profile.services.is_empty() {
            return Err(Error::invalid("services", Why::DoesNotFit));
        }
        check(expertise)?;
        let people = self.enrol(&[enrolment], now, rng).await?;
        let person = people.first().copied().ok_or(Error::NotFound("expert"))?;
        self.set_expertise(person, Some(expertise)).await?;
        Ok(person)
    }

    /// Says what a person of the bank is an expert of, or that she is none.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a field, [`Error::NotFound`].
    pub async fn set_expertise(
        &self,
        person: PersonId,
        expertise: Option<&Expertise>,
    ) -> Result<()> {
        expertise.map_or(Ok(()), check)?;
        let mut tx = self.begin().await?;
        let sql = "SELECT number FROM interpreter WHERE person = $1";
        let found: Option<(i64,)> =
            on!(tx.conn(), db => sqlx::query_as(sql).bind(person).fetch_optional(db).await?);
        if found.is_none() {
            return Err(Error::NotFound("expert"));
        }
        let sql = "DELETE FROM expert WHERE person = $1";
        on!(tx.conn(), db => sqlx::query(sql).bind(person).execute(db).await.map(drop)?);
        if let Some(expertise) = expertise {
            insert_expertise(&mut tx, person, expertise).await?;
        }
        tx.commit().await
    }

    /// What a person is an expert of, if anything.
    ///
    /// # Errors
    /// What the database says.
    pub async fn expertise(&self, person: PersonId) -> Result<Option<Expertise>> {
        let sql = "SELECT field, about FROM expert WHERE person = $1";
        let found: Option<(Field, String)> =
            on!(self.read(), db => sqlx::query_as(sql).bind(person).fetch_optional(db).await?);
        let Some((field, about)) = found else { return Ok(None) };
        let sql = "SELECT tag FROM expert_tag WHERE person = $1 ORDER BY tag";
        let tags: Vec<(String,)> =
            on!(self.read(), db => sqlx::query_as(sql).bind(person).fetch_all(db).await?);
        let tags = tags.into_iter().map(|(tag,)| tag).collect();
        Ok(Some(Expertise { field, about, tags }))
    }

    /// Experts whose vetting holds, by number; at most [`MOST_SHOWN`].
    ///
    /// # Errors
    /// What the database says.
    pub async fn experts(&self, wanted: &Wanted, now: Instant) -> Result<Vec<Expert>> {
        let sql = "SELECT i.person, i.number, p.country, p.zone, e.field, e.about
                   FROM expert e JOIN interpreter i ON i.person = e.person
                   JOIN person p ON p.id = e.person
                   WHERE i.vetting = 'cleared' AND i.vetted_until > $1
                     AND ($2 IS NULL OR e.field = $2)
                     AND ($3 IS NULL OR p.country = $3)
                     AND ($4 IS NULL OR EXISTS (SELECT 1 FROM spoken s
                          WHERE s.person = e.person AND s.language = $4))
                     AND ($5 IS NULL OR EXISTS (SELECT 1 FROM expert_tag t
                          WHERE t.person = e.person AND t.tag = $5))
                   ORDER BY i.number LIMIT $6";
        let tag = wanted.tag.as_deref().map(folded);
        let rows: Vec<ExpertRow> = on!(self.read(), db => sqlx::query_as(sql)
            .bind(now).bind(wanted.field).bind(wanted.country).bind(wanted.language.as_ref())
            .bind(&tag).bind(MOST_SHOWN).fetch_all(db).await?);
        let mut experts = Vec::with_capacity(rows.len());
        for row in rows {
            let expertise = self.expertise(row.person).await?;
            experts.push(Expert {
                number: row.number,
                country: row.country,
                zone: row.zone,
                expertise: expertise.unwrap_or(Expertise {
                    field: row.field,
                    about: row.about,
                    tags: Vec::new(),
                }),
                languages: self.particulars(row.person).await?.languages,
                credentials: self
                    .credentials_of(row.person)
                    .await?
                    .into_iter()
                    .map(|held| Credential { number: None, ..held.credential })
                    .collect(),
            });
        }
        Ok(experts)
    }
}

fn check(expertise: &Expertise) -> Result<()> {
    if expertise.about.chars().count() > LONGEST_ABOUT {
        return Err(Error::invalid("about", Why::TooLong));
    }
    if expertise.tags.len() > MOST_TAGS
        || expertise.tags.iter().any(|tag| tag.chars().count() > LONGEST_TAG)
    {
        return Err(Error::invalid("tags", Why::TooLong));
    }
    if expertise.tags.iter().any(|tag| folded(tag).is_empty()) {
        return Err(Error::invalid("tags", Why::Missing));
    }
    Ok(())
}

/// Tags are kept folded, so that they are found however they are written.
async fn insert_expertise(tx: &mut Tx, person: PersonId, expertise: &Expertise) -> Result<()> {
    let sql = "INSERT INTO expert (person, field, about) VALUES ($1, $2, $3)";
    on!(tx.conn(), db => sqlx::query(sql)
        .bind(person).bind(expertise.field).bind(expertise.about.trim())
        .execute(db).await.map(drop)?);
    for tag in &expertise.tags {
        let sql = "INSERT INTO expert_tag (person, tag) VALUES ($1, $2)
                   ON CONFLICT (person, tag) DO NOTHING";
        on!(tx.conn(), db => sqlx::query(sql)
            .bind(person).bind(folded(tag)).execute(db).await.map(drop)?);
    }
    Ok(())
}
