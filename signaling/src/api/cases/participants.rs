//! `POST /api/cases/participants`: who stood by the victim in earlier hearings of a case. The case
//! is named in the body, so that no log holds it.

use crate::{
    app::App,
    json::Json,
    lang::Words,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::extract::State;
use puente_registry::case::CaseParticipant;
use serde::Deserialize;

/// As many as a request can name.
const MOST_CHARACTERS: usize = 120;

/// Which case.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CaseNamed {
    #[schema(min_length = 1, max_length = 120)]
    case_reference: String,
}

/// The victim's lawyers and support persons of the earlier hearings of a case of my country, the
/// latest first, to be proposed again.
#[utoipa::path(post, path = "/api/cases/participants", tag = "bank",
    request_body(content = CaseNamed, example = json!({ "case_reference": "FED-2026-77" })),
    responses((status = 200, body = Vec<CaseParticipant>),
              (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn list(
    State(app): State<App>,
    Person(me): Person,
    Json(named): Json<CaseNamed>,
) -> Result<Json<Vec<CaseParticipant>>, Problem> {
    require(me.role, Action::BookInterpreters)?;
    let case = named.case_reference.trim();
    if !(1..=MOST_CHARACTERS).contains(&case.chars().count()) {
        let words = Words::new(
            "De 1 a 120 caracteres.",
            "From 1 to 120 characters.",
            "De 1 à 120 caractères.",
        );
        return Err(Problem::invalid("case_reference", words));
    }
    Ok(Json(app.store.participants_of_case(me.id, case).await?))
}
