//! `GET /healthz`, `/readyz`, `/metrics`: for whatever watches over the program.

mod media;

use crate::app::App;
use axum::{
    extract::State,
    http::{StatusCode, header},
    response::IntoResponse,
};

/// The program runs.
pub(crate) async fn alive() -> &'static str {
    "ok\n"
}

/// The program can do its work: the bank answers.
pub(crate) async fn ready(State(app): State<App>) -> (StatusCode, &'static str) {
    match app.store.ping().await {
        Ok(()) => (StatusCode::OK, "ok\n"),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "the bank does not answer\n")
        }
    }
}

/// Counters in Prometheus' text format.
pub(crate) async fn metrics(State(app): State<App>) -> impl IntoResponse {
    media::publish(&app.media.totals(), app.live.recorder_health());
    app.metrics.run_upkeep();
    let content_type = "text/plain; version=0.0.4; charset=utf-8";
    ([(header::CONTENT_TYPE, content_type)], app.metrics.render())
}
