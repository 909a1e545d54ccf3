//! An interpreter's week and an interviewer's search, from end to end over HTTP.

use crate::stage::{Caller, Stage, ZONE};
use anyhow::{Context, Result, ensure};
use axum::http::Method;
use puente_registry::{country::Country, person::AccountRole};
use serde_json::{Value, json};

#[tokio::test]
async fn a_blocked_hour_takes_her_out_of_the_search_and_freeing_it_brings_her_back() -> Result<()> {
    let stage = Stage::open().await?;
    let interpreter = stage.person(AccountRole::Interpreter, Country::Gt).await?;
    let interviewer = stage.person(AccountRole::Interviewer, Country::Gt).await?;
    let request =
        interviewer.post("/api/requests", &stage.request_input(45)?).await?.expect(201)?;
    let path = format!("/api/requests/{}/candidates", request.text("id")?);
    ensure!(candidates(&interviewer, &path).await? == 1);

    let hour = json!({ "from": stage.tomorrow(0)?, "to": stage.tomorrow(60)? });
    let block = interpreter.post("/api/availability/blocks", &hour).await?.expect(201)?;
    ensure!(candidates(&interviewer, &path).await? == 0);
    let answer = interviewer.get(&path).await?.expect(200)?;
    let reasons = answer.body["excluded"][0]["reasons"].as_array().context("reasons")?;
    let why = reasons.iter().find(|reason| reason["effect"] == "excludes").context("why not")?;
    ensure!(why["fact"] == "free" && why["detail"] == "has closed those hours", "{why}");

    let mine = interpreter.get("/api/availability").await?.expect(200)?;
    ensure!(mine.body["blocks"][0]["id"] == block.body["id"]);
    let one = format!("/api/availability/blocks/{}", block.text("id")?);
    interpreter.call(Method::DELETE, &one, None).await?.expect(204)?;
    interpreter.call(Method::DELETE, &one, None).await?.refused(404, "not_found")?;
    ensure!(candidates(&interviewer, &path).await? == 1);
    Ok(())
}

async fn candidates(caller: &Caller<'_>, path: &str) -> Result<usize> {
    let answer = caller.get(path).await?.expect(200)?;
    Ok(answer.body["candidates"].as_array().context("candidates")?.len())
}

/// What a candidate's place is explained by, and nothing that names a person. A new field fails
/// until it is listed here.
#[tokio::test]
async fn min_disclosure_a_candidate_shows_what_a_choice_needs() -> Result<()> {
    let stage = Stage::open().await?;
    stage.person(AccountRole::Interpreter, Country::Gt).await?;
    let interviewer = stage.person(AccountRole::Interviewer, Country::Gt).await?;
    let request =
        interviewer.post("/api/requests", &stage.request_input(45)?).await?.expect(201)?;
    let path = format!("/api/requests/{}/candidates", request.text("id")?);
    let answer = interviewer.get(&path).await?.expect(200)?;
    let fields = |value: &Value| {
        value.as_object().map(|o| o.keys().cloned().collect::<Vec<_>>()).unwrap_or_default()
    };
    let candidate = &answer.body["candidates"][0];
    ensure!(
        fields(candidate)
            == ["country", "gender", "local_time", "number", "person", "rank", "reasons", "score"],
        "{candidate}"
    );
    ensure!(fields(&candidate["reasons"][0]) == ["detail", "effect", "fact", "points"]);
    let offered = json!({ "interpreters": [candidate["person"]] });
    let path = format!("/api/requests/{}/offers", request.text("id")?);
    let after = interviewer.post(&path, &offered).await?.expect(201)?;
    ensure!(
        fields(&after.body["offers"][0])
            == ["answer_by", "id", "leg", "number", "state", "wave", "way"]
    );
    Ok(())
}

