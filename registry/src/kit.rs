//! Kits: in whose hands each one is and where, and how it came there. The history is only ever
//! added to; the kit's own row says how it stands now.

pub mod agenda;
pub mod key;

use rand::rngs::StdRng;
use serde::{Deserialize, Serialize};

use crate::{
    country::Country,
    error::{Error, Result, Why},
    facility::{Degrees, Position, check_text},
    id::{FacilityId, HearingId, KitMoveId, PersonId, PlaceId},
    notice::{Notice, notify},
    place::PlaceState,
    store::{Store, Tx, on},
    time::{Instant, Moment, Zone},
    word::words,
};

const LONGEST: usize = 120;
const LONGEST_WORDS: usize = 400;

words! {
    /// What happens to a kit.
    pub enum MoveKind {
        /// Somebody takes it along.
        CheckedOut = "checked_out",
        /// It is back.
        CheckedIn = "checked_in",
        /// It is not fit for use.
        ToRepair = "to_repair",
        /// It is fit again.
        Repaired = "repaired",
        /// Nobody knows where it is, or somebody has it who should not.
        Lost = "lost",
        /// It was found; it has to be enrolled anew.
        Found = "found",
        /// Its key is ended from afar.
        Revoked = "revoked",
        /// It got a key.
        Enrolled = "enrolled",
    }
}

impl MoveKind {
    /// How a kit stands afterwards, or none if this cannot happen to one that stands so.
    #[must_use]
    pub fn leads(self, from: PlaceState) -> Option<PlaceState> {
        use {MoveKind as M, PlaceState as S};
        match (self, from) {
            (M::CheckedOut, S::Ready) => Some(S::Out),
            (M::CheckedIn, S::Out) => Some(S::Ready),
            (M::ToRepair, S::Ready | S::Out | S::Revoked) => Some(S::Repair),
            (M::Repaired, S::Repair) => Some(S::Ready),
            (M::Lost, S::Ready | S::Out | S::Repair | S::Revoked) => Some(S::Lost),
            (M::Found, S::Lost) => Some(S::Revoked),
            (M::Revoked, S::Ready | S::Out | S::Repair) => Some(S::Revoked),
            (M::Enrolled, S::Ready | S::Revoked) => Some(S::Ready),
            (M::Enrolled, S::Out) => Some(S::Out),
            _ => None,
        }
    }

    /// What can happen to a kit that stands so, by somebody's word.
    #[must_use]
    pub fn possible(from: PlaceState) -> Vec<Self> {
        let by_word = |kind: &Self| *kind != Self::Enrolled && kind.leads(from).is_some();
        Self::ALL.iter().copied().filter(by_word).collect()
    }
}

/// A step as it is handed in.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "kind": "checked_out", "holder": "Agente de turno, El Ceibo", "town": "El Ceibo",
    "position": {"latitude": 17.26, "longitude": -90.99}, "expected_back_days": 3,
    "words": "Sale con dos cargadores."}))]
pub struct MoveInput {
    /// What happens.
    pub kind: MoveKind,
    /// Into whose hands it goes: needed when it is checked out.
    #[serde(default)]
    #[schema(max_length = 120)]
    pub holder: Option<String>,
    /// The town it goes to.
    #[serde(default)]
    #[schema(max_length = 120)]
    pub town: Option<String>,
    /// Where that is.
    #[serde(default)]
    pub position: Option<Position>,
    /// In how many days it should be back.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 366)]
    pub expected_back_days: Option<i64>,
    /// What else is to be known.
    #[serde(default)]
    #[schema(max_length = 400)]
    pub words: Option<String>,
}

/// A step in the life of a kit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Move {
    /// Its id.
    #[schema(value_type = uuid::Uuid)]
    pub id: KitMoveId,
    /// What happened.
    pub kind: MoveKind,
    /// When, on the kit's clock.
    pub at: Moment,
    /// Who noted it.
    pub by: String,
    /// Into whose hands it went.
    pub holder: Option<String>,
    /// Where to.
    pub town: Option<String>,
    /// When it should have been back.
    pub expected_back: Option<Moment>,
    /// What else was said.
    pub words: Option<String>,
}

/// Where a kit is now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Whereabouts {
    /// The kit.
    #[schema(value_type = uuid::Uuid)]
    pub kit: PlaceId,
    /// Its name.
    pub name: String,
    /// Whose it is.
    pub country: Country,
    /// Where it is kept.
    #[schema(value_type = Option<uuid::Uuid>)]
    pub facility: Option<FacilityId>,
    /// How it stands.
    pub state: PlaceState,
    /// The town it is in, or was taken to.
    pub town: String,
    /// Where that is, if anybody has said.
    pub position: Option<Position>,
    /// In whose hands.
    pub holder: Option<String>,
    /// When it should be back.
    pub expected_back: Option<Moment>,
}

