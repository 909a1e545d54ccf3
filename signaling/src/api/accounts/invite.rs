//! `POST /api/accounts/{id}/invite`: invites once more.

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

/// Sends another link to somebody who has not come yet.
#[utoipa::path(post, path = "/api/accounts/{id}/invite", tag = "accounts",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = AccountLine),
              (status = 409, description = "`not_now`: they have come",
               body = crate::problem::Document)))]
pub async fn create(
    State(app): State<App>,
    Person(me): Person,
    Path(id): Path<PersonId>,
) -> Result<Json<AccountLine>, Problem> {
    require(me.role, Action::ManageAccounts)?;
    let now = app.clock.now();
    app.store.invite_again(me.country, id, now, &mut fresh_rng()).await?;
    Ok(Json(app.store.account_of_country(me.country, id).await?))
}
