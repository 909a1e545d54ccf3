//! Accounts through the front door: inviting, forgetting, changing, applying, leaving.

use crate::stage::{Caller, Stage};
use anyhow::{Context, Result, ensure};
use axum::http::Method;
use puente::app::fresh_rng;
use puente_registry::{
    country::Country,
    id::{ApplicationId, PersonId},
    notice::Notice,
    person::AccountRole,
    ticket::{Purpose, TicketHolder},
};
use serde_json::{Value, json};

const PASSWORD: &str = "quetzal y ceiba";

/// What the routes of this part take, so that a refusal is for who asks.
pub(crate) fn body_for(method: &Method, path: &str) -> Option<Value> {
    let body = match (method.as_str(), path) {
        ("POST", "/api/passwords/forgot") => json!({ "email": "x@y.z" }),
        ("POST", "/api/passwords/look" | "/api/applications/confirm") => json!({ "token": "x" }),
        ("POST", "/api/passwords/choose") => json!({ "token": "x", "password": PASSWORD }),
        ("POST", "/api/applications") => application("anyone@puente.test"),
        ("POST", "/api/applications/{id}/steps") => json!({ "step": "identity" }),
        ("POST", "/api/applications/{id}/approve") => json!({ "months": 12 }),
        ("POST", "/api/applications/{id}/refuse") => json!({ "reason": "withdrawn" }),
        ("POST", "/api/accounts") => json!({ "name": "", "email": "x", "role": "clerk",
            "zone": "America/Guatemala", "language": "es" }),
        ("PUT", "/api/accounts/{id}/role") => json!({ "role": "clerk" }),
        ("POST", "/api/webhooks") => json!({ "url": "https://example.org", "events": [] }),
        ("PUT", "/api/me/channels") => json!({ "email": true, "push": true, "phone": null }),
        ("POST", "/api/me/devices") => json!({ "endpoint": "x", "p256dh": "x", "auth": "x" }),
        ("PUT", "/api/me/language") => json!({ "language": "es" }),
        ("PUT", "/api/me/password") => json!({ "present": PASSWORD, "next": "short" }),
        ("POST", "/api/me/leave") => json!({ "number": 0 }),
        ("PUT", "/api/hearings/{id}/seats/{seat}/address") => json!({ "address": null }),
        _ => return None,
    };
    Some(body)
}

fn application(email: &str) -> Value {
    json!({
        "name": "Rosa Ejemplo", "email": email, "country": "SV", "zone": "America/El_Salvador",
        "language": "es", "gender": "woman", "home": "Todos Santos", "languages": [
            { "language": "mam-todos-santos", "class": "A" },
            { "language": "spa", "class": "B" },
        ],
    })
}

/// Things of El Salvador, whose administrators are no strangers in the matrix of scopes.
pub(crate) struct Things {
    pub(crate) account: String,
    pub(crate) application: String,
    pub(crate) webhook: String,
    pub(crate) device: String,
}

pub(crate) async fn things(stage: &Stage) -> Result<Things> {
    let admin = stage.person(AccountRole::Administrator, Country::Sv).await?;
    let hook = json!({ "url": "https://example.org/x", "events": ["request.sent"] });
    let made = admin.post("/api/webhooks", &hook).await?.expect(201)?;
    ensure!(made.text("secret")?.starts_with("whsec_"));
    let webhook = made.body["webhook"]["id"].as_str().context("an id")?.to_owned();
    let device = json!({ "endpoint": "https://push.example.org/1", "p256dh": "B".repeat(87),
        "auth": "A".repeat(22) });
    let device = admin.post("/api/me/devices", &device).await?.expect(201)?.text("id")?;
    let application = received(stage, "rosa@puente.test").await?.to_string();
    Ok(Things { account: admin.id()?.to_string(), application, webhook, device })
}

/// The mails that wait, and that they are taken.
async fn letters(stage: &Stage) -> Result<Vec<(Notice, Option<PersonId>, Option<String>)>> {
    let deliveries = stage.app.store.take_deliveries(stage.app.clock.now(), 100).await?;
    Ok(deliveries.into_iter().map(|d| (d.notice, d.to.person, d.to.email)).collect())
}

async fn received(stage: &Stage, email: &str) -> Result<ApplicationId> {
    stage.anyone().post("/api/applications", &application(email)).await?.expect(202)?;
    let letters = letters(stage).await?;
    let id = letters.iter().find_map(|(notice, ..)| match notice {
        Notice::ApplicationToConfirm { application } => Some(*application),
        _ => None,
    });
    let id = id.context("mail to confirm")?;
    let token = ticket(stage, TicketHolder::Application(id), Purpose::Verify).await?;
    let given = json!({ "token": token });
    stage.anyone().post("/api/applications/confirm", &given).await?.expect(204)?;
    stage.anyone().post("/api/applications/confirm", &given).await?.refused(410, "link_used")?;
    Ok(id)
}

