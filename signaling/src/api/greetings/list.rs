//! `GET /api/greetings`: an interpreter's own, or those that a coordinator may approve.

use crate::{
    app::App,
    json::Json,
    policy::{Action, allows, require},
    problem::Problem,
    session::Person,
};
use axum::extract::State;
use puente_registry::{greeting::Greeting, language::Language};
use serde::Serialize;

/// What there is to listen to.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Greetings {
    /// The languages in which the caller may record; empty for those who approve.
    #[schema(value_type = Vec<String>)]
    languages: Vec<Language>,
    greetings: Vec<Greeting>,
    /// Whether the caller may approve them.
    approves: bool,
}

/// The greetings that concern the caller.
#[utoipa::path(get, path = "/api/greetings", tag = "languages", responses(
    (status = 200, body = Greetings)))]
pub async fn list(State(app): State<App>, Person(me): Person) -> Result<Json<Greetings>, Problem> {
    if allows(me.role, Action::ApproveGreetings) {
        let greetings = app.store.greetings_in(me.country).await?;
        return Ok(Json(Greetings { languages: Vec::new(), greetings, approves: true }));
    }
    require(me.role, Action::RecordGreetings)?;
    let languages = app.store.greeting_languages(me.id).await?;
    let greetings = app.store.greetings_of(me.id).await?;
    Ok(Json(Greetings { languages, greetings, approves: false }))
}
