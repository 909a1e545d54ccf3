//! One node runs a hearing; another sends callers away until it may take over.

use crate::stage::Stage;
use anyhow::{Result, ensure};
use puente::{
    bus::{Claim, LeaseName, NodeName},
    hearing_lease::HearingLeases,
    problem::Kind,
};
use puente_registry::{country::Country, person::AccountRole};
use std::time::Duration;

const LONG: Duration = Duration::from_secs(60);

#[tokio::test]
async fn a_hearing_that_another_node_runs_is_elsewhere_until_it_is_given_back() -> Result<()> {
    let stage = Stage::open().await?;
    let clerk = stage.person(AccountRole::Clerk, Country::Gt).await?;
    let id = stage.hearing(clerk.id()?).await?;
    let (lease, other) = (LeaseName::hearing(id.0), NodeName("another node".into()));
    ensure!(stage.app.bus.claim(&lease, &other, LONG).await? == Claim::Ours);
    let refused = stage.app.leases.room(id).await.map_err(|problem| problem.kind());
    ensure!(refused.err() == Some(Kind::Elsewhere));
    ensure!(stage.app.live.running(id).is_none(), "it does not run here");
    ensure!(stage.app.bus.release(&lease, &other).await?);
    ensure!(stage.app.leases.room(id).await.is_ok());
    ensure!(stage.app.live.running(id).is_some());
    ensure!(stage.app.bus.holder(&lease).await?.is_some_and(|holder| holder != other));

    stage.app.leases.give_back().await;
    ensure!(stage.app.bus.holder(&lease).await?.is_none(), "an orderly end gives it back");
    Ok(())
}

#[tokio::test]
async fn a_node_that_starts_leaves_the_hearings_that_others_run() -> Result<()> {
    let stage = Stage::open().await?;
    let clerk = stage.person(AccountRole::Clerk, Country::Gt).await?;
    let (ours, theirs) = (stage.hearing(clerk.id()?).await?, stage.hearing(clerk.id()?).await?);
    for id in [ours, theirs] {
        ensure!(stage.app.leases.room(id).await.is_ok());
    }
    stage.app.live.shut_down().await;
    stage.app.leases.give_back().await;
    let (lease, other) = (LeaseName::hearing(theirs.0), NodeName("another node".into()));
    ensure!(stage.app.bus.claim(&lease, &other, LONG).await? == Claim::Ours);

    let node = NodeName("this node, started again".into());
    let leases = HearingLeases::new(
        stage.app.bus.clone(),
        node,
        stage.app.live.clone(),
        stage.app.news.clone(),
    );
    let resumed = leases.resume(&stage.app.store, stage.app.clock.now()).await;
    ensure!(resumed.is_ok());
    ensure!(stage.app.live.running(ours).is_some(), "ours goes on");
    ensure!(stage.app.live.running(theirs).is_none(), "theirs is left to them");
    Ok(())
}
