//! `POST /api/accounts/{id}/resume`: lets a suspended account be used again.

use crate::{
    api::Path,
    app::{App, fresh_rng},
    json::Json,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::extract::State;
use puente_registry::{account::AccountLine, id::PersonId};

/// Lets the account be used again.
#[utoipa::path(post, path = "/api/accounts/{id}/resume", tag = "accounts",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = AccountLine),
              (status = 409, description = "`not_now`: it is not suspended",
               body = crate::problem::Document)))]
pub async fn create(
    State(app): State<App>,
    Person(me): Person,
    Path(id): Path<PersonId>,
) -> Result<Json<AccountLine>, Problem> {
    require(me.role, Action::ManageAccounts)?;
    let now = app.clock.now();
    Ok(Json(app.store.resume(me.country, id, now, &mut fresh_rng()).await?))
}
