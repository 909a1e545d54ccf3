//! The rows of plans: read by whom they concern, and written by one person at a time.

use serde::{Deserialize, Serialize};

use super::{
    PlanState,
    content::{Content, Placed},
};
use crate::{
    country::Country,
    error::{Error, Result},
    id::{CasePlanId, HearingId, PersonId, RequestId},
    request::{RequestInput, RequestState},
    store::{Store, on},
    time::{Day, Instant},
};

/// A plan as it is kept.
#[derive(Debug, Clone)]
pub(super) struct Record {
    pub(super) id: CasePlanId,
    pub(super) country: Country,
    /// Who made it, and in whose name its requests are made.
    pub(super) owner: PersonId,
    pub(super) state: PlanState,
    pub(super) version: i64,
    pub(super) content: Content,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: CasePlanId,
    country: Country,
    owner: PersonId,
    state: PlanState,
    version: i64,
    content: String,
}

/// A plan in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct CasePlanLine {
    /// Its id.
    pub id: CasePlanId,
    /// How far it is.
    pub state: PlanState,
    /// The case.
    pub case_reference: String,
    /// The first day.
    pub first_day: Option<Day>,
    /// The last day.
    pub last_day: Option<Day>,
    /// Whom it is for.
    pub victims: usize,
    /// Interviews that are needed.
    pub needed: i64,
    /// Interviews that have a place.
    pub planned: usize,
}

/// What a request was made for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct MadeFor {
    pub(super) interpreters: Vec<i64>,
    pub(super) input: RequestInput,
}

/// A request that was made for an interview.
#[derive(Debug, Clone)]
pub(super) struct Made {
    pub(super) victim: String,
    pub(super) number: i64,
    pub(super) request: RequestId,
    pub(super) made_for: MadeFor,
    pub(super) state: RequestState,
    pub(super) hearing: Option<HearingId>,
}

impl Record {
    fn read(row: Row) -> Result<Self> {
        Ok(Self {
            id: row.id,
            country: row.country,
            owner: row.owner,
            state: row.state,
            version: row.version,
            content: from_json(&row.content)?,
        })
    }

    fn line(self) -> CasePlanLine {
        let Content { setup, interviews, .. } = self.content;
        CasePlanLine {
            id: self.id,
            state: self.state,
            first_day: setup.days.first().copied(),
            last_day: setup.days.last().copied(),
            victims: setup.victims.len(),
            needed: setup.victims.iter().map(|victim| victim.interviews).sum(),
            planned: interviews.len(),
            case_reference: setup.case_reference,
        }
    }
}

const COLUMNS: &str = "SELECT c.id, c.country, c.owner, c.state, c.version, c.content
                       FROM case_plan c JOIN person p ON p.id = $1 AND p.country = c.country";

impl Store {
    /// The plans of a person's country, those changed last first.
    ///
    /// # Errors
    /// What the database says.
    pub async fn case_plans(&self, by: PersonId) -> Result<Vec<CasePlanLine>> {
        let sql = format!("{COLUMNS} ORDER BY c.changed DESC, c.id DESC LIMIT 200");
        let rows: Vec<Row> = on!(self.read(), db =>
            sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(by).fetch_all(db).await?);
        rows.into_iter().map(|row| Ok(Record::read(row)?.line())).collect()
    }

    /// A plan of the person's country. Another country's does not exist for them.
    pub(super) async fn plan_record(&self, id: CasePlanId, by: PersonId) -> Result<Record> {
        let sql = format!("{COLUMNS} WHERE c.id = $2");
        let row: Option<Row> = on!(self.read(), db => sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(by).bind(id).fetch_optional(db).await?);
        Record::read(row.ok_or(Error::NotFound("case plan"))?)
    }

    /// The same, to be changed: not over, and as the person last saw it.
    pub(super) async fn plan_to_change(
        &self,
        id: CasePlanId,
        by: PersonId,
        version: i64,
    ) -> Result<Record> {
        let record = self.plan_record(id, by).await?;
        if record.state == PlanState::Closed || record.version != version {
            return Err(Error::NotNow("the plan is closed or was changed meanwhile"));
        }
        Ok(record)
    }

