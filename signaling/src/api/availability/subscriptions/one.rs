//! `DELETE /api/availability/subscriptions/{id}` and `POST …/{id}/read`: ends a subscription, or
//! has the calendar read again at once.

use crate::{
    api::Path,
    app::App,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::{extract::State, http::StatusCode};
use puente_registry::id::SubscriptionId;

/// Ends it and forgets the busy times that were read.
#[utoipa::path(delete, path = "/api/availability/subscriptions/{id}", tag = "bank",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 204, description = "Ended"),
              (status = 404, description = "`not_found`", body = crate::problem::Document)))]
pub async fn delete(
    State(app): State<App>,
    Person(me): Person,
    Path(id): Path<SubscriptionId>,
) -> Result<StatusCode, Problem> {
    require(me.role, Action::KeepAvailability)?;
    app.store.unsubscribe(me.id, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Has it read again within seconds.
#[utoipa::path(post, path = "/api/availability/subscriptions/{id}/read", tag = "bank",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 202, description = "Will be read"),
              (status = 404, description = "`not_found`", body = crate::problem::Document)))]
pub async fn read(
    State(app): State<App>,
    Person(me): Person,
    Path(id): Path<SubscriptionId>,
) -> Result<StatusCode, Problem> {
    require(me.role, Action::KeepAvailability)?;
    app.store.read_again(me.id, id, app.clock.now()).await?;
    Ok(StatusCode::ACCEPTED)
}
