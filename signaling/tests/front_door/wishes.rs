//! What people wish counts in a search: an interpreter's own wish quietly, a victim's town
//! without a trace.

use crate::stage::{Caller, Stage};
use anyhow::{Context, Result, ensure};
use axum::http::Method;
use puente_registry::{country::Country, person::AccountRole};
use serde_json::{Value, json};

/// The numbers of those who fit a request about these subjects, in order, and the whole answer.
async fn ranked(stage: &Stage, caller: &Caller<'_>, topics: &[&str]) -> Result<(Vec<i64>, Value)> {
    let mut input = stage.request_input(45)?;
    input["topics"] = json!(topics);
    let request = caller.post("/api/requests", &input).await?.expect(201)?.text("id")?;
    let path = format!("/api/requests/{request}/candidates");
    let answer = caller.get(&path).await?.expect(200)?.body;
    let all = answer["candidates"].as_array().context("candidates")?;
    Ok((all.iter().filter_map(|one| one["number"].as_i64()).collect(), answer))
}

#[tokio::test]
async fn r76_a_spared_subject_lowers_her_for_that_subject_only_and_shows_nowhere() -> Result<()> {
    let stage = Stage::open().await?;
    let interpreter = stage.person(AccountRole::Interpreter, Country::Gt).await?;
    stage.person(AccountRole::Interpreter, Country::Gt).await?;
    let interviewer = stage.person(AccountRole::Interviewer, Country::Gt).await?;
    let (before, as_before) = ranked(&stage, &interviewer, &["torture"]).await?;
    ensure!(before.len() == 2);
    let spared = json!({ "topics": ["torture"] });
    interpreter.call(Method::PUT, "/api/spared-topics", Some(&spared)).await?.expect(200)?;
    let (after, quiet) = ranked(&stage, &interviewer, &["torture"]).await?;
    ensure!(after == [before[1], before[0]], "{after:?}");
    let reasons = |answer: &Value, number: i64| {
        let all = answer["candidates"].as_array().cloned().unwrap_or_default();
        all.into_iter().find(|one| one["number"] == number).map(|one| one["reasons"].clone())
    };
    ensure!(reasons(&quiet, before[0]) == reasons(&as_before, before[0]));
    ensure!(ranked(&stage, &interviewer, &["death"]).await?.0 == before);
    ensure!(ranked(&stage, &interviewer, &[]).await?.0 == before);
    Ok(())
}

#[tokio::test]
async fn s01_a_town_that_is_ruled_out_is_never_read_back() -> Result<()> {
    let stage = Stage::open().await?;
    let interviewer = stage.person(AccountRole::Interviewer, Country::Gt).await?;
    let mut input = stage.request_input(45)?;
    input["preferences"]["not_from"] = json!(["Todos Santos", "MX"]);
    let made = interviewer.post("/api/requests", &input).await?.expect(201)?;
    let path = format!("/api/requests/{}", made.text("id")?);
    for answer in [made, interviewer.get(&path).await?.expect(200)?] {
        ensure!(answer.body["towns_ruled_out"] == 1);
        ensure!(answer.body["input"]["preferences"]["not_from"] == json!(["MX"]));
        ensure!(!answer.body.to_string().contains("Todos Santos"));
    }
    Ok(())
}
