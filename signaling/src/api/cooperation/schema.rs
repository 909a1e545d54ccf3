//! `GET /api/cooperation/schema.json`: the published form of a request.

use crate::json::Json;
use axum::{http::header, response::IntoResponse};
use puente_registry::cooperation::schema::request_schema;

/// The JSON Schema (2020-12) of a request's content.
#[utoipa::path(get, path = "/api/cooperation/schema.json", tag = "cooperation",
    security(()), responses(
    (status = 200, description = "JSON Schema", content_type = "application/schema+json")))]
pub async fn schema() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/schema+json")], Json(request_schema()))
}