#[tokio::test]
async fn an_offer_names_no_victim_no_case_and_no_place() -> Result<()> {
    let stage = Stage::open().await?;
    let interpreter = stage.person(AccountRole::Interpreter, Country::Gt).await?;
    let interviewer = stage.person(AccountRole::Interviewer, Country::Gt).await?;
    let mut input = stage.request_input(45)?;
    input["case_reference"] = json!("CASE-CANARY");
    let request = interviewer.post("/api/requests", &input).await?.expect(201)?;
    let path = format!("/api/requests/{}/offers", request.text("id")?);
    interviewer.post(&path, &json!({ "interpreters": [interpreter.id()?] })).await?.expect(201)?;
    let offers = interpreter.get("/api/offers").await?.expect(200)?;
    let text = String::from_utf8(offers.bytes)?;
    for secret in ["W-17", "CASE-CANARY", "Person", "participants", "place"] {
        ensure!(!text.contains(secret), "{secret} in {text}");
    }
    let id = offers.body[0]["id"].as_str().context("an offer")?;
    let declined = json!({ "reason": "conflict_of_interest" });
    let path = format!("/api/offers/{id}/decline");
    interpreter
        .post(&path, &json!({ "reason": "I know W-17" }))
        .await?
        .refused(400, "malformed")?;
    let answer = interpreter.post(&path, &declined).await?.expect(200)?;
    ensure!(answer.body["state"] == "declined");
    interpreter
        .post(&format!("/api/offers/{id}/accept"), &json!({}))
        .await?
        .refused(409, "offer_closed")?;
    Ok(())
}

#[tokio::test]
async fn a_name_of_several_varieties_is_asked_about_and_not_guessed() -> Result<()> {
    let stage = Stage::open().await?;
    for text in ["mame", "Mam", "maam"] {
        let answer = stage.anyone().get(&format!("/api/languages?q={text}")).await?.expect(200)?;
        ensure!(answer.body["ask"] == true, "{text}");
        ensure!(answer.body["matches"].as_array().is_some_and(|m| m.len() > 1), "{text}");
    }
    let one = stage.anyone().get("/api/languages/mam-todos-santos").await?.expect(200)?;
    ensure!(one.body["code"] == "mam" && one.body["name"] == one.body["name_en"]);
    let interviewer = stage.person(AccountRole::Interviewer, Country::Gt).await?;
    let mut input = stage.request_input(45)?;
    input["languages"][0] = json!("mam");
    interviewer.post("/api/requests", &input).await?.refused(422, "language_group")?;
    Ok(())
}

#[tokio::test]
async fn a_week_is_kept_as_it_was_set_and_a_cancelled_request_is_over() -> Result<()> {
    let stage = Stage::open().await?;
    let interpreter = stage.person(AccountRole::Interpreter, Country::Gt).await?;
    let week = |day: u8| {
        let hours = json!([{ "day": day, "from": "08:00", "to": "17:00" }]);
        json!({ "zone": ZONE, "calendars": [{ "name": "", "zone": ZONE, "week": hours }] })
    };
    let path = "/api/availability/calendars";
    let set = interpreter.call(Method::PUT, path, Some(&week(1))).await?.expect(200)?;
    let kept = &set.body["calendars"][0]["week"][0];
    ensure!(kept["from"] == "08:00" && kept["purposes"].as_array().is_some_and(|p| p.len() == 5));
    ensure!(set.body["zone"] == ZONE);
    interpreter.call(Method::PUT, path, Some(&week(8))).await?.refused(422, "invalid")?;

    let interviewer = stage.person(AccountRole::Interviewer, Country::Gt).await?;
    let request =
        interviewer.post("/api/requests", &stage.request_input(45)?).await?.expect(201)?;
    let path = format!("/api/requests/{}/cancel", request.text("id")?);
    let cancelled = interviewer.post(&path, &json!({})).await?.expect(200)?;
    ensure!(cancelled.body["state"] == "cancelled");
    interviewer.post(&path, &json!({})).await?.refused(409, "not_now")?;
    let all = interviewer.get("/api/requests").await?.expect(200)?;
    ensure!(all.body.as_array().is_some_and(|requests| requests.len() == 1));
    Ok(())
}
