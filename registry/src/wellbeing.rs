//! After heavy work: a talk is offered, and an interpreter may say which subjects she would
//! rather not hear for a while. That moves her down for those subjects and for nothing else, and
//! nobody is told.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::{
    country::Country,
    error::{Error, Result},
    hearing::{Hearing, HearingState},
    id::{HearingId, PersonId},
    request::Topic,
    store::{Store, on},
    time::Instant,
    word::words,
};

words! {
    /// What an interpreter says to the offer of a talk.
    pub enum DebriefAnswer {
        /// Yes, please.
        Wanted = "wanted",
        /// No, thank you.
        NotNeeded = "not_needed",
        /// It took place.
        Held = "held",
    }
}

/// An interpreter who wants to talk, for whoever coordinates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, sqlx::FromRow, utoipa::ToSchema)]
pub struct Debrief {
    /// After which hearing.
    pub hearing: HearingId,
    /// The interpreter.
    pub person: PersonId,
    /// Her number.
    pub number: i64,
    /// Her name: she asked to be called.
    pub name: String,
    /// Where mail reaches her.
    pub email: Option<String>,
}

impl Store {
    /// The subjects that an interpreter would rather not work on.
    ///
    /// # Errors
    /// What the database says.
    pub async fn spared_topics(&self, person: PersonId) -> Result<BTreeSet<Topic>> {
        let sql = "SELECT topic FROM spared_topic WHERE person = $1";
        let rows: Vec<(Topic,)> =
            on!(self.read(), db => sqlx::query_as(sql).bind(person).fetch_all(db).await?);
        Ok(rows.into_iter().map(|(topic,)| topic).collect())
    }

    /// Sets them; none takes all back.
    ///
    /// # Errors
    /// What the database says.
    pub async fn set_spared_topics(
        &self,
        person: PersonId,
        topics: &BTreeSet<Topic>,
        now: Instant,
    ) -> Result<()> {
        let mut tx = self.begin().await?;
        let sql = "DELETE FROM spared_topic WHERE person = $1";
        on!(tx.conn(), db => sqlx::query(sql).bind(person).execute(db).await.map(drop)?);
        for topic in topics {
            let sql = "INSERT INTO spared_topic (person, topic, since) VALUES ($1, $2, $3)";
            on!(tx.conn(), db => sqlx::query(sql)
                .bind(person).bind(*topic).bind(now).execute(db).await.map(drop)?);
        }
        tx.commit().await
    }

    /// Who would rather not work on any of these subjects: for the search, which moves them
    /// down and leaves them in.
    ///
    /// # Errors
    /// What the database says.
    pub async fn who_spares(&self, topics: &[Topic]) -> Result<BTreeSet<PersonId>> {
        let mut people = BTreeSet::new();
        for topic in topics {
            let sql = "SELECT person FROM spared_topic WHERE topic = $1";
            let rows: Vec<(PersonId,)> =
                on!(self.read(), db => sqlx::query_as(sql).bind(*topic).fetch_all(db).await?);
            people.extend(rows.into_iter().map(|(person,)| person));
        }
        Ok(people)
    }

    /// The heavy subjects of a hearing.
    ///
    /// # Errors
    /// What the database says.
    pub async fn topics_of(&self, hearing: &Hearing) -> Result<Vec<Topic>> {
        match hearing.request {
            Some(request) => Ok(self.request(request).await?.input.topics),
            None => Ok(Vec::new()),
        }
    }

    /// An interpreter's answer to the offer of a talk; answering again replaces it.
    ///
    /// # Errors
    /// [`Error::NotFound`] unless she interpreted, [`Error::NotNow`] before the hearing began.
    pub async fn answer_debrief(
        &self,
        hearing: &Hearing,
        person: PersonId,
        answer: DebriefAnswer,
        now: Instant,
    ) -> Result<()> {
        let interpreted =
            |p: &crate::hearing::Participant| p.person == Some(person) && p.booth.is_some();
        if !hearing.participants.iter().any(interpreted) {
            return Err(Error::NotFound("seat"));
        }
        if !matches!(hearing.state, HearingState::Live | HearingState::Closed) {
            return Err(Error::NotNow("the hearing has not begun"));
        }
        let sql = "INSERT INTO debrief (hearing, person, answer, at) VALUES ($1, $2, $3, $4)
                   ON CONFLICT (hearing, person) DO UPDATE SET answer = $3, at = $4";
        let mut tx = self.begin().await?;
        on!(tx.conn(), db => sqlx::query(sql)
            .bind(hearing.id).bind(person).bind(answer).bind(now).execute(db).await.map(drop)?);
        tx.commit().await
    }

    /// What an interpreter answered.
    ///
    /// # Errors
    /// What the database says.
    pub async fn debrief_answer(
        &self,
        hearing: HearingId,
        person: PersonId,
    ) -> Result<Option<DebriefAnswer>> {
        let sql = "SELECT answer FROM debrief WHERE hearing = $1 AND person = $2";
        let row: Option<(DebriefAnswer,)> = on!(self.read(), db =>
            sqlx::query_as(sql).bind(hearing).bind(person).fetch_optional(db).await?);
        Ok(row.map(|(answer,)| answer))
    }

    /// Who waits for a talk after a hearing of this country, the longest first.
    ///
    /// # Errors
    /// What the database says.
    pub async fn debriefs_wanted(&self, country: Country) -> Result<Vec<Debrief>> {
        let sql = "SELECT d.hearing, d.person, i.number, p.name, p.email
                   FROM debrief d JOIN hearing h ON h.id = d.hearing
                   JOIN person p ON p.id = d.person JOIN interpreter i ON i.person = d.person
                   WHERE h.country = $1 AND d.answer = 'wanted' ORDER BY d.at LIMIT 100";
        Ok(on!(self.read(), db => sqlx::query_as(sql).bind(country).fetch_all(db).await?))
    }

    /// Notes that the talk took place.
    ///
    /// # Errors
    /// [`Error::NotFound`] unless it was wanted after a hearing of this country.
    pub async fn hold_debrief(
        &self,
        hearing: HearingId,
        person: PersonId,
        country: Country,
        now: Instant,
    ) -> Result<()> {
        let sql = "UPDATE debrief SET answer = 'held', at = $4
                   WHERE hearing = $1 AND person = $2 AND answer = 'wanted'
                     AND EXISTS (SELECT 1 FROM hearing h WHERE h.id = $1 AND h.country = $3)";
        let mut tx = self.begin().await?;
        let changed = on!(tx.conn(), db => sqlx::query(sql)
            .bind(hearing).bind(person).bind(country).bind(now).execute(db).await?.rows_affected());
        if changed == 0 {
            return Err(Error::NotFound("debrief"));
        }
        tx.commit().await
    }
}
