//! `GET /api/events`: tells an open page that something of its person changed.

use crate::{
    app::App,
    news::{Listener, What},
    problem::Problem,
    session::Person,
};
use axum::{
    extract::State,
    response::sse::{Event, KeepAlive, Sse},
};
use futures::{Stream, StreamExt, stream};
use std::{convert::Infallible, time::Duration};

/// Shorter than proxies wait before they end a silent line.
const COMMENT_EVERY: Duration = Duration::from_secs(15);

/// Server-sent events `{"changed":"offer"|"request"|"hearing"}`: read that anew.
#[utoipa::path(get, path = "/api/events", tag = "bank", responses(
    (status = 200, description = "A stream of `{\"changed\":…}`", content_type = "text/event-stream")))]
pub async fn events(
    State(app): State<App>,
    Person(me): Person,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Problem> {
    let listener = app.news.listen(me.id).await.map_err(|error| Problem::internal(&error))?;
    let news = stream::unfold(listener, |mut listener: Listener| async move {
        let whats = listener.next().await?;
        Some((stream::iter(whats.into_iter().map(|what| Ok(event(what)))), listener))
    });
    let stopping = app.stopping.clone();
    let until_the_end = news.flatten().take_until(async move { stopping.wait().await });
    Ok(Sse::new(until_the_end).keep_alive(KeepAlive::new().interval(COMMENT_EVERY)))
}

fn event(what: What) -> Event {
    Event::default().data(format!(r#"{{"changed":"{}"}}"#, what.name()))
}
