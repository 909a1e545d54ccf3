//! Requirement 1: a language found by ear, from the recording to the result.

use crate::stage::{Caller, Stage};
use anyhow::{Context, Result, ensure};
use axum::{
    body::Body,
    http::{Method, Request, header},
};
use puente::app::fresh_rng;
use puente_registry::{
    by_ear::{Heard, Listening, Understood},
    country::Country,
    login::Holder,
    person::AccountRole,
};
use serde_json::{Value, json};

/// A recording as browsers make it: an endless segment with packets of 20 ms.
fn recording(packets: usize) -> Vec<u8> {
    let element = |id: &[u8], content: &[u8]| {
        let size = (content.len() as u64) | (1 << 56);
        [id, &size.to_be_bytes(), content].concat()
    };
    let endless = [0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF];
    let head = element(&[0x1A, 0x45, 0xDF, 0xA3], &element(&[0x42, 0x82], b"webm"));
    let segment = [&[0x18, 0x53, 0x80, 0x67][..], &endless].concat();
    let track = [element(&[0x83], &[2]), element(&[0x86], b"A_OPUS")].concat();
    let tracks = element(&[0x16, 0x54, 0xAE, 0x6B], &element(&[0xAE], &track));
    let cluster = [&[0x1F, 0x43, 0xB6, 0x75][..], &endless].concat();
    let block = element(&[0xA3], &[0x81, 0, 0, 0x80, 0b0000_1000, 1, 2, 3]);
    [head, segment, tracks, cluster, block.repeat(packets)].concat()
}

/// An interpreter's page that keeps so many packets of sound.
pub(crate) fn recorded(
    interpreter: &Caller<'_>,
    language: &str,
    packets: usize,
) -> Result<Request<Body>> {
    let path = format!("/api/greetings?language={language}");
    let mut request = interpreter.request(Method::POST, &path, None)?;
    request.headers_mut().insert(header::CONTENT_TYPE, "audio/webm;codecs=opus".parse()?);
    *request.body_mut() = Body::from(recording(packets));
    Ok(request)
}

/// A result that an interviewer of Guatemala has made.
pub(crate) async fn result(stage: &Stage) -> Result<String> {
    let interviewer = stage.person(AccountRole::Interviewer, Country::Gt).await?;
    let interpreter = stage.person(AccountRole::Interpreter, Country::Pa).await?;
    let kept = stage.send(recorded(&interpreter, "mam-todos-santos", 50)?).await?.expect(201)?;
    let id: uuid::Uuid = kept.text("id")?.parse()?;
    let store = &stage.app.store;
    let now = stage.app.clock.now();
    let greeting = puente_registry::id::GreetingId(id);
    store.approve_greeting(greeting, Country::Pa, interviewer.id()?, now).await?;
    let answers = vec![Heard { greeting, understood: Understood::Yes }];
    let listening = Listening { answers, ..Listening::default() };
    let holder = Holder::Person(interviewer.id()?);
    Ok(store.keep_by_ear(holder, &listening, now, &mut fresh_rng()).await?.id.to_string())
}

