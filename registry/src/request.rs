//! Requests for interpreters: made, looked at, cancelled. Who fits is in `search`, who is asked
//! and who takes it in `offer`.

use rand::rngs::StdRng;
use serde::{Deserialize, Serialize};

use crate::{
    booking::{Holding, hold, release},
    error::{Error, Result, Why},
    hearing::{Kind, ParticipantInput, Span, places_named},
    id::{HearingId, OfferId, PersonId, RequestId},
    interpreter::{Gender, Mode, Setting},
    language::Language,
    offer::OfferState,
    store::{Store, Tx, on},
    team::{TeamRule, seats, team_rule},
    time::{Instant, Moment, WallTime, Zone},
    word::words,
};

words! {
    /// How far a request is.
    pub enum RequestState {
        /// Nobody was asked yet.
        Open = "open",
        /// Some were asked.
        Offered = "offered",
        /// All seats are taken; there is a hearing.
        Booked = "booked",
        /// It will not be.
        Cancelled = "cancelled",
    }
}

words! {
    /// A step in a request's life.
    pub enum Step {
        /// Made.
        Sent = "sent",
        /// An interpreter was asked.
        Offered = "offered",
        /// An interpreter took a seat.
        Accepted = "accepted",
        /// An interpreter declined.
        Declined = "declined",
        /// An interpreter was told that all seats are taken.
        AlreadyTaken = "already_taken",
        /// A venue or kit is held.
        PlaceHeld = "place_held",
        /// All seats taken, hearing made.
        Booked = "booked",
        /// Cancelled.
        Cancelled = "cancelled",
    }
}

/// What the victim wishes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Preferences {
    /// A woman or a man.
    pub gender: Option<Gender>,
    /// Nobody else will do.
    pub gender_required: bool,
    /// Nobody from these towns, communities or countries (two letters).
    pub not_from: Vec<String>,
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RequestInput {
    /// The kind of event.
    pub kind: Kind,
    /// The pair, by variety.
    pub languages: [Language; 2],
    /// How.
    pub mode: Mode,
    /// For which kind of work.
    pub setting: Setting,
    /// When it starts.
    pub starts: WallTime,
    /// How long.
    pub minutes: i64,
    /// The victim's wishes.
    #[serde(default)]
    pub preferences: Preferences,
    /// Who takes part besides the caller and the interpreters.
    #[serde(default)]
    pub participants: Vec<ParticipantInput>,
    /// The case, so that a victim meets the same interpreter again.
    #[serde(default)]
    pub case_reference: Option<String>,
}

/// A step with its time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct TimelineEntry {
    /// When, on the request's clock.
    pub at: Moment,
    /// What.
    pub what: Step,
    /// An interpreter's number, a place's name, or the requester's.
    pub who: String,
}

/// An offer as the requester may see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, sqlx::FromRow, utoipa::ToSchema)]
pub struct OfferLine {
    /// The offer.
    pub id: OfferId,
    /// The interpreter's number.
    pub number: i64,
    /// How far it is.
    pub state: OfferState,
}

/// A request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Request {
    /// Its id.
    pub id: RequestId,
    /// Who made it.
    #[serde(skip)]
    pub requester: PersonId,
    /// How far it is.
    pub state: RequestState,
    /// What was asked for.
    pub input: RequestInput,
    /// Start.
    pub starts: Moment,
    /// End.
    pub ends: Moment,
    /// Interpreters needed.
    pub seats: i32,
    /// Why a team is needed.
    pub team_rule: Option<TeamRule>,
    /// What happened so far.
    pub timeline: Vec<TimelineEntry>,
    /// Who was asked.
    pub offers: Vec<OfferLine>,
    /// The hearing, once booked.
    pub hearing: Option<HearingId>,
}

#[derive(sqlx::FromRow)]
struct RequestRow {
    id: RequestId,
    requester: PersonId,
    state: RequestState,
    input: String,
    starts: Instant,
    ends: Instant,
    zone: Zone,
    seats: i32,
    team_rule: Option<TeamRule>,
    hearing: Option<HearingId>,
}

