//! `GET /api/interpreters/{number}/credentials/{scheme}/document`: a paper, for the staff of the
//! interpreter's own country.

use super::of_own_country;
use crate::{
    api::{Path, profile::credentials::document::as_download},
    app::App,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::{extract::State, response::Response};

/// The document of an interpreter's credential.
#[utoipa::path(get, path = "/api/interpreters/{number}/credentials/{scheme}/document",
    tag = "people",
    params(("number" = i64, Path, example = 101), ("scheme" = String, Path, example = "gt-oj")),
    responses((status = 200, description = "PDF, PNG or JPEG",
               content_type = "application/octet-stream"),
              (status = 404, description = "`not_found`", body = crate::problem::Document)))]
pub async fn document(
    State(app): State<App>,
    Person(me): Person,
    Path((number, scheme)): Path<(i64, String)>,
) -> Result<Response, Problem> {
    require(me.role, Action::Vet)?;
    let person = of_own_country(&app, number, &me).await?;
    Ok(as_download(app.store.document(person, &scheme).await?))
}
