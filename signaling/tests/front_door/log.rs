//! What must never be in the log.

use crate::stage::Stage;
use anyhow::{Result, ensure};
use axum::http::Method;
use puente::telemetry::everything_to;
use puente_registry::{country::Country, person::AccountRole};
use serde_json::json;
use std::{
    io,
    sync::{Arc, Mutex, PoisonError},
};

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Lines {
    fn text(&self) -> String {
        let bytes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

impl io::Write for Lines {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(line);
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn log_canary_no_name_address_token_or_sdp_is_in_any_line() -> Result<()> {
    let lines = Lines::default();
    let writer = lines.clone();
    let _logging = tracing::subscriber::set_default(everything_to(move || writer.clone()));
    let stage = Stage::open().await?;
    let clerk = stage.person(AccountRole::Clerk, Country::Gt).await?;

    let credentials = json!({ "email": "canary-mail@x.test", "password": "canary-password" });
    stage.anyone().post("/api/sign-in", &credentials).await?.refused(401, "bad_credentials")?;
    let mut input = stage.hearing_input()?;
    input["participants"][0]["label"] = json!("canary-label");
    let hearing = clerk.post("/api/hearings", &input).await?.expect(201)?.text("id")?;
    let url = clerk.post(&format!("/api/hearings/{hearing}/seats/2/link"), &json!({})).await?;
    let url = url.expect(201)?.text("url")?;
    let token = url.split('#').nth(1).unwrap_or_default().to_owned();
    let mut device = stage.anyone();
    let entered =
        device.post("/api/links/redeem", &json!({ "token": token })).await?.expect(200)?;
    device.keep_cookie(&entered)?;
    device.get("/api/me").await?.expect(200)?;
    stage.anyone().get("/api/languages?q=canary-query").await?.expect(200)?;
    let offer = axum::http::Request::post("/whip/room")
        .header("content-type", "application/sdp")
        .header("authorization", "Bearer canary-grant")
        .body(axum::body::Body::from("v=0 canary-sdp"))?;
    stage.send(offer).await?.refused(401, "grant_refused")?;

    let mut wanted = stage.request_input(45)?;
    wanted["preferences"]["not_from"] = json!(["canary-town"]);
    wanted["case_reference"] = json!("canary-case");
    wanted["about"] = json!({ "victim": "canary-victim" });
    let request = clerk.post("/api/requests", &wanted).await?.expect(201)?.text("id")?;
    let facts = json!({ "facts": [{ "kind": "village", "text": "canary-village" }] });
    let path = format!("/api/requests/{request}/conflicts");
    clerk.call(Method::PUT, &path, Some(&facts)).await?;
    clerk.get(&format!("/api/requests/{request}/candidates")).await?.expect(200)?;
    clerk.post(&format!("/api/requests/{request}/waves"), &json!({})).await?.expect(200)?;

    let text = lines.text();
    ensure!(text.contains("/api/hearings/{id}/seats/{seat}/link"), "routes are in the log");
    let cookie = device.cookie.unwrap_or_default();
    for secret in [token.as_str(), cookie.trim_start_matches("puente="), "canary", "127.0.0.1"] {
        let line = text.lines().find(|line| line.contains(secret));
        ensure!(line.is_none(), "{secret} is in the log: {line:?}");
    }
    Ok(())
}
