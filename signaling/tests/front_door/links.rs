//! Requirement 20: one link for each person, bound to a role, and it works once.

use crate::stage::Stage;
use anyhow::{Context, Result, ensure};
use puente::app::fresh_rng;
use puente_registry::{country::Country, login::Holder, person::AccountRole};
use serde_json::json;

#[tokio::test]
async fn r20_a_link_signs_in_its_seat_once_and_a_second_use_is_gone() -> Result<()> {
    let stage = Stage::open().await?;
    let clerk = stage.person(AccountRole::Clerk, Country::Gt).await?;
    let hearing = stage.hearing(clerk.id()?).await?;
    let made = clerk
        .post(&format!("/api/hearings/{hearing}/seats/2/link"), &json!({}))
        .await?
        .expect(201)?;
    let url = made.text("url")?;
    let (page, token) = url.split_once('#').context("the token is in the fragment")?;
    ensure!(page == "http://puente.test/enter");
    ensure!(!page.contains(&hearing.to_string()), "the room's identifier is not disclosed");

    let mut device = stage.anyone();
    let entered =
        device.post("/api/links/redeem", &json!({ "token": token })).await?.expect(200)?;
    ensure!(entered.body["role"] == "expert", "{}", entered.body);
    ensure!(entered.body["person"].is_null());
    ensure!(entered.body["seat"] == json!({ "hearing": hearing, "seat": 2 }));
    device.keep_cookie(&entered)?;
    device.get("/api/me").await?.expect(200)?;

    stage
        .anyone()
        .post("/api/links/redeem", &json!({ "token": token }))
        .await?
        .refused(410, "link_used")?;
    device.get("/api/me").await?.expect(200)?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn r20_of_32_devices_that_redeem_at_once_one_enters() -> Result<()> {
    let stage = Stage::open().await?;
    let clerk = stage.person(AccountRole::Clerk, Country::Gt).await?;
    let hearing = stage.hearing(clerk.id()?).await?;
    let path = format!("/api/hearings/{hearing}/seats/2/link");
    let url = clerk.post(&path, &json!({})).await?.expect(201)?.text("url")?;
    let body = json!({ "token": url.split('#').nth(1) });
    let devices: Vec<_> = (0..32).map(|_| stage.anyone()).collect();
    let answers = futures::future::try_join_all(
        devices.iter().map(|device| device.post("/api/links/redeem", &body)),
    )
    .await?;
    let with = |status: u16| answers.iter().filter(|a| a.status.as_u16() == status).count();
    ensure!(with(200) == 1 && with(410) == 31, "{} entered, {} were told", with(200), with(410));
    Ok(())
}

#[tokio::test]
async fn a_reissued_link_ends_the_earlier_link_and_login_of_the_seat() -> Result<()> {
    let stage = Stage::open().await?;
    let clerk = stage.person(AccountRole::Clerk, Country::Gt).await?;
    let hearing = stage.hearing(clerk.id()?).await?;
    let path = format!("/api/hearings/{hearing}/seats/2/link");
    let token = |url: String| json!({ "token": url.split('#').nth(1) });
    let first = token(clerk.post(&path, &json!({})).await?.expect(201)?.text("url")?);
    let mut device = stage.anyone();
    let entered = device.post("/api/links/redeem", &first).await?.expect(200)?;
    device.keep_cookie(&entered)?;
    let second = token(clerk.post(&path, &json!({})).await?.expect(201)?.text("url")?);
    device.get("/api/me").await?.refused(401, "signed_out")?;
    let third = token(clerk.post(&path, &json!({})).await?.expect(201)?.text("url")?);
    stage.anyone().post("/api/links/redeem", &second).await?.refused(410, "link_used")?;
    stage.anyone().post("/api/links/redeem", &third).await?.expect(200)?;
    Ok(())
}

#[tokio::test]
async fn a_link_of_another_time_or_nobody_is_refused_by_its_reason() -> Result<()> {
    let stage = Stage::open().await?;
    let coordinator = stage.person(AccountRole::Coordinator, Country::Mx).await?;
    let holder = Holder::Person(coordinator.id()?);
    let now = stage.app.clock.now();
    for (from, until, status, code) in [(5, 9, 403, "link_not_yet"), (-9, -5, 403, "link_expired")]
    {
        let (from, until) = (now.plus_minutes(from), now.plus_minutes(until));
        let made = stage.app.store.create_link(holder, from, until, now, &mut fresh_rng()).await?;
        let body = json!({ "token": made.reveal() });
        stage.anyone().post("/api/links/redeem", &body).await?.refused(status, code)?;
    }
    for unknown in ["", "x", &"0".repeat(64), &"g".repeat(64), &"0".repeat(60_000)] {
        let body = json!({ "token": unknown });
        stage.anyone().post("/api/links/redeem", &body).await?.refused(404, "link_unknown")?;
    }
    Ok(())
}

#[tokio::test]
async fn a_preview_that_only_gets_the_page_burns_no_link() -> Result<()> {
    let stage = Stage::open().await?;
    let clerk = stage.person(AccountRole::Clerk, Country::Gt).await?;
    let hearing = stage.hearing(clerk.id()?).await?;
    let path = format!("/api/hearings/{hearing}/seats/2/link");
    let url = clerk.post(&path, &json!({})).await?.expect(201)?.text("url")?;
    stage.anyone().get("/enter").await?.expect(200)?;
    let body = json!({ "token": url.split('#').nth(1) });
    stage.anyone().post("/api/links/redeem", &body).await?.expect(200)?;
    Ok(())
}

#[tokio::test]
async fn after_sixty_tries_a_network_must_wait() -> Result<()> {
    let stage = Stage::open().await?;
    let body = json!({ "token": "x" });
    let mut refused = None;
    for _ in 0..200 {
        let answer = stage.anyone().post("/api/links/redeem", &body).await?;
        if answer.status.as_u16() == 429 {
            refused = Some(answer);
            break;
        }
        answer.refused(404, "link_unknown")?;
    }
    let refused = refused.context("the limit is reached")?.refused(429, "too_many_attempts")?;
    ensure!(refused.headers["retry-after"].to_str()?.parse::<u64>()? >= 1);
    Ok(())
}
