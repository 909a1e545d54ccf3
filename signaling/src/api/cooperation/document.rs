//! `GET /api/cooperation/{id}/document`: the request or the certificate as PDF/A.

use super::within_reach;
use crate::{
    api::{Path, Query},
    app::App,
    cooperation::pdf::{self, Paper},
    lang::Lang,
    policy::{Action, require},
    problem::{Kind, Problem},
    session::Person,
};
use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};
use puente_registry::{
    Error,
    cooperation::{Script, State as Progress, sealed::DocumentKind},
    id::CooperationId,
};
use serde::Deserialize;

/// Which document, in which language.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    /// The request unless told otherwise.
    kind: Option<DocumentKind>,
    /// The language of headings and labels; what was written stays as it was written.
    lang: Option<Lang>,
}

/// The signed document; of a draft, a draft without signature.
#[utoipa::path(get, path = "/api/cooperation/{id}/document", tag = "cooperation",
    params(("id" = uuid::Uuid, Path), Wanted),
    responses((status = 200, description = "PDF/A-3a", content_type = "application/pdf"),
              (status = 409, description = "`not_now`: no entry in the directory",
               body = crate::problem::Document)))]
pub async fn get(
    State(app): State<App>,
    Person(me): Person,
    headers: HeaderMap,
    Path(id): Path<CooperationId>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Problem> {
    require(me.role, Action::Cooperate)?;
    let (case, _) = within_reach(&app, id, &me).await?;
    let lang = wanted.lang.unwrap_or_else(|| Lang::of(&headers));
    let script = match lang {
        Lang::Es => Script::Es,
        Lang::En => Script::En,
        Lang::Fr => Script::Fr,
    };
    let kind = wanted.kind.unwrap_or(DocumentKind::Request);
    let name = case.reference.clone().unwrap_or_else(|| "draft".to_owned());
    let bytes = match app.store.cooperation_document(id, kind, script).await {
        Ok(bytes) => bytes,
        Err(Error::NotFound(_))
            if kind == DocumentKind::Request && case.state == Progress::Draft =>
        {
            let now = app.clock.now();
            let known = app.store.authorities(now).await?;
            let entry = |country| known.iter().find(|authority| authority.country == country);
            let languages = app.store.languages();
            let paper = Paper {
                kind,
                lang,
                case: &case,
                requesting: entry(case.requesting).ok_or(Kind::NotNow)?,
                requested: entry(case.requested).ok_or(Kind::NotNow)?,
                languages: &languages,
                signed: false,
                now,
            };
            pdf::write(&paper).map_err(|error| Problem::internal(&error))?
        }
        Err(failure) => return Err(failure.into()),
    };
    let disposition = format!("inline; filename=\"{name}-{kind}-{script}.pdf\"");
    let disposition =
        HeaderValue::from_str(&disposition).map_err(|error| Problem::internal(&error))?;
    let pdf = HeaderValue::from_static("application/pdf");
    let headers = [(header::CONTENT_TYPE, pdf), (header::CONTENT_DISPOSITION, disposition)];
    Ok((headers, bytes).into_response())
}
