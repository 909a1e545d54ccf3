//! Greetings: ten seconds of an interpreter's voice in a variety of theirs, by which somebody who
//! cannot name a language recognises it. Others hear one only after a coordinator has listened,
//! and never learn whose voice it is.

mod webm;

use rand::rngs::StdRng;
use serde::Serialize;

use crate::{
    country::Country,
    error::{Error, Result, Why},
    id::{GreetingId, PersonId},
    language::{Language, Modality},
    store::{Store, on},
    time::Instant,
};

/// The largest file.
pub const MOST_BYTES: usize = 200 * 1024;
/// Ten seconds, and what a browser records after it was told to stop.
const MOST_LENGTH_US: u64 = 10_500_000;

/// A greeting without its sound.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema, sqlx::FromRow)]
pub struct Greeting {
    /// Its id.
    pub id: GreetingId,
    /// What is spoken.
    pub language: Language,
    /// How long it lasts.
    pub length_ms: i32,
    /// When it was recorded.
    pub recorded: Instant,
    /// When a coordinator let others hear it.
    pub approved: Option<Instant>,
    /// The interpreter's number in the bank; no name.
    pub interpreter: i64,
}

/// On whose behalf a greeting is listened to or taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Anybody: approved ones only.
    Anyone,
    /// The interpreter who spoke it, or anybody.
    Own(PersonId),
    /// Those who approve the greetings of a country's interpreters, or anybody.
    Country(Country),
}

impl Store {
    /// Keeps what an interpreter recorded in one of their languages, in the place of what they
    /// recorded in it before. It waits to be approved.
    ///
    /// # Errors
    /// [`Error::Invalid`]: `language` is none of theirs; `audio` is no WebM with Opus alone, or
    /// too long or large.
    pub async fn keep_greeting(
        &self,
        person: PersonId,
        language: &Language,
        audio: &[u8],
        now: Instant,
        rng: &mut StdRng,
    ) -> Result<Greeting> {
        if audio.len() > MOST_BYTES {
            return Err(Error::invalid("audio", Why::TooLong));
        }
        let length_us = webm::length_us(audio).map_err(|fault| match fault {
            webm::Fault::Silent => Error::invalid("audio", Why::Empty),
            webm::Fault::Malformed | webm::Fault::NotOnlySound => {
                Error::invalid("audio", Why::Malformed)
            }
        })?;
        if length_us > MOST_LENGTH_US {
            return Err(Error::invalid("audio", Why::TooLong));
        }
        let length_ms = i32::try_from(length_us.div_ceil(1_000)).unwrap_or(i32::MAX);
        if !self.greeting_languages(person).await?.contains(language) {
            return Err(Error::invalid("language", Why::DoesNotFit));
        }
        let mut tx = self.begin().await?;
        let sql = "DELETE FROM greeting WHERE person = $1 AND language = $2";
        on!(tx.conn(), db =>
            sqlx::query(sql).bind(person).bind(language).execute(db).await.map(drop)?);
        let id = GreetingId::new(now, rng);
        let sql = "INSERT INTO greeting (id, person, language, audio, length_ms, recorded)
                   VALUES ($1, $2, $3, $4, $5, $6)";
        on!(tx.conn(), db => sqlx::query(sql)
            .bind(id).bind(person).bind(language).bind(audio).bind(length_ms).bind(now)
            .execute(db).await.map(drop)?);
        tx.commit().await?;
        let kept = self.greetings_of(person).await?;
        kept.into_iter().find(|greeting| greeting.id == id).ok_or(Error::NotFound("greeting"))
    }

    /// The spoken languages of an interpreter that can be booked: those in which they may record.
    ///
    /// # Errors
    /// What the database says.
    pub async fn greeting_languages(&self, person: PersonId) -> Result<Vec<Language>> {
        let sql = "SELECT language FROM spoken WHERE person = $1 ORDER BY language";
        let spoken: Vec<(Language,)> =
            on!(self.read(), db => sqlx::query_as(sql).bind(person).fetch_all(db).await?);
        let dictionary = self.languages();
        let is_heard = |language: &Language| {
            !dictionary.must_choose_variety(language)
                && dictionary.tongue(language).is_some_and(|t| t.modality == Modality::Spoken)
        };
        Ok(spoken.into_iter().map(|(language,)| language).filter(is_heard).collect())
    }

