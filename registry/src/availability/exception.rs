//! What differs from the ordinary week: hours on one day beside it, and hours that are closed.

use rand::rngs::StdRng;
use serde::Serialize;

use super::purpose::Purposes;
use crate::{
    error::{Error, Resource, Result, Why},
    id::{BlockId, ExtraId, PersonId},
    store::{Store, Tx, on},
    time::{Instant, Moment, WallTime, Zone},
};

/// Closed stretches, and extra hours, that one person keeps at a time.
const MOST_EXCEPTIONS: i64 = 400;

/// An hour or more that the interpreter closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Block {
    /// Its id.
    pub id: BlockId,
    /// From.
    pub from: Moment,
    /// Until.
    pub to: Moment,
}

/// Hours beside the weekly ones; they hold on holidays, too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Extra {
    /// Its id.
    pub id: ExtraId,
    /// From.
    pub from: Moment,
    /// Until.
    pub to: Moment,
    /// What they are for.
    pub purposes: Purposes,
}

impl Store {
    /// Closed hours that are not over.
    pub(super) async fn blocks(&self, person: PersonId, now: Instant) -> Result<Vec<Block>> {
        let sql = "SELECT id, starts, ends, zone FROM block WHERE person = $1 AND ends > $2
                   ORDER BY starts, id";
        let rows: Vec<(BlockId, Instant, Instant, Zone)> =
            on!(self.read(), db => sqlx::query_as(sql).bind(person).bind(now).fetch_all(db).await?);
        let block = |(id, from, to, zone): (_, _, _, Zone)| Block {
            id,
            from: Moment::at(from, &zone),
            to: Moment::at(to, &zone),
        };
        Ok(rows.into_iter().map(block).collect())
    }

    /// Extra hours that are not over.
    pub(super) async fn extra_hours(&self, person: PersonId, now: Instant) -> Result<Vec<Extra>> {
        let sql = "SELECT id, starts, ends, zone, purposes FROM extra_hours
                   WHERE person = $1 AND ends > $2 ORDER BY starts, id";
        let rows: Vec<(ExtraId, Instant, Instant, Zone, i32)> =
            on!(self.read(), db => sqlx::query_as(sql).bind(person).bind(now).fetch_all(db).await?);
        rows.into_iter()
            .map(|(id, from, to, zone, purposes)| {
                Ok(Extra {
                    id,
                    from: Moment::at(from, &zone),
                    to: Moment::at(to, &zone),
                    purposes: Purposes::from_column(purposes)?,
                })
            })
            .collect()
    }

    /// Closes the hours from one wall time to another.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a time that does not exist, is over, or spans more than a year, and
    /// for one stretch too many; [`Error::NotFree`] where the interpreter is booked;
    /// [`Error::NotFound`].
    pub async fn add_block(
        &self,
        person: PersonId,
        from: &WallTime,
        to: &WallTime,
        now: Instant,
        rng: &mut StdRng,
    ) -> Result<Block> {
        let (from, to) = check(from, to, 366 * 24 * 60, now)?;
        let mut tx = self.begin().await?;
        check_person(&mut tx, person).await?;
        let sql = "SELECT count(*) FROM booking WHERE interpreter = $1 AND state <> 'cancelled'
                   AND starts < $3 AND $2 < ends";
        let (booked,): (i64,) = on!(tx.conn(), db => sqlx::query_as(sql)
            .bind(person).bind(from.instant).bind(to.instant).fetch_one(db).await?);
        if booked > 0 {
            return Err(Error::NotFree(Resource::Interpreter(person)));
        }
        let sql = "SELECT count(*) FROM block WHERE person = $1 AND ends > $2";
        check_room(&mut tx, sql, person, now).await?;
        let id = BlockId::new(now, rng);
        let sql = "INSERT INTO block (id, person, starts, ends, zone) VALUES ($1, $2, $3, $4, $5)";
        on!(tx.conn(), db => sqlx::query(sql)
            .bind(id).bind(person).bind(from.instant).bind(to.instant).bind(&from.zone)
            .execute(db).await.map(drop)?);
        tx.commit().await?;
        Ok(Block { id, from, to })
    }