impl Store {
    /// Makes a request and holds the venues and kits it names.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a field, [`Error::LanguageGroup`] where a variety must be chosen,
    /// [`Error::NotFree`] for a place that is taken.
    pub async fn create_request(
        &self,
        requester: PersonId,
        input: &RequestInput,
        now: Instant,
        rng: &mut StdRng,
    ) -> Result<Request> {
        let account = self.account(requester).await?;
        let span = Span::check(&input.starts, input.minutes, now)?;
        self.check_pair(&input.languages)?;
        self.check_participants(&input.participants).await?;
        check_wishes(input)?;
        let rule = team_rule(input.mode, input.setting, input.minutes, account.country);
        let text = serde_json::to_string(input)
            .map_err(|e| Error::Corrupt { what: "request", why: e.to_string() })?;

        let id = RequestId::new(now, rng);
        let mut tx = self.begin().await?;
        let sql = "INSERT INTO request (id, requester, state, input, case_reference, country,
                       starts, ends, local_start, zone, seats, taken, team_rule, created)
                   VALUES ($1, $2, 'open', $3, $4, $5, $6, $7, $8, $9, $10, 0, $11, $12)";
        on!(tx.conn(), db => sqlx::query(sql)
            .bind(id).bind(requester).bind(&text).bind(&input.case_reference)
            .bind(account.country).bind(span.starts.instant).bind(span.ends.instant)
            .bind(span.starts.local.to_string()).bind(&span.starts.zone).bind(seats(rule))
            .bind(rule).bind(now)
            .execute(db).await.map(drop)?);
        note(&mut tx, id, Step::Sent, &account.name, now).await?;
        let holding = Holding { request: Some(id), hearing: None, mode: None, span: &span };
        for place in places_named(&input.participants) {
            hold(&mut tx, place.into(), &holding, now, rng).await?;
            let sql = "SELECT name FROM place WHERE id = $1";
            let (name,): (String,) =
                on!(tx.conn(), db => sqlx::query_as(sql).bind(place).fetch_one(db).await?);
            note(&mut tx, id, Step::PlaceHeld, &name, now).await?;
        }
        tx.commit().await?;
        self.request(id).await
    }

    /// A request with its timeline and offers.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn request(&self, id: RequestId) -> Result<Request> {
        let sql = "SELECT r.id, r.requester, r.state, r.input, r.starts, r.ends, r.zone, r.seats,
                       r.team_rule, h.id AS hearing
                   FROM request r LEFT JOIN hearing h ON h.request = r.id WHERE r.id = $1";
        let row: Option<RequestRow> =
            on!(self.read(), db => sqlx::query_as(sql).bind(id).fetch_optional(db).await?);
        let row = row.ok_or(Error::NotFound("request"))?;
        let sql = "SELECT at, what, who FROM timeline WHERE request = $1 ORDER BY seq";
        let timeline: Vec<(Instant, Step, String)> =
            on!(self.read(), db => sqlx::query_as(sql).bind(id).fetch_all(db).await?);
        let sql = "SELECT o.id, i.number, o.state FROM offer o
                   JOIN interpreter i ON i.person = o.person
                   WHERE o.request = $1 ORDER BY o.created, i.number";
        let offers = on!(self.read(), db => sqlx::query_as(sql).bind(id).fetch_all(db).await?);
        let moment = |at| Moment::at(at, &row.zone);
        Ok(Request {
            id: row.id,
            requester: row.requester,
            state: row.state,
            input: serde_json::from_str(&row.input)
                .map_err(|e| Error::Corrupt { what: "request", why: e.to_string() })?,
            starts: moment(row.starts),
            ends: moment(row.ends),
            seats: row.seats,
            team_rule: row.team_rule,
            timeline: timeline
                .into_iter()
                .map(|(at, what, who)| TimelineEntry { at: moment(at), what, who })
                .collect(),
            offers,
            hearing: row.hearing,
        })
    }

    /// The requests that a person made, the newest first.
    ///
    /// # Errors
    /// What the database says.
    pub async fn requests_of(&self, requester: PersonId) -> Result<Vec<Request>> {
        let sql = "SELECT id FROM request WHERE requester = $1 ORDER BY created DESC, id DESC";
        let ids: Vec<(RequestId,)> =
            on!(self.read(), db => sqlx::query_as(sql).bind(requester).fetch_all(db).await?);
        let mut requests = Vec::with_capacity(ids.len());
        for (id,) in ids {
            requests.push(self.request(id).await?);
        }
        Ok(requests)
    }

    /// Cancels a request and its hearing, closes its offers, and frees everybody and everything
    /// held. `by` must be the requester.
    ///
    /// # Errors
    /// [`Error::NotFound`], or [`Error::NotNow`] once it is cancelled or its hearing is open.
    pub async fn cancel_request(
        &self,
        id: RequestId,
        by: PersonId,
        now: Instant,
    ) -> Result<Request> {
        let mut tx = self.begin().await?;
        let sql = "UPDATE request SET state = 'cancelled'
                   WHERE id = $1 AND requester = $2 AND state <> 'cancelled' AND NOT EXISTS (
                       SELECT 1 FROM hearing h
                       WHERE h.request = $1 AND h.state IN ('live', 'closed'))";
        let changed = on!(tx.conn(), db =>
            sqlx::query(sql).bind(id).bind(by).execute(db).await?.rows_affected());
        if changed == 0 {
            drop(tx);
            let request = self.request(id).await?;
            return Err(if request.requester == by {
                Error::NotNow("the request is cancelled or its hearing has begun")
            } else {
                Error::NotFound("request")
            });
        }
        for sql in [
            "UPDATE offer SET state = 'closed' WHERE request = $1 AND state IN ('open', 'accepted')",
            "UPDATE hearing SET state = 'cancelled' WHERE request = $1",
        ] {
            on!(tx.conn(), db => sqlx::query(sql).bind(id).execute(db).await.map(drop)?);
        }
        let sql = "UPDATE link SET ended = $2 WHERE ended IS NULL AND hearing IN
                       (SELECT id FROM hearing WHERE request = $1)";
        on!(tx.conn(), db => sqlx::query(sql).bind(id).bind(now).execute(db).await.map(drop)?);
        release(&mut tx, id).await?;
        let sql = "SELECT name FROM person WHERE id = $1";
        let (name,): (String,) =
            on!(tx.conn(), db => sqlx::query_as(sql).bind(by).fetch_one(db).await?);
        note(&mut tx, id, Step::Cancelled, &name, now).await?;
        tx.commit().await?;
        self.request(id).await
    }
}

