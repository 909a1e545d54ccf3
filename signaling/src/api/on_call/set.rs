//! `PUT /api/on-call`: goes on call for some hours, or off call.

use crate::{
    app::App,
    json::Json,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::extract::State;
use puente_registry::offer::OnCall;
use serde::Deserialize;

/// For how long.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OnCallFor {
    /// From now; null goes off call.
    #[schema(minimum = 1, maximum = 1440)]
    minutes: Option<i64>,
}

/// Sets for how long I can be rung.
#[utoipa::path(put, path = "/api/on-call", tag = "bank",
    request_body(content = OnCallFor, example = json!({ "minutes": 240 })),
    responses((status = 200, body = OnCall),
              (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn put(
    State(app): State<App>,
    Person(me): Person,
    Json(OnCallFor { minutes }): Json<OnCallFor>,
) -> Result<Json<OnCall>, Problem> {
    require(me.role, Action::AnswerOffers)?;
    Ok(Json(app.store.set_on_call(me.id, minutes, app.clock.now()).await?))
}
