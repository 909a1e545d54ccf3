//! How an offer is answered: accepted, declined, given back. With the last seat of the last leg
//! the hearing is made, in the same transaction: all legs are booked or none is.

use rand::rngs::StdRng;

use super::{
    NewOffer, Offer, OfferRow, OfferState, Way, WithdrawReason, input, lock_request, offer_row,
    ring::rest_after_call,
    settle_due, shown, store_offer, take_open_request,
    telling::{booked, offers_closed},
};
use crate::{
    booking::{Holding, confirm, hold, release_interpreter},
    cancellation::note_given_back,
    error::{Error, Result},
    hearing::{BoothInput, Draft, Span, insert_hearing, seat_interpreter, vacate_seat},
    id::{HearingId, OfferId, PersonId, RequestId},
    notice::{Notice, notify},
    request::{Request, RequestInput, RequestState, Step, forget_addresses, legs_in, note},
    store::{Store, Tx, on},
    time::{Instant, Moment},
};

impl Store {
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
        match take_seat(&mut tx, id, person, now, rng).await {
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
        if row.way.holds() {
            release_interpreter(&mut tx, row.request, person).await?;
        }
        answered(&mut tx, person).await?;
        note(&mut tx, row.request, Step::Declined, &row.number.to_string(), now).await?;
        settle_due(&mut tx, row.request, now).await?;
        tx.commit().await?;
        self.offer_to(id, person).await
    }

    /// Gives an accepted seat back before the hearing begins; no reason is needed. Everybody else
    /// stays booked, and waves look for somebody else.
    ///
    /// # Errors
    /// [`Error::OfferClosed`] if it is not accepted, [`Error::NotNow`] once the hearing runs,
    /// [`Error::NotFound`].
    pub async fn withdraw(
        &self,
        id: OfferId,
        person: PersonId,
        reason: Option<WithdrawReason>,
        now: Instant,
        rng: &mut StdRng,
    ) -> Result<Offer> {
        let mut tx = self.begin().await?;
        let request = offer_row(&mut tx, id, person).await?.request;
        lock_request(&mut tx, request).await?;
        let row = offer_row(&mut tx, id, person).await?;
        match row.state {
            OfferState::Withdrawn => return shown(row),
            OfferState::Accepted => {}
            _ => return Err(Error::OfferClosed),
        }
        if let Some((hearing, state)) = hearing_of(&mut tx, request).await? {
            if state != "booked" {
                return Err(Error::NotNow("the hearing has begun"));
            }
            note_given_back(&mut tx, hearing, person, reason.map(WithdrawReason::as_str), now)
                .await?;
            vacate_seat(&mut tx, hearing, person).await?;
            let sql = "SELECT opened_by, starts FROM hearing WHERE id = $1";
            let (opener, was): (PersonId, Instant) =
                on!(tx.conn(), db => sqlx::query_as(sql).bind(hearing).fetch_one(db).await?);
            notify(&mut tx, opener, &Notice::SubstituteWanted { hearing }, now, rng).await?;
            notify(&mut tx, person, &Notice::Released { hearing, was }, now, rng).await?;
            let sql = "UPDATE request SET waves = 'running' WHERE id = $1";
            on!(tx.conn(), db => sqlx::query(sql).bind(request).execute(db).await.map(drop)?);
        }
        // Whoever knows somebody in the case need not leave a trace of it.
        let written = reason.filter(|reason| *reason != WithdrawReason::Conflict);
        let sql = "UPDATE offer SET state = 'withdrawn', reason = $2, answered = $3 WHERE id = $1";
        on!(tx.conn(), db => sqlx::query(sql)
            .bind(id).bind(written).bind(now).execute(db).await.map(drop)?);
        free_seat(&mut tx, request, row.leg, person).await?;
        note(&mut tx, request, Step::Withdrawn, &row.number.to_string(), now).await?;
        settle_due(&mut tx, request, now).await?;
        tx.commit().await?;
        self.offer_to(id, person).await
    }

