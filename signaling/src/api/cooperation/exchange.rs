//! Files between installations: `GET /api/cooperation/{id}/export` and
//! `POST /api/cooperation/import`.

use super::{CaseView, view, within_reach};
use crate::{
    api::Path,
    app::App,
    json::Json,
    policy::{Action, require},
    problem::Problem,
    session::Person,
};
use axum::extract::State;
use puente_registry::{cooperation::package::Package, id::CooperationId};

/// Everything that was sent, and every receipt, as one file.
#[utoipa::path(get, path = "/api/cooperation/{id}/export", tag = "cooperation",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = Package),
              (status = 409, description = "`not_now`: a draft", body = crate::problem::Document)))]
pub async fn export(
    State(app): State<App>,
    Person(me): Person,
    Path(id): Path<CooperationId>,
) -> Result<Json<Package>, Problem> {
    require(me.role, Action::Cooperate)?;
    let (case, _) = within_reach(&app, id, &me).await?;
    Ok(Json(app.store.export_cooperation(&case).await?))
}

/// Takes a request, or what happened to it since, from another installation's file. Every receipt
/// must be signed by a key that the directory here names.
#[utoipa::path(post, path = "/api/cooperation/import", tag = "cooperation",
    request_body = Package,
    responses((status = 200, body = CaseView),
              (status = 403, description = "`not_yours`", body = crate::problem::Document),
              (status = 409, description = "`not_now`: what is here is newer or differs",
               body = crate::problem::Document),
              (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn import(
    State(app): State<App>,
    Person(me): Person,
    Json(package): Json<Package>,
) -> Result<Json<CaseView>, Problem> {
    require(me.role, Action::KeepDirectory)?;
    let case = app.store.import_cooperation(&package, &me, app.clock.now()).await?;
    app.news.of_cooperation(case.id).await;
    Ok(Json(view(&app, case, &me).await?))
}
