//! `GET /api/openapi.json` describes the router, and the protocol's text names nothing else.

use crate::{
    access::{OPEN, address},
    stage::Stage,
};
use anyhow::{Context, Result, ensure};
use axum::http::Method;
use puente_registry::{country::Country, person::AccountRole};
use serde_json::json;
use std::collections::BTreeSet;

const PROTOCOL: &str = include_str!("../../PROTOCOL.md");

/// Every operation of the document, as `GET /api/me`.
pub(crate) fn operations() -> Result<Vec<(Method, String)>> {
    let document = serde_json::to_value(puente::router::documented().into_openapi())?;
    let paths = document["paths"].as_object().context("paths")?;
    let mut operations = Vec::new();
    for (path, methods) in paths {
        for method in methods.as_object().context("methods")?.keys() {
            operations.push((method.to_uppercase().parse()?, path.clone()));
        }
    }
    Ok(operations)
}

#[tokio::test]
async fn each_operation_of_the_protocol_is_described_and_each_described_one_is_in_it() -> Result<()>
{
    let named = protocol();
    let described: BTreeSet<String> = operations()?
        .into_iter()
        .map(|(method, path)| format!("{method} {}", without_names(&path)))
        .collect();
    ensure!(named.len() >= 35, "the protocol was read: {named:?}");
    let missing: Vec<_> = named.difference(&described).collect();
    ensure!(missing.is_empty(), "in the protocol and not in the router: {missing:?}");
    let unnamed: Vec<_> = described.difference(&named).collect();
    ensure!(unnamed.is_empty(), "in the router and not in the protocol: {unnamed:?}");
    Ok(())
}

#[tokio::test]
async fn the_router_answers_each_described_operation_itself() -> Result<()> {
    let stage = Stage::open().await?;
    for (method, path) in operations()? {
        let path = path.replace(['{', '}'], "");
        let answer = stage.anyone().call(method.clone(), &path, None).await?;
        let is_page = answer.headers.get("content-type").is_some_and(|t| t == "text/html");
        ensure!(answer.status.as_u16() != 405 && !is_page, "{method} {path}: {}", answer.status);
    }
    Ok(())
}

/// Whatever role asks: it may be refused for who it is or for what the bank holds, never for the
/// form of what the description itself gives as an example.
#[tokio::test]
async fn every_example_is_read_as_it_stands() -> Result<()> {
    let stage = Stage::open().await?;
    let document = stage.anyone().get("/api/openapi.json").await?.expect(200)?.body;
    let mut examples = 0;
    for role in [AccountRole::Administrator, AccountRole::Coordinator, AccountRole::Interpreter] {
        let caller = stage.person(role, Country::Gt).await?;
        for (method, path) in operations()? {
            let about = &document["paths"][&path][method.as_str().to_lowercase()];
            let example = &about["requestBody"]["content"]["application/json"]["example"];
            if example.is_null() || path == "/api/me/leave" {
                continue;
            }
            let answer =
                caller.call(method.clone(), &address(&stage, &path)?, Some(example)).await?;
            let read = !matches!(answer.status.as_u16(), 400 | 413 | 415);
            ensure!(read, "the example of {method} {path} is refused: {}", answer.body);
            examples += 1;
        }
    }
    ensure!(examples > 200, "{examples}");
    Ok(())
}

/// What asks for no login says so in its description, and nothing else does.
#[tokio::test]
async fn what_asks_for_no_login_says_so() -> Result<()> {
    let stage = Stage::open().await?;
    let document = stage.anyone().get("/api/openapi.json").await?.expect(200)?.body;
    ensure!(document["security"] == json!([{ "login": [] }]));
    for (method, path) in operations()? {
        let security = &document["paths"][&path][method.as_str().to_lowercase()]["security"];
        let open = OPEN.contains(&format!("{method} {path}").as_str());
        let of_kit = *security == json!([{ "kit": [] }]) && path.starts_with("/api/kit");
        let asks_otherwise = path.starts_with("/wh") || path.ends_with("/live") || of_kit;
        ensure!(
            (*security == json!([{}])) == (open && !asks_otherwise),
            "{method} {path}: `security(())` stands in the description of what asks for no login"
        );
    }
    Ok(())
}

#[tokio::test]
async fn the_document_is_served() -> Result<()> {
    let stage = Stage::open().await?;
    let answer = stage.anyone().get("/api/openapi.json").await?.expect(200)?;
    ensure!(answer.body["openapi"] == "3.1.0");
    ensure!(answer.body["info"]["title"] == "Puente");
    let me = &answer.body["paths"]["/api/me"]["get"];
    ensure!(me["responses"]["401"]["content"].is_object(), "{me}");
    ensure!(answer.body["components"]["schemas"]["Problem"].is_object());
    Ok(())
}

/// `METHOD /path` wherever the protocol writes one in code, without queries.
fn protocol() -> BTreeSet<String> {
    let mut named = BTreeSet::new();
    for code in PROTOCOL.split('`') {
        let mut words = code.split_whitespace();
        if let (Some(method), Some(path)) = (words.next(), words.next())
            && matches!(method, "GET" | "POST" | "PUT" | "DELETE")
            && path.starts_with('/')
        {
            let path = path.split('?').next().unwrap_or_default();
            named.insert(format!("{method} {}", without_names(path)));
        }
    }
    // Told in prose: the schema of the minutes, and the address that `Location` names.
    named.insert("GET /api/minutes.schema.json".into());
    named.insert("DELETE /media/{}".into());
    named
}

fn without_names(path: &str) -> String {
    path.split('/')
        .map(|part| if part.starts_with('{') { "{}" } else { part })
        .collect::<Vec<_>>()
        .join("/")
}
