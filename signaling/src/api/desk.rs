//! The duty desk of an organisation: its roster and the slots it fills: `/api/desk`.

pub mod get;
pub mod roster;
pub mod slots;

use crate::{
    app::App,
    policy::{Action, require},
    problem::{Kind, Problem},
};
use puente_registry::{id::OrganisationId, organisation::MemberRole, person::Account};

/// The organisation whose desk the caller keeps.
async fn own(app: &App, me: &Account) -> Result<OrganisationId, Problem> {
    require(me.role, Action::KeepDesk)?;
    match app.store.membership(me.id).await? {
        Some((organisation, MemberRole::DutyDesk)) => Ok(organisation),
        _ => Err(Kind::NotFound.into()),
    }
}
