//! `POST /api/offers/{id}/withdraw`: gives an accepted seat back.

use crate::{
    api::Path,
    app::{App, fresh_rng},
    json::Json,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::extract::State;
use puente_registry::{
    id::OfferId,
    offer::{Offer, WithdrawReason},
};
use serde::Deserialize;

/// Why, if the interpreter wants to say so. A conflict of interest needs no reason.
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "reason": null }))]
pub struct Withdrawn {
    #[serde(default)]
    reason: Option<WithdrawReason>,
}

/// Withdraws before the hearing begins; somebody else is looked for at once.
#[utoipa::path(post, path = "/api/offers/{id}/withdraw", tag = "bank",
    params(("id" = uuid::Uuid, Path)), request_body = Option<Withdrawn>,
    responses((status = 200, body = Offer),
              (status = 404, description = "`not_found`", body = crate::problem::Document),
              (status = 409, description = "`offer_closed`; `not_now` once the hearing runs",
               body = crate::problem::Document)))]
pub async fn withdraw(
    State(app): State<App>,
    Person(me): Person,
    Path(id): Path<OfferId>,
    withdrawn: Option<Json<Withdrawn>>,
) -> Result<Json<Offer>, Problem> {
    require(me.role, Action::AnswerOffers)?;
    let Json(withdrawn) = withdrawn.unwrap_or_default();
    let offer =
        app.store.withdraw(id, me.id, withdrawn.reason, app.clock.now(), &mut fresh_rng()).await?;
    app.offer_answered(id).await;
    Ok(Json(offer))
}
