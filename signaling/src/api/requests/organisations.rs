//! `/api/requests/{id}/organisations`: organisations that can fill a request by themselves.

use crate::{
    api::{Path, Query},
    app::{App, fresh_rng},
    json::Json,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::{extract::State, http::StatusCode};
use puente_registry::{
    id::{OrganisationId, RequestId, SlotId},
    organisation::{Organisation, SlotState},
};
use serde::{Deserialize, Serialize};

/// An organisation as the region sees it: a name and how many of its people fit.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct WithPeople {
    organisation: Organisation,
    people: usize,
    /// How far it is there, once it was asked.
    slot: Option<SlotState>,
}

/// Which organisation.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OrganisationChosen {
    organisation: OrganisationId,
    /// The booth, from 0.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 2, default = 0)]
    leg: i32,
}

/// Which booth.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct OfLeg {
    /// From 0.
    #[serde(default)]
    #[param(minimum = 0, maximum = 2, default = 0)]
    leg: i32,
}

/// The slot that waits for its duty desk.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct SlotPut {
    slot: SlotId,
}

/// The organisations that have somebody who fits a booth of a request of mine, and those asked.
#[utoipa::path(get, path = "/api/requests/{id}/organisations", tag = "bank",
    params(("id" = uuid::Uuid, Path), OfLeg),
    responses((status = 200, body = Vec<WithPeople>),
              (status = 404, description = "`not_found`", body = crate::problem::Document),
              (status = 422, description = "`invalid`, `language_group` before the variety is known",
               body = crate::problem::Document)))]
pub async fn list(
    State(app): State<App>,
    Person(me): Person,
    Path(id): Path<RequestId>,
    Query(of): Query<OfLeg>,
) -> Result<Json<Vec<WithPeople>>, Problem> {
    require(me.role, Action::BookInterpreters)?;
    super::mine(&app, id, me.id).await?;
    let found = app.store.organisations_for(id, of.leg, app.clock.now()).await?;
    let shown = |(organisation, people, slot)| WithPeople { organisation, people, slot };
    Ok(Json(found.into_iter().map(shown).collect()))
}

/// Puts a request of mine to an organisation: its duty desk assigns one of its own.
#[utoipa::path(post, path = "/api/requests/{id}/organisations", tag = "bank",
    params(("id" = uuid::Uuid, Path)),
    request_body(content = OrganisationChosen,
        example = json!({ "organisation": "01936f3c-0000-7000-8000-000000000000" })),
    responses((status = 201, body = SlotPut),
              (status = 404, description = "`not_found`", body = crate::problem::Document),
              (status = 409, description = "`not_now`", body = crate::problem::Document),
              (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn create(
    State(app): State<App>,
    Person(me): Person,
    Path(id): Path<RequestId>,
    Json(given): Json<OrganisationChosen>,
) -> Result<(StatusCode, Json<SlotPut>), Problem> {
    require(me.role, Action::BookInterpreters)?;
    let (now, rng) = (app.clock.now(), &mut fresh_rng());
    let slot =
        app.store.put_to_organisation(id, given.leg, me.id, given.organisation, now, rng).await?;
    app.request_changed(id).await;
    Ok((StatusCode::CREATED, Json(SlotPut { slot })))
}
