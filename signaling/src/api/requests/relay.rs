//! `POST /api/requests/{id}/relay`: makes a relay of a request, and holds and asks its people.

use crate::{
    api::Path,
    app::{App, fresh_rng},
    json::Json,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::{extract::State, http::StatusCode};
use puente_registry::{id::RequestId, offer::RelayLeg, request::Request};
use serde::Deserialize;

/// The booths, from one language of the request to the other, and who is asked for each.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Relay {
    #[schema(min_items = 2, max_items = 3)]
    legs: Vec<RelayLeg>,
}

/// The request gets the booths of a chain, and everybody in them is held and asked; or nothing
/// changes. All are booked with the last acceptance, or nobody is.
#[utoipa::path(post, path = "/api/requests/{id}/relay", tag = "bank",
    params(("id" = uuid::Uuid, Path)),
    request_body(content = Relay, example = json!({ "legs": [
        { "languages": ["mam-todos-santos", "spa"],
          "interpreters": ["019ac0de-0000-7000-8000-000000000001"] },
        { "languages": ["spa", "eng"],
          "interpreters": ["019ac0de-0000-7000-8000-000000000002"] },
    ] })),
    responses((status = 201, body = Request),
              (status = 409, description = "`not_now`; `not_free`: then nothing has changed",
               body = crate::problem::Document),
              (status = 422, description = "`invalid`, `language_group`",
               body = crate::problem::Document)))]
pub async fn create(
    State(app): State<App>,
    Person(me): Person,
    Path(id): Path<RequestId>,
    Json(relay): Json<Relay>,
) -> Result<(StatusCode, Json<Request>), Problem> {
    require(me.role, Action::BookInterpreters)?;
    let now = app.clock.now();
    let request = app.store.offer_relay(id, me.id, &relay.legs, now, &mut fresh_rng()).await?;
    app.request_changed(id).await;
    Ok((StatusCode::CREATED, Json(request)))
}
