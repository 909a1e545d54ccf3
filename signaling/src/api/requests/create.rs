//! `POST /api/requests`: asks for interpreters, and holds the places that are named.

use crate::{
    app::{App, fresh_rng},
    json::Json,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::{extract::State, http::StatusCode};
use puente_registry::request::{Request, RequestInput};

/// Makes a request.
#[utoipa::path(post, path = "/api/requests", tag = "bank",
    request_body = RequestInput,
    responses((status = 201, body = Request),
              (status = 409, description = "`not_free`", body = crate::problem::Document),
              (status = 422, description = "`invalid`, `language_group`",
               body = crate::problem::Document)))]
pub async fn create(
    State(app): State<App>,
    Person(me): Person,
    Json(input): Json<RequestInput>,
) -> Result<(StatusCode, Json<Request>), Problem> {
    require(me.role, Action::BookInterpreters)?;
    let now = app.clock.now();
    let request = app.store.create_request(me.id, &input, now, &mut fresh_rng()).await?;
    app.request_changed(request.id).await;
    Ok((StatusCode::CREATED, Json(request)))
}
