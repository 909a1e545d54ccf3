//! Webhooks: who is told of what, that a repetition can be told, and that a dead one is let go.

use anyhow::{Context as _, Result, ensure};
use puente_registry::{
    Error, Store,
    country::Country,
    id::PersonId,
    notice::Notice,
    time::Instant,
    webhook::{Webhook, WebhookEvent, WebhookState},
};

use crate::{
    engines::on_both_engines,
    people::{interview, interviewer, now, rng},
};

async fn webhook(
    store: &Store,
    by: PersonId,
    country: Country,
    events: &[WebhookEvent],
) -> Result<Webhook> {
    let url = "https://example.org/hook";
    let (made, _) = store.add_webhook(country, by, url, events, now()?, &mut rng()).await?;
    Ok(made)
}

async fn a_countrys_webhooks_are_told_of_what_they_chose(store: Store) -> Result<()> {
    let elena = interviewer(&store, "elena@example.org").await?;
    let both = [WebhookEvent::RequestSent, WebhookEvent::RequestCancelled];
    let one = webhook(&store, elena, Country::Gt, &both).await?;
    webhook(&store, elena, Country::Gt, &[WebhookEvent::RequestBooked]).await?;
    webhook(&store, elena, Country::Mx, &both).await?;
    let request = store.create_request(elena, &interview()?, now()?, &mut rng()).await?;
    store.cancel_request(request.id, elena, None, now()?, &mut rng()).await?;
    let sent = store.take_webhook_deliveries(now()?, 10).await?;
    assert!(sent.iter().all(|delivery| delivery.webhook == one.id));
    let mut told = Vec::new();
    for delivery in &sent {
        let body: serde_json::Value = serde_json::from_str(&delivery.body)?;
        ensure!(body["data"]["request"] == request.id.to_string(), "{body}");
        told.push(body["type"].as_str().context("type")?.to_owned());
        ensure!(!delivery.body.contains("W-17"), "ids only");
        ensure!(delivery.secret.len() == 32);
    }
    told.sort_unstable();
    assert_eq!(told, ["request.cancelled", "request.sent"]);
    assert_ne!(sent[0].id, sent[1].id);
    assert_eq!(store.take_webhook_deliveries(now()?, 10).await?, vec![], "leased");
    let again = store.take_webhook_deliveries(now()?.plus_minutes(2), 10).await?;
    assert_eq!(again.len(), 2, "after the lease, under the same ids");
    assert!(again.iter().all(|delivery| sent.iter().any(|first| first.id == delivery.id)));
    Ok(())
}

async fn a_webhook_that_fails_again_and_again_is_switched_off_and_its_maker_told(
    store: Store,
) -> Result<()> {
    let elena = interviewer(&store, "elena@example.org").await?;
    let hook = webhook(&store, elena, Country::Gt, &[WebhookEvent::RequestSent]).await?;
    let at = now()?;
    let fail = async |again: Option<Instant>| -> Result<()> {
        store.ping_webhook(Country::Gt, hook.id, at, &mut rng()).await?;
        let taken = store.take_webhook_deliveries(at, 10).await?;
        let delivery = taken.first().context("a ping")?;
        store.webhook_failed(delivery, "500", again, at, &mut rng()).await?;
        Ok(())
    };
    fail(Some(at.plus_minutes(1))).await?;
    assert_eq!(store.webhook(Country::Gt, hook.id).await?.failures, 0, "it is tried again");
    for failures in 1..=4 {
        fail(None).await?;
        assert_eq!(store.webhook(Country::Gt, hook.id).await?.failures, failures);
    }
    store.ping_webhook(Country::Gt, hook.id, at, &mut rng()).await?;
    let taken = store.take_webhook_deliveries(at, 10).await?;
    store.webhook_delivered(taken.first().context("a ping")?, at).await?;
    assert_eq!(store.webhook(Country::Gt, hook.id).await?.failures, 0, "it works");
    for _ in 0..5 {
        fail(None).await?;
    }
    assert_eq!(store.webhook(Country::Gt, hook.id).await?.state, WebhookState::Disabled);
    let told = store.take_deliveries(at, 10).await?;
    assert_eq!(told.iter().map(|d| d.notice).collect::<Vec<_>>(), [Notice::WebhookDisabled]);
    store.ping_webhook(Country::Gt, hook.id, at, &mut rng()).await?;
    assert_eq!(store.take_webhook_deliveries(at, 10).await?, vec![], "what waits is kept");
    store.enable_webhook(Country::Gt, hook.id).await?;
    assert_eq!(store.take_webhook_deliveries(at, 10).await?.len(), 1);
    let log = store.webhook_log(Country::Gt, hook.id).await?;
    assert_eq!(log.iter().filter(|line| line.state == "given_up").count(), 9);
    assert!(log.iter().any(|line| line.trouble.as_deref() == Some("500")));
    Ok(())
}

async fn another_countrys_webhook_does_not_exist(store: Store) -> Result<()> {
    let elena = interviewer(&store, "elena@example.org").await?;
    let hook = webhook(&store, elena, Country::Gt, &[WebhookEvent::RequestSent]).await?;
    let mx = Country::Mx;
    for refusal in [
        store.webhook(mx, hook.id).await.map(drop),
        store.enable_webhook(mx, hook.id).await.map(drop),
        store.webhook_log(mx, hook.id).await.map(drop),
        store.ping_webhook(mx, hook.id, now()?, &mut rng()).await,
        store.remove_webhook(mx, hook.id, now()?).await,
    ] {
        ensure!(matches!(refusal, Err(Error::NotFound("webhook"))), "{refusal:?}");
    }
    for events in [vec![], vec![WebhookEvent::RequestSent; 2]] {
        let refusal = webhook(&store, elena, Country::Gt, &events).await;
        ensure!(refusal.is_err(), "{events:?}");
    }
    store.ping_webhook(Country::Gt, hook.id, now()?, &mut rng()).await?;
    store.remove_webhook(Country::Gt, hook.id, now()?).await?;
    assert_eq!(store.take_webhook_deliveries(now()?, 10).await?, vec![]);
    assert_eq!(store.webhooks_of(Country::Gt).await?, vec![]);
    Ok(())
}

on_both_engines! {
    a_countrys_webhooks_are_told_of_what_they_chose
    a_webhook_that_fails_again_and_again_is_switched_off_and_its_maker_told
    another_countrys_webhook_does_not_exist
}
