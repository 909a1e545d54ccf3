//! `GET /api/briefings/{id}`: what is in it.

use super::{Contents, contents, open};
use crate::{api::Path, app::App, json::Json, problem::Problem, session::Person};
use axum::extract::State;
use uuid::Uuid;

/// For whoever asked, and for those who are booked, from acceptance until the close.
#[utoipa::path(get, path = "/api/briefings/{id}", tag = "hearings",
    params(("id" = Uuid, Path, description = "Of the request, or of a hearing")),
    responses((status = 200, body = Contents),
              (status = 403, description = "`briefing_not_yet`", body = crate::problem::Document),
              (status = 404, description = "`not_found`", body = crate::problem::Document),
              (status = 410, description = "`briefing_closed`", body = crate::problem::Document)))]
pub async fn get(
    State(app): State<App>,
    Person(me): Person,
    Path(id): Path<Uuid>,
) -> Result<Json<Contents>, Problem> {
    let briefing = open(&app, id, me.id).await?;
    contents(&app, &briefing, me.id).await
}
