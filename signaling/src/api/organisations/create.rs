//! `POST /api/organisations`: takes an organisation of my country into the bank.

use crate::{
    app::{App, fresh_rng},
    json::Json,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::{extract::State, http::StatusCode};
use puente_registry::{
    organisation::{Organisation, OrganisationInput, OrganisationKind},
    time::Zone,
};
use serde::Deserialize;

/// Its name, what it is, and the clock of its roster.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewOrganisation {
    #[schema(min_length = 1, max_length = 120)]
    name: String,
    kind: OrganisationKind,
    zone: Zone,
}

/// Takes an organisation in.
#[utoipa::path(post, path = "/api/organisations", tag = "people",
    request_body(content = NewOrganisation, example = json!({ "name": "Organismo Judicial", "kind": "court",
        "zone": "America/Guatemala" })),
    responses((status = 201, body = Organisation),
              (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn create(
    State(app): State<App>,
    Person(me): Person,
    Json(given): Json<NewOrganisation>,
) -> Result<(StatusCode, Json<Organisation>), Problem> {
    require(me.role, Action::ManagePeople)?;
    let NewOrganisation { name, kind, zone } = given;
    let given = OrganisationInput { name, country: me.country, kind, zone };
    let made = app.store.add_organisation(&given, app.clock.now(), &mut fresh_rng()).await?;
    Ok((StatusCode::CREATED, Json(made)))
}
