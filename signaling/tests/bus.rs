//! One suite for both buses: in this process, and through a real Redis at PUENTE_TEST_REDIS_URL.

use anyhow::{Context, Result, ensure};
use bytes::Bytes;
use puente::bus::{
    Bus, Claim, Delivery, LeaseName, NodeName, QUEUE_MESSAGES, Subscription, Topic,
    local::LocalBus, redis::RedisBus,
};
use std::time::Duration;
use uuid::Uuid;

const LONG: Duration = Duration::from_secs(60);

fn redis_url() -> Result<String> {
    std::env::var("PUENTE_TEST_REDIS_URL")
        .context("set PUENTE_TEST_REDIS_URL to a Redis that tests may write to")
}

#[tokio::test]
async fn the_local_bus_keeps_every_promise() -> Result<()> {
    let bus = LocalBus::default();
    every_promise(&bus, &bus).await
}

#[tokio::test]
async fn the_redis_bus_keeps_every_promise_between_two_nodes() -> Result<()> {
    let (one, other) =
        (RedisBus::connect(&redis_url()?).await?, RedisBus::connect(&redis_url()?).await?);
    every_promise(&one, &other).await?;
    after_a_broken_line_listeners_are_told_and_go_on(&one).await
}

/// Everything that both must do. `here` and `there` are two nodes on one bus.
async fn every_promise(here: &dyn Bus, there: &dyn Bus) -> Result<()> {
    messages_reach_all_who_listen_to_their_topic_in_order(here, there).await?;
    a_slow_listener_is_told_and_delays_nobody(here, there).await?;
    listening_can_end_and_begin_again(here, there).await?;
    of_many_claims_one_wins(here, there).await?;
    only_the_holder_renews_and_releases(here, there).await?;
    a_lease_that_nobody_renews_ends(here, there).await
}

async fn messages_reach_all_who_listen_to_their_topic_in_order(
    here: &dyn Bus,
    there: &dyn Bus,
) -> Result<()> {
    let (topic, other) = (Topic::hearing(Uuid::new_v4()), Topic::person(Uuid::new_v4()));
    let mut near = here.subscribe(&topic).await?;
    let mut far = there.subscribe(&topic).await?;
    let mut elsewhere = there.subscribe(&other).await?;
    for message in ["one", "two"] {
        here.publish(&topic, Bytes::from_static(message.as_bytes())).await?;
    }
    here.publish(&other, Bytes::from_static(b"other")).await?;
    for listener in [&mut near, &mut far] {
        ensure!(message(listener).await? == "one");
        ensure!(message(listener).await? == "two");
    }
    ensure!(message(&mut elsewhere).await? == "other");
    Ok(())
}

async fn a_slow_listener_is_told_and_delays_nobody(here: &dyn Bus, there: &dyn Bus) -> Result<()> {
    let topic = Topic::hearing(Uuid::new_v4());
    let mut slow = there.subscribe(&topic).await?;
    let mut quick = there.subscribe(&topic).await?;
    for number in 0..QUEUE_MESSAGES * 3 {
        here.publish(&topic, Bytes::from(number.to_string())).await?;
        ensure!(message(&mut quick).await? == number.to_string());
    }
    ensure!(slow.next().await == Some(Delivery::Missed));
    ensure!(matches!(slow.next().await, Some(Delivery::Message(_))), "and then it goes on");
    Ok(())
}

async fn listening_can_end_and_begin_again(here: &dyn Bus, there: &dyn Bus) -> Result<()> {
    let topic = Topic::hearing(Uuid::new_v4());
    for round in ["first", "second", "third"] {
        let mut listener = there.subscribe(&topic).await?;
        here.publish(&topic, Bytes::from_static(round.as_bytes())).await?;
        ensure!(message(&mut listener).await? == round);
        drop(listener);
        here.publish(&topic, Bytes::from_static(b"to nobody")).await?;
        // Another topic in between makes the bus clear away what nobody listens to.
        there.subscribe(&Topic::hearing(Uuid::new_v4())).await?;
    }
    Ok(())
}

