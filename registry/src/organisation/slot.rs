//! Slots: a request put to an organisation, whose duty desk assigns one of its own.
//!
//! The desk sees what an interpreter sees of an offer and nothing that names victim, case or place.
//! Assigning makes the offer to the member and accepts it for them: whoever is on an
//! organisation's staff goes where its desk sends them.

use std::collections::{BTreeMap, BTreeSet};

use rand::rngs::StdRng;
use serde::Serialize;

use super::MemberRole;
use crate::{
    country::Country,
    error::{Error, Result, Why},
    hearing::Kind,
    id::{OrganisationId, PersonId, RequestId, SlotId},
    interpreter::{Mode, Setting},
    language::Language,
    notice::{Notice, notify},
    offer::seat_for,
    request::RequestState,
    store::{Store, Tx, on},
    time::{Instant, Moment, Zone},
    word::words,
};

words! {
    /// How far a slot is.
    pub enum SlotState {
        /// Waits for the desk.
        Open = "open",
        /// Somebody was assigned.
        Assigned = "assigned",
        /// The organisation has nobody.
        Declined = "declined",
        /// The request was filled or cancelled.
        Closed = "closed",
    }
}

/// A slot as the duty desk sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Slot {
    /// Its id.
    pub id: SlotId,
    /// How far it is.
    pub state: SlotState,
    /// The pair.
    pub languages: [Language; 2],
    /// How.
    pub mode: Mode,
    /// For which kind of work.
    pub setting: Setting,
    /// The kind of event.
    pub kind: Kind,
    /// Start, on the organisation's clock.
    pub starts: Moment,
    /// How long.
    pub minutes: i64,
    /// The country that asks.
    pub country: Country,
    /// Who was assigned.
    pub assigned: Option<PersonId>,
}

/// A member who fits a slot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Fit {
    /// Who.
    pub person: PersonId,
    /// Their name: the desk's own colleagues.
    pub name: String,
    /// Their number.
    pub number: i64,
    /// On duty for the whole of it.
    pub on_duty: bool,
    /// The place in the search for the request: 1 fits best.
    pub rank: usize,
}

#[derive(sqlx::FromRow)]
struct SlotRow {
    id: SlotId,
    request: RequestId,
    leg: i32,
    state: SlotState,
    assigned: Option<PersonId>,
    zone: Zone,
    request_state: RequestState,
    country: Country,
    starts: Instant,
    ends: Instant,
}

/// Open slots, and those of the last two weeks.
const RECENT_MINUTES: i64 = 14 * 24 * 60;

/// A slot's columns, as the first part of each query.
macro_rules! slots_that {
    ($rest:literal) => {
        concat!(
            "SELECT s.id, s.request, s.leg, s.state, s.assigned, o.zone,
                 r.state AS request_state, r.country, r.starts, r.ends
             FROM slot s JOIN request r ON r.id = s.request
             JOIN organisation o ON o.id = s.organisation ",
            $rest
        )
    };
}

