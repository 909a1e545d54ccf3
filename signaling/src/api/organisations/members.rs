//! `/api/organisations/{id}/members`: who works for an organisation of my country.

use super::of_own_country;
use crate::{
    api::Path,
    app::App,
    json::Json,
    policy::{Action, require},
    problem::{Kind, Problem},
    session::Person,
};
use axum::{extract::State, http::StatusCode};
use puente_registry::{
    id::{OrganisationId, PersonId},
    organisation::{Member, MemberRole},
    person::AccountRole,
};
use serde::Deserialize;

/// Who becomes a member: an interpreter by number, or an account of a duty desk by e-mail.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(untagged)]
pub enum NewMember {
    /// Interprets for it.
    Interpreter(NewInterpreter),
    /// Keeps its roster.
    Desk(NewDesk),
}

/// Interprets for it.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewInterpreter {
    /// Their number.
    interpreter: i64,
}

/// Keeps its roster.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDesk {
    /// The e-mail of an account with the role `duty_desk`.
    #[schema(max_length = 254)]
    duty_desk: String,
}

/// Everybody of an organisation.
#[utoipa::path(get, path = "/api/organisations/{id}/members", tag = "people",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = Vec<Member>),
              (status = 404, description = "`not_found`", body = crate::problem::Document)))]
pub async fn list(
    State(app): State<App>,
    Person(me): Person,
    Path(id): Path<OrganisationId>,
) -> Result<Json<Vec<Member>>, Problem> {
    require(me.role, Action::ManagePeople)?;
    of_own_country(&app, id, &me).await?;
    Ok(Json(app.store.members(id).await?))
}

/// Makes somebody of my country a member, in place of any membership they have.
#[utoipa::path(post, path = "/api/organisations/{id}/members", tag = "people",
    params(("id" = uuid::Uuid, Path)),
    request_body(content = NewMember, example = json!({ "interpreter": 101 })),
    responses((status = 201, body = Vec<Member>),
              (status = 404, description = "`not_found`", body = crate::problem::Document),
              (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn create(
    State(app): State<App>,
    Person(me): Person,
    Path(id): Path<OrganisationId>,
    Json(given): Json<NewMember>,
) -> Result<(StatusCode, Json<Vec<Member>>), Problem> {
    require(me.role, Action::ManagePeople)?;
    of_own_country(&app, id, &me).await?;
    let (account, role) = match given {
        NewMember::Interpreter(NewInterpreter { interpreter }) => {
            let person = app.store.person_numbered(interpreter).await?;
            (app.store.account(person).await?, MemberRole::Interpreter)
        }
        NewMember::Desk(NewDesk { duty_desk }) => {
            let found = app.store.account_for_sign_in(&duty_desk).await?;
            let (account, _) = found.ok_or(Kind::NotFound)?;
            if account.role != AccountRole::DutyDesk {
                return Err(Kind::NotFound.into());
            }
            (account, MemberRole::DutyDesk)
        }
    };
    if account.country != me.country {
        return Err(Kind::NotFound.into());
    }
    app.store.set_member(id, account.id, role, app.clock.now()).await?;
    Ok((StatusCode::CREATED, Json(app.store.members(id).await?)))
}

/// Ends a membership; shifts to come go with it.
#[utoipa::path(delete, path = "/api/organisations/{id}/members/{person}", tag = "people",
    params(("id" = uuid::Uuid, Path), ("person" = uuid::Uuid, Path)),
    responses((status = 204, description = "No member any more"),
              (status = 404, description = "`not_found`", body = crate::problem::Document)))]
pub async fn delete(
    State(app): State<App>,
    Person(me): Person,
    Path((id, person)): Path<(OrganisationId, PersonId)>,
) -> Result<StatusCode, Problem> {
    require(me.role, Action::ManagePeople)?;
    of_own_country(&app, id, &me).await?;
    app.store.remove_member(id, person, app.clock.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}
