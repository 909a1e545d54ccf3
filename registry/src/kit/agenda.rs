//! What a kit shows of its hearings: when, and the seats that sit at it. No names: whoever finds
//! a kit learns nothing of the people it is for.

use rand::rngs::StdRng;
use serde::Serialize;

use crate::{
    error::{Error, Result},
    hearing::Role,
    id::{HearingId, PlaceId, Seat},
    login::{Holder, insert_login},
    store::{Store, on},
    time::{Instant, Moment, Zone},
    token::Token,
};

/// One enters this long before the start.
const OPENS_MINUTES_BEFORE: i64 = 30;
/// Hearings overrun; so long after the planned end one can still come back.
const CLOSES_MINUTES_AFTER: i64 = 4 * 60;
/// A kit looks this far ahead.
const AHEAD_MINUTES: i64 = 14 * 24 * 60;
const MOST: i64 = 10;

/// A time at which a place is booked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct PlaceBooking {
    /// From.
    pub starts: Moment,
    /// Until.
    pub ends: Moment,
}

/// A hearing at a kit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct KitHearing {
    /// The hearing.
    #[schema(value_type = uuid::Uuid)]
    pub hearing: HearingId,
    /// When, on the kit's clock.
    pub starts: Moment,
    /// Planned end.
    pub ends: Moment,
    /// When one can enter.
    pub opens: Moment,
    /// Whether one can enter now.
    pub open: bool,
    /// Who sits at the kit.
    pub seats: Vec<KitSeat>,
}

/// A seat at a kit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct KitSeat {
    /// Its number.
    #[schema(value_type = i32)]
    pub seat: Seat,
    /// Its role.
    pub role: Role,
}

#[derive(sqlx::FromRow)]
struct SeatRow {
    hearing: HearingId,
    starts: Instant,
    ends: Instant,
    zone: Zone,
    seat: Seat,
    role: Role,
}

impl Store {
    /// The next bookings of a place, also those that are only held.
    ///
    /// # Errors
    /// What the database says.
    pub async fn bookings_of_place(
        &self,
        place: PlaceId,
        now: Instant,
        most: i64,
    ) -> Result<Vec<PlaceBooking>> {
        let sql = "SELECT b.starts, b.ends, p.zone
                   FROM booking b JOIN place p ON p.id = b.place
                   WHERE b.place = $1 AND b.state <> 'cancelled' AND b.ends > $2
                   ORDER BY b.starts LIMIT $3";
        let rows: Vec<(Instant, Instant, Zone)> = on!(self.read(), db =>
            sqlx::query_as(sql).bind(place).bind(now).bind(most).fetch_all(db).await?);
        Ok(rows
            .into_iter()
            .map(|(starts, ends, zone)| PlaceBooking {
                starts: Moment::at(starts, &zone),
                ends: Moment::at(ends, &zone),
            })
            .collect())
    }

    /// The hearings at a kit that are near, with the seats that have no account of their own.
    ///
    /// # Errors
    /// What the database says.
    pub async fn kit_agenda(&self, kit: PlaceId, now: Instant) -> Result<Vec<KitHearing>> {
        let sql = "SELECT h.id AS hearing, h.starts, h.ends, k.zone, p.seat, p.role
                   FROM participant p
                   JOIN hearing h ON h.id = p.hearing JOIN place k ON k.id = p.place
                   WHERE p.place = $1 AND p.person IS NULL AND p.ended IS NULL
                     AND h.state IN ('booked', 'live') AND h.ends > $2 AND h.starts < $3
                   ORDER BY h.starts, h.id, p.seat LIMIT $4";
        let ended = now.plus_minutes(-CLOSES_MINUTES_AFTER);
        let ahead = now.plus_minutes(AHEAD_MINUTES);
        let rows: Vec<SeatRow> = on!(self.read(), db => sqlx::query_as(sql)
            .bind(kit).bind(ended).bind(ahead).bind(MOST).fetch_all(db).await?);
        let mut agenda: Vec<KitHearing> = Vec::new();
        for row in rows {
            let seat = KitSeat { seat: row.seat, role: row.role };
            match agenda.last_mut() {
                Some(last) if last.hearing == row.hearing => last.seats.push(seat),
                _ => {
                    let opens = row.starts.plus_minutes(-OPENS_MINUTES_BEFORE);
                    agenda.push(KitHearing {
                        hearing: row.hearing,
                        starts: Moment::at(row.starts, &row.zone),
                        ends: Moment::at(row.ends, &row.zone),
                        opens: Moment::at(opens, &row.zone),
                        open: opens <= now,
                        seats: vec![seat],
                    });
                }
            }
        }
        Ok(agenda)
    }

    /// Signs a seat in on the kit it sits at; the seat's earlier links and logins end.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a seat that is not at this kit, [`Error::LinkNotYet`] before its
    /// time.
    pub async fn enter_on_kit(
        &self,
        kit: PlaceId,
        hearing: HearingId,
        seat: Seat,
        now: Instant,
        expires: Instant,
        rng: &mut StdRng,
    ) -> Result<Token> {
        let agenda = self.kit_agenda(kit, now).await?;
        let found = agenda.iter().find(|one| one.hearing == hearing);
        let found = found.filter(|one| one.seats.iter().any(|own| own.seat == seat));
        let found = found.ok_or(Error::NotFound("seat"))?;
        if !found.open {
            return Err(Error::LinkNotYet);
        }
        let mut tx = self.begin().await?;
        for sql in [
            "UPDATE link SET ended = $3 WHERE hearing = $1 AND seat = $2 AND ended IS NULL",
            "UPDATE login SET ended = $3 WHERE hearing = $1 AND seat = $2 AND ended IS NULL",
        ] {
            on!(tx.conn(), db => sqlx::query(sql)
                .bind(hearing).bind(seat).bind(now).execute(db).await.map(drop)?);
        }
        let token = insert_login(&mut tx, Holder::Seat(hearing, seat), now, expires, rng).await?;
        let sql = "UPDATE login SET kit = $2 WHERE hash = $1";
        on!(tx.conn(), db =>
            sqlx::query(sql).bind(token.hash()).bind(kit).execute(db).await.map(drop)?);
        tx.commit().await?;
        Ok(token)
    }

    /// The seats that were entered on a kit and whose logins are alive: they end with it.
    ///
    /// # Errors
    /// What the database says.
    pub async fn seats_on_kit(&self, kit: PlaceId) -> Result<Vec<(HearingId, Seat)>> {
        let sql = "SELECT hearing, seat FROM login
                   WHERE kit = $1 AND ended IS NULL AND hearing IS NOT NULL";
        Ok(on!(self.read(), db => sqlx::query_as(sql).bind(kit).fetch_all(db).await?))
    }
}
