//! `POST /api/requests/{id}/variety`: says which variety it is, once that was found out.

use crate::{
    api::Path,
    app::App,
    json::Json,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::extract::State;
use puente_registry::{
    id::RequestId,
    language::Language,
    request::{ByEar, Request},
};
use serde::Deserialize;

/// What was found out.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ChosenVariety)]
pub struct Chosen {
    /// The variety, for instance `mam-todos-santos`.
    language: Language,
    /// The listening that told it, if one did.
    #[serde(default)]
    by_ear: Option<ByEar>,
}

/// Chooses the variety of a request that was made without one; from then on interpreters can be
/// asked.
#[utoipa::path(post, path = "/api/requests/{id}/variety", tag = "bank",
    params(("id" = uuid::Uuid, Path)),
    request_body(content = Chosen, example = json!({ "language": "mam-todos-santos" })),
    responses((status = 200, body = Request),
              (status = 404, description = "`not_found`", body = crate::problem::Document),
              (status = 409, description = "`not_now`: it is known already",
               body = crate::problem::Document),
              (status = 422, description = "`language_group`, `invalid`",
               body = crate::problem::Document)))]
pub async fn choose(
    State(app): State<App>,
    Person(me): Person,
    Path(id): Path<RequestId>,
    Json(chosen): Json<Chosen>,
) -> Result<Json<Request>, Problem> {
    require(me.role, Action::BookInterpreters)?;
    let now = app.clock.now();
    let Chosen { language, by_ear } = chosen;
    let request = app.store.choose_variety(id, me.id, &language, by_ear, now).await?;
    app.request_changed(id).await;
    Ok(Json(request))
}
