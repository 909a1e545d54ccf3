//! `PUT /api/cooperation/{id}/sections/{section}`: saves one part of a draft.

use super::{CaseView, draft, view};
use crate::{
    api::Path,
    app::App,
    json::Json,
    policy::{Action, require},
    problem::{Kind, Problem},
    session::Person,
};
use axum::extract::State;
use puente_registry::{cooperation::sections::REQUEST, id::CooperationId};
use serde::Deserialize;
use serde_json::Value;

/// The part, and which draft it was written on.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SectionPart)]
pub struct Part {
    /// The draft's revision that the writer saw.
    revision: i64,
    /// The part, as the schema describes it; what is missing may come later.
    #[schema(value_type = Object)]
    part: Value,
}

/// Saves one part. 409 if somebody else changed the draft meanwhile.
#[utoipa::path(put, path = "/api/cooperation/{id}/sections/{section}", tag = "cooperation",
    params(("id" = uuid::Uuid, Path), ("section" = String, Path)),
    request_body(content = Part, example = json!({
        "revision": 1,
        "part": { "treaty": "UNTOC", "article": "18" },
    })),
    responses((status = 200, body = CaseView),
              (status = 409, description = "`not_now`", body = crate::problem::Document),
              (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn put(
    State(app): State<App>,
    Person(me): Person,
    Path((id, section)): Path<(CooperationId, String)>,
    Json(Part { revision, part }): Json<Part>,
) -> Result<Json<CaseView>, Problem> {
    require(me.role, Action::Cooperate)?;
    let section = REQUEST.iter().find(|known| known.key == section).ok_or(Kind::NotFound)?;
    draft(&app, id, &me).await?;
    let now = app.clock.now();
    let case = app.store.write_cooperation(id, revision, section, part, now).await?;
    Ok(Json(view(&app, case, &me).await?))
}
