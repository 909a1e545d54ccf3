//! An interpreter's place that became free after the room was opened, and who steps in: somebody
//! is called, accepts, and has a new seat in the same booth. Everybody else's seats and links
//! stay as they are. What happens in the room follows from what is stored here.
//!
//! A reason is one word; nothing that could tell more is ever taken.

use rand::rngs::StdRng;
use serde::Serialize;

use crate::{
    booking::{Holding, hold},
    country::Country,
    error::{Error, Result, Why},
    hearing::{Booth, Hearing, Kind, Span, seat_new_interpreter},
    id::{CallId, HearingId, PersonId, Seat},
    interpreter::{Mode, Setting},
    language::Language,
    notice::{Notice, notify},
    request::RequestInput,
    search::{Candidate, Circumstances, Search},
    store::{Store, Tx, on},
    time::{Instant, Moment, WallTime, Zone},
    word::words,
};

words! {
    /// Why a place became free.
    pub enum Vacated {
        /// A conflict of interest, which nobody need explain.
        Conflict = "conflict",
        /// Ill.
        Ill = "ill",
        /// Cannot go on.
        Other = "other",
        /// Did not come, or the line is gone.
        Absent = "absent",
        /// Whoever leads asked for somebody else.
        Released = "released",
        /// The voir dire ended so.
        NotAccepted = "not_accepted",
    }
}

words! {
    /// How far a free place is.
    pub enum VacancyState {
        /// Nobody has it.
        Open = "open",
        /// Somebody stepped in.
        Filled = "filled",
        /// The hearing is over.
        Closed = "closed",
    }
}

words! {
    /// How far a call to step in is.
    pub enum CallState {
        /// Waits for an answer.
        Open = "open",
        /// Accepted: there is a seat.
        Accepted = "accepted",
        /// Declined.
        Declined = "declined",
        /// Somebody else stepped in, or it is over.
        Closed = "closed",
    }
}

/// A place in a booth that became free.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Vacancy {
    /// The seat that was given up.
    pub seat: Seat,
    /// In which booth.
    pub booth: i32,
    /// Why.
    pub why: Vacated,
    /// How far it is.
    pub state: VacancyState,
    /// Testimony had begun.
    pub during: bool,
    /// The seat of whoever stepped in.
    pub new_seat: Option<Seat>,
}

/// Somebody who was called, for whoever leads: by number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, sqlx::FromRow, utoipa::ToSchema)]
pub struct CallLine {
    /// The interpreter's number.
    pub number: i64,
    /// How far the call is.
    pub state: CallState,
}

/// A call as the interpreter sees it: nothing that names victim, case or place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Call {
    /// Its id.
    pub id: CallId,
    /// How far it is.
    pub state: CallState,
    /// The pair.
    pub languages: [Language; 2],
    /// How.
    pub mode: Mode,
    /// The kind of event.
    pub kind: Kind,
    /// The country that asks.
    pub country: Country,
    /// From when she is needed, on her clock: now, or the planned start.
    pub starts: Moment,
    /// Until when it is planned, on her clock.
    pub ends: Moment,
    /// Once accepted: the hearing.
    pub hearing: Option<HearingId>,
}

#[derive(sqlx::FromRow)]
struct CallRow {
    hearing: HearingId,
    seat: Seat,
    state: CallState,
    booth: i32,
    vacancy: VacancyState,
    own_zone: Zone,
}

