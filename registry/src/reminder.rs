//! Reminders: what comes near is told once, by whichever node notices first.

use rand::rngs::StdRng;

use crate::{
    error::{Error, Result, Why},
    hearing::HearingState,
    id::{HearingId, PersonId, Seat},
    notice::{Address, Notice, notify, notify_address, notify_hearing},
    person::is_address,
    store::{Store, Tx, on},
    time::Instant,
};

/// A hearing is called to mind a day and an hour before.
const BEFORE_HEARING_MINUTES: [i64; 2] = [24 * 60, 60];
/// The end of a vetting is told so many days before.
const BEFORE_VETTING_ENDS_DAYS: [i64; 3] = [60, 30, 7];
const DAY_MINUTES: i64 = 24 * 60;

impl Store {
    /// Keeps the address of whoever holds a seat without an account; none forgets it. With
    /// `invite` her personal link is sent there. `by` must have opened the hearing.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a hearing of somebody else, a seat that does not exist or has an
    /// account; [`Error::Invalid`] `email`; [`Error::NotNow`] to invite once the hearing runs.
    pub async fn set_seat_address(
        &self,
        (hearing, seat): (HearingId, Seat),
        by: PersonId,
        (address, invite): (Option<&Address>, bool),
        now: Instant,
        rng: &mut StdRng,
    ) -> Result<()> {
        let mut tx = self.begin().await?;
        let sql = "SELECT h.state FROM participant p JOIN hearing h ON h.id = p.hearing
                   WHERE p.hearing = $1 AND p.seat = $2 AND p.person IS NULL
                     AND h.opened_by = $3";
        let found: Option<(HearingState,)> = on!(tx.conn(), db =>
            sqlx::query_as(sql).bind(hearing).bind(seat).bind(by).fetch_optional(db).await?);
        let (state,) = found.ok_or(Error::NotFound("seat"))?;
        if invite && state != HearingState::Booked {
            return Err(Error::NotNow("the hearing has begun or is over"));
        }
        let sql = "DELETE FROM seat_address WHERE hearing = $1 AND seat = $2";
        on!(tx.conn(), db =>
            sqlx::query(sql).bind(hearing).bind(seat).execute(db).await.map(drop)?);
        if let Some(address) = address {
            if !is_address(address.email.trim()) {
                return Err(Error::invalid("email", Why::Malformed));
            }
            if invite {
                invite_seat(&mut tx, (hearing, seat), address, now, rng).await?;
            } else {
                keep_address(&mut tx, (hearing, seat), address).await?;
            }
        }
        tx.commit().await
    }

    /// Calls to mind the hearings that come near, and gives how many times it did.
    ///
    /// # Errors
    /// What the database says.
    pub async fn remind_of_hearings(&self, now: Instant, rng: &mut StdRng) -> Result<usize> {
        let mut told = 0;
        for minutes_before in BEFORE_HEARING_MINUTES {
            // Whoever booked later than that has just been told of it.
            let sql = "SELECT h.id, h.starts FROM hearing h
                       WHERE h.state = 'booked' AND h.starts > $1 AND h.starts <= $2
                         AND h.created < h.starts - $3 AND NOT EXISTS (
                             SELECT 1 FROM reminder r
                             WHERE r.subject = h.id AND r.kind = $4 AND r.ends = h.starts)
                       ORDER BY h.starts, h.id";
            let kind = format!("hearing_{minutes_before}");
            let until = now.plus_minutes(minutes_before);
            let hearings: Vec<(HearingId, Instant)> = on!(self.read(), db => sqlx::query_as(sql)
                .bind(now).bind(until).bind(minutes_before * 60_000_000).bind(&kind)
                .fetch_all(db).await?);
            for (hearing, starts) in hearings {
                let mut tx = self.begin().await?;
                if is_first(&mut tx, hearing.0, &kind, starts, now).await? {
                    let notice = Notice::Reminder { hearing, minutes_before };
                    notify_hearing(&mut tx, hearing, &notice, now, rng).await?;
                    tx.commit().await?;
                    told += 1;
                }
            }
        }
        Ok(told)
    }

    /// Tells interpreters whose vetting comes to its end, and gives how many it told.
    ///
    /// # Errors
    /// What the database says.
    pub async fn remind_of_vetting(&self, now: Instant, rng: &mut StdRng) -> Result<usize> {
        let sql = "SELECT i.person, i.vetted_until FROM interpreter i
                   JOIN person p ON p.id = i.person AND p.state = 'active'
                   WHERE i.vetted_until > $1 AND i.vetted_until <= $2
                   ORDER BY i.vetted_until, i.number";
        let horizon = now.plus_minutes(BEFORE_VETTING_ENDS_DAYS[0] * DAY_MINUTES);
        let ending: Vec<(PersonId, Instant)> = on!(self.read(), db =>
            sqlx::query_as(sql).bind(now).bind(horizon).fetch_all(db).await?);
        let mut told = 0;
        for (person, ends) in ending {
            // Only the nearest: whoever is told of the last week needs not hear of the month.
            let left = ends.minutes_since(now);
            let nearest = BEFORE_VETTING_ENDS_DAYS.into_iter().rev();
            let Some(days) = nearest.into_iter().find(|days| left <= days * DAY_MINUTES) else {
                continue;
            };
            let mut tx = self.begin().await?;
            if is_first(&mut tx, person.0, &format!("vetting_{days}"), ends, now).await? {
                let days = (left + DAY_MINUTES - 1) / DAY_MINUTES;
                notify(&mut tx, person, &Notice::VettingEnds { days }, now, rng).await?;
                tx.commit().await?;
                told += 1;
            }
        }
        Ok(told)
    }
}

/// Keeps the address of a seat and sends its personal link there.
pub(crate) async fn invite_seat(
    tx: &mut Tx,
    (hearing, seat): (HearingId, Seat),
    address: &Address,
    now: Instant,
    rng: &mut StdRng,
) -> Result<()> {
    let address = keep_address(tx, (hearing, seat), address).await?;
    notify_address(tx, &address, &Notice::SeatInvited { hearing, seat }, now, rng).await.map(drop)
}

/// Keeps the address of a seat as it is written from then on.
async fn keep_address(
    tx: &mut Tx,
    (hearing, seat): (HearingId, Seat),
    address: &Address,
) -> Result<Address> {
    let address = Address { email: address.email.trim().to_lowercase(), ..address.clone() };
    let sql = "INSERT INTO seat_address (hearing, seat, email, language, zone)
               VALUES ($1, $2, $3, $4, $5)";
    on!(tx.conn(), db => sqlx::query(sql)
        .bind(hearing).bind(seat).bind(&address.email).bind(address.language)
        .bind(&address.zone)
        .execute(db).await.map(drop)?);
    Ok(address)
}

/// Whether nobody has told this yet; says so to everybody else.
async fn is_first(
    tx: &mut Tx,
    subject: uuid::Uuid,
    kind: &str,
    ends: Instant,
    now: Instant,
) -> Result<bool> {
    let sql = "INSERT INTO reminder (subject, kind, ends, created) VALUES ($1, $2, $3, $4)
               ON CONFLICT (subject, kind, ends) DO NOTHING";
    let added = on!(tx.conn(), db => sqlx::query(sql)
        .bind(subject).bind(kind).bind(ends).bind(now).execute(db).await?.rows_affected());
    Ok(added > 0)
}
