//! `POST /api/briefings/{id}/files`: adds a PDF or a picture.

use super::{Contents, contents, open_to_write};
use crate::{
    api::{Path, Query},
    app::{App, fresh_rng},
    json::Json,
    lang::Words,
    problem::{Kind, Problem},
    session::Person,
    watermark,
};
use axum::{body::Bytes, extract::State, http::StatusCode};
use puente_registry::briefing::{NewItem, Part};
use serde::Deserialize;
use uuid::Uuid;

/// A whole briefing, as far as the bank takes it.
pub const MOST_BYTES: usize = 20 * 1024 * 1024;

/// What the file is.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct About {
    /// Which part of the briefing it belongs to.
    #[param(example = "exhibit")]
    part: Part,
    /// What readers see in the list.
    #[param(example = "Exhibit 4", max_length = 120)]
    title: String,
}

/// Adds a PDF, a JPEG or a PNG; what it is, its bytes say.
#[utoipa::path(post, path = "/api/briefings/{id}/files", tag = "hearings",
    params(("id" = Uuid, Path), About),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 201, body = Contents),
              (status = 403, description = "`not_yours`, `briefing_not_yet`",
               body = crate::problem::Document),
              (status = 404, description = "`not_found`", body = crate::problem::Document),
              (status = 410, description = "`briefing_closed`", body = crate::problem::Document),
              (status = 413, description = "`too_large`", body = crate::problem::Document),
              (status = 415, description = "`unsupported_media_type`",
               body = crate::problem::Document),
              (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn create(
    State(app): State<App>,
    Person(me): Person,
    Path(id): Path<Uuid>,
    Query(About { part, title }): Query<About>,
    body: Bytes,
) -> Result<(StatusCode, Json<Contents>), Problem> {
    let briefing = open_to_write(&app, id, me.id).await?;
    let form = watermark::form_of(&body).ok_or(Kind::UnsupportedMediaType)?;
    let content = body.to_vec();
    // Reads the whole file, and may find that it never ends well: not on a thread that others
    // wait for.
    let checked = tokio::task::spawn_blocking(move || watermark::check(form, &body)).await;
    if !matches!(checked, Ok(Ok(()))) {
        return Err(Problem::invalid(
            "content",
            Words::new(
                "No se puede mostrar este archivo. ¿Está dañado o tiene contraseña?",
                "This file cannot be shown. Is it damaged, or locked with a password?",
                "Ce fichier ne peut pas être affiché. Est-il abîmé ou protégé par mot de passe ?",
            ),
        ));
    }
    let item = NewItem { part, form, title, content };
    let now = app.clock.now();
    app.store.add_to_briefing(&briefing, &item, &app.seal_key, now, &mut fresh_rng()).await?;
    Ok((StatusCode::CREATED, contents(&app, &briefing, me.id).await?))
}