async fn ticket(stage: &Stage, holder: TicketHolder, purpose: Purpose) -> Result<String> {
    let now = stage.app.clock.now();
    let token = stage.app.store.issue_ticket(holder, purpose, now, &mut fresh_rng()).await?;
    Ok(token.reveal())
}

#[tokio::test]
async fn an_invitation_becomes_an_account_that_its_administrator_can_stop() -> Result<()> {
    let stage = Stage::open().await?;
    let admin = stage.person(AccountRole::Administrator, Country::Gt).await?;
    let luis = json!({ "name": "Luis Ejemplo", "email": "Luis@puente.test", "role": "coordinator",
        "zone": "America/Guatemala", "language": "fr" });
    let made = admin.post("/api/accounts", &luis).await?.expect(201)?;
    ensure!(made.body["state"] == "invited" && made.body["email"] == "luis@puente.test");
    let id: PersonId = made.text("id")?.parse()?;
    let sent = letters(&stage).await?;
    ensure!(sent.iter().any(|(notice, to, _)| *notice == Notice::Invited && *to == Some(id)));
    admin.post("/api/accounts", &luis).await?.refused(422, "invalid")?;

    let token = ticket(&stage, TicketHolder::Person(id), Purpose::Begin).await?;
    let look = json!({ "token": token });
    let seen = stage.anyone().post("/api/passwords/look", &look).await?.expect(200)?;
    ensure!(seen.body["name"] == "Luis Ejemplo" && seen.body["language"] == "fr");
    let short = json!({ "token": token, "password": "too short" });
    stage.anyone().post("/api/passwords/choose", &short).await?.refused(422, "invalid")?;
    let choose = json!({ "token": token, "password": PASSWORD, "language": "es" });
    let mut device = stage.anyone();
    let entered = device.post("/api/passwords/choose", &choose).await?.expect(200)?;
    ensure!(entered.body["role"] == "coordinator" && entered.body["language"] == "es");
    device.keep_cookie(&entered)?;
    device.get("/api/me").await?.expect(200)?;
    stage.anyone().post("/api/passwords/choose", &choose).await?.refused(410, "link_used")?;
    stage.anyone().post("/api/passwords/look", &look).await?.refused(410, "link_used")?;
    let sign_in = json!({ "email": "luis@puente.test", "password": PASSWORD });
    stage.anyone().post("/api/sign-in", &sign_in).await?.expect(200)?;

    let path = |verb: &str| format!("/api/accounts/{id}/{verb}");
    let role = json!({ "role": "clerk" });
    let changed = admin.call(Method::PUT, &path("role"), Some(&role)).await?.expect(200)?;
    ensure!(changed.body["role"] == "clerk");
    let stopped = admin.post(&path("suspend"), &json!({})).await?.expect(200)?;
    ensure!(stopped.body["state"] == "suspended");
    device.get("/api/me").await?.refused(401, "signed_out")?;
    stage.anyone().post("/api/sign-in", &sign_in).await?.refused(401, "bad_credentials")?;
    admin.post(&path("resume"), &json!({})).await?.expect(200)?;
    stage.anyone().post("/api/sign-in", &sign_in).await?.expect(200)?;
    admin.post(&path("invite"), &json!({})).await?.refused(409, "not_now")?;
    let own = format!("/api/accounts/{}/suspend", admin.id()?);
    admin.post(&own, &json!({})).await?.refused(409, "not_now")?;
    Ok(())
}

#[tokio::test]
async fn forgetting_a_password_says_the_same_to_everybody_and_mails_the_one() -> Result<()> {
    let stage = Stage::open().await?;
    let clerk = stage.person(AccountRole::Clerk, Country::Gt).await?;
    let account = stage.app.store.account(clerk.id()?).await?;
    let forgot = |email: &str| json!({ "email": email });
    let known = account.email.context("an address")?;
    let known = stage.anyone().post("/api/passwords/forgot", &forgot(&known)).await?;
    let unknown = stage.anyone().post("/api/passwords/forgot", &forgot("no@puente.test")).await?;
    ensure!(known.status == 202 && known.status == unknown.status && known.bytes == unknown.bytes);
    let sent = letters(&stage).await?;
    ensure!(sent.len() == 1 && sent[0].0 == Notice::PasswordForgotten);

    let token = ticket(&stage, TicketHolder::Person(clerk.id()?), Purpose::Reset).await?;
    let choose = json!({ "token": token, "password": PASSWORD });
    stage.anyone().post("/api/passwords/choose", &choose).await?.expect(200)?;
    clerk.get("/api/me").await?.refused(401, "signed_out")?;
    for _ in 0..3 {
        stage
            .anyone()
            .post("/api/passwords/forgot", &forgot("no2@puente.test"))
            .await?
            .expect(202)?;
    }
    let fourth = stage.anyone().post("/api/passwords/forgot", &forgot("no2@puente.test")).await?;
    fourth.refused(429, "too_many_attempts")?;
    Ok(())
}

