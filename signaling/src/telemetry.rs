//! The log: one line per request and per failure, with a request id.
//!
//! Never in the log: names, addresses of people or machines, tokens, session descriptions,
//! query strings. Lines hold the route's pattern (`/api/requests/{id}`), not the address.

use axum::{
    extract::{MatchedPath, Request},
    http::{HeaderValue, header::HeaderName},
    middleware::Next,
    response::Response,
};
use std::io::{IsTerminal, stderr};
use tracing::Instrument;
use tracing_subscriber::{EnvFilter, fmt::MakeWriter};
use uuid::Uuid;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// `PUENTE_LOG` has the syntax of `tracing_subscriber::EnvFilter`.
const DEFAULT_FILTER: &str = "info,sqlx=warn";

/// How log lines look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    /// For people at a terminal.
    #[default]
    Text,
    /// One JSON object a line, for collectors.
    Json,
}

/// Why there is no log.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// `PUENTE_LOG` makes no sense.
    #[error("PUENTE_LOG cannot be understood")]
    Filter(#[from] tracing_subscriber::filter::ParseError),
    /// This process has one.
    #[error("the log cannot be started")]
    Started(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// Starts the log of this process on standard error.
///
/// # Errors
/// When the filter cannot be read or a log was started before.
pub fn start(filter: Option<&str>, format: LogFormat) -> Result<(), LogError> {
    let filter = EnvFilter::try_new(filter.unwrap_or(DEFAULT_FILTER))?;
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(stderr);
    let started = match format {
        LogFormat::Text => builder.with_target(false).with_ansi(stderr().is_terminal()).try_init(),
        LogFormat::Json => builder.json().flatten_event(true).try_init(),
    };
    started.map_err(LogError::Started)
}

/// A subscriber that writes everything to `writer`, for tests that look for what must not be there.
pub fn everything_to<W>(writer: W) -> impl tracing::Subscriber
where
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    tracing_subscriber::fmt().with_env_filter(EnvFilter::new("trace")).with_writer(writer).finish()
}

/// Gives each request an id, answers with it, and writes one line when it is done.
pub async fn trace(request: Request, next: Next) -> Response {
    let id = Uuid::new_v4().simple().to_string();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "(page)".to_owned(), |path| path.as_str().to_owned());
    let method = request.method().clone();
    let span = tracing::info_span!("request", request.id = %id, %method, route);
    async move {
        let started = tokio::time::Instant::now();
        let mut response = next.run(request).await;
        let status = response.status().as_u16();
        let elapsed_us = started.elapsed().as_micros();
        // Health checks and page files come by the thousand and say nothing.
        if route == "(page)" || route.ends_with("z") {
            tracing::debug!(status, elapsed_us, "answered");
        } else {
            tracing::info!(status, elapsed_us, "answered");
        }
        metrics::histogram!("puente_http_request_seconds", "route" => route, "status" => status_class(status))
            .record(started.elapsed().as_secs_f64());
        if let Ok(value) = HeaderValue::from_str(&id) {
            response.headers_mut().insert(REQUEST_ID, value);
        }
        response
    }
    .instrument(span)
    .await
}

fn status_class(status: u16) -> &'static str {
    match status {
        100..=199 => "1xx",
        200..=299 => "2xx",
        300..=399 => "3xx",
        400..=499 => "4xx",
        _ => "5xx",
    }
}
