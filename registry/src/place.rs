//! Places where participants sit: venues (rooms of a facility) and kits (mobile sets).

pub mod search;

use rand::rngs::StdRng;
use serde::{Deserialize, Serialize};

use crate::{
    country::Country,
    error::{Error, Result, Why},
    facility::check_text,
    id::{FacilityId, PlaceId},
    store::{Store, Tx, on},
    time::{Instant, Moment, Zone},
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

words! {
    /// How a place stands. Only what is ready or out can be booked.
    pub enum PlaceState {
        /// Where it belongs, and fit for use.
        Ready = "ready",
        /// A kit in somebody's hands.
        Out = "out",
        /// Not fit for use.
        Repair = "repair",
        /// A kit that nobody finds; its key has ended.
        Lost = "lost",
        /// A kit whose key was ended from afar; it can be enrolled anew.
        Revoked = "revoked",
    }
}

words! {
    /// What is in a place, or how it is built, beside what has a field of its own.
    pub enum Feature {
        /// A witness leaves by another door than the one the others come by.
        TwoExits = "two_exits",
        /// Somewhere to wait apart.
        WaitingRoom = "waiting_room",
        /// A separate room for those who watch.
        ObserverRoom = "observer_room",
        /// A room furnished for children.
        ChildRoom = "child_room",
        /// A large screen.
        ScreenLarge = "screen_large",
        /// Shows papers.
        DocumentCamera = "document_camera",
        /// Camera and light for signing hands.
        SignCamera = "sign_camera",
        /// Headsets.
        Headsets = "headsets",
        /// A microphone and loudspeaker for the table.
        Speakerphone = "speakerphone",
        /// For hearing aids.
        HearingLoop = "hearing_loop",
        /// A toilet for wheelchair users.
        WheelchairToilet = "wheelchair_toilet",
        /// A lift.
        Lift = "lift",
        /// No noise from outside.
        Quiet = "quiet",
        /// Goes on when the current fails.
        BackupPower = "backup_power",
        /// A tablet.
        Tablet = "tablet",
        /// A laptop.
        Laptop = "laptop",
        /// A router with two SIM cards.
        RouterTwoSims = "router_two_sims",
        /// A battery to charge from.
        PowerBank = "power_bank",
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
    /// The facility whose room it is or where it is kept.
    #[schema(value_type = Option<uuid::Uuid>)]
    pub facility: Option<FacilityId>,
    /// Its screen, corner to corner.
    pub screen_inches: Option<i32>,
    /// How it stands.
    pub state: PlaceState,
    /// What its line bears, when it was last measured.
    pub network: Option<Network>,
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

/// What is said of a room of a facility, or of a kit kept there.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "name": "Sala 2", "equipment": ["two_exits", "waiting_room", "headsets"],
    "screen_inches": 55, "step_free": true, "child_friendly": false}))]
pub struct PlaceInput {
    /// Its name.
    #[schema(max_length = 120)]
    pub name: String,
    /// What is there.
    #[schema(max_items = 18)]
    pub equipment: Vec<Feature>,
    /// Its screen, corner to corner.
    #[schema(minimum = 5, maximum = 200)]
    pub screen_inches: Option<i32>,
    /// Whether one gets there without a step.
    pub step_free: bool,
    /// Whether it is fit for children.
    pub child_friendly: bool,
}

/// What a line bears.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Network {
    /// What was measured.
    #[serde(flatten)]
    pub figures: NetworkFigures,
    /// When, on the place's clock.
    pub measured: Moment,
}

/// Figures of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NetworkFigures {
    /// Down, in kbit/s.
    #[schema(minimum = 0, maximum = 10_000_000)]
    pub down_kbps: i32,
    /// Up, in kbit/s.
    #[schema(minimum = 0, maximum = 10_000_000)]
    pub up_kbps: i32,
    /// There and back.
    #[schema(minimum = 0, maximum = 60_000)]
    pub round_trip_ms: i32,
    /// Lost packets in a thousand; none if it was not measured.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 1_000)]
    pub loss_permille: Option<i32>,
}

