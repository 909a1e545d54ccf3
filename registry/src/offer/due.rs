//! What happens by itself when its time comes: offers run out, the next wave is sent, a chain
//! that did not come about is freed, and a request that nobody could take ends with an
//! explanation.
//!
//! Each request says when its next thing is due. Whoever comes first takes the request's row and
//! writes the next time down in the same transaction; a node that comes second finds nothing due.

use std::collections::BTreeSet;

use rand::rngs::StdRng;

use super::{
    NewOffer, Way,
    answer::{close_offers, free_seat, hearing_of},
    insert_offer, lock_request,
    ring::rest_after_call,
    ring_after,
    telling::nobody_took,
    wave::in_order,
    wave_for,
};
use crate::{
    booking::{release, release_interpreter},
    error::Result,
    id::{OfferId, PersonId, RequestId},
    request::{Leg, Request, RequestState, Step, Waves, lead_minutes, note},
    store::{Store, Tx, on},
    time::Instant,
};

/// So many requests are taken at a time.
const AT_A_TIME: i64 = 64;

/// Somebody who could be asked: the interpreter and the number.
pub(super) type Askable = (PersonId, i64);

impl Store {
    /// When the next thing happens by itself.
    ///
    /// # Errors
    /// What the database says.
    pub async fn next_due(&self) -> Result<Option<Instant>> {
        let sql = "SELECT MIN(due) FROM request WHERE due IS NOT NULL";
        let (due,): (Option<Instant>,) =
            on!(self.read(), db => sqlx::query_as(sql).fetch_one(db).await?);
        Ok(due)
    }

    /// Requests of which something is due, the longest waiting first.
    ///
    /// # Errors
    /// What the database says.
    pub async fn requests_due(&self, now: Instant) -> Result<Vec<RequestId>> {
        let sql = "SELECT id FROM request WHERE due <= $1 ORDER BY due, id LIMIT $2";
        let ids: Vec<(RequestId,)> = on!(self.read(), db =>
            sqlx::query_as(sql).bind(now).bind(AT_A_TIME).fetch_all(db).await?);
        Ok(ids.into_iter().map(|(id,)| id).collect())
    }

    /// Begins to send waves; whoever was chosen by hand stays asked.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`], [`crate::Error::NotNow`] once it is booked or over,
    /// [`crate::Error::LanguageGroup`] before the variety is known.
    pub async fn start_waves(
        &self,
        request: RequestId,
        by: PersonId,
        now: Instant,
        rng: &mut StdRng,
    ) -> Result<Request> {
        let asked = self.request_for(request, by).await?;
        self.settled(&asked.input)?;
        let mut tx = self.begin().await?;
        let sql = "UPDATE request SET waves = 'running', due = $2
                   WHERE id = $1 AND state IN ('open', 'offered')
                     AND (waves IS NULL OR waves <> 'running')";
        let begun = on!(tx.conn(), db =>
            sqlx::query(sql).bind(request).bind(now).execute(db).await?.rows_affected());
        tx.commit().await?;
        if begun == 0 {
            let asked = self.request(request).await?;
            return if asked.waves == Some(Waves::Running) && asked.is_open() {
                Ok(asked)
            } else {
                Err(crate::Error::NotNow("the request is booked or over"))
            };
        }
        self.advance(request, now, rng).await?;
        self.request(request).await
    }

