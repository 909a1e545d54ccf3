//! `POST /api/offers/{id}/accept`: takes a seat, if one is left.

use crate::{
    api::Path,
    app::{App, fresh_rng},
    json::Json,
    policy::{Action, require},
    problem::{Kind, Problem},
    session::Person,
};
use axum::{extract::State, http::StatusCode};
use puente_registry::{id::OfferId, offer::Offer};
use serde::Deserialize;

/// What the interpreter was asked about conflicts of interest. The answers are not kept.
#[derive(Clone, Copy, Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(example = json!({ "same_community": false, "same_employer": false, "advocate": false }))]
pub struct Answers {
    /// May know the person: the same community, family or circle.
    same_community: bool,
    /// Works or worked for somebody in such cases: police, party, employer.
    same_employer: bool,
    /// Accompanies or advises victims in such cases.
    advocate: bool,
}

impl Answers {
    fn conflict(self) -> bool {
        self.same_community || self.same_employer || self.advocate
    }
}

/// Accepts. Of all who accept at the same time, exactly as many succeed as there are seats.
/// Whoever answers a question with yes gives the offer on to the next, and why is not kept.
#[utoipa::path(post, path = "/api/offers/{id}/accept", tag = "bank",
    params(("id" = uuid::Uuid, Path)), request_body = Option<Answers>,
    responses((status = 201, body = Offer),
              (status = 404, description = "`not_found`", body = crate::problem::Document),
              (status = 409,
               description = "`already_taken`, `offer_closed`, `not_free`, `conflict_declared`",
               body = crate::problem::Document)))]
pub async fn accept(
    State(app): State<App>,
    Person(me): Person,
    Path(id): Path<OfferId>,
    answers: Option<Json<Answers>>,
) -> Result<(StatusCode, Json<Offer>), Problem> {
    require(me.role, Action::AnswerOffers)?;
    let now = app.clock.now();
    let Json(answers) = answers.unwrap_or_default();
    if answers.conflict() {
        app.store.decline(id, me.id, None, now).await?;
        app.offer_answered(id).await;
        return Err(Kind::ConflictDeclared.into());
    }
    let accepted = app.store.accept(id, me.id, now, &mut fresh_rng()).await;
    let accepted = accepted.map_err(Problem::from);
    // Who comes too late is in the request's timeline as well.
    if accepted.as_ref().err().is_none_or(|problem| problem.kind() == Kind::AlreadyTaken) {
        app.offer_answered(id).await;
    }
    Ok((StatusCode::CREATED, Json(accepted?)))
}