#[tokio::test]
async fn another_password_needs_the_present_one_and_leaves_only_this_device_in() -> Result<()> {
    let stage = Stage::open().await?;
    let mut clerk = stage.person(AccountRole::Clerk, Country::Gt).await?;
    let phc = stage.app.passwords.hash(PASSWORD.into()).await?;
    stage.app.store.set_password(clerk.id()?, &phc).await?;
    let elsewhere = Caller { cookie: clerk.cookie.clone(), ..stage.anyone() };
    let put = async |caller: &Caller<'_>, present: &str, next: &str| {
        let body = json!({ "present": present, "next": next });
        caller.call(Method::PUT, "/api/me/password", Some(&body)).await
    };
    put(&clerk, "wrong", "jaguar y orquídea").await?.refused(401, "bad_credentials")?;
    put(&clerk, PASSWORD, "short").await?.refused(422, "invalid")?;
    let changed = put(&clerk, PASSWORD, "jaguar y orquídea").await?.expect(204)?;
    clerk.keep_cookie(&changed)?;
    clerk.get("/api/me").await?.expect(200)?;
    elsewhere.get("/api/me").await?.refused(401, "signed_out")?;
    clerk.post("/api/me/sign-out-everywhere", &json!({})).await?.expect(204)?;
    clerk.get("/api/me").await?.refused(401, "signed_out")?;
    Ok(())
}

#[tokio::test]
async fn an_applicant_is_vetted_step_by_step_and_an_interpreter_leaves() -> Result<()> {
    let stage = Stage::open().await?;
    let vetter = stage.person(AccountRole::Coordinator, Country::Sv).await?;
    let id = received(&stage, "rosa@puente.test").await?;
    let list = vetter.get("/api/applications").await?.expect(200)?;
    ensure!(list.body[0]["state"] == "received" && list.body[0]["open_steps"][0] == "identity");
    let path = |verb: &str| format!("/api/applications/{id}/{verb}");
    let approve = json!({ "months": 12 });
    vetter.post(&path("approve"), &approve).await?.refused(409, "not_now")?;
    for step in ["identity", "references", "background", "language_test"] {
        vetter.post(&path("steps"), &json!({ "step": step })).await?.expect(200)?;
    }
    let approved = vetter.post(&path("approve"), &approve).await?.expect(200)?;
    let person: PersonId = approved.text("person")?.parse()?;
    vetter
        .post(&path("refuse"), &json!({ "reason": "withdrawn" }))
        .await?
        .refused(409, "not_now")?;

    let token = ticket(&stage, TicketHolder::Person(person), Purpose::Begin).await?;
    let mut rosa = stage.anyone();
    let choose = json!({ "token": token, "password": PASSWORD });
    let entered = rosa.post("/api/passwords/choose", &choose).await?.expect(200)?;
    rosa.keep_cookie(&entered)?;
    rosa.get("/api/offers").await?.expect(200)?;
    let number = stage.app.store.interpreter(person).await?.number;
    let leave = |number: i64| json!({ "number": number });
    rosa.post("/api/me/leave", &leave(number + 1)).await?.refused(409, "not_now")?;
    rosa.post("/api/me/leave", &leave(number)).await?.expect(204)?;
    rosa.get("/api/me").await?.refused(401, "signed_out")?;
    let sign_in = json!({ "email": "rosa@puente.test", "password": PASSWORD });
    stage.anyone().post("/api/sign-in", &sign_in).await?.refused(401, "bad_credentials")?;
    Ok(())
}

#[tokio::test]
async fn an_empty_bank_says_so_before_anybody_is_signed_in() -> Result<()> {
    let stage = Stage::open().await?;
    let bank = stage.anyone().get("/api/bank").await?.expect(200)?;
    ensure!(bank.body == json!({ "empty": true, "sample": false, "mail": false }));
    stage.person(AccountRole::Administrator, Country::Gt).await?;
    ensure!(stage.anyone().get("/api/bank").await?.expect(200)?.body["empty"] == false);
    Ok(())
}
