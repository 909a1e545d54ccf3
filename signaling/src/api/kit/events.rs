//! `GET /api/kit/events`: tells a kit's open page to look anew, for instance because it was lost.

use crate::{
    app::App,
    kit_session::Kit,
    news::{Listener, What},
    problem::Problem,
};
use axum::{
    extract::State,
    response::sse::{Event, KeepAlive, Sse},
};
use futures::{Stream, StreamExt, stream};
use std::{convert::Infallible, time::Duration};

/// Shorter than proxies wait before they end a silent line.
const COMMENT_EVERY: Duration = Duration::from_secs(15);

/// Server-sent events `{"changed":"kit"}`; the stream ends with the kit's session.
#[utoipa::path(get, path = "/api/kit/events", tag = "kit",
    security(("kit" = [])), responses(
    (status = 200, description = "A stream of `{\"changed\":\"kit\"}`", content_type = "text/event-stream")))]
pub async fn events(
    State(app): State<App>,
    kit: Kit,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Problem> {
    let listener =
        app.news.listen_for_kit(kit.id).await.map_err(|error| Problem::internal(&error))?;
    let stopping = app.stopping.clone();
    let news = stream::unfold(Some((listener, app, kit)), |listening| async move {
        let (mut listener, app, kit): (Listener, App, Kit) = listening?;
        listener.next().await?;
        let alive = kit.is_alive(&app.store, app.clock.now()).await.unwrap_or(true);
        let event = Event::default().data(format!(r#"{{"changed":"{}"}}"#, What::Kit.name()));
        Some((Ok(event), alive.then_some((listener, app, kit))))
    });
    let until_the_end = news.take_until(async move { stopping.wait().await });
    Ok(Sse::new(until_the_end.boxed()).keep_alive(KeepAlive::new().interval(COMMENT_EVERY)))
}
