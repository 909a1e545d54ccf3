//! What stands in an operation's description because of its address: the name by which programs
//! call it, who may, and what the parts of the address are.

use utoipa::openapi::{
    OpenApi, RefOr, Schema,
    path::{Operation, Parameter, ParameterIn, PathItem},
    schema::{SchemaType, Type},
};

/// What `{name}` says after a part of the address; `*` is after any.
const PARTS: &[(&str, &str, &str)] = &[
    ("accounts", "id", "The account."),
    ("applications", "id", "The application to the bank."),
    ("blocks", "id", "The closed hours."),
    ("briefings", "id", "The hearing that the briefing belongs to."),
    ("by-ear", "id", "The listening, as it was kept."),
    ("calls", "id", "The call."),
    ("case-plans", "id", "The plan of the case."),
    ("complaints", "id", "The complaint."),
    ("cooperation", "id", "The request for assistance."),
    ("devices", "id", "The device."),
    ("extra", "id", "The opened hours."),
    ("facilities", "id", "The facility."),
    ("facts", "id", "The fact."),
    ("greetings", "id", "The greeting."),
    ("hearings", "id", "The hearing."),
    ("kits", "id", "The kit."),
    ("offers", "id", "The offer."),
    ("organisations", "id", "The organisation."),
    ("places", "id", "The venue or kit."),
    ("requests", "id", "The request for interpreters."),
    ("rooms", "id", "The room."),
    ("roster", "id", "The line of the roster."),
    ("slots", "id", "The slot that the organisation was asked for."),
    ("subscriptions", "id", "The subscribed calendar."),
    ("webhooks", "id", "The webhook."),
    ("attachments", "number", "The attachment's number in its request."),
    ("candidates", "number", "The interpreter's number."),
    ("interpreters", "number", "The interpreter's number."),
    ("*", "country", "The country's code (ISO 3166-1, two letters)."),
    ("*", "day", "The day, as `2026-09-15`."),
    ("*", "hearing", "The hearing."),
    ("*", "item", "The text or file of the briefing."),
    ("*", "kind", "The kind of training."),
    ("*", "language", "The language or variety, as the bank writes it."),
    ("*", "offer", "The offer."),
    ("*", "officer", "The liaison officer's entry."),
    ("*", "peer", "The peer whose voice is wanted."),
    ("*", "person", "The person."),
    ("*", "room", "The room that the grant is for."),
    ("*", "scheme", "The credential's scheme."),
    ("*", "seat", "The seat's number; the first is 1."),
    ("*", "section", "The section of the form."),
    ("*", "session", "The media session, as `Location` named it."),
    ("*", "setting", "The setting."),
    ("feed", "file", "The secret word of the feed and `.ics`."),
    ("record", "file", "The file's name, as the record's list has it."),
    ("statistics", "table", "The table's name and `.csv`."),
];

/// Gives every operation its name, and every answer and part of an address a description.
pub(super) fn complete(document: &mut OpenApi) {
    for (path, item) in &mut document.paths.paths {
        for (method, operation) in operations(item) {
            operation.operation_id = Some(name(method, path));
            let summary = operation.summary.clone().unwrap_or_default();
            for response in operation.responses.responses.values_mut() {
                // An answer that says nothing of itself is what the operation is for.
                if let RefOr::T(response) = response
                    && response.description.is_empty()
                {
                    response.description.clone_from(&summary);
                }
            }
            for parameter in operation.parameters.iter_mut().flatten() {
                let RefOr::T(parameter) = parameter else { continue };
                match parameter.parameter_in {
                    ParameterIn::Path => describe(path, parameter),
                    _ => never_null(parameter),
                }
            }
        }
    }
}

/// The operations of one address, each with its method.
pub(super) fn operations(
    item: &mut PathItem,
) -> impl Iterator<Item = (&'static str, &mut Operation)> {
    [
        ("get", &mut item.get),
        ("put", &mut item.put),
        ("post", &mut item.post),
        ("delete", &mut item.delete),
    ]
    .into_iter()
    .filter_map(|(method, operation)| Some((method, operation.as_mut()?)))
}

/// `get_hearings_id_minutes` for `GET /api/hearings/{id}/minutes`.
fn name(method: &str, path: &str) -> String {
    let words = path.strip_prefix("/api").unwrap_or(path).replace(['{', '}'], "");
    format!("{method}{}", words.replace(['/', '-', '.'], "_"))
}

fn describe(path: &str, parameter: &mut Parameter) {
    if parameter.description.is_none() {
        parameter.description = about(path, &parameter.name).map(str::to_owned);
    }
    // Numbers in addresses count from one.
    if let Some(RefOr::T(Schema::Object(schema))) = &mut parameter.schema
        && matches!(schema.schema_type, SchemaType::Type(Type::Integer))
        && schema.minimum.is_none()
    {
        schema.minimum = Some(1.into());
    }
}

/// A parameter may be left out, but there is no way to write `null` in an address.
fn never_null(parameter: &mut Parameter) {
    let whole = match &mut parameter.schema {
        Some(RefOr::T(Schema::OneOf(one_of))) => one_of.items.iter().find(|item| !is_null(item)),
        Some(RefOr::T(Schema::Object(object))) => {
            if let SchemaType::Array(types) = &mut object.schema_type {
                types.retain(|one| !matches!(one, Type::Null));
                if let [one] = types.as_slice() {
                    object.schema_type = SchemaType::Type(one.clone());
                }
            }
            None
        }
        _ => None,
    };
    if let Some(whole) = whole.cloned() {
        parameter.schema = Some(whole);
    }
}

/// Whether a type is `null` and nothing else.
pub(super) fn is_null(item: &RefOr<Schema>) -> bool {
    matches!(item, RefOr::T(Schema::Object(object))
        if matches!(object.schema_type, SchemaType::Type(Type::Null)))
}

fn about(path: &str, name: &str) -> Option<&'static str> {
    let before = path.split(&format!("/{{{name}}}")).next()?.rsplit('/').next()?;
    PARTS
        .iter()
        .find(|(part, named, _)| *named == name && (*part == before || *part == "*"))
        .map(|(_, _, about)| *about)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_parts_follow_from_the_address() {
        assert_eq!(name("get", "/api/hearings/{id}/minutes"), "get_hearings_id_minutes");
        assert_eq!(name("delete", "/media/{session}"), "delete_media_session");
        assert_eq!(about("/api/webhooks/{id}/ping", "id"), Some("The webhook."));
        assert_eq!(
            about("/api/requests/{id}/candidates/{number}", "number"),
            Some("The interpreter's number.")
        );
        assert_eq!(about("/api/nothing/{id}", "id"), None);
    }
}
