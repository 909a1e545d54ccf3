//! `POST /api/calls/{id}/accept`: steps in.

use crate::{
    api::Path,
    app::{App, fresh_rng},
    json::Json,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::{extract::State, http::StatusCode};
use puente_registry::{id::CallId, vacancy::Call};

/// Accepts: a new seat in the same booth. Of all who accept at the same time, one has it.
#[utoipa::path(post, path = "/api/calls/{id}/accept", tag = "bank",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 201, body = Call),
              (status = 404, description = "`not_found`", body = crate::problem::Document),
              (status = 409, description = "`already_taken`, `offer_closed`, `not_free`",
               body = crate::problem::Document)))]
pub async fn accept(
    State(app): State<App>,
    Person(me): Person,
    Path(id): Path<CallId>,
) -> Result<(StatusCode, Json<Call>), Problem> {
    require(me.role, Action::AnswerOffers)?;
    let call = app.store.accept_call(id, me.id, app.clock.now(), &mut fresh_rng()).await?;
    let hearing = app.store.hearing_of_call(id, me.id).await?;
    app.live.catch_up(hearing).await;
    app.news.of_hearing(hearing).await;
    Ok((StatusCode::CREATED, Json(call)))
}
