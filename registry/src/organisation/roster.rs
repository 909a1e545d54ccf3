//! The roster: who of an organisation is on duty when. Kept on the organisation's clock.

use rand::rngs::StdRng;
use serde::{Deserialize, Serialize};

use super::{MemberRole, Organisation};
use crate::{
    error::{Error, Result, Why},
    id::{OrganisationId, PersonId, ShiftId},
    store::{Store, Tx, on},
    time::{Instant, Local, Moment, WallTime, Zone},
};

/// A shift to be entered, on the organisation's clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ShiftInput {
    /// Who.
    pub person: PersonId,
    /// From.
    pub from: Local,
    /// Until.
    pub to: Local,
}

/// Hours on duty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Shift {
    /// Its id.
    pub id: ShiftId,
    /// Who.
    pub person: PersonId,
    /// Their name: the roster is read by colleagues only.
    pub name: String,
    /// Their number.
    pub number: i64,
    /// From.
    pub starts: Moment,
    /// Until.
    pub ends: Moment,
}

/// What became of a roster that was copied to another week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Copied {
    /// Shifts made.
    pub made: usize,
    /// Shifts left out: the person has another at that time, has left, or the clocks jump over it.
    pub left_out: usize,
}

/// No shift is longer.
pub const LONGEST_SHIFT_MINUTES: i64 = 24 * 60;
/// Nobody plans further ahead.
const FURTHEST_MINUTES: i64 = 2 * 366 * 24 * 60;
/// A roster is read a few weeks at a time.
const LONGEST_VIEW_MINUTES: i64 = 43 * 24 * 60;

#[derive(sqlx::FromRow)]
struct ShiftRow {
    id: ShiftId,
    person: PersonId,
    name: String,
    number: i64,
    starts: Instant,
    ends: Instant,
}

impl ShiftRow {
    fn shown(self, zone: &Zone) -> Shift {
        Shift {
            id: self.id,
            person: self.person,
            name: self.name,
            number: self.number,
            starts: Moment::at(self.starts, zone),
            ends: Moment::at(self.ends, zone),
        }
    }
}

impl Store {
    /// The shifts that touch a stretch of days, by their beginning.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a stretch that is empty or longer than six weeks,
    /// [`Error::NotFound`].
    pub async fn roster(
        &self,
        organisation: OrganisationId,
        from: Instant,
        to: Instant,
    ) -> Result<Vec<Shift>> {
        let zone = self.organisation(organisation).await?.zone;
        if to <= from {
            return Err(Error::invalid("to", Why::Empty));
        }
        if to.minutes_since(from) > LONGEST_VIEW_MINUTES {
            return Err(Error::invalid("to", Why::TooLong));
        }
        let sql = "SELECT s.id, s.person, p.name, i.number, s.starts, s.ends
                   FROM roster_shift s JOIN interpreter i ON i.person = s.person
                   JOIN person p ON p.id = s.person
                   WHERE s.organisation = $1 AND s.starts < $3 AND $2 < s.ends
                   ORDER BY s.starts, p.name, s.id";
        let rows: Vec<ShiftRow> = on!(self.read(), db => sqlx::query_as(sql)
            .bind(organisation).bind(from).bind(to).fetch_all(db).await?);
        Ok(rows.into_iter().map(|row| row.shown(&zone)).collect())
    }

    /// Puts somebody on duty.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a time, or `person` for somebody who does not interpret for this
    /// organisation; [`Error::NotFree`] where they have a shift already; [`Error::NotFound`].
    pub async fn add_shift(
        &self,
        organisation: OrganisationId,
        given: &ShiftInput,
        now: Instant,
        rng: &mut StdRng,
    ) -> Result<Shift> {
        let organisation = self.organisation(organisation).await?;
        let (starts, ends) = span(&organisation, given, now)?;
        let mut tx = self.begin().await?;
        if !interprets_for(&mut tx, organisation.id, given.person).await? {
            return Err(Error::invalid("person", Why::DoesNotFit));
        }
        let id = ShiftId::new(now, rng);
        if !insert_shift(&mut tx, id, organisation.id, given.person, starts, ends).await? {
            return Err(Error::NotFree(given.person.into()));
        }
        tx.commit().await?;
        let sql = "SELECT s.id, s.person, p.name, i.number, s.starts, s.ends
                   FROM roster_shift s JOIN interpreter i ON i.person = s.person
                   JOIN person p ON p.id = s.person WHERE s.id = $1";
        let row: ShiftRow =
            on!(self.read(), db => sqlx::query_as(sql).bind(id).fetch_one(db).await?);
        Ok(row.shown(&organisation.zone))
    }

