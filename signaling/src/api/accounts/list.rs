//! `GET /api/accounts`: who has an account in my country.

use crate::{
    api::Query,
    app::App,
    json::Json,
    policy::{Action, require},
    problem::{Problem, bank::at_most},
    session::Person,
};
use axum::extract::State;
use puente_registry::{account::AccountLine, person::AccountRole};
use serde::Deserialize;

/// Which of them.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Which {
    /// A part of the name or address.
    #[serde(default)]
    #[param(max_length = 120)]
    q: String,
    /// Only those of this role.
    #[serde(default)]
    role: Option<AccountRole>,
}

/// The newest first, at most 200.
#[utoipa::path(get, path = "/api/accounts", tag = "accounts", params(Which), responses(
    (status = 200, body = Vec<AccountLine>)))]
pub async fn list(
    State(app): State<App>,
    Person(me): Person,
    Query(which): Query<Which>,
) -> Result<Json<Vec<AccountLine>>, Problem> {
    require(me.role, Action::ManageAccounts)?;
    at_most(120, "q", &which.q)?;
    Ok(Json(app.store.accounts_of_country(me.country, which.role, &which.q).await?))
}
