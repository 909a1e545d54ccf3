//! What surrounds a hearing over HTTP: who steps in, the briefing, what is said afterwards.

use crate::{
    socket::{Socket, enter, until},
    stage::{Caller, Stage},
};
use anyhow::{Context, Result, ensure};
use axum::{
    body::Body,
    http::{Method, header},
};
use futures::SinkExt;
use puente::app::fresh_rng;
use puente_registry::{
    country::Country,
    hearing::HearingState,
    id::{HearingId, Seat},
    interpreter::{Credential, Level, NameThere, Recognition, Setting},
    person::AccountRole,
    timesheet::Minutes,
    vacancy::Vacated,
};
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;

/// One pixel.
const PNG: &str = "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c\
                   49444154789c63606060000000040001f61738550000000049454e44ae426082";

/// A request that the first of two interpreters accepted.
async fn booked<'a>(
    stage: &'a Stage,
    interviewer: &Caller<'a>,
) -> Result<(String, Caller<'a>, Caller<'a>)> {
    let one = stage.person(AccountRole::Interpreter, Country::Gt).await?;
    let other = stage.person(AccountRole::Interpreter, Country::Gt).await?;
    let request = interviewer.post("/api/requests", &stage.request_input(45)?).await?;
    let request = request.expect(201)?.text("id")?;
    let both = json!({ "interpreters": [one.id()?, other.id()?] });
    interviewer.post(&format!("/api/requests/{request}/offers"), &both).await?.expect(201)?;
    Ok((request, one, other))
}

async fn accept(interpreter: &Caller<'_>) -> Result<()> {
    let offers = interpreter.get("/api/offers").await?.expect(200)?;
    let offer = offers.body[0]["id"].as_str().context("an offer")?.to_owned();
    interpreter.post(&format!("/api/offers/{offer}/accept"), &json!({})).await?.expect(201)?;
    Ok(())
}

async fn upload(
    stage: &Stage,
    caller: &Caller<'_>,
    path: &str,
    bytes: Vec<u8>,
) -> Result<crate::stage::Answer> {
    let mut request = caller.request(Method::POST, path, None)?;
    *request.body_mut() = Body::from(bytes);
    request.headers_mut().insert(header::CONTENT_TYPE, "application/octet-stream".parse()?);
    stage.send(request).await
}

#[tokio::test]
async fn r14_a_briefing_opens_at_acceptance_and_is_gone_after_the_close() -> Result<()> {
    let stage = Stage::open().await?;
    let interviewer = stage.person(AccountRole::Interviewer, Country::Gt).await?;
    let (request, one, other) = booked(&stage, &interviewer).await?;
    let path = format!("/api/briefings/{request}");
    let text = json!({ "part": "acronyms", "title": "Siglas", "text": "MP: Ministerio Público" });
    interviewer.post(&format!("{path}/texts"), &text).await?.expect(201)?;
    let files = format!("{path}/files?part=exhibit&title=Exhibit%204");
    let added = upload(&stage, &interviewer, &files, hex::decode(PNG)?).await?.expect(201)?;
    let item = added.body["items"][1]["id"].as_str().context("an item")?.to_owned();
    ensure!(added.body["items"][1]["form"] == "png" && added.body["writes"] == true);
    upload(&stage, &interviewer, &files, b"<svg/>".to_vec())
        .await?
        .refused(415, "unsupported_media_type")?;
    upload(&stage, &interviewer, &files, b"%PDF-1.7 nothing".to_vec())
        .await?
        .refused(422, "invalid")?;

    for interpreter in [&one, &other] {
        interpreter.get(&path).await?.refused(403, "briefing_not_yet")?;
    }
    accept(&one).await?;
    let read = one.get(&path).await?.expect(200)?;
    ensure!(read.body["writes"] == false && read.body["items"][0]["text"] == text["text"]);
    one.post(&format!("{path}/texts"), &text).await?.refused(403, "not_yours")?;
    other.get(&path).await?.refused(403, "briefing_not_yet")?;

    let file = format!("{path}/files/{item}");
    let hers = one.get(&file).await?.expect(200)?;
    let theirs = interviewer.get(&file).await?.expect(200)?;
    ensure!(hers.headers[header::CONTENT_TYPE] == "application/pdf");
    ensure!(hers.headers[header::CACHE_CONTROL] == "no-store");
    ensure!(hers.bytes.starts_with(b"%PDF-") && hers.bytes != theirs.bytes, "two copies differ");
    let number = read.text("reader")?;
    let found = hers.bytes.windows(number.len()).any(|window| window == number.as_bytes());
    ensure!(found, "her number is in her copy");
    one.get(&format!("{path}/files/{}", uuid::Uuid::nil())).await?.refused(404, "not_found")?;

    let hearing = interviewer.get(&format!("/api/requests/{request}")).await?.expect(200)?;
    let hearing: HearingId = hearing.text("hearing")?.parse()?;
    let (store, now) = (&stage.app.store, stage.app.clock.now());
    store.set_hearing_state(hearing, HearingState::Live, now).await?;
    store.set_hearing_state(hearing, HearingState::Closed, now).await?;
    for reader in [&one, &interviewer] {
        reader.get(&path).await?.refused(410, "briefing_closed")?;
        reader.get(&file).await?.refused(410, "briefing_closed")?;
    }
    Ok(())
}

