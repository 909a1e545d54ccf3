//! Bookings: time of an interpreter or a place. The database itself refuses that two overlap, so
//! no race and no raw SQL can book anybody twice.

use rand::rngs::StdRng;

use crate::{
    error::{Error, Resource, Result},
    hearing::Span,
    id::{BookingId, HearingId, PersonId, PlaceId, RequestId},
    interpreter::Mode,
    store::{Tx, on, refused_by},
    time::Instant,
};

impl From<PersonId> for Resource {
    fn from(person: PersonId) -> Self {
        Self::Interpreter(person)
    }
}

impl From<PlaceId> for Resource {
    fn from(place: PlaceId) -> Self {
        Self::Place(place)
    }
}

/// What time is held for.
pub(crate) struct Holding<'a> {
    pub(crate) request: Option<RequestId>,
    pub(crate) hearing: Option<HearingId>,
    /// How the interpreter works, for the daily limit of simultaneous work.
    pub(crate) mode: Option<Mode>,
    pub(crate) span: &'a Span,
}

/// Holds time: confirmed if there is a hearing already, held until then.
///
/// # Errors
/// [`Error::NotFree`] if any of it is held or booked; the transaction is then of no more use.
pub(crate) async fn hold(
    tx: &mut Tx,
    resource: Resource,
    holding: &Holding<'_>,
    now: Instant,
    rng: &mut StdRng,
) -> Result<()> {
    let (interpreter, place) = match resource {
        Resource::Interpreter(person) => (Some(person), None),
        Resource::Place(place) => (None, Some(place)),
    };
    let (before, after) = lock(tx, resource).await?;
    let state = if holding.hearing.is_some() { "confirmed" } else { "held" };
    let sql = "INSERT INTO booking (id, interpreter, place, request, hearing, mode, state, starts,
                   ends, pad_before, pad_after)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    let id = BookingId::new(now, rng);
    let inserted = on!(tx.conn(), db => sqlx::query(sql)
        .bind(id).bind(interpreter).bind(place).bind(holding.request).bind(holding.hearing)
        .bind(holding.mode).bind(state)
        .bind(holding.span.starts.instant).bind(holding.span.ends.instant)
        .bind(i64::from(before) * MINUTE_MICROS).bind(i64::from(after) * MINUTE_MICROS)
        .execute(db).await.map(drop));
    inserted.map_err(|error| {
        let overlaps = refused_by(&error, "booking_interpreter_overlap", "")
            || refused_by(&error, "booking_place_overlap", "");
        if overlaps { Error::NotFree(resource) } else { Error::Database(error) }
    })
}

const MINUTE_MICROS: i64 = 60_000_000;

/// Makes bookings of one person or place wait for each other: two that overlap would otherwise
/// each wait in PostgreSQL's exclusion constraint for the other. Whoever holds several takes them
/// in order of their ids. Gives the minutes that are kept clear before and after.
async fn lock(tx: &mut Tx, resource: Resource) -> Result<(i32, i32)> {
    let (sql, id) = match resource {
        Resource::Interpreter(person) => (
            "UPDATE interpreter SET number = number WHERE person = $1
             RETURNING minutes_before, minutes_after",
            person.0,
        ),
        Resource::Place(place) => {
            let sql = "UPDATE place SET name = name
                       WHERE id = $1 AND state IN ('ready', 'out') RETURNING 0, 0";
            (sql, place.0)
        }
    };
    let pads: Option<(i32, i32)> =
        on!(tx.conn(), db => sqlx::query_as(sql).bind(id).fetch_optional(db).await?);
    match (pads, resource) {
        // Lost, revoked or in repair.
        (None, Resource::Place(_)) => Err(Error::NotFree(resource)),
        (pads, _) => Ok(pads.unwrap_or_default()),
    }
}

/// Turns what a request holds into bookings of its hearing.
pub(crate) async fn confirm(tx: &mut Tx, request: RequestId, hearing: HearingId) -> Result<()> {
    let sql = "UPDATE booking SET state = 'confirmed', hearing = $2
               WHERE request = $1 AND state = 'held'";
    on!(tx.conn(), db =>
        sqlx::query(sql).bind(request).bind(hearing).execute(db).await.map(drop)?);
    Ok(())
}

/// Frees everything that a request or its hearing holds.
pub(crate) async fn release(tx: &mut Tx, request: RequestId) -> Result<()> {
    let sql = "UPDATE booking SET state = 'cancelled' WHERE request = $1";
    on!(tx.conn(), db => sqlx::query(sql).bind(request).execute(db).await.map(drop)?);
    Ok(())
}

/// Frees what a request holds of one person.
pub(crate) async fn release_interpreter(
    tx: &mut Tx,
    request: RequestId,
    person: PersonId,
) -> Result<()> {
    let sql = "UPDATE booking SET state = 'cancelled' WHERE request = $1 AND interpreter = $2";
    on!(tx.conn(), db =>
        sqlx::query(sql).bind(request).bind(person).execute(db).await.map(drop)?);
    Ok(())
}
