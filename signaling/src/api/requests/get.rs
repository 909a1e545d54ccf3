//! `GET /api/requests/{id}`: one request of mine.

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

/// A request with its timeline and offers.
#[utoipa::path(get, path = "/api/requests/{id}", tag = "bank", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = Request),
              (status = 404, description = "`not_found`", body = crate::problem::Document)))]
pub async fn get(
    State(app): State<App>,
    Person(me): Person,
    Path(id): Path<RequestId>,
) -> Result<Json<Request>, Problem> {
    require(me.role, Action::BookInterpreters)?;
    Ok(Json(super::mine(&app, id, me.id).await?))
}