impl Store {
    /// Notes that a seat was given up, and tells whoever opened the hearing; noting it again
    /// changes nothing. The interpreter's time is free from now on.
    ///
    /// # Errors
    /// [`Error::NotFound`] unless an interpreter has that seat.
    pub async fn vacate(
        &self,
        hearing: HearingId,
        seat: Seat,
        why: Vacated,
        during: bool,
        now: Instant,
        rng: &mut StdRng,
    ) -> Result<()> {
        let mut tx = self.begin().await?;
        let sql = "SELECT person, booth FROM participant
                   WHERE hearing = $1 AND seat = $2 AND booth IS NOT NULL";
        let found: Option<(Option<PersonId>, i32)> = on!(tx.conn(), db =>
            sqlx::query_as(sql).bind(hearing).bind(seat).fetch_optional(db).await?);
        let (person, booth) = found.ok_or(Error::NotFound("seat"))?;
        let sql = "INSERT INTO vacancy (hearing, seat, person, booth, why, state, during, created)
                   VALUES ($1, $2, $3, $4, $5, 'open', $6, $7)
                   ON CONFLICT (hearing, seat) DO NOTHING";
        let new = on!(tx.conn(), db => sqlx::query(sql)
            .bind(hearing).bind(seat).bind(person).bind(booth).bind(why).bind(during).bind(now)
            .execute(db).await?.rows_affected());
        if new == 0 {
            return Ok(());
        }
        let sql = "UPDATE participant SET ended = $3 WHERE hearing = $1 AND seat = $2";
        on!(tx.conn(), db => sqlx::query(sql)
            .bind(hearing).bind(seat).bind(now).execute(db).await.map(drop)?);
        if let Some(person) = person {
            free_from(&mut tx, hearing, person, now).await?;
        }
        let sql = "SELECT opened_by FROM hearing WHERE id = $1";
        let (opener,): (PersonId,) =
            on!(tx.conn(), db => sqlx::query_as(sql).bind(hearing).fetch_one(db).await?);
        notify(&mut tx, opener, &Notice::SubstituteWanted { hearing }, now, rng).await?;
        tx.commit().await
    }

    /// The places of a hearing that became free, in the order in which they did.
    ///
    /// # Errors
    /// What the database says.
    pub async fn vacancies(&self, hearing: HearingId) -> Result<Vec<Vacancy>> {
        let sql = "SELECT seat, booth, why, state, during, new_seat FROM vacancy
                   WHERE hearing = $1 ORDER BY created, seat";
        Ok(on!(self.read(), db => sqlx::query_as(sql).bind(hearing).fetch_all(db).await?))
    }

    /// Who could step in now, best first, without those who are or were in the hearing.
    ///
    /// # Errors
    /// [`Error::NotFound`] unless the place became free.
    pub async fn stand_ins(
        &self,
        hearing: &Hearing,
        seat: Seat,
        now: Instant,
    ) -> Result<Vec<Candidate>> {
        let vacancy = self.vacancy(hearing.id, seat).await?;
        let input = self.need_of(hearing, &vacancy).await?;
        let starts = hearing.starts.instant.max(now);
        let ends = hearing.ends.instant;
        if ends <= starts {
            return Ok(Vec::new());
        }
        // Being asked at short notice is no booking: whoever does not want to declines.
        let asked = starts.plus_minutes(-LONGEST_NOTICE_MINUTES);
        let circumstances = match hearing.request {
            Some(request) => self.asked(request).await?.circumstances,
            None => Circumstances::default(),
        };
        self.refresh_index(now).await?;
        let search = Search {
            input: &input,
            country: hearing.country,
            starts,
            ends,
            asked,
            circumstances: &circumstances,
        };
        let (fit, _) = self.found(&self.index().read(), &search);
        let known = |person: PersonId| {
            hearing.participants.iter().any(|participant| participant.person == Some(person))
        };
        Ok(fit.into_iter().filter(|candidate| !known(candidate.person)).collect())
    }

    /// Calls interpreters to step in and tells them; calling one twice changes nothing.
    ///
    /// # Errors
    /// [`Error::NotNow`] once somebody has stepped in, [`Error::Invalid`] `interpreters` for one
    /// who does not fit, [`Error::NotFound`].
    pub async fn call_in(
        &self,
        hearing: &Hearing,
        seat: Seat,
        interpreters: &[PersonId],
        now: Instant,
        rng: &mut StdRng,
    ) -> Result<()> {
        if interpreters.is_empty() {
            return Err(Error::invalid("interpreters", Why::Missing));
        }
        if interpreters.len() > MOST_CALLED {
            return Err(Error::invalid("interpreters", Why::TooLong));
        }
        let fit = self.stand_ins(hearing, seat, now).await?;
        let mut tx = self.begin().await?;
        if lock_vacancy(&mut tx, hearing.id, seat).await? != VacancyState::Open {
            return Err(Error::NotNow("somebody has stepped in, or it is over"));
        }
        for person in interpreters {
            if !fit.iter().any(|candidate| candidate.person == *person) {
                return Err(Error::invalid("interpreters", Why::DoesNotFit));
            }
            let sql = "INSERT INTO call_in (id, hearing, seat, person, state, created)
                       VALUES ($1, $2, $3, $4, 'open', $5)
                       ON CONFLICT (hearing, seat, person) DO NOTHING";
            let call = CallId::new(now, rng);
            let new = on!(tx.conn(), db => sqlx::query(sql)
                .bind(call).bind(hearing.id).bind(seat).bind(*person).bind(now)
                .execute(db).await?.rows_affected());
            if new > 0 {
                notify(&mut tx, *person, &Notice::CalledIn { call }, now, rng).await?;
            }
        }
        tx.commit().await
    }

