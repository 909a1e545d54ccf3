//! Organisations that own interpreters: a judiciary, an agency, a university. The region sees the
//! organisation and not the person: a request is put to it (`slot`), and its duty desk assigns one
//! of its own, looking at who is on duty (`roster`).
//!
//! For a search: whoever has a row in `membership` with the role `interpreter` is shown under the
//! organisation's name, and asked through [`Store::put_to_organisation`].

mod roster;
mod slot;

use rand::rngs::StdRng;
use serde::{Deserialize, Serialize};

pub use roster::{Copied, LONGEST_SHIFT_MINUTES, Shift, ShiftInput};
pub use slot::{Fit, Slot, SlotState};

use crate::{
    country::Country,
    error::{Error, Result, Why},
    id::{OrganisationId, PersonId},
    store::{Store, on, refused_by},
    time::{Instant, Zone},
    word::words,
};

words! {
    /// What an organisation is.
    pub enum OrganisationKind {
        /// A judiciary or another authority.
        Court = "court",
        /// A non-governmental organisation.
        Ngo = "ngo",
        /// An agency that is paid.
        Agency = "agency",
        /// A university or an academy.
        University = "university",
    }
}

words! {
    /// What somebody does in an organisation.
    pub enum MemberRole {
        /// Interprets for it.
        Interpreter = "interpreter",
        /// Keeps its roster and assigns its interpreters.
        DutyDesk = "duty_desk",
    }
}

/// An organisation to be taken in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OrganisationInput {
    /// Its name, unique in its country.
    pub name: String,
    /// Where it is.
    pub country: Country,
    /// What it is.
    pub kind: OrganisationKind,
    /// The clock its roster is kept on.
    pub zone: Zone,
}

/// An organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, sqlx::FromRow, utoipa::ToSchema)]
pub struct Organisation {
    /// Its id.
    pub id: OrganisationId,
    /// Its name.
    pub name: String,
    /// Where it is.
    pub country: Country,
    /// What it is.
    pub kind: OrganisationKind,
    /// The clock its roster is kept on.
    pub zone: Zone,
    /// How many interpret for it.
    pub interpreters: i64,
}

/// Somebody of an organisation, as its own staff see them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, sqlx::FromRow, utoipa::ToSchema)]
pub struct Member {
    /// Who.
    pub person: PersonId,
    /// Full name: colleagues know each other.
    pub name: String,
    /// The number the region sees; none for the desk's staff.
    pub number: Option<i64>,
    /// What they do.
    pub role: MemberRole,
}

const LONGEST: usize = 120;

/// An organisation's columns, as the first part of each query.
macro_rules! organisations_that {
    ($rest:literal) => {
        concat!(
            "SELECT o.id, o.name, o.country, o.kind, o.zone,
                 (SELECT count(*) FROM membership m
                  WHERE m.organisation = o.id AND m.role = 'interpreter') AS interpreters
             FROM organisation o ",
            $rest
        )
    };
}

impl Store {
    /// Takes an organisation in.
    ///
    /// # Errors
    /// [`Error::Invalid`] `name`.
    pub async fn add_organisation(
        &self,
        given: &OrganisationInput,
        now: Instant,
        rng: &mut StdRng,
    ) -> Result<Organisation> {
        let name = given.name.trim();
        if name.is_empty() {
            return Err(Error::invalid("name", Why::Missing));
        }
        if name.chars().count() > LONGEST {
            return Err(Error::invalid("name", Why::TooLong));
        }
        let id = OrganisationId::new(now, rng);
        let mut tx = self.begin().await?;
        let sql = "INSERT INTO organisation (id, name, country, kind, zone, created)
                   VALUES ($1, $2, $3, $4, $5, $6)";
        let inserted = on!(tx.conn(), db => sqlx::query(sql)
            .bind(id).bind(name).bind(given.country).bind(given.kind).bind(&given.zone).bind(now)
            .execute(db).await.map(drop));
        match inserted {
            Err(e) if refused_by(&e, "organisation_name_once", "organisation.name") => {
                return Err(Error::invalid("name", Why::Taken));
            }
            inserted => inserted?,
        }
        tx.commit().await?;
        self.organisation(id).await
    }

