//! What every operation may be refused for, written into the description once and for all.
//!
//! An operation names the refusals of its own; the rest follow from its form: who has a body may
//! send a malformed one, who has an id in the address may name nothing.

use super::operations::operations;
use utoipa::{
    PartialSchema,
    openapi::{
        Content, OpenApi, Ref, RefOr, Response,
        header::HeaderBuilder,
        path::{Operation, ParameterIn},
        security::SecurityRequirement,
    },
};

const PROBLEM: &str = "application/problem+json";

/// Adds the refusals that an operation's form brings along, and gives every refusal its type.
pub(super) fn complete(document: &mut OpenApi) {
    for item in document.paths.paths.values_mut() {
        for (method, operation) in operations(item) {
            for (status, codes) in of_form(method, operation) {
                let missing = operation.responses.responses.entry(status.to_owned());
                missing.or_insert_with(|| RefOr::T(Response::new(codes)));
            }
            for (status, response) in &mut operation.responses.responses {
                if let RefOr::T(response) = response
                    && status.starts_with(['4', '5'])
                {
                    response.content.clear();
                    let problem = Content::new(Some(Ref::from_schema_name("Problem")));
                    response.content.insert(PROBLEM.to_owned(), RefOr::T(problem));
                    if status == "429" {
                        let seconds = HeaderBuilder::new()
                            .schema(Some(u64::schema()))
                            .description(Some("Seconds to wait"))
                            .build();
                        response.headers.insert("Retry-After".to_owned(), RefOr::T(seconds));
                    }
                }
            }
        }
    }
}

/// Status and codes that follow from an operation's form.
fn of_form(method: &str, operation: &Operation) -> Vec<(&'static str, &'static str)> {
    let has =
        |place: ParameterIn| {
            operation.parameters.iter().flatten().any(
                |parameter| matches!(parameter, RefOr::T(named) if named.parameter_in == place),
            )
        };
    let mut refusals = vec![("503", "`unavailable`")];
    match (is_open(operation), method) {
        (true, "get") => {}
        (true, _) => refusals.push(("403", "`foreign_origin`")),
        (false, "get") => refusals.extend([("401", "`signed_out`"), ("403", "`not_allowed`")]),
        (false, _) => {
            refusals.extend([("401", "`signed_out`"), ("403", "`not_allowed`, `foreign_origin`")]);
        }
    }
    if operation.request_body.is_some() {
        refusals.extend([
            ("400", "`malformed`"),
            ("413", "`too_large`"),
            ("415", "`unsupported_media_type`"),
            ("422", "`invalid`"),
        ]);
    } else if has(ParameterIn::Query) {
        refusals.extend([("400", "`malformed`"), ("422", "`invalid`")]);
    }
    if has(ParameterIn::Path) {
        refusals.push(("404", "`not_found`"));
    }
    refusals
}

/// Whether an operation says of itself that it asks for no login.
pub(super) fn is_open(operation: &Operation) -> bool {
    let open = SecurityRequirement::default();
    operation.security.iter().flatten().any(|requirement| *requirement == open)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_refusal_of_every_operation_is_a_problem_document() {
        let mut document = crate::router::documented().into_openapi();
        complete(&mut document);
        let document = serde_json::to_value(&document).unwrap();
        let mut refusals = 0;
        for (path, item) in document["paths"].as_object().unwrap() {
            for (method, operation) in item.as_object().unwrap() {
                for (status, response) in operation["responses"].as_object().unwrap() {
                    if status.starts_with(['4', '5']) {
                        refusals += 1;
                        let types: Vec<_> =
                            response["content"].as_object().unwrap().keys().collect();
                        assert_eq!(types, [PROBLEM], "{method} {path} {status}");
                    }
                }
                let names_body = !operation["requestBody"].is_null();
                assert_eq!(names_body, !operation["responses"]["415"].is_null(), "{method} {path}");
            }
        }
        assert!(refusals > 100, "{refusals}");
    }
}
