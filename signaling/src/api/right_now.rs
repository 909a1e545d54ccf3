//! `POST /api/right-now`: right now. Makes the hearing at once and rings who is on call.

use crate::{
    app::{App, fresh_rng},
    json::Json,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::{extract::State, http::StatusCode};
use puente_registry::{offer::CallInput, request::Request};

/// Calls for an interpreter right now. `waves` is `running` while it rings and `exhausted` when
/// nobody on call is left.
#[utoipa::path(post, path = "/api/right-now", tag = "bank",
    request_body(content = CallInput, example = json!({
        "languages": ["kek", "spa"], "label": "W-17", "minor": "12_to_15", "medical": true,
    })),
    responses((status = 201, body = Request),
              (status = 422, description = "`invalid`, `language_group`",
               body = crate::problem::Document)))]
pub async fn create(
    State(app): State<App>,
    Person(me): Person,
    Json(call): Json<CallInput>,
) -> Result<(StatusCode, Json<Request>), Problem> {
    require(me.role, Action::BookInterpreters)?;
    let request = app.store.call(me.id, &call, app.clock.now(), &mut fresh_rng()).await?;
    app.request_changed(request.id).await;
    Ok((StatusCode::CREATED, Json(request)))
}
