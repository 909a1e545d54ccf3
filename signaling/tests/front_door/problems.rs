//! Every refusal is a problem document in the caller's language, and JSON has one meaning.

use crate::stage::{Caller, ORIGIN, Stage};
use anyhow::{Result, ensure};
use axum::{
    body::Body,
    http::{Method, Request},
};
use puente_registry::{country::Country, person::AccountRole};
use serde_json::json;

#[tokio::test]
async fn what_the_framework_refuses_is_a_problem_too() -> Result<()> {
    let stage = Stage::open().await?;
    let anyone = stage.anyone();
    anyone.get("/api/nothing").await?.refused(404, "not_found")?;
    anyone.get("/api/requests/not-an-id").await?.refused(401, "signed_out")?;
    anyone.call(Method::DELETE, "/api/me", None).await?.refused(405, "method_not_allowed")?;
    anyone.call(Method::POST, "/", None).await?.refused(405, "method_not_allowed")?;
    anyone.get("/api/languages").await?.refused(400, "malformed")?;
    anyone.get("/api/languages?q=mam&x=1").await?.refused(400, "malformed")?;
    anyone.get("/api/languages/xx").await?.refused(404, "not_found")?;
    anyone.get("/api/probe?bytes=262145").await?.refused(422, "invalid")?;
    let clerk = stage.person(AccountRole::Clerk, Country::Gt).await?;
    clerk.get("/api/requests/not-an-id").await?.refused(404, "not_found")?;
    clerk.get("/api/hearings/not-an-id").await?.refused(404, "not_found")?;
    Ok(())
}

#[tokio::test]
async fn a_problem_speaks_the_language_that_is_asked_for() -> Result<()> {
    let stage = Stage::open().await?;
    for (lang, title) in [("es-GT,en;q=0.5", "Sesión cerrada"), ("en", "Signed out")] {
        let caller = Caller { lang, ..stage.anyone() };
        let refused = caller.get("/api/me").await?.refused(401, "signed_out")?;
        ensure!(refused.body["title"] == title);
        ensure!(refused.body["type"] == "https://puente.example/problems/signed_out");
        ensure!(refused.headers["content-language"] == &lang[..2]);
        ensure!(refused.headers["vary"] == "accept-language");
    }
    Ok(())
}

#[tokio::test]
async fn a_wrong_field_is_named_with_what_is_wrong() -> Result<()> {
    let stage = Stage::open().await?;
    let interviewer = stage.person(AccountRole::Interviewer, Country::Gt).await?;
    let mut input = stage.request_input(90)?;
    input["starts"]["local"] = json!("2020-01-01T10:00");
    let refused = interviewer.post("/api/requests", &input).await?.refused(422, "invalid")?;
    ensure!(refused.body["errors"][0]["field"] == "starts");
    ensure!(refused.body["errors"][0]["detail"] == "It has passed.");
    Ok(())
}

#[tokio::test]
async fn json_dups_unknown_deep_huge_and_mislabelled_bodies_are_refused() -> Result<()> {
    let stage = Stage::open().await?;
    let deep = format!("{}1{}", r#"{"email":"#.repeat(5_000), "}".repeat(5_000));
    let huge = format!(r#"{{"email":"{}","password":"x"}}"#, "a".repeat(70_000));
    for (body, content_type, status, code) in [
        (r#"{"email":"a","email":"b","password":"x"}"#, "application/json", 400, "malformed"),
        (r#"{"email":"a","password":"x","admin":true}"#, "application/json", 400, "malformed"),
        (r#"{"email":"a","password":"x"} []"#, "application/json", 400, "malformed"),
        (r#"{"email":["a"],"password":"x"}"#, "application/json", 400, "malformed"),
        ("", "application/json", 400, "malformed"),
        (&deep, "application/json", 400, "malformed"),
        (&huge, "application/json", 413, "too_large"),
        (r#"{"email":"a","password":"x"}"#, "text/plain", 415, "unsupported_media_type"),
    ] {
        let request = Request::post("/api/sign-in")
            .header("origin", ORIGIN)
            .header("content-type", content_type)
            .body(Body::from(body.to_owned()))?;
        stage.send(request).await?.refused(status, code)?;
    }
    Ok(())
}

#[tokio::test]
async fn the_probe_carries_what_it_says_both_ways_and_no_more() -> Result<()> {
    let stage = Stage::open().await?;
    let down = stage.anyone().get("/api/probe?bytes=100000").await?.expect(200)?;
    ensure!(down.bytes.len() == 100_000);
    for (bytes, status) in [(262_144, 204), (262_145, 413)] {
        let up = Request::post("/api/probe")
            .header("origin", ORIGIN)
            .body(Body::from(vec![0; bytes]))?;
        stage.send(up).await?.expect(status)?;
    }
    Ok(())
}
