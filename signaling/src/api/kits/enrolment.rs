//! `POST /api/kits/{id}/enrolment`: the code with which a kit is enrolled.

use super::of_own_country;
use crate::{
    api::Path,
    app::{App, fresh_rng},
    json::Json,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::{extract::State, http::StatusCode};
use puente_registry::{id::PlaceId, time::Moment};
use serde::Serialize;
use std::fmt;

/// The code. It is shown this once.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(example = json!({"code": "48217733", "expires": {"at": "2026-11-25T16:10:00Z",
    "local": "2026-11-25T10:10", "zone": "America/Guatemala"}}))]
pub struct Enrolment {
    /// Eight digits.
    code: String,
    expires: Moment,
}

impl fmt::Debug for Enrolment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Enrolment(…)")
    }
}

/// Makes a code that works once, within ten minutes; an earlier code ends. The kit's page takes it
/// at `/kit`.
#[utoipa::path(post, path = "/api/kits/{id}/enrolment", tag = "bank",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 201, body = Enrolment),
              (status = 404, description = "`not_found`", body = crate::problem::Document),
              (status = 409, description = "`not_now`: the kit is lost or in repair",
               body = crate::problem::Document)))]
pub async fn create(
    State(app): State<App>,
    Person(me): Person,
    Path(id): Path<PlaceId>,
) -> Result<(StatusCode, Json<Enrolment>), Problem> {
    require(me.role, Action::KeepPlaces)?;
    let kit = of_own_country(&app, id, &me).await?;
    let (now, rng) = (app.clock.now(), &mut fresh_rng());
    let (code, expires) =
        app.store.make_kit_code(me.country, id, me.id, &app.seal_key, now, rng).await?;
    let expires = Moment::at(expires, &kit.about.zone);
    Ok((StatusCode::CREATED, Json(Enrolment { code: code.reveal().to_owned(), expires })))
}
