//! Offers: the same work is offered to several interpreters, and the first to accept take its
//! seats. With the last seat the hearing is made, in the same transaction.

use rand::rngs::StdRng;
use serde::Serialize;

use crate::{
    booking::{Holding, confirm, hold},
    country::Country,
    error::{Error, Result, Why},
    hearing::{BoothInput, Draft, Kind, Span, insert_hearing},
    id::{OfferId, PersonId, RequestId},
    interpreter::{Mode, Setting},
    language::Language,
    request::{Request, RequestInput, RequestState, Step, note},
    store::{Store, Tx, on},
    time::{Instant, Moment, Zone},
    word::words,
};

words! {
    /// How far an offer is.
    pub enum OfferState {
        /// Waits for an answer.
        Open = "open",
        /// Accepted: the interpreter has a seat.
        Accepted = "accepted",
        /// Declined.
        Declined = "declined",
        /// All seats taken, or the request cancelled.
        Closed = "closed",
    }
}

/// An offer as the interpreter sees it: enough to decide, and nothing that names victim, case or
/// place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Offer {
    /// Its id.
    pub id: OfferId,
    /// How far it is.
    pub state: OfferState,
    /// The pair.
    pub languages: [Language; 2],
    /// How.
    pub mode: Mode,
    /// For which kind of work.
    pub setting: Setting,
    /// The kind of event.
    pub kind: Kind,
    /// Start on the interpreter's clock.
    pub starts: Moment,
    /// Start on the requester's clock.
    pub starts_there: Moment,
    /// How long.
    pub minutes: i64,
    /// The country that asks.
    pub country: Country,
    /// Interpreters in the team.
    pub seats: i32,
}

#[derive(sqlx::FromRow)]
struct OfferRow {
    id: OfferId,
    request: RequestId,
    state: OfferState,
    number: i64,
    own_zone: Zone,
    request_state: RequestState,
    input: String,
    country: Country,
    starts: Instant,
    ends: Instant,
    zone: Zone,
    seats: i32,
    taken: i32,
}

/// Open offers, and those of the last two weeks.
const RECENT_MINUTES: i64 = 14 * 24 * 60;

impl Store {
    /// Offers a request to interpreters; asking one twice changes nothing.
    ///
    /// # Errors
    /// [`Error::NotFound`] unless `by` made the request, [`Error::NotNow`] once it is booked or
    /// cancelled, [`Error::Invalid`] `interpreters` for one who is no candidate.
    pub async fn offer(
        &self,
        request: RequestId,
        by: PersonId,
        interpreters: &[PersonId],
        now: Instant,
        rng: &mut StdRng,
    ) -> Result<Request> {
        let asked = self.request(request).await?;
        if asked.requester != by {
            return Err(Error::NotFound("request"));
        }
        if interpreters.is_empty() {
            return Err(Error::invalid("interpreters", Why::Missing));
        }
        let country = self.account(by).await?.country;
        let (starts, ends) = (asked.starts.instant, asked.ends.instant);
        let (fit, _) = self.search(&asked.input, country, starts, ends, now).await?;
        let mut tx = self.begin().await?;
        // Takes the request's row, so that nobody books or cancels it in between.
        let sql = "UPDATE request SET state = 'offered'
                   WHERE id = $1 AND state IN ('open', 'offered')";
        let changed = on!(tx.conn(), db =>
            sqlx::query(sql).bind(request).execute(db).await?.rows_affected());
        if changed == 0 {
            return Err(Error::NotNow("the request is booked or cancelled"));
        }
        for person in interpreters {
            let candidate = fit
                .iter()
                .find(|candidate| candidate.person == *person)
                .ok_or(Error::invalid("interpreters", Why::DoesNotFit))?;
            let sql = "INSERT INTO offer (id, request, person, state, created)
                       VALUES ($1, $2, $3, 'open', $4) ON CONFLICT (request, person) DO NOTHING";
            let id = OfferId::new(now, rng);
            let added = on!(tx.conn(), db => sqlx::query(sql)
                .bind(id).bind(request).bind(*person).bind(now)
                .execute(db).await?.rows_affected());
            if added > 0 {
                note(&mut tx, request, Step::Offered, &candidate.number.to_string(), now).await?;
            }
        }
        tx.commit().await?;
        self.request(request).await
    }

