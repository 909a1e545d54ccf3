//! What every operation's description is held to. Whoever adds an operation and forgets something
//! is told here what is missing and how to say it.

use super::finished;
use crate::{headers::Transport, router::documented};
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

/// Bodies that are bytes of somebody's file: an example would only be noise.
const BYTES: &[&str] = &["application/octet-stream", "audio/webm"];

fn document() -> Value {
    serde_json::to_value(finished(documented().into_openapi(), Transport::Tls)).unwrap()
}

/// Every operation, as `GET /api/me`, with its description.
fn operations(document: &Value) -> Vec<(String, &Value)> {
    let mut operations = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            operations.push((format!("{} {path}", method.to_uppercase()), operation));
        }
    }
    operations
}

#[test]
fn every_operation_is_described_in_full() {
    let document = document();
    let tags: BTreeSet<_> = document["tags"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|tag| tag["name"].as_str())
        .collect();
    let mut missing = Vec::new();
    let mut names = BTreeSet::new();
    for (operation, about) in operations(&document) {
        let mut want = |fine: bool, what: String| {
            if !fine {
                missing.push(format!("{operation}: {what}"));
            }
        };
        want(says(&about["summary"]), "a doc comment whose first line is the summary".into());
        want(
            about["tags"].as_array().is_some_and(|of| {
                of.iter().all(|tag| tag.as_str().is_some_and(|tag| tags.contains(&tag)))
            }),
            format!("`tag = \"…\"`, one of {tags:?}"),
        );
        want(
            names.insert(about["operationId"].as_str().unwrap_or_default().to_owned()),
            "a name of its own; it follows from method and address".into(),
        );
        for parameter in about["parameters"].as_array().into_iter().flatten() {
            want(
                says(&parameter["description"]),
                format!(
                    "a description of the parameter {}: a doc comment in its `IntoParams` type, \
                     `description = \"…\"` in `params(…)`, or for a part of the address a line \
                     in PARTS of openapi/operations.rs",
                    parameter["name"]
                ),
            );
            want(
                parameter["schema"].is_object(),
                format!("a type of the parameter {}", parameter["name"]),
            );
        }
        for (media_type, content) in
            about["requestBody"]["content"].as_object().into_iter().flatten()
        {
            want(
                !content["example"].is_null() || BYTES.contains(&media_type.as_str()),
                "an example of the body: `request_body(content = T, example = json!({ … }))`"
                    .into(),
            );
            want(content["schema"].is_object(), "a type of the body".into());
        }
        let mut answers = 0;
        for (status, response) in about["responses"].as_object().into_iter().flatten() {
            want(says(&response["description"]), format!("what {status} says"));
            if status.starts_with(['1', '2', '3']) {
                answers += 1;
                let empty = matches!(status.as_str(), "101" | "202" | "204");
                want(
                    empty || response["content"].as_object().is_some_and(|types| !types.is_empty()),
                    format!("the content of {status}: `body = T`, or `content_type = \"…\"`"),
                );
            }
        }
        want(answers > 0, "what it answers when all is well".into());
    }
    assert!(missing.is_empty(), "the description of the API lacks\n  {}", missing.join("\n  "));
}

fn says(text: &Value) -> bool {
    text.as_str().is_some_and(|text| !text.trim().is_empty())
}

#[test]
fn every_type_that_is_named_is_described() {
    let document = document();
    let mut named = BTreeSet::new();
    references(&document, &mut named);
    assert!(named.len() > 100, "{named:?}");
    let unknown: Vec<_> = named
        .iter()
        .filter(|name| document["components"]["schemas"][name.as_str()].is_null())
        .collect();
    assert!(
        unknown.is_empty(),
        "types that only parameters name are added by `name::<T>` in openapi.rs: {unknown:?}"
    );
}

fn references(value: &Value, named: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            for (key, inner) in fields {
                match inner.as_str().and_then(|text| text.strip_prefix("#/components/schemas/")) {
                    Some(name) if key == "$ref" => drop(named.insert(name.to_owned())),
                    _ => references(inner, named),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, named)),
        _ => {}
    }
}

/// In the description a type is known by its last name alone: of two with the same name the one
/// would silently be described as the other.
#[test]
fn no_two_types_are_described_under_one_name() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut named: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for folder in [here.join("src"), here.join("../registry/src")] {
        for_each_source(&folder, &mut |path, text| {
            for name in described_types(text) {
                named.entry(name).or_default().push(path.display().to_string());
            }
        });
    }
    assert!(named.len() > 250, "the sources were read: {}", named.len());
    named.retain(|_, places| places.len() > 1);
    assert!(
        named.is_empty(),
        "give all but one of them a name of its own, by `#[schema(as = Name)]`, or in `words!` by \
         `pub enum Word as \"Name\"`: {named:#?}"
    );
}

fn for_each_source(folder: &Path, take: &mut impl FnMut(&Path, &str)) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            for_each_source(&path, take);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            take(&path, &fs::read_to_string(&path).unwrap());
        }
    }
}

/// The names under which a source's types are described: those that derive `ToSchema` and those
/// made by `words!`.
fn described_types(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut described = false;
    let mut called = None;
    for line in text.lines().map(str::trim) {
        if line == "words! {" || (described_line(line)) {
            described = true;
        }
        if let Some(name) = line.strip_prefix("#[schema(as = ") {
            called = name.split([')', ',']).next().map(str::to_owned);
        }
        let item = line.trim_start_matches("pub(crate) ").trim_start_matches("pub(super) ");
        let item = item.trim_start_matches("pub ");
        let declared = item.strip_prefix("struct ").or_else(|| item.strip_prefix("enum "));
        if let Some(declared) = declared {
            let own = declared.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
            let other = declared.split(" as \"").nth(1).and_then(|rest| rest.split('"').next());
            let name = called.take().or_else(|| other.map(str::to_owned));
            if std::mem::take(&mut described) && !own.is_empty() {
                names.push(name.unwrap_or_else(|| own.to_owned()));
            }
        }
    }
    names
}

fn described_line(line: &str) -> bool {
    let derives =
        line.starts_with("#[derive(") || line.ends_with("ToSchema,") || line == "utoipa::ToSchema";
    derives && line.contains("ToSchema")
}

#[test]
fn the_names_of_described_types_are_found_in_a_source() {
    let source = "
        #[derive(Debug, utoipa::ToSchema)]
        #[serde(deny_unknown_fields)]
        pub struct One { a: u8 }
        struct NotDescribed;
        #[derive(
            Debug,
            utoipa::ToSchema,
        )]
        #[schema(as = Other)]
        pub(crate) enum Two { A }
        words! {
            /// Three.
            pub enum Three as \"Third\" {
                A = \"a\",
            }
        }
        words! {
            pub enum Four {
                A = \"a\",
            }
        }";
    assert_eq!(described_types(source), ["One", "Other", "Third", "Four"]);
}
