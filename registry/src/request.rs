//! Requests for interpreters: made, looked at, cancelled. Who fits is in `search`, who is asked
//! and who takes it in `offer`.

mod change;
mod hidden;
mod input;
mod leg;
mod relay;

pub use change::Move;
pub(crate) use change::forget_addresses;
use hidden::insert_hidden;
pub use input::{
    About, AgeBand, ByEar, Ears, Fee, FeePer, LegInput, Literacy, MalformedByEar, MalformedRegion,
    OverrideReason, Preferences, Region, RequestInput, TeamOverride, Topic, lead_minutes,
};
pub use leg::Leg;
pub(crate) use leg::legs_in;
use leg::{legs_of, put_legs};
use rand::rngs::StdRng;
pub(crate) use relay::become_relay;
use serde::Serialize;

use crate::{
    booking::{Holding, hold},
    country::Country,
    error::{Error, Result, Why},
    hearing::{Kind, Span, places_named},
    id::{ByEarId, HearingId, OfferId, PersonId, RequestId},
    interpreter::Setting,
    local_times::touches_night,
    login::Holder,
    offer::{OfferState, Way, settle_due},
    person::{Account, AccountRole},
    store::{Store, Tx, on},
    team::TeamRule,
    time::{Instant, Moment, Zone},
    webhook::tell_of_step,
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
        /// Nobody was found in time.
        Unmet = "unmet",
    }
}

words! {
    /// Whether the bank asks by itself.
    pub enum Waves {
        /// It asks one wave after the other.
        Running = "running",
        /// Nobody is left to be asked.
        Exhausted = "exhausted",
    }
}

