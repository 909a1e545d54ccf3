//! `POST /api/accounts`: invites somebody to work here.

use crate::{
    app::{App, fresh_rng},
    json::Json,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::{extract::State, http::StatusCode};
use puente_registry::{
    account::AccountLine,
    person::{AccountRole, NewAccount, PageLanguage},
    time::Zone,
};
use serde::Deserialize;

/// Whom.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Invitation {
    #[schema(min_length = 1, max_length = 120)]
    name: String,
    #[schema(max_length = 254)]
    email: String,
    /// Any but interpreter: interpreters apply.
    role: AccountRole,
    zone: Zone,
    language: PageLanguage,
}

/// Makes an account in my country and sends its person a link by mail.
#[utoipa::path(post, path = "/api/accounts", tag = "accounts",
    request_body(content = Invitation, example = json!({ "name": "Luis Ejemplo",
        "email": "luis@example.org", "role": "coordinator", "zone": "America/Guatemala",
        "language": "es" })),
    responses((status = 201, body = AccountLine),
              (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn create(
    State(app): State<App>,
    Person(me): Person,
    Json(given): Json<Invitation>,
) -> Result<(StatusCode, Json<AccountLine>), Problem> {
    require(me.role, Action::ManageAccounts)?;
    let account = NewAccount {
        name: given.name,
        email: Some(given.email),
        password_phc: None,
        role: given.role,
        country: me.country,
        zone: given.zone,
    };
    let now = app.clock.now();
    let id = app.store.invite(&account, given.language, now, &mut fresh_rng()).await?;
    Ok((StatusCode::CREATED, Json(app.store.account_of_country(me.country, id).await?)))
}
