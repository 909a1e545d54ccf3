//! `GET /api/me`: who is signed in on this device.

pub mod channels;
pub mod devices;
pub mod language;
pub mod leave;
pub mod password;
pub mod sign_out_everywhere;

use crate::{
    app::App,
    json::Json,
    problem::{Kind, Problem},
    session::Session,
};
use axum::extract::State;
use puente_registry::{
    id::{HearingId, PersonId, Seat},
    login::Holder,
    person::PageLanguage,
};
use serde::Serialize;

/// A person with an account, or the holder of one seat.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Me {
    name: String,
    /// A role of accounts, or for a seat the role in its hearing.
    role: &'static str,
    country: &'static str,
    zone: String,
    person: Option<PersonId>,
    seat: Option<MySeat>,
    /// The language that the person chose for pages; none for a seat.
    language: Option<PageLanguage>,
}

/// The seat that a link signed in.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct MySeat {
    hearing: HearingId,
    seat: Seat,
}

/// Who is signed in.
#[utoipa::path(get, path = "/api/me", tag = "sign-in", responses(
    (status = 200, body = Me),
    (status = 401, description = "`signed_out`", body = crate::problem::Document)))]
pub async fn me(State(app): State<App>, session: Session) -> Result<Json<Me>, Problem> {
    Ok(Json(describe(&app, session.holder).await?))
}

/// What a page shows of whoever is signed in.
pub(crate) async fn describe(app: &App, holder: Holder) -> Result<Me, Problem> {
    match holder {
        Holder::Person(person) => {
            let account = app.store.account(person).await?;
            Ok(Me {
                name: account.name,
                role: account.role.as_str(),
                country: account.country.as_str(),
                zone: account.zone.to_string(),
                person: Some(person),
                seat: None,
                language: Some(app.store.page_language(person).await?),
            })
        }
        Holder::Seat(id, seat) => {
            let hearing = app.store.hearing(id, app.clock.now()).await?;
            let participant = hearing
                .participants
                .into_iter()
                .find(|participant| participant.seat == seat)
                .ok_or(Kind::SignedOut)?;
            Ok(Me {
                name: participant.label,
                role: participant.role.as_str(),
                country: hearing.country.as_str(),
                zone: hearing.starts.zone.to_string(),
                person: None,
                seat: Some(MySeat { hearing: id, seat }),
                language: None,
            })
        }
    }
}
