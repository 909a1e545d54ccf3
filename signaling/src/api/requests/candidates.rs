//! `GET /api/requests/{id}/candidates`: who fits, who does not, and why.

mod instead;
pub mod why;
mod words;

use self::instead::Instead;
use crate::{
    api::{Path, Query},
    app::App,
    json::Json,
    lang::Lang,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::{extract::State, http::HeaderMap};
use puente_registry::{
    country::Country,
    id::{PersonId, RequestId},
    interpreter::Gender,
    language::Dictionary,
    matching, search,
    team::TeamRule,
    time::Moment,
};
use serde::{Deserialize, Serialize};

/// The ranked list, without names.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Candidates {
    seats: i32,
    team_rule: Option<TeamRule>,
    candidates: Vec<Candidate>,
    /// Those who would stand among them, and why they do not.
    excluded: Vec<Excluded>,
    /// Where fewer fit than are needed: what else was tried and leads to somebody.
    instead: Option<Vec<Instead>>,
}

/// An interpreter who fits. Only what a choice needs: no name, no address.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Candidate {
    person: PersonId,
    number: i64,
    rank: usize,
    score: f64,
    country: Country,
    gender: Gender,
    local_time: Moment,
    reasons: Vec<Reason>,
}

/// An interpreter of the language who does not fit.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Excluded {
    number: i64,
    reasons: Vec<Reason>,
}

/// One reason, in the caller's language.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Reason {
    fact: matching::Fact,
    effect: matching::Effect,
    detail: String,
    points: f64,
}

/// Which booth of the request.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// The leg's number, from 0.
    #[serde(default)]
    #[param(minimum = 0, maximum = 2, default = 0)]
    leg: i32,
}

/// Ranks the interpreters for a leg of a request.
#[utoipa::path(get, path = "/api/requests/{id}/candidates", tag = "bank",
    params(("id" = uuid::Uuid, Path), Asked),
    responses((status = 200, body = Candidates),
              (status = 404, description = "`not_found`", body = crate::problem::Document),
              (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn candidates(
    State(app): State<App>,
    Person(me): Person,
    headers: HeaderMap,
    Path(id): Path<RequestId>,
    Query(asked): Query<Asked>,
) -> Result<Json<Candidates>, Problem> {
    require(me.role, Action::BookInterpreters)?;
    super::mine(&app, id, me.id).await?;
    let found = app.store.candidates(id, asked.leg, app.clock.now()).await?;
    let languages = app.store.languages();
    let lang = Lang::of(&headers);
    let say = |reasons| in_words(reasons, &languages, lang);
    Ok(Json(Candidates {
        seats: found.seats,
        team_rule: found.team_rule,
        candidates: found.candidates.into_iter().map(|one| candidate(one, say)).collect(),
        excluded: found
            .excluded
            .into_iter()
            .map(|one| Excluded { number: one.number, reasons: say(one.reasons) })
            .collect(),
        instead: found
            .instead
            .map(|ways| ways.into_iter().map(|way| Instead::told(way, &languages, lang)).collect()),
    }))
}

fn candidate(
    one: search::Candidate,
    say: impl Fn(Vec<matching::Reason>) -> Vec<Reason>,
) -> Candidate {
    Candidate {
        person: one.person,
        number: one.number,
        rank: one.rank,
        score: one.score,
        country: one.country,
        gender: one.gender,
        local_time: one.local_time,
        reasons: say(one.reasons),
    }
}

fn in_words(reasons: Vec<matching::Reason>, languages: &Dictionary, lang: Lang) -> Vec<Reason> {
    reasons
        .into_iter()
        .map(|reason| Reason {
            fact: reason.fact,
            effect: reason.effect,
            detail: words::say(&reason.detail, languages, lang),
            points: reason.points,
        })
        .collect()
}