impl Store {
    /// The organisations that have somebody who fits a leg of a request or were asked, each with
    /// how many, and how far it is there.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn organisations_for(
        &self,
        request: RequestId,
        leg: i32,
        now: Instant,
    ) -> Result<Vec<(super::Organisation, usize, Option<SlotState>)>> {
        let asked = self.request(request).await?;
        let mut found: BTreeMap<OrganisationId, usize> = BTreeMap::new();
        for candidate in self.candidates(request, leg, now).await?.candidates {
            if let Some((organisation, MemberRole::Interpreter)) =
                self.membership(candidate.person).await?
            {
                *found.entry(organisation).or_default() += 1;
            }
        }
        let sql = "SELECT organisation, state FROM slot WHERE request = $1 AND leg = $2
                   ORDER BY created, id";
        let slots: Vec<(OrganisationId, SlotState)> = on!(self.read(), db =>
            sqlx::query_as(sql).bind(request).bind(leg).fetch_all(db).await?);
        let slots: BTreeMap<OrganisationId, SlotState> = slots.into_iter().collect();
        for organisation in slots.keys() {
            found.entry(*organisation).or_default();
        }
        let mut organisations = Vec::with_capacity(found.len());
        for (id, people) in found {
            let slot = slots.get(&id).map(|state| match state {
                SlotState::Open if !asked.is_open() => SlotState::Closed,
                state => *state,
            });
            organisations.push((self.organisation(id).await?, people, slot));
        }
        Ok(organisations)
    }

    /// Puts a leg of a request to an organisation and tells its duty desk; doing it twice changes
    /// nothing.
    ///
    /// # Errors
    /// [`Error::NotFound`] unless `by` acts for the request, [`Error::NotNow`] once it is booked or
    /// cancelled, [`Error::Invalid`] `organisation` when it has nobody who fits.
    pub async fn put_to_organisation(
        &self,
        request: RequestId,
        leg: i32,
        by: PersonId,
        organisation: OrganisationId,
        now: Instant,
        rng: &mut StdRng,
    ) -> Result<SlotId> {
        let asked = self.request_for(request, by).await?;
        self.settled(&asked.input)?;
        let fit = self.organisations_for(request, leg, now).await?;
        if !fit.iter().any(|(one, people, _)| one.id == organisation && *people > 0) {
            return Err(Error::invalid("organisation", Why::DoesNotFit));
        }
        let mut tx = self.begin().await?;
        // Takes the request's row, so that nobody books or cancels it in between.
        let sql = "UPDATE request SET state = state
                   WHERE id = $1 AND state IN ('open', 'offered')";
        let changed = on!(tx.conn(), db =>
            sqlx::query(sql).bind(request).execute(db).await?.rows_affected());
        if changed == 0 {
            return Err(Error::NotNow("the request is booked or cancelled"));
        }
        let sql = "SELECT id FROM slot
                   WHERE request = $1 AND organisation = $2 AND leg = $3 AND state = 'open'";
        let known: Option<(SlotId,)> = on!(tx.conn(), db => sqlx::query_as(sql)
            .bind(request).bind(organisation).bind(leg).fetch_optional(db).await?);
        if let Some((known,)) = known {
            return Ok(known);
        }
        let id = SlotId::new(now, rng);
        let sql = "INSERT INTO slot (id, request, leg, organisation, state, created)
                   VALUES ($1, $2, $3, $4, 'open', $5)";
        on!(tx.conn(), db => sqlx::query(sql)
            .bind(id).bind(request).bind(leg).bind(organisation).bind(now).execute(db).await.map(drop)?);
        let sql = "SELECT person FROM membership WHERE organisation = $1 AND role = 'duty_desk'
                   ORDER BY person";
        let desk: Vec<(PersonId,)> = on!(tx.conn(), db =>
            sqlx::query_as(sql).bind(organisation).fetch_all(db).await?);
        for (person,) in desk {
            notify(&mut tx, person, &Notice::SlotWaits { slot: id }, now, rng).await?;
        }
        tx.commit().await?;
        Ok(id)
    }

    /// The slots of an organisation: the open ones by their start, then those of the last two
    /// weeks.
    ///
    /// # Errors
    /// What the database says.
    pub async fn slots(&self, organisation: OrganisationId, now: Instant) -> Result<Vec<Slot>> {
        let sql = slots_that!(
            "WHERE s.organisation = $1 AND (s.state = 'open' OR s.created > $2)
             ORDER BY CASE s.state WHEN 'open' THEN 0 ELSE 1 END, r.starts, s.id"
        );
        let since = now.plus_minutes(-RECENT_MINUTES);
        let rows: Vec<SlotRow> = on!(self.read(), db => sqlx::query_as(sql)
            .bind(organisation).bind(since).fetch_all(db).await?);
        let mut slots = Vec::with_capacity(rows.len());
        for row in rows {
            slots.push(self.shown_slot(row, now).await?);
        }
        Ok(slots)
    }

    /// The members who fit an open slot: those on duty first, then by their place in the search.
    ///
    /// # Errors
    /// [`Error::NotFound`], also for another organisation's slot.
    pub async fn fits(
        &self,
        organisation: OrganisationId,
        slot: SlotId,
        now: Instant,
    ) -> Result<Vec<Fit>> {
        let row = self.slot_row(organisation, slot).await?;
        let candidates = self.candidates(row.request, row.leg, now).await?.candidates;
        let members = self.members(organisation).await?;
        let sql = "SELECT person FROM roster_shift
                   WHERE organisation = $1 AND starts <= $2 AND $3 <= ends";
        let on_duty: Vec<(PersonId,)> = on!(self.read(), db => sqlx::query_as(sql)
            .bind(organisation).bind(row.starts).bind(row.ends).fetch_all(db).await?);
        let on_duty: BTreeSet<PersonId> = on_duty.into_iter().map(|(person,)| person).collect();
        let mut fits: Vec<Fit> = candidates
            .into_iter()
            .filter_map(|candidate| {
                let member = members.iter().find(|member| member.person == candidate.person)?;
                Some(Fit {
                    person: candidate.person,
                    name: member.name.clone(),
                    number: candidate.number,
                    on_duty: on_duty.contains(&candidate.person),
                    rank: candidate.rank,
                })
            })
            .collect();
        fits.sort_by_key(|fit| (!fit.on_duty, fit.rank));
        Ok(fits)
    }

    /// Assigns a member to a slot: they get the offer, it is accepted for them, and the slot is
    /// settled, all in one transaction.
    ///
    /// # Errors
    /// [`Error::NotNow`] for a slot that is not open, [`Error::Invalid`] `person` for somebody who
    /// does not fit, [`Error::AlreadyTaken`] and [`Error::NotFree`] as when accepting,
    /// [`Error::NotFound`].
    pub async fn assign(
        &self,
        organisation: OrganisationId,
        slot: SlotId,
        member: PersonId,
        by: PersonId,
        now: Instant,
        rng: &mut StdRng,
    ) -> Result<Slot> {
        let row = self.slot_row(organisation, slot).await?;
        if self.fits(organisation, slot, now).await?.iter().all(|fit| fit.person != member) {
            return Err(Error::invalid("person", Why::DoesNotFit));
        }
        let mut tx = self.begin().await?;
        seat_for(&mut tx, (row.request, row.leg), member, now, rng).await?;
        let to = Turn { to: SlotState::Assigned, assigned: Some(member), by: Some(by) };
        turn(&mut tx, slot, &to, now).await?;
        tx.commit().await?;
        self.shown_slot(self.slot_row(organisation, slot).await?, now).await
    }

    /// Says that the organisation has nobody for a slot.
    ///
    /// # Errors
    /// [`Error::NotNow`] for a slot that is not open, [`Error::NotFound`].
    pub async fn decline_slot(
        &self,
        organisation: OrganisationId,
        slot: SlotId,
        now: Instant,
    ) -> Result<Slot> {
        self.slot_row(organisation, slot).await?;
        let mut tx = self.begin().await?;
        let to = Turn { to: SlotState::Declined, assigned: None, by: None };
        turn(&mut tx, slot, &to, now).await?;
        tx.commit().await?;
        self.shown_slot(self.slot_row(organisation, slot).await?, now).await
    }

    /// A slot for the duty desk of its organisation.
    ///
    /// # Errors
    /// [`Error::NotFound`], also for whoever does not keep that desk.
    pub async fn slot_for(&self, slot: SlotId, person: PersonId, now: Instant) -> Result<Slot> {
        let Some((organisation, MemberRole::DutyDesk)) = self.membership(person).await? else {
            return Err(Error::NotFound("slot"));
        };
        self.shown_slot(self.slot_row(organisation, slot).await?, now).await
    }

    /// The request that a slot is for.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn request_of_slot(&self, slot: SlotId) -> Result<RequestId> {
        let sql = "SELECT request FROM slot WHERE id = $1";
        let found: Option<(RequestId,)> =
            on!(self.read(), db => sqlx::query_as(sql).bind(slot).fetch_optional(db).await?);
        found.map(|(request,)| request).ok_or(Error::NotFound("slot"))
    }

    async fn slot_row(&self, organisation: OrganisationId, slot: SlotId) -> Result<SlotRow> {
        let sql = slots_that!("WHERE s.id = $1 AND s.organisation = $2");
        let row = on!(self.read(), db => sqlx::query_as(sql)
            .bind(slot).bind(organisation).fetch_optional(db).await?);
        row.ok_or(Error::NotFound("slot"))
    }

    /// A slot whose request was filled, cancelled or has begun is closed, whatever is stored.
    async fn shown_slot(&self, row: SlotRow, now: Instant) -> Result<Slot> {
        let request = self.request(row.request).await?;
        let leg = request.legs.iter().find(|leg| leg.leg == row.leg);
        let leg = leg.ok_or(Error::NotFound("leg"))?;
        let waits = matches!(row.request_state, RequestState::Open | RequestState::Offered)
            && row.starts > now;
        let state = match row.state {
            SlotState::Open if !waits => SlotState::Closed,
            state => state,
        };
        Ok(Slot {
            id: row.id,
            state,
            languages: leg.languages.clone(),
            mode: leg.mode,
            setting: request.input.setting,
            kind: request.input.kind,
            starts: Moment::at(row.starts, &row.zone),
            minutes: request.input.minutes,
            country: row.country,
            assigned: row.assigned,
        })
    }
}

/// What an open slot becomes.
struct Turn {
    to: SlotState,
    assigned: Option<PersonId>,
    by: Option<PersonId>,
}

async fn turn(tx: &mut Tx, slot: SlotId, turn: &Turn, now: Instant) -> Result<()> {
    let sql = "UPDATE slot SET state = $2, assigned = $3, assigned_by = $4, answered = $5
               WHERE id = $1 AND state = 'open'";
    let changed = on!(tx.conn(), db => sqlx::query(sql)
        .bind(slot).bind(turn.to).bind(turn.assigned).bind(turn.by).bind(now)
        .execute(db).await?.rows_affected());
    if changed == 0 {
        return Err(Error::NotNow("the slot is not open"));
    }
    Ok(())
}
