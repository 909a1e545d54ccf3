//! What integrators are sent, described from the receiver's side.

use puente_registry::webhook::{WebhookEvent, WebhookMessage};
use serde_json::json;
use utoipa::{
    ToSchema,
    openapi::{
        Components, ContentBuilder, HttpMethod, Paths, Ref, Required, ResponseBuilder,
        path::{OperationBuilder, ParameterBuilder, ParameterIn, PathItem, PathsBuilder},
        request_body::RequestBodyBuilder,
    },
};

const SIGNED: &str = "Requests are signed as Standard Webhooks says \
    (https://www.standardwebhooks.com), whose libraries check them. The signature is `v1,` and the \
    Base64 of HMAC-SHA-256 over `webhook-id`, a dot, `webhook-timestamp`, a dot, and the body as \
    it came. The key is what `POST /api/webhooks` gave after `whsec_`, in Base64. Refuse what is \
    older than five minutes, and take each `webhook-id` once.\n\n\
    An event carries ids only; whoever wants more asks the API. Without an answer of 2xx it comes \
    again under the same id and signed anew, ten times in all: after 20 seconds, and then each \
    time after about twice as long, six hours at most. A webhook of which five events in a row \
    were given up is switched off, and its maker is told.";

const HEADERS: &[(&str, &str)] = &[
    ("webhook-id", "The event's id; a repetition has the same."),
    ("webhook-timestamp", "When this try was signed, in seconds since 1970."),
    ("webhook-signature", "`v1,` and the signature in Base64."),
];

/// One entry for each event, and the type of what is sent.
pub(super) fn sent(components: &mut Components) -> Paths {
    components
        .schemas
        .insert(WebhookMessage::name().into_owned(), super::schema::<WebhookMessage>());
    let mut used = Vec::new();
    WebhookMessage::schemas(&mut used);
    components.schemas.extend(used);
    let paths = WebhookEvent::ALL.iter().fold(PathsBuilder::new(), |paths, &event| {
        paths.path(event.as_str(), PathItem::new(HttpMethod::Post, operation(event)))
    });
    paths.build()
}

fn operation(event: WebhookEvent) -> OperationBuilder {
    let data = match event {
        WebhookEvent::Ping => json!({}),
        _ => json!({ "request": "0192f0c1-2b3a-7c4d-8e5f-000000000001" }),
    };
    let content = ContentBuilder::new()
        .schema(Some(Ref::from_schema_name(WebhookMessage::name())))
        .example(Some(json!({ "type": event, "timestamp": "2026-11-25T10:00:00Z", "data": data })))
        .build();
    let body = RequestBodyBuilder::new()
        .content("application/json", content)
        .required(Some(Required::True))
        .build();
    let operation = HEADERS.iter().fold(OperationBuilder::new(), |operation, (name, about)| {
        operation.parameter(
            ParameterBuilder::new()
                .name(*name)
                .parameter_in(ParameterIn::Header)
                .required(Required::True)
                .description(Some(*about))
                .schema(Some(super::schema::<String>())),
        )
    });
    operation
        .operation_id(Some(format!("webhook_{}", event.as_str().replace('.', "_"))))
        .summary(Some(about(event)))
        .description(Some(SIGNED))
        .tag("accounts")
        .request_body(Some(body))
        .response("2XX", ResponseBuilder::new().description("Received; it does not come again"))
        .response(
            "410",
            ResponseBuilder::new().description("Nobody wants it; it does not come again"),
        )
        .response("default", ResponseBuilder::new().description("Not received; it comes again"))
}

fn about(event: WebhookEvent) -> &'static str {
    match event {
        WebhookEvent::RequestSent => "A request was made",
        WebhookEvent::RequestAccepted => "An interpreter took a seat of a request",
        WebhookEvent::RequestBooked => "A request's last seat was taken; there is a hearing",
        WebhookEvent::RequestCancelled => "A request was cancelled",
        WebhookEvent::Ping => "A test, at an administrator's wish",
    }
}
