//! People in depth: what each sees of whom, papers, conflicts of interest, imports and duty desks.

use crate::stage::{Answer, Caller, Stage};
use anyhow::{Context, Result, ensure};
use axum::{
    body::Body,
    http::{Method, header},
};
use puente_registry::{country::Country, id::PersonId, person::AccountRole};
use serde_json::{Value, json};

const PDF: &[u8] = b"%PDF-1.7 a diploma";

/// Sends bytes as they are.
async fn send(
    caller: &Caller<'_>,
    method: Method,
    path: &str,
    content_type: &str,
    bytes: &[u8],
) -> Result<Answer> {
    let mut request = caller.request(method, path, None)?;
    request.headers_mut().insert(header::CONTENT_TYPE, content_type.parse()?);
    *request.body_mut() = Body::from(bytes.to_vec());
    caller.stage.send(request).await
}

async fn put(caller: &Caller<'_>, path: &str, body: &Value) -> Result<Answer> {
    caller.call(Method::PUT, path, Some(body)).await
}

async fn number(stage: &Stage, person: PersonId) -> Result<i64> {
    Ok(stage.app.store.interpreter(person).await?.number)
}

/// No answer to anybody else holds the interpreter's name.
fn ensure_nameless(answer: &Answer, name: &str) -> Result<()> {
    let text = String::from_utf8_lossy(&answer.bytes);
    ensure!(!text.contains(name), "the name is told: {text}");
    Ok(())
}

#[tokio::test]
async fn r13_the_same_person_is_certified_for_one_country_and_provisional_for_another() -> Result<()>
{
    let stage = Stage::open().await?;
    let me = stage.person(AccountRole::Interpreter, Country::Gt).await?;
    let issued = json!({ "issuer": "Organismo Judicial", "number": "77-B" });
    put(&me, "/api/profile/credentials/gt-oj", &issued).await?.expect(200)?;
    let number = number(&stage, me.id()?).await?;
    let name = stage.app.store.account(me.id()?).await?.name;
    for (country, level, called) in [
        (Country::Gt, "certified", "sworn interpreter"),
        (Country::Us, "provisional", "provisionally qualified"),
    ] {
        let authority = stage.person(AccountRole::Authority, country).await?;
        let given = json!({ "level": level, "name": { "es": "x", "en": called, "fr": "y" } });
        put(&authority, "/api/recognition/gt-oj/hearing", &given).await?.expect(200)?;
        let coordinator = stage.person(AccountRole::Coordinator, country).await?;
        let seen = coordinator.get(&format!("/api/interpreters/{number}")).await?.expect(200)?;
        let held = &seen.body["recognised"][0];
        ensure!(held["level"] == level && held["name"]["en"] == called, "{}", seen.body);
        ensure!(held["issuer"] == "Organismo Judicial");
        ensure_nameless(&seen, &name)?;
        // The number of a paper leads to a name: for the staff of the own country only.
        ensure!(seen.body["credentials"].is_array() == (country == Country::Gt));
    }
    Ok(())
}

