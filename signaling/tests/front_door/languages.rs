//! Requirement 1: languages as people name them, and the varieties that countries add.

use crate::stage::Stage;
use anyhow::{Result, ensure};
use axum::http::Method;
use puente_registry::{country::Country, person::AccountRole};
use serde_json::json;

#[tokio::test]
async fn r01_a_look_up_says_why_and_asks_with_places() -> Result<()> {
    let stage = Stage::open().await?;
    let answer = stage.anyone().get("/api/languages?q=mam").await?.expect(200)?;
    ensure!(answer.body["ask"] == true && answer.body["need"].is_null());
    let matches = answer.body["matches"].as_array().cloned().unwrap_or_default();
    ensure!(matches.len() >= 5, "{}", answer.body);
    for one in &matches {
        ensure!(one["code"] == "mam" && one["language"] != "mam", "{one}");
        ensure!(one["places"].as_array().is_some_and(|places| !places.is_empty()), "{one}");
        ensure!(one["modality"] == "spoken" && one["basis"] == "curated");
        ensure!(one["name_fr"].as_str().is_some_and(|name| name.starts_with("mam d")), "{one}");
    }
    let answer = stage.anyone().get("/api/languages?q=sordociego").await?.expect(200)?;
    ensure!(answer.body["need"] == "tactile" && answer.body["matches"][0]["modality"] == "signed");
    Ok(())
}

#[tokio::test]
async fn r01_a_request_with_only_mam_is_impossible() -> Result<()> {
    let stage = Stage::open().await?;
    let interviewer = stage.person(AccountRole::Interviewer, Country::Gt).await?;
    for bare in ["mam", "quc", "zap", "nah"] {
        let mut input = stage.request_input(45)?;
        input["languages"] = json!([bare, "spa"]);
        interviewer.post("/api/requests", &input).await?.refused(422, "language_group")?;
    }
    Ok(())
}

#[tokio::test]
async fn r01_an_administrator_adds_a_variety_and_everybody_finds_it() -> Result<()> {
    let stage = Stage::open().await?;
    let administrator = stage.person(AccountRole::Administrator, Country::Gt).await?;
    let elsewhere = stage.person(AccountRole::Administrator, Country::Mx).await?;
    let input = json!({
        "language": "kek-lanquin", "name_es": "q'eqchi' de Lanquín",
        "name_en": "Q'eqchi' of Lanquín", "name_fr": "q'eqchi' de Lanquín",
        "places": ["Lanquín", "Cahabón"], "names": ["kekchí de Lanquín"],
    });
    let path = "/api/languages/varieties";
    administrator.post(path, &input).await?.expect(201)?;
    let again = elsewhere.post(path, &input).await?.refused(422, "invalid")?;
    ensure!(again.body["errors"][0]["field"] == "language", "{}", again.body);
    let found = stage.anyone().get("/api/languages?q=kekchi%20de%20lanquin").await?.expect(200)?;
    ensure!(found.body["matches"][0]["language"] == "kek-lanquin" && found.body["ask"] == false);
    ensure!(found.body["matches"][0]["basis"] == "country");
    ensure!(administrator.get(path).await?.expect(200)?.body[0]["language"] == "kek-lanquin");
    ensure!(elsewhere.get(path).await?.expect(200)?.body == json!([]));

    let mut request = stage.request_input(45)?;
    request["languages"] = json!(["kek-lanquin", "spa"]);
    let interviewer = stage.person(AccountRole::Interviewer, Country::Gt).await?;
    interviewer.post("/api/requests", &request).await?.expect(201)?;
    let one = format!("{path}/kek-lanquin");
    elsewhere.call(Method::DELETE, &one, None).await?.refused(404, "not_found")?;
    administrator.call(Method::DELETE, &one, None).await?.refused(409, "not_now")?;
    Ok(())
}
