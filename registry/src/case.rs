//! Continuity of a case: who stood by the victim before is proposed again.

use serde::Serialize;

use crate::{
    error::Result,
    hearing::Role,
    id::PersonId,
    language::Language,
    store::{Store, on},
};

/// Somebody who stood by the victim in an earlier hearing of the case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct CaseParticipant {
    /// The victim's lawyer or support person.
    pub role: Role,
    /// As shown then.
    pub label: String,
    /// Languages, the first is the one spoken on the floor.
    pub languages: Vec<Language>,
    /// The account, if there is one.
    pub person: Option<PersonId>,
}

/// Most who are proposed.
const MOST_PROPOSED: usize = 12;

impl Store {
    /// The victim's lawyers and support persons of the earlier hearings of a case, the latest
    /// first, each once. Only hearings of the same country's requests are looked at.
    ///
    /// # Errors
    /// What the database says.
    pub async fn participants_of_case(
        &self,
        asked_by: PersonId,
        case_reference: &str,
    ) -> Result<Vec<CaseParticipant>> {
        let sql = "SELECT p.role, p.label, p.languages, p.person
                   FROM request r JOIN hearing h ON h.request = r.id
                   JOIN participant p ON p.hearing = h.id
                   JOIN person asked ON asked.country = r.country
                   WHERE asked.id = $1 AND r.case_reference = $2 AND h.state <> 'cancelled'
                     AND p.role IN ('victims_counsel', 'support_person')
                   ORDER BY h.starts DESC, p.seat";
        let rows: Vec<(Role, String, String, Option<PersonId>)> = on!(self.read(), db =>
            sqlx::query_as(sql).bind(asked_by).bind(case_reference).fetch_all(db).await?);
        let mut proposed: Vec<CaseParticipant> = Vec::new();
        for (role, label, languages, person) in rows {
            let is_there = |known: &CaseParticipant| known.role == role && known.label == label;
            if proposed.len() < MOST_PROPOSED && !proposed.iter().any(is_there) {
                let languages =
                    languages.split_whitespace().filter_map(|word| word.parse().ok()).collect();
                proposed.push(CaseParticipant { role, label, languages, person });
            }
        }
        Ok(proposed)
    }
}
