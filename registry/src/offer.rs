//! Offers: the same work is offered to several interpreters, and the first to accept take its
//! seats. How they answer is in `answer`; `chain` holds several people at once, `wave` asks more
//! when nobody answers.

mod answer;
mod chain;
mod due;
mod ring;
mod telling;
mod wave;

pub(crate) use answer::{close_offers, seat_for};
pub use chain::{Link, RelayLeg};
pub(crate) use due::settle_due;
use rand::rngs::StdRng;
pub use ring::{CallInput, OnCall};
use serde::Serialize;
pub use wave::{ASKED_LATER_FROM, Wave, ring_after, wave_for};

use crate::{
    country::Country,
    error::{Error, Result, Why},
    hearing::{Kind, Span},
    id::{HearingId, OfferId, PersonId, RequestId},
    interpreter::{Mode, Setting},
    language::Language,
    notice::{Notice, notify},
    request::{AgeBand, Fee, Request, RequestInput, RequestState, Step, Topic, lead_minutes, note},
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
        /// Not answered in time.
        Expired = "expired",
        /// Given back after it was accepted.
        Withdrawn = "withdrawn",
    }
}

words! {
    /// How an offer came about.
    pub enum Way {
        /// Somebody chose the interpreter.
        Hand = "hand",
        /// In a wave.
        Wave = "wave",
        /// As a link of a chain; the time is held.
        Chain = "chain",
        /// It rings: somebody needs help now.
        Ring = "ring",
        /// Again after a change of time; the time is held.
        Again = "again",
    }
}

impl Way {
    /// Whether the interpreter's time is held while the offer waits.
    #[must_use]
    pub const fn holds(self) -> bool {
        matches!(self, Self::Chain | Self::Again)
    }
}

words! {
    /// Why an interpreter gives a seat back.
    pub enum WithdrawReason {
        /// A conflict of interest: counted as told in time, and not written down.
        Conflict = "conflict_of_interest",
        /// Something came up.
        NotFree = "not_free",
        /// Ill.
        Illness = "illness",
        /// Another variety than was asked for.
        OtherVariety = "other_variety",
        /// Device or line.
        Technical = "technical",
        /// Something else.
        Other = "other",
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
    /// How it came about.
    pub way: Way,
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
    /// Booths of the relay; 1 if there is none.
    pub legs: i64,
    /// What will be heavy to hear.
    pub topics: Vec<Topic>,
    /// Whether a minor speaks, and how old.
    pub minor: Option<AgeBand>,
    /// The interpreter hears and does not see the person.
    pub unseen: bool,
    /// What is paid, if that is settled.
    pub fee: Option<Fee>,
    /// Until when an answer counts, on the interpreter's clock.
    pub answer_by: Option<Moment>,
    /// Where to go once it is accepted and all seats are taken.
    pub hearing: Option<HearingId>,
}

#[derive(sqlx::FromRow)]
struct OfferRow {
    id: OfferId,
    request: RequestId,
    state: OfferState,
    way: Way,
    leg: i32,
    expires: Option<Instant>,
    number: i64,
    own_zone: Zone,
    request_state: RequestState,
    input: String,
    country: Country,
    starts: Instant,
    ends: Instant,
    zone: Zone,
    language_a: Language,
    language_b: Language,
    mode: Mode,
    seats: i32,
    taken: i32,
    legs: i64,
    hearing: Option<HearingId>,
}

/// Open offers, and those of the last two weeks.
const RECENT_MINUTES: i64 = 14 * 24 * 60;

impl Store {
    /// Offers a leg of a request to interpreters; asking one twice changes nothing.
    ///
    /// # Errors
    /// [`Error::NotFound`] unless `by` may act for the request, [`Error::NotNow`] once it is booked
    /// or cancelled, [`Error::LanguageGroup`] before the variety is known, [`Error::Invalid`]
    /// `leg`, or `interpreters` for one who is no candidate.
    pub async fn offer(
        &self,
        request: RequestId,
        by: PersonId,
        leg: i32,
        interpreters: &[PersonId],
        now: Instant,
        rng: &mut StdRng,
    ) -> Result<Request> {
        let asked = self.request_for(request, by).await?;
        if interpreters.is_empty() {
            return Err(Error::invalid("interpreters", Why::Missing));
        }
        self.settled(&asked.input)?;
        let pair = asked
            .legs
            .iter()
            .find(|one| one.leg == leg)
            .ok_or(Error::invalid("leg", Why::Unknown))?;
        let fit = self.fit_among(&asked, pair, interpreters, now).await?;
        let mut tx = self.begin().await?;
        take_open_request(&mut tx, request).await?;
        let wave = wave_for(lead_minutes(asked.starts.instant, now));
        let expires = wave.expires(now, asked.answers_end());
        for person in interpreters {
            let candidate = fit
                .iter()
                .find(|candidate| candidate.person == *person && candidate.fits)
                .ok_or(Error::invalid("interpreters", Why::DoesNotFit))?;
            let new = NewOffer { request, leg, person: *person, way: Way::Hand, wave: 0, expires };
            if insert_offer(&mut tx, &new, now, rng).await? {
                note(&mut tx, request, Step::Offered, &candidate.number.to_string(), now).await?;
            }
        }
        settle_due(&mut tx, request, now).await?;
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
}

/// An offer about to be stored.
struct NewOffer {
    request: RequestId,
    leg: i32,
    person: PersonId,
    way: Way,
    wave: i32,
    expires: Instant,
}

/// Stores an offer and tells of it; false if the person has a live one of this request.
async fn insert_offer(
    tx: &mut Tx,
    offer: &NewOffer,
    now: Instant,
    rng: &mut StdRng,
) -> Result<bool> {
    let Some(id) = store_offer(tx, offer, now, rng).await? else { return Ok(false) };
    let notice = match offer.way {
        Way::Ring => Notice::Ring { offer: id },
        _ => Notice::OfferMade { offer: id },
    };
    notify(tx, offer.person, &notice, now, rng).await?;
    Ok(true)
}

/// Stores an offer; none if the person has a live one of this request.
async fn store_offer(
    tx: &mut Tx,
    offer: &NewOffer,
    now: Instant,
    rng: &mut StdRng,
) -> Result<Option<OfferId>> {
    let sql = "INSERT INTO offer (id, request, leg, person, state, way, wave, created, expires,
                   round)
               SELECT $1, $2, $3, $4, 'open', $5, $6, $7, $8, r.round FROM request r
               WHERE r.id = $2
               ON CONFLICT DO NOTHING";
    let id = OfferId::new(now, rng);
    let added = on!(tx.conn(), db => sqlx::query(sql)
        .bind(id).bind(offer.request).bind(offer.leg).bind(offer.person).bind(offer.way)
        .bind(offer.wave).bind(now).bind(offer.expires)
        .execute(db).await?.rows_affected());
    Ok((added > 0).then_some(id))
}

/// An offer of the same work at another time; the time is held.
pub(crate) async fn insert_again(
    tx: &mut Tx,
    again: &Again<'_>,
    now: Instant,
    rng: &mut StdRng,
) -> Result<()> {
    let starts = again.span.starts.instant;
    let new = NewOffer {
        request: again.request,
        leg: again.leg,
        person: again.person,
        way: Way::Again,
        wave: 0,
        expires: wave_for(lead_minutes(starts, now)).expires(now, starts),
    };
    insert_offer(tx, &new, now, rng).await?;
    let sql = "UPDATE request SET state = 'offered' WHERE id = $1";
    on!(tx.conn(), db => sqlx::query(sql).bind(again.request).execute(db).await.map(drop)?);
    Ok(())
}

/// Whom [`insert_again`] asks, and for when.
pub(crate) struct Again<'a> {
    pub(crate) request: RequestId,
    pub(crate) leg: i32,
    pub(crate) person: PersonId,
    pub(crate) span: &'a Span,
}

