//! `GET /api/interpreters/{number}`: an interpreter without name, as the caller's country sees one.

use crate::{
    api::{Path, profile::HeldCredential},
    app::App,
    json::Json,
    policy::{Action, allows, require},
    problem::Problem,
    session::Person,
};
use axum::extract::State;
use puente_registry::{
    country::Country,
    interpreter::{AgeRange, Gender, Level, NameThere, Service, Setting, Spoken},
    time::{Instant, Zone},
    training::Training,
    vetting::{Vetting, VettingState},
};
use serde::Serialize;

/// An interpreter by number. The name is shown once there is a booking, in the hearing itself.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct SeenInterpreter {
    number: i64,
    country: Country,
    zone: Zone,
    gender: Gender,
    age_band: Option<AgeRange>,
    /// Works in a team with a hearing interpreter.
    deaf: bool,
    languages: Vec<Spoken>,
    services: Vec<Service>,
    /// What my country recognises, as it calls it.
    recognised: Vec<RecognisedAs>,
    trainings: Vec<Training>,
    vetting: Vetting,
    /// When the equipment was last looked at.
    equipment_checked: Option<Instant>,
    notice_minutes: i64,
    /// The organisation that assigns them, if any.
    organisation: Option<String>,
    /// All credentials: for the staff of their own country.
    credentials: Option<Vec<HeldCredential>>,
    /// Whether I may decide about the vetting.
    may_decide_vetting: bool,
}

/// A credential as my country names it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct RecognisedAs {
    setting: Setting,
    level: Level,
    /// My country's own name for the holder; empty where the level's word will do.
    name: NameThere,
    scheme: String,
    issuer: String,
    valid_until: Option<Instant>,
}

/// An interpreter, without name.
#[utoipa::path(get, path = "/api/interpreters/{number}", tag = "people",
    params(("number" = i64, Path, example = 101)),
    responses((status = 200, body = SeenInterpreter),
              (status = 404, description = "`not_found`", body = crate::problem::Document)))]
pub async fn get(
    State(app): State<App>,
    Person(me): Person,
    Path(number): Path<i64>,
) -> Result<Json<SeenInterpreter>, Problem> {
    require(me.role, Action::SeeInterpreters)?;
    let (store, now) = (&app.store, app.clock.now());
    let person = store.person_numbered(number).await?;
    let account = store.account(person).await?;
    let told = store.particulars(person).await?;
    let mut recognised = Vec::new();
    for &setting in Setting::ALL {
        for found in store.recognised_as(person, me.country, setting, now, now).await? {
            recognised.push(RecognisedAs {
                setting,
                level: found.level,
                name: found.name,
                scheme: found.credential.scheme,
                issuer: found.credential.issuer,
                valid_until: found.credential.valid_until,
            });
        }
    }
    let own = account.country == me.country;
    let credentials = if own && allows(me.role, Action::Vet) {
        let held = store.credentials_of(person).await?;
        Some(held.into_iter().map(|held| HeldCredential::new(held, now)).collect())
    } else {
        None
    };
    let organisation = match store.membership(person).await? {
        Some((id, _)) => Some(store.organisation(id).await?.name),
        None => None,
    };
    let vetting = store.vetting(person, now).await?;
    Ok(Json(SeenInterpreter {
        number,
        country: account.country,
        zone: account.zone,
        gender: told.gender,
        age_band: told.age_band,
        deaf: told.deaf,
        languages: told.languages,
        services: told.services,
        recognised,
        trainings: store.trainings_of(person).await?,
        vetting: Vetting {
            until: vetting.until.filter(|_| vetting.state == VettingState::Cleared),
            ..vetting
        },
        equipment_checked: store.equipment(person).await?.map(|found| found.checked),
        notice_minutes: told.notice_minutes,
        organisation,
        credentials,
        may_decide_vetting: own && allows(me.role, Action::ManagePeople),
    }))
}
