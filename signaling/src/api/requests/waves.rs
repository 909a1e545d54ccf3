//! `POST /api/requests/{id}/waves`: lets the bank ask one after the other by itself.

use crate::{
    api::Path,
    app::{App, fresh_rng},
    json::Json,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::extract::State;
use puente_registry::{id::RequestId, request::Request};

/// Sends the first wave; the next follow by themselves until all seats are taken or nobody is
/// left. Starting twice changes nothing.
#[utoipa::path(post, path = "/api/requests/{id}/waves", tag = "bank",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = Request),
              (status = 409, description = "`not_now`", body = crate::problem::Document),
              (status = 422, description = "`language_group`", body = crate::problem::Document)))]
pub async fn start(
    State(app): State<App>,
    Person(me): Person,
    Path(id): Path<RequestId>,
) -> Result<Json<Request>, Problem> {
    require(me.role, Action::BookInterpreters)?;
    let request = app.store.start_waves(id, me.id, app.clock.now(), &mut fresh_rng()).await?;
    app.request_changed(id).await;
    Ok(Json(request))
}