    /// Takes an offer back that nobody has answered.
    ///
    /// # Errors
    /// [`Error::OfferClosed`] if it was answered or is over, [`Error::NotFound`].
    pub async fn take_offer_back(
        &self,
        request: RequestId,
        id: OfferId,
        by: PersonId,
        now: Instant,
        rng: &mut StdRng,
    ) -> Result<Request> {
        self.request_for(request, by).await?;
        let mut tx = self.begin().await?;
        lock_request(&mut tx, request).await?;
        let sql = "SELECT o.person, i.number, o.state, o.way FROM offer o
                   JOIN interpreter i ON i.person = o.person
                   WHERE o.id = $1 AND o.request = $2";
        let found: Option<(PersonId, i64, OfferState, Way)> = on!(tx.conn(), db =>
            sqlx::query_as(sql).bind(id).bind(request).fetch_optional(db).await?);
        let (person, number, state, way) = found.ok_or(Error::NotFound("offer"))?;
        if state != OfferState::Open {
            return Err(Error::OfferClosed);
        }
        let sql = "UPDATE offer SET state = 'closed' WHERE id = $1";
        on!(tx.conn(), db => sqlx::query(sql).bind(id).execute(db).await.map(drop)?);
        if way.holds() {
            release_interpreter(&mut tx, request, person).await?;
        }
        notify(&mut tx, person, &Notice::OfferClosed { offer: id }, now, rng).await?;
        note(&mut tx, request, Step::TakenBack, &number.to_string(), now).await?;
        settle_due(&mut tx, request, now).await?;
        tx.commit().await?;
        self.request(request).await
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

/// Makes the offer to whoever is sent by an organisation's desk and accepts it for them, in the
/// transaction of the caller.
pub(crate) async fn seat_for(
    tx: &mut Tx,
    (request, leg): (RequestId, i32),
    person: PersonId,
    now: Instant,
    rng: &mut StdRng,
) -> Result<()> {
    take_open_request(tx, request).await?;
    let sql = "SELECT id FROM offer WHERE request = $1 AND person = $2 AND leg = $3
                 AND state IN ('open', 'accepted')";
    let known: Option<(OfferId,)> = on!(tx.conn(), db => sqlx::query_as(sql)
        .bind(request).bind(person).bind(leg).fetch_optional(db).await?);
    let offer = match known {
        Some((offer,)) => offer,
        None => {
            let sql = "SELECT ends FROM request WHERE id = $1";
            let (expires,): (Instant,) =
                on!(tx.conn(), db => sqlx::query_as(sql).bind(request).fetch_one(db).await?);
            let new = NewOffer { request, leg, person, way: Way::Hand, wave: 0, expires };
            store_offer(tx, &new, now, rng).await?.ok_or(Error::AlreadyTaken)?
        }
    };
    take_seat(tx, offer, person, now, rng).await
}

async fn take_seat(
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
    if row.state == OfferState::Accepted {
        return Ok(());
    }
    answerable(&row, now)?;
    let input = input(&row)?;
    let span = span_of(&row);
    if !row.way.holds() {
        let holding =
            Holding { request: Some(request), hearing: None, mode: Some(row.mode), span: &span };
        hold(tx, person.into(), &holding, now, rng).await?;
    }
    let sql = "UPDATE offer SET state = 'accepted', answered = $2 WHERE id = $1";
    on!(tx.conn(), db => sqlx::query(sql).bind(id).bind(now).execute(db).await.map(drop)?);
    let sql = "UPDATE leg SET taken = taken + 1 WHERE request = $1 AND leg = $2";
    on!(tx.conn(), db =>
        sqlx::query(sql).bind(request).bind(row.leg).execute(db).await.map(drop)?);
    let sql = "UPDATE request SET taken = taken + 1 WHERE id = $1";
    on!(tx.conn(), db => sqlx::query(sql).bind(request).execute(db).await.map(drop)?);
    answered(tx, person).await?;
    if row.way == Way::Ring {
        rest_after_call(tx, person, now).await?;
    }
    note(tx, request, Step::Accepted, &row.number.to_string(), now).await?;
    if row.taken + 1 == row.seats {
        close_offers(tx, request, Some(row.leg), now, rng).await?;
    }
    let legs = legs_in(tx, request).await?;
    if legs.iter().all(|leg| leg.open() == 0) {
        book(tx, request, &input, &span, now, rng).await?;
    }
    settle_due(tx, request, now).await
}

/// Whoever answers is asked in the usual order again.
async fn answered(tx: &mut Tx, person: PersonId) -> Result<()> {
    let sql = "UPDATE interpreter SET unanswered = 0 WHERE person = $1";
    on!(tx.conn(), db => sqlx::query(sql).bind(person).execute(db).await.map(drop)?);
    Ok(())
}

/// Whether an answer still counts.
fn answerable(row: &OfferRow, now: Instant) -> Result<()> {
    let full = row.taken >= row.seats && row.request_state != RequestState::Cancelled;
    match row.state {
        OfferState::Closed | OfferState::Expired if full => Err(Error::AlreadyTaken),
        OfferState::Open if row.expires.is_some_and(|expires| expires <= now) => {
            Err(Error::OfferClosed)
        }
        OfferState::Open => Ok(()),
        _ => Err(Error::OfferClosed),
    }
}

fn span_of(row: &OfferRow) -> Span {
    Span { starts: Moment::at(row.starts, &row.zone), ends: Moment::at(row.ends, &row.zone) }
}

/// All seats are taken: makes the hearing, or fills the seats of the one that is there.
async fn book(
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
    let sql = "SELECT leg, person FROM offer WHERE request = $1 AND state = 'accepted'
               ORDER BY leg, answered, id";
    let team: Vec<(i32, PersonId)> =
        on!(tx.conn(), db => sqlx::query_as(sql).bind(request).fetch_all(db).await?);
    let legs = legs_in(tx, request).await?;
    let hearing = match hearing_of(tx, request).await? {
        Some((hearing, _)) => {
            let sql = "SELECT person FROM participant WHERE hearing = $1 AND person IS NOT NULL";
            let seated: Vec<(PersonId,)> =
                on!(tx.conn(), db => sqlx::query_as(sql).bind(hearing).fetch_all(db).await?);
            let mut new = Vec::new();
            for (leg, person) in &team {
                let (leg, person) = (*leg, *person);
                let pair = legs.iter().find(|one| one.leg == leg).map(|one| &one.languages);
                if let Some(pair) = pair
                    && !seated.contains(&(person,))
                {
                    seat_interpreter(tx, hearing, leg, person, pair).await?;
                    new.push(person);
                }
            }
            booked(tx, hearing, &new, now, rng).await?;
            hearing
        }
        None => {
            let booths: Vec<BoothInput> = legs
                .iter()
                .map(|leg| BoothInput {
                    languages: leg.languages.clone(),
                    mode: leg.mode,
                    interpreters: team
                        .iter()
                        .filter(|(of, _)| *of == leg.leg)
                        .map(|(_, person)| *person)
                        .collect(),
                })
                .collect();
            let draft = Draft {
                request: Some(request),
                opener: &opener,
                kind: input.kind,
                span,
                participants: &input.participants,
                booths: &booths,
                opener_speaks: Some(&input.languages[1]),
                vacant: 0,
            };
            let hearing = insert_hearing(tx, &draft, now, rng).await?;
            forget_addresses(tx, request, input).await?;
            hearing
        }
    };
    confirm(tx, request, hearing).await?;
    let sql = "UPDATE request SET state = 'booked' WHERE id = $1";
    on!(tx.conn(), db => sqlx::query(sql).bind(request).execute(db).await.map(drop)?);
    let sql = "UPDATE unmet SET met = $2 WHERE request = $1 AND met IS NULL";
    on!(tx.conn(), db => sqlx::query(sql).bind(request).bind(now).execute(db).await.map(drop)?);
    close_offers(tx, request, None, now, rng).await?;
    note(tx, request, Step::Booked, &opener.name, now).await
}

/// The hearing of a request, with its state.
pub(super) async fn hearing_of(
    tx: &mut Tx,
    request: RequestId,
) -> Result<Option<(HearingId, String)>> {
    let sql = "SELECT id, state FROM hearing WHERE request = $1";
    Ok(on!(tx.conn(), db => sqlx::query_as(sql).bind(request).fetch_optional(db).await?))
}

/// Nobody else can take a seat of this leg, or of any.
pub(crate) async fn close_offers(
    tx: &mut Tx,
    request: RequestId,
    leg: Option<i32>,
    now: Instant,
    rng: &mut StdRng,
) -> Result<()> {
    let sql = "SELECT id, person FROM offer
               WHERE request = $1 AND state = 'open' AND ($2 IS NULL OR leg = $2) ORDER BY person";
    let open: Vec<(OfferId, PersonId)> = on!(tx.conn(), db =>
        sqlx::query_as(sql).bind(request).bind(leg).fetch_all(db).await?);
    offers_closed(tx, &open, now, rng).await?;
    let sql = "UPDATE booking SET state = 'cancelled'
               WHERE request = $1 AND state = 'held' AND interpreter IN (
                   SELECT person FROM offer WHERE request = $1 AND state = 'open'
                     AND ($2 IS NULL OR leg = $2))";
    on!(tx.conn(), db => sqlx::query(sql).bind(request).bind(leg).execute(db).await.map(drop)?);
    let sql = "UPDATE offer SET state = 'closed'
               WHERE request = $1 AND state = 'open' AND ($2 IS NULL OR leg = $2)";
    on!(tx.conn(), db => sqlx::query(sql).bind(request).bind(leg).execute(db).await.map(drop)?);
    Ok(())
}

/// Frees the seat and the time of one person; the request waits for somebody again.
pub(super) async fn free_seat(
    tx: &mut Tx,
    request: RequestId,
    leg: i32,
    person: PersonId,
) -> Result<()> {
    release_interpreter(tx, request, person).await?;
    let sql = "UPDATE leg SET taken = taken - 1 WHERE request = $1 AND leg = $2";
    on!(tx.conn(), db => sqlx::query(sql).bind(request).bind(leg).execute(db).await.map(drop)?);
    let sql = "UPDATE request SET taken = taken - 1, state = 'offered' WHERE id = $1";
    on!(tx.conn(), db => sqlx::query(sql).bind(request).execute(db).await.map(drop)?);
    Ok(())
}
