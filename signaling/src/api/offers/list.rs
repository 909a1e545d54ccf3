//! `GET /api/offers`: what was offered to me.

use crate::{
    app::App,
    json::Json,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::extract::State;
use puente_registry::offer::Offer;

/// My open and recent offers.
#[utoipa::path(get, path = "/api/offers", tag = "bank", responses(
    (status = 200, body = Vec<Offer>)))]
pub async fn list(State(app): State<App>, Person(me): Person) -> Result<Json<Vec<Offer>>, Problem> {
    require(me.role, Action::AnswerOffers)?;
    Ok(Json(app.store.offers_to(me.id, app.clock.now()).await?))
}
