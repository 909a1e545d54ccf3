//! `/api/recognition`: what my country makes of each credential, and what it calls the holder.

use crate::{
    api::Path,
    app::App,
    json::Json,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::{extract::State, http::StatusCode};
use puente_registry::interpreter::{Level, NameThere, Recognition, Setting};
use serde::Deserialize;

/// At which level, and under which name.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecognisedThere {
    level: Level,
    #[serde(default)]
    name: NameThere,
}

/// What my country recognises.
#[utoipa::path(get, path = "/api/recognition", tag = "people", responses(
    (status = 200, body = Vec<Recognition>)))]
pub async fn get(
    State(app): State<App>,
    Person(me): Person,
) -> Result<Json<Vec<Recognition>>, Problem> {
    require(me.role, Action::SeeInterpreters)?;
    Ok(Json(app.store.recognitions(me.country).await?))
}

/// Says what my country makes of a scheme in a setting.
#[utoipa::path(put, path = "/api/recognition/{scheme}/{setting}", tag = "people",
    params(("scheme" = String, Path, example = "gt-oj"), ("setting" = Setting, Path)),
    request_body(content = RecognisedThere, example = json!({ "level": "certified", "name": {
        "es": "intérprete jurado", "en": "sworn interpreter", "fr": "interprète assermenté" } })),
    responses((status = 200, body = Recognition),
              (status = 404, description = "`not_found`", body = crate::problem::Document),
              (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn put(
    State(app): State<App>,
    Person(me): Person,
    Path((scheme, setting)): Path<(String, Setting)>,
    Json(given): Json<RecognisedThere>,
) -> Result<Json<Recognition>, Problem> {
    require(me.role, Action::ManageRecognition)?;
    let RecognisedThere { level, name } = given;
    let recognition = Recognition { scheme, country: me.country, setting, level, name };
    app.store.recognise(&recognition).await?;
    Ok(Json(recognition))
}

/// Takes a recognition back.
#[utoipa::path(delete, path = "/api/recognition/{scheme}/{setting}", tag = "people",
    params(("scheme" = String, Path, example = "gt-oj"), ("setting" = Setting, Path)),
    responses((status = 204, description = "Not recognised any more"),
              (status = 404, description = "`not_found`", body = crate::problem::Document)))]
pub async fn delete(
    State(app): State<App>,
    Person(me): Person,
    Path((scheme, setting)): Path<(String, Setting)>,
) -> Result<StatusCode, Problem> {
    require(me.role, Action::ManageRecognition)?;
    app.store.unrecognise(&scheme, me.country, setting).await?;
    Ok(StatusCode::NO_CONTENT)
}
