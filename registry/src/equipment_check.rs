//! Checks of a place's equipment, run in its own browser by a technician or by the kit itself.
//! None is ever changed; the last one's figures stand on the place.

use rand::rngs::StdRng;
use serde::{Deserialize, Serialize};

use crate::{
    error::{Error, Result, Why},
    facility::check_text,
    id::{CheckId, PersonId, PlaceId},
    place::NetworkFigures,
    store::{Store, on},
    time::{Instant, Moment, Zone},
    word::words,
};

const LONGEST_WORDS: usize = 1_000;
const LONGEST_ITEM_WORDS: usize = 200;

words! {
    /// What is tried.
    pub enum CheckItem {
        /// Somebody speaks and is heard.
        Microphone = "microphone",
        /// A sound is played and heard.
        Loudspeaker = "loudspeaker",
        /// A picture that is neither dark nor still.
        Camera = "camera",
        /// The line to the server.
        Network = "network",
        /// Both headsets.
        Headsets = "headsets",
        /// Mains, battery, charger.
        Power = "power",
        /// The room's large screen.
        Screen = "screen",
        /// Doors, waiting place, what somebody sees and hears from outside.
        Room = "room",
    }
}

words! {
    /// How it went.
    pub enum Outcome as "CheckOutcome" {
        /// As it should.
        Works = "works",
        /// Enough for speech, not for more.
        Weak = "weak",
        /// It does not work.
        Fails = "fails",
        /// It is not there.
        Missing = "missing",
    }
}

/// One thing that was tried.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, sqlx::FromRow, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ItemOutcome {
    /// What.
    pub item: CheckItem,
    /// How it went.
    pub outcome: Outcome,
    /// What was seen.
    #[serde(default)]
    #[schema(max_length = 200)]
    pub words: Option<String>,
}

/// A check as it is handed in.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "items": [{"item": "microphone", "outcome": "works"},
              {"item": "camera", "outcome": "fails", "words": "La imagen es negra."}],
    "network": {"down_kbps": 12000, "up_kbps": 2500, "round_trip_ms": 48, "loss_permille": 2},
    "words": "Se cambió el cable."}))]
pub struct CheckInput {
    /// What was tried, each thing once.
    #[schema(min_items = 1, max_items = 8)]
    pub items: Vec<ItemOutcome>,
    /// What the line bore.
    #[serde(default)]
    pub network: Option<NetworkFigures>,
    /// What else is to be known.
    #[serde(default)]
    #[schema(max_length = 1000)]
    pub words: Option<String>,
}

/// A check of the history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Check {
    /// Its id.
    #[schema(value_type = uuid::Uuid)]
    pub id: CheckId,
    /// When, on the place's clock.
    pub at: Moment,
    /// Who ran it; none for a kit that ran it by itself.
    pub by: Option<String>,
    /// Whether nothing failed and nothing is missing.
    pub passed: bool,
    /// What was tried.
    pub items: Vec<ItemOutcome>,
    /// What the line bore.
    pub network: Option<NetworkFigures>,
    /// What else is to be known.
    pub words: Option<String>,
}

#[derive(sqlx::FromRow)]
struct CheckRow {
    id: CheckId,
    at: Instant,
    zone: Zone,
    by_name: Option<String>,
    words: Option<String>,
    down_kbps: Option<i32>,
    up_kbps: Option<i32>,
    round_trip_ms: Option<i32>,
    loss_permille: Option<i32>,
}

#[derive(sqlx::FromRow)]
struct ItemRow {
    equipment_check: CheckId,
    #[sqlx(flatten)]
    outcome: ItemOutcome,
}

impl CheckInput {
    fn check(&self) -> Result<()> {
        if self.items.is_empty() {
            return Err(Error::invalid("items", Why::Missing));
        }
        let mut tried: Vec<CheckItem> = self.items.iter().map(|one| one.item).collect();
        tried.sort_unstable();
        if tried.windows(2).any(|pair| matches!(pair, [one, next] if one == next)) {
            return Err(Error::invalid("items", Why::Repeated));
        }
        for one in &self.items {
            if let Some(words) = &one.words {
                check_text("items.words", words, LONGEST_ITEM_WORDS)?;
            }
        }
        if let Some(words) = &self.words {
            check_text("words", words, LONGEST_WORDS)?;
        }
        self.network.as_ref().map_or(Ok(()), NetworkFigures::check)
    }
}

