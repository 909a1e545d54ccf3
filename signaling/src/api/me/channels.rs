//! `GET`, `PUT /api/me/channels`: by which ways I am told of things.

use crate::{app::App, json::Json, problem::Problem, session::Person};
use axum::extract::State;
use puente_registry::notice::ChannelChoice;

/// What I chose.
#[utoipa::path(get, path = "/api/me/channels", tag = "accounts", responses(
    (status = 200, body = ChannelChoice)))]
pub async fn get(
    State(app): State<App>,
    Person(me): Person,
) -> Result<Json<ChannelChoice>, Problem> {
    Ok(Json(app.store.channel_choice(me.id).await?))
}

/// Chooses. Bookings and matters of the account come by e-mail in any case.
#[utoipa::path(put, path = "/api/me/channels", tag = "accounts",
    request_body(content = ChannelChoice, example = json!({ "email": true, "push": true,
        "phone": "+50255550100" })),
    responses((status = 200, body = ChannelChoice),
              (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn put(
    State(app): State<App>,
    Person(me): Person,
    Json(given): Json<ChannelChoice>,
) -> Result<Json<ChannelChoice>, Problem> {
    app.store.set_channel_choice(me.id, &given).await?;
    Ok(Json(given))
}