/// Takes the request's row, so that nobody books or cancels it in between, and marks it as
/// offered.
async fn take_open_request(tx: &mut Tx, request: RequestId) -> Result<()> {
    let sql = "UPDATE request SET state = 'offered'
               WHERE id = $1 AND state IN ('open', 'offered')";
    let changed = on!(tx.conn(), db =>
        sqlx::query(sql).bind(request).execute(db).await?.rows_affected());
    if changed == 0 {
        return Err(Error::NotNow("the request is booked or cancelled"));
    }
    Ok(())
}

/// Makes every writer of a request wait for the one before. A write that changes nothing locks
/// the row in PostgreSQL; in SQLite there is only one writer anyway.
async fn lock_request(tx: &mut Tx, request: RequestId) -> Result<()> {
    let sql = "UPDATE request SET taken = taken WHERE id = $1";
    on!(tx.conn(), db => sqlx::query(sql).bind(request).execute(db).await.map(drop)?);
    Ok(())
}

const OFFER: &str = "SELECT o.id, o.request, o.state, o.way, o.leg, o.expires, i.number,
        p.zone AS own_zone, r.state AS request_state, r.input, r.country, r.starts, r.ends, r.zone,
        l.language_a, l.language_b, l.mode, l.seats, l.taken,
        (SELECT count(*) FROM leg x WHERE x.request = o.request) AS legs,
        CASE WHEN o.state = 'accepted' AND r.state = 'booked' THEN h.id END AS hearing
    FROM offer o JOIN request r ON r.id = o.request
    JOIN leg l ON l.request = o.request AND l.leg = o.leg
    JOIN interpreter i ON i.person = o.person JOIN person p ON p.id = o.person
    LEFT JOIN hearing h ON h.request = o.request
    WHERE o.id = $1 AND o.person = $2";

async fn offer_row(tx: &mut Tx, id: OfferId, person: PersonId) -> Result<OfferRow> {
    let row: Option<OfferRow> = on!(tx.conn(), db =>
        sqlx::query_as(OFFER).bind(id).bind(person).fetch_optional(db).await?);
    row.ok_or(Error::NotFound("offer"))
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
        way: row.way,
        languages: [row.language_a, row.language_b],
        mode: row.mode,
        setting: input.setting,
        kind: input.kind,
        starts: Moment::at(row.starts, &row.own_zone),
        starts_there: Moment::at(row.starts, &row.zone),
        minutes: input.minutes,
        country: row.country,
        seats: row.seats,
        legs: row.legs,
        topics: input.topics,
        minor: input.about.minor,
        unseen: input.preferences.unseen_by_interpreter,
        fee: input.fee,
        answer_by: row.expires.map(|at| Moment::at(at, &row.own_zone)),
        hearing: row.hearing,
    })
}
