//! Plans of a case through the front door: planned, changed by hand, sent, and hidden from other
//! countries.

use crate::stage::{Answer, Caller, Stage};
use anyhow::{Context, Result, ensure};
use axum::http::Method;
use puente::app::fresh_rng;
use puente_registry::{
    country::Country,
    person::AccountRole,
    place::{NewPlace, PlaceKind},
};
use serde_json::{Value, json};

/// Two days, no victims.
pub(crate) fn setup(places: Value) -> Value {
    json!({
        "case_reference": "MUESTRA-2028-3", "language": "spa", "zone": "America/Guatemala",
        "days": ["2028-01-10", "2028-01-11"], "from": "08:00", "to": "17:00",
        "rest_minutes": 15, "places": places, "victims": [],
    })
}

/// A plan of this coordinator.
pub(crate) async fn plan(planner: &Caller<'_>) -> Result<String> {
    planner.post("/api/case-plans", &setup(json!([]))).await?.expect(201)?.text("id")
}

async fn put(caller: &Caller<'_>, path: &str, body: &Value) -> Result<Answer> {
    caller.call(Method::PUT, path, Some(body)).await
}

async fn room(stage: &Stage) -> Result<String> {
    let room = NewPlace {
        name: "Sala 1".into(),
        country: Country::Gt,
        city: "Guatemala".into(),
        zone: "America/Guatemala".parse()?,
        kind: PlaceKind::Venue,
        equipment: vec![],
        step_free: true,
        child_friendly: false,
    };
    let now = stage.app.clock.now();
    Ok(stage.app.store.add_place(&room, now, &mut fresh_rng()).await?.to_string())
}

/// The day so many days from now.
fn day(stage: &Stage, days: i64) -> Result<String> {
    let wall = stage.wall_time(days * 24 * 60)?;
    let local = wall["local"].as_str().and_then(|local| local.get(..10));
    Ok(local.context("a wall time")?.to_owned())
}

fn whats(plan: &Value) -> Vec<&str> {
    plan["objections"].as_array().into_iter().flatten().filter_map(|o| o["what"].as_str()).collect()
}

#[tokio::test]
async fn s11_a_coordinator_plans_changes_by_hand_and_sends() -> Result<()> {
    let stage = Stage::open().await?;
    stage.interpreter("mam-todos-santos", Country::Gt).await?;
    let coordinator = stage.person(AccountRole::Coordinator, Country::Gt).await?;
    let room = room(&stage).await?;
    let mut wanted = setup(json!([room]));
    wanted["days"] = json!([day(&stage, 10)?, day(&stage, 11)?]);
    let victim = |label: &str| json!({ "label": label, "language": "mam-todos-santos", "interviews": 1, "minutes": 60 });
    wanted["victims"] = json!([victim("V-1"), victim("V-2")]);
    let made = coordinator.post("/api/case-plans", &wanted).await?.expect(201)?;
    let path = format!("/api/case-plans/{}", made.text("id")?);
    ensure!(whats(&made.body) == ["missing", "missing"], "{}", made.body);

    let solve = json!({ "version": 1, "afresh": true });
    let solved = coordinator.post(&format!("{path}/solve"), &solve).await?.expect(200)?;
    let plan = &solved.body["plan"];
    ensure!(whats(plan).is_empty() && solved.body["changes"][1]["to"].is_object(), "{plan}");
    let first = &plan["interviews"][0];
    ensure!(first["interpreters"].as_array().is_some_and(|team| team.len() == 1), "{first}");

    // Dropped on the other one: taken, and said at once what breaks.
    let onto = json!({ "version": plan["version"], "interview": {
        "victim": "V-2", "number": 0, "starts": first["starts"], "place": room, "pinned": true,
    } });
    let moved = put(&coordinator, &format!("{path}/interviews"), &onto).await?.expect(200)?;
    for what in ["place_twice", "interpreter_twice"] {
        ensure!(whats(&moved.body).contains(&what), "{}", moved.body);
    }
    // Who has not seen that change changes nothing.
    put(&coordinator, &format!("{path}/interviews"), &onto).await?.refused(409, "not_now")?;

    let version = json!({ "version": moved.body["version"], "afresh": false });
    let solved = coordinator.post(&format!("{path}/solve"), &version).await?.expect(200)?;
    ensure!(whats(&solved.body["plan"]).is_empty(), "{}", solved.body);
    ensure!(solved.body["plan"]["interviews"][1]["pinned"] == true, "{}", solved.body);

    let version = json!({ "version": solved.body["plan"]["version"] });
    let sent = coordinator.post(&format!("{path}/requests"), &version).await?.expect(200)?;
    ensure!(sent.body["made"] == 2 && sent.body["plan"]["unsent"] == 0, "{}", sent.body);
    let request = &sent.body["plan"]["interviews"][0]["request"];
    ensure!(request["state"] == "offered" && request["as_planned"] == true, "{request}");
    let id = request["id"].as_str().context("its request")?;
    coordinator.get(&format!("/api/requests/{id}")).await?.expect(200)?;

    let version = json!({ "version": sent.body["plan"]["version"] });
    coordinator.post(&format!("{path}/close"), &version).await?.expect(200)?;
    coordinator.post(&format!("{path}/close"), &version).await?.refused(409, "not_now")?;
    Ok(())
}