impl NetworkFigures {
    pub(crate) fn check(&self) -> Result<()> {
        let within = (0..=10_000_000).contains(&self.down_kbps)
            && (0..=10_000_000).contains(&self.up_kbps)
            && (0..=60_000).contains(&self.round_trip_ms)
            && self.loss_permille.is_none_or(|loss| (0..=1_000).contains(&loss));
        if within { Ok(()) } else { Err(Error::invalid("network", Why::TooLong)) }
    }
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
    facility: Option<FacilityId>,
    screen_inches: Option<i32>,
    state: PlaceState,
    down_kbps: Option<i32>,
    up_kbps: Option<i32>,
    round_trip_ms: Option<i32>,
    loss_permille: Option<i32>,
    measured: Option<Instant>,
}

/// A place's columns, as the first part of each query.
macro_rules! places_that {
    ($rest:literal) => {
        concat!(
            "SELECT id, name, country, city, zone, kind, step_free, child_friendly, facility,
                 screen_inches, state, down_kbps, up_kbps, round_trip_ms, loss_permille, measured
             FROM place ",
            $rest
        )
    };
}
impl PlaceInput {
    fn check(&self) -> Result<()> {
        check_text("name", &self.name, 120)?;
        let mut items = self.equipment.clone();
        items.sort_unstable();
        if items.windows(2).any(|pair| matches!(pair, [one, next] if one == next)) {
            return Err(Error::invalid("equipment", Why::Repeated));
        }
        if self.screen_inches.is_some_and(|inches| !(5..=200).contains(&inches)) {
            return Err(Error::invalid("screen_inches", Why::DoesNotFit));
        }
        Ok(())
    }

    fn words(&self) -> Vec<String> {
        self.equipment.iter().map(|item| item.as_str().to_owned()).collect()
    }
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
        let mut tx = self.begin().await?;
        let id = insert_place(&mut tx, place, None, None, now, rng).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Adds a room to a facility of the country, or a kit that is kept there.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a facility of another country, [`Error::Invalid`] for a field.
    pub async fn add_place_of(
        &self,
        country: Country,
        facility: FacilityId,
        kind: PlaceKind,
        about: &PlaceInput,
        now: Instant,
        rng: &mut StdRng,
    ) -> Result<PlaceId> {
        about.check()?;
        let home = self.facility(facility).await?;
        if home.country != country {
            return Err(Error::NotFound("facility"));
        }
        let place = NewPlace {
            name: about.name.trim().to_owned(),
            country,
            city: home.about.town,
            zone: home.about.zone,
            kind,
            equipment: about.words(),
            step_free: about.step_free,
            child_friendly: about.child_friendly,
        };
        let mut tx = self.begin().await?;
        let id =
            insert_place(&mut tx, &place, Some(facility), about.screen_inches, now, rng).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Changes what is said of a room or a kit of the country.
    ///
    /// # Errors
    /// [`Error::NotFound`] also for one of another country or kind, [`Error::Invalid`].
    pub async fn change_place(
        &self,
        country: Country,
        id: PlaceId,
        kind: PlaceKind,
        about: &PlaceInput,
    ) -> Result<()> {
        about.check()?;
        let mut tx = self.begin().await?;
        let sql = "UPDATE place SET name = $4, step_free = $5, child_friendly = $6,
                       screen_inches = $7
                   WHERE id = $1 AND country = $2 AND kind = $3";
        let changed = on!(tx.conn(), db => sqlx::query(sql)
            .bind(id).bind(country).bind(kind).bind(about.name.trim()).bind(about.step_free)
            .bind(about.child_friendly).bind(about.screen_inches)
            .execute(db).await?.rows_affected());
        if changed == 0 {
            return Err(Error::NotFound("place"));
        }
        let sql = "DELETE FROM equipment WHERE place = $1";
        on!(tx.conn(), db => sqlx::query(sql).bind(id).execute(db).await.map(drop)?);
        insert_equipment(&mut tx, id, &about.words()).await?;
        tx.commit().await
    }

    /// A place.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn place(&self, id: PlaceId) -> Result<Place> {
        let sql = places_that!("WHERE id = $1");
        let row: Option<PlaceRow> =
            on!(self.read(), db => sqlx::query_as(sql).bind(id).fetch_optional(db).await?);
        self.with_equipment(row.ok_or(Error::NotFound("place"))?).await
    }

