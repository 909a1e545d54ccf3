//! `GET /api/languages/varieties`: what the caller's country has added.

use crate::{
    app::App,
    json::Json,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::extract::State;
use puente_registry::variety::Variety;

/// The varieties that the caller's country has added.
#[utoipa::path(get, path = "/api/languages/varieties", tag = "languages", responses(
    (status = 200, body = Vec<Variety>)))]
pub async fn list(
    State(app): State<App>,
    Person(me): Person,
) -> Result<Json<Vec<Variety>>, Problem> {
    require(me.role, Action::AddVarieties)?;
    Ok(Json(app.store.varieties(Some(me.country)).await?))
}
