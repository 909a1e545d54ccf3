//! Sign-in with e-mail and password, and what the cookie is worth.

use crate::stage::{Caller, Stage};
use anyhow::{Result, ensure};
use puente_registry::{country::Country, person::AccountRole};
use serde_json::{Value, json};

const PASSWORD: &str = "quetzal y ceiba";

async fn with_password(stage: &Stage) -> Result<(Caller<'_>, Value)> {
    let clerk = stage.person(AccountRole::Clerk, Country::Gt).await?;
    let phc = stage.app.passwords.hash(PASSWORD.into()).await?;
    stage.app.store.set_password(clerk.id()?, &phc).await?;
    let account = stage.app.store.account(clerk.id()?).await?;
    Ok((clerk, json!({ "email": account.email, "password": PASSWORD })))
}

#[tokio::test]
async fn the_right_password_opens_a_login_and_signing_out_ends_it() -> Result<()> {
    let stage = Stage::open().await?;
    let (_, given) = with_password(&stage).await?;
    let mut device = stage.anyone();
    let entered = device.post("/api/sign-in", &given).await?.expect(200)?;
    ensure!(entered.body["role"] == "clerk" && entered.body["country"] == "GT");
    let cookie = entered.headers["set-cookie"].to_str()?.to_owned();
    ensure!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
    device.keep_cookie(&entered)?;
    let me = device.get("/api/me").await?.expect(200)?;
    ensure!(me.body == entered.body);
    let left = device.post("/api/sign-out", &json!({})).await?.expect(204)?;
    ensure!(left.headers["set-cookie"].to_str()?.contains("Max-Age=0"));
    device.get("/api/me").await?.refused(401, "signed_out")?;
    device.post("/api/sign-out", &json!({})).await?.expect(204)?;
    Ok(())
}

#[tokio::test]
async fn wrong_unknown_and_passwordless_are_told_the_same() -> Result<()> {
    let stage = Stage::open().await?;
    let (_, given) = with_password(&stage).await?;
    let linked = stage.person(AccountRole::Clerk, Country::Gt).await?;
    let linked = stage.app.store.account(linked.id()?).await?;
    let mut bodies = Vec::new();
    for (email, password) in [
        (given["email"].clone(), json!("another")),
        (json!("nobody@puente.test"), json!(PASSWORD)),
        (json!(linked.email), json!("")),
        (given["email"].clone(), json!("x".repeat(2_000))),
    ] {
        let wrong = json!({ "email": email, "password": password });
        let answer = stage.anyone().post("/api/sign-in", &wrong).await?;
        bodies.push(answer.refused(401, "bad_credentials")?.body);
    }
    ensure!(bodies.windows(2).all(|pair| pair[0] == pair[1]));
    Ok(())
}

#[tokio::test]
async fn the_sixth_try_at_an_account_must_wait_even_with_the_right_password() -> Result<()> {
    let stage = Stage::open().await?;
    let (_, given) = with_password(&stage).await?;
    let wrong = json!({ "email": given["email"], "password": "wrong" });
    for _ in 0..5 {
        stage.anyone().post("/api/sign-in", &wrong).await?.refused(401, "bad_credentials")?;
    }
    let refused = stage.anyone().post("/api/sign-in", &given).await?;
    let refused = refused.refused(429, "too_many_attempts")?;
    ensure!(refused.headers["retry-after"].to_str()?.parse::<u64>()? >= 1);
    Ok(())
}

#[tokio::test]
async fn a_cookie_that_is_not_ours_signs_nobody_in() -> Result<()> {
    let stage = Stage::open().await?;
    for cookie in ["puente=x", &format!("puente={}", "0".repeat(64)), "other=1", "puente="] {
        let device = Caller { cookie: Some(cookie.to_owned()), ..stage.anyone() };
        device.get("/api/me").await?.refused(401, "signed_out")?;
    }
    Ok(())
}