    /// Does what is due of a request; false if nothing was, for instance because another node
    /// has done it.
    ///
    /// # Errors
    /// What the database says; then nothing was done.
    pub async fn advance(&self, id: RequestId, now: Instant, rng: &mut StdRng) -> Result<bool> {
        let asked = self.request(id).await?;
        let mut askable = Vec::new();
        if asked.waves == Some(Waves::Running) {
            for leg in asked.legs.iter().filter(|leg| leg.open() > 0) {
                askable.push((leg.clone(), self.askable(&asked, leg, now).await?));
            }
        }
        let mut tx = self.begin().await?;
        lock_request(&mut tx, id).await?;
        let sql = "SELECT state, waves, wave, round, escalated FROM request
                   WHERE id = $1 AND due <= $2";
        let row: Option<DueRow> = on!(tx.conn(), db =>
            sqlx::query_as(sql).bind(id).bind(now).fetch_optional(db).await?);
        let Some(row) = row else { return Ok(false) };
        run_out(&mut tx, id, now).await?;
        free_chain(&mut tx, id, now).await?;
        let has_hearing = hearing_of(&mut tx, id).await?.is_some();
        let open = matches!(row.state, RequestState::Open | RequestState::Offered);
        if open && asked.starts.instant <= now && !has_hearing {
            end_unmet(&mut tx, &asked, now, rng).await?;
        } else if open && row.waves == Some(Waves::Running) {
            send_waves(&mut tx, &asked, &row, askable, now, rng).await?;
        }
        settle_due(&mut tx, id, now).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Who could be asked next for a leg, in order.
    async fn askable(&self, asked: &Request, leg: &Leg, now: Instant) -> Result<Vec<Askable>> {
        if asked.is_call() {
            return self.on_call_for(asked, leg, now).await;
        }
        let mut people: Vec<Askable> = Vec::new();
        if wave_for(lead_minutes(asked.starts.instant, now)).people.is_none() {
            people = self.on_call_for(asked, leg, now).await?;
        }
        if people.is_empty() {
            let fit = self.fit_for(asked, leg, now).await?;
            people = fit.into_iter().map(|one| (one.person, one.number)).collect();
        }
        let late = self.who_answers_late().await?;
        Ok(in_order(people, |(person, _)| if late.contains(person) { i32::MAX } else { 0 }))
    }

    async fn who_answers_late(&self) -> Result<BTreeSet<PersonId>> {
        let sql = "SELECT person FROM interpreter WHERE unanswered >= $1";
        let people: Vec<(PersonId,)> = on!(self.read(), db =>
            sqlx::query_as(sql).bind(super::ASKED_LATER_FROM).fetch_all(db).await?);
        Ok(people.into_iter().map(|(person,)| person).collect())
    }
}

#[derive(sqlx::FromRow)]
struct DueRow {
    state: RequestState,
    waves: Option<Waves>,
    wave: i32,
    round: i32,
    escalated: Option<Instant>,
}

#[derive(sqlx::FromRow)]
struct OpenOffer {
    id: OfferId,
    person: PersonId,
    number: i64,
    way: Way,
    leg: i32,
}

/// Writes down when the next thing happens by itself: a wave is to be sent, an offer or a chain
/// runs out, or the start comes and nobody was found. A request of which nothing waits is open
/// again.
pub(crate) async fn settle_due(tx: &mut Tx, request: RequestId, now: Instant) -> Result<()> {
    for sql in [
        "UPDATE request SET state = 'open' WHERE id = $1 AND state = 'offered' AND NOT EXISTS (
             SELECT 1 FROM offer o WHERE o.request = $1 AND o.state IN ('open', 'accepted'))",
        "UPDATE request SET due = (
             SELECT MIN(o.expires) FROM offer o WHERE o.request = request.id
               AND (o.state = 'open' OR (o.state = 'accepted' AND o.way = 'chain')))
         WHERE id = $1 AND state IN ('open', 'offered')",
        "UPDATE request SET due = starts
         WHERE id = $1 AND state IN ('open', 'offered') AND (due IS NULL OR starts < due)
           AND NOT EXISTS (SELECT 1 FROM hearing h WHERE h.request = $1)",
        "UPDATE request SET due = NULL WHERE id = $1 AND state NOT IN ('open', 'offered')",
    ] {
        on!(tx.conn(), db => sqlx::query(sql).bind(request).execute(db).await.map(drop)?);
    }
    let sql = "UPDATE request SET due = $2
               WHERE id = $1 AND state IN ('open', 'offered') AND waves = 'running' AND EXISTS (
                   SELECT 1 FROM leg l WHERE l.request = $1 AND l.taken < l.seats
                     AND NOT EXISTS (SELECT 1 FROM offer o
                         WHERE o.request = $1 AND o.leg = l.leg AND o.state = 'open'))";
    on!(tx.conn(), db => sqlx::query(sql).bind(request).bind(now).execute(db).await.map(drop)?);
    Ok(())
}

