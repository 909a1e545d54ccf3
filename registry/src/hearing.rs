//! Hearings: any booked live event, with its seats and booths. How one comes about is in
//! `opening`: from a request when its last seat is taken, or directly with
//! [`Store::open_hearing`].

mod opening;

pub(crate) use opening::{
    Draft, Span, insert_hearing, places_named, seat_interpreter, seat_new_interpreter,
    vacate_booths, vacate_seat,
};
use serde::{Deserialize, Serialize};

use crate::{
    briefing::wipe_briefing,
    country::Country,
    error::{Error, Result},
    id::{HearingId, PersonId, PlaceId, RequestId, Seat},
    interpreter::Mode,
    language::Language,
    notice::Address,
    store::{Store, on},
    time::{Instant, Moment, WallTime, Zone},
    vacancy::close_vacancies,
    word::words,
};

words! {
    /// What kind of event a hearing is.
    pub enum Kind {
        /// Led by an interviewer.
        Interview = "interview",
        /// Led by a judge.
        Hearing = "hearing",
        /// An expert testifies.
        ExpertTestimony = "expert_testimony",
        /// At once, with whoever is on call.
        OnDemandCall = "on_demand_call",
        /// To try devices and lines.
        Test = "test",
    }
}

words! {
    /// How far a hearing is.
    pub enum HearingState {
        /// To come.
        Booked = "booked",
        /// Open.
        Live = "live",
        /// Over and sealed.
        Closed = "closed",
        /// It will not be.
        Cancelled = "cancelled",
    }
}

words! {
    /// What a participant is in a hearing.
    pub enum Role {
        /// Leads an interview.
        Interviewer = "interviewer",
        /// Judge.
        Presiding = "presiding",
        /// Runs the court's screen.
        Clerk = "clerk",
        /// Interprets.
        Interpreter = "interpreter",
        /// Testifies: victim or witness.
        Witness = "witness",
        /// Testifies on a special subject.
        Expert = "expert",
        /// A lawyer.
        Counsel = "counsel",
        /// Prosecutor.
        Prosecutor = "prosecutor",
        /// The victim's lawyer.
        VictimsCounsel = "victims_counsel",
        /// Accused.
        Accused = "accused",
        /// Beside the victim, chosen by her.
        SupportPerson = "support_person",
        /// Answers for a minor.
        Guardian = "guardian",
        /// Helps a child or disabled person to understand.
        Intermediary = "intermediary",
        /// Listens only.
        Observer = "observer",
        /// Looks after the lines.
        Technician = "technician",
        /// The official beside the witness, who identifies and swears.
        ExecutingOfficial = "executing_official",
    }
}

words! {
    /// What became of the link of a seat.
    pub enum LinkState {
        /// Made, not redeemed.
        Unused = "unused",
        /// Redeemed; its login is alive.
        Used = "used",
        /// Ended or run out.
        Ended = "ended",
    }
}

/// A participant as a caller names them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ParticipantInput {
    /// The role.
    pub role: Role,
    /// What is shown, for instance a pseudonym.
    #[schema(min_length = 1, max_length = 80)]
    pub label: String,
    /// Languages, the first is the one spoken on the floor.
    #[schema(min_items = 1)]
    pub languages: Vec<Language>,
    /// Where they will sit.
    #[serde(default)]
    pub place: Option<PlaceId>,
    /// Who they are, if they have an account.
    #[serde(default)]
    pub person: Option<PersonId>,
    /// Where the personal link of somebody without an account is sent once it is booked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<Address>,
}

/// A booth as a caller names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BoothInput {
    /// The pair.
    #[schema(min_items = 2, max_items = 2)]
    pub languages: [Language; 2],
    /// How, both ways at first.
    pub mode: Mode,
    /// Who sits in it, one to three.
    #[schema(min_items = 1, max_items = 3)]
    pub interpreters: Vec<PersonId>,
}

/// A hearing to be opened directly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "kind": "expert_testimony",
    "starts": { "local": "2026-12-02T09:00", "zone": "America/Guatemala" },
    "minutes": 30,
    "participants": [
        { "role": "expert", "label": "Expert", "languages": ["spa"], "place": null,
          "person": null },
    ],
    "booths": [],
}))]
pub struct HearingInput {
    /// The kind.
    pub kind: Kind,
    /// When it starts.
    pub starts: WallTime,
    /// How long it is planned for.
    #[schema(minimum = 1, maximum = 720)]
    pub minutes: i64,
    /// Who takes part besides the caller and the interpreters.
    #[schema(max_items = 60)]
    pub participants: Vec<ParticipantInput>,
    /// The booths, also none.
    #[serde(default)]
    pub booths: Vec<BoothInput>,
}

