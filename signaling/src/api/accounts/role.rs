//! `PUT /api/accounts/{id}/role`: gives an account another role.

use crate::{
    api::Path,
    app::App,
    json::Json,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::extract::State;
use puente_registry::{account::AccountLine, id::PersonId, person::AccountRole};
use serde::Deserialize;

/// Which.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRole {
    role: AccountRole,
}

/// Changes the role, of all but interpreters and one's own account.
#[utoipa::path(put, path = "/api/accounts/{id}/role", tag = "accounts",
    params(("id" = uuid::Uuid, Path)),
    request_body(content = NewRole, example = json!({ "role": "clerk" })),
    responses((status = 200, body = AccountLine),
              (status = 409, description = "`not_now`: the own account or an interpreter's",
               body = crate::problem::Document),
              (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn put(
    State(app): State<App>,
    Person(me): Person,
    Path(id): Path<PersonId>,
    Json(given): Json<NewRole>,
) -> Result<Json<AccountLine>, Problem> {
    require(me.role, Action::ManageAccounts)?;
    Ok(Json(app.store.change_role(me.country, id, me.id, given.role).await?))
}
