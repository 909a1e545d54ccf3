//! Those who nearly fit: they speak the pair without serving it, or another variety. They are
//! told so that the requester learns why they are not in the list.

use std::collections::BTreeSet;

use super::facts::{PersonRow, ask, of_those_who_serve};
use crate::{
    error::Result,
    id::PersonId,
    language::Language,
    matching::Facts,
    request::RequestInput,
    store::{Store, on},
};

/// At most so many for each pair of languages, by number.
const MOST_NEAR_MISSES: i64 = 50;

impl Store {
    /// The facts of some who nearly serve the pair; `serving` do.
    pub(super) async fn facts_of_near_misses(
        &self,
        input: &RequestInput,
        serving: &[Facts],
    ) -> Result<Vec<Facts>> {
        let speak_both: Vec<PersonRow> = ask!(
            self,
            input,
            of_those_who_serve!(
                "SELECT i.person, i.number, p.country, p.zone, i.gender, i.home, i.vetted_until,
                        i.trauma_trained, i.reliability, i.minutes_worked, i.notice_minutes,
                        a.class AS first_class, b.class AS second_class,
                        FALSE AS blocked, FALSE AS booked
                 FROM spoken a JOIN spoken b ON b.person = a.person AND b.language = $2
                 JOIN interpreter i ON i.person = a.person JOIN person p ON p.id = i.person
                 WHERE a.language = $1 AND a.person NOT IN (SELECT person FROM serves)
                 ORDER BY i.number LIMIT $5"
            ),
            MOST_NEAR_MISSES
        );
        let mut rows: Vec<(PersonRow, Option<Language>)> =
            speak_both.into_iter().map(|row| (row, None)).collect();
        let [a, b] = &input.languages;
        for other in self.languages().siblings(a) {
            for row in self.who_speak(&other, b).await? {
                rows.push((row, Some(other.clone())));
            }
        }
        for other in self.languages().siblings(b) {
            for row in self.who_speak(a, &other).await? {
                rows.push((row, Some(other.clone())));
            }
        }
        let mut known: BTreeSet<PersonId> = serving.iter().map(|facts| facts.person).collect();
        Ok(rows
            .into_iter()
            .filter(|(row, _)| known.insert(row.person))
            .map(|(row, other_variety)| Facts { other_variety, ..row.facts() })
            .collect())
    }

    async fn who_speak(&self, one: &Language, other: &Language) -> Result<Vec<PersonRow>> {
        let sql = "SELECT i.person, i.number, p.country, p.zone, i.gender, i.home, i.vetted_until,
                       i.trauma_trained, i.reliability, i.minutes_worked, i.notice_minutes,
                       a.class AS first_class, b.class AS second_class,
                       FALSE AS blocked, FALSE AS booked
                   FROM spoken a JOIN spoken b ON b.person = a.person AND b.language = $2
                   JOIN interpreter i ON i.person = a.person JOIN person p ON p.id = i.person
                   WHERE a.language = $1 ORDER BY i.number LIMIT $3";
        Ok(on!(self.read(), db => sqlx::query_as(sql)
            .bind(one).bind(other).bind(MOST_NEAR_MISSES).fetch_all(db).await?))
    }
}