words! {
    /// Why a request is called off.
    pub enum CancelReason {
        /// It is no longer needed.
        NotNeeded = "not_needed",
        /// The person is not ready, or does not want to speak.
        NotReady = "not_ready",
        /// It will be at another time.
        Postponed = "postponed",
        /// Rooms, devices or lines are not there.
        Technical = "technical",
        /// It was made by mistake.
        Mistake = "mistake",
        /// Something else.
        Other = "other",
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
        /// An interpreter did not answer in time.
        Unanswered = "unanswered",
        /// An offer was taken back before it was answered.
        TakenBack = "taken_back",
        /// A chain did not come about in time: who was held for it is free.
        ChainFreed = "chain_freed",
        /// The coordinators of the country were asked to help.
        Escalated = "escalated",
        /// Nobody is left who could be asked.
        NobodyLeft = "nobody_left",
        /// The start came and nobody was found.
        Unmet = "unmet",
        /// Moved to another time.
        Moved = "moved",
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct OfferLine {
    /// The offer.
    pub id: OfferId,
    /// The interpreter's number.
    pub number: i64,
    /// The leg that was offered.
    pub leg: i32,
    /// How far it is.
    pub state: OfferState,
    /// How it came about.
    pub way: Way,
    /// The wave it belongs to; 0 for one made by hand.
    pub wave: i32,
    /// Until when an answer counts, on the request's clock.
    pub answer_by: Option<Moment>,
}

#[derive(sqlx::FromRow)]
struct OfferRow {
    id: OfferId,
    number: i64,
    leg: i32,
    state: OfferState,
    way: Way,
    wave: i32,
    expires: Option<Instant>,
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
    /// The country that asks.
    pub country: Country,
    /// What was asked for.
    pub input: RequestInput,
    /// So many towns she wants nobody from; which ones is kept unreadable.
    pub towns_ruled_out: i64,
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
    /// Whether the bank asks by itself.
    pub waves: Option<Waves>,
    /// The last wave that was sent.
    pub wave: i32,
    /// When the next thing happens by itself: a wave, or the end.
    pub next: Option<Moment>,
    /// Since when the coordinators of the country are asked to help.
    pub escalated: Option<Moment>,
    /// Why it is over, if it was called off or nobody was found.
    pub ended_by: Option<String>,
}

impl Request {
    /// Whether somebody can still be asked.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        matches!(self.state, RequestState::Open | RequestState::Offered)
    }

    /// Whether somebody is needed right now.
    #[must_use]
    pub fn is_call(&self) -> bool {
        self.input.kind == Kind::OnDemandCall
    }

    /// When no answer helps any more: with the start, or with the end where the hearing is there
    /// already and only waits for somebody.
    #[must_use]
    pub fn answers_end(&self) -> Instant {
        if self.is_call() || self.hearing.is_some() {
            self.ends.instant
        } else {
            self.starts.instant
        }
    }
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
    country: Country,
    waves: Option<Waves>,
    wave: i32,
    due: Option<Instant>,
    escalated: Option<Instant>,
    ended_by: Option<String>,
    towns_ruled_out: i64,
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
        self.check_by_ear(requester, input.about.by_ear).await?;
        let open = input.variety_is_open().then_some(&input.languages[0]);
        self.check_participants(&input.participants, open).await?;
        self.check_organisation(input).await?;
        self.check_night(input, &span).await?;
        let mut tx = self.begin().await?;
        let id = self.insert_request(&mut tx, &account, input, &span, now, rng).await?;
        let holding = Holding { request: Some(id), hearing: None, mode: None, span: &span };
        for place in places_named(&input.participants) {
            hold(&mut tx, place.into(), &holding, now, rng).await?;
            let sql = "SELECT name FROM place WHERE id = $1";
            let (name,): (String,) =
                on!(tx.conn(), db => sqlx::query_as(sql).bind(place).fetch_one(db).await?);
            note(&mut tx, id, Step::PlaceHeld, &name, now).await?;
        }
        settle_due(&mut tx, id, now).await?;
        tx.commit().await?;
        self.request(id).await
    }

    /// Stores a request with its legs.
    pub(crate) async fn insert_request(
        &self,
        tx: &mut Tx,
        account: &Account,
        input: &RequestInput,
        span: &Span,
        now: Instant,
        rng: &mut StdRng,
    ) -> Result<RequestId> {
        let legs = legs_of(input, account.country);
        let seats: i32 = legs.iter().map(|leg| leg.seats).sum();
        let rule = legs.iter().find_map(|leg| leg.team_rule);
        let id = RequestId::new(now, rng);
        let (stored, towns) = self.hidden(input)?;
        let sql = "INSERT INTO request (id, requester, state, input, case_reference, country,
                       starts, ends, local_start, zone, seats, taken, team_rule, created, victim)
                   VALUES ($1, $2, 'open', $3, $4, $5, $6, $7, $8, $9, $10, 0, $11, $12, $13)";
        on!(tx.conn(), db => sqlx::query(sql)
            .bind(id).bind(account.id).bind(stored_as_json(&stored)?).bind(&input.case_reference)
            .bind(account.country).bind(span.starts.instant).bind(span.ends.instant)
            .bind(span.starts.local.to_string()).bind(&span.starts.zone).bind(seats)
            .bind(rule).bind(now).bind(&input.about.victim)
            .execute(db).await.map(drop)?);
        put_legs(tx, id, &legs).await?;
        insert_hidden(tx, id, input, &towns).await?;
        self.note_case(tx, id, input.case_reference.as_deref()).await?;
        note(tx, id, Step::Sent, &account.name, now).await?;
        Ok(id)
    }

    async fn check_organisation(&self, input: &RequestInput) -> Result<()> {
        let Some(organisation) = input.preferences.organisation else { return Ok(()) };
        match self.organisation(organisation).await {
            Err(Error::NotFound(_)) => {
                Err(Error::invalid("preferences.organisation", Why::Unknown))
            }
            found => found.map(drop),
        }
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
        let sql = "SELECT r.id, r.requester, r.input, r.starts, r.ends, r.zone, r.seats,
                       CASE WHEN r.ended_by = 'unmet' THEN 'unmet' ELSE r.state END AS state,
                       r.team_rule, r.country, r.waves, r.wave, r.due, r.escalated, r.ended_by,
                       h.id AS hearing,
                       (SELECT count(*) FROM ruled_out_town t WHERE t.request = r.id)
                           AS towns_ruled_out
                   FROM request r LEFT JOIN hearing h ON h.request = r.id WHERE r.id = $1";
        let row: Option<RequestRow> =
            on!(self.read(), db => sqlx::query_as(sql).bind(id).fetch_optional(db).await?);
        let row = row.ok_or(Error::NotFound("request"))?;
        let sql = "SELECT at, what, who FROM timeline WHERE request = $1 ORDER BY seq";
        let timeline: Vec<(Instant, Step, String)> =
            on!(self.read(), db => sqlx::query_as(sql).bind(id).fetch_all(db).await?);
        let sql = "SELECT o.id, i.number, o.leg, o.state, o.way, o.wave, o.expires FROM offer o
                   JOIN interpreter i ON i.person = o.person
                   WHERE o.request = $1 ORDER BY o.created, i.number";
        let offers: Vec<OfferRow> =
            on!(self.read(), db => sqlx::query_as(sql).bind(id).fetch_all(db).await?);
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
            towns_ruled_out: row.towns_ruled_out,
            starts: moment(row.starts),
            ends: moment(row.ends),
            seats: row.seats,
            team_rule: row.team_rule,
            timeline: timeline
                .into_iter()
                .map(|(at, what, who)| TimelineEntry { at: moment(at), what, who })
                .collect(),
            offers: offers
                .into_iter()
                .map(|offer| OfferLine {
                    id: offer.id,
                    number: offer.number,
                    leg: offer.leg,
                    state: offer.state,
                    way: offer.way,
                    wave: offer.wave,
                    answer_by: offer.expires.map(moment),
                })
                .collect(),
            hearing: row.hearing,
            country: row.country,
            waves: row.waves,
            wave: row.wave,
            next: row.due.map(moment),
            escalated: row.escalated.map(moment),
            ended_by: row.ended_by,
        })
    }

    /// A request for whom may act for it: who made it, and once the coordinators of its country
    /// are asked to help, each of them. For everybody else it does not exist.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn request_for(&self, id: RequestId, by: PersonId) -> Result<Request> {
        let request = self.request(id).await?;
        if request.requester == by {
            return Ok(request);
        }
        let account = self.account(by).await?;
        let helps = request.escalated.is_some()
            && account.role == AccountRole::Coordinator
            && account.country == request.country;
        if helps { Ok(request) } else { Err(Error::NotFound("request")) }
    }

    /// The requests that a person acts for, the newest first: her own, and for a coordinator those
    /// of the country that need help.
    ///
    /// # Errors
    /// What the database says.
    pub async fn requests_of(&self, person: PersonId) -> Result<Vec<Request>> {
        let sql = "SELECT id FROM (
                       SELECT id, created FROM request WHERE requester = $1
                       UNION SELECT r.id, r.created FROM request r JOIN person p ON p.id = $1
                       WHERE r.escalated IS NOT NULL AND r.due IS NOT NULL
                         AND p.role = 'coordinator' AND p.country = r.country) mine
                   ORDER BY created DESC, id DESC";
        let ids: Vec<(RequestId,)> =
            on!(self.read(), db => sqlx::query_as(sql).bind(person).fetch_all(db).await?);
        let mut requests = Vec::with_capacity(ids.len());
        for (id,) in ids {
            requests.push(self.request(id).await?);
        }
        Ok(requests)
    }
}

impl Store {
    /// A listening that is named must be one that the requester may read.
    async fn check_by_ear(&self, requester: PersonId, by_ear: Option<ByEar>) -> Result<()> {
        let Some(ByEar::Result(id)) = by_ear else { return Ok(()) };
        match self.by_ear(ByEarId(id), Holder::Person(requester)).await {
            Err(Error::NotFound(_)) => Err(Error::invalid("about.by_ear", Why::Unknown)),
            found => found.map(drop),
        }
    }

    /// Whether the languages exist. While her variety is open, the first may be unknown or a name
    /// that covers several.
    pub(crate) fn check_languages(&self, input: &RequestInput) -> Result<()> {
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
}

/// What is asked for, as it is stored.
fn stored_as_json(input: &RequestInput) -> Result<String> {
    serde_json::to_string(input).map_err(|e| Error::Corrupt { what: "request", why: e.to_string() })
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
    tell_of_step(tx, request, what, now).await
}
