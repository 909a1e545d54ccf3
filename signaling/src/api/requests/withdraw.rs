//! `POST /api/requests/{id}/offers/{offer}/withdraw`: takes an offer back that is not answered.

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
    id::{OfferId, RequestId},
    request::Request,
};

/// Takes an offer back; it is closed for the interpreter at once.
#[utoipa::path(post, path = "/api/requests/{id}/offers/{offer}/withdraw", tag = "bank",
    params(("id" = uuid::Uuid, Path), ("offer" = uuid::Uuid, Path)),
    responses((status = 200, body = Request),
              (status = 409, description = "`offer_closed`: it was answered or is over",
               body = crate::problem::Document)))]
pub async fn withdraw(
    State(app): State<App>,
    Person(me): Person,
    Path((id, offer)): Path<(RequestId, OfferId)>,
) -> Result<Json<Request>, Problem> {
    require(me.role, Action::BookInterpreters)?;
    let request =
        app.store.take_offer_back(id, offer, me.id, app.clock.now(), &mut fresh_rng()).await?;
    app.request_changed(id).await;
    Ok(Json(request))
}
