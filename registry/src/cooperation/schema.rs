//! The published JSON Schema (2020-12) of a request that is ready to be sent.

use serde_json::{Map, Value, json};

use super::{
    form::{Field, Kind, Must, Section},
    sections::REQUEST,
};

/// The schema of the request's content.
#[must_use]
pub fn request_schema() -> Value {
    let mut properties = Map::new();
    for section in REQUEST {
        properties.insert(section.key.to_owned(), object(section.fields));
    }
    let required: Vec<_> = REQUEST.iter().filter(|s| has_musts(s)).map(|s| s.key).collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://puente.example/schemas/cooperation-request-1.json",
        "title": "Request for judicial assistance between countries",
        "type": "object",
        "additionalProperties": false,
        "properties": properties,
        "required": required,
    })
}

/// The schema of one part.
#[must_use]
pub fn section_schema(section: &Section) -> Value {
    object(section.fields)
}

fn has_musts(section: &Section) -> bool {
    section.fields.iter().any(|field| field.must == Must::Always)
}

fn object(fields: &[Field]) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    let mut conditions = Vec::new();
    for field in fields {
        properties.insert(field.key.to_owned(), value_schema(field));
        match field.must {
            Must::Always => required.push(field.key),
            Must::When(other, word) => conditions.push(json!({
                "if": { "properties": { other: { "const": word } }, "required": [other] },
                "then": { "required": [field.key] },
            })),
            Must::Never => {}
        }
    }
    let mut schema = json!({
        "type": "object",
        "additionalProperties": false,
        "properties": properties,
        "required": required,
    });
    if !conditions.is_empty() {
        schema["allOf"] = conditions.into();
    }
    schema
}

fn value_schema(field: &Field) -> Value {
    let needed = field.must != Must::Never;
    match field.kind {
        Kind::Line(most) => text(most, needed, r"^[^\x00-\x1f\x7f]*$"),
        Kind::Text(most) => text(most, needed, r"^[^\x00-\x09\x0b-\x1f\x7f]*$"),
        Kind::Word(words) => json!({ "enum": words }),
        Kind::Words(words) => json!({
            "type": "array", "items": { "enum": words }, "minItems": 1, "uniqueItems": true,
        }),
        Kind::Lines { count, length } => json!({
            "type": "array", "minItems": 1, "maxItems": count,
            "items": text(length, true, r"^[^\x00-\x1f\x7f]*$"),
        }),
        Kind::Day => json!({ "type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$" }),
        Kind::Minutes => json!({ "type": "integer", "minimum": 1, "maximum": 720 }),
        Kind::Language => {
            json!({ "type": "string", "pattern": "^[a-z][a-z0-9-]*$", "maxLength": 64 })
        }
        Kind::Time => time(),
        Kind::Times(count) => json!({
            "type": "array", "items": time(), "minItems": count, "maxItems": count,
            "uniqueItems": true,
        }),
        Kind::Rows { least, most, columns } => json!({
            "type": "array", "items": object(columns), "minItems": least, "maxItems": most,
        }),
        Kind::Hash => json!({ "type": "string", "pattern": "^[0-9a-f]{64}$" }),
    }
}

fn text(most: usize, needed: bool, pattern: &str) -> Value {
    let mut schema = json!({ "type": "string", "maxLength": most, "pattern": pattern });
    if needed {
        schema["minLength"] = 1.into();
        schema["allOf"] = json!([{ "pattern": r"\S" }]);
    }
    schema
}

fn time() -> Value {
    json!({
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "local": { "type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$" },
            "zone": { "type": "string", "description": "IANA time zone", "minLength": 1 },
        },
        "required": ["local", "zone"],
    })
}
