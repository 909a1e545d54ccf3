//! Subjects that I would rather not hear for now: `/api/spared-topics`. Nobody else sees them.

use crate::{
    app::App,
    json::Json,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::extract::State;
use puente_registry::request::Topic;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The subjects; offers about them come to me later than to others, and all else stays.
#[derive(Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "topics": ["torture"] }))]
pub struct Spared {
    #[schema(value_type = Vec<Topic>)]
    topics: BTreeSet<Topic>,
}

/// Mine.
#[utoipa::path(get, path = "/api/spared-topics", tag = "bank", responses((status = 200, body = Spared)))]
pub async fn get(State(app): State<App>, Person(me): Person) -> Result<Json<Spared>, Problem> {
    require(me.role, Action::AnswerOffers)?;
    Ok(Json(Spared { topics: app.store.spared_topics(me.id).await? }))
}

/// Sets them; none takes all back.
#[utoipa::path(put, path = "/api/spared-topics", tag = "bank", request_body = Spared,
    responses((status = 200, body = Spared)))]
pub async fn put(
    State(app): State<App>,
    Person(me): Person,
    Json(spared): Json<Spared>,
) -> Result<Json<Spared>, Problem> {
    require(me.role, Action::AnswerOffers)?;
    app.store.set_spared_topics(me.id, &spared.topics, app.clock.now()).await?;
    Ok(Json(spared))
}