    /// Takes somebody off duty.
    ///
    /// # Errors
    /// [`Error::NotFound`], also for another organisation's shift.
    pub async fn remove_shift(&self, organisation: OrganisationId, shift: ShiftId) -> Result<()> {
        let mut tx = self.begin().await?;
        let sql = "DELETE FROM roster_shift WHERE id = $1 AND organisation = $2";
        let removed = on!(tx.conn(), db => sqlx::query(sql)
            .bind(shift).bind(organisation).execute(db).await?.rows_affected());
        if removed == 0 {
            return Err(Error::NotFound("shift"));
        }
        tx.commit().await
    }

    /// Copies the week that begins at `from` to so many weeks later, at the same hours of the
    /// wall clock.
    ///
    /// # Errors
    /// [`Error::Invalid`] `weeks`, [`Error::NotFound`].
    pub async fn copy_week(
        &self,
        organisation: OrganisationId,
        from: Local,
        weeks: i32,
        now: Instant,
        rng: &mut StdRng,
    ) -> Result<Copied> {
        if !(1..=52).contains(&weeks) {
            return Err(Error::invalid("weeks", Why::DoesNotFit));
        }
        let organisation = self.organisation(organisation).await?;
        let at = |local: Local| {
            WallTime { local, zone: organisation.zone.clone() }
                .moment()
                .map_err(|e| Error::time("from", &e))
        };
        let later = |days| from.day().plus_days(days)?.at_minute(0);
        let first = at(later(0).map_err(|e| Error::time("from", &e))?)?.instant;
        let last = at(later(7).map_err(|e| Error::time("from", &e))?)?.instant;
        let shifts = self.roster(organisation.id, first, last).await?;
        let mut copied = Copied { made: 0, left_out: 0 };
        let mut tx = self.begin().await?;
        for shift in shifts.iter().filter(|shift| shift.starts.instant >= first) {
            let moved_on = |moment: &Moment| {
                let day = moment.local.day().plus_days(7 * weeks)?;
                day.at_minute(moment.local.minute_of_day())
            };
            let moved = moved_on(&shift.starts).and_then(|from| Ok((from, moved_on(&shift.ends)?)));
            let (from, to) = moved.map_err(|e| Error::time("weeks", &e))?;
            let given = ShiftInput { person: shift.person, from, to };
            let made = match span(&organisation, &given, now) {
                Ok((starts, ends))
                    if interprets_for(&mut tx, organisation.id, given.person).await? =>
                {
                    let id = ShiftId::new(now, rng);
                    insert_shift(&mut tx, id, organisation.id, given.person, starts, ends).await?
                }
                _ => false,
            };
            copied.made += usize::from(made);
            copied.left_out += usize::from(!made);
        }
        tx.commit().await?;
        Ok(copied)
    }
}

/// The instants of a shift that can be.
fn span(
    organisation: &Organisation,
    given: &ShiftInput,
    now: Instant,
) -> Result<(Instant, Instant)> {
    let at = |field, local| {
        WallTime { local, zone: organisation.zone.clone() }
            .moment()
            .map(|moment| moment.instant)
            .map_err(|e| Error::time(field, &e))
    };
    let (starts, ends) = (at("from", given.from)?, at("to", given.to)?);
    if ends <= now {
        return Err(Error::invalid("to", Why::InThePast));
    }
    if starts > now.plus_minutes(FURTHEST_MINUTES) {
        return Err(Error::invalid("from", Why::TooLong));
    }
    match ends.minutes_since(starts) {
        minutes if minutes <= 0 => Err(Error::invalid("to", Why::Empty)),
        minutes if minutes > LONGEST_SHIFT_MINUTES => Err(Error::invalid("to", Why::TooLong)),
        _ => Ok((starts, ends)),
    }
}

/// Whether somebody interprets for an organisation. Takes their row, so that two shifts entered at
/// once are looked at one after the other.
pub(super) async fn interprets_for(
    tx: &mut Tx,
    organisation: OrganisationId,
    person: PersonId,
) -> Result<bool> {
    let sql = "UPDATE membership SET since = since
               WHERE organisation = $1 AND person = $2 AND role = $3";
    let found = on!(tx.conn(), db => sqlx::query(sql)
        .bind(organisation).bind(person).bind(MemberRole::Interpreter)
        .execute(db).await?.rows_affected());
    Ok(found > 0)
}

/// Enters a shift, unless the person has one at that time.
async fn insert_shift(
    tx: &mut Tx,
    id: ShiftId,
    organisation: OrganisationId,
    person: PersonId,
    starts: Instant,
    ends: Instant,
) -> Result<bool> {
    let sql = "INSERT INTO roster_shift (id, organisation, person, starts, ends)
               SELECT $1, $2, $3, $4, $5 WHERE NOT EXISTS (
                   SELECT 1 FROM roster_shift s
                   WHERE s.person = $3 AND s.starts < $5 AND $4 < s.ends)";
    let made = on!(tx.conn(), db => sqlx::query(sql)
        .bind(id).bind(organisation).bind(person).bind(starts).bind(ends)
        .execute(db).await?.rows_affected());
    Ok(made > 0)
}