    /// Who was called for a place, in the order in which they were.
    ///
    /// # Errors
    /// What the database says.
    pub async fn calls_for(&self, hearing: HearingId, seat: Seat) -> Result<Vec<CallLine>> {
        let sql =
            "SELECT i.number, c.state FROM call_in c JOIN interpreter i ON i.person = c.person
                   WHERE c.hearing = $1 AND c.seat = $2 ORDER BY c.created, i.number";
        Ok(on!(self.read(), db =>
            sqlx::query_as(sql).bind(hearing).bind(seat).fetch_all(db).await?))
    }

    /// The calls of an interpreter that are open or were answered in the last day.
    ///
    /// # Errors
    /// What the database says.
    pub async fn calls_to(&self, person: PersonId, now: Instant) -> Result<Vec<Call>> {
        let sql = "SELECT id FROM call_in
                   WHERE person = $1 AND (state = 'open' OR answered > $2)
                   ORDER BY created DESC, id DESC";
        let since = now.plus_minutes(-24 * 60);
        let ids: Vec<(CallId,)> = on!(self.read(), db =>
            sqlx::query_as(sql).bind(person).bind(since).fetch_all(db).await?);
        let mut calls = Vec::with_capacity(ids.len());
        for (id,) in ids {
            calls.push(self.call_to(id, person, now).await?);
        }
        Ok(calls)
    }

    /// Steps in: books the rest of the time and takes a new seat in the booth. Of all who
    /// accept, one succeeds; accepting again what one has changes nothing.
    ///
    /// # Errors
    /// [`Error::AlreadyTaken`], [`Error::OfferClosed`] if it was declined or is over,
    /// [`Error::NotFree`], [`Error::NotFound`].
    pub async fn accept_call(
        &self,
        id: CallId,
        person: PersonId,
        now: Instant,
        rng: &mut StdRng,
    ) -> Result<Call> {
        let row = self.call_row(id, person).await?;
        let hearing = self.hearing(row.hearing, now).await?;
        let mut tx = self.begin().await?;
        lock_vacancy(&mut tx, row.hearing, row.seat).await?;
        // Read again: what was true before the lock may not be.
        let sql = format!("{CALL} WHERE c.id = $1 AND c.person = $2");
        let row: CallRow = on!(tx.conn(), db => sqlx::query_as(sqlx::AssertSqlSafe(sql.as_str()))
            .bind(id).bind(person).fetch_one(db).await?);
        match (row.state, row.vacancy) {
            (CallState::Accepted, _) => return self.call_to(id, person, now).await,
            (_, VacancyState::Filled) => return Err(Error::AlreadyTaken),
            (CallState::Open, VacancyState::Open) if now < hearing.ends.instant => {}
            _ => return Err(Error::OfferClosed),
        }
        let booth = hearing.booths.iter().find(|booth| booth.booth == row.booth);
        let booth = booth.ok_or(Error::NotFound("booth"))?;
        let starts = Moment::at(hearing.starts.instant.max(now), &hearing.starts.zone);
        let span = Span { starts, ends: hearing.ends.clone() };
        let holding = Holding {
            request: hearing.request,
            hearing: Some(hearing.id),
            mode: Some(booth.mode),
            span: &span,
        };
        hold(&mut tx, person.into(), &holding, now, rng).await?;
        let seat =
            seat_new_interpreter(&mut tx, hearing.id, row.booth, person, &booth.languages).await?;
        let sql = "UPDATE vacancy SET state = 'filled', new_seat = $3, filled = $4
                   WHERE hearing = $1 AND seat = $2";
        on!(tx.conn(), db => sqlx::query(sql)
            .bind(hearing.id).bind(row.seat).bind(seat).bind(now).execute(db).await.map(drop)?);
        let sql = "UPDATE call_in SET answered = $3,
                       state = CASE WHEN id = $4 THEN 'accepted' ELSE 'closed' END
                   WHERE hearing = $1 AND seat = $2 AND state = 'open'";
        on!(tx.conn(), db => sqlx::query(sql)
            .bind(hearing.id).bind(row.seat).bind(now).bind(id).execute(db).await.map(drop)?);
        notify(&mut tx, person, &Notice::Booked { hearing: hearing.id }, now, rng).await?;
        tx.commit().await?;
        self.call_to(id, person, now).await
    }