/// Offers whose time is over; who was asked and did not answer is asked later next time.
async fn run_out(tx: &mut Tx, request: RequestId, now: Instant) -> Result<()> {
    let sql = "SELECT o.id, o.person, i.number, o.way, o.leg FROM offer o
               JOIN interpreter i ON i.person = o.person
               WHERE o.request = $1 AND o.state = 'open' AND o.expires <= $2 ORDER BY o.person";
    let over: Vec<OpenOffer> = on!(tx.conn(), db =>
        sqlx::query_as(sql).bind(request).bind(now).fetch_all(db).await?);
    for offer in over {
        let sql = "UPDATE offer SET state = 'expired' WHERE id = $1";
        on!(tx.conn(), db => sqlx::query(sql).bind(offer.id).execute(db).await.map(drop)?);
        let sql = "UPDATE interpreter SET unanswered = unanswered + 1 WHERE person = $1";
        on!(tx.conn(), db => sqlx::query(sql).bind(offer.person).execute(db).await.map(drop)?);
        if offer.way.holds() {
            release_interpreter(tx, request, offer.person).await?;
        }
        if offer.way == Way::Ring {
            rest_after_call(tx, offer.person, now).await?;
        }
        note(tx, request, Step::Unanswered, &offer.number.to_string(), now).await?;
    }
    Ok(())
}

/// A chain whose time is over and of which a leg is open: everybody in it is freed.
async fn free_chain(tx: &mut Tx, request: RequestId, now: Instant) -> Result<()> {
    let sql = "SELECT o.id, o.person, i.number, o.way, o.leg FROM offer o
               JOIN interpreter i ON i.person = o.person JOIN request r ON r.id = o.request
               WHERE o.request = $1 AND o.state = 'accepted' AND o.way = 'chain'
                 AND o.expires <= $2 AND r.state <> 'booked' AND r.taken < r.seats
                 AND NOT EXISTS (SELECT 1 FROM hearing h WHERE h.request = o.request)
               ORDER BY o.person";
    let waiting: Vec<OpenOffer> = on!(tx.conn(), db =>
        sqlx::query_as(sql).bind(request).bind(now).fetch_all(db).await?);
    for offer in waiting {
        let sql = "UPDATE offer SET state = 'closed' WHERE id = $1";
        on!(tx.conn(), db => sqlx::query(sql).bind(offer.id).execute(db).await.map(drop)?);
        free_seat(tx, request, offer.leg, offer.person).await?;
        note(tx, request, Step::ChainFreed, &offer.number.to_string(), now).await?;
    }
    Ok(())
}

/// The next wave of each leg that nobody is being asked for; or the end of the waves.
async fn send_waves(
    tx: &mut Tx,
    asked: &Request,
    row: &DueRow,
    askable: Vec<(Leg, Vec<Askable>)>,
    now: Instant,
    rng: &mut StdRng,
) -> Result<()> {
    let mut number = row.wave;
    let mut escalated = row.escalated.is_some();
    for (leg, people) in askable {
        let legs = crate::request::legs_in(tx, asked.id).await?;
        let still_open = legs.iter().any(|one| one.leg == leg.leg && one.open() > 0);
        if !still_open || somebody_is_asked(tx, asked.id, leg.leg).await? {
            continue;
        }
        let before = asked_before(tx, asked.id, row.round).await?;
        let left: Vec<Askable> =
            people.into_iter().filter(|(person, _)| !before.contains(person)).collect();
        if row.wave > 0 && !escalated && !asked.is_call() {
            escalate(tx, asked, now).await?;
            nobody_took(tx, asked.id, now, rng).await?;
            escalated = true;
        }
        let wave = if asked.is_call() {
            ring_after(row.wave)
        } else {
            Some(wave_for(lead_minutes(asked.starts.instant, now)))
        };
        let Some(wave) = wave.filter(|_| !left.is_empty()) else {
            if !escalated {
                escalate(tx, asked, now).await?;
                escalated = true;
            }
            exhausted(tx, asked, &leg, now, rng).await?;
            continue;
        };
        number += 1;
        let way = if asked.is_call() { Way::Ring } else { Way::Wave };
        let expires = wave.expires(now, asked.answers_end());
        for (person, shown) in left.into_iter().take(wave.people.unwrap_or(usize::MAX)) {
            let new =
                NewOffer { request: asked.id, leg: leg.leg, person, way, wave: number, expires };
            if insert_offer(tx, &new, now, rng).await? {
                note(tx, asked.id, Step::Offered, &shown.to_string(), now).await?;
            }
        }
        let sql = "UPDATE request SET state = 'offered', wave = $2 WHERE id = $1";
        on!(tx.conn(), db =>
            sqlx::query(sql).bind(asked.id).bind(number).execute(db).await.map(drop)?);
    }
    Ok(())
}

