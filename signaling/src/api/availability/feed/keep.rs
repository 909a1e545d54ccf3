//! `POST` and `DELETE /api/availability/feed`: makes the address anew, or ends it.

use crate::{
    app::{App, fresh_rng},
    json::Json,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::{extract::State, http::StatusCode};
use serde::Serialize;

/// The address, told this once.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct FeedAddress {
    /// For the other calendar's "subscribe by address".
    #[schema(format = "uri")]
    url: String,
}

/// Makes a new address; the old one ends.
#[utoipa::path(post, path = "/api/availability/feed", tag = "bank",
    responses((status = 201, body = FeedAddress)))]
pub async fn create(
    State(app): State<App>,
    Person(me): Person,
) -> Result<(StatusCode, Json<FeedAddress>), Problem> {
    require(me.role, Action::KeepAvailability)?;
    let token = app.store.renew_feed(me.id, app.clock.now(), &mut fresh_rng()).await?;
    let url = format!("{}/api/availability/feed/{}.ics", app.origin, token.reveal());
    Ok((StatusCode::CREATED, Json(FeedAddress { url })))
}

/// Ends the address.
#[utoipa::path(delete, path = "/api/availability/feed", tag = "bank",
    responses((status = 204, description = "Ended"),
              (status = 404, description = "`not_found`", body = crate::problem::Document)))]
pub async fn delete(State(app): State<App>, Person(me): Person) -> Result<StatusCode, Problem> {
    require(me.role, Action::KeepAvailability)?;
    app.store.end_feed(me.id).await?;
    Ok(StatusCode::NO_CONTENT)
}
