//! Notices on their way: a push service, an SMS gateway and an integrator of the test's own, on
//! this machine. No real push service is asked.

use crate::stage::Stage;
use anyhow::{Context, Result, ensure};
use aws_lc_rs::{
    agreement::{ECDH_P256, PrivateKey},
    hmac,
};
use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
    routing::post,
};
use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use puente::{
    app::fresh_rng,
    config::{Notices, Sms},
};
use puente_registry::{country::Country, notice::Notice, person::AccountRole};
use serde_json::{Value, json};
use std::sync::Arc;
use tokio::sync::Mutex;

/// What arrived at a server that answers with one status.
#[derive(Clone)]
struct Receiver {
    url: String,
    arrived: Arc<Mutex<Vec<(HeaderMap, Bytes)>>>,
}

impl Receiver {
    async fn answering(status: u16) -> Result<Self> {
        type Arrived = Arc<Mutex<Vec<(HeaderMap, Bytes)>>>;
        let arrived = Arrived::default();
        let status = StatusCode::from_u16(status)?;
        let take = move |State(arrived): State<Arrived>, headers: HeaderMap, body: Bytes| async move {
            arrived.lock().await.push((headers, body));
            status
        };
        let router = Router::new().route("/", post(take)).with_state(arrived.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}/", listener.local_addr()?);
        tokio::spawn(axum::serve(listener, router).into_future());
        Ok(Self { url, arrived })
    }

    async fn take(&self) -> Vec<(HeaderMap, Bytes)> {
        std::mem::take(&mut *self.arrived.lock().await)
    }
}

/// Decrypts as a browser does, written apart from the program's own encryption.
fn opened(body: &[u8], ours: &PrivateKey, secret: &[u8]) -> Result<Vec<u8>> {
    use aws_lc_rs::{
        aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey},
        agreement::{UnparsedPublicKey, agree},
        hkdf::{HKDF_SHA256, KeyType, Salt},
    };
    struct Length(usize);
    impl KeyType for Length {
        fn len(&self) -> usize {
            self.0
        }
    }
    let (salt, rest) = body.split_at(16);
    ensure!(rest[..5] == [0, 0, 16, 0, 65], "record size and key length");
    let (theirs, record) = rest[5..].split_at(65);
    let info = [b"WebPush: info\0", ours.compute_public_key()?.as_ref(), theirs].concat();
    let peer = UnparsedPublicKey::new(&ECDH_P256, theirs);
    let failed = || anyhow::anyhow!("agreement");
    let mut material = [0; 32];
    agree(ours, peer, failed(), |shared| {
        let derived = Salt::new(HKDF_SHA256, secret).extract(shared);
        let info = [info.as_slice()];
        derived
            .expand(&info, Length(32))
            .map_err(|_| failed())?
            .fill(&mut material)
            .map_err(|_| failed())
    })?;
    let content = Salt::new(HKDF_SHA256, salt).extract(&material);
    let (mut key, mut nonce) = ([0; 16], [0; 12]);
    content.expand(&[b"Content-Encoding: aes128gcm\0"], Length(16))?.fill(&mut key)?;
    content.expand(&[b"Content-Encoding: nonce\0"], Length(12))?.fill(&mut nonce)?;
    let mut record = record.to_vec();
    let plain = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &key)?).open_in_place(
        Nonce::assume_unique_for_key(nonce),
        Aad::empty(),
        &mut record,
    )?;
    ensure!(plain.last() == Some(&2), "the last record");
    Ok(plain[..plain.len() - 1].to_vec())
}

