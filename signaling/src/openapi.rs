//! The description of the API (OpenAPI 3.1), made from the handlers themselves.

mod bodies;
mod flattened;
mod operations;
mod refusals;
#[cfg(test)]
mod rules;
mod variants;
mod webhooks;

use crate::{headers::Transport, kit_session, lang::Lang, session::cookie_name};
use axum::{Json, response::IntoResponse};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        Components, InfoBuilder, OpenApi, RefOr, Schema,
        security::{
            ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme,
        },
        tag::TagBuilder,
    },
};

/// The security scheme of everything that needs somebody signed in.
const LOGIN: &str = "login";
/// The security scheme of media clients; operations name it as `security(("grant" = []))`.
const GRANT: &str = "grant";
/// The name of a kit's cookie in the document.
const KIT: &str = "kit";

/// The routes' document with what stands above all routes.
pub fn finished(mut document: OpenApi, transport: Transport) -> OpenApi {
    document.info = InfoBuilder::new()
        .title("Puente")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(
            "Interpreter bank and remote testimony. Errors are RFC 9457 problem documents. Bodies \
             are described in full, with the WebSocket's messages, in signaling/PROTOCOL.md.",
        ))
        .build();
    operations::complete(&mut document);
    bodies::complete(&mut document);
    refusals::complete(&mut document);
    let components = document.components.get_or_insert_default();
    // Named by parameters only, whose types are not collected by themselves.
    name::<Lang>(components);
    name::<crate::api::timesheets::Format>(components);
    flattened::open(components);
    variants::close(components);
    secure(components, transport);
    document.webhooks = Some(webhooks::sent(components));
    document.security = Some(vec![SecurityRequirement::new::<_, [&str; 0], _>(LOGIN, [])]);
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

fn name<T: ToSchema>(components: &mut Components) {
    components.schemas.insert(T::name().into_owned(), schema::<T>());
}

fn schema<T: PartialSchema>() -> RefOr<Schema> {
    T::schema()
}

/// What the security requirements mean.
fn secure(components: &mut Components, transport: Transport) {
    let cookie = ApiKeyValue::with_description(
        cookie_name(transport),
        "The cookie of `POST /api/sign-in` or `POST /api/links/redeem`. It ends after 12 hours, a \
         person's also after 30 minutes without use. Each operation says in its refusals what \
         a role or another's thing is refused with.",
    );
    components.add_security_scheme(LOGIN, SecurityScheme::ApiKey(ApiKey::Cookie(cookie)));
    let kit = ApiKeyValue::with_description(
        kit_session::cookie_name(transport),
        "The cookie of `POST /api/kit/sign-in`. It ends at once when the kit is lost or revoked.",
    );
    components.add_security_scheme(KIT, SecurityScheme::ApiKey(ApiKey::Cookie(kit)));
    let grant = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .description(Some("A grant for one room, made by `puente grant` or by the hearing."))
        .build();
    components.add_security_scheme(GRANT, SecurityScheme::Http(grant));
}

/// `GET /api/openapi.json`.
pub(crate) async fn serve(document: OpenApi) -> impl IntoResponse {
    Json(document)
}
