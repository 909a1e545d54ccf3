//! `/api/probe`: bytes one way and the other, by which a page measures its link.

use crate::{api::Query, lang::Words, problem::Problem};
use axum::{
    body::Bytes,
    http::{StatusCode, header},
    response::IntoResponse,
};
use serde::Deserialize;

/// As many bytes as one probe may carry.
pub const MOST_BYTES: usize = 262_144;

/// How much to send.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct Amount {
    /// How many.
    #[param(maximum = 262_144)]
    bytes: usize,
}

/// Sends so many bytes. Open to everyone: the device check comes before the lobby.
#[utoipa::path(get, path = "/api/probe", tag = "hearings",
    security(()), params(Amount), responses(
    (status = 200, description = "So many bytes", content_type = "application/octet-stream"),
    (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn down(Query(amount): Query<Amount>) -> Result<impl IntoResponse, Problem> {
    if amount.bytes > MOST_BYTES {
        let words = Words::new("A lo sumo 262144.", "262144 at most.", "262144 au plus.");
        return Err(Problem::invalid("bytes", words));
    }
    let nothing = vec![0_u8; amount.bytes];
    // Not to be compressed on the way, or the measure would be of nothing.
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream"),
        (header::CACHE_CONTROL, "no-store, no-transform"),
    ];
    Ok((headers, nothing))
}

/// Takes bytes and forgets them.
#[utoipa::path(post, path = "/api/probe", tag = "hearings",
    security(()),
    request_body(content = Option<String>, content_type = "application/octet-stream"),
    responses((status = 204, description = "Taken"),
              (status = 413, description = "`too_large`", body = crate::problem::Document)))]
pub async fn up(_bytes: Bytes) -> StatusCode {
    StatusCode::NO_CONTENT
}
