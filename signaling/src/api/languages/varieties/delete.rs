//! `DELETE /api/languages/varieties/{language}`: a country takes a variety away again.

use crate::{
    api::Path,
    app::App,
    policy::{Action, require},
    problem::{Kind, Problem},
    session::Person,
};
use axum::{extract::State, http::StatusCode};

/// Takes away a variety that the caller's country has added and nobody uses.
#[utoipa::path(delete, path = "/api/languages/varieties/{language}", tag = "languages",
    params(("language" = String, Path, example = "kek-lanquin")),
    responses((status = 204, description = "Gone"),
              (status = 404, description = "`not_found`", body = crate::problem::Document),
              (status = 409, description = "`not_now`: somebody speaks it or has asked for it",
               body = crate::problem::Document)))]
pub async fn delete(
    State(app): State<App>,
    Person(me): Person,
    Path(language): Path<String>,
) -> Result<StatusCode, Problem> {
    require(me.role, Action::AddVarieties)?;
    let language = language.parse().map_err(|_| Problem::new(Kind::NotFound))?;
    app.store.remove_variety(&language, me.country).await?;
    Ok(StatusCode::NO_CONTENT)
}
