//! What browsers are told about every answer.

use crate::{openapi::operations, stage::Stage};
use anyhow::{Context, Result, ensure};
use axum::http::HeaderMap;

fn protected(headers: &HeaderMap, what: &str) -> Result<()> {
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        let found = headers.get(name).with_context(|| format!("{name} at {what}"))?;
        ensure!(found == value, "{name}: {found:?} at {what}");
    }
    let policy = headers.get("content-security-policy").context("a policy")?.to_str()?;
    ensure!(policy.starts_with("default-src 'none'"), "{policy} at {what}");
    ensure!(policy.contains("frame-ancestors 'none'"), "{policy} at {what}");
    ensure!(!policy.contains("unsafe"), "{policy} at {what}");
    let permissions = headers.get("permissions-policy").context("permissions")?.to_str()?;
    ensure!(permissions.contains("camera=(self), microphone=(self)"), "{permissions}");
    ensure!(headers.contains_key("x-request-id"), "{what}");
    Ok(())
}

#[tokio::test]
async fn every_answer_of_the_api_is_protected_and_kept_by_nobody() -> Result<()> {
    let stage = Stage::open().await?;
    for (method, path) in operations()? {
        let what = format!("{method} {path}");
        let answer = stage.anyone().call(method, &path.replace(['{', '}'], ""), None).await?;
        protected(&answer.headers, &what)?;
        let cache = answer.headers.get("cache-control").context("cache-control")?.to_str()?;
        ensure!(cache.starts_with("no-store"), "{cache} at {what}");
    }
    for path in ["/healthz", "/readyz", "/metrics", "/api/openapi.json", "/api/nothing"] {
        protected(&stage.anyone().get(path).await?.headers, path)?;
    }
    Ok(())
}

#[tokio::test]
async fn pages_may_run_their_own_scripts_only() -> Result<()> {
    let stage = Stage::open().await?;
    for path in ["/", "/enter", "/agenda"] {
        let page = stage.anyone().get(path).await?.expect(200)?;
        protected(&page.headers, path)?;
        let policy = page.headers["content-security-policy"].to_str()?;
        ensure!(policy.contains("script-src 'self'") && policy.contains("ws://puente.test"));
        ensure!(page.headers["cache-control"] == "no-cache");
    }
    Ok(())
}

#[tokio::test]
async fn health_is_told_to_whoever_watches() -> Result<()> {
    let stage = Stage::open().await?;
    stage.anyone().get("/healthz").await?.expect(200)?;
    stage.anyone().get("/readyz").await?.expect(200)?;
    stage.app.store.close().await;
    stage.anyone().get("/healthz").await?.expect(200)?;
    stage.anyone().get("/readyz").await?.expect(503)?;
    Ok(())
}
