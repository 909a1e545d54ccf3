//! `/api/profile/credentials/{scheme}/document`: the paper itself.

use crate::{
    api::Path,
    app::App,
    json::Json,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::{
    body::Bytes,
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use puente_registry::interpreter::{CredentialDocument, MediaType};
use serde::Serialize;

/// What was kept.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct DocumentKept {
    /// What it is, by its first bytes.
    media_type: MediaType,
    bytes: usize,
}

/// Keeps the document of a credential of mine: PDF, PNG or JPEG, up to 5 MB.
#[utoipa::path(put, path = "/api/profile/credentials/{scheme}/document", tag = "people",
    params(("scheme" = String, Path, example = "gt-oj")),
    request_body(content = String, content_type = "application/octet-stream"),
    responses((status = 200, body = DocumentKept),
              (status = 404, description = "`not_found`", body = crate::problem::Document),
              (status = 413, description = "`too_large`", body = crate::problem::Document),
              (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn put(
    State(app): State<App>,
    Person(me): Person,
    Path(scheme): Path<String>,
    bytes: Bytes,
) -> Result<Json<DocumentKept>, Problem> {
    require(me.role, Action::KeepProfile)?;
    let media_type = app.store.put_document(me.id, &scheme, &bytes, app.clock.now()).await?;
    Ok(Json(DocumentKept { media_type, bytes: bytes.len() }))
}

/// The document of a credential of mine.
#[utoipa::path(get, path = "/api/profile/credentials/{scheme}/document", tag = "people",
    params(("scheme" = String, Path, example = "gt-oj")),
    responses((status = 200, description = "PDF, PNG or JPEG",
               content_type = "application/octet-stream"),
              (status = 404, description = "`not_found`", body = crate::problem::Document)))]
pub async fn get(
    State(app): State<App>,
    Person(me): Person,
    Path(scheme): Path<String>,
) -> Result<Response, Problem> {
    require(me.role, Action::KeepProfile)?;
    Ok(as_download(app.store.document(me.id, &scheme).await?))
}

/// A document is downloaded and never shown as a page of ours.
pub(crate) fn as_download(document: CredentialDocument) -> Response {
    let name = match document.media_type {
        MediaType::Pdf => "attachment; filename=\"document.pdf\"",
        MediaType::Png => "attachment; filename=\"document.png\"",
        MediaType::Jpeg => "attachment; filename=\"document.jpeg\"",
    };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(document.media_type.as_str())),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static(name)),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (headers, document.bytes).into_response()
}
