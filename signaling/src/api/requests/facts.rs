//! `PUT /api/requests/{id}/facts`: what could be a conflict of interest, kept as keyed hashes only.

use crate::{
    api::Path,
    app::App,
    json::Json,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::{extract::State, http::StatusCode};
use puente_registry::{conflict::PlainFact, id::RequestId};
use serde::Deserialize;

/// All facts of the request anew.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RequestFacts {
    #[schema(max_items = 100)]
    facts: Vec<PlainFact>,
}

/// Replaces the facts of a request of mine: villages, employers, names of those concerned. Their
/// words are hashed with the bank's secret key and forgotten; interpreters who declared the same
/// are no candidates, and only the kind is ever said.
#[utoipa::path(put, path = "/api/requests/{id}/facts", tag = "bank",
    params(("id" = uuid::Uuid, Path)),
    request_body(content = RequestFacts,
        example = json!({ "facts": [{ "kind": "village", "text": "San Juan Ixcoy" }] })),
    responses((status = 204, description = "Kept as hashes"),
              (status = 404, description = "`not_found`", body = crate::problem::Document),
              (status = 409, description = "`not_now`", body = crate::problem::Document),
              (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn put(
    State(app): State<App>,
    Person(me): Person,
    Path(request): Path<RequestId>,
    Json(given): Json<RequestFacts>,
) -> Result<StatusCode, Problem> {
    require(me.role, Action::BookInterpreters)?;
    app.store.set_request_facts(request, me.id, &given.facts).await?;
    Ok(StatusCode::NO_CONTENT)
}