#[tokio::test]
async fn a_paper_is_read_by_its_holder_and_the_staff_of_her_country_and_nobody_else() -> Result<()>
{
    let stage = Stage::open().await?;
    let me = stage.person(AccountRole::Interpreter, Country::Gt).await?;
    let path = "/api/profile/credentials/gt-oj/document";
    let octets = "application/octet-stream";
    send(&me, Method::PUT, path, octets, PDF).await?.refused(404, "not_found")?;
    let issued = json!({ "issuer": "Organismo Judicial" });
    put(&me, "/api/profile/credentials/gt-oj", &issued).await?.expect(200)?;
    for (bytes, status, code) in [
        (&b"<html><script>"[..], 422, "invalid"),
        (b"", 422, "invalid"),
        (&vec![b'%'; 5 * 1024 * 1024 + 1], 413, "too_large"),
    ] {
        send(&me, Method::PUT, path, octets, bytes).await?.refused(status, code)?;
    }
    // What it is called does not count, only what it is.
    let kept = send(&me, Method::PUT, path, "image/png", PDF).await?.expect(200)?;
    ensure!(kept.body["media_type"] == "application/pdf");
    let mine = me.get(path).await?.expect(200)?;
    ensure!(mine.bytes == PDF);
    let disposition = mine.headers[header::CONTENT_DISPOSITION].to_str()?;
    ensure!(disposition.starts_with("attachment"), "never shown as a page: {disposition}");

    let number = number(&stage, me.id()?).await?;
    let paper = format!("/api/interpreters/{number}/credentials/gt-oj/document");
    for (role, country, status) in [
        (AccountRole::Coordinator, Country::Gt, 200),
        (AccountRole::Administrator, Country::Gt, 200),
        (AccountRole::Coordinator, Country::Mx, 404),
        (AccountRole::Administrator, Country::Mx, 404),
        (AccountRole::Interviewer, Country::Gt, 403),
        (AccountRole::Interpreter, Country::Gt, 403),
    ] {
        let reader = stage.person(role, country).await?;
        reader.get(&paper).await?.expect(status).with_context(|| format!("{role} {country}"))?;
    }
    let other = stage.person(AccountRole::Interpreter, Country::Gt).await?;
    other.get(path).await?.refused(404, "not_found")?;
    Ok(())
}

#[tokio::test]
async fn r04_a_declared_fact_leaves_its_kind_and_date_and_nothing_else() -> Result<()> {
    let stage = Stage::open().await?;
    let me = stage.person(AccountRole::Interpreter, Country::Gt).await?;
    let fact = json!({ "kind": "village", "text": "Aldea Xemamatzé" });
    let declared = me.post("/api/profile/facts", &fact).await?.expect(201)?;
    let profile = me.get("/api/profile").await?.expect(200)?;
    for answer in [&declared, &profile] {
        ensure_nameless(answer, "Xemamatz")?;
    }
    ensure!(profile.body["facts"][0]["kind"] == "village");
    let empty = json!({ "kind": "village", "text": " … " });
    let refused = me.post("/api/profile/facts", &empty).await?.refused(422, "invalid")?;
    ensure!(refused.body["errors"][0]["field"] == "text");
    let unknown = json!({ "kind": "neighbour", "text": "Secret Name" });
    let refused = me.post("/api/profile/facts", &unknown).await?.refused(400, "malformed")?;
    ensure_nameless(&refused, "Secret Name")?;
    let path = format!("/api/profile/facts/{}", declared.text("id")?);
    me.call(Method::DELETE, &path, None).await?.expect(204)?;
    Ok(())
}

#[tokio::test]
async fn a_vetting_is_decided_by_the_own_country_and_kept_in_its_history() -> Result<()> {
    let stage = Stage::open().await?;
    let me = stage.person(AccountRole::Interpreter, Country::Gt).await?;
    let path = format!("/api/interpreters/{}/vetting", number(&stage, me.id()?).await?);
    let suspended = json!({ "state": "suspended" });
    let foreign = stage.person(AccountRole::Authority, Country::Mx).await?;
    put(&foreign, &path, &suspended).await?.refused(404, "not_found")?;
    let authority = stage.person(AccountRole::Authority, Country::Gt).await?;
    put(&authority, &path, &suspended).await?.expect(200)?;
    put(&authority, &path, &json!({ "state": "expired" })).await?.refused(422, "invalid")?;
    let history = authority.get(&path).await?.expect(200)?;
    ensure!(history.body.as_array().context("a list")?.len() == 1, "{}", history.body);
    ensure!(me.get("/api/profile").await?.body["vetting"]["state"] == "suspended");
    Ok(())
}

