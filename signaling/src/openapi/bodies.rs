//! Bodies: a type's example is the operation's, and a body that may be left out is not `null`.

use super::operations::{is_null, operations};
use serde_json::Value;
use utoipa::openapi::{
    Components, Content, OpenApi, Ref, RefOr, Required, Schema, request_body::RequestBody,
};

/// Completes every operation's body.
pub(super) fn complete(document: &mut OpenApi) {
    let OpenApi { paths, components, .. } = document;
    let Some(components) = components else { return };
    for item in paths.paths.values_mut() {
        for (_, operation) in operations(item) {
            if let Some(RefOr::T(body)) = &mut operation.request_body {
                complete_body(body, components);
            }
        }
    }
}

fn complete_body(body: &mut RequestBody, components: &Components) {
    for content in body.content.values_mut() {
        if let RefOr::T(content) = content {
            if let Some(whole) = without_null(content) {
                content.schema = Some(RefOr::Ref(whole));
                body.required = Some(Required::False);
            }
            if content.example.is_none() && content.examples.is_empty() {
                content.example = example(content, components);
            }
        }
    }
}

/// The type of a body that is written as `Option<T>`: it may be missing, but it is never `null`.
fn without_null(content: &Content) -> Option<Ref> {
    let Some(RefOr::T(Schema::OneOf(one_of))) = &content.schema else { return None };
    match one_of.items.as_slice() {
        [null, RefOr::Ref(whole)] | [RefOr::Ref(whole), null] if is_null(null) => {
            Some(whole.clone())
        }
        _ => None,
    }
}

/// The example of a body's type.
fn example(content: &Content, components: &Components) -> Option<Value> {
    let Some(RefOr::Ref(named)) = &content.schema else { return None };
    let name = named.ref_location.strip_prefix("#/components/schemas/")?;
    let RefOr::T(schema) = components.schemas.get(name)? else { return None };
    let (example, examples) = match schema {
        Schema::Object(object) => (&object.example, &object.examples),
        Schema::OneOf(one_of) => (&one_of.example, &one_of.examples),
        Schema::AllOf(all_of) => (&all_of.example, &all_of.examples),
        _ => return None,
    };
    example.clone().or_else(|| examples.first().cloned())
}