    /// The rooms of a facility, or the kits kept there, by name.
    ///
    /// # Errors
    /// What the database says.
    pub async fn places_of(&self, facility: FacilityId, kind: PlaceKind) -> Result<Vec<Place>> {
        let sql = places_that!("WHERE facility = $1 AND kind = $2 ORDER BY name, id");
        let rows = on!(self.read(), db =>
            sqlx::query_as(sql).bind(facility).bind(kind).fetch_all(db).await?);
        self.all_with_equipment(rows).await
    }

    /// The kits of a country (or of all), by name.
    ///
    /// # Errors
    /// What the database says.
    pub async fn kits(&self, country: Option<Country>) -> Result<Vec<Place>> {
        let sql = places_that!(
            "WHERE kind = 'kit' AND ($1 IS NULL OR country = $1) ORDER BY country, name, id"
        );
        let rows = on!(self.read(), db => sqlx::query_as(sql).bind(country).fetch_all(db).await?);
        self.all_with_equipment(rows).await
    }

    /// The places of a country (or of all) that can be booked and that nobody has booked or holds
    /// on `[from, until)`, venues first, by name.
    ///
    /// # Errors
    /// What the database says.
    pub async fn places_free(
        &self,
        country: Option<Country>,
        from: Instant,
        until: Instant,
    ) -> Result<Vec<Place>> {
        let sql = places_that!(
            "WHERE ($1 IS NULL OR country = $1) AND state IN ('ready', 'out') AND NOT EXISTS (
                 SELECT 1 FROM booking b
                 WHERE b.place = place.id AND b.state <> 'cancelled'
                   AND b.starts < $3 AND $2 < b.ends)
             ORDER BY kind DESC, country, name, id"
        );
        let rows = on!(self.read(), db => sqlx::query_as(sql)
            .bind(country).bind(from).bind(until).fetch_all(db).await?);
        self.all_with_equipment(rows).await
    }

    async fn all_with_equipment(&self, rows: Vec<PlaceRow>) -> Result<Vec<Place>> {
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
        Ok(row.with(items.into_iter().map(|(item,)| item).collect()))
    }
}

impl PlaceRow {
    fn with(self, equipment: Vec<String>) -> Place {
        let figures = || {
            Some(NetworkFigures {
                down_kbps: self.down_kbps?,
                up_kbps: self.up_kbps?,
                round_trip_ms: self.round_trip_ms?,
                loss_permille: self.loss_permille,
            })
        };
        let network = figures().zip(self.measured).map(|(figures, measured)| Network {
            figures,
            measured: Moment::at(measured, &self.zone),
        });
        Place {
            id: self.id,
            about: NewPlace {
                name: self.name,
                country: self.country,
                city: self.city,
                zone: self.zone,
                kind: self.kind,
                equipment,
                step_free: self.step_free,
                child_friendly: self.child_friendly,
            },
            facility: self.facility,
            screen_inches: self.screen_inches,
            state: self.state,
            network,
        }
    }
}

async fn insert_place(
    tx: &mut Tx,
    place: &NewPlace,
    facility: Option<FacilityId>,
    screen_inches: Option<i32>,
    now: Instant,
    rng: &mut StdRng,
) -> Result<PlaceId> {
    let id = PlaceId::new(now, rng);
    let sql = "INSERT INTO place (id, name, country, city, zone, kind, step_free, child_friendly,
                   facility, screen_inches)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    on!(tx.conn(), db => sqlx::query(sql)
        .bind(id).bind(&place.name).bind(place.country).bind(&place.city).bind(&place.zone)
        .bind(place.kind).bind(place.step_free).bind(place.child_friendly).bind(facility)
        .bind(screen_inches)
        .execute(db).await.map(drop)?);
    insert_equipment(tx, id, &place.equipment).await?;
    Ok(id)
}

async fn insert_equipment(tx: &mut Tx, place: PlaceId, items: &[String]) -> Result<()> {
    for item in items {
        let sql = "INSERT INTO equipment (place, item) VALUES ($1, $2)";
        on!(tx.conn(), db => sqlx::query(sql).bind(place).bind(item).execute(db).await.map(drop)?);
    }
    Ok(())
}
