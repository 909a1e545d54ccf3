//! `GET /api/requests/{id}/candidates/{number}`: why this person, or why not; anybody in the bank.

use super::{Asked, Reason, in_words};
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
use puente_registry::id::{PersonId, RequestId};
use serde::Serialize;

/// What the request makes of one interpreter.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Judged {
    /// To be asked by, if they fit.
    person: Option<PersonId>,
    #[schema(example = 104)]
    number: i64,
    /// Whether they could be asked.
    fits: bool,
    /// Why, or what stands against it.
    reasons: Vec<Reason>,
}

/// Says what a request makes of an interpreter, listed or not.
#[utoipa::path(get, path = "/api/requests/{id}/candidates/{number}", tag = "bank",
    params(("id" = uuid::Uuid, Path),
           ("number" = i64, Path, description = "the number shown instead of a name", example = 104),
           Asked),
    responses((status = 200, body = Judged),
              (status = 404, description = "`not_found`", body = crate::problem::Document),
              (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn why(
    State(app): State<App>,
    Person(me): Person,
    headers: HeaderMap,
    Path((id, number)): Path<(RequestId, i64)>,
    Query(asked): Query<Asked>,
) -> Result<Json<Judged>, Problem> {
    require(me.role, Action::BookInterpreters)?;
    super::super::mine(&app, id, me.id).await?;
    let judged = app.store.why(id, asked.leg, number, app.clock.now()).await?;
    let languages = app.store.languages();
    Ok(Json(Judged {
        person: judged.fits.then_some(judged.person),
        number: judged.number,
        fits: judged.fits,
        reasons: in_words(judged.reasons, &languages, Lang::of(&headers)),
    }))
}
