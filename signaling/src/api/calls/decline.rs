//! `POST /api/calls/{id}/decline`: does not step in; no reason is asked.

use crate::{
    api::Path,
    app::App,
    json::Json,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::extract::State;
use puente_registry::{id::CallId, vacancy::Call};

/// Declines.
#[utoipa::path(post, path = "/api/calls/{id}/decline", tag = "bank",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = Call),
              (status = 404, description = "`not_found`", body = crate::problem::Document),
              (status = 409, description = "`offer_closed`", body = crate::problem::Document)))]
pub async fn decline(
    State(app): State<App>,
    Person(me): Person,
    Path(id): Path<CallId>,
) -> Result<Json<Call>, Problem> {
    require(me.role, Action::AnswerOffers)?;
    let call = app.store.decline_call(id, me.id, app.clock.now()).await?;
    app.news.of_hearing(app.store.hearing_of_call(id, me.id).await?).await;
    Ok(Json(call))
}
