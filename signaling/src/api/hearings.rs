//! Hearings and all that belongs to one: `/api/hearings`.

pub mod address;
pub mod cancellations;
pub mod complain;
pub mod create;
pub mod debrief;
pub mod feedback;
pub mod get;
pub mod link;
pub mod list;
pub mod live;
pub mod minutes;
pub mod no_show;
pub mod qualifications;
pub mod record;
pub mod vacancies;

use crate::{
    app::App,
    policy::{Action, allows},
    problem::{Kind, Problem},
    session::Session,
};
use puente_registry::{
    cancellation::{Code, Side},
    hearing::{Hearing, LinkState, Participant, Role},
    id::{HearingId, PersonId, Seat},
    login::Holder,
    person::{Account, AccountRole},
    time::Moment,
};
use serde::Serialize;

/// A hearing as an agenda shows it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Entry {
    id: HearingId,
    kind: &'static str,
    /// `booked`, `live` or `closed`.
    state: &'static str,
    starts: Moment,
    ends: Moment,
    my_seat: Option<Seat>,
    my_role: Option<&'static str>,
    languages: Vec<String>,
    has_record: bool,
}

impl Entry {
    fn new(hearing: &Hearing, mine: Option<&Participant>) -> Self {
        let mut languages: Vec<String> = hearing
            .booths
            .iter()
            .flat_map(|booth| &booth.languages)
            .chain(hearing.participants.iter().flat_map(|participant| &participant.languages))
            .map(ToString::to_string)
            .collect();
        languages.sort_unstable();
        languages.dedup();
        Self {
            id: hearing.id,
            kind: hearing.kind.as_str(),
            state: hearing.state.as_str(),
            starts: hearing.starts.clone(),
            ends: hearing.ends.clone(),
            my_seat: mine.map(|participant| participant.seat),
            my_role: mine.map(|participant| participant.role.as_str()),
            languages,
            has_record: hearing.has_record,
        }
    }
}

/// A booking that did not come to be.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Cancelled {
    /// The interpreter's number.
    number: i64,
    /// Who is answerable.
    by: Side,
    code: Code,
    /// The share of the fee that is due.
    due_percent: i32,
    /// How long before the start; negative after it.
    notice_minutes: i64,
    at: Moment,
}

/// What came of a hearing's bookings that did not come to be.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Cancellations {
    cancelled: Vec<Cancelled>,
    /// Seats of which the caller can say now that nobody came.
    absent: Vec<Seat>,
}

/// The cancelled bookings of a hearing: all for those who prepare it, to others their own.
async fn cancellations_of(
    app: &App,
    hearing: &Hearing,
    session: &Session,
) -> Result<Cancellations, Problem> {
    let mut told = Vec::new();
    for one in app.store.cancellations(hearing.id).await? {
        if Some(one.person) != session.person() && !may_prepare(hearing, session) {
            continue;
        }
        told.push(Cancelled {
            number: app.store.interpreter(one.person).await?.number,
            by: one.side,
            code: one.code,
            due_percent: one.percent,
            notice_minutes: one.notice_minutes,
            at: Moment::at(one.at, &hearing.starts.zone),
        });
    }
    let absent = no_show::absent(app, hearing, session, app.clock.now()).await?;
    Ok(Cancellations { cancelled: told, absent })
}

/// Whether this participant can come: with an account of their own, or a link that was redeemed.
fn is_ready(participant: &Participant) -> bool {
    participant.person.is_some() || participant.link == Some(LinkState::Used)
}

/// Whether this person prepares the hearing: opened it, or sits on its bench.
fn prepares(hearing: &Hearing, person: PersonId) -> bool {
    let on_bench = |participant: &Participant| {
        participant.person == Some(person)
            && matches!(participant.role, Role::Interviewer | Role::Presiding | Role::Clerk)
    };
    hearing.opened_by == person || hearing.participants.iter().any(on_bench)
}

/// Whether this login prepares the hearing: a person's, or that of a seat on its bench.
fn may_prepare(hearing: &Hearing, session: &Session) -> bool {
    let on_bench = |seat: Seat| {
        hearing.participants.iter().any(|one| {
            one.seat == seat
                && matches!(one.role, Role::Interviewer | Role::Presiding | Role::Clerk)
        })
    };
    match session.holder {
        Holder::Person(person) => prepares(hearing, person),
        Holder::Seat(id, seat) => id == hearing.id && on_bench(seat),
    }
}

/// Whether this person may read the minutes and play the record: whoever prepared it, and the
/// central authority of its country.
fn reads_record(hearing: &Hearing, account: &Account) -> bool {
    let of_its_country =
        account.role == AccountRole::Authority && account.country == hearing.country;
    allows(account.role, Action::ReadRecord) && (of_its_country || prepares(hearing, account.id))
}

/// A hearing for someone who passes the test. For everybody else it does not exist.
async fn within_reach(
    app: &App,
    id: HearingId,
    may: impl Fn(&Hearing) -> bool,
) -> Result<Hearing, Problem> {
    let hearing = app.store.hearing(id, app.clock.now()).await?;
    if may(&hearing) { Ok(hearing) } else { Err(Kind::NotFound.into()) }
}