#[tokio::test]
async fn a_pushed_note_is_read_by_its_browser_only_and_names_nobody() -> Result<()> {
    let stage = Stage::open().await?;
    let person = stage.person(AccountRole::Clerk, Country::Gt).await?;
    let service = Receiver::answering(201).await?;
    let browser = PrivateKey::generate(&ECDH_P256)?;
    let secret = [7; 16];
    let device = json!({
        "endpoint": service.url,
        "p256dh": URL_SAFE_NO_PAD.encode(browser.compute_public_key()?.as_ref()),
        "auth": URL_SAFE_NO_PAD.encode(secret),
    });
    person.post("/api/me/devices", &device).await?.expect(201)?;
    let quiet = json!({ "email": false, "push": true, "phone": null });
    person.call(axum::http::Method::PUT, "/api/me/channels", Some(&quiet)).await?.expect(200)?;
    let hearing = stage.hearing(person.id()?).await?;
    let (now, notice) = (stage.app.clock.now(), Notice::Reminder { hearing, minutes_before: 60 });
    stage.app.store.notify(person.id()?, &notice, now, &mut fresh_rng()).await?;
    stage.app.notices.look().await?;
    let arrived = service.take().await;
    let reminder = arrived.iter().find_map(|(headers, body)| {
        let plain = opened(body, &browser, &secret).ok()?;
        let note: Value = serde_json::from_slice(&plain).ok()?;
        (note["kind"] == "reminder").then_some((headers.clone(), note))
    });
    let (headers, note) = reminder.context("a reminder that the browser can read")?;
    ensure!(note.as_object().is_some_and(|fields| fields.keys().eq(["id", "kind"])), "{note}");
    ensure!(headers["content-encoding"] == "aes128gcm" && headers["ttl"] == "3600");
    let authorization = headers["authorization"].to_str()?;
    let devices = person.get("/api/me/devices").await?.expect(200)?;
    ensure!(authorization.ends_with(&format!(", k={}", devices.text("key")?)));
    stage.app.notices.look().await?;
    ensure!(service.take().await.is_empty(), "once");
    Ok(())
}

#[tokio::test]
async fn a_browser_that_is_gone_is_forgotten_and_a_busy_service_is_tried_again() -> Result<()> {
    let stage = Stage::open().await?;
    for (status, devices_left, waiting) in [(410, 0, 0), (503, 1, 1), (403, 1, 0)] {
        let person = stage.person(AccountRole::Clerk, Country::Gt).await?;
        let service = Receiver::answering(status).await?;
        let key = PrivateKey::generate(&ECDH_P256)?;
        let device = json!({
            "endpoint": service.url,
            "p256dh": URL_SAFE_NO_PAD.encode(key.compute_public_key()?.as_ref()),
            "auth": URL_SAFE_NO_PAD.encode([7; 16]),
        });
        person.post("/api/me/devices", &device).await?.expect(201)?;
        let quiet = json!({ "email": false, "push": true, "phone": null });
        person
            .call(axum::http::Method::PUT, "/api/me/channels", Some(&quiet))
            .await?
            .expect(200)?;
        let request = puente_registry::id::RequestId::new(stage.app.clock.now(), &mut fresh_rng());
        let notice = Notice::RequestUnanswered { request };
        let before = stage.app.store.delivery_counts().await?.0;
        stage
            .app
            .store
            .notify(person.id()?, &notice, stage.app.clock.now(), &mut fresh_rng())
            .await?;
        stage.app.notices.look().await?;
        ensure!(service.take().await.len() == 1);
        let left = person.get("/api/me/devices").await?.expect(200)?;
        ensure!(left.body["devices"].as_array().map(Vec::len) == Some(devices_left), "{status}");
        let (after, _) = stage.app.store.delivery_counts().await?;
        ensure!(after - before == waiting, "{status}: {before} {after}");
    }
    Ok(())
}

