//! `POST /api/requests/{id}/cancel`: calls it off and frees everybody and everything held.

use crate::{
    api::Path,
    app::App,
    json::Json,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::extract::State;
use puente_registry::{id::RequestId, request::Request};

/// Cancels a request of mine.
#[utoipa::path(post, path = "/api/requests/{id}/cancel", tag = "bank",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = Request),
              (status = 404, description = "`not_found`", body = crate::problem::Document),
              (status = 409, description = "`not_now`", body = crate::problem::Document)))]
pub async fn cancel(
    State(app): State<App>,
    Person(me): Person,
    Path(id): Path<RequestId>,
) -> Result<Json<Request>, Problem> {
    require(me.role, Action::BookInterpreters)?;
    let request = app.store.cancel_request(id, me.id, app.clock.now()).await?;
    app.news.of_request(id).await;
    Ok(Json(request))
}