    /// Opens closed hours again.
    ///
    /// # Errors
    /// [`Error::NotFound`], also for somebody else's block.
    pub async fn remove_block(&self, person: PersonId, block: BlockId) -> Result<()> {
        let mut tx = self.begin().await?;
        let sql = "DELETE FROM block WHERE id = $1 AND person = $2";
        let removed = on!(tx.conn(), db =>
            sqlx::query(sql).bind(block).bind(person).execute(db).await?.rows_affected());
        if removed == 0 {
            return Err(Error::NotFound("block"));
        }
        tx.commit().await
    }

    /// Opens hours on one day beside the weekly ones.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a time that does not exist, is over, or spans more than a day and a
    /// half, for hours that are for nothing, and for one stretch too many; [`Error::NotFound`].
    pub async fn add_extra(
        &self,
        person: PersonId,
        (from, to): (&WallTime, &WallTime),
        purposes: Purposes,
        now: Instant,
        rng: &mut StdRng,
    ) -> Result<Extra> {
        let (from, to) = check(from, to, 36 * 60, now)?;
        if purposes.is_empty() {
            return Err(Error::invalid("purposes", Why::Missing));
        }
        let mut tx = self.begin().await?;
        check_person(&mut tx, person).await?;
        let sql = "SELECT count(*) FROM extra_hours WHERE person = $1 AND ends > $2";
        check_room(&mut tx, sql, person, now).await?;
        let id = ExtraId::new(now, rng);
        let sql = "INSERT INTO extra_hours (id, person, starts, ends, zone, purposes)
                   VALUES ($1, $2, $3, $4, $5, $6)";
        on!(tx.conn(), db => sqlx::query(sql)
            .bind(id).bind(person).bind(from.instant).bind(to.instant).bind(&from.zone)
            .bind(purposes.to_column()).execute(db).await.map(drop)?);
        tx.commit().await?;
        Ok(Extra { id, from, to, purposes })
    }

    /// Takes extra hours back.
    ///
    /// # Errors
    /// [`Error::NotFound`], also for somebody else's.
    pub async fn remove_extra(&self, person: PersonId, extra: ExtraId) -> Result<()> {
        let mut tx = self.begin().await?;
        let sql = "DELETE FROM extra_hours WHERE id = $1 AND person = $2";
        let removed = on!(tx.conn(), db =>
            sqlx::query(sql).bind(extra).bind(person).execute(db).await?.rows_affected());
        if removed == 0 {
            return Err(Error::NotFound("extra hours"));
        }
        tx.commit().await
    }
}

fn check(
    from: &WallTime,
    to: &WallTime,
    most_minutes: i64,
    now: Instant,
) -> Result<(Moment, Moment)> {
    let from = from.moment().map_err(|e| Error::time("from", &e))?;
    let to = to.moment().map_err(|e| Error::time("to", &e))?;
    if to.instant <= from.instant {
        return Err(Error::invalid("to", Why::Empty));
    }
    if to.instant <= now {
        return Err(Error::invalid("to", Why::InThePast));
    }
    if to.instant.minutes_since(from.instant) > most_minutes
        || to.instant.minutes_since(now) > 5 * 366 * 24 * 60
    {
        return Err(Error::invalid("to", Why::TooLong));
    }
    Ok((from, to))
}

async fn check_person(tx: &mut Tx, person: PersonId) -> Result<()> {
    let sql = "SELECT count(*) FROM interpreter WHERE person = $1";
    let (known,): (i64,) =
        on!(tx.conn(), db => sqlx::query_as(sql).bind(person).fetch_one(db).await?);
    if known == 0 { Err(Error::NotFound("interpreter")) } else { Ok(()) }
}

async fn check_room(tx: &mut Tx, sql: &'static str, person: PersonId, now: Instant) -> Result<()> {
    let (kept,): (i64,) =
        on!(tx.conn(), db => sqlx::query_as(sql).bind(person).bind(now).fetch_one(db).await?);
    if kept >= MOST_EXCEPTIONS { Err(Error::invalid("from", Why::TooLong)) } else { Ok(()) }
}
