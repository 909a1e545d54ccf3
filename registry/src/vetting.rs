//! Vetting: whether a person may work at all, by whose decision, until when.
//!
//! `interpreter.vetted_until` is set in the state `cleared` only, so whoever looks at nothing but
//! the date already leaves out everybody who is suspended. `interpreter.vetting` says why.

use serde::Serialize;

use crate::{
    error::{Error, Result, Why},
    id::PersonId,
    store::{Store, on},
    time::Instant,
    word::words,
};

words! {
    /// How far a vetting is.
    pub enum VettingState {
        /// Never begun.
        None = "none",
        /// Begun.
        InProgress = "in_progress",
        /// May work until a date.
        Cleared = "cleared",
        /// May not work until somebody decides otherwise.
        Suspended = "suspended",
        /// Was cleared, and the date has passed. Never set: it comes about by time.
        Expired = "expired",
    }
}

/// The vetting of a person at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Vetting {
    /// How far it is.
    pub state: VettingState,
    /// The first instant at which a clearance no longer holds.
    pub until: Option<Instant>,
}

/// One decision about a vetting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, sqlx::FromRow, utoipa::ToSchema)]
pub struct Decision {
    /// What was decided.
    pub state: VettingState,
    /// Until when.
    pub until: Option<Instant>,
    /// By whom.
    pub decided_by: PersonId,
    /// When.
    pub at: Instant,
}

/// No clearance lasts longer: ten years.
const LONGEST_MINUTES: i64 = 10 * 366 * 24 * 60;

impl Vetting {
    /// What a stored state means now.
    #[must_use]
    pub fn at(state: VettingState, until: Option<Instant>, now: Instant) -> Self {
        let over = state == VettingState::Cleared && until.is_none_or(|until| until <= now);
        Self { state: if over { VettingState::Expired } else { state }, until }
    }
}

impl Store {
    /// Decides about a vetting and keeps the decision.
    ///
    /// # Errors
    /// [`Error::Invalid`]: `state` that is never set, `until` missing, past or out of place;
    /// [`Error::NotFound`].
    pub async fn decide_vetting(
        &self,
        person: PersonId,
        state: VettingState,
        until: Option<Instant>,
        by: PersonId,
        now: Instant,
    ) -> Result<Vetting> {
        match (state, until) {
            (VettingState::Expired, _) => return Err(Error::invalid("state", Why::DoesNotFit)),
            (VettingState::Cleared, None) => return Err(Error::invalid("until", Why::Missing)),
            (VettingState::Cleared, Some(until)) if until <= now => {
                return Err(Error::invalid("until", Why::InThePast));
            }
            (VettingState::Cleared, Some(until)) if until > now.plus_minutes(LONGEST_MINUTES) => {
                return Err(Error::invalid("until", Why::TooLong));
            }
            (VettingState::Cleared, Some(_)) | (_, None) => {}
            (_, Some(_)) => return Err(Error::invalid("until", Why::DoesNotFit)),
        }
        let mut tx = self.begin().await?;
        let sql = "UPDATE interpreter SET vetting = $2, vetted_until = $3 WHERE person = $1";
        let changed = on!(tx.conn(), db => sqlx::query(sql)
            .bind(person).bind(state).bind(until).execute(db).await?.rows_affected());
        if changed == 0 {
            return Err(Error::NotFound("interpreter"));
        }
        let sql = "INSERT INTO vetting (person, seq, state, until, decided_by, at)
                   SELECT $1, COALESCE(MAX(seq), 0) + 1, $2, $3, $4, $5
                   FROM vetting WHERE person = $1";
        on!(tx.conn(), db => sqlx::query(sql)
            .bind(person).bind(state).bind(until).bind(by).bind(now)
            .execute(db).await.map(drop)?);
        tx.commit().await?;
        Ok(Vetting { state, until })
    }

    /// How far the vetting of a person is.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn vetting(&self, person: PersonId, now: Instant) -> Result<Vetting> {
        let sql = "SELECT vetting, vetted_until FROM interpreter WHERE person = $1";
        let row: Option<(VettingState, Option<Instant>)> =
            on!(self.read(), db => sqlx::query_as(sql).bind(person).fetch_optional(db).await?);
        let (state, until) = row.ok_or(Error::NotFound("interpreter"))?;
        Ok(Vetting::at(state, until, now))
    }

    /// Every decision about a person's vetting, the last one first.
    ///
    /// # Errors
    /// What the database says.
    pub async fn vetting_history(&self, person: PersonId) -> Result<Vec<Decision>> {
        let sql = "SELECT state, until, decided_by, at FROM vetting WHERE person = $1
                   ORDER BY seq DESC";
        Ok(on!(self.read(), db => sqlx::query_as(sql).bind(person).fetch_all(db).await?))
    }
}
