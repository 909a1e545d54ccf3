//! An open page is told at once: `GET /api/events`.

use crate::stage::{Caller, Stage};
use anyhow::{Context, Result, ensure};
use axum::{body::BodyDataStream, http::Method};
use bytes::Bytes;
use futures::StreamExt;
use puente::bus::Topic;
use puente_registry::{country::Country, person::AccountRole};
use serde_json::json;

#[tokio::test]
async fn the_third_is_told_at_once_and_a_stranger_hears_nothing() -> Result<()> {
    let stage = Stage::open().await?;
    let interviewer = stage.person(AccountRole::Interviewer, Country::Gt).await?;
    let winner = stage.person(AccountRole::Interpreter, Country::Gt).await?;
    let late = stage.person(AccountRole::Interpreter, Country::Gt).await?;
    let stranger = stage.person(AccountRole::Interviewer, Country::Gt).await?;
    let request =
        interviewer.post("/api/requests", &stage.request_input(45)?).await?.expect(201)?;
    let path = format!("/api/requests/{}/offers", request.text("id")?);
    let people = [winner.id()?, late.id()?];
    interviewer.post(&path, &json!({ "interpreters": people })).await?.expect(201)?;

    let mut pages = [listen(&stage, &interviewer).await?, listen(&stage, &late).await?];
    let mut elsewhere = listen(&stage, &stranger).await?;
    let offers = winner.get("/api/offers").await?.expect(200)?;
    let id = offers.body[0]["id"].as_str().context("an offer")?;
    winner.post(&format!("/api/offers/{id}/accept"), &json!({})).await?.expect(201)?;

    // Published after the fact: were the news not sent, these would come first.
    publish(&stage, &interviewer, "offer").await?;
    publish(&stage, &late, "request").await?;
    ensure!(changed(&mut pages[0]).await? == "request");
    ensure!(changed(&mut pages[0]).await? == "hearing");
    ensure!(changed(&mut pages[1]).await? == "offer");

    // The first that the stranger hears is meant for the stranger.
    publish(&stage, &stranger, "hearing").await?;
    ensure!(changed(&mut elsewhere).await? == "hearing");
    Ok(())
}

async fn publish(stage: &Stage, to: &Caller<'_>, what: &'static str) -> Result<()> {
    let topic = Topic::person(to.id()?.0);
    Ok(stage.app.bus.publish(&topic, Bytes::from_static(what.as_bytes())).await?)
}

#[tokio::test]
async fn whoever_prepares_a_hearing_is_told_when_it_begins() -> Result<()> {
    let stage = Stage::open().await?;
    let clerk = stage.person(AccountRole::Clerk, Country::Gt).await?;
    let hearing = stage.hearing(clerk.id()?).await?;
    let mut page = listen(&stage, &clerk).await?;
    ensure!(stage.app.leases.room(hearing).await.is_ok());
    publish(&stage, &clerk, "offer").await?;
    ensure!(changed(&mut page).await? == "hearing");
    Ok(())
}

#[tokio::test]
async fn without_a_login_there_is_no_news() -> Result<()> {
    let stage = Stage::open().await?;
    stage.anyone().get("/api/events").await?.refused(401, "signed_out")?;
    Ok(())
}

async fn listen(stage: &Stage, caller: &Caller<'_>) -> Result<BodyDataStream> {
    let response = stage.stream(caller.request(Method::GET, "/api/events", None)?).await?;
    ensure!(response.status().as_u16() == 200);
    ensure!(response.headers()["content-type"] == "text/event-stream");
    Ok(response.into_body().into_data_stream())
}

/// What the next event says; comments that keep the line open are skipped.
async fn changed(events: &mut BodyDataStream) -> Result<String> {
    loop {
        let chunk = events.next().await.context("the stream goes on")??;
        let text = String::from_utf8(chunk.to_vec())?;
        if let Some(data) = text.strip_prefix("data: ") {
            let data: serde_json::Value = serde_json::from_str(data.trim())?;
            return Ok(data["changed"].as_str().context("what changed")?.to_owned());
        }
    }
}
