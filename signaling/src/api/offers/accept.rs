//! `POST /api/offers/{id}/accept`: takes a seat, if one is left.

use crate::{
    api::Path,
    app::{App, fresh_rng},
    json::Json,
    policy::{Action, require},
    problem::{Kind, Problem},
    session::Person,
};
use axum::{extract::State, http::StatusCode};
use puente_registry::{id::OfferId, offer::Offer};

/// Accepts. Of all who accept at the same time, exactly as many succeed as there are seats.
#[utoipa::path(post, path = "/api/offers/{id}/accept", tag = "bank",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 201, body = Offer),
              (status = 404, description = "`not_found`", body = crate::problem::Document),
              (status = 409, description = "`already_taken`, `offer_closed`, `not_free`",
               body = crate::problem::Document)))]
pub async fn accept(
    State(app): State<App>,
    Person(me): Person,
    Path(id): Path<OfferId>,
) -> Result<(StatusCode, Json<Offer>), Problem> {
    require(me.role, Action::AnswerOffers)?;
    let accepted = app.store.accept(id, me.id, app.clock.now(), &mut fresh_rng()).await;
    let accepted = accepted.map_err(Problem::from);
    // Who comes too late is in the request's timeline as well.
    if accepted.as_ref().err().is_none_or(|problem| problem.kind() == Kind::AlreadyTaken) {
        app.news.of_offer(id).await;
    }
    Ok((StatusCode::CREATED, Json(accepted?)))
}
