//! How a hearing comes about: what a caller names is checked, everybody gets a seat, and all is
//! stored in one transaction.

use rand::rngs::StdRng;

use super::{BoothInput, HearingInput, Kind, ParticipantInput, Role};
use crate::{
    booking::{Holding, hold},
    error::{Error, Result, Why},
    id::{HearingId, PersonId, PlaceId, RequestId, Seat},
    interpreter::Mode,
    language::Language,
    notice::{Notice, notify_hearing},
    person::{Account, AccountRole, is_address},
    reminder::invite_seat,
    store::{Store, Tx, on},
    time::{Instant, Moment, WallTime},
};

/// Longest hearing that can be planned, in minutes.
const LONGEST_MINUTES: i64 = 12 * 60;
/// How far ahead one can plan, in minutes.
const FURTHEST_MINUTES: i64 = 2 * 366 * 24 * 60;
/// Most participants that can be named.
const MOST_PARTICIPANTS: usize = 60;

/// When a hearing is, as checked from a caller's words.
#[derive(Debug, Clone)]
pub(crate) struct Span {
    pub(crate) starts: Moment,
    pub(crate) ends: Moment,
}

impl Span {
    pub(crate) fn check(starts: &WallTime, minutes: i64, now: Instant) -> Result<Self> {
        let starts = starts.moment().map_err(|e| Error::time("starts", &e))?;
        if minutes < 1 {
            return Err(Error::invalid("minutes", Why::Empty));
        }
        if minutes > LONGEST_MINUTES {
            return Err(Error::invalid("minutes", Why::TooLong));
        }
        // A wall time has no seconds: the minute that is running has not passed.
        if starts.instant.plus_minutes(1) <= now {
            return Err(Error::invalid("starts", Why::InThePast));
        }
        if starts.instant.minutes_since(now) > FURTHEST_MINUTES {
            return Err(Error::invalid("starts", Why::TooLong));
        }
        let ends = Moment::at(starts.instant.plus_minutes(minutes), &starts.zone);
        Ok(Self { starts, ends })
    }
}

/// A hearing about to be stored.
pub(crate) struct Draft<'a> {
    pub(crate) request: Option<RequestId>,
    pub(crate) opener: &'a Account,
    pub(crate) kind: Kind,
    pub(crate) span: &'a Span,
    pub(crate) participants: &'a [ParticipantInput],
    pub(crate) booths: &'a [BoothInput],
    /// What the opener speaks on the floor; none leaves it to the booths.
    pub(crate) opener_speaks: Option<&'a Language>,
    /// Seats that are kept in each booth for interpreters to come.
    pub(crate) vacant: i32,
}

impl Store {
    /// Opens a hearing without request, with any number of booths, also none. Holds every
    /// interpreter and place named.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a field, [`Error::LanguageGroup`], [`Error::NotFree`].
    pub async fn open_hearing(
        &self,
        opener: PersonId,
        input: &HearingInput,
        now: Instant,
        rng: &mut StdRng,
    ) -> Result<HearingId> {
        let opener = self.account(opener).await?;
        let span = Span::check(&input.starts, input.minutes, now)?;
        self.check_participants(&input.participants, None).await?;
        let mut interpreters: Vec<PersonId> = Vec::new();
        for booth in &input.booths {
            self.check_pair(&booth.languages)?;
            if !(1..=3).contains(&booth.interpreters.len()) {
                return Err(Error::invalid("booths", Why::DoesNotFit));
            }
            for person in &booth.interpreters {
                if interpreters.contains(person) {
                    return Err(Error::invalid("booths", Why::Repeated));
                }
                self.interpreter(*person).await.map_err(|error| match error {
                    Error::NotFound(_) => Error::invalid("booths", Why::Unknown),
                    other => other,
                })?;
                interpreters.push(*person);
            }
        }
        let mut tx = self.begin().await?;
        let draft = Draft {
            request: None,
            opener: &opener,
            kind: input.kind,
            span: &span,
            participants: &input.participants,
            booths: &input.booths,
            opener_speaks: None,
            vacant: 0,
        };
        let hearing = insert_hearing(&mut tx, &draft, now, rng).await?;
        let holding = |mode| Holding { request: None, hearing: Some(hearing), mode, span: &span };
        let mut team: Vec<(PersonId, Mode)> = Vec::new();
        for booth in &input.booths {
            team.extend(booth.interpreters.iter().map(|person| (*person, booth.mode)));
        }
        team.sort_unstable();
        for (person, mode) in team {
            hold(&mut tx, person.into(), &holding(Some(mode)), now, rng).await?;
        }
        for place in places_named(&input.participants) {
            hold(&mut tx, place.into(), &holding(None), now, rng).await?;
        }
        tx.commit().await?;
        Ok(hearing)
    }