async fn of_many_claims_one_wins(here: &dyn Bus, there: &dyn Bus) -> Result<()> {
    let lease = LeaseName::hearing(Uuid::new_v4());
    let nodes: Vec<NodeName> = (0..32).map(|n| NodeName(format!("node-{n}"))).collect();
    let claims = nodes.iter().enumerate().map(|(n, node)| {
        let bus = if n % 2 == 0 { here } else { there };
        bus.claim(&lease, node, LONG)
    });
    let claims = futures::future::try_join_all(claims).await?;
    ensure!(claims.iter().filter(|claim| **claim == Claim::Ours).count() == 1);
    let winner = there.holder(&lease).await?.context("somebody holds it")?;
    for (node, claim) in nodes.iter().zip(claims) {
        match claim {
            Claim::Ours => ensure!(*node == winner),
            Claim::Theirs(named) => ensure!(named == winner),
        }
    }
    Ok(())
}

async fn only_the_holder_renews_and_releases(here: &dyn Bus, there: &dyn Bus) -> Result<()> {
    let lease = LeaseName::hearing(Uuid::new_v4());
    let (ours, theirs) = (NodeName("ours".into()), NodeName("theirs".into()));
    ensure!(!here.renew(&lease, &ours, LONG).await?, "nothing to renew yet");
    ensure!(here.claim(&lease, &ours, LONG).await? == Claim::Ours);
    ensure!(here.claim(&lease, &ours, LONG).await? == Claim::Ours, "a restart claims again");
    ensure!(!there.renew(&lease, &theirs, LONG).await?);
    ensure!(!there.release(&lease, &theirs).await?);
    ensure!(here.renew(&lease, &ours, LONG).await?);
    ensure!(here.holder(&lease).await? == Some(ours.clone()));
    ensure!(here.release(&lease, &ours).await?);
    ensure!(there.holder(&lease).await?.is_none());
    ensure!(there.claim(&lease, &theirs, LONG).await? == Claim::Ours);
    Ok(())
}

async fn a_lease_that_nobody_renews_ends(here: &dyn Bus, there: &dyn Bus) -> Result<()> {
    let lease = LeaseName::hearing(Uuid::new_v4());
    let (dead, heir) = (NodeName("dead".into()), NodeName("heir".into()));
    ensure!(here.claim(&lease, &dead, Duration::from_millis(50)).await? == Claim::Ours);
    // However long that takes: the test fails by never ending, not by the clock.
    while there.claim(&lease, &heir, LONG).await? != Claim::Ours {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    ensure!(!here.renew(&lease, &dead, LONG).await?, "too late");
    Ok(())
}

/// Breaks the line of every listener of that Redis, so it runs last and alone.
async fn after_a_broken_line_listeners_are_told_and_go_on(bus: &RedisBus) -> Result<()> {
    let topic = Topic::hearing(Uuid::new_v4());
    let mut listener = bus.subscribe(&topic).await?;
    let client = redis::Client::open(redis_url()?)?;
    let mut admin = client.get_multiplexed_async_connection().await?;
    let _: i64 =
        redis::cmd("CLIENT").arg("KILL").arg("TYPE").arg("pubsub").query_async(&mut admin).await?;
    ensure!(listener.next().await == Some(Delivery::Missed));
    bus.publish(&topic, Bytes::from_static(b"again")).await?;
    ensure!(message(&mut listener).await? == "again");
    Ok(())
}

#[tokio::test]
async fn a_redis_that_is_not_there_is_an_error_at_once() {
    // The discard port of this machine: nobody answers.
    assert!(RedisBus::connect("redis://127.0.0.1:9/").await.is_err());
    assert!(RedisBus::connect("not an address").await.is_err());
}

/// The next message; what was missed in between is not counted as one.
async fn message(listener: &mut Subscription) -> Result<String> {
    match listener.next().await.context("the bus has ended")? {
        Delivery::Message(bytes) => Ok(String::from_utf8(bytes.to_vec())?),
        Delivery::Missed => anyhow::bail!("messages were missed"),
    }
}