async fn somebody_is_asked(tx: &mut Tx, request: RequestId, leg: i32) -> Result<bool> {
    let sql = "SELECT count(*) FROM offer WHERE request = $1 AND leg = $2 AND state = 'open'";
    let (open,): (i64,) =
        on!(tx.conn(), db => sqlx::query_as(sql).bind(request).bind(leg).fetch_one(db).await?);
    Ok(open > 0)
}

/// Everybody who was asked since the request was last moved, whatever they answered.
async fn asked_before(tx: &mut Tx, request: RequestId, round: i32) -> Result<BTreeSet<PersonId>> {
    let sql = "SELECT person FROM offer WHERE request = $1 AND round = $2";
    let people: Vec<(PersonId,)> =
        on!(tx.conn(), db => sqlx::query_as(sql).bind(request).bind(round).fetch_all(db).await?);
    Ok(people.into_iter().map(|(person,)| person).collect())
}

/// The coordinators of the country can act for the request from now on.
async fn escalate(tx: &mut Tx, asked: &Request, now: Instant) -> Result<()> {
    let sql = "UPDATE request SET escalated = $2 WHERE id = $1";
    on!(tx.conn(), db => sqlx::query(sql).bind(asked.id).bind(now).execute(db).await.map(drop)?);
    note(tx, asked.id, Step::Escalated, asked.country.as_str(), now).await
}

/// Nobody is left to be asked for a leg: the waves end, and the demand is written down.
async fn exhausted(
    tx: &mut Tx,
    asked: &Request,
    leg: &Leg,
    now: Instant,
    rng: &mut StdRng,
) -> Result<()> {
    let sql = "UPDATE request SET waves = 'exhausted' WHERE id = $1";
    on!(tx.conn(), db => sqlx::query(sql).bind(asked.id).execute(db).await.map(drop)?);
    record_unmet(tx, asked, leg, now).await?;
    nobody_took(tx, asked.id, now, rng).await?;
    note(tx, asked.id, Step::NobodyLeft, "", now).await
}

/// Language, country and lead time of what nobody could do: nothing about anybody.
async fn record_unmet(tx: &mut Tx, asked: &Request, leg: &Leg, now: Instant) -> Result<()> {
    let [a, b] = &leg.languages;
    let sql = "INSERT INTO unmet (request, leg, language_a, language_b, mode, setting, country,
                   lead_minutes, at)
               SELECT id, $2, $3, $4, $5, $6, country, (starts - created) / 60000000, $7
               FROM request WHERE id = $1
               ON CONFLICT (request, leg) DO NOTHING";
    on!(tx.conn(), db => sqlx::query(sql)
        .bind(asked.id).bind(leg.leg).bind(a).bind(b).bind(leg.mode).bind(asked.input.setting)
        .bind(now)
        .execute(db).await.map(drop)?);
    Ok(())
}

/// The start has come and a seat is open: the request is over, and everything held is free.
async fn end_unmet(tx: &mut Tx, asked: &Request, now: Instant, rng: &mut StdRng) -> Result<()> {
    for leg in crate::request::legs_in(tx, asked.id).await? {
        if leg.open() > 0 {
            record_unmet(tx, asked, &leg, now).await?;
        }
    }
    close_offers(tx, asked.id, None, now, rng).await?;
    nobody_took(tx, asked.id, now, rng).await?;
    for sql in [
        "UPDATE offer SET state = 'closed' WHERE request = $1 AND state = 'accepted'",
        "UPDATE leg SET taken = 0 WHERE request = $1",
        "UPDATE request SET state = 'cancelled', ended_by = 'unmet', taken = 0 WHERE id = $1",
    ] {
        on!(tx.conn(), db => sqlx::query(sql).bind(asked.id).execute(db).await.map(drop)?);
    }
    release(tx, asked.id).await?;
    note(tx, asked.id, Step::Unmet, "", now).await
}
