//! `GET /api/experts`: experts for remote testimony, by field.

use crate::{
    api::Query,
    app::App,
    json::Json,
    policy::{Action, require},
    problem::{Problem, bank::at_most},
    session::Person,
};
use axum::extract::State;
use puente_registry::{
    country::Country,
    expert::{Expert, Field, Wanted},
    language::Language,
};
use serde::Deserialize;

/// Which; what is not given does not matter.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct Sought {
    /// Their field.
    field: Option<Field>,
    /// A word they gave for their work, however it is spelt.
    #[param(max_length = 60)]
    tag: Option<String>,
    /// A language they testify in.
    language: Option<Language>,
    /// Their country.
    country: Option<Country>,
}

/// Experts whose vetting holds, without names.
#[utoipa::path(get, path = "/api/experts", tag = "people", params(Sought), responses(
    (status = 200, body = Vec<Expert>)))]
pub async fn search(
    State(app): State<App>,
    Person(me): Person,
    Query(sought): Query<Sought>,
) -> Result<Json<Vec<Expert>>, Problem> {
    require(me.role, Action::SeeInterpreters)?;
    let Sought { field, tag, language, country } = sought;
    if let Some(tag) = &tag {
        at_most(60, "tag", tag)?;
    }
    let wanted = Wanted { field, tag, language, country };
    Ok(Json(app.store.experts(&wanted, app.clock.now()).await?))
}