#[tokio::test]
async fn a_plan_is_seen_by_the_coordinators_of_its_country_only() -> Result<()> {
    let stage = Stage::open().await?;
    let mine = stage.person(AccountRole::Coordinator, Country::Gt).await?;
    let colleague = stage.person(AccountRole::Coordinator, Country::Gt).await?;
    let abroad = stage.person(AccountRole::Coordinator, Country::Mx).await?;
    let id = plan(&mine).await?;
    let path = format!("/api/case-plans/{id}");
    colleague.get(&path).await?.expect(200)?;
    abroad.get(&path).await?.refused(404, "not_found")?;
    let listed = abroad.get("/api/case-plans").await?.expect(200)?;
    ensure!(listed.body == json!([]), "{}", listed.body);
    let listed = colleague.get("/api/case-plans").await?.expect(200)?;
    ensure!(listed.body[0]["id"] == id.as_str(), "{}", listed.body);
    Ok(())
}

#[tokio::test]
async fn what_cannot_be_planned_is_refused_by_its_field() -> Result<()> {
    let stage = Stage::open().await?;
    let coordinator = stage.person(AccountRole::Coordinator, Country::Gt).await?;
    let foreign = json!([uuid::Uuid::from_u128(7)]);
    for (field, changed) in [
        ("places", setup(foreign)),
        ("days", json!({ "days": ["2020-01-01"] })),
        ("to", json!({ "to": "07:00" })),
        ("language", json!({ "language": "xxx" })),
        (
            "victims.label",
            json!({ "victims": [
            { "label": "", "language": "kek", "interviews": 1, "minutes": 60 }] }),
        ),
        (
            "victims.minutes",
            json!({ "victims": [
            { "label": "V-1", "language": "kek", "interviews": 1, "minutes": 7 }] }),
        ),
    ] {
        let mut given = setup(json!([]));
        for (key, value) in changed.as_object().context("fields")? {
            given[key] = value.clone();
        }
        let refusal = coordinator.post("/api/case-plans", &given).await?;
        let refusal = refusal.refused(422, "invalid")?;
        ensure!(refusal.body["errors"][0]["field"] == field, "{}", refusal.body);
    }
    let mut group = setup(json!([]));
    group["victims"] =
        json!([{ "label": "V-1", "language": "mam", "interviews": 1, "minutes": 60 }]);
    coordinator.post("/api/case-plans", &group).await?.refused(422, "language_group")?;
    let mut odd = setup(json!([]));
    odd["name"] = json!("x");
    coordinator.post("/api/case-plans", &odd).await?.refused(400, "malformed")?;
    Ok(())
}
