//! `/api/profile/facts`: my conflicts of interest, kept as keyed hashes only.

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
    conflict::{Declared, PlainFact},
    id::FactId,
};

/// Declares a fact. Its words are hashed with the bank's secret key and forgotten: the answer has
/// its kind and its date.
#[utoipa::path(post, path = "/api/profile/facts", tag = "people",
    request_body(content = PlainFact,
        example = json!({ "kind": "village", "text": "San Juan Ixcoy" })),
    responses((status = 201, body = Declared),
              (status = 409, description = "`not_now`", body = crate::problem::Document),
              (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn create(
    State(app): State<App>,
    Person(me): Person,
    Json(fact): Json<PlainFact>,
) -> Result<(StatusCode, Json<Declared>), Problem> {
    require(me.role, Action::KeepProfile)?;
    let declared = app.store.declare(me.id, &fact, app.clock.now(), &mut fresh_rng()).await?;
    Ok((StatusCode::CREATED, Json(declared)))
}

/// Takes a declared fact back.
#[utoipa::path(delete, path = "/api/profile/facts/{id}", tag = "people",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 204, description = "Taken back"),
              (status = 404, description = "`not_found`", body = crate::problem::Document)))]
pub async fn delete(
    State(app): State<App>,
    Person(me): Person,
    Path(fact): Path<FactId>,
) -> Result<StatusCode, Problem> {
    require(me.role, Action::KeepProfile)?;
    app.store.take_back(me.id, fact).await?;
    Ok(StatusCode::NO_CONTENT)
}
