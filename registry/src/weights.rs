//! How a country chooses: how much each part of the score counts, and where nobody may work without
//! a credential that it recognises.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{
    country::Country,
    error::{Error, Result, Why},
    interpreter::Setting,
    store::{Store, on},
};

/// The weights of the score's parts, in thousandths.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, sqlx::FromRow, utoipa::ToSchema,
)]
#[serde(deny_unknown_fields)]
pub struct Weights {
    /// A credential that the country recognises.
    #[schema(minimum = 0, maximum = 1000, example = 300)]
    pub credential: i64,
    /// How well the two languages are mastered, half each.
    #[schema(minimum = 0, maximum = 1000, example = 200)]
    pub variety: i64,
    /// Training to work with traumatised people.
    #[schema(minimum = 0, maximum = 1000, example = 150)]
    pub trauma_training: i64,
    /// Whether they already worked for this victim, or on this case.
    #[schema(minimum = 0, maximum = 1000, example = 100)]
    pub continuity: i64,
    /// How much of the accepted work was kept.
    #[schema(minimum = 0, maximum = 1000, example = 100)]
    pub reliability: i64,
    /// How little work they had lately.
    #[schema(minimum = 0, maximum = 1000, example = 100)]
    pub fairness: i64,
    /// What hour it will be for the interpreter.
    #[schema(minimum = 0, maximum = 1000, example = 50)]
    pub local_hour: i64,
}

/// How a country chooses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "weights": {
        "credential": 300, "variety": 200, "trauma_training": 150, "continuity": 100,
        "reliability": 100, "fairness": 100, "local_hour": 50,
    },
    "recognised_only": ["hearing"],
}))]
pub struct Choosing {
    /// What counts how much; the parts sum to 1000.
    pub weights: Weights,
    /// Where nobody is found without a credential that the country recognises.
    #[schema(value_type = Vec<Setting>)]
    pub recognised_only: BTreeSet<Setting>,
}

impl Weights {
    /// Those of a country that has set none.
    pub const DEFAULT: Self = Self {
        credential: 300,
        variety: 200,
        trauma_training: 150,
        continuity: 100,
        reliability: 100,
        fairness: 100,
        local_hour: 50,
    };

    const fn parts(&self) -> [i64; 7] {
        [
            self.credential,
            self.variety,
            self.trauma_training,
            self.continuity,
            self.reliability,
            self.fairness,
            self.local_hour,
        ]
    }

    fn check(&self) -> Result<()> {
        let parts = self.parts();
        if parts.iter().any(|part| !(0..=1000).contains(part)) || parts.iter().sum::<i64>() != 1000
        {
            return Err(Error::invalid("weights", Why::DoesNotFit));
        }
        Ok(())
    }
}

impl Store {
    /// A country's weights.
    ///
    /// # Errors
    /// What the database says.
    pub async fn weights(&self, country: Country) -> Result<Weights> {
        let sql = "SELECT credential, variety, trauma_training, continuity, reliability, fairness,
                       local_hour
                   FROM weights WHERE country = $1";
        let found: Option<Weights> =
            on!(self.read(), db => sqlx::query_as(sql).bind(country).fetch_optional(db).await?);
        Ok(found.unwrap_or(Weights::DEFAULT))
    }

    /// How a country chooses.
    ///
    /// # Errors
    /// What the database says.
    pub async fn choosing(&self, country: Country) -> Result<Choosing> {
        let sql = "SELECT setting FROM recognised_only WHERE country = $1";
        let settings: Vec<(Setting,)> =
            on!(self.read(), db => sqlx::query_as(sql).bind(country).fetch_all(db).await?);
        let recognised_only = settings.into_iter().map(|(setting,)| setting).collect();
        Ok(Choosing { weights: self.weights(country).await?, recognised_only })
    }

    /// Says how a country chooses from now on.
    ///
    /// # Errors
    /// [`Error::Invalid`] `weights` unless they are 0 to 1000 each and sum to 1000.
    pub async fn set_choosing(&self, country: Country, choosing: &Choosing) -> Result<()> {
        let weights = &choosing.weights;
        weights.check()?;
        let sql = "INSERT INTO weights (country, credential, variety, trauma_training, continuity,
                       reliability, fairness, local_hour)
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                   ON CONFLICT (country) DO UPDATE SET credential = excluded.credential,
                       variety = excluded.variety, trauma_training = excluded.trauma_training,
                       continuity = excluded.continuity, reliability = excluded.reliability,
                       fairness = excluded.fairness, local_hour = excluded.local_hour";
        let mut tx = self.begin().await?;
        on!(tx.conn(), db => sqlx::query(sql)
            .bind(country).bind(weights.credential).bind(weights.variety)
            .bind(weights.trauma_training).bind(weights.continuity).bind(weights.reliability)
            .bind(weights.fairness).bind(weights.local_hour)
            .execute(db).await.map(drop)?);
        let sql = "DELETE FROM recognised_only WHERE country = $1";
        on!(tx.conn(), db => sqlx::query(sql).bind(country).execute(db).await.map(drop)?);
        for setting in &choosing.recognised_only {
            let sql = "INSERT INTO recognised_only (country, setting) VALUES ($1, $2)";
            on!(tx.conn(), db =>
                sqlx::query(sql).bind(country).bind(*setting).execute(db).await.map(drop)?);
        }
        tx.commit().await
    }
}
