//! `GET /api/facilities`: the facilities of my country.

use crate::{
    app::App,
    json::Json,
    policy::{Action, allows, require},
    problem::Problem,
    session::Person,
};
use axum::extract::State;
use puente_registry::{facility::Facility, id::PersonId, person::AccountRole};
use serde::Serialize;

/// What there is, and who may look after it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Facilities {
    facilities: Vec<Facility>,
    /// The technicians of the country, for those who may name one.
    technicians: Vec<Technician>,
    /// Whether I may add and change facilities.
    may_keep: bool,
}

/// A technician.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Technician {
    #[schema(value_type = uuid::Uuid)]
    id: PersonId,
    name: String,
}

/// The facilities of my country, by name.
#[utoipa::path(get, path = "/api/facilities", tag = "bank", responses(
    (status = 200, body = Facilities)))]
pub async fn list(State(app): State<App>, Person(me): Person) -> Result<Json<Facilities>, Problem> {
    require(me.role, Action::FindPlaces)?;
    let may_keep = allows(me.role, Action::KeepPlaces);
    let mut technicians = Vec::new();
    if may_keep {
        let all = app.store.accounts_with_role(AccountRole::Technician).await?;
        let own = all.into_iter().filter(|account| account.country == me.country);
        technicians.extend(own.map(|account| Technician { id: account.id, name: account.name }));
    }
    let facilities = app.store.facilities(Some(me.country)).await?;
    Ok(Json(Facilities { facilities, technicians, may_keep }))
}
