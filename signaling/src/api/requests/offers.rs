//! `POST /api/requests/{id}/offers`: offers the work to interpreters.

use crate::{
    api::Path,
    app::{App, fresh_rng},
    json::Json,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::{extract::State, http::StatusCode};
use puente_registry::{
    id::{PersonId, RequestId},
    request::Request,
};
use serde::Deserialize;

/// Whom to ask.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "interpreters": ["0192f0c1-2b3a-7c4d-8e5f-000000000001"], "leg": 0 }))]
pub struct Asked {
    #[schema(max_items = 100)]
    interpreters: Vec<PersonId>,
    /// The booth, from 0.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 2, default = 0)]
    leg: i32,
}

/// Offers the work; asking somebody twice changes nothing.
#[utoipa::path(post, path = "/api/requests/{id}/offers", tag = "bank", request_body = Asked,
    params(("id" = uuid::Uuid, Path)),
    responses((status = 201, body = Request),
              (status = 404, description = "`not_found`", body = crate::problem::Document),
              (status = 409, description = "`not_now`", body = crate::problem::Document),
              (status = 422, description = "`invalid`, `language_group` before the variety is known",
               body = crate::problem::Document)))]
pub async fn create(
    State(app): State<App>,
    Person(me): Person,
    Path(id): Path<RequestId>,
    Json(asked): Json<Asked>,
) -> Result<(StatusCode, Json<Request>), Problem> {
    require(me.role, Action::BookInterpreters)?;
    let now = app.clock.now();
    let people = &asked.interpreters;
    let request = app.store.offer(id, me.id, asked.leg, people, now, &mut fresh_rng()).await?;
    app.request_changed(id).await;
    Ok((StatusCode::CREATED, Json(request)))
}