    /// Whether all named participants can be seated; interpreters are not named, they accept.
    /// `open` is a language that is still to be found out.
    pub(crate) async fn check_participants(
        &self,
        named: &[ParticipantInput],
        open: Option<&Language>,
    ) -> Result<()> {
        if named.len() > MOST_PARTICIPANTS {
            return Err(Error::invalid("participants", Why::TooLong));
        }
        for participant in named {
            if participant.role == Role::Interpreter {
                return Err(Error::invalid("participants.role", Why::DoesNotFit));
            }
            if participant.label.trim().is_empty() {
                return Err(Error::invalid("participants.label", Why::Missing));
            }
            if participant.label.chars().count() > 80 {
                return Err(Error::invalid("participants.label", Why::TooLong));
            }
            if participant.languages.is_empty() {
                return Err(Error::invalid("participants.languages", Why::Missing));
            }
            for language in participant.languages.iter().filter(|spoken| Some(*spoken) != open) {
                self.check_language(language, "participants.languages")?;
            }
            if let Some(place) = participant.place {
                self.place(place).await.map_err(|error| match error {
                    Error::NotFound(_) => Error::invalid("participants.place", Why::Unknown),
                    other => other,
                })?;
            }
            if let Some(person) = participant.person {
                self.account(person).await.map_err(|error| match error {
                    Error::NotFound(_) => Error::invalid("participants.person", Why::Unknown),
                    other => other,
                })?;
            }
            if let Some(address) = &participant.address {
                if participant.person.is_some() {
                    return Err(Error::invalid("participants.address", Why::DoesNotFit));
                }
                if !is_address(address.email.trim()) {
                    return Err(Error::invalid("participants.address", Why::Malformed));
                }
            }
        }
        Ok(())
    }

    pub(crate) fn check_pair(&self, pair: &[Language; 2]) -> Result<()> {
        let [a, b] = pair;
        self.check_language(a, "languages")?;
        self.check_language(b, "languages")?;
        if a == b {
            return Err(Error::invalid("languages", Why::Repeated));
        }
        Ok(())
    }

    pub(crate) fn check_language(&self, language: &Language, field: &'static str) -> Result<()> {
        if self.languages().must_choose_variety(language) {
            return Err(Error::LanguageGroup(language.clone()));
        }
        match self.languages().tongue(language) {
            Some(_) => Ok(()),
            None => Err(Error::invalid(field, Why::Unknown)),
        }
    }
}

/// The places that participants name, each once: several may sit in one.
pub(crate) fn places_named(participants: &[ParticipantInput]) -> Vec<PlaceId> {
    let mut places: Vec<PlaceId> = participants.iter().filter_map(|p| p.place).collect();
    places.sort_unstable();
    places.dedup();
    places
}