    /// Writes a plan down, unless somebody else has meanwhile.
    pub(super) async fn write_plan(&self, record: &mut Record, now: Instant) -> Result<()> {
        let content = to_json(&record.content)?;
        let mut tx = self.begin().await?;
        let sql = "UPDATE case_plan SET state = $2, content = $3, changed = $4,
                       version = version + 1
                   WHERE id = $1 AND version = $5";
        let changed = on!(tx.conn(), db => sqlx::query(sql)
            .bind(record.id).bind(record.state).bind(&content).bind(now).bind(record.version)
            .execute(db).await?.rows_affected());
        if changed == 0 {
            return Err(Error::NotNow("the plan was changed meanwhile"));
        }
        tx.commit().await?;
        record.version += 1;
        Ok(())
    }

    pub(super) async fn insert_plan(&self, record: &Record, now: Instant) -> Result<()> {
        let mut tx = self.begin().await?;
        let sql = "INSERT INTO case_plan (id, country, owner, state, version, content, created,
                       changed)
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $7)";
        on!(tx.conn(), db => sqlx::query(sql)
            .bind(record.id).bind(record.country).bind(record.owner).bind(record.state)
            .bind(record.version).bind(to_json(&record.content)?).bind(now)
            .execute(db).await.map(drop)?);
        tx.commit().await
    }

    /// The requests that were made for a plan's interviews.
    pub(super) async fn made_for_plan(&self, plan: CasePlanId) -> Result<Vec<Made>> {
        let sql = "SELECT c.victim, c.number, c.made_for, r.id AS request, h.id AS hearing,
                       CASE WHEN r.ended_by = 'unmet' THEN 'unmet' ELSE r.state END AS state
                   FROM case_plan_request c JOIN request r ON r.id = c.request
                   LEFT JOIN hearing h ON h.request = r.id AND h.state <> 'cancelled'
                   WHERE c.plan = $1 ORDER BY c.victim, c.number";
        let rows: Vec<MadeRow> =
            on!(self.read(), db => sqlx::query_as(sql).bind(plan).fetch_all(db).await?);
        rows.into_iter().map(Made::read).collect()
    }

    /// Remembers the request of an interview; a later one takes its place.
    pub(super) async fn note_made(
        &self,
        plan: CasePlanId,
        (victim, number): (&str, i64),
        request: RequestId,
        made_for: &MadeFor,
    ) -> Result<()> {
        let mut tx = self.begin().await?;
        let sql = "INSERT INTO case_plan_request (plan, victim, number, request, made_for)
                   VALUES ($1, $2, $3, $4, $5)
                   ON CONFLICT (plan, victim, number)
                   DO UPDATE SET request = excluded.request, made_for = excluded.made_for";
        on!(tx.conn(), db => sqlx::query(sql)
            .bind(plan).bind(victim).bind(column(number)).bind(request).bind(to_json(made_for)?)
            .execute(db).await.map(drop)?);
        tx.commit().await
    }

    /// Forgets the request of an interview that is not planned any more.
    pub(super) async fn forget_made(&self, plan: CasePlanId, made: &Made) -> Result<()> {
        let mut tx = self.begin().await?;
        let sql = "DELETE FROM case_plan_request WHERE plan = $1 AND victim = $2 AND number = $3";
        on!(tx.conn(), db => sqlx::query(sql)
            .bind(plan).bind(&made.victim).bind(column(made.number))
            .execute(db).await.map(drop)?);
        tx.commit().await
    }
}

#[derive(sqlx::FromRow)]
struct MadeRow {
    victim: String,
    number: i32,
    made_for: String,
    request: RequestId,
    state: RequestState,
    hearing: Option<HearingId>,
}

impl Made {
    fn read(row: MadeRow) -> Result<Self> {
        Ok(Self {
            victim: row.victim,
            number: row.number.into(),
            request: row.request,
            made_for: from_json(&row.made_for)?,
            state: row.state,
            hearing: row.hearing,
        })
    }

    /// Whether it is the request of this interview, and was made for just what is planned now.
    pub(super) fn is_for(&self, content: &Content, placed: &Placed) -> bool {
        self.stands()
            && (&self.victim, self.number) == (&placed.victim, placed.number)
            && content.made_for(placed).is_some_and(|planned| planned == self.made_for)
    }

    /// Whether the request still stands for something.
    pub(super) const fn stands(&self) -> bool {
        !matches!(self.state, RequestState::Cancelled | RequestState::Unmet)
    }
}

/// Interviews of a victim are few.
fn column(number: i64) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

fn to_json<T: Serialize>(what: &T) -> Result<String> {
    serde_json::to_string(what).map_err(|error| corrupt(&error))
}

fn from_json<T: serde::de::DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|error| corrupt(&error))
}

fn corrupt(error: &serde_json::Error) -> Error {
    Error::Corrupt { what: "case plan", why: error.to_string() }
}