/// A participant with a seat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Participant {
    /// The seat.
    pub seat: Seat,
    /// The role.
    pub role: Role,
    /// What is shown.
    pub label: String,
    /// Languages, the first is the one spoken on the floor.
    pub languages: Vec<Language>,
    /// Where they sit; people of one place share an endpoint's air.
    pub place: Option<PlaceId>,
    /// Who they are, if they have an account.
    pub person: Option<PersonId>,
    /// The booth of an interpreter.
    pub booth: Option<i32>,
    /// What became of their last link; none if none was made.
    pub link: Option<LinkState>,
    /// Whether the seat was given up for good.
    pub ended: bool,
}

/// A booth.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Booth {
    /// Its number, from 0.
    pub booth: i32,
    /// The pair.
    pub languages: [Language; 2],
    /// How, both ways at first.
    pub mode: Mode,
}

/// A hearing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Hearing {
    /// Its id.
    pub id: HearingId,
    /// The request it came from.
    pub request: Option<RequestId>,
    /// Who booked or opened it.
    pub opened_by: PersonId,
    /// The kind.
    pub kind: Kind,
    /// How far it is.
    pub state: HearingState,
    /// The country that asked.
    pub country: Country,
    /// Planned start.
    pub starts: Moment,
    /// Planned end.
    pub ends: Moment,
    /// Who leads.
    pub lead: Seat,
    /// Everybody with a seat.
    pub participants: Vec<Participant>,
    /// The booths.
    pub booths: Vec<Booth>,
    /// Whether a sealed record is in the catalogue.
    pub has_record: bool,
}

#[derive(sqlx::FromRow)]
struct HearingRow {
    id: HearingId,
    request: Option<RequestId>,
    opened_by: PersonId,
    kind: Kind,
    state: HearingState,
    country: Country,
    starts: Instant,
    ends: Instant,
    zone: Zone,
    lead_seat: Seat,
    records: i64,
}

#[derive(sqlx::FromRow)]
struct ParticipantRow {
    seat: Seat,
    role: Role,
    label: String,
    languages: String,
    place: Option<PlaceId>,
    person: Option<PersonId>,
    booth: Option<i32>,
    ended: Option<Instant>,
}

#[derive(sqlx::FromRow)]
struct BoothRow {
    booth: i32,
    language_a: Language,
    language_b: Language,
    mode: Mode,
}