#[tokio::test]
async fn r11_whoever_leads_calls_and_the_one_who_accepts_has_a_seat() -> Result<()> {
    let stage = Stage::open().await?;
    let clerk = stage.person(AccountRole::Clerk, Country::Gt).await?;
    let leaving = stage.person(AccountRole::Interpreter, Country::Gt).await?;
    let coming = stage.person(AccountRole::Interpreter, Country::Gt).await?;
    let (hearing, seat) = stage.interpreted_hearing(clerk.id()?, leaving.id()?).await?;
    let (store, now) = (&stage.app.store, stage.app.clock.now());
    let path = format!("/api/hearings/{hearing}/vacancies");
    ensure!(clerk.get(&path).await?.expect(200)?.body == json!([]));
    store.vacate(hearing, seat, Vacated::Conflict, false, now, &mut fresh_rng()).await?;

    let lead = stage.seat(hearing, 1).await?;
    let places = lead.get(&path).await?.expect(200)?;
    ensure!(places.body[0]["why"] == "conflict" && places.body[0]["state"] == "open");
    ensure!(places.body[0]["stand_ins"][0]["person"] == json!(coming.id()?));
    stage.seat(hearing, 2).await?.get(&path).await?.refused(404, "not_found")?;
    let whom = json!({ "interpreters": [coming.id()?] });
    let called = clerk.post(&format!("{path}/3/calls"), &whom).await?.expect(201)?;
    ensure!(called.body[0]["calls"][0]["state"] == "open");
    clerk.post(&format!("{path}/2/calls"), &whom).await?.refused(404, "not_found")?;

    let calls = coming.get("/api/calls").await?.expect(200)?;
    ensure!(!String::from_utf8_lossy(&calls.bytes).contains("W-17"), "a call names nobody");
    let call = calls.body[0]["id"].as_str().context("a call")?.to_owned();
    let accepted = coming.post(&format!("/api/calls/{call}/accept"), &json!({})).await?;
    ensure!(accepted.expect(201)?.body["hearing"] == json!(hearing));
    let agenda = coming.get("/api/hearings").await?.expect(200)?;
    ensure!(agenda.body[0]["my_seat"] == 4);
    ensure!(leaving.get("/api/hearings").await?.expect(200)?.body == json!([]));
    let places = clerk.get(&path).await?.expect(200)?;
    ensure!(places.body[0]["state"] == "filled" && places.body[0]["new_seat"] == 4);
    Ok(())
}

#[tokio::test]
async fn r13_a_credential_is_shown_as_the_requesting_country_takes_it() -> Result<()> {
    let stage = Stage::open().await?;
    let clerk = stage.person(AccountRole::Clerk, Country::Gt).await?;
    let interpreter = stage.interpreter("mam-todos-santos", Country::Gt).await?;
    let (hearing, seat) = stage.interpreted_hearing(clerk.id()?, interpreter).await?;
    let path = format!("/api/hearings/{hearing}/qualifications");
    let found = clerk.get(&path).await?.expect(200)?;
    ensure!(found.body[0]["seat"] == json!(seat) && found.body[0]["level"].is_null());
    let mut profile = stage.app.store.interpreter(interpreter).await?.profile;
    profile.credentials.push(Credential {
        scheme: "mx-pani".into(),
        issuer: "INALI".into(),
        number: None,
        valid_from: None,
        valid_until: None,
    });
    stage.app.store.set_profile(interpreter, &profile).await?;
    stage
        .app
        .store
        .recognise(&Recognition {
            scheme: "mx-pani".into(),
            country: Country::Gt,
            setting: Setting::Interview,
            level: Level::Provisional,
            name: NameThere {
                es: "intérprete práctico".into(),
                en: "qualified interpreter".into(),
                fr: String::new(),
            },
        })
        .await?;
    let found = clerk.get(&path).await?.expect(200)?;
    ensure!(found.body[0]["level"] == "provisional" && found.body[0]["voir_dire"] == true);
    ensure!(found.body[0]["issuer"] == "INALI");
    ensure!(found.body[0]["name"] == "qualified interpreter", "as this country names it");
    Ok(())
}

