//! `/api/cooperation/{id}/attachments`: files, sealed to the requested authority at once, their
//! names with them.

use super::{annex::no_key, draft, keys_of, purpose, within_reach};
use crate::{
    api::{Path, Query},
    app::App,
    cooperation::hpke,
    json::Json,
    lang::Words,
    policy::{Action, require},
    problem::{Kind, Problem},
    session::Person,
};
use axum::{
    body::Bytes,
    extract::State,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use puente_registry::{cooperation::act::Capacity, id::CooperationId};
use serde::{Deserialize, Serialize};

const MOST_NAME_CHARACTERS: usize = 120;

/// What the file is called.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct Named {
    /// The file's name, for the reader.
    #[param(max_length = 120, min_length = 1)]
    name: String,
}

/// The number that the attachment has.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Attached {
    number: i64,
}

/// Seals and keeps a file.
#[utoipa::path(post, path = "/api/cooperation/{id}/attachments", tag = "cooperation",
    params(("id" = uuid::Uuid, Path), Named),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 201, body = Attached),
              (status = 409, description = "`not_now`: sent, or no key to seal to",
               body = crate::problem::Document),
              (status = 422, description = "`invalid`", body = crate::problem::Document)))]
pub async fn create(
    State(app): State<App>,
    Person(me): Person,
    Path(id): Path<CooperationId>,
    Query(Named { name }): Query<Named>,
    content: Bytes,
) -> Result<(StatusCode, Json<Attached>), Problem> {
    require(me.role, Action::Cooperate)?;
    let case = draft(&app, id, &me).await?;
    let count = name.chars().count();
    if count == 0 || count > MOST_NAME_CHARACTERS || name.chars().any(char::is_control) {
        let words = Words::new(
            "De 1 a 120 caracteres.",
            "From 1 to 120 characters.",
            "De 1 à 120 caractères.",
        );
        return Err(Problem::invalid("name", words));
    }
    let key = app.store.sealing_key(case.requested).await?.ok_or_else(no_key)?;
    // The name may tell as much as the file: it is sealed with it, on the first line.
    let whole = [name.as_bytes(), b"\n", &content].concat();
    let sealed = hpke::seal(&key, &purpose(id, "attachment"), &whole)
        .map_err(|error| Problem::internal(&error))?;
    let number = app.store.attach(id, &sealed, app.clock.now()).await?;
    Ok((StatusCode::CREATED, Json(Attached { number })))
}

/// Opens a file: only the requested central authority, and only where its key is.
#[utoipa::path(get, path = "/api/cooperation/{id}/attachments/{number}", tag = "cooperation",
    params(("id" = uuid::Uuid, Path), ("number" = i64, Path)),
    responses((status = 200, description = "The file", content_type = "application/octet-stream"),
              (status = 409, description = "`not_now`: the key is not here",
               body = crate::problem::Document)))]
pub async fn get(
    State(app): State<App>,
    Person(me): Person,
    Path((id, number)): Path<(CooperationId, i64)>,
) -> Result<Response, Problem> {
    require(me.role, Action::Cooperate)?;
    let (case, _) = within_reach(&app, id, &me).await?;
    if !case.capacities(&me).contains(&Capacity::RequestedCentral) {
        return Err(Kind::NotYours.into());
    }
    let keys = keys_of(&app, case.requested)?.ok_or(Kind::NotNow)?;
    let sealed = app.store.attachment(id, number).await?;
    let opened = keys.unseal(&purpose(id, "attachment"), &sealed).map_err(|_| Kind::NotNow)?;
    let at = opened.iter().position(|byte| *byte == b'\n').unwrap_or(0);
    let (name, content) = opened.split_at_checked(at).unwrap_or((&[], &opened));
    let file = content.get(1..).unwrap_or_default().to_vec();
    let encoded: String = name
        .iter()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' => {
                char::from(*byte).to_string()
            }
            other => format!("%{other:02X}"),
        })
        .collect();
    let disposition = format!("attachment; filename*=UTF-8''{encoded}");
    let disposition =
        HeaderValue::from_str(&disposition).map_err(|error| Problem::internal(&error))?;
    let octets = HeaderValue::from_static("application/octet-stream");
    let headers = [(header::CONTENT_TYPE, octets), (header::CONTENT_DISPOSITION, disposition)];
    Ok((headers, file).into_response())
}
