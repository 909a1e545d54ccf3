//! `/api/profile/credentials/{scheme}`: what vouches for me.

pub mod document;

use super::HeldCredential;
use crate::{
    api::Path,
    app::App,
    json::Json,
    policy::{Action, require},
    problem::{Kind, Problem},
    session::Person,
};
use axum::{extract::State, http::StatusCode};
use puente_registry::{interpreter::Credential, time::Instant};
use serde::Deserialize;

/// By whom, under which number, from when until when.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CredentialIssued {
    #[schema(min_length = 1, max_length = 120)]
    issuer: String,
    #[serde(default)]
    #[schema(max_length = 120)]
    number: Option<String>,
    #[serde(default)]
    valid_from: Option<Instant>,
    #[serde(default)]
    valid_until: Option<Instant>,
}

/// Adds a credential of mine, or changes it; its document stays.
#[utoipa::path(put, path = "/api/profile/credentials/{scheme}", tag = "people",
    params(("scheme" = String, Path, example = "gt-oj")),
    request_body(content = CredentialIssued, example = json!({ "issuer": "Organismo Judicial",
        "number": "77-B", "valid_until": "2028-12-31T06:00:00Z" })),
    responses((status = 200, body = HeldCredential),
              (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn put(
    State(app): State<App>,
    Person(me): Person,
    Path(scheme): Path<String>,
    Json(given): Json<CredentialIssued>,
) -> Result<Json<HeldCredential>, Problem> {
    require(me.role, Action::KeepProfile)?;
    let CredentialIssued { issuer, number, valid_from, valid_until } = given;
    let credential = Credential { scheme, issuer, number, valid_from, valid_until };
    app.store.put_credential(me.id, &credential).await?;
    let held = app.store.credentials_of(me.id).await?;
    let held = held.into_iter().find(|held| held.credential.scheme == credential.scheme);
    Ok(Json(HeldCredential::new(held.ok_or(Kind::NotFound)?, app.clock.now())))
}

/// Removes a credential of mine and its document.
#[utoipa::path(delete, path = "/api/profile/credentials/{scheme}", tag = "people",
    params(("scheme" = String, Path, example = "gt-oj")),
    responses((status = 204, description = "Removed"),
              (status = 404, description = "`not_found`", body = crate::problem::Document)))]
pub async fn delete(
    State(app): State<App>,
    Person(me): Person,
    Path(scheme): Path<String>,
) -> Result<StatusCode, Problem> {
    require(me.role, Action::KeepProfile)?;
    app.store.remove_credential(me.id, &scheme).await?;
    Ok(StatusCode::NO_CONTENT)
}
