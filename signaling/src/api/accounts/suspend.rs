//! `POST /api/accounts/{id}/suspend`: stops an account.

use crate::{
    api::Path,
    app::App,
    json::Json,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::extract::State;
use puente_registry::{account::AccountLine, id::PersonId};

/// Ends every login and link of the account at once; nobody can sign in with it.
#[utoipa::path(post, path = "/api/accounts/{id}/suspend", tag = "accounts",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = AccountLine),
              (status = 409, description = "`not_now`: it is the own account, or not in use",
               body = crate::problem::Document)))]
pub async fn create(
    State(app): State<App>,
    Person(me): Person,
    Path(id): Path<PersonId>,
) -> Result<Json<AccountLine>, Problem> {
    require(me.role, Action::ManageAccounts)?;
    let now = app.clock.now();
    Ok(Json(app.store.suspend(me.country, id, me.id, now).await?))
}
