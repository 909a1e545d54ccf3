//! How evenly work is shared among interpreters.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Period;
use crate::{
    country::Country,
    error::Result,
    id::PersonId,
    store::{Store, on},
};

/// How evenly the minutes of a country's interpreters are shared.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Share {
    /// Where the interpreters work.
    pub country: Country,
    /// Interpreters who are vetted, whether they worked or not.
    pub interpreters: i64,
    /// Those who worked.
    pub worked: i64,
    /// Minutes of all.
    pub minutes: i64,
    /// Gini coefficient of the minutes of those who worked, in thousandths: 0 is all alike.
    pub gini_permille: i64,
}

impl Store {
    /// How evenly the period's minutes are shared, by country of the interpreters.
    pub(super) async fn shares(&self, period: &Period) -> Result<Vec<Share>> {
        let sql = "SELECT p.country, i.person, CAST(SUM(b.ends - b.starts) / 60000000 AS BIGINT)
                   FROM booking b JOIN interpreter i ON i.person = b.interpreter
                   JOIN person p ON p.id = i.person
                   WHERE b.state = 'confirmed' AND $1 <= b.starts AND b.starts < $2
                     AND ($3 IS NULL OR p.country = $3)
                   GROUP BY p.country, i.person";
        let worked: Vec<(Country, PersonId, i64)> = on!(self.read(), db => sqlx::query_as(sql)
            .bind(period.from).bind(period.until).bind(period.country).fetch_all(db).await?);
        let sql = "SELECT p.country, count(*) FROM interpreter i JOIN person p ON p.id = i.person
                   WHERE i.vetted_until > $1 AND ($2 IS NULL OR p.country = $2)
                   GROUP BY p.country";
        let vetted: Vec<(Country, i64)> = on!(self.read(), db => sqlx::query_as(sql)
            .bind(period.from).bind(period.country).fetch_all(db).await?);
        let mut minutes: BTreeMap<Country, Vec<i64>> = BTreeMap::new();
        for (country, _, worked) in worked {
            minutes.entry(country).or_default().push(worked);
        }
        Ok(vetted
            .into_iter()
            .map(|(country, interpreters)| {
                let each = minutes.remove(&country).unwrap_or_default();
                Share {
                    country,
                    interpreters,
                    worked: i64::try_from(each.len()).unwrap_or(i64::MAX),
                    minutes: each.iter().sum(),
                    gini_permille: gini(&each),
                }
            })
            .collect())
    }
}

/// The Gini coefficient of amounts, in thousandths: 0 where all are alike or none is there.
#[must_use]
pub fn gini(amounts: &[i64]) -> i64 {
    let mut sorted: Vec<i128> = amounts.iter().map(|amount| i128::from(*amount)).collect();
    sorted.sort_unstable();
    let total: i128 = sorted.iter().sum();
    let count = i128::try_from(sorted.len()).unwrap_or(i128::MAX);
    if total == 0 {
        return 0;
    }
    let weighted: i128 = (1..).zip(&sorted).map(|(rank, amount)| rank * amount).sum();
    let permille = (2 * weighted - (count + 1) * total) * 1000 / (count * total);
    i64::try_from(permille).unwrap_or(1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_coefficient_is_that_of_the_textbook() {
        assert_eq!(gini(&[]), 0);
        assert_eq!(gini(&[5, 5, 5, 5]), 0);
        assert_eq!(gini(&[0, 0, 0, 1]), 750);
        assert_eq!(gini(&[1, 2, 3, 4]), 250);
    }
}