/// Adds a step to a request's timeline. The caller's transaction holds the request's row or is
/// SQLite's only writer, so the numbers follow one another.
pub(crate) async fn note(
    tx: &mut Tx,
    request: RequestId,
    what: Step,
    who: &str,
    now: Instant,
) -> Result<()> {
    let sql = "INSERT INTO timeline (request, seq, at, what, who)
               SELECT $1, COALESCE(MAX(seq), 0) + 1, $2, $3, $4 FROM timeline WHERE request = $1";
    on!(tx.conn(), db => sqlx::query(sql)
        .bind(request).bind(now).bind(what).bind(who).execute(db).await.map(drop)?);
    Ok(())
}

fn check_wishes(input: &RequestInput) -> Result<()> {
    if input.preferences.gender_required && input.preferences.gender.is_none() {
        return Err(Error::invalid("preferences.gender", Why::Missing));
    }
    if input.preferences.not_from.iter().any(|place| place.chars().count() > 120)
        || input.preferences.not_from.len() > 20
    {
        return Err(Error::invalid("preferences.not_from", Why::TooLong));
    }
    if input.case_reference.as_ref().is_some_and(|case| case.chars().count() > 120) {
        return Err(Error::invalid("case_reference", Why::TooLong));
    }
    Ok(())
}
