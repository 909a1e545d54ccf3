//! Facilities and kits over HTTP: rooms that fit, custody, and a kit that signs in by its key until
//! it is lost.

use crate::stage::{Caller, Stage};
use anyhow::{Context, Result, ensure};
use aws_lc_rs::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _},
};
use axum::http::Method;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use puente_registry::{country::Country, person::AccountRole};
use serde_json::{Value, json};

pub(crate) fn facility() -> Value {
    json!({
        "name": "Sede", "address": "Calle 1", "town": "Cobán", "zone": "America/Guatemala",
        "position": { "latitude": 15.469, "longitude": -90.372 }, "hours": [],
    })
}

pub(crate) fn room(name: &str, child_friendly: bool) -> Value {
    json!({
        "name": name, "equipment": ["headsets"], "screen_inches": 43, "step_free": true,
        "child_friendly": child_friendly,
    })
}

/// A facility of a third country with a room and a kit.
pub(crate) struct Things {
    pub(crate) facility: String,
    pub(crate) room: String,
    pub(crate) kit: String,
}

pub(crate) async fn things(stage: &Stage, country: Country) -> Result<Things> {
    let technician = stage.person(AccountRole::Technician, country).await?;
    things_of(&technician).await
}

async fn things_of(technician: &Caller<'_>) -> Result<Things> {
    let made = technician.post("/api/facilities", &facility()).await?.expect(201)?;
    let facility = made.text("id")?;
    let path = format!("/api/facilities/{facility}/rooms");
    let made = technician.post(&path, &room("Sala 1", false)).await?.expect(201)?;
    let room_id = made.text("id")?;
    let kit = json!({ "facility": facility, "about": room("Equipo 1", false) });
    let kit = technician.post("/api/kits", &kit).await?.expect(201)?.text("id")?;
    Ok(Things { facility, room: room_id, kit })
}

#[tokio::test]
async fn r15_a_session_with_a_minor_lists_only_rooms_for_children_unless_overridden() -> Result<()>
{
    let stage = Stage::open().await?;
    let technician = stage.person(AccountRole::Technician, Country::Gt).await?;
    let things = things_of(&technician).await?;
    let path = format!("/api/facilities/{}/rooms", things.facility);
    let made = technician.post(&path, &room("Sala para niñas", true)).await?.expect(201)?;
    let for_children = made.text("id")?;
    let interviewer = stage.person(AccountRole::Interviewer, Country::Gt).await?;
    let when = "/api/places?country=GT&from=2027-03-03T10:00&zone=America/Guatemala&minutes=60";
    let ids = |list: &Value| -> Vec<String> {
        let all = list.as_array().into_iter().flatten();
        all.filter_map(|one| one["id"].as_str().map(str::to_owned)).collect()
    };

    let all = interviewer.get(when).await?.expect(200)?;
    assert_eq!(ids(&all.body["venues"]).len(), 2);
    let fit = interviewer.get(&format!("{when}&minor=true")).await?.expect(200)?;
    assert_eq!(ids(&fit.body["venues"]), [for_children.as_str()]);
    assert_eq!(ids(&fit.body["kits"]), Vec::<String>::new());
    assert_eq!(ids(&fit.body["left_out"]), [things.room.as_str(), &things.kit]);
    assert_eq!(fit.body["left_out"][0]["lacks"], json!(["child_friendly"]));

    let why = "&minor=true&regardless=No%20hay%20otra%20sede%20abierta";
    let despite = interviewer.get(&format!("{when}{why}")).await?.expect(200)?;
    assert_eq!(ids(&despite.body["venues"]), [for_children.as_str(), &things.room]);
    assert_eq!(despite.body["venues"][1]["lacks"], json!(["child_friendly"]));
    let silent = format!("{when}&minor=true&regardless=%20%20%20");
    interviewer.get(&silent).await?.refused(422, "invalid")?;
    let needs = interviewer.get(&format!("{when}&needs=observer_room")).await?.expect(200)?;
    assert_eq!(needs.body["left_out"][0]["missing"], json!(["observer_room"]));
    interviewer.get(&format!("{when}&needs=pool")).await?.refused(422, "invalid")?;
    Ok(())
}

