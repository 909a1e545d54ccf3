//! Requirement 6: the first acceptance wins, and all others are told at once.

use crate::stage::Stage;
use anyhow::{Context, Result, ensure};
use puente_registry::{country::Country, login::Holder, person::AccountRole};
use serde_json::json;
use sqlx::{Connection, PgConnection};

const RIVALS: usize = 64;

#[tokio::test(flavor = "multi_thread")]
async fn r06_of_64_who_accept_at_once_one_is_booked_and_63_are_told_on_sqlite() -> Result<()> {
    race(&Stage::open().await?).await
}

#[tokio::test(flavor = "multi_thread")]
async fn r06_of_64_who_accept_at_once_one_is_booked_and_63_are_told_on_postgres() -> Result<()> {
    let server = std::env::var("PUENTE_TEST_POSTGRES_URL").context(
        "PUENTE_TEST_POSTGRES_URL must name a PostgreSQL server for tests; infra/test starts one",
    )?;
    let name = format!("puente_front_door_{}", std::process::id());
    let mut connection = PgConnection::connect(&server).await?;
    let drop_sql = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
    sqlx::raw_sql(sqlx::AssertSqlSafe(drop_sql.clone())).execute(&mut connection).await?;
    let create = format!("CREATE DATABASE {name}");
    sqlx::raw_sql(sqlx::AssertSqlSafe(create)).execute(&mut connection).await?;
    let (address, _) = server.rsplit_once('/').context("an address with a database")?;
    let stage = Stage::open_on(tempfile::tempdir()?, format!("{address}/{name}")).await?;
    let outcome = race(&stage).await;
    stage.app.store.close().await;
    sqlx::raw_sql(sqlx::AssertSqlSafe(drop_sql)).execute(&mut connection).await?;
    outcome
}

async fn race(stage: &Stage) -> Result<()> {
    let interviewer = stage.person(AccountRole::Interviewer, Country::Gt).await?;
    let mut rivals = Vec::new();
    for _ in 0..RIVALS {
        let person = stage.interpreter("mam-todos-santos", Country::Gt).await?;
        rivals.push(stage.signed_in(Holder::Person(person)).await?);
    }
    let request =
        interviewer.post("/api/requests", &stage.request_input(45)?).await?.expect(201)?;
    let request = request.text("id")?;
    let people: Vec<_> = rivals.iter().filter_map(|rival| rival.person).collect();
    let offered = interviewer
        .post(&format!("/api/requests/{request}/offers"), &json!({ "interpreters": people }))
        .await?
        .expect(201)?;
    ensure!(offered.body["seats"] == 1);

    let mut paths = Vec::new();
    for rival in &rivals {
        let offers = rival.get("/api/offers").await?.expect(200)?;
        let id = offers.body[0]["id"].as_str().map(str::to_owned);
        paths.push(format!("/api/offers/{}/accept", id.unwrap_or_default()));
    }
    let answers = futures::future::try_join_all(
        rivals
            .iter()
            .zip(&paths)
            .map(|(rival, path)| rival.call(axum::http::Method::POST, path, None)),
    )
    .await?;

    let with = |status: u16| answers.iter().filter(|a| a.status.as_u16() == status).count();
    ensure!(with(201) == 1, "exactly one is booked, not {}", with(201));
    ensure!(with(409) == RIVALS - 1, "all others are refused");
    for answer in answers.iter().filter(|answer| answer.status.as_u16() == 409) {
        ensure!(answer.body["code"] == "already_taken", "{}", answer.body);
    }
    let booked = interviewer.get(&format!("/api/requests/{request}")).await?.expect(200)?;
    ensure!(booked.body["state"] == "booked");
    ensure!(booked.body["hearing"].is_string());
    let steps = |what: &str| {
        let timeline = booked.body["timeline"].as_array();
        timeline.into_iter().flatten().filter(|step| step["what"] == what).count()
    };
    ensure!(steps("accepted") == 1);
    ensure!(steps("already_taken") == RIVALS - 1, "each was told, once");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn r06_three_accept_two_seats_and_the_third_is_told() -> Result<()> {
    let stage = Stage::open().await?;
    let interviewer = stage.person(AccountRole::Interviewer, Country::Gt).await?;
    let mut team = Vec::new();
    for _ in 0..4 {
        team.push(stage.person(AccountRole::Interpreter, Country::Gt).await?);
    }
    let request =
        interviewer.post("/api/requests", &stage.request_input(90)?).await?.expect(201)?;
    ensure!(request.body["seats"] == 2 && request.body["team_rule"] == "consecutive_over_60");
    let path = format!("/api/requests/{}/offers", request.text("id")?);
    let people: Vec<_> = team.iter().filter_map(|one| one.person).collect();
    interviewer.post(&path, &json!({ "interpreters": people })).await?.expect(201)?;
    let mut accepting = Vec::new();
    for one in &team[..3] {
        let offers = one.get("/api/offers").await?.expect(200)?;
        let id = offers.body[0]["id"].as_str().unwrap_or_default().to_owned();
        accepting
            .push(async move { one.post(&format!("/api/offers/{id}/accept"), &json!({})).await });
    }
    let answers = futures::future::try_join_all(accepting).await?;
    let mut statuses: Vec<u16> = answers.iter().map(|answer| answer.status.as_u16()).collect();
    statuses.sort_unstable();
    ensure!(statuses == [201, 201, 409], "{statuses:?}");
    Ok(())
}