#[tokio::test]
async fn a_ring_reaches_a_phone_by_the_operators_gateway_signed_and_without_a_name() -> Result<()> {
    let stage = Stage::open().await?;
    let gateway = Receiver::answering(202).await?;
    let secret = "una clave del operador";
    let sms = Sms { url: gateway.url.clone(), secret: secret.to_owned() };
    let config = Notices { mail: None, sms: Some(sms) };
    let app = &stage.app;
    let (store, clock, outbound) = (app.store.clone(), app.clock, app.outbound.clone());
    let sender =
        puente::notices::Notices::new(&config, store, clock, outbound, app.origin.clone()).await?;
    let person = stage.person(AccountRole::Interpreter, Country::Gt).await?;
    let caller = stage.person(AccountRole::Coordinator, Country::Gt).await?;
    let phone = json!({ "email": false, "push": false, "phone": "+50255550100" });
    person.call(axum::http::Method::PUT, "/api/me/channels", Some(&phone)).await?.expect(200)?;
    let on_call = json!({ "minutes": 60 });
    person.call(axum::http::Method::PUT, "/api/on-call", Some(&on_call)).await?.expect(200)?;
    let call = json!({ "languages": ["mam-todos-santos", "spa"], "label": "Nadie-La-Nombre" });
    caller.post("/api/right-now", &call).await?.expect(201)?;
    sender.look().await?;
    let arrived = gateway.take().await;
    let [(headers, body)] = &arrived[..] else { anyhow::bail!("one text: {arrived:?}") };
    let message: Value = serde_json::from_slice(body)?;
    ensure!(message["to"] == "+50255550100", "{message}");
    let text = message["text"].as_str().context("a text")?;
    ensure!(text.contains("/offers") && !text.contains("Nadie-La"), "{text}");
    let header = |name: &str| -> Result<String> { Ok(headers[name].to_str()?.to_owned()) };
    let signed = [
        header("webhook-id")?.as_bytes(),
        b".",
        header("webhook-timestamp")?.as_bytes(),
        b".",
        body,
    ]
    .concat();
    let signature = header("webhook-signature")?;
    let tag = signature.strip_prefix("v1,").context("v1")?;
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    hmac::verify(&key, &signed, &STANDARD.decode(tag)?)?;
    Ok(())
}

#[tokio::test]
async fn an_integrator_can_check_each_event_and_sees_what_became_of_it() -> Result<()> {
    let stage = Stage::open().await?;
    let admin = stage.person(AccountRole::Administrator, Country::Gt).await?;
    let coordinator = stage.person(AccountRole::Coordinator, Country::Gt).await?;
    let integrator = Receiver::answering(204).await?;
    let hook = json!({ "url": integrator.url, "events": ["request.sent"] });
    let made = admin.post("/api/webhooks", &hook).await?.expect(201)?;
    let secret = made.text("secret")?;
    let secret = STANDARD.decode(secret.strip_prefix("whsec_").context("a prefix")?)?;
    let id = made.body["webhook"]["id"].as_str().context("id")?.to_owned();
    let listed = admin.get("/api/webhooks").await?.expect(200)?;
    ensure!(!String::from_utf8_lossy(&listed.bytes).contains("secret"), "shown once");

    coordinator.post("/api/requests", &stage.request_input(45)?).await?.expect(201)?;
    admin.post(&format!("/api/webhooks/{id}/ping"), &json!({})).await?.expect(202)?;
    stage.app.notices.look().await?;
    let arrived = integrator.take().await;
    ensure!(arrived.len() == 2, "{arrived:?}");
    for (headers, body) in &arrived {
        let text = |name: &str| -> Result<String> { Ok(headers[name].to_str()?.to_owned()) };
        let signed = [
            text("webhook-id")?.as_bytes(),
            b".",
            text("webhook-timestamp")?.as_bytes(),
            b".",
            body,
        ]
        .concat();
        let signature = text("webhook-signature")?;
        let tag = STANDARD.decode(signature.strip_prefix("v1,").context("v1")?)?;
        hmac::verify(&hmac::Key::new(hmac::HMAC_SHA256, &secret), &signed, &tag)?;
    }
    let log = admin.get(&format!("/api/webhooks/{id}/deliveries")).await?.expect(200)?;
    let states: Vec<_> =
        log.body.as_array().context("a log")?.iter().map(|l| &l["state"]).collect();
    ensure!(states == ["sent", "sent"], "{states:?}");
    Ok(())
}

#[tokio::test]
async fn r05_no_word_before_a_booking_names_victim_case_or_place() -> Result<()> {
    // The words and the facts that fill them are all there is: neither file knows such a name.
    for words in ["es", "en", "fr"] {
        let path = format!("{}/words/notices.{words}.json", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(path)?;
        for hole in ["{label}", "{case}", "{place}", "{city}", "{language}", "{participants}"] {
            ensure!(!text.contains(hole), "{words}: {hole}");
        }
    }
    Ok(())
}
