//! `POST /api/cooperation`: begins a request to another country.

use super::{CaseView, view};
use crate::{
    app::{App, fresh_rng},
    json::Json,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::{extract::State, http::StatusCode};
use puente_registry::{Error, cooperation::content::Content, country::Country};
use serde::Deserialize;
use serde_json::{Value, json};

/// To whom, and what is known already.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRequest {
    requested: Country,
    /// Parts of the form, as the schema describes them.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    content: Option<Value>,
}

/// Makes a draft. The names of both central authorities are filled in from the directory.
#[utoipa::path(post, path = "/api/cooperation", tag = "cooperation",
    request_body(content = NewRequest, example = json!({ "requested": "CR" })),
    responses((status = 201, body = CaseView),
              (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn create(
    State(app): State<App>,
    Person(me): Person,
    Json(input): Json<NewRequest>,
) -> Result<(StatusCode, Json<CaseView>), Problem> {
    require(me.role, Action::Cooperate)?;
    let now = app.clock.now();
    let mut content = input.content.unwrap_or_else(|| json!({}));
    if content.get("central_authorities").is_none() {
        let known = app.store.authorities(now).await?;
        let entry = |country| known.iter().find(|authority| authority.country == country);
        if let (Some(ours), Some(theirs)) = (entry(me.country), entry(input.requested))
            && let Some(parts) = content.as_object_mut()
        {
            let mut part = json!({
                "requesting": ours.about.name_es, "requested": theirs.about.name_es,
            });
            for (key, authority) in [("liaison_requesting", ours), ("liaison_requested", theirs)] {
                if let Some(officer) = authority.officer_in_office() {
                    part[key] = officer.about.name.clone().into();
                }
            }
            parts.insert("central_authorities".to_owned(), part);
        }
    }
    let content = Content::read(content).map_err(Error::Faults)?;
    let rng = &mut fresh_rng();
    let case = app.store.draft_cooperation(&me, input.requested, &content, now, rng).await?;
    app.news.of_cooperation(case.id).await;
    Ok((StatusCode::CREATED, Json(view(&app, case, &me).await?)))
}
