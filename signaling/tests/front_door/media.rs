//! The doors of WHIP and WHEP: who holds a grant for this very room comes in.

use crate::stage::{Answer, Stage};
use anyhow::{Result, ensure};
use axum::{body::Body, http::Request};
use puente::grant::{Grant, GrantRole};
use puente_registry::{country::Country, person::AccountRole};

async fn knock(stage: &Stage, path: &str, grant: Option<Grant>) -> Result<Answer> {
    let mut request = Request::post(path).header("content-type", "application/sdp");
    if let Some(grant) = grant {
        let token = stage.app.grants.mint(&grant, stage.app.clock.now_s())?;
        request = request.header("authorization", format!("Bearer {token}"));
    }
    stage.send(request.body(Body::from("v=0\r\n"))?).await
}

fn grant(room: &str, peer: &str, role: GrantRole) -> Option<Grant> {
    Some(Grant { room: room.into(), peer: peer.into(), role })
}

#[tokio::test]
async fn only_a_grant_for_this_room_and_role_opens_the_door() -> Result<()> {
    use GrantRole::{Publish, Subscribe};
    let stage = Stage::open().await?;
    for (path, refused) in [
        ("/whip/a", None),
        ("/whip/a", grant("b", "p", Publish)),
        ("/whip/a", grant("a", "p", Subscribe)),
        ("/whep/a", grant("a", "p", Publish)),
        ("/whep/a/p", grant("b", "p", Subscribe)),
    ] {
        knock(&stage, path, refused).await?.refused(401, "grant_refused")?;
    }
    // Inside, it is the offer that counts: this one is none.
    knock(&stage, "/whip/a", grant("a", "p", Publish)).await?.refused(400, "bad_offer")?;
    knock(&stage, "/whep/a", grant("a", "p", Subscribe)).await?.refused(400, "bad_offer")?;
    knock(&stage, "/whep/a/q", grant("a", "p", Subscribe)).await?.refused(400, "bad_offer")?;
    Ok(())
}

#[tokio::test]
async fn an_old_grant_and_another_content_type_are_refused() -> Result<()> {
    let stage = Stage::open().await?;
    let given = Grant { room: "a".into(), peer: "p".into(), role: GrantRole::Publish };
    let old = stage.app.grants.mint(&given, stage.app.clock.now_s() - 61)?;
    let good = stage.app.grants.mint(&given, stage.app.clock.now_s())?;
    for (token, content_type, status, code) in [
        (&old, "application/sdp", 401, "grant_refused"),
        (&good, "text/plain", 415, "unsupported_media_type"),
    ] {
        let request = Request::post("/whip/a")
            .header("authorization", format!("Bearer {token}"))
            .header("content-type", content_type)
            .body(Body::from("v=0"))?;
        stage.send(request).await?.refused(status, code)?;
    }
    Ok(())
}

#[tokio::test]
async fn a_hearing_is_entered_by_a_seat_that_it_has() -> Result<()> {
    use GrantRole::{Publish, Subscribe};
    let stage = Stage::open().await?;
    let clerk = stage.person(AccountRole::Clerk, Country::Gt).await?;
    let id = stage.hearing(clerk.id()?).await?.to_string();
    let whip = format!("/whip/{id}");
    for peer in ["9", "x", "-1", "70000"] {
        knock(&stage, &whip, grant(&id, peer, Publish)).await?.refused(401, "grant_refused")?;
    }
    let absent = uuid::Uuid::from_u128(7).to_string();
    let path = format!("/whip/{absent}");
    knock(&stage, &path, grant(&absent, "1", Publish)).await?.refused(404, "not_found")?;
    // One person's sources are for test rooms: a hearing gives what its wiring gives.
    let path = format!("/whep/{id}/2");
    knock(&stage, &path, grant(&id, "1", Subscribe)).await?.refused(404, "not_found")?;
    let answer = knock(&stage, &whip, grant(&id, "2", Publish)).await?;
    ensure!(answer.status.is_client_error() || answer.status.is_server_error());
    ensure!(answer.body["code"] != "grant_refused", "{}", answer.body);
    Ok(())
}

#[tokio::test]
async fn an_address_that_was_never_given_ends_nothing() -> Result<()> {
    let stage = Stage::open().await?;
    for path in ["/media/x".to_owned(), format!("/media/{}", uuid::Uuid::from_u128(7))] {
        let request = Request::delete(&path).body(Body::empty())?;
        stage.send(request).await?.refused(404, "not_found")?;
    }
    Ok(())
}