    /// What an interpreter has recorded.
    ///
    /// # Errors
    /// What the database says.
    pub async fn greetings_of(&self, person: PersonId) -> Result<Vec<Greeting>> {
        let sql = "SELECT g.id, g.language, g.length_ms, g.recorded, g.approved,
                       i.number AS interpreter
                   FROM greeting g JOIN interpreter i ON i.person = g.person
                   WHERE g.person = $1 ORDER BY g.language";
        Ok(on!(self.read(), db => sqlx::query_as(sql).bind(person).fetch_all(db).await?))
    }

    /// What the interpreters of a country have recorded, those that wait to be approved first.
    ///
    /// # Errors
    /// What the database says.
    pub async fn greetings_in(&self, country: Country) -> Result<Vec<Greeting>> {
        let sql = "SELECT g.id, g.language, g.length_ms, g.recorded, g.approved,
                       i.number AS interpreter
                   FROM greeting g JOIN interpreter i ON i.person = g.person
                   JOIN person p ON p.id = g.person
                   WHERE p.country = $1
                   ORDER BY CASE WHEN g.approved IS NULL THEN 0 ELSE 1 END, g.recorded, g.id";
        Ok(on!(self.read(), db => sqlx::query_as(sql).bind(country).fetch_all(db).await?))
    }

    /// Lets others hear a greeting of the country's interpreters; once more changes nothing.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn approve_greeting(
        &self,
        id: GreetingId,
        country: Country,
        by: PersonId,
        now: Instant,
    ) -> Result<()> {
        let sql = "UPDATE greeting SET approved = COALESCE(approved, $3),
                       approved_by = COALESCE(approved_by, $4)
                   WHERE id = $1
                     AND person IN (SELECT id FROM person WHERE country = $2)";
        let mut tx = self.begin().await?;
        let changed = on!(tx.conn(), db => sqlx::query(sql)
            .bind(id).bind(country).bind(now).bind(by).execute(db).await?.rows_affected());
        if changed == 0 {
            return Err(Error::NotFound("greeting"));
        }
        tx.commit().await
    }

    /// Takes a greeting away: its interpreter, or those who approve in their country.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn remove_greeting(&self, id: GreetingId, reach: Reach) -> Result<()> {
        let (person, country) = match reach {
            Reach::Anyone => return Err(Error::NotFound("greeting")),
            Reach::Own(person) => (Some(person), None),
            Reach::Country(country) => (None, Some(country)),
        };
        let sql = "DELETE FROM greeting WHERE id = $1
                     AND (person = $2 OR person IN (SELECT id FROM person WHERE country = $3))";
        let mut tx = self.begin().await?;
        let removed = on!(tx.conn(), db => sqlx::query(sql)
            .bind(id).bind(person).bind(country).execute(db).await?.rows_affected());
        if removed == 0 {
            return Err(Error::NotFound("greeting"));
        }
        tx.commit().await
    }

    /// The sound of a greeting within reach: WebM with Opus.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn greeting_audio(&self, id: GreetingId, reach: Reach) -> Result<Vec<u8>> {
        let (person, country) = match reach {
            Reach::Anyone => (None, None),
            Reach::Own(person) => (Some(person), None),
            Reach::Country(country) => (None, Some(country)),
        };
        let sql = "SELECT audio FROM greeting WHERE id = $1
                     AND (approved IS NOT NULL OR person = $2
                          OR person IN (SELECT id FROM person WHERE country = $3))";
        let found: Option<(Vec<u8>,)> = on!(self.read(), db => sqlx::query_as(sql)
            .bind(id).bind(person).bind(country).fetch_optional(db).await?);
        found.map(|(audio,)| audio).ok_or(Error::NotFound("greeting"))
    }

    /// Every greeting that may be heard, with its language.
    pub(crate) async fn approved_greetings(&self) -> Result<Vec<(GreetingId, Language)>> {
        let sql = "SELECT id, language FROM greeting WHERE approved IS NOT NULL ORDER BY id";
        Ok(on!(self.read(), db => sqlx::query_as(sql).fetch_all(db).await?))
    }
}
