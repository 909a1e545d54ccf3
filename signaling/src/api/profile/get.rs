//! `GET /api/profile`: my profile.

use super::{OwnProfile, own};
use crate::{
    app::App,
    json::Json,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::extract::State;

/// My profile.
#[utoipa::path(get, path = "/api/profile", tag = "people", responses(
    (status = 200, body = OwnProfile)))]
pub async fn get(State(app): State<App>, Person(me): Person) -> Result<Json<OwnProfile>, Problem> {
    require(me.role, Action::KeepProfile)?;
    Ok(Json(own(&app, me.id).await?))
}
