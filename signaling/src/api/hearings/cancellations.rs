//! `GET /api/hearings/{id}/cancellations`: bookings that did not come to be, with their codes, and
//! who could be noted as not come.

use super::{Cancellations, cancellations_of, may_prepare, no_show::interprets, within_reach};
use crate::{api::Path, app::App, json::Json, problem::Problem, session::Session};
use axum::extract::State;
use puente_registry::{hearing::Hearing, id::HearingId};

/// Whoever prepares the hearing sees all, an interpreter her own.
#[utoipa::path(get, path = "/api/hearings/{id}/cancellations", tag = "hearings",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = Cancellations),
              (status = 404, description = "`not_found`", body = crate::problem::Document)))]
pub async fn list(
    State(app): State<App>,
    session: Session,
    Path(id): Path<HearingId>,
) -> Result<Json<Cancellations>, Problem> {
    let me = session.person();
    let may = |hearing: &Hearing| {
        may_prepare(hearing, &session) || me.is_some_and(|me| interprets(hearing, me))
    };
    let hearing = within_reach(&app, id, may).await?;
    Ok(Json(cancellations_of(&app, &hearing, &session).await?))
}