#[tokio::test]
async fn r75_a_witness_answers_by_her_seat_and_a_complaint_reaches_the_coordinator() -> Result<()> {
    let stage = Stage::open().await?;
    let clerk = stage.person(AccountRole::Clerk, Country::Gt).await?;
    let interpreter = stage.person(AccountRole::Interpreter, Country::Gt).await?;
    let (hearing, _) = stage.interpreted_hearing(clerk.id()?, interpreter.id()?).await?;
    let witness = stage.seat(hearing, 2).await?;
    let path = format!("/api/hearings/{hearing}/feedback");
    let asked = witness.get(&path).await?.expect(200)?;
    ensure!(asked.body["fields"] == json!(["understood", "interpreter"]));
    let said = json!({ "understood": "good", "interpreter": "again" });
    witness.post(&path, &said).await?.refused(409, "not_now")?;
    let (store, now) = (&stage.app.store, stage.app.clock.now());
    store.set_hearing_state(hearing, HearingState::Live, now).await?;
    store.set_hearing_state(hearing, HearingState::Closed, now).await?;
    witness.post(&path, &said).await?.expect(204)?;
    let told = witness.get(&path).await?.expect(200)?;
    ensure!(told.body["given"]["understood"] == "good", "{}", told.body);
    let not_hers = json!({ "conditions": "good" });
    witness.post(&path, &not_hers).await?.refused(422, "invalid")?;

    let complaint = json!({ "about": 3, "subject": "accuracy", "text": "Faltó una fecha." });
    let path = format!("/api/hearings/{hearing}/complaints");
    clerk.post(&path, &complaint).await?.expect(204)?;
    let coordinator = stage.person(AccountRole::Coordinator, Country::Gt).await?;
    let found = coordinator.get("/api/complaints").await?.expect(200)?;
    ensure!(found.body[0]["text"] == "Faltó una fecha.");
    let id = found.body[0]["id"].as_str().context("an id")?.to_owned();
    coordinator.post(&format!("/api/complaints/{id}/answer"), &json!({})).await?.expect(204)?;
    let foreign = stage.person(AccountRole::Coordinator, Country::Mx).await?;
    ensure!(foreign.get("/api/complaints").await?.expect(200)?.body == json!([]));
    Ok(())
}

#[tokio::test]
async fn r78_a_time_sheet_is_read_as_json_and_as_a_file() -> Result<()> {
    let stage = Stage::open().await?;
    let clerk = stage.person(AccountRole::Clerk, Country::Gt).await?;
    let interpreter = stage.person(AccountRole::Interpreter, Country::Gt).await?;
    let (id, seat) = stage.interpreted_hearing(clerk.id()?, interpreter.id()?).await?;
    let (store, now) = (&stage.app.store, stage.app.clock.now());
    let hearing = store.hearing(id, now).await?;
    let minutes = Minutes {
        consecutive_minutes: 61,
        simultaneous_minutes: 7,
        preparation_minutes: 5,
        waiting_minutes: 12,
    };
    store.note_work(&hearing, &[(seat, minutes), (Seat(2), minutes)], now).await?;
    let month = hearing.starts.local.to_string().chars().take(7).collect::<String>();
    let sheet = interpreter.get(&format!("/api/timesheets?month={month}")).await?.expect(200)?;
    ensure!(sheet.body["lines"].as_array().map(Vec::len) == Some(1), "{}", sheet.body);
    ensure!(sheet.body["worked_minutes"] == 73 && sheet.body["waiting_minutes"] == 12);
    let path = format!("/api/timesheets?month={month}&format=csv");
    let file = interpreter.get(&path).await?.expect(200)?;
    ensure!(file.headers[header::CONTENT_TYPE] == "text/csv; charset=utf-8");
    let text = String::from_utf8(file.bytes)?;
    let row = text.lines().nth(1).context("a row")?;
    ensure!(row.contains(",30,61,7,5,12,,,,false"), "{text}");
    for wrong in ["2026", "2026-13", "9999-01", "x"] {
        let path = format!("/api/timesheets?month={wrong}");
        interpreter.get(&path).await?.refused(422, "invalid")?;
    }
    Ok(())
}