/// A kit with its key, as its own page is.
struct Device<'a> {
    kit: String,
    key: EcdsaKeyPair,
    caller: Caller<'a>,
}

impl<'a> Device<'a> {
    async fn enrolled(stage: &'a Stage, technician: &Caller<'_>, kit: &str) -> Result<Self> {
        let path = format!("/api/kits/{kit}/enrolment");
        let code = technician.post(&path, &json!({})).await?.expect(201)?.text("code")?;
        let key = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING)?;
        let public_key = URL_SAFE_NO_PAD.encode(key.public_key().as_ref());
        let given = json!({ "code": code, "public_key": public_key });
        let wrong = json!({ "code": "0000 0000", "public_key": public_key });
        let caller = stage.anyone();
        caller.post("/api/kit/enrol", &wrong).await?.refused(403, "kit_code_wrong")?;
        let enrolled = caller.post("/api/kit/enrol", &given).await?.expect(201)?;
        ensure!(enrolled.body["kit"] == kit);
        caller.post("/api/kit/enrol", &given).await?.refused(403, "kit_code_wrong")?;
        Ok(Self { kit: kit.to_owned(), key, caller })
    }

    async fn sign_in(&mut self) -> Result<crate::stage::Answer> {
        let which = json!({ "kit": self.kit });
        let asked = self.caller.post("/api/kit/challenge", &which).await?;
        if asked.status != 201 {
            return Ok(asked);
        }
        let to_sign = asked.text("to_sign")?;
        let signed = self.key.sign(&SystemRandom::new(), to_sign.as_bytes())?;
        let given = json!({
            "kit": self.kit, "challenge": asked.text("challenge")?,
            "signature": URL_SAFE_NO_PAD.encode(signed.as_ref()),
        });
        let answer = self.caller.post("/api/kit/sign-in", &given).await?;
        if answer.status == 204 {
            self.caller.keep_cookie(&answer)?;
            let again = self.caller.post("/api/kit/sign-in", &given).await?;
            again.refused(401, "signed_out").context("a challenge works once")?;
        }
        Ok(answer)
    }
}