    /// An interpreter's offers: the open ones and those of the last two weeks, newest first.
    ///
    /// # Errors
    /// What the database says.
    pub async fn offers_to(&self, person: PersonId, now: Instant) -> Result<Vec<Offer>> {
        let sql = "SELECT id FROM offer WHERE person = $1 AND (state = 'open' OR created > $2)
                   ORDER BY created DESC, id DESC";
        let since = now.plus_minutes(-RECENT_MINUTES);
        let ids: Vec<(OfferId,)> = on!(self.read(), db =>
            sqlx::query_as(sql).bind(person).bind(since).fetch_all(db).await?);
        let mut offers = Vec::with_capacity(ids.len());
        for (id,) in ids {
            offers.push(self.offer_to(id, person).await?);
        }
        Ok(offers)
    }

    /// One offer of an interpreter.
    ///
    /// # Errors
    /// [`Error::NotFound`], also for somebody else's.
    pub async fn offer_to(&self, id: OfferId, person: PersonId) -> Result<Offer> {
        let row: Option<OfferRow> = on!(self.read(), db =>
            sqlx::query_as(OFFER).bind(id).bind(person).fetch_optional(db).await?);
        shown(row.ok_or(Error::NotFound("offer"))?)
    }

    /// Takes a seat. Of all who accept, exactly as many succeed as there are seats; accepting
    /// again what one has changes nothing.
    ///
    /// # Errors
    /// [`Error::AlreadyTaken`] once all seats are taken, [`Error::OfferClosed`] if it was
    /// declined, cancelled or has passed, [`Error::NotFree`] if the interpreter is booked then,
    /// [`Error::NotFound`].
    pub async fn accept(
        &self,
        id: OfferId,
        person: PersonId,
        now: Instant,
        rng: &mut StdRng,
    ) -> Result<Offer> {
        let mut tx = self.begin().await?;
        match self.take_seat(&mut tx, id, person, now, rng).await {
            Ok(()) => tx.commit().await?,
            Err(Error::AlreadyTaken) => {
                drop(tx);
                self.note_already_taken(id, person, now).await?;
                return Err(Error::AlreadyTaken);
            }
            Err(error) => return Err(error),
        }
        self.offer_to(id, person).await
    }

    /// Declines; the reason is a word of the front door's, never free text about a person.
    ///
    /// # Errors
    /// [`Error::OfferClosed`] if it is not open, [`Error::NotFound`].
    pub async fn decline(
        &self,
        id: OfferId,
        person: PersonId,
        reason: Option<&str>,
        now: Instant,
    ) -> Result<Offer> {
        let mut tx = self.begin().await?;
        let row = offer_row(&mut tx, id, person).await?;
        if row.state == OfferState::Declined {
            return shown(row);
        }
        // The request's row first, as everywhere, so that no two writers wait for each other.
        lock_request(&mut tx, row.request).await?;
        let sql = "UPDATE offer SET state = 'declined', reason = $2, answered = $3
                   WHERE id = $1 AND state = 'open'";
        let changed = on!(tx.conn(), db => sqlx::query(sql)
            .bind(id).bind(reason).bind(now).execute(db).await?.rows_affected());
        if changed == 0 {
            return Err(Error::OfferClosed);
        }
        note(&mut tx, row.request, Step::Declined, &row.number.to_string(), now).await?;
        tx.commit().await?;
        self.offer_to(id, person).await
    }

    async fn take_seat(
        &self,
        tx: &mut Tx,
        id: OfferId,
        person: PersonId,
        now: Instant,
        rng: &mut StdRng,
    ) -> Result<()> {
        let request = offer_row(tx, id, person).await?.request;
        lock_request(tx, request).await?;
        // Read again: what was true before the lock may not be.
        let row = offer_row(tx, id, person).await?;
        match row.state {
            OfferState::Accepted => return Ok(()),
            OfferState::Closed if row.request_state == RequestState::Booked => {
                return Err(Error::AlreadyTaken);
            }
            OfferState::Declined | OfferState::Closed => return Err(Error::OfferClosed),
            OfferState::Open if row.starts <= now => return Err(Error::OfferClosed),
            OfferState::Open => {}
        }
        let input = input(&row)?;
        let span = Span {
            starts: Moment::at(row.starts, &row.zone),
            ends: Moment::at(row.ends, &row.zone),
        };
        let holding =
            Holding { request: Some(request), hearing: None, mode: Some(input.mode), span: &span };
        hold(tx, person.into(), &holding, now, rng).await?;
        let sql = "UPDATE offer SET state = 'accepted', answered = $2 WHERE id = $1";
        on!(tx.conn(), db => sqlx::query(sql).bind(id).bind(now).execute(db).await.map(drop)?);
        let sql = "UPDATE request SET taken = taken + 1 WHERE id = $1";
        on!(tx.conn(), db => sqlx::query(sql).bind(request).execute(db).await.map(drop)?);
        note(tx, request, Step::Accepted, &row.number.to_string(), now).await?;
        if row.taken + 1 == row.seats {
            self.book(tx, request, &input, &span, now, rng).await?;
        }
        Ok(())
    }

