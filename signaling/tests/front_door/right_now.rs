//! Right now, waves, conflicts and what an offer may show: over HTTP.

use crate::stage::{Answer, Stage};
use anyhow::{Context, Result, ensure};
use axum::http::Method;
use puente_registry::{country::Country, person::AccountRole};
use serde_json::json;

#[tokio::test]
async fn a_call_rings_and_the_first_answer_says_where_to_go() -> Result<()> {
    let stage = Stage::open().await?;
    let interviewer = stage.person(AccountRole::Interviewer, Country::Gt).await?;
    let first = stage.person(AccountRole::Interpreter, Country::Gt).await?;
    let second = stage.person(AccountRole::Interpreter, Country::Gt).await?;
    let away = stage.person(AccountRole::Interpreter, Country::Gt).await?;
    for person in [&first, &second] {
        let on = json!({ "minutes": 60 });
        let on_call = person.call(Method::PUT, "/api/on-call", Some(&on)).await?.expect(200)?;
        ensure!(on_call.body["until"].is_object() && on_call.body["asked_later"] == false);
    }
    let call = json!({ "languages": ["mam-todos-santos", "spa"], "label": "W-17",
        "minor": "12_to_15", "topics": ["sexual_violence"] });
    let made = interviewer.post("/api/right-now", &call).await?.expect(201)?;
    let hearing = made.text("hearing")?;
    ensure!(made.body["waves"] == "running" && made.body["input"]["kind"] == "on_demand_call");

    ensure!(away.get("/api/offers").await?.expect(200)?.body == json!([]));
    let mut accepting = Vec::new();
    for person in [&first, &second] {
        let offers = person.get("/api/offers").await?.expect(200)?;
        let offer = &offers.body[0];
        ensure!(offer["way"] == "ring" && offer["minor"] == "12_to_15", "{offer}");
        ensure!(offer["topics"] == json!(["sexual_violence"]));
        let id = offer["id"].as_str().context("an offer")?.to_owned();
        accepting.push(async move {
            person.call(Method::POST, &format!("/api/offers/{id}/accept"), None).await
        });
    }
    let answers = futures::future::try_join_all(accepting).await?;
    let mut statuses: Vec<u16> = answers.iter().map(|answer| answer.status.as_u16()).collect();
    statuses.sort_unstable();
    ensure!(statuses == [201, 409], "{statuses:?}");
    for answer in answers {
        if answer.status.as_u16() == 201 {
            ensure!(answer.text("hearing")? == hearing, "one click leads in");
        } else {
            ensure!(answer.body["code"] == "already_taken");
        }
    }
    let path = format!("/api/requests/{}", made.text("id")?);
    let booked = interviewer.get(&path).await?.expect(200)?;
    ensure!(booked.body["state"] == "booked" && booked.body["hearing"] == hearing.as_str());
    Ok(())
}

#[tokio::test]
async fn r04_a_conflict_gives_the_offer_on_and_leaves_no_reason() -> Result<()> {
    let stage = Stage::open().await?;
    let interviewer = stage.person(AccountRole::Interviewer, Country::Gt).await?;
    let mut people = Vec::new();
    for _ in 0..12 {
        people.push(stage.person(AccountRole::Interpreter, Country::Gt).await?);
    }
    let mut input = stage.request_input(45)?;
    input["starts"] = stage.tomorrow(4 * 24 * 60)?;
    let request = interviewer.post("/api/requests", &input).await?.expect(201)?.text("id")?;
    let path = format!("/api/requests/{request}/waves");
    let wave = interviewer.post(&path, &json!({})).await?.expect(200)?;
    ensure!(wave.body["offers"].as_array().is_some_and(|offers| offers.len() == 3));
    let mut declared = 0;
    for person in &people {
        let offers = person.get("/api/offers").await?.expect(200)?;
        let Some(id) = offers.body[0]["id"].as_str().filter(|_| declared < 3) else { continue };
        let answers = json!({ "same_community": declared == 0, "same_employer": declared == 1,
            "advocate": declared == 2 });
        let path = format!("/api/offers/{id}/accept");
        person.post(&path, &answers).await?.refused(409, "conflict_declared")?;
        declared += 1;
    }
    ensure!(declared == 3);
    // The next wave comes by itself: the loop was woken by the last answer.
    let path = format!("/api/requests/{request}");
    let next = loop {
        let next = interviewer.get(&path).await?.expect(200)?;
        if in_state(&next, "open") == 3 {
            break next;
        }
        tokio::task::yield_now().await;
    };
    ensure!(in_state(&next, "declined") == 3, "{}", next.body);
    let text = String::from_utf8(next.bytes.clone())?;
    for word in ["conflict", "same_community", "advocate"] {
        ensure!(!text.contains(word), "{word} is kept");
    }
    Ok(())
}