#[tokio::test]
async fn a_kit_signs_in_by_its_key_until_it_is_lost() -> Result<()> {
    let stage = Stage::open().await?;
    let technician = stage.person(AccountRole::Technician, Country::Gt).await?;
    let coordinator = stage.person(AccountRole::Coordinator, Country::Gt).await?;
    let clerk = stage.person(AccountRole::Clerk, Country::Gt).await?;
    let things = things_of(&technician).await?;
    let mut input = stage.hearing_input()?;
    input["participants"][0]["place"] = json!(things.kit);
    let hearing = clerk.post("/api/hearings", &input).await?.expect(201)?.text("id")?;

    let mut device = Device::enrolled(&stage, &technician, &things.kit).await?;
    device.caller.get("/api/kit").await?.refused(401, "signed_out")?;
    device.sign_in().await?.expect(204)?;
    let page = device.caller.get("/api/kit").await?.expect(200)?;
    ensure!(page.body["hearings"][0]["hearing"] == json!(hearing));
    ensure!(page.body["hearings"][0]["open"] == true);
    ensure!(!String::from_utf8_lossy(&page.bytes).contains("Expert\""), "no labels on a kit");
    let seat = page.body["hearings"][0]["seats"][0]["seat"].as_i64().context("a seat")?;
    let check = json!({ "items": [{ "item": "camera", "outcome": "works" }] });
    device.caller.post("/api/kit/checks", &check).await?.expect(204)?;
    let listening = json!({ "answers": [] });
    device.caller.post("/api/by-ear/next", &listening).await?.expect(200)?;
    device.caller.get("/api/hearings").await?.refused(401, "signed_out")?;

    let enter = format!("/api/kit/hearings/{hearing}/seats/{seat}");
    let mut sitting = stage.anyone();
    sitting.cookie = device.caller.cookie.clone();
    let entered = sitting.post(&enter, &json!({})).await?.expect(200)?;
    sitting.keep_cookie(&entered)?;
    sitting.get("/api/me").await?.expect(200)?;
    let other = format!("/api/kit/hearings/{hearing}/seats/1");
    device.caller.post(&other, &json!({})).await?.refused(404, "not_found")?;

    let moves = format!("/api/kits/{}/moves", things.kit);
    let events = device.caller.request(Method::GET, "/api/kit/events", None)?;
    let stream = stage.stream(events).await?;
    coordinator.post(&moves, &json!({ "kind": "lost" })).await?.expect(201)?;
    // The stream tells once and ends.
    let told = axum::body::to_bytes(stream.into_body(), 10_000).await?;
    ensure!(String::from_utf8_lossy(&told).contains(r#"{"changed":"kit"}"#));
    device.caller.get("/api/kit").await?.refused(401, "signed_out")?;
    device.sign_in().await?.refused(403, "kit_shut_out")?;
    sitting.get("/api/me").await?.refused(401, "signed_out")?;

    coordinator.post(&moves, &json!({ "kind": "found" })).await?.refused(403, "not_allowed")?;
    let found = technician.post(&moves, &json!({ "kind": "found" })).await?.expect(201)?;
    ensure!(found.body["state"] == "revoked" && found.body["enrolled"] == Value::Null);
    device.sign_in().await?.refused(403, "kit_shut_out")?;
    let mut anew = Device::enrolled(&stage, &technician, &things.kit).await?;
    anew.sign_in().await?.expect(204)?;
    device.sign_in().await?.refused(403, "kit_shut_out")?;
    let page = technician.get(&format!("/api/kits/{}", things.kit)).await?.expect(200)?;
    let kinds: Vec<_> = page.body["moves"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|one| one["kind"].clone())
        .collect();
    assert_eq!(kinds, ["enrolled", "found", "lost", "enrolled"]);
    Ok(())
}

#[tokio::test]
async fn a_check_of_a_room_is_kept_and_a_kit_goes_out_and_in() -> Result<()> {
    let stage = Stage::open().await?;
    let technician = stage.person(AccountRole::Technician, Country::Gt).await?;
    let things = things_of(&technician).await?;
    let path = format!("/api/places/{}/checks", things.room);
    let check = json!({
        "items": [{ "item": "camera", "outcome": "fails", "words": "Negra" }],
        "network": { "down_kbps": 9000, "up_kbps": 900, "round_trip_ms": 60 },
    });
    let kept = technician.post(&path, &check).await?.expect(201)?;
    ensure!(kept.body["checks"][0]["passed"] == false);
    ensure!(kept.body["place"]["network"]["up_kbps"] == 900);
    technician.post(&path, &json!({ "items": [] })).await?.refused(422, "invalid")?;
    let page =
        technician.get(&format!("/api/facilities/{}", things.facility)).await?.expect(200)?;
    ensure!(page.body["rooms"][0]["checked"]["passed"] == false);

    let moves = format!("/api/kits/{}/moves", things.kit);
    let out = json!({ "kind": "checked_out", "holder": "Agente", "town": "El Ceibo",
        "position": { "latitude": 17.26, "longitude": -90.99 }, "expected_back_days": 2 });
    let gone = technician.post(&moves, &out).await?.expect(201)?;
    ensure!(gone.body["state"] == "out" && gone.body["whereabouts"]["town"] == "El Ceibo");
    technician.post(&moves, &out).await?.refused(409, "not_now")?;
    let back = technician.post(&moves, &json!({ "kind": "checked_in" })).await?.expect(201)?;
    ensure!(back.body["state"] == "ready" && back.body["whereabouts"]["holder"] == Value::Null);
    technician.post(&moves, &json!({ "kind": "enrolled" })).await?.refused(422, "invalid")?;
    Ok(())
}