#[derive(sqlx::FromRow)]
struct WhereaboutsRow {
    kit: PlaceId,
    name: String,
    country: Country,
    facility: Option<FacilityId>,
    state: PlaceState,
    town: String,
    zone: Zone,
    latitude: Option<Degrees>,
    longitude: Option<Degrees>,
    holder: Option<String>,
    expected_back: Option<Instant>,
}

#[derive(sqlx::FromRow)]
struct MoveRow {
    id: KitMoveId,
    kind: MoveKind,
    at: Instant,
    by_name: String,
    zone: Zone,
    holder: Option<String>,
    town: Option<String>,
    expected_back: Option<Instant>,
    words: Option<String>,
}

impl MoveInput {
    /// A step with nothing said beside it.
    #[must_use]
    pub const fn plain(kind: MoveKind) -> Self {
        Self {
            kind,
            holder: None,
            town: None,
            position: None,
            expected_back_days: None,
            words: None,
        }
    }

    fn check(&self) -> Result<()> {
        for (field, text, most) in [
            ("holder", &self.holder, LONGEST),
            ("town", &self.town, LONGEST),
            ("words", &self.words, LONGEST_WORDS),
        ] {
            if let Some(text) = text {
                check_text(field, text, most)?;
            }
        }
        if self.kind == MoveKind::Enrolled {
            return Err(Error::invalid("kind", Why::DoesNotFit));
        }
        if self.kind == MoveKind::CheckedOut && self.holder.is_none() {
            return Err(Error::invalid("holder", Why::Missing));
        }
        let goes_along = self.town.is_some()
            || self.position.is_some()
            || self.holder.is_some()
            || self.expected_back_days.is_some();
        if self.kind != MoveKind::CheckedOut && goes_along {
            return Err(Error::invalid("kind", Why::DoesNotFit));
        }
        if self.position.is_some() && self.town.is_none() {
            return Err(Error::invalid("town", Why::Missing));
        }
        if self.expected_back_days.is_some_and(|days| !(0..=366).contains(&days)) {
            return Err(Error::invalid("expected_back_days", Why::TooLong));
        }
        Ok(())
    }
}

impl Store {
    /// Notes what happens to a kit of the country. Losing or revoking it ends its key, its
    /// sessions and every seat's login that began on it.
    ///
    /// # Errors
    /// [`Error::NotFound`] for another country's, [`Error::NotNow`] if it cannot happen to a kit
    /// that stands so, [`Error::Invalid`] for a field.
    pub async fn move_kit(
        &self,
        country: Country,
        kit: PlaceId,
        by: PersonId,
        given: &MoveInput,
        now: Instant,
        rng: &mut StdRng,
    ) -> Result<()> {
        given.check()?;
        let mut tx = self.begin().await?;
        let from = locked_state(&mut tx, country, kit).await?;
        let to = given.kind.leads(from).ok_or(Error::NotNow("the kit does not stand so"))?;
        let back = given.expected_back_days.map(|days| now.plus_minutes(days * 24 * 60));
        let out = given.kind == MoveKind::CheckedOut;
        // A kit that is lost was last seen where it was: that stays until it is found.
        if !matches!(given.kind, MoveKind::Lost | MoveKind::Revoked) {
            let sql = "UPDATE place SET holder = $2, town_now = $3, latitude = $4, longitude = $5,
                           expected_back = $6
                       WHERE id = $1";
            let position = given.position.filter(|_| out);
            on!(tx.conn(), db => sqlx::query(sql)
                .bind(kit).bind(&given.holder).bind(&given.town)
                .bind(position.map(|p| p.latitude)).bind(position.map(|p| p.longitude))
                .bind(back).execute(db).await.map(drop)?);
        }
        set_state(&mut tx, kit, to).await?;
        if matches!(to, PlaceState::Lost | PlaceState::Revoked) {
            end_access(&mut tx, kit, now).await?;
        }
        if matches!(to, PlaceState::Lost | PlaceState::Revoked | PlaceState::Repair) {
            warn_of_hearings(&mut tx, kit, now, rng).await?;
        }
        insert_move(&mut tx, kit, by, given, back, now, rng).await?;
        tx.commit().await
    }

    /// Where the kits of a country (or of all) are, by name.
    ///
    /// # Errors
    /// What the database says.
    pub async fn whereabouts(&self, country: Option<Country>) -> Result<Vec<Whereabouts>> {
        let sql = "SELECT p.id AS kit, p.name, p.country, p.facility, p.state, p.zone,
                       COALESCE(p.town_now, p.city) AS town, p.holder, p.expected_back,
                       CASE WHEN p.town_now IS NULL THEN f.latitude ELSE p.latitude END AS latitude,
                       CASE WHEN p.town_now IS NULL THEN f.longitude ELSE p.longitude END
                           AS longitude
                   FROM place p LEFT JOIN facility f ON f.id = p.facility
                   WHERE p.kind = 'kit' AND ($1 IS NULL OR p.country = $1)
                   ORDER BY p.country, p.name, p.id";
        let rows: Vec<WhereaboutsRow> =
            on!(self.read(), db => sqlx::query_as(sql).bind(country).fetch_all(db).await?);
        Ok(rows.into_iter().map(Whereabouts::from).collect())
    }