#[tokio::test]
async fn r01_by_ear_a_greeting_is_recorded_approved_heard_and_gives_a_language() -> Result<()> {
    let stage = Stage::open().await?;
    let interpreter = stage.person(AccountRole::Interpreter, Country::Gt).await?;
    let coordinator = stage.person(AccountRole::Coordinator, Country::Gt).await?;
    let elsewhere = stage.person(AccountRole::Coordinator, Country::Mx).await?;
    let clerk = stage.person(AccountRole::Clerk, Country::Gt).await?;
    let kit = stage.seat(stage.hearing(clerk.id()?).await?, 2).await?;

    let own = interpreter.get("/api/greetings").await?.expect(200)?;
    ensure!(own.body["languages"] == json!(["mam-todos-santos", "spa"]), "{}", own.body);
    let kept = stage.send(recorded(&interpreter, "mam-todos-santos", 100)?).await?.expect(201)?;
    ensure!(kept.body["length_ms"] == 2000 && kept.body["approved"].is_null());
    let id = kept.text("id")?;
    let audio = format!("/api/greetings/{id}/audio");
    kit.get(&audio).await?.refused(404, "not_found")?;
    elsewhere.get(&audio).await?.refused(404, "not_found")?;
    let heard = coordinator.get(&audio).await?.expect(200)?;
    ensure!(heard.headers[header::CONTENT_TYPE] == "audio/webm");

    let approve = format!("/api/greetings/{id}/approve");
    elsewhere.post(&approve, &json!({})).await?.refused(404, "not_found")?;
    coordinator.post(&approve, &json!({})).await?.expect(204)?;
    ensure!(kit.get(&audio).await?.expect(200)?.bytes == recording(100));

    let known = json!({ "country": "GT", "region": "Huehuetenango" });
    let page = kit.post("/api/by-ear/next", &known).await?.expect(200)?;
    let sound = &page.body["greetings"][0];
    ensure!(sound["id"] == id && sound["audio"] == audio, "{}", page.body);
    ensure!(sound["language"]["places"] == json!(["Todos Santos Cuchumatán"]));
    ensure!(!reveals(&page.body, &interpreter, &stage).await?, "{}", page.body);

    let answers = json!({
        "country": "GT", "region": "Huehuetenango",
        "answers": [{ "greeting": id, "understood": "yes" }],
    });
    let next = kit.post("/api/by-ear/next", &answers).await?.expect(200)?;
    ensure!(next.body["greetings"] == json!([]) && next.body["best"]["certainty"] == "sure");
    let result = kit.post("/api/by-ear", &answers).await?.expect(201)?;
    ensure!(result.body["language"]["language"] == "mam-todos-santos");
    ensure!(result.body["percent"].as_i64().context("percent")? >= 85, "{}", result.body);
    let path = format!("/api/by-ear/{}", result.text("id")?);
    ensure!(kit.get(&path).await?.expect(200)?.body == result.body);
    clerk.get(&path).await?.expect(200)?;
    elsewhere.get(&path).await?.refused(404, "not_found")?;

    interpreter.call(Method::DELETE, &format!("/api/greetings/{id}"), None).await?.expect(204)?;
    kit.get(&audio).await?.refused(404, "not_found")?;
    Ok(())
}

/// Whether an answer tells who the interpreter is.
async fn reveals(body: &Value, interpreter: &Caller<'_>, stage: &Stage) -> Result<bool> {
    let id = interpreter.id()?;
    let account = stage.app.store.account(id).await?;
    let text = body.to_string();
    Ok(text.contains(&account.name)
        || text.contains(&id.to_string())
        || text.contains("interpreter"))
}

#[tokio::test]
async fn r01_a_greeting_that_cannot_be_is_refused_in_words() -> Result<()> {
    let stage = Stage::open().await?;
    let interpreter = stage.person(AccountRole::Interpreter, Country::Gt).await?;
    for (language, packets, field) in [
        ("mam-todos-santos", 600, "audio"),
        ("mam-todos-santos", 0, "audio"),
        ("kek", 10, "language"),
    ] {
        let answer = stage.send(recorded(&interpreter, language, packets)?).await?;
        let answer = answer.refused(422, "invalid")?;
        ensure!(answer.body["errors"][0]["field"] == field, "{}", answer.body);
    }
    let mut wav = recorded(&interpreter, "mam-todos-santos", 10)?;
    wav.headers_mut().insert(header::CONTENT_TYPE, "audio/wav".parse()?);
    stage.send(wav).await?.refused(415, "unsupported_media_type")?;
    let mut large = recorded(&interpreter, "mam-todos-santos", 10)?;
    *large.body_mut() = Body::from(vec![0; 300_000]);
    stage.send(large).await?.refused(413, "too_large")?;
    Ok(())
}
