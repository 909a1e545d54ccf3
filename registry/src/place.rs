//! Places where participants sit: venues (rooms of a facility) and kits (mobile sets).

use rand::rngs::StdRng;
use serde::Serialize;

use crate::{
    country::Country,
    error::{Error, Result},
    id::PlaceId,
    store::{Store, on},
    time::{Instant, Zone},
    word::words,
};

words! {
    /// A place that stays or one that travels.
    pub enum PlaceKind {
        /// A room of a facility.
        Venue = "venue",
        /// Tablet or laptop, router, headsets, speakerphone, power.
        Kit = "kit",
    }
}

/// A venue or a kit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Place {
    /// Its id.
    pub id: PlaceId,
    /// What it is.
    #[serde(flatten)]
    pub about: NewPlace,
}

/// What is said of a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct NewPlace {
    /// Its name.
    pub name: String,
    /// Where it is.
    pub country: Country,
    /// City, or where the kit is kept.
    pub city: String,
    /// Its clock.
    pub zone: Zone,
    /// Venue or kit.
    pub kind: PlaceKind,
    /// What is there, as words for message files, for instance `two_exits`.
    pub equipment: Vec<String>,
    /// Whether one gets there without a step.
    pub step_free: bool,
    /// Whether it is fit for children.
    pub child_friendly: bool,
}

#[derive(sqlx::FromRow)]
struct PlaceRow {
    id: PlaceId,
    name: String,
    country: Country,
    city: String,
    zone: Zone,
    kind: PlaceKind,
    step_free: bool,
    child_friendly: bool,
}

impl Store {
    /// Takes a place into the bank.
    ///
    /// # Errors
    /// What the database says, for instance of an item named twice.
    pub async fn add_place(
        &self,
        place: &NewPlace,
        now: Instant,
        rng: &mut StdRng,
    ) -> Result<PlaceId> {
        let id = PlaceId::new(now, rng);
        let mut tx = self.begin().await?;
        let sql = "INSERT INTO place (id, name, country, city, zone, kind, step_free,
                       child_friendly)
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
        on!(tx.conn(), db => sqlx::query(sql)
            .bind(id).bind(&place.name).bind(place.country).bind(&place.city).bind(&place.zone)
            .bind(place.kind).bind(place.step_free).bind(place.child_friendly)
            .execute(db).await.map(drop)?);
        for item in &place.equipment {
            let sql = "INSERT INTO equipment (place, item) VALUES ($1, $2)";
            on!(tx.conn(), db =>
                sqlx::query(sql).bind(id).bind(item).execute(db).await.map(drop)?);
        }
        tx.commit().await?;
        Ok(id)
    }

    /// A place.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn place(&self, id: PlaceId) -> Result<Place> {
        let sql = "SELECT id, name, country, city, zone, kind, step_free, child_friendly
                   FROM place WHERE id = $1";
        let row: Option<PlaceRow> =
            on!(self.read(), db => sqlx::query_as(sql).bind(id).fetch_optional(db).await?);
        self.with_equipment(row.ok_or(Error::NotFound("place"))?).await
    }

    /// The places of a country (or of all) that nobody has booked or holds on `[from, until)`,
    /// venues first, by name.
    ///
    /// # Errors
    /// What the database says.
    pub async fn places_free(
        &self,
        country: Option<Country>,
        from: Instant,
        until: Instant,
    ) -> Result<Vec<Place>> {
        let sql = "SELECT id, name, country, city, zone, kind, step_free, child_friendly
                   FROM place
                   WHERE ($1 IS NULL OR country = $1) AND NOT EXISTS (
                       SELECT 1 FROM booking b
                       WHERE b.place = place.id AND b.state <> 'cancelled'
                         AND b.starts < $3 AND $2 < b.ends)
                   ORDER BY kind DESC, country, name, id";
        let rows: Vec<PlaceRow> = on!(self.read(), db => sqlx::query_as(sql)
            .bind(country).bind(from).bind(until).fetch_all(db).await?);
        let mut places = Vec::with_capacity(rows.len());
        for row in rows {
            places.push(self.with_equipment(row).await?);
        }
        Ok(places)
    }

    async fn with_equipment(&self, row: PlaceRow) -> Result<Place> {
        let sql = "SELECT item FROM equipment WHERE place = $1 ORDER BY item";
        let items: Vec<(String,)> =
            on!(self.read(), db => sqlx::query_as(sql).bind(row.id).fetch_all(db).await?);
        Ok(Place {
            id: row.id,
            about: NewPlace {
                name: row.name,
                country: row.country,
                city: row.city,
                zone: row.zone,
                kind: row.kind,
                equipment: items.into_iter().map(|(item,)| item).collect(),
                step_free: row.step_free,
                child_friendly: row.child_friendly,
            },
        })
    }
}
