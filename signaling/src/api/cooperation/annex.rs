//! `/api/cooperation/{id}/annex`: who the person is, sealed to the requested authority at once.

use super::{draft, keys_of, purpose, within_reach};
use crate::{
    api::Path,
    app::App,
    cooperation::hpke,
    json::Json,
    lang::Words,
    policy::{Action, require},
    problem::{Kind, Problem},
    session::Person,
};
use axum::{extract::State, http::StatusCode};
use puente_registry::{
    Error,
    cooperation::{
        act::Capacity,
        content::{faults_in, missing_in},
        sections::ANNEX,
    },
    id::CooperationId,
};
use serde_json::Value;

/// Seals and keeps the annex. It cannot be read here again without the receiving key.
#[utoipa::path(put, path = "/api/cooperation/{id}/annex", tag = "cooperation",
    params(("id" = uuid::Uuid, Path)),
    request_body(content = Object, example = json!({ "names": "Persona de Muestra" })),
    responses((status = 204, description = "Sealed and kept"),
              (status = 409, description = "`not_now`: sent, or no key to seal to",
               body = crate::problem::Document),
              (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn put(
    State(app): State<App>,
    Person(me): Person,
    Path(id): Path<CooperationId>,
    Json(annex): Json<Value>,
) -> Result<StatusCode, Problem> {
    require(me.role, Action::Cooperate)?;
    let case = draft(&app, id, &me).await?;
    let mut faults = faults_in(&ANNEX, &annex);
    if faults.is_empty() {
        faults = missing_in(&ANNEX, Some(&annex));
    }
    if !faults.is_empty() {
        return Err(Error::Faults(faults).into());
    }
    let key = app.store.sealing_key(case.requested).await?.ok_or_else(no_key)?;
    let sealed = hpke::seal(&key, &purpose(id, "annex"), annex.to_string().as_bytes())
        .map_err(|error| Problem::internal(&error))?;
    app.store.keep_annex(id, &sealed, app.clock.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Opens the annex: only the requested central authority, and only where its key is.
#[utoipa::path(get, path = "/api/cooperation/{id}/annex", tag = "cooperation",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, description = "The annex", body = Object),
              (status = 409, description = "`not_now`: the key is not here",
               body = crate::problem::Document)))]
pub async fn get(
    State(app): State<App>,
    Person(me): Person,
    Path(id): Path<CooperationId>,
) -> Result<Json<Value>, Problem> {
    require(me.role, Action::Cooperate)?;
    let (case, _) = within_reach(&app, id, &me).await?;
    if !case.capacities(&me).contains(&Capacity::RequestedCentral) {
        return Err(Kind::NotYours.into());
    }
    let keys = keys_of(&app, case.requested)?.ok_or(Kind::NotNow)?;
    let sealed = app.store.annex(id).await?;
    let opened = keys.unseal(&purpose(id, "annex"), &sealed).map_err(|_| Kind::NotNow)?;
    let annex = serde_json::from_slice(&opened).map_err(|error| Problem::internal(&error))?;
    Ok(Json(annex))
}

/// The other country has published no key yet.
pub(super) fn no_key() -> Problem {
    Problem::new(Kind::NotNow).with_detail(Words::new(
        "El país requerido todavía no ha publicado su clave en el directorio.",
        "The requested country has not published its key in the directory yet.",
        "Le pays requis n’a pas encore publié sa clé dans l’annuaire.",
    ))
}