    /// Declines; no reason is asked.
    ///
    /// # Errors
    /// [`Error::OfferClosed`] if it is not open, [`Error::NotFound`].
    pub async fn decline_call(&self, id: CallId, person: PersonId, now: Instant) -> Result<Call> {
        let row = self.call_row(id, person).await?;
        if row.state != CallState::Declined {
            let mut tx = self.begin().await?;
            lock_vacancy(&mut tx, row.hearing, row.seat).await?;
            let sql = "UPDATE call_in SET state = 'declined', answered = $2
                       WHERE id = $1 AND state = 'open'";
            let changed = on!(tx.conn(), db =>
                sqlx::query(sql).bind(id).bind(now).execute(db).await?.rows_affected());
            if changed == 0 {
                return Err(Error::OfferClosed);
            }
            tx.commit().await?;
        }
        self.call_to(id, person, now).await
    }

    /// The hearing that a call of an interpreter is about.
    ///
    /// # Errors
    /// [`Error::NotFound`], also for somebody else's.
    pub async fn hearing_of_call(&self, id: CallId, person: PersonId) -> Result<HearingId> {
        Ok(self.call_row(id, person).await?.hearing)
    }

    /// Whether an interpreter was called to step into a hearing, whatever the answer.
    pub(crate) async fn was_called(&self, hearing: HearingId, person: PersonId) -> Result<bool> {
        let sql = "SELECT count(*) FROM call_in WHERE hearing = $1 AND person = $2";
        let (calls,): (i64,) = on!(self.read(), db =>
            sqlx::query_as(sql).bind(hearing).bind(person).fetch_one(db).await?);
        Ok(calls > 0)
    }

    async fn vacancy(&self, hearing: HearingId, seat: Seat) -> Result<Vacancy> {
        let all = self.vacancies(hearing).await?;
        all.into_iter().find(|vacancy| vacancy.seat == seat).ok_or(Error::NotFound("vacancy"))
    }

    async fn call_row(&self, id: CallId, person: PersonId) -> Result<CallRow> {
        let sql = format!("{CALL} WHERE c.id = $1 AND c.person = $2");
        let row: Option<CallRow> = on!(self.read(), db =>
            sqlx::query_as(sqlx::AssertSqlSafe(sql.as_str()))
                .bind(id).bind(person).fetch_optional(db).await?);
        row.ok_or(Error::NotFound("call"))
    }

    /// One call of an interpreter.
    ///
    /// # Errors
    /// [`Error::NotFound`], also for somebody else's.
    pub async fn call_to(&self, id: CallId, person: PersonId, now: Instant) -> Result<Call> {
        let row = self.call_row(id, person).await?;
        let hearing = self.hearing(row.hearing, now).await?;
        let booth = hearing.booths.iter().find(|booth| booth.booth == row.booth);
        let booth = booth.ok_or(Error::NotFound("booth"))?;
        Ok(Call {
            id,
            state: row.state,
            languages: booth.languages.clone(),
            mode: booth.mode,
            kind: hearing.kind,
            country: hearing.country,
            starts: Moment::at(hearing.starts.instant.max(now), &row.own_zone),
            ends: Moment::at(hearing.ends.instant, &row.own_zone),
            hearing: (row.state == CallState::Accepted).then_some(hearing.id),
        })
    }