impl Store {
    /// A hearing with its seats and booths.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn hearing(&self, id: HearingId, now: Instant) -> Result<Hearing> {
        let sql = "SELECT id, request, opened_by, kind, state, country, starts, ends, zone,
                       lead_seat,
                       (SELECT count(*) FROM record r WHERE r.hearing = hearing.id) AS records
                   FROM hearing WHERE id = $1";
        let row: Option<HearingRow> =
            on!(self.read(), db => sqlx::query_as(sql).bind(id).fetch_optional(db).await?);
        let row = row.ok_or(Error::NotFound("hearing"))?;
        let sql = "SELECT seat, role, label, languages, place, person, booth, ended
                   FROM participant WHERE hearing = $1 ORDER BY seat";
        let seats: Vec<ParticipantRow> =
            on!(self.read(), db => sqlx::query_as(sql).bind(id).fetch_all(db).await?);
        let sql = "SELECT booth, language_a, language_b, mode FROM booth
                   WHERE hearing = $1 ORDER BY booth";
        let booths: Vec<BoothRow> =
            on!(self.read(), db => sqlx::query_as(sql).bind(id).fetch_all(db).await?);
        let links = self.link_states(id, now).await?;
        let participants = seats
            .into_iter()
            .map(|row| {
                let link = links.get(&row.seat).copied();
                participant(row, link)
            })
            .collect::<Result<_>>()?;
        Ok(Hearing {
            id: row.id,
            request: row.request,
            opened_by: row.opened_by,
            kind: row.kind,
            state: row.state,
            country: row.country,
            starts: Moment::at(row.starts, &row.zone),
            ends: Moment::at(row.ends, &row.zone),
            lead: row.lead_seat,
            participants,
            booths: booths
                .into_iter()
                .map(|row| Booth {
                    booth: row.booth,
                    languages: [row.language_a, row.language_b],
                    mode: row.mode,
                })
                .collect(),
            has_record: row.records > 0,
        })
    }

    /// The hearings in which a person has a seat or which they opened, cancelled ones left out,
    /// by start.
    ///
    /// # Errors
    /// What the database says.
    pub async fn agenda(&self, person: PersonId, now: Instant) -> Result<Vec<Hearing>> {
        let sql = "SELECT id FROM hearing
                   WHERE state <> 'cancelled' AND (opened_by = $1 OR id IN
                       (SELECT hearing FROM participant WHERE person = $1 AND ended IS NULL))
                   ORDER BY starts, id";
        let ids: Vec<(HearingId,)> =
            on!(self.read(), db => sqlx::query_as(sql).bind(person).fetch_all(db).await?);
        self.hearings(ids, now).await
    }

    /// All hearings in a state, by start; those that are `live` come back after a crash.
    ///
    /// # Errors
    /// What the database says.
    pub async fn hearings_in(&self, state: HearingState, now: Instant) -> Result<Vec<Hearing>> {
        let sql = "SELECT id FROM hearing WHERE state = $1 ORDER BY starts, id";
        let ids: Vec<(HearingId,)> =
            on!(self.read(), db => sqlx::query_as(sql).bind(state).fetch_all(db).await?);
        self.hearings(ids, now).await
    }

    async fn hearings(&self, ids: Vec<(HearingId,)>, now: Instant) -> Result<Vec<Hearing>> {
        let mut hearings = Vec::with_capacity(ids.len());
        for (id,) in ids {
            hearings.push(self.hearing(id, now).await?);
        }
        Ok(hearings)
    }

    /// The seats of those who testify and want to be heard and not seen by the interpreters.
    ///
    /// # Errors
    /// What the database says.
    pub async fn unseen_seats(&self, hearing: &Hearing) -> Result<Vec<Seat>> {
        let Some(request) = hearing.request else { return Ok(Vec::new()) };
        if !self.request(request).await?.input.preferences.unseen_by_interpreter {
            return Ok(Vec::new());
        }
        let testify = hearing.participants.iter().filter(|one| one.role == Role::Witness);
        Ok(testify.map(|one| one.seat).collect())
    }

    /// Moves a hearing on: booked → live → closed. Saying what already is changes nothing.
    /// Closing ends the unredeemed links of its seats and the calls to step in, and wipes the
    /// briefing.
    ///
    /// # Errors
    /// [`Error::NotFound`], or [`Error::NotNow`] for a step back.
    pub async fn set_hearing_state(
        &self,
        id: HearingId,
        state: HearingState,
        now: Instant,
    ) -> Result<()> {
        let from = match state {
            HearingState::Live => "booked",
            HearingState::Closed => "live",
            HearingState::Booked | HearingState::Cancelled => {
                return Err(Error::NotNow("a hearing is only moved on; cancel its request"));
            }
        };
        let mut tx = self.begin().await?;
        let sql = "UPDATE hearing SET state = $2 WHERE id = $1 AND state IN ($2, $3)";
        let changed = on!(tx.conn(), db => sqlx::query(sql)
            .bind(id).bind(state).bind(from).execute(db).await?.rows_affected());
        if changed == 0 {
            drop(tx);
            self.hearing(id, now).await?;
            return Err(Error::NotNow("the hearing is past that"));
        }
        if state == HearingState::Closed {
            let sql = "UPDATE link SET ended = $2
                       WHERE hearing = $1 AND redeemed IS NULL AND ended IS NULL";
            on!(tx.conn(), db => sqlx::query(sql).bind(id).bind(now).execute(db).await.map(drop)?);
            close_vacancies(&mut tx, id, now).await?;
            wipe_briefing(&mut tx, id).await?;
        }
        tx.commit().await
    }
}

fn participant(row: ParticipantRow, link: Option<LinkState>) -> Result<Participant> {
    let languages =
        row.languages.split_whitespace().map(str::parse).collect::<Result<_, _>>().map_err(
            |e: crate::language::MalformedLanguage| Error::Corrupt {
                what: "participant.languages",
                why: e.to_string(),
            },
        )?;
    Ok(Participant {
        seat: row.seat,
        role: row.role,
        label: row.label,
        languages,
        place: row.place,
        person: row.person,
        booth: row.booth,
        link,
        ended: row.ended.is_some(),
    })
}
