//! `POST /api/requests/{id}/reschedule`: moves a request with all that belongs to it, in one act.

use crate::{
    api::{Path, Query},
    app::{App, fresh_rng},
    json::Json,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::extract::State;
use puente_registry::{
    id::RequestId,
    request::{Move, Request},
    time::WallTime,
};
use serde::Deserialize;

/// The new time.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTime {
    starts: WallTime,
    /// None keeps the length.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 720)]
    minutes: Option<i64>,
}

/// Who is asked for the new time.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct Who {
    /// The same people, whose time is held until they answer; otherwise anybody who is free.
    keep: bool,
}

/// Moves a request of mine. The hearing keeps its id, its seats and its places.
#[utoipa::path(post, path = "/api/requests/{id}/reschedule", tag = "bank",
    params(("id" = uuid::Uuid, Path), Who),
    request_body(content = NewTime, example = json!({
        "starts": { "local": "2026-11-26T10:00", "zone": "America/Guatemala" },
    })),
    responses((status = 200, body = Request),
              (status = 409, description = "`not_now`; `not_free`: then nothing is moved",
               body = crate::problem::Document),
              (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn reschedule(
    State(app): State<App>,
    Person(me): Person,
    Path(id): Path<RequestId>,
    Query(who): Query<Who>,
    Json(new): Json<NewTime>,
) -> Result<Json<Request>, Problem> {
    require(me.role, Action::BookInterpreters)?;
    let to = Move { starts: &new.starts, minutes: new.minutes, keep: who.keep };
    let now = app.clock.now();
    let request = app.store.reschedule(id, me.id, &to, now, &mut fresh_rng()).await?;
    app.request_changed(id).await;
    Ok(Json(request))
}
