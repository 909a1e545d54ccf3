//! `POST /api/languages/varieties`: a country adds a variety; it is found and bookable at once.

use crate::{
    app::App,
    json::Json,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::{extract::State, http::StatusCode};
use puente_registry::variety::{Variety, VarietyInput};

/// Adds a variety.
#[utoipa::path(post, path = "/api/languages/varieties", tag = "languages",
    request_body = VarietyInput,
    responses((status = 201, body = Variety),
              (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn create(
    State(app): State<App>,
    Person(me): Person,
    Json(input): Json<VarietyInput>,
) -> Result<(StatusCode, Json<Variety>), Problem> {
    require(me.role, Action::AddVarieties)?;
    let added = app.store.add_variety(&input, me.country, me.id, app.clock.now()).await?;
    Ok((StatusCode::CREATED, Json(added)))
}