    /// The history of a kit, the latest step first.
    ///
    /// # Errors
    /// What the database says.
    pub async fn moves(&self, kit: PlaceId, most: i64) -> Result<Vec<Move>> {
        let sql = "SELECT m.id, m.kind, m.at, w.name AS by_name, p.zone, m.holder, m.town,
                       m.expected_back, m.words
                   FROM kit_move m JOIN place p ON p.id = m.place JOIN person w ON w.id = m.person
                   WHERE m.place = $1 ORDER BY m.at DESC, m.id DESC LIMIT $2";
        let rows: Vec<MoveRow> = on!(self.read(), db =>
            sqlx::query_as(sql).bind(kit).bind(most).fetch_all(db).await?);
        Ok(rows.into_iter().map(Move::from).collect())
    }
}

impl From<WhereaboutsRow> for Whereabouts {
    fn from(row: WhereaboutsRow) -> Self {
        let position = row.latitude.zip(row.longitude);
        Self {
            kit: row.kit,
            name: row.name,
            country: row.country,
            facility: row.facility,
            state: row.state,
            town: row.town,
            position: position.map(|(latitude, longitude)| Position { latitude, longitude }),
            holder: row.holder,
            expected_back: row.expected_back.map(|at| Moment::at(at, &row.zone)),
        }
    }
}

impl From<MoveRow> for Move {
    fn from(row: MoveRow) -> Self {
        Self {
            id: row.id,
            kind: row.kind,
            at: Moment::at(row.at, &row.zone),
            by: row.by_name,
            holder: row.holder,
            town: row.town,
            expected_back: row.expected_back.map(|at| Moment::at(at, &row.zone)),
            words: row.words,
        }
    }
}

/// How a kit stands, with its row held until the end of the transaction.
async fn locked_state(tx: &mut Tx, country: Country, kit: PlaceId) -> Result<PlaceState> {
    let sql = "UPDATE place SET name = name WHERE id = $1 AND country = $2 AND kind = 'kit'
               RETURNING state";
    let found: Option<(PlaceState,)> = on!(tx.conn(), db =>
        sqlx::query_as(sql).bind(kit).bind(country).fetch_optional(db).await?);
    Ok(found.ok_or(Error::NotFound("kit"))?.0)
}

async fn set_state(tx: &mut Tx, kit: PlaceId, state: PlaceState) -> Result<()> {
    let sql = "UPDATE place SET state = $2 WHERE id = $1";
    on!(tx.conn(), db => sqlx::query(sql).bind(kit).bind(state).execute(db).await.map(drop)?);
    Ok(())
}

/// Whoever booked a hearing at the kit that has not begun must find another place for it.
async fn warn_of_hearings(tx: &mut Tx, kit: PlaceId, now: Instant, rng: &mut StdRng) -> Result<()> {
    let sql = "SELECT DISTINCT h.id, h.opened_by FROM booking b JOIN hearing h ON h.id = b.hearing
               WHERE b.place = $1 AND b.state <> 'cancelled' AND h.state = 'booked'
                 AND b.ends > $2";
    let booked: Vec<(HearingId, PersonId)> =
        on!(tx.conn(), db => sqlx::query_as(sql).bind(kit).bind(now).fetch_all(db).await?);
    for (hearing, person) in booked {
        notify(tx, person, &Notice::Changed { hearing }, now, rng).await?;
    }
    Ok(())
}

/// Whoever holds the kit has nothing from now on.
async fn end_access(tx: &mut Tx, kit: PlaceId, now: Instant) -> Result<()> {
    for sql in [
        "UPDATE kit_key SET ended = $2 WHERE place = $1 AND ended IS NULL",
        "UPDATE kit_session SET ended = $2 WHERE place = $1 AND ended IS NULL",
        "UPDATE login SET ended = $2 WHERE kit = $1 AND ended IS NULL",
    ] {
        on!(tx.conn(), db => sqlx::query(sql).bind(kit).bind(now).execute(db).await.map(drop)?);
    }
    let sql = "DELETE FROM kit_code WHERE place = $1";
    on!(tx.conn(), db => sqlx::query(sql).bind(kit).execute(db).await.map(drop)?);
    Ok(())
}

async fn insert_move(
    tx: &mut Tx,
    kit: PlaceId,
    by: PersonId,
    given: &MoveInput,
    expected_back: Option<Instant>,
    now: Instant,
    rng: &mut StdRng,
) -> Result<()> {
    let sql = "INSERT INTO kit_move (id, place, kind, at, person, holder, town, expected_back,
                   words)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    on!(tx.conn(), db => sqlx::query(sql)
        .bind(KitMoveId::new(now, rng)).bind(kit).bind(given.kind).bind(now).bind(by)
        .bind(&given.holder).bind(&given.town).bind(expected_back).bind(&given.words)
        .execute(db).await.map(drop)?);
    Ok(())
}
