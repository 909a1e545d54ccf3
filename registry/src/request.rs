//! Requests for interpreters: made, looked at, cancelled. Who fits is in `search`, who is asked
//! and who takes it in `offer`.

mod input;
mod leg;

pub use input::{
    About, AgeBand, ByEar, Ears, Fee, FeePer, LegInput, Literacy, MalformedByEar, MalformedRegion,
    OverrideReason, Preferences, Region, RequestInput, TeamOverride, Topic, lead_minutes,
};
pub use leg::Leg;
pub(crate) use leg::legs_in;
use leg::{insert_legs, legs_of};
use rand::rngs::StdRng;
use serde::Serialize;

use crate::{
    booking::{Holding, hold, release},
    cancellation::note_cancelled_request,
    error::{Error, Result, Why},
    hearing::{Span, places_named},
    id::{HearingId, OfferId, PersonId, RequestId},
    interpreter::Setting,
    language::Language,
    local_times::touches_night,
    offer::OfferState,
    store::{Store, Tx, on},
    team::TeamRule,
    time::{Instant, Moment, Zone},
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
        /// An interpreter gave an accepted seat back.
        Withdrawn = "withdrawn",
        /// Her variety was found out.
        VarietyChosen = "variety_chosen",
    }
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
    /// The leg that was offered.
    pub leg: i32,
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
    /// Interpreters needed, in all legs.
    pub seats: i32,
    /// Why a team is needed.
    pub team_rule: Option<TeamRule>,
    /// Whether her variety is known, so that interpreters can be asked.
    pub variety_known: bool,
    /// The booths, with their seats.
    pub legs: Vec<Leg>,
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
        input.check(account.role)?;
        self.check_languages(input)?;
        let open = input.variety_is_open().then_some(&input.languages[0]);
        self.check_participants(&input.participants, open).await?;
        self.check_night(input, &span).await?;
        let legs = legs_of(input, account.country);
        let seats: i32 = legs.iter().map(|leg| leg.seats).sum();
        let rule = legs.iter().find_map(|leg| leg.team_rule);
        let text = serde_json::to_string(input)
            .map_err(|e| Error::Corrupt { what: "request", why: e.to_string() })?;

        let id = RequestId::new(now, rng);
        let mut tx = self.begin().await?;
        let sql = "INSERT INTO request (id, requester, state, input, case_reference, country,
                       starts, ends, local_start, zone, seats, taken, team_rule, created, victim)
                   VALUES ($1, $2, 'open', $3, $4, $5, $6, $7, $8, $9, $10, 0, $11, $12, $13)";
        on!(tx.conn(), db => sqlx::query(sql)
            .bind(id).bind(requester).bind(&text).bind(&input.case_reference)
            .bind(account.country).bind(span.starts.instant).bind(span.ends.instant)
            .bind(span.starts.local.to_string()).bind(&span.starts.zone).bind(seats)
            .bind(rule).bind(now).bind(&input.about.victim)
            .execute(db).await.map(drop)?);
        insert_legs(&mut tx, id, &legs).await?;
        self.note_case(&mut tx, id, input.case_reference.as_deref()).await?;
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

    /// Nobody is asked to a court or to an interview in the night, on any clock of the places
    /// named or of the requester; what cannot wait is an emergency (requirement 16).
    async fn check_night(&self, input: &RequestInput, span: &Span) -> Result<()> {
        if input.setting == Setting::Emergency {
            return Ok(());
        }
        let mut zones = vec![span.starts.zone.clone()];
        for place in places_named(&input.participants) {
            let sql = "SELECT zone FROM place WHERE id = $1";
            let (zone,): (Zone,) =
                on!(self.read(), db => sqlx::query_as(sql).bind(place).fetch_one(db).await?);
            zones.push(zone);
        }
        let (starts, ends) = (span.starts.instant, span.ends.instant);
        if zones.iter().any(|zone| touches_night(starts, ends, zone)) {
            return Err(Error::invalid("starts", Why::InTheNight));
        }
        Ok(())
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
        let sql = "SELECT o.id, i.number, o.leg, o.state FROM offer o
                   JOIN interpreter i ON i.person = o.person
                   WHERE o.request = $1 ORDER BY o.created, i.number";
        let offers = on!(self.read(), db => sqlx::query_as(sql).bind(id).fetch_all(db).await?);
        let moment = |at| Moment::at(at, &row.zone);
        let input: RequestInput = serde_json::from_str(&row.input)
            .map_err(|e| Error::Corrupt { what: "request", why: e.to_string() })?;
        Ok(Request {
            id: row.id,
            requester: row.requester,
            state: row.state,
            variety_known: self.settled(&input).is_ok(),
            legs: self.legs(row.id).await?,
            input,
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
        note_cancelled_request(&mut tx, id, now).await?;
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

impl Store {
    /// Whether the languages exist. While her variety is open, the first may be unknown or a name
    /// that covers several.
    fn check_languages(&self, input: &RequestInput) -> Result<()> {
        let [first, second] = &input.languages;
        let open = first.is_undetermined() || self.languages().must_choose_variety(first);
        if open && input.variety_is_open() {
            self.check_language(second, "languages")?;
        } else if first.is_undetermined() {
            return Err(Error::invalid("languages", Why::Missing));
        } else {
            self.check_pair(&input.languages)?;
        }
        for leg in &input.legs {
            self.check_pair(&leg.languages)?;
        }
        for language in &input.about.other_languages {
            if !self.languages().must_choose_variety(language) {
                self.check_language(language, "about.other_languages")?;
            }
        }
        Ok(())
    }

    /// Refuses to ask anybody before her variety is known: a guess can end a case.
    pub(crate) fn settled(&self, input: &RequestInput) -> Result<()> {
        let [first, _] = &input.languages;
        if first.is_undetermined() || self.languages().must_choose_variety(first) {
            return Err(Error::LanguageGroup(first.clone()));
        }
        Ok(())
    }

    /// Says which variety it is, once that was found out; nobody was asked before.
    ///
    /// # Errors
    /// [`Error::NotFound`] unless `by` made the request, [`Error::NotNow`] if the variety is known
    /// already, [`Error::LanguageGroup`], [`Error::Invalid`].
    pub async fn choose_variety(
        &self,
        id: RequestId,
        by: PersonId,
        language: &Language,
        by_ear: Option<ByEar>,
        now: Instant,
    ) -> Result<Request> {
        let asked = self.request(id).await?;
        if asked.requester != by {
            return Err(Error::NotFound("request"));
        }
        if asked.variety_known || asked.state != RequestState::Open {
            return Err(Error::NotNow("the variety is known"));
        }
        let before = asked.input.languages[0].clone();
        let mut input = asked.input;
        input.languages[0] = language.clone();
        input.about.by_ear = by_ear.or(input.about.by_ear);
        self.check_pair(&input.languages)?;
        for participant in &mut input.participants {
            for spoken in participant.languages.iter_mut().filter(|spoken| **spoken == before) {
                *spoken = language.clone();
            }
        }
        let text = serde_json::to_string(&input)
            .map_err(|e| Error::Corrupt { what: "request", why: e.to_string() })?;
        let mut tx = self.begin().await?;
        let sql = "UPDATE request SET input = $2 WHERE id = $1 AND state = 'open'";
        let changed = on!(tx.conn(), db =>
            sqlx::query(sql).bind(id).bind(&text).execute(db).await?.rows_affected());
        if changed == 0 {
            return Err(Error::NotNow("the request is no longer open"));
        }
        let sql = "UPDATE leg SET language_a = $2 WHERE request = $1 AND leg = 0";
        on!(tx.conn(), db => sqlx::query(sql).bind(id).bind(language).execute(db).await.map(drop)?);
        let who = self.account(by).await?.name;
        note(&mut tx, id, Step::VarietyChosen, &who, now).await?;
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
