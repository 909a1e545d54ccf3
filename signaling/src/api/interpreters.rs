//! Interpreters as others see them, by number: `/api/interpreters`.

pub mod credentials;
pub mod get;
pub mod import;
pub mod vetting;

use crate::{
    app::App,
    problem::{Kind, Problem},
};
use puente_registry::{id::PersonId, person::Account};

/// The person behind a number, if they are of the caller's country; nobody otherwise.
async fn of_own_country(app: &App, number: i64, me: &Account) -> Result<PersonId, Problem> {
    let person = app.store.person_numbered(number).await?;
    let account = app.store.account(person).await?;
    if account.country == me.country { Ok(person) } else { Err(Kind::NotFound.into()) }
}
