//! `GET /api/hearings/{id}/record/{file}`: one sound or picture of a record, with ranges.

use super::{open, readable};
use crate::{
    api::Path,
    app::App,
    problem::{Kind, Problem},
    range::{self, Part},
    session::Person,
};
use axum::{
    body::Body,
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::Response,
};
use bytes::Bytes;
use futures::{Stream, stream};
use puente_registry::id::HearingId;
use std::{io, path::PathBuf};
use tokio::{
    fs::File,
    io::{AsyncReadExt, AsyncSeekExt, SeekFrom},
};

/// The folder of a record that holds the ordinary files.
const DERIVED: &str = "derived";
/// Read and sent at a time.
const CHUNK_BYTES: usize = 64 * 1024;

/// One file that the record's manifest names.
#[utoipa::path(get, path = "/api/hearings/{id}/record/{file}", tag = "hearings",
    params(("id" = uuid::Uuid, Path), ("file" = String, Path)),
    responses((status = 200, description = "Sound",
               content((Vec<u8> = "audio/ogg"), (Vec<u8> = "video/webm"))),
              (status = 206, description = "The part that `Range` asks for",
               content((Vec<u8> = "audio/ogg"), (Vec<u8> = "video/webm"))),
              (status = 404, description = "`not_found`", body = crate::problem::Document),
              (status = 409, description = "`not_now`: not closed", body = crate::problem::Document),
              (status = 416, description = "`range_not_satisfiable`",
               body = crate::problem::Document)))]
pub async fn get(
    State(app): State<App>,
    Person(me): Person,
    headers: HeaderMap,
    Path((id, name)): Path<(HearingId, String)>,
) -> Result<Response, Problem> {
    let (_, record) = readable(&app, id, &me).await?;
    let opened = open(&record, &app.records.join(&record.folder))?;
    // Only names that the manifest holds: nothing else in the folder, and nothing outside it.
    if !opened.manifest.derived.iter().any(|derived| derived.file == name) {
        return Err(Kind::NotFound.into());
    }
    let path = opened.folder.join(DERIVED).join(&name);
    send(path, &headers).await
}

async fn send(path: PathBuf, headers: &HeaderMap) -> Result<Response, Problem> {
    let failed = |error: io::Error| Problem::internal(&error);
    let mut file = File::open(&path).await.map_err(failed)?;
    let length = file.metadata().await.map_err(failed)?.len();
    let part = range::asked(headers, length)?;
    let (status, first, count) = match part {
        Part::Whole => (StatusCode::OK, 0, length),
        Part::Bytes { first, last } => (StatusCode::PARTIAL_CONTENT, first, last - first + 1),
    };
    file.seek(SeekFrom::Start(first)).await.map_err(failed)?;
    let mut response = Response::new(Body::from_stream(chunks(file, count)));
    *response.status_mut() = status;
    let out = response.headers_mut();
    out.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    out.insert(header::CONTENT_LENGTH, HeaderValue::from(count));
    let mime = mime_guess::from_path(&path).first_or_octet_stream();
    if let Ok(value) = HeaderValue::from_str(mime.essence_str()) {
        out.insert(header::CONTENT_TYPE, value);
    }
    if let Part::Bytes { first, last } = part
        && let Ok(value) = HeaderValue::from_str(&format!("bytes {first}-{last}/{length}"))
    {
        out.insert(header::CONTENT_RANGE, value);
    }
    Ok(response)
}

/// So many bytes of a file, from where it stands.
fn chunks(file: File, count: u64) -> impl Stream<Item = io::Result<Bytes>> {
    stream::try_unfold((file, count), |(mut file, left)| async move {
        if left == 0 {
            return Ok(None);
        }
        let next = usize::try_from(left).unwrap_or(usize::MAX).min(CHUNK_BYTES);
        let mut chunk = vec![0; next];
        file.read_exact(&mut chunk).await?;
        Ok(Some((Bytes::from(chunk), (file, left - next as u64))))
    })
}
