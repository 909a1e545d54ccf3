//! `GET /api/hearings/{id}/qualifications`: what qualifies the interpreters in the eyes of the
//! country that asked.

use super::{may_prepare, within_reach};
use crate::{api::Path, app::App, json::Json, lang::Lang, problem::Problem, session::Session};
use axum::{extract::State, http::HeaderMap};
use puente_registry::{
    id::{HearingId, Seat},
    interpreter::{Level, NameThere},
    time::Moment,
};
use serde::Serialize;

/// One interpreter's best credential as this country takes it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Qualified {
    seat: Seat,
    number: i64,
    /// The scheme; null if the country recognises nothing that she holds.
    scheme: Option<String>,
    /// What this country calls the holder, in the caller's language; null where the level's word
    /// will do.
    name: Option<String>,
    issuer: Option<String>,
    /// Null for good.
    valid_until: Option<Moment>,
    level: Option<Level>,
    /// Whoever leads must decide about her before anything goes on record.
    voir_dire: bool,
}

/// By seat, for those who prepare the hearing.
#[utoipa::path(get, path = "/api/hearings/{id}/qualifications", tag = "hearings",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = Vec<Qualified>),
              (status = 404, description = "`not_found`", body = crate::problem::Document)))]
pub async fn get(
    State(app): State<App>,
    session: Session,
    headers: HeaderMap,
    Path(id): Path<HearingId>,
) -> Result<Json<Vec<Qualified>>, Problem> {
    let hearing = within_reach(&app, id, |hearing| may_prepare(hearing, &session)).await?;
    let lang = Lang::of(&headers);
    let all = app.store.qualifications(&hearing).await?;
    let told = all.into_iter().map(|one| {
        let voir_dire = one.needs_voir_dire();
        let (seat, number) = (one.seat, one.number);
        match one.held {
            Some(held) => Qualified {
                seat,
                number,
                scheme: Some(held.scheme),
                name: Some(name_in(lang, held.name)).filter(|name| !name.is_empty()),
                issuer: Some(held.issuer),
                valid_until: held.valid_until,
                level: Some(held.level),
                voir_dire,
            },
            None => Qualified {
                seat,
                number,
                scheme: None,
                name: None,
                issuer: None,
                valid_until: None,
                level: None,
                voir_dire,
            },
        }
    });
    Ok(Json(told.collect()))
}

fn name_in(lang: Lang, name: NameThere) -> String {
    match lang {
        Lang::Es => name.es,
        Lang::En => name.en,
        Lang::Fr => name.fr,
    }
}