/// Stores a hearing with its seats: first the opener, then those named, then the booths.
pub(crate) async fn insert_hearing(
    tx: &mut Tx,
    draft: &Draft<'_>,
    now: Instant,
    rng: &mut StdRng,
) -> Result<HearingId> {
    let id = HearingId::new(now, rng);
    let lead = lead_seat(draft);
    let starts = &draft.span.starts;
    let sql = "INSERT INTO hearing (id, request, opened_by, kind, state, country, starts, ends,
                   local_start, zone, lead_seat, created)
               VALUES ($1, $2, $3, $4, 'booked', $5, $6, $7, $8, $9, $10, $11)";
    on!(tx.conn(), db => sqlx::query(sql)
        .bind(id).bind(draft.request).bind(draft.opener.id).bind(draft.kind)
        .bind(draft.opener.country).bind(starts.instant).bind(draft.span.ends.instant)
        .bind(starts.local.to_string()).bind(&starts.zone).bind(lead).bind(now)
        .execute(db).await.map(drop)?);

    let mut seat = Seat(1);
    insert_participant(tx, id, seat, &opener_seat(draft), None).await?;
    for participant in draft.participants {
        seat.0 += 1;
        insert_participant(tx, id, seat, participant, None).await?;
    }
    for (number, booth) in (0..).zip(draft.booths) {
        let [a, b] = &booth.languages;
        let sql = "INSERT INTO booth (hearing, booth, language_a, language_b, mode)
                   VALUES ($1, $2, $3, $4, $5)";
        on!(tx.conn(), db => sqlx::query(sql)
            .bind(id).bind(number).bind(a).bind(b).bind(booth.mode)
            .execute(db).await.map(drop)?);
        for person in &booth.interpreters {
            seat.0 += 1;
            let participant = interpreter_seat(tx, *person, &booth.languages).await?;
            insert_participant(tx, id, seat, &participant, Some(number)).await?;
        }
        for _ in 0..draft.vacant {
            seat.0 += 1;
            insert_participant(tx, id, seat, &vacant_seat(&booth.languages), Some(number)).await?;
        }
    }
    notify_hearing(tx, id, &Notice::Booked { hearing: id }, now, rng).await?;
    for (seat, participant) in (2..).map(Seat).zip(draft.participants) {
        if let Some(address) = &participant.address {
            invite_seat(tx, (id, seat), address, now, rng).await?;
        }
    }
    Ok(id)
}

async fn insert_participant(
    tx: &mut Tx,
    hearing: HearingId,
    seat: Seat,
    participant: &ParticipantInput,
    booth: Option<i32>,
) -> Result<()> {
    let languages: Vec<&str> = participant.languages.iter().map(Language::as_str).collect();
    let sql =
        "INSERT INTO participant (hearing, seat, role, label, languages, place, person, booth)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    on!(tx.conn(), db => sqlx::query(sql)
        .bind(hearing).bind(seat).bind(participant.role).bind(participant.label.trim())
        .bind(languages.join(" ")).bind(participant.place).bind(participant.person).bind(booth)
        .execute(db).await.map(drop)?);
    Ok(())
}

/// The judge leads a hearing if one is named; otherwise whoever opened it.
fn lead_seat(draft: &Draft<'_>) -> Seat {
    let judge = (2..)
        .zip(draft.participants)
        .find(|(_, participant)| participant.role == Role::Presiding)
        .map(|(seat, _)| Seat(seat));
    match draft.kind {
        Kind::Hearing => judge.unwrap_or(Seat(1)),
        _ => Seat(1),
    }
}

/// The opener's own seat. They speak what the witness does not: the other language of a booth.
fn opener_seat(draft: &Draft<'_>) -> ParticipantInput {
    let judge_named = draft.participants.iter().any(|p| p.role == Role::Presiding);
    let role = match (draft.kind, draft.opener.role) {
        (_, AccountRole::Technician) => Role::Technician,
        (Kind::Hearing, AccountRole::Presiding) => Role::Presiding,
        (Kind::Hearing, _) if judge_named => Role::Clerk,
        (Kind::Hearing, AccountRole::Clerk) | (Kind::ExpertTestimony, _) => Role::Clerk,
        (Kind::Hearing, _) => Role::Presiding,
        (Kind::Interview | Kind::OnDemandCall | Kind::Test, _) => Role::Interviewer,
    };
    let testified: Vec<&Language> = draft
        .participants
        .iter()
        .filter(|p| matches!(p.role, Role::Witness | Role::Expert))
        .flat_map(|p| &p.languages)
        .collect();
    let mut languages: Vec<Language> = draft
        .booths
        .iter()
        .flat_map(|booth| &booth.languages)
        .filter(|language| !testified.contains(language))
        .cloned()
        .collect();
    if let Some(at) = languages.iter().position(|l| Some(l) == draft.opener_speaks) {
        languages[..=at].rotate_right(1);
    }
    let mut seen = Vec::new();
    languages.retain(|language| {
        let first = !seen.contains(language);
        seen.push(language.clone());
        first
    });
    if languages.is_empty() {
        languages.extend(testified.into_iter().next().cloned());
    }
    ParticipantInput {
        role,
        label: draft.opener.name.clone(),
        languages,
        place: None,
        person: Some(draft.opener.id),
        address: None,
    }
}