/// Acts, and waits until it is done.
async fn act(socket: &mut Socket, act: Value) -> Result<()> {
    let message = json!({ "type": "act", "id": "1", "act": act });
    socket.send(Message::text(message.to_string())).await?;
    until(socket, "done").await?;
    Ok(())
}

/// The next view in which something holds.
async fn see(socket: &mut Socket, holds: impl Fn(&Value) -> bool) -> Result<Value> {
    loop {
        let view = until(socket, "view").await?["view"].clone();
        if holds(&view) {
            return Ok(view);
        }
    }
}

#[tokio::test]
async fn r04_a_conflict_in_the_preparation_opens_substitution_and_the_minutes_show_it() -> Result<()>
{
    let stage = Stage::open().await?;
    let clerk = stage.person(AccountRole::Clerk, Country::Gt).await?;
    let leaving = stage.person(AccountRole::Interpreter, Country::Gt).await?;
    let coming = stage.person(AccountRole::Interpreter, Country::Gt).await?;
    let (hearing, _) = stage.interpreted_hearing(clerk.id()?, leaving.id()?).await?;
    let address = stage.listen().await?;
    let mut lead = enter(address, &clerk, hearing).await?;
    until(&mut lead, "welcome").await?;
    let mut first = enter(address, &leaving, hearing).await?;
    until(&mut first, "welcome").await?;
    act(&mut lead, json!({ "type": "admit", "seat": 3 })).await?;
    act(&mut lead, json!({ "type": "set_phase", "phase": "preparation" })).await?;
    let conflict = json!({ "type": "act", "id": "1", "act": { "type": "declare_conflict" } });
    first.send(Message::text(conflict.to_string())).await?;
    ensure!(until(&mut first, "ended").await?["because"] == "withdrawn");
    let view = see(&mut lead, |view| view["vacancies"] != json!([])).await?;
    ensure!(view["vacancies"][0]["seat"] == 3 && view["phase"] == "preparation", "{view}");
    ensure!(enter(address, &leaving, hearing).await.is_ok(), "the socket opens, to be refused");

    let whom = json!({ "interpreters": [coming.id()?] });
    let path = format!("/api/hearings/{hearing}/vacancies/3/calls");
    clerk.post(&path, &whom).await?.expect(201)?;
    let calls = coming.get("/api/calls").await?.expect(200)?;
    let call = calls.body[0]["id"].as_str().context("a call")?.to_owned();
    coming.post(&format!("/api/calls/{call}/accept"), &json!({})).await?.expect(201)?;
    let view = see(&mut lead, |view| view["vacancies"] == json!([])).await?;
    ensure!(view["booths"][0]["members"] == json!([4]), "{view}");
    let mut second = enter(address, &coming, hearing).await?;
    ensure!(until(&mut second, "welcome").await?["seat"] == 4);

    let minutes = clerk.get(&format!("/api/hearings/{hearing}/minutes?lang=en")).await?;
    let minutes = minutes.expect(200)?;
    let entries = minutes.body["entries"].as_array().context("entries")?;
    let of = |kind: &str| entries.iter().find(|entry| entry["event"]["type"] == kind);
    let withdrew = of("interpreter_withdrew").context("withdrew")?;
    let fields = withdrew["event"].as_object().context("an event")?.len();
    ensure!(fields == 3, "seat, why, and nothing else: {withdrew}");
    let replaced = of("interpreter_substituted").context("substituted")?;
    let text = replaced["text"].as_str().context("a sentence")?;
    ensure!(text.starts_with("Interpreter replaced before start"), "{text}");
    let number = stage.app.store.interpreter(coming.id()?).await?.number.to_string();
    ensure!(text.contains(&number), "the minutes name who stepped in: {text}");
    Ok(())
}
