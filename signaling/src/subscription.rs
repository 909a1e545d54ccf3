//! Reads the calendars that interpreters keep elsewhere, every twenty minutes and through the one
//! way out. Of what they hold only the busy times ever leave this file.

use crate::{
    app::App,
    outbound::{Answer, OutboundError},
};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use bytes::Bytes;
use puente_registry::{
    Error,
    availability::subscription::{AHEAD_MINUTES, CalendarKind, DueSubscription, Trouble},
    ical::{self, Unreadable},
    time::Instant,
};
use reqwest::{
    Method,
    header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, ETAG, HeaderName, HeaderValue, IF_NONE_MATCH},
};
use std::time::Duration;

/// The largest calendar that is read.
const MOST_BYTES: usize = 4 * 1024 * 1024;

/// So often the program looks for calendars that are due.
const LOOK_EVERY: Duration = Duration::from_secs(5);

/// Calendars read at a time.
const AT_A_TIME: i64 = 8;

/// Reads what is due, for as long as the program runs.
pub async fn read_for_ever(app: App) {
    let mut look = tokio::time::interval(LOOK_EVERY);
    let stopping = app.stopping.clone();
    loop {
        tokio::select! {
            () = stopping.wait() => return,
            _ = look.tick() => {}
        }
        if let Err(error) = read_due(&app).await {
            tracing::warn!(%error, "calendars kept elsewhere could not be read");
        }
    }
}

/// Reads the calendars that are due now.
///
/// # Errors
/// What the bank says.
pub async fn read_due(app: &App) -> Result<usize, Error> {
    let now = app.clock.now();
    let due = app.store.take_due_subscriptions(AT_A_TIME, now).await?;
    let read = due.iter().map(|subscription| read_one(app, subscription, now));
    let mut count = 0;
    for outcome in futures::future::join_all(read).await {
        match outcome {
            // Ended while it was read.
            Ok(()) | Err(Error::NotFound(_)) => count += 1,
            Err(error) => return Err(error),
        }
    }
    Ok(count)
}

async fn read_one(app: &App, due: &DueSubscription, now: Instant) -> Result<(), Error> {
    let window = (now.plus_minutes(-24 * 60), now.plus_minutes(AHEAD_MINUTES));
    match fetched(app, due, window).await {
        Ok(Fetched::Unchanged) => app.store.keep_busy(due.id, None, due.etag.as_deref(), now).await,
        Ok(Fetched::Text(text, etag)) => match ical::busy(&text, &due.zone, window) {
            Ok(busy) => app.store.keep_busy(due.id, Some(busy), etag.as_deref(), now).await,
            Err(Unreadable::NoCalendar) => {
                app.store.keep_trouble(due.id, Trouble::NoCalendar).await
            }
            Err(Unreadable::TooLarge) => app.store.keep_trouble(due.id, Trouble::TooLarge).await,
        },
        Err(trouble) => app.store.keep_trouble(due.id, trouble).await,
    }
}

enum Fetched {
    Unchanged,
    Text(String, Option<String>),
}

async fn fetched(
    app: &App,
    due: &DueSubscription,
    window: (Instant, Instant),
) -> Result<Fetched, Trouble> {
    let address = due.address(&app.seal_key).map_err(|_| Trouble::Refused)?;
    let mut headers: Vec<(HeaderName, HeaderValue)> =
        vec![(ACCEPT, HeaderValue::from_static("text/calendar"))];
    if let Some((name, password)) = &address.credentials {
        let basic = format!("Basic {}", BASE64_STANDARD.encode(format!("{name}:{password}")));
        let mut basic = HeaderValue::from_str(&basic).map_err(|_| Trouble::Refused)?;
        basic.set_sensitive(true);
        headers.push((AUTHORIZATION, basic));
    }
    let answer = match due.kind {
        CalendarKind::Ics => {
            if let Some(etag) = due.etag.as_deref().and_then(|tag| HeaderValue::from_str(tag).ok())
            {
                headers.push((IF_NONE_MATCH, etag));
            }
            app.outbound.get(&address.url, &headers, MOST_BYTES).await
        }
        CalendarKind::Caldav => {
            headers
                .push((CONTENT_TYPE, HeaderValue::from_static("application/xml; charset=utf-8")));
            headers.push((HeaderName::from_static("depth"), HeaderValue::from_static("1")));
            let report = Method::from_bytes(b"REPORT").map_err(|_| Trouble::Unreachable)?;
            let body = Bytes::from(free_busy_query(window));
            app.outbound.send(report, &address.url, &headers, body, MOST_BYTES).await
        }
    };
    text_of(answer)
}

fn text_of(answer: Result<Answer, OutboundError>) -> Result<Fetched, Trouble> {
    let answer = answer.map_err(|error| match error {
        OutboundError::NotPublic | OutboundError::Address => Trouble::Forbidden,
        OutboundError::TooLarge => Trouble::TooLarge,
        OutboundError::Client | OutboundError::Unreachable | OutboundError::TooSlow => {
            Trouble::Unreachable
        }
    })?;
    match answer.status {
        200 => {}
        304 => return Ok(Fetched::Unchanged),
        401 | 403 => return Err(Trouble::Refused),
        404 | 410 => return Err(Trouble::Gone),
        _ => return Err(Trouble::Unreachable),
    }
    let etag = answer.headers.get(ETAG).and_then(|tag| tag.to_str().ok()).map(str::to_owned);
    let etag = etag.filter(|tag| tag.len() <= 200);
    let text = String::from_utf8_lossy(&answer.body).into_owned();
    Ok(Fetched::Text(text, etag))
}

/// Asks only when, never what (RFC 4791, 7.10).
fn free_busy_query((from, until): (Instant, Instant)) -> String {
    let utc = |instant: Instant| {
        let text = instant.to_string();
        let digits: String = text.chars().filter(|c| c.is_ascii_digit() || *c == 'T').collect();
        format!("{}Z", digits.get(..15).unwrap_or_default())
    };
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <C:free-busy-query xmlns:C=\"urn:ietf:params:xml:ns:caldav\">\
         <C:time-range start=\"{}\" end=\"{}\"/></C:free-busy-query>\n",
        utc(from),
        utc(until)
    )
}
