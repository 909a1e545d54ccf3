//! `POST /api/hearings/{id}/no-shows`: notes that somebody did not come, as the room's log shows.

use super::{Cancellations, cancellations_of, may_prepare, within_reach};
use crate::{
    api::Path,
    app::App,
    json::Json,
    live::opening,
    problem::{Kind, Problem},
    session::Session,
};
use axum::{extract::State, http::StatusCode};
use puente_hearing::{attendance::was_there, log::Log};
use puente_registry::{
    cancellation::{Cancellation, GRACE_MINUTES, Presence, Side},
    hearing::{Hearing, Participant},
    id::{HearingId, PersonId, Seat},
    time::Instant,
};
use serde::Deserialize;

/// The bank counts a hearing's events from 1.
const FIRST: i64 = 1;

/// Who did not come: an interpreter's seat, or that of whoever leads.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "seat": 3 }))]
pub struct Absent {
    seat: Seat,
}

/// Fifteen minutes after the planned start at the earliest, and only if the log shows that the
/// absent one never came and the other side did. Interpreters say it of whoever leads; whoever
/// prepares the hearing says it of interpreters.
#[utoipa::path(post, path = "/api/hearings/{id}/no-shows", tag = "hearings", request_body = Absent,
    params(("id" = uuid::Uuid, Path)),
    responses((status = 201, body = Cancellations),
              (status = 404, description = "`not_found`", body = crate::problem::Document),
              (status = 409, description = "`not_now`", body = crate::problem::Document),
              (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn create(
    State(app): State<App>,
    session: Session,
    Path(id): Path<HearingId>,
    Json(absent): Json<Absent>,
) -> Result<(StatusCode, Json<Cancellations>), Problem> {
    let me = session.person();
    let interprets = |hearing: &Hearing| me.is_some_and(|me| interprets(hearing, me));
    let may = |hearing: &Hearing| may_prepare(hearing, &session) || interprets(hearing);
    let hearing = within_reach(&app, id, may).await?;
    if (absent.seat == hearing.lead) != interprets(&hearing) {
        return Err(Kind::NotYours.into());
    }
    let now = app.clock.now();
    let Some(presence) = presence(&app, &hearing, &[absent.seat], now).await?.pop() else {
        return Err(Kind::NotNow.into());
    };
    app.store.note_no_show(&hearing, absent.seat, presence, now).await?;
    app.news.of_hearing(id).await;
    Ok((StatusCode::CREATED, Json(cancellations_of(&app, &hearing, &session).await?)))
}

/// Whether this person interprets in the hearing.
pub(super) fn interprets(hearing: &Hearing, person: PersonId) -> bool {
    let mine = |p: &Participant| p.person == Some(person) && p.booth.is_some();
    hearing.participants.iter().any(mine)
}

/// The seats of which this session could say now that nobody came.
pub(super) async fn absent(
    app: &App,
    hearing: &Hearing,
    session: &Session,
    now: Instant,
) -> Result<Vec<Seat>, Problem> {
    if now < hearing.starts.instant.plus_minutes(GRACE_MINUTES) {
        return Ok(Vec::new());
    }
    let noted = app.store.cancellations(hearing.id).await?;
    let is_noted = |p: &Participant, side| {
        let about = |one: &Cancellation| p.booth.is_none() || Some(one.person) == p.person;
        noted.iter().any(|one| one.side == side && about(one))
    };
    let lead_only = session.person().is_some_and(|me| interprets(hearing, me));
    let seats: Vec<Seat> = hearing
        .participants
        .iter()
        .filter(|p| match lead_only {
            true => p.seat == hearing.lead && !is_noted(p, Side::Requester),
            false => {
                p.booth.is_some()
                    && p.person.is_some()
                    && !p.ended
                    && !is_noted(p, Side::Interpreter)
            }
        })
        .map(|p| p.seat)
        .collect();
    let presence = presence(app, hearing, &seats, now).await?;
    let missing = |there: &Presence| !there.absent_was_there && there.others_were_there;
    let found = seats.into_iter().zip(presence).filter(|(_, there)| missing(there));
    Ok(found.map(|(seat, _)| seat).collect())
}

/// Who was in the room or its lobby since the planned start, for each of these as the absent one.
async fn presence(
    app: &App,
    hearing: &Hearing,
    absent: &[Seat],
    now: Instant,
) -> Result<Vec<Presence>, Problem> {
    let stored = app.store.events(hearing.id, FIRST).await?;
    if stored.is_empty() {
        let nobody = Presence { absent_was_there: false, others_were_there: false };
        return Ok(vec![nobody; absent.len()]);
    }
    let replayed = Log::replay(stored.iter().map(|event| event.bytes.as_slice()));
    let (_, entries) = replayed.map_err(|error| Problem::internal(&error))?;
    let (from, to) = (hearing.starts.instant.as_micros(), now.as_micros());
    let there = |seat: Seat| -> Result<bool, Problem> {
        let seat = opening::seat(seat).map_err(|error| Problem::internal(&error))?;
        Ok(was_there(&entries, seat, from, to))
    };
    let mut found = Vec::with_capacity(absent.len());
    for absent in absent.iter().copied() {
        let is_lead = absent == hearing.lead;
        let mut others_were_there = false;
        for other in &hearing.participants {
            let other_side =
                if is_lead { other.booth.is_some() } else { other.seat == hearing.lead };
            others_were_there |= other_side && there(other.seat)?;
        }
        found.push(Presence { absent_was_there: there(absent)?, others_were_there });
    }
    Ok(found)
}