/// A seat in a booth that an interpreter will take.
fn vacant_seat(pair: &[Language; 2]) -> ParticipantInput {
    ParticipantInput {
        role: Role::Interpreter,
        label: VACANT.to_owned(),
        languages: pair.to_vec(),
        place: None,
        person: None,
        address: None,
    }
}

/// Seats an interpreter in a booth of a hearing that exists: on a seat that waits for somebody,
/// else on a new one.
///
/// # Errors
/// What the database says.
pub(crate) async fn seat_interpreter(
    tx: &mut Tx,
    hearing: HearingId,
    booth: i32,
    person: PersonId,
    pair: &[Language; 2],
) -> Result<Seat> {
    let taken = interpreter_seat(tx, person, pair).await?;
    let sql = "SELECT MIN(seat) FROM participant
               WHERE hearing = $1 AND booth = $2 AND person IS NULL";
    let (vacant,): (Option<Seat>,) =
        on!(tx.conn(), db => sqlx::query_as(sql).bind(hearing).bind(booth).fetch_one(db).await?);
    if let Some(seat) = vacant {
        let sql = "UPDATE participant SET person = $3, label = $4
                   WHERE hearing = $1 AND seat = $2";
        on!(tx.conn(), db => sqlx::query(sql)
            .bind(hearing).bind(seat).bind(person).bind(&taken.label)
            .execute(db).await.map(drop)?);
        return Ok(seat);
    }
    insert_on_new_seat(tx, hearing, booth, &taken).await
}

/// Gives an interpreter a new seat in a booth of a hearing whose room is open: a seat that the
/// room knows already is nobody else's.
pub(crate) async fn seat_new_interpreter(
    tx: &mut Tx,
    hearing: HearingId,
    booth: i32,
    person: PersonId,
    pair: &[Language; 2],
) -> Result<Seat> {
    let participant = interpreter_seat(tx, person, pair).await?;
    insert_on_new_seat(tx, hearing, booth, &participant).await
}

async fn insert_on_new_seat(
    tx: &mut Tx,
    hearing: HearingId,
    booth: i32,
    participant: &ParticipantInput,
) -> Result<Seat> {
    let sql = "SELECT MAX(seat) + 1 FROM participant WHERE hearing = $1";
    let (seat,): (Seat,) =
        on!(tx.conn(), db => sqlx::query_as(sql).bind(hearing).fetch_one(db).await?);
    insert_participant(tx, hearing, seat, participant, Some(booth)).await?;
    Ok(seat)
}

/// Empties the seat of an interpreter who will not come; it waits for somebody else.
///
/// # Errors
/// What the database says.
pub(crate) async fn vacate_seat(tx: &mut Tx, hearing: HearingId, person: PersonId) -> Result<()> {
    let sql = "UPDATE participant SET person = NULL, label = $3
               WHERE hearing = $1 AND person = $2 AND booth IS NOT NULL";
    on!(tx.conn(), db => sqlx::query(sql)
        .bind(hearing).bind(person).bind(VACANT).execute(db).await.map(drop)?);
    Ok(())
}

/// Empties all booths: the hearing is moved, and everybody is asked anew.
///
/// # Errors
/// What the database says.
pub(crate) async fn vacate_booths(tx: &mut Tx, hearing: HearingId) -> Result<()> {
    let sql = "UPDATE participant SET person = NULL, label = $2
               WHERE hearing = $1 AND booth IS NOT NULL";
    on!(tx.conn(), db => sqlx::query(sql).bind(hearing).bind(VACANT).execute(db).await.map(drop)?);
    Ok(())
}

/// Shown on a seat that waits for an interpreter, where the number will stand.
const VACANT: &str = "…";

/// An interpreter's seat, shown by number: the court decides when a name is given.
async fn interpreter_seat(
    tx: &mut Tx,
    person: PersonId,
    pair: &[Language; 2],
) -> Result<ParticipantInput> {
    let sql = "SELECT number FROM interpreter WHERE person = $1";
    let (number,): (i64,) =
        on!(tx.conn(), db => sqlx::query_as(sql).bind(person).fetch_one(db).await?);
    Ok(ParticipantInput {
        role: Role::Interpreter,
        label: number.to_string(),
        languages: pair.to_vec(),
        place: None,
        person: Some(person),
        address: None,
    })
}
