//! `POST /api/requests/{id}/cancel`: calls it off and frees everybody and everything held.

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
    id::RequestId,
    request::{CancelReason, Request},
};
use serde::Deserialize;

/// Why, as one of a few words: free text could name somebody.
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RequestCancellation)]
#[schema(example = json!({ "reason": null }))]
pub struct Cancelled {
    #[serde(default)]
    reason: Option<CancelReason>,
}

/// Cancels a request of mine.
#[utoipa::path(post, path = "/api/requests/{id}/cancel", tag = "bank",
    params(("id" = uuid::Uuid, Path)), request_body = Option<Cancelled>,
    responses((status = 200, body = Request),
              (status = 404, description = "`not_found`", body = crate::problem::Document),
              (status = 409, description = "`not_now`", body = crate::problem::Document)))]
pub async fn cancel(
    State(app): State<App>,
    Person(me): Person,
    Path(id): Path<RequestId>,
    cancelled: Option<Json<Cancelled>>,
) -> Result<Json<Request>, Problem> {
    require(me.role, Action::BookInterpreters)?;
    let Json(cancelled) = cancelled.unwrap_or_default();
    let now = app.clock.now();
    let request =
        app.store.cancel_request(id, me.id, cancelled.reason, now, &mut fresh_rng()).await?;
    app.request_changed(id).await;
    Ok(Json(request))
}
