//! `POST /api/offers/{id}/decline`: says no, and perhaps why.

use crate::{
    api::Path,
    app::App,
    json::Json,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::extract::State;
use puente_registry::{id::OfferId, offer::Offer};
use serde::Deserialize;

/// Why not, as one of a few words: free text could name somebody.
#[derive(Clone, Copy, Debug, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeclineReason {
    NotFree,
    OtherVariety,
    ConflictOfInterest,
    Subject,
    TooShortNotice,
    Other,
}

/// The answer.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "reason": "too_short_notice" }))]
pub struct Declined {
    #[serde(default)]
    reason: Option<DeclineReason>,
}

/// Declines; this never counts against anybody.
#[utoipa::path(post, path = "/api/offers/{id}/decline", tag = "bank", request_body = Declined,
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = Offer),
              (status = 404, description = "`not_found`", body = crate::problem::Document),
              (status = 409, description = "`offer_closed`", body = crate::problem::Document)))]
pub async fn decline(
    State(app): State<App>,
    Person(me): Person,
    Path(id): Path<OfferId>,
    Json(declined): Json<Declined>,
) -> Result<Json<Offer>, Problem> {
    require(me.role, Action::AnswerOffers)?;
    let reason = declined.reason.map(DeclineReason::as_str);
    let offer = app.store.decline(id, me.id, reason, app.clock.now()).await?;
    app.offer_answered(id).await;
    Ok(Json(offer))
}

impl DeclineReason {
    fn as_str(self) -> &'static str {
        match self {
            Self::NotFree => "not_free",
            Self::OtherVariety => "other_variety",
            Self::ConflictOfInterest => "conflict_of_interest",
            Self::Subject => "subject",
            Self::TooShortNotice => "too_short_notice",
            Self::Other => "other",
        }
    }
}
