//! `PUT /api/requests/{id}/conflicts`: facts of the case that rule interpreters out.

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

/// Villages, names and employers of the case.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CaseFacts {
    #[schema(max_items = 100)]
    facts: Vec<PlainFact>,
}

/// Replaces the facts of a request of mine. Only keyed hashes are kept, so that nobody can read
/// them again; whoever declared one of them is no candidate.
#[utoipa::path(put, path = "/api/requests/{id}/conflicts", tag = "bank",
    params(("id" = uuid::Uuid, Path)),
    request_body(content = CaseFacts, example = json!({
        "facts": [{ "kind": "village", "text": "San Juan Ejemplo" }],
    })),
    responses((status = 204, description = "Hashed and forgotten"),
              (status = 409, description = "`not_now`: this bank has no key for conflicts",
               body = crate::problem::Document),
              (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn put(
    State(app): State<App>,
    Person(me): Person,
    Path(id): Path<RequestId>,
    Json(CaseFacts { facts }): Json<CaseFacts>,
) -> Result<StatusCode, Problem> {
    require(me.role, Action::BookInterpreters)?;
    app.store.set_request_facts(id, me.id, &facts).await?;
    Ok(StatusCode::NO_CONTENT)
}
