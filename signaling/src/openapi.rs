//! The description of the API (OpenAPI 3.1), made from the handlers themselves.

mod refusals;

use axum::{Json, response::IntoResponse};
use utoipa::openapi::{InfoBuilder, OpenApi, tag::TagBuilder};

/// The routes' document with what stands above all routes.
pub fn finished(mut document: OpenApi) -> OpenApi {
    document.info = InfoBuilder::new()
        .title("Puente")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(
            "Interpreter bank and remote testimony. Errors are RFC 9457 problem documents. Bodies \
             are described in full, with the WebSocket's messages, in signaling/PROTOCOL.md.",
        ))
        .build();
    refusals::complete(&mut document);
    let tag =
        |name: &str, about: &str| TagBuilder::new().name(name).description(Some(about)).build();
    document.tags = Some(vec![
        tag("sign-in", "Who is signed in on this device"),
        tag("accounts", "Accounts, applications to the bank, notices, webhooks"),
        tag("languages", "Languages and their varieties, by whatever people call them"),
        tag("bank", "Time, places, requests, offers"),
        tag("cooperation", "Requests for judicial assistance between countries"),
        tag("people", "Interpreters and experts in depth, organisations and their duty desks"),
        tag("hearings", "Hearings, their links, minutes and records"),
        tag("statistics", "What ministries need to know; small numbers are hidden"),
        tag("kit", "What a kit's own page does, with the key it was enrolled with"),
        tag("media", "WHIP and WHEP"),
    ]);
    document
}

/// `GET /api/openapi.json`.
pub(crate) async fn serve(document: OpenApi) -> impl IntoResponse {
    Json(document)
}