    /// An organisation.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn organisation(&self, id: OrganisationId) -> Result<Organisation> {
        let sql = organisations_that!("WHERE o.id = $1");
        let found = on!(self.read(), db => sqlx::query_as(sql).bind(id).fetch_optional(db).await?);
        found.ok_or(Error::NotFound("organisation"))
    }

    /// Every organisation of a country, by name.
    ///
    /// # Errors
    /// What the database says.
    pub async fn organisations(&self, country: Country) -> Result<Vec<Organisation>> {
        let sql = organisations_that!("WHERE o.country = $1 ORDER BY o.name");
        Ok(on!(self.read(), db => sqlx::query_as(sql).bind(country).fetch_all(db).await?))
    }

    /// Where somebody belongs, and as what.
    ///
    /// # Errors
    /// What the database says.
    pub async fn membership(
        &self,
        person: PersonId,
    ) -> Result<Option<(OrganisationId, MemberRole)>> {
        let sql = "SELECT organisation, role FROM membership WHERE person = $1";
        Ok(on!(self.read(), db => sqlx::query_as(sql).bind(person).fetch_optional(db).await?))
    }

    /// Makes somebody a member, in place of any membership they have. An interpreter must be in
    /// the bank.
    ///
    /// # Errors
    /// [`Error::Invalid`] `person` for somebody who cannot be that, [`Error::NotFound`].
    pub async fn set_member(
        &self,
        organisation: OrganisationId,
        person: PersonId,
        role: MemberRole,
        now: Instant,
    ) -> Result<()> {
        self.organisation(organisation).await?;
        let sql = "SELECT i.person IS NOT NULL FROM person p
                   LEFT JOIN interpreter i ON i.person = p.id WHERE p.id = $1";
        let mut tx = self.begin().await?;
        let found: Option<(bool,)> =
            on!(tx.conn(), db => sqlx::query_as(sql).bind(person).fetch_optional(db).await?);
        let (interprets,) = found.ok_or(Error::NotFound("person"))?;
        if interprets != (role == MemberRole::Interpreter) {
            return Err(Error::invalid("person", Why::DoesNotFit));
        }
        let sql = "INSERT INTO membership (person, organisation, role, since)
                   VALUES ($1, $2, $3, $4)
                   ON CONFLICT (person) DO UPDATE SET organisation = excluded.organisation,
                       role = excluded.role, since = excluded.since";
        on!(tx.conn(), db => sqlx::query(sql)
            .bind(person).bind(organisation).bind(role).bind(now).execute(db).await.map(drop)?);
        tx.commit().await
    }

    /// Ends a membership; shifts that have not begun go with it.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn remove_member(
        &self,
        organisation: OrganisationId,
        person: PersonId,
        now: Instant,
    ) -> Result<()> {
        let mut tx = self.begin().await?;
        let sql = "DELETE FROM membership WHERE organisation = $1 AND person = $2";
        let removed = on!(tx.conn(), db => sqlx::query(sql)
            .bind(organisation).bind(person).execute(db).await?.rows_affected());
        if removed == 0 {
            return Err(Error::NotFound("member"));
        }
        let sql = "DELETE FROM roster_shift
                   WHERE organisation = $1 AND person = $2 AND starts > $3";
        on!(tx.conn(), db => sqlx::query(sql)
            .bind(organisation).bind(person).bind(now).execute(db).await.map(drop)?);
        tx.commit().await
    }

    /// Everybody of an organisation, by name.
    ///
    /// # Errors
    /// What the database says.
    pub async fn members(&self, organisation: OrganisationId) -> Result<Vec<Member>> {
        let sql = "SELECT m.person, p.name, i.number, m.role FROM membership m
                   JOIN person p ON p.id = m.person
                   LEFT JOIN interpreter i ON i.person = m.person
                   WHERE m.organisation = $1 ORDER BY p.name, m.person";
        Ok(on!(self.read(), db => sqlx::query_as(sql).bind(organisation).fetch_all(db).await?))
    }
}
