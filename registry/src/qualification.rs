//! What qualifies the interpreters of a hearing in the eyes of the country that asked: the
//! credential, who issued it, until when, and as what it is taken there. Who is taken
//! provisionally only must be decided about in the room before anything goes on record.

use crate::{
    error::Result,
    hearing::Hearing,
    id::Seat,
    interpreter::{Level, NameThere, Setting},
    store::{Store, on},
    time::{Instant, Moment},
    vacancy::setting_of,
};

/// One interpreter's best credential, as the requesting country takes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Qualification {
    /// Whose.
    pub seat: Seat,
    /// Shown instead of the name.
    pub number: i64,
    /// What is held; none if the country recognises nothing that she holds.
    pub held: Option<Held>,
}

/// A recognised credential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The scheme, for instance `gt-perito-traductor`.
    pub scheme: String,
    /// Who issued it.
    pub issuer: String,
    /// Until when it holds; none for good.
    pub valid_until: Option<Moment>,
    /// As what the country takes it.
    pub level: Level,
    /// What the country calls the holder; empty where the level's word will do.
    pub name: NameThere,
}

impl Qualification {
    /// Whether whoever leads must decide about her before anything goes on record.
    #[must_use]
    pub fn needs_voir_dire(&self) -> bool {
        self.held.as_ref().is_some_and(|held| held.level == Level::Provisional)
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    seat: Seat,
    number: i64,
    scheme: Option<String>,
    issuer: Option<String>,
    valid_until: Option<Instant>,
    level: Option<Level>,
    name_es: Option<String>,
    name_en: Option<String>,
    name_fr: Option<String>,
}

impl Store {
    /// The qualifications of everybody who interprets in a hearing, by seat.
    ///
    /// # Errors
    /// What the database says.
    pub async fn qualifications(&self, hearing: &Hearing) -> Result<Vec<Qualification>> {
        let setting = self.setting_of_hearing(hearing).await?;
        let sql = "SELECT p.seat, i.number, c.scheme, c.issuer, c.valid_until, r.level,
                       r.name_es, r.name_en, r.name_fr
                   FROM participant p JOIN interpreter i ON i.person = p.person
                   LEFT JOIN (credential c JOIN recognition r
                              ON r.scheme = c.scheme AND r.country = $2 AND r.setting = $3)
                       ON c.person = p.person AND (c.valid_until IS NULL OR c.valid_until > $4)
                       AND (c.valid_from IS NULL OR c.valid_from <= $4)
                   WHERE p.hearing = $1 AND p.booth IS NOT NULL AND p.ended IS NULL
                   ORDER BY p.seat, c.scheme";
        let rows: Vec<Row> = on!(self.read(), db => sqlx::query_as(sql)
            .bind(hearing.id).bind(hearing.country).bind(setting).bind(hearing.starts.instant)
            .fetch_all(db).await?);
        let mut all: Vec<Qualification> = Vec::new();
        for row in rows {
            let held = match (row.scheme, row.issuer, row.level) {
                (Some(scheme), Some(issuer), Some(level)) => Some(Held {
                    scheme,
                    issuer,
                    valid_until: row.valid_until.map(|at| Moment::at(at, &hearing.starts.zone)),
                    level,
                    name: NameThere {
                        es: row.name_es.unwrap_or_default(),
                        en: row.name_en.unwrap_or_default(),
                        fr: row.name_fr.unwrap_or_default(),
                    },
                }),
                _ => None,
            };
            match all.last_mut().filter(|last| last.seat == row.seat) {
                None => all.push(Qualification { seat: row.seat, number: row.number, held }),
                Some(last) if is_better(held.as_ref(), last.held.as_ref()) => last.held = held,
                Some(_) => {}
            }
        }
        Ok(all)
    }

    /// For which kind of work the interpreters of a hearing were sought.
    pub(crate) async fn setting_of_hearing(&self, hearing: &Hearing) -> Result<Setting> {
        match hearing.request {
            Some(request) => Ok(self.request(request).await?.input.setting),
            None => Ok(setting_of(hearing.kind)),
        }
    }
}

/// Certified before provisional.
fn is_better(one: Option<&Held>, other: Option<&Held>) -> bool {
    let certified = |held: Option<&Held>| held.is_some_and(|held| held.level == Level::Certified);
    certified(one) && !certified(other)
}
