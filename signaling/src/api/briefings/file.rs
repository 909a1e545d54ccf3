//! `GET /api/briefings/{id}/files/{item}`: a file, with the reader's mark on each page.

use super::{open, reader};
use crate::{
    api::Path,
    app::App,
    problem::{Kind, Problem},
    session::Person,
    watermark::{self, Mark},
};
use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use puente_registry::{briefing::Form, id::BriefingItemId, time::Moment};
use uuid::Uuid;

/// A PDF made for this reader at this time; never kept by the browser.
#[utoipa::path(get, path = "/api/briefings/{id}/files/{item}", tag = "hearings",
    params(("id" = Uuid, Path), ("item" = Uuid, Path)),
    responses((status = 200, content_type = "application/pdf", body = Vec<u8>),
              (status = 403, description = "`briefing_not_yet`", body = crate::problem::Document),
              (status = 404, description = "`not_found`", body = crate::problem::Document),
              (status = 410, description = "`briefing_closed`", body = crate::problem::Document)))]
pub async fn get(
    State(app): State<App>,
    Person(me): Person,
    Path((id, item)): Path<(Uuid, BriefingItemId)>,
) -> Result<Response, Problem> {
    let briefing = open(&app, id, me.id).await?;
    let (item, bytes) = app.store.briefing_item(&briefing, item, &app.seal_key).await?;
    if item.form == Form::Text {
        return Err(Kind::NotFound.into());
    }
    let utc = "UTC".parse().map_err(|error| Problem::internal(&error))?;
    let now = Moment::at(app.clock.now(), &utc).local.to_string().replace('T', " ");
    let mark = Mark { reader: reader(&app, &briefing, me.id).await?, at: format!("{now} UTC") };
    let marking = tokio::task::spawn_blocking(move || watermark::marked(item.form, &bytes, &mark));
    let file = marking.await.map_err(|error| Problem::internal(&error))?;
    let file = file.map_err(|error| Problem::internal(&error))?;
    Ok(([(header::CONTENT_TYPE, "application/pdf")], file).into_response())
}
