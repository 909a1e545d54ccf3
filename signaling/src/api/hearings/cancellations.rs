//! `GET /api/hearings/{id}/cancellations`: bookings that did not come to be, with their codes.

use super::{Cancelled, cancelled, may_prepare, no_show::interprets, within_reach};
use crate::{api::Path, app::App, json::Json, problem::Problem, session::Session};
use axum::extract::State;
use puente_registry::{hearing::Hearing, id::HearingId};

/// Whoever prepares the hearing sees all, an interpreter her own.
#[utoipa::path(get, path = "/api/hearings/{id}/cancellations", tag = "hearings",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = Vec<Cancelled>),
              (status = 404, description = "`not_found`", body = crate::problem::Document)))]
pub async fn list(
    State(app): State<App>,
    session: Session,
    Path(id): Path<HearingId>,
) -> Result<Json<Vec<Cancelled>>, Problem> {
    let me = session.person();
    let may = |hearing: &Hearing| {
        may_prepare(hearing, &session) || me.is_some_and(|me| interprets(hearing, me))
    };
    let hearing = within_reach(&app, id, may).await?;
    Ok(Json(cancelled(&app, &hearing, &session).await?))
}