    /// The last seat is taken: makes the hearing and closes the offers that are left.
    async fn book(
        &self,
        tx: &mut Tx,
        request: RequestId,
        input: &RequestInput,
        span: &Span,
        now: Instant,
        rng: &mut StdRng,
    ) -> Result<()> {
        let sql = "SELECT p.id, p.name, p.email, p.role, p.country, p.zone
                   FROM request r JOIN person p ON p.id = r.requester WHERE r.id = $1";
        let opener: crate::person::Account =
            on!(tx.conn(), db => sqlx::query_as(sql).bind(request).fetch_one(db).await?);
        let sql = "SELECT person FROM offer WHERE request = $1 AND state = 'accepted'
                   ORDER BY answered, id";
        let team: Vec<(PersonId,)> =
            on!(tx.conn(), db => sqlx::query_as(sql).bind(request).fetch_all(db).await?);
        let booth = BoothInput {
            languages: input.languages.clone(),
            mode: input.mode,
            interpreters: team.into_iter().map(|(person,)| person).collect(),
        };
        let draft = Draft {
            request: Some(request),
            opener: &opener,
            kind: input.kind,
            span,
            participants: &input.participants,
            booths: &[booth],
        };
        let hearing = insert_hearing(tx, &draft, now, rng).await?;
        confirm(tx, request, hearing).await?;
        for sql in [
            "UPDATE request SET state = 'booked' WHERE id = $1",
            "UPDATE offer SET state = 'closed' WHERE request = $1 AND state = 'open'",
        ] {
            on!(tx.conn(), db => sqlx::query(sql).bind(request).execute(db).await.map(drop)?);
        }
        note(tx, request, Step::Booked, &opener.name, now).await
    }

    /// That an interpreter was told so, once.
    async fn note_already_taken(&self, id: OfferId, person: PersonId, now: Instant) -> Result<()> {
        let mut tx = self.begin().await?;
        let row = offer_row(&mut tx, id, person).await?;
        lock_request(&mut tx, row.request).await?;
        let sql = "UPDATE offer SET answered = $2 WHERE id = $1 AND answered IS NULL";
        let first = on!(tx.conn(), db =>
            sqlx::query(sql).bind(id).bind(now).execute(db).await?.rows_affected());
        if first > 0 {
            note(&mut tx, row.request, Step::AlreadyTaken, &row.number.to_string(), now).await?;
        }
        tx.commit().await
    }
}

const OFFER: &str = "SELECT o.id, o.request, o.state, i.number, p.zone AS own_zone,
        r.state AS request_state, r.input, r.country, r.starts, r.ends, r.zone, r.seats, r.taken
    FROM offer o JOIN request r ON r.id = o.request
    JOIN interpreter i ON i.person = o.person JOIN person p ON p.id = o.person
    WHERE o.id = $1 AND o.person = $2";

async fn offer_row(tx: &mut Tx, id: OfferId, person: PersonId) -> Result<OfferRow> {
    let row: Option<OfferRow> = on!(tx.conn(), db =>
        sqlx::query_as(OFFER).bind(id).bind(person).fetch_optional(db).await?);
    row.ok_or(Error::NotFound("offer"))
}

/// Makes every writer of a request wait for the one before. A write that changes nothing locks
/// the row in PostgreSQL; in SQLite there is only one writer anyway.
async fn lock_request(tx: &mut Tx, request: RequestId) -> Result<()> {
    let sql = "UPDATE request SET taken = taken WHERE id = $1";
    on!(tx.conn(), db => sqlx::query(sql).bind(request).execute(db).await.map(drop)?);
    Ok(())
}

fn input(row: &OfferRow) -> Result<RequestInput> {
    serde_json::from_str(&row.input)
        .map_err(|e| Error::Corrupt { what: "request", why: e.to_string() })
}

fn shown(row: OfferRow) -> Result<Offer> {
    let input = input(&row)?;
    Ok(Offer {
        id: row.id,
        state: row.state,
        languages: input.languages,
        mode: input.mode,
        setting: input.setting,
        kind: input.kind,
        starts: Moment::at(row.starts, &row.own_zone),
        starts_there: Moment::at(row.starts, &row.zone),
        minutes: input.minutes,
        country: row.country,
        seats: row.seats,
    })
}