impl Store {
    /// Notes a check of a place and puts its figures on the place.
    ///
    /// # Errors
    /// [`Error::NotFound`] for no such place, [`Error::Invalid`] for a field.
    pub async fn note_check(
        &self,
        place: PlaceId,
        by: Option<PersonId>,
        given: &CheckInput,
        now: Instant,
        rng: &mut StdRng,
    ) -> Result<CheckId> {
        given.check()?;
        self.place(place).await?;
        let id = CheckId::new(now, rng);
        let network = given.network.as_ref();
        let mut tx = self.begin().await?;
        let sql = "INSERT INTO equipment_check (id, place, at, person, words, down_kbps, up_kbps,
                       round_trip_ms, loss_permille)
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
        on!(tx.conn(), db => sqlx::query(sql)
            .bind(id).bind(place).bind(now).bind(by).bind(&given.words)
            .bind(network.map(|n| n.down_kbps)).bind(network.map(|n| n.up_kbps))
            .bind(network.map(|n| n.round_trip_ms)).bind(network.and_then(|n| n.loss_permille))
            .execute(db).await.map(drop)?);
        let sql = "INSERT INTO equipment_check_item (equipment_check, item, outcome, words)
                   VALUES ($1, $2, $3, $4)";
        for one in &given.items {
            on!(tx.conn(), db => sqlx::query(sql)
                .bind(id).bind(one.item).bind(one.outcome).bind(&one.words)
                .execute(db).await.map(drop)?);
        }
        if let Some(n) = network {
            let sql = "UPDATE place SET down_kbps = $2, up_kbps = $3, round_trip_ms = $4,
                           loss_permille = $5, measured = $6
                       WHERE id = $1";
            on!(tx.conn(), db => sqlx::query(sql)
                .bind(place).bind(n.down_kbps).bind(n.up_kbps).bind(n.round_trip_ms)
                .bind(n.loss_permille).bind(now)
                .execute(db).await.map(drop)?);
        }
        tx.commit().await?;
        Ok(id)
    }

    /// The last checks of a place, the latest first.
    ///
    /// # Errors
    /// What the database says.
    pub async fn checks(&self, place: PlaceId, most: i64) -> Result<Vec<Check>> {
        let sql = "SELECT c.id, c.at, p.zone, w.name AS by_name, c.words, c.down_kbps, c.up_kbps,
                       c.round_trip_ms, c.loss_permille
                   FROM equipment_check c JOIN place p ON p.id = c.place
                   LEFT JOIN person w ON w.id = c.person
                   WHERE c.place = $1 ORDER BY c.at DESC, c.id DESC LIMIT $2";
        let rows: Vec<CheckRow> = on!(self.read(), db =>
            sqlx::query_as(sql).bind(place).bind(most).fetch_all(db).await?);
        let sql = "SELECT i.equipment_check, i.item, i.outcome, i.words
                   FROM equipment_check_item i JOIN equipment_check c ON c.id = i.equipment_check
                   WHERE c.place = $1";
        let items: Vec<ItemRow> =
            on!(self.read(), db => sqlx::query_as(sql).bind(place).fetch_all(db).await?);
        Ok(rows.into_iter().map(|row| row.with(&items)).collect())
    }
}

impl CheckRow {
    fn with(self, items: &[ItemRow]) -> Check {
        let own = items.iter().filter(|item| item.equipment_check == self.id);
        let mut items: Vec<ItemOutcome> = own.map(|item| item.outcome.clone()).collect();
        items.sort_unstable_by_key(|one| one.item);
        let figures = || {
            Some(NetworkFigures {
                down_kbps: self.down_kbps?,
                up_kbps: self.up_kbps?,
                round_trip_ms: self.round_trip_ms?,
                loss_permille: self.loss_permille,
            })
        };
        let network = figures();
        let bad = |one: &ItemOutcome| matches!(one.outcome, Outcome::Fails | Outcome::Missing);
        Check {
            id: self.id,
            at: Moment::at(self.at, &self.zone),
            by: self.by_name,
            passed: !items.iter().any(bad),
            items,
            network,
            words: self.words,
        }
    }
}
