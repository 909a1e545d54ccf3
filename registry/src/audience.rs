//! Who must be told when something changes: the people whose pages show it.

use crate::{
    error::{Error, Result},
    id::{HearingId, OfferId, PersonId, RequestId},
    store::{Store, Tx, on},
};

/// The people a request concerns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audience {
    /// The request.
    pub request: RequestId,
    /// Who made it.
    pub requester: PersonId,
    /// The coordinators of the country, once they are asked to help.
    pub helping: Vec<PersonId>,
    /// Every interpreter who was asked, whatever they answered.
    pub asked: Vec<PersonId>,
    /// Who keeps the desks of the organisations that were asked.
    pub desks: Vec<PersonId>,
}

impl Store {
    /// Whom a request concerns.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn audience_of_request(&self, request: RequestId) -> Result<Audience> {
        let sql = "SELECT requester FROM request WHERE id = $1";
        let found: Option<(PersonId,)> =
            on!(self.read(), db => sqlx::query_as(sql).bind(request).fetch_optional(db).await?);
        let (requester,) = found.ok_or(Error::NotFound("request"))?;
        let sql = "SELECT c.id FROM request r JOIN person c
                   ON c.role = 'coordinator' AND c.country = r.country AND c.id <> r.requester
                   WHERE r.id = $1 AND r.escalated IS NOT NULL";
        let helping: Vec<(PersonId,)> =
            on!(self.read(), db => sqlx::query_as(sql).bind(request).fetch_all(db).await?);
        let helping = helping.into_iter().map(|(person,)| person).collect();
        let sql = "SELECT DISTINCT person FROM offer WHERE request = $1";
        let asked: Vec<(PersonId,)> =
            on!(self.read(), db => sqlx::query_as(sql).bind(request).fetch_all(db).await?);
        let asked = asked.into_iter().map(|(person,)| person).collect();
        let sql = "SELECT DISTINCT m.person FROM slot s
                   JOIN membership m ON m.organisation = s.organisation AND m.role = 'duty_desk'
                   WHERE s.request = $1";
        let desks: Vec<(PersonId,)> =
            on!(self.read(), db => sqlx::query_as(sql).bind(request).fetch_all(db).await?);
        let desks = desks.into_iter().map(|(person,)| person).collect();
        Ok(Audience { request, requester, helping, asked, desks })
    }

    /// Whom the request behind an offer concerns.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn audience_of_offer(&self, offer: OfferId) -> Result<Audience> {
        let sql = "SELECT request FROM offer WHERE id = $1";
        let found: Option<(RequestId,)> =
            on!(self.read(), db => sqlx::query_as(sql).bind(offer).fetch_optional(db).await?);
        let (request,) = found.ok_or(Error::NotFound("offer"))?;
        self.audience_of_request(request).await
    }

    /// Everybody with an account who has a seat in a hearing or opened it.
    ///
    /// # Errors
    /// What the database says.
    pub async fn audience_of_hearing(&self, hearing: HearingId) -> Result<Vec<PersonId>> {
        let people: Vec<(PersonId,)> = on!(self.read(), db =>
            sqlx::query_as(PEOPLE_OF_HEARING).bind(hearing).fetch_all(db).await?);
        Ok(people.into_iter().map(|(person,)| person).collect())
    }
}

const PEOPLE_OF_HEARING: &str = "SELECT opened_by FROM hearing WHERE id = $1
    UNION SELECT person FROM participant
          WHERE hearing = $1 AND person IS NOT NULL AND ended IS NULL";

/// The same within a write, for notices that are written with what happened.
pub(crate) async fn people_of_hearing(tx: &mut Tx, hearing: HearingId) -> Result<Vec<PersonId>> {
    let people: Vec<(PersonId,)> = on!(tx.conn(), db =>
        sqlx::query_as(PEOPLE_OF_HEARING).bind(hearing).fetch_all(db).await?);
    Ok(people.into_iter().map(|(person,)| person).collect())
}
