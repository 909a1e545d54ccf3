//! `POST /api/requests/{id}/chain`: holds and asks the people of all booths at once.

use crate::{
    api::Path,
    app::{App, fresh_rng},
    json::Json,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::{extract::State, http::StatusCode};
use puente_registry::{id::RequestId, offer::Link, request::Request};
use serde::Deserialize;

/// Who is asked for each booth.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Chain {
    #[schema(min_items = 1, max_items = 3)]
    links: Vec<Link>,
}

/// Holds everybody's time and asks them; all are booked with the last acceptance, or nobody is.
#[utoipa::path(post, path = "/api/requests/{id}/chain", tag = "bank",
    params(("id" = uuid::Uuid, Path)),
    request_body(content = Chain, example = json!({ "links": [
        { "leg": 0, "interpreters": ["019ac0de-0000-7000-8000-000000000001"] },
        { "leg": 1, "interpreters": ["019ac0de-0000-7000-8000-000000000002"] },
    ] })),
    responses((status = 201, body = Request),
              (status = 409, description = "`not_now`; `not_free`: then nobody is held",
               body = crate::problem::Document),
              (status = 422, description = "`invalid`, `language_group`",
               body = crate::problem::Document)))]
pub async fn create(
    State(app): State<App>,
    Person(me): Person,
    Path(id): Path<RequestId>,
    Json(chain): Json<Chain>,
) -> Result<(StatusCode, Json<Request>), Problem> {
    require(me.role, Action::BookInterpreters)?;
    let now = app.clock.now();
    let request = app.store.offer_chain(id, me.id, &chain.links, now, &mut fresh_rng()).await?;
    app.request_changed(id).await;
    Ok((StatusCode::CREATED, Json(request)))
}
