//! Hearings, their minutes and their records over HTTP.

use crate::stage::Stage;
use anyhow::{Context, Result, ensure};
use puente_registry::{country::Country, person::AccountRole};
use serde_json::json;

#[tokio::test]
async fn a_clerk_opens_a_hearing_and_sees_what_strangers_do_not() -> Result<()> {
    let stage = Stage::open().await?;
    let clerk = stage.person(AccountRole::Clerk, Country::Gt).await?;
    let opened = clerk.post("/api/hearings", &stage.hearing_input()?).await?.expect(201)?;
    let id = opened.text("id")?;
    ensure!(opened.body["my_seat"] == 1 && opened.body["my_role"] == "clerk");
    ensure!(opened.body["participants"][1]["label"] == "Expert");
    ensure!(opened.body["participants"][1]["link"].is_null());
    let seen = clerk.get(&format!("/api/hearings/{id}")).await?.expect(200)?;
    ensure!(seen.body == opened.body);
    clerk.post(&format!("/api/hearings/{id}/seats/2/link"), &json!({})).await?.expect(201)?;
    let seen = clerk.get(&format!("/api/hearings/{id}")).await?.expect(200)?;
    ensure!(seen.body["participants"][1]["link"] == "unused");
    clerk
        .post(&format!("/api/hearings/{id}/seats/9/link"), &json!({}))
        .await?
        .refused(404, "not_found")?;
    Ok(())
}

#[tokio::test]
async fn an_agenda_shows_labels_to_those_who_prepare_and_to_nobody_else() -> Result<()> {
    let stage = Stage::open().await?;
    let clerk = stage.person(AccountRole::Clerk, Country::Gt).await?;
    let hearing = stage.hearing(clerk.id()?).await?;
    let labels = |body: &serde_json::Value| {
        let people = body[0]["participants"].as_array().cloned().unwrap_or_default();
        people.iter().map(|p| p["label"].as_str().unwrap_or("?").to_owned()).collect::<Vec<_>>()
    };
    let agenda = clerk.get("/api/hearings").await?.expect(200)?;
    ensure!(agenda.body[0]["id"] == json!(hearing));
    ensure!(labels(&agenda.body)[1] == "Expert");
    let expert = stage.seat(hearing, 2).await?;
    let agenda = expert.get("/api/hearings").await?.expect(200)?;
    ensure!(labels(&agenda.body) == ["", "Expert"], "{}", agenda.body);
    ensure!(agenda.body[0]["my_role"] == "expert");
    let stranger = stage.person(AccountRole::Clerk, Country::Gt).await?;
    ensure!(stranger.get("/api/hearings").await?.expect(200)?.body == json!([]));
    Ok(())
}

#[tokio::test]
async fn r70_minutes_are_told_from_the_first_event_on_in_every_language() -> Result<()> {
    let stage = Stage::open().await?;
    let clerk = stage.person(AccountRole::Clerk, Country::Gt).await?;
    let hearing = stage.hearing(clerk.id()?).await?;
    let path = format!("/api/hearings/{hearing}/minutes");
    clerk.get(&path).await?.refused(409, "not_now")?;
    stage.app.live.room(hearing).await.map_err(|problem| anyhow::anyhow!("{problem:?}"))?;
    let spanish = clerk.get(&format!("{path}?lang=es")).await?.expect(200)?;
    let english = clerk.get(&format!("{path}?lang=en")).await?.expect(200)?;
    let french = clerk.get(&format!("{path}?lang=fr")).await?.expect(200)?;
    let first = |minutes: &serde_json::Value| minutes["entries"][0].clone();
    ensure!(first(&spanish.body)["event"]["type"] == "session_opened");
    ensure!(first(&spanish.body)["seq"] == 0);
    ensure!(first(&spanish.body)["text"] != first(&english.body)["text"]);
    ensure!(first(&french.body)["text"] != first(&english.body)["text"]);
    ensure!(first(&french.body)["text"] != first(&spanish.body)["text"]);
    clerk.get(&format!("{path}?lang=de")).await?.refused(400, "malformed")?;

    let schema = stage.anyone().get("/api/minutes.schema.json").await?.expect(200)?;
    for field in schema.body["required"].as_array().context("required")? {
        let field = field.as_str().context("a name")?;
        ensure!(!spanish.body[field].is_null(), "the minutes have {field}");
    }
    let known = schema.body["properties"].as_object().context("properties")?;
    for field in spanish.body.as_object().context("minutes")?.keys() {
        ensure!(known.contains_key(field), "the schema knows {field}");
    }

    let authority = stage.person(AccountRole::Authority, Country::Gt).await?;
    authority.get(&path).await?.expect(200)?;
    let foreign = stage.person(AccountRole::Authority, Country::Mx).await?;
    foreign.get(&path).await?.refused(404, "not_found")?;
    Ok(())
}

#[tokio::test]
async fn there_is_no_record_before_the_closing() -> Result<()> {
    let stage = Stage::open().await?;
    let clerk = stage.person(AccountRole::Clerk, Country::Gt).await?;
    let hearing = stage.hearing(clerk.id()?).await?;
    let path = format!("/api/hearings/{hearing}/record");
    clerk.get(&path).await?.refused(409, "not_now")?;
    clerk.get(&format!("{path}/s01-mic.ogg")).await?.refused(409, "not_now")?;
    clerk.get(&format!("{path}/..%2fmanifest.json")).await?.refused(409, "not_now")?;
    Ok(())
}