fn in_state(request: &Answer, state: &str) -> usize {
    let offers = request.body["offers"].as_array();
    offers.into_iter().flatten().filter(|offer| offer["state"] == state).count()
}

#[tokio::test]
async fn r01_by_ear_a_request_without_variety_is_taken_and_asks_nobody() -> Result<()> {
    let stage = Stage::open().await?;
    let interviewer = stage.person(AccountRole::Interviewer, Country::Gt).await?;
    let interpreter = stage.person(AccountRole::Interpreter, Country::Gt).await?;
    let mut input = stage.request_input(45)?;
    input["languages"] = json!([null, "spa"]);
    input["participants"] = json!([]);
    interviewer.post("/api/requests", &input).await?.refused(422, "invalid")?;
    input["about"] = json!({ "by_ear": "unknown", "literacy": "does_not_read" });
    let made = interviewer.post("/api/requests", &input).await?.expect(201)?;
    ensure!(made.body["variety_known"] == false && made.body["input"]["languages"][0].is_null());
    let id = made.text("id")?;
    let asked = json!({ "interpreters": [interpreter.id()?] });
    let path = format!("/api/requests/{id}/offers");
    interviewer.post(&path, &asked).await?.refused(422, "language_group")?;
    let waves = format!("/api/requests/{id}/waves");
    interviewer.post(&waves, &json!({})).await?.refused(422, "language_group")?;
    let variety = format!("/api/requests/{id}/variety");
    interviewer
        .post(&variety, &json!({ "language": "mam" }))
        .await?
        .refused(422, "language_group")?;
    let chosen = json!({ "language": "mam-todos-santos" });
    let known = interviewer.post(&variety, &chosen).await?.expect(200)?;
    ensure!(known.body["variety_known"] == true);
    interviewer.post(&path, &asked).await?.expect(201)?;
    Ok(())
}

#[tokio::test]
async fn r07_the_team_rule_yields_to_a_coordinator_with_a_reason_only() -> Result<()> {
    let stage = Stage::open().await?;
    let interviewer = stage.person(AccountRole::Interviewer, Country::Gt).await?;
    let coordinator = stage.person(AccountRole::Coordinator, Country::Gt).await?;
    let mut input = stage.request_input(90)?;
    input["team"] = json!({ "seats": 1, "reason": "rare_language" });
    interviewer.post("/api/requests", &input).await?.refused(403, "not_allowed")?;
    let made = coordinator.post("/api/requests", &input).await?.expect(201)?;
    ensure!(made.body["seats"] == 1 && made.body["team_rule"] == "consecutive_over_60");
    input["team"] = json!({ "seats": 1 });
    coordinator.post("/api/requests", &input).await?.refused(400, "malformed")?;
    Ok(())
}

#[tokio::test]
async fn r08_a_request_is_moved_in_one_act() -> Result<()> {
    let stage = Stage::open().await?;
    let interviewer = stage.person(AccountRole::Interviewer, Country::Gt).await?;
    let interpreter = stage.person(AccountRole::Interpreter, Country::Gt).await?;
    let made = interviewer.post("/api/requests", &stage.request_input(45)?).await?.expect(201)?;
    let id = made.text("id")?;
    let asked = json!({ "interpreters": [interpreter.id()?] });
    interviewer.post(&format!("/api/requests/{id}/offers"), &asked).await?.expect(201)?;
    let offer = |body: &serde_json::Value| {
        let mut offers = body.as_array().into_iter().flatten();
        let open = offers.find(|offer| offer["state"] == "open");
        open.and_then(|offer| offer["id"].as_str()).map(str::to_owned)
    };
    let first = offer(&interpreter.get("/api/offers").await?.expect(200)?.body);
    let path = format!("/api/offers/{}/accept", first.context("an offer")?);
    interpreter.call(Method::POST, &path, None).await?.expect(201)?;
    let to = json!({ "starts": stage.tomorrow(24 * 60)? });
    let path = format!("/api/requests/{id}/reschedule");
    let moved = interviewer.post(&format!("{path}?keep=true"), &to).await?.expect(200)?;
    ensure!(moved.body["state"] == "offered" && moved.body["hearing"].is_string());
    let again = offer(&interpreter.get("/api/offers").await?.expect(200)?.body);
    ensure!(again.is_some(), "the same person is asked");
    interviewer.post(&path, &to).await?.refused(400, "malformed")?;
    let anyone = json!({ "starts": stage.tomorrow(2 * 24 * 60)? });
    let moved = interviewer.post(&format!("{path}?keep=false"), &anyone).await?.expect(200)?;
    ensure!(moved.body["waves"] == "running");
    Ok(())
}
