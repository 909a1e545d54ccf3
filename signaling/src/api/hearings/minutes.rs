//! `GET /api/hearings/{id}/minutes`: the minutes, each event with its sentence.

use super::{reads_record, within_reach};
use crate::{
    api::{Path, Query},
    app::App,
    json::Json,
    lang::Lang,
    live::{MinutesEntry, minutes::sentence},
    problem::{Kind, Problem},
    session::Person,
};
use axum::{
    extract::State,
    http::{HeaderMap, header},
    response::IntoResponse,
};
use puente_hearing::{Setup, log::Log};
use puente_registry::{
    id::HearingId,
    time::{Instant, Moment},
};
use serde::{Deserialize, Serialize};

const SCHEMA: &str = include_str!("minutes.schema.json");
/// The bank counts a hearing's events from 1.
const FIRST: i64 = 1;

/// The language of the sentences.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    /// The language of the words; without it the one that the caller prefers.
    lang: Option<Lang>,
}

/// The whole minutes so far.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Minutes {
    /// The version of this form.
    v: u8,
    hearing: HearingId,
    kind: &'static str,
    lang: &'static str,
    starts: Moment,
    /// `{seq, at, text, event}`.
    #[schema(value_type = Vec<Object>)]
    entries: Vec<MinutesEntry>,
}

/// The minutes of a hearing that has begun.
#[utoipa::path(get, path = "/api/hearings/{id}/minutes", tag = "hearings",
    params(("id" = uuid::Uuid, Path), Wanted),
    responses((status = 200, body = Minutes),
              (status = 404, description = "`not_found`", body = crate::problem::Document),
              (status = 409, description = "`not_now`: not begun", body = crate::problem::Document)))]
pub async fn get(
    State(app): State<App>,
    Person(me): Person,
    headers: HeaderMap,
    Path(id): Path<HearingId>,
    Query(wanted): Query<Wanted>,
) -> Result<Json<Minutes>, Problem> {
    let hearing = within_reach(&app, id, |hearing| reads_record(hearing, &me)).await?;
    let lang = wanted.lang.unwrap_or_else(|| Lang::of(&headers));
    let stored = app.store.events(id, FIRST).await?;
    if stored.is_empty() {
        return Err(Kind::NotNow.into());
    }
    let replayed = Log::replay(stored.iter().map(|event| event.bytes.as_slice()));
    let (_, log) = replayed.map_err(|error| Problem::internal(&error))?;
    let setup = Setup::of_log(log.iter().map(|entry| &entry.event)).ok_or(Kind::Internal)?;
    let languages = app.store.languages();
    let entries = log
        .iter()
        .map(|entry| MinutesEntry {
            seq: entry.seq,
            at: Moment::at(Instant::from_micros(entry.at_us), &hearing.starts.zone),
            text: sentence(&entry.event, entry.by, &setup, &languages, lang),
            event: entry.event.clone(),
        })
        .collect();
    Ok(Json(Minutes {
        v: 1,
        hearing: id,
        kind: hearing.kind.as_str(),
        lang: lang.tag(),
        starts: hearing.starts,
        entries,
    }))
}

/// The JSON Schema (2020-12) of the minutes.
#[utoipa::path(get, path = "/api/minutes.schema.json", tag = "hearings",
    security(()), responses(
    (status = 200, description = "JSON Schema", content_type = "application/schema+json")))]
pub async fn schema() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/schema+json")], SCHEMA)
}