#[tokio::test]
async fn an_import_names_each_wrong_row_in_the_callers_language_and_takes_all_or_none() -> Result<()>
{
    let stage = Stage::open().await?;
    let mut authority = stage.person(AccountRole::Authority, Country::Gt).await?;
    authority.lang = "fr";
    let table = "name,country,zone,languages,services\n\
                 Rosa Ejemplo,GT,America/Guatemala,kek:A; spa:B,kek<>spa consecutive interview\n\
                 Mateo Muestra,GT,America/Nowhere,kek:A; spa:B,kek<>spa consecutive interview\n";
    let import = async |query: &str, table: &str| {
        let path = format!("/api/interpreters/import{query}");
        send(&authority, Method::POST, &path, "text/csv", table.as_bytes()).await
    };
    for query in ["?dry_run=true", "", "?dry_run=true&only_right=true"] {
        let answer = import(query, table).await?.expect(200)?;
        let wrong = json!([{ "row": 2, "field": "zone", "detail": "Cela n’existe pas." }]);
        ensure!(answer.body == json!({ "rows": 2, "wrong": wrong, "numbers": [] }), "{query}");
    }
    let answer = import("?only_right=true", table).await?.expect(200)?;
    ensure!(answer.body["numbers"].as_array().context("numbers")?.len() == 1);
    import("", "not a table").await?.refused(422, "invalid")?;
    let json =
        send(&authority, Method::POST, "/api/interpreters/import", "text/html", b"x").await?;
    json.refused(415, "unsupported_media_type")?;
    Ok(())
}

#[tokio::test]
async fn an_organisation_is_asked_by_name_and_its_desk_sends_somebody() -> Result<()> {
    let stage = Stage::open().await?;
    let authority = stage.person(AccountRole::Authority, Country::Gt).await?;
    let named =
        json!({ "name": "Organismo Judicial", "kind": "court", "zone": "America/Guatemala" });
    let organisation =
        authority.post("/api/organisations", &named).await?.expect(201)?.text("id")?;
    authority.post("/api/organisations", &named).await?.refused(422, "invalid")?;
    let member = stage.interpreter("mam-todos-santos", Country::Gt).await?;
    let desk = stage.person(AccountRole::DutyDesk, Country::Gt).await?;
    desk.get("/api/desk").await?.refused(404, "not_found")?;
    let email = stage.app.store.account(desk.id()?).await?.email.context("an address")?;
    let members = format!("/api/organisations/{organisation}/members");
    let number = number(&stage, member).await?;
    authority.post(&members, &json!({ "interpreter": number })).await?.expect(201)?;
    authority.post(&members, &json!({ "duty_desk": email })).await?.expect(201)?;
    let foreign = stage.interpreter("mam-todos-santos", Country::Mx).await?;
    let foreign = self::number(&stage, foreign).await?;
    authority
        .post(&members, &json!({ "interpreter": foreign }))
        .await?
        .refused(404, "not_found")?;

    let asking = stage.person(AccountRole::Interviewer, Country::Gt).await?;
    let request = asking.post("/api/requests", &stage.request_input(45)?).await?.expect(201)?;
    let request = format!("/api/requests/{}", request.text("id")?);
    let found = asking.get(&format!("{request}/organisations")).await?.expect(200)?;
    ensure!(found.body[0]["organisation"]["name"] == "Organismo Judicial", "{}", found.body);
    ensure!(found.body[0]["people"] == 1);
    ensure_nameless(&found, &stage.app.store.account(member).await?.name)?;
    let chosen = json!({ "organisation": organisation });
    asking.post(&format!("{request}/organisations"), &chosen).await?.expect(201)?;

    let shown = desk.get("/api/desk").await?.expect(200)?;
    let slot = shown.body["slots"][0]["id"].as_str().context("a slot")?.to_owned();
    ensure_nameless(&shown, "W-17")?;
    let fits = desk.get(&format!("/api/desk/slots/{slot}/fits")).await?.expect(200)?;
    ensure!(fits.body[0]["number"] == number, "{}", fits.body);
    let sent = json!({ "person": member });
    let path = format!("/api/desk/slots/{slot}/assign");
    let assigned = desk.post(&path, &sent).await?.expect(200)?;
    ensure!(assigned.body["state"] == "assigned");
    ensure!(asking.get(&request).await?.body["state"] == "booked");
    desk.post(&path, &sent).await?.expect(422)?;
    Ok(())
}
