//! `POST /api/briefings/{id}/texts`: adds a text.

use super::{Contents, contents, open_to_write};
use crate::{
    api::Path,
    app::{App, fresh_rng},
    json::Json,
    problem::Problem,
    session::Person,
};
use axum::{extract::State, http::StatusCode};
use puente_registry::briefing::{Form, NewItem, Part};
use serde::Deserialize;
use uuid::Uuid;

/// A text.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "part": "acronyms", "title": "Siglas", "text": "MP: Ministerio Público" }))]
pub struct Text {
    part: Part,
    #[schema(max_length = 120)]
    title: String,
    #[schema(max_length = 40000)]
    text: String,
}

/// Adds it.
#[utoipa::path(post, path = "/api/briefings/{id}/texts", tag = "hearings", request_body = Text,
    params(("id" = Uuid, Path)),
    responses((status = 201, body = Contents),
              (status = 403, description = "`not_yours`, `briefing_not_yet`",
               body = crate::problem::Document),
              (status = 404, description = "`not_found`", body = crate::problem::Document),
              (status = 410, description = "`briefing_closed`", body = crate::problem::Document),
              (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn create(
    State(app): State<App>,
    Person(me): Person,
    Path(id): Path<Uuid>,
    Json(text): Json<Text>,
) -> Result<(StatusCode, Json<Contents>), Problem> {
    let briefing = open_to_write(&app, id, me.id).await?;
    let Text { part, title, text } = text;
    let item = NewItem { part, form: Form::Text, title, content: text.into_bytes() };
    let now = app.clock.now();
    app.store.add_to_briefing(&briefing, &item, &app.seal_key, now, &mut fresh_rng()).await?;
    Ok((StatusCode::CREATED, contents(&app, &briefing, me.id).await?))
}