    /// What is asked of whoever steps in: as the request said, or as the hearing was opened.
    async fn need_of(&self, hearing: &Hearing, vacancy: &Vacancy) -> Result<RequestInput> {
        let booth = hearing.booths.iter().find(|booth| booth.booth == vacancy.booth);
        let booth = booth.ok_or(Error::NotFound("booth"))?;
        let Some(request) = hearing.request else { return plain_need(hearing, booth) };
        let need = self.request(request).await?.input;
        Ok(RequestInput { languages: booth.languages.clone(), mode: booth.mode, ..need })
    }
}

/// The need of a hearing that was opened without a request.
fn plain_need(hearing: &Hearing, booth: &Booth) -> Result<RequestInput> {
    let starts = WallTime { local: hearing.starts.local, zone: hearing.starts.zone.clone() };
    let need = serde_json::json!({
        "kind": hearing.kind,
        "languages": booth.languages,
        "mode": booth.mode,
        "setting": setting_of(hearing.kind),
        "starts": starts,
        "minutes": hearing.ends.instant.minutes_since(hearing.starts.instant),
    });
    serde_json::from_value(need).map_err(|e| Error::Corrupt { what: "hearing", why: e.to_string() })
}

/// What an interpreter must be good at for a hearing whose request does not say.
pub(crate) const fn setting_of(kind: Kind) -> Setting {
    match kind {
        Kind::Hearing | Kind::ExpertTestimony => Setting::Hearing,
        Kind::Interview | Kind::OnDemandCall | Kind::Test => Setting::Interview,
    }
}

/// A hearing is over: whoever was called need not answer any more.
pub(crate) async fn close_vacancies(tx: &mut Tx, hearing: HearingId, now: Instant) -> Result<()> {
    let sql = "UPDATE vacancy SET state = 'closed' WHERE hearing = $1 AND state = 'open'";
    on!(tx.conn(), db => sqlx::query(sql).bind(hearing).execute(db).await.map(drop)?);
    let sql = "UPDATE call_in SET state = 'closed', answered = $2
               WHERE hearing = $1 AND state = 'open'";
    on!(tx.conn(), db => sqlx::query(sql).bind(hearing).bind(now).execute(db).await.map(drop)?);
    Ok(())
}

/// Frees the rest of an interpreter's time in a hearing; what was worked stays booked.
async fn free_from(tx: &mut Tx, hearing: HearingId, person: PersonId, now: Instant) -> Result<()> {
    for sql in [
        "UPDATE booking SET state = 'cancelled'
         WHERE hearing = $1 AND interpreter = $2 AND starts >= $3",
        "UPDATE booking SET ends = $3
         WHERE hearing = $1 AND interpreter = $2 AND state <> 'cancelled'
           AND starts < $3 AND ends > $3",
    ] {
        on!(tx.conn(), db => sqlx::query(sql)
            .bind(hearing).bind(person).bind(now).execute(db).await.map(drop)?);
    }
    Ok(())
}

/// Makes all who want a place wait for each other, and says how far it is.
async fn lock_vacancy(tx: &mut Tx, hearing: HearingId, seat: Seat) -> Result<VacancyState> {
    let sql = "UPDATE vacancy SET state = state WHERE hearing = $1 AND seat = $2";
    on!(tx.conn(), db => sqlx::query(sql).bind(hearing).bind(seat).execute(db).await.map(drop)?);
    let sql = "SELECT state FROM vacancy WHERE hearing = $1 AND seat = $2";
    let state: Option<(VacancyState,)> = on!(tx.conn(), db =>
        sqlx::query_as(sql).bind(hearing).bind(seat).fetch_optional(db).await?);
    state.map(|(state,)| state).ok_or(Error::NotFound("vacancy"))
}

const CALL: &str = "SELECT c.hearing, c.seat, c.state, v.booth, v.state AS vacancy,
        p.zone AS own_zone
    FROM call_in c JOIN vacancy v ON v.hearing = c.hearing AND v.seat = c.seat
    JOIN person p ON p.id = c.person";

/// Most interpreters called at once.
const MOST_CALLED: usize = 20;
/// Longer than any notice that an interpreter asks for.
const LONGEST_NOTICE_MINUTES: i64 = 366 * 24 * 60;
