//! Trainings that matter to a victim: to work with traumatised people, and with children.
//!
//! `interpreter.trauma_trained` says that there is one at all; whether it still holds on a day is
//! in the table `training`.

use serde::{Deserialize, Serialize};

use crate::{
    error::{Error, Result, Why},
    id::PersonId,
    store::{Store, on},
    time::Instant,
    word::words,
};

words! {
    /// What a training is for.
    pub enum TrainingKind {
        /// To work with traumatised people.
        TraumaInformed = "trauma_informed",
        /// To interpret interviews with children.
        ChildInterview = "child_interview",
    }
}

/// A training that somebody has had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, sqlx::FromRow, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Training {
    /// For what.
    pub kind: TrainingKind,
    /// Who gave it.
    pub issuer: String,
    /// When.
    pub given: Instant,
    /// The first instant at which it is too old; none if it does not age.
    #[serde(default)]
    pub valid_until: Option<Instant>,
}

const LONGEST: usize = 120;

impl Store {
    /// The trainings of a person.
    ///
    /// # Errors
    /// What the database says.
    pub async fn trainings_of(&self, person: PersonId) -> Result<Vec<Training>> {
        let sql = "SELECT kind, issuer, given, valid_until FROM training WHERE person = $1
                   ORDER BY kind";
        Ok(on!(self.read(), db => sqlx::query_as(sql).bind(person).fetch_all(db).await?))
    }

    /// Adds a training, or renews the one of the same kind.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a field, [`Error::NotFound`].
    pub async fn put_training(
        &self,
        person: PersonId,
        training: &Training,
        now: Instant,
    ) -> Result<()> {
        if training.issuer.trim().is_empty() {
            return Err(Error::invalid("issuer", Why::Missing));
        }
        if training.issuer.chars().count() > LONGEST {
            return Err(Error::invalid("issuer", Why::TooLong));
        }
        if training.given > now {
            return Err(Error::invalid("given", Why::DoesNotFit));
        }
        if training.valid_until.is_some_and(|until| until <= training.given) {
            return Err(Error::invalid("valid_until", Why::Empty));
        }
        let mut tx = self.begin().await?;
        let sql = "INSERT INTO training (person, kind, issuer, given, valid_until)
                   SELECT person, $2, $3, $4, $5 FROM interpreter WHERE person = $1
                   ON CONFLICT (person, kind) DO UPDATE SET issuer = excluded.issuer,
                       given = excluded.given, valid_until = excluded.valid_until";
        let kept = on!(tx.conn(), db => sqlx::query(sql)
            .bind(person).bind(training.kind).bind(training.issuer.trim())
            .bind(training.given).bind(training.valid_until)
            .execute(db).await?.rows_affected());
        if kept == 0 {
            return Err(Error::NotFound("interpreter"));
        }
        if training.kind == TrainingKind::TraumaInformed {
            let sql = "UPDATE interpreter SET trauma_trained = TRUE WHERE person = $1";
            on!(tx.conn(), db => sqlx::query(sql).bind(person).execute(db).await.map(drop)?);
        }
        tx.commit().await
    }

    /// Removes a training.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn remove_training(&self, person: PersonId, kind: TrainingKind) -> Result<()> {
        let mut tx = self.begin().await?;
        let sql = "DELETE FROM training WHERE person = $1 AND kind = $2";
        let removed = on!(tx.conn(), db =>
            sqlx::query(sql).bind(person).bind(kind).execute(db).await?.rows_affected());
        if removed == 0 {
            return Err(Error::NotFound("training"));
        }
        if kind == TrainingKind::TraumaInformed {
            let sql = "UPDATE interpreter SET trauma_trained = FALSE WHERE person = $1";
            on!(tx.conn(), db => sqlx::query(sql).bind(person).execute(db).await.map(drop)?);
        }
        tx.commit().await
    }
}
