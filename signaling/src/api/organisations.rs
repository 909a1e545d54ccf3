//! Organisations that own interpreters, for the staff of their country: `/api/organisations`.

pub mod create;
pub mod list;
pub mod members;

use crate::{
    app::App,
    problem::{Kind, Problem},
};
use puente_registry::{id::OrganisationId, person::Account};

/// That an organisation is of the caller's country; it does not exist otherwise.
async fn of_own_country(app: &App, id: OrganisationId, me: &Account) -> Result<(), Problem> {
    let organisation = app.store.organisation(id).await?;
    if organisation.country == me.country { Ok(()) } else { Err(Kind::NotFound.into()) }
}
