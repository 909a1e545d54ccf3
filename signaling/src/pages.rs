//! The pages: the built web application, embedded in the binary and served precompressed.
//!
//! A development build reads them from `web/build` at each request. Where they were never built,
//! a placeholder says so, and the rest of the program works without them.

use crate::{
    headers::page_policy,
    problem::{Kind, Problem},
};
use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use rust_embed::{EmbeddedFile, RustEmbed};
use std::sync::Arc;

#[derive(RustEmbed)]
#[folder = "../web/build"]
#[allow_missing = true]
struct Built;

const INDEX: &str = "index.html";
const PLACEHOLDER: &str = include_str!("pages/placeholder.html");

/// Files under this folder carry their content's hash in their name and never change.
const IMMUTABLE: &str = "_app/immutable/";
/// What runs beside the pages fetches our own files for a page that opens without a network.
const SERVICE_WORKER: &str = "service-worker.js";
const OWN_FILES: HeaderValue =
    HeaderValue::from_static("default-src 'none'; connect-src 'self'; frame-ancestors 'none'");
const FOR_A_YEAR: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("no-cache");

/// What the pages need to know of the server.
#[derive(Clone, Debug)]
pub struct Pages {
    /// Our own origin for WebSockets, such as `wss://puente.example`.
    pub sockets: Arc<str>,
}

/// How a file is written on disk and on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Encoding {
    Brotli,
    Gzip,
    Identity,
}

impl Pages {
    /// Answers a path that is no part of the API: a file of the build, or the one page of the
    /// application, which then reads the path itself.
    pub fn answer(&self, method: &Method, uri: &Uri, headers: &HeaderMap) -> Response {
        if method != Method::GET && method != Method::HEAD {
            return Problem::new(Kind::MethodNotAllowed).into_response();
        }
        let path = uri.path().trim_start_matches('/');
        if path == "api" || path.starts_with("api/") {
            return Problem::new(Kind::NotFound).into_response();
        }
        if path != INDEX && Built::get(path).is_some() {
            return file(path, headers);
        }
        // A missing file is missing; only addresses of pages fall back to the application.
        if path.rsplit('/').next().is_some_and(|last| last.contains('.')) && path != INDEX {
            return Problem::new(Kind::NotFound).into_response();
        }
        self.index(headers)
    }

    fn index(&self, headers: &HeaderMap) -> Response {
        let html = Built::get(INDEX)
            .map_or_else(|| PLACEHOLDER.to_owned(), |f| String::from_utf8_lossy(&f.data).into());
        let policy = page_policy(&html, &self.sockets);
        let mut response = match Built::get(INDEX) {
            Some(_) => file(INDEX, headers),
            None => {
                ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], PLACEHOLDER).into_response()
            }
        };
        if let Ok(policy) = HeaderValue::from_str(&policy) {
            response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
        }
        response.headers_mut().insert(header::CACHE_CONTROL, ASK_AGAIN);
        response
    }
}

/// A file of the build in the best encoding that the browser takes and the build has.
fn file(path: &str, headers: &HeaderMap) -> Response {
    let Some((encoding, found)) = best(path, headers) else {
        return Problem::new(Kind::NotFound).into_response();
    };
    let tag = etag(&found, encoding);
    let cache = if path.starts_with(IMMUTABLE) { FOR_A_YEAR } else { ASK_AGAIN };
    let known = headers
        .get(header::IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|tags| tags.split(',').any(|known| known.trim() == tag));
    let mut response = if known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        Response::new(Body::from(found.data.into_owned()))
    };
    let out = response.headers_mut();
    out.insert(header::CACHE_CONTROL, cache);
    out.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        out.insert(header::ETAG, tag);
    }
    let mime = mime_guess::from_path(path).first_or_octet_stream();
    let charset = if mime.type_() == "text" { "; charset=utf-8" } else { "" };
    if let Ok(value) = HeaderValue::from_str(&format!("{}{charset}", mime.essence_str())) {
        out.insert(header::CONTENT_TYPE, value);
    }
    if path == SERVICE_WORKER {
        out.insert(header::CONTENT_SECURITY_POLICY, OWN_FILES);
    }
    if let Some(name) = encoding.name() {
        out.insert(header::CONTENT_ENCODING, HeaderValue::from_static(name));
    }
    response
}

fn best(path: &str, headers: &HeaderMap) -> Option<(Encoding, EmbeddedFile)> {
    [Encoding::Brotli, Encoding::Gzip]
        .into_iter()
        .filter(|encoding| encoding.is_taken_by(headers))
        .find_map(|encoding| Some((encoding, Built::get(&encoding.file_name(path))?)))
        .or_else(|| Some((Encoding::Identity, Built::get(path)?)))
}

fn etag(file: &EmbeddedFile, encoding: Encoding) -> String {
    let hash = hex::encode(&file.metadata.sha256_hash()[..12]);
    format!("\"{hash}{}\"", encoding.name().unwrap_or_default())
}

impl Encoding {
    fn name(self) -> Option<&'static str> {
        match self {
            Encoding::Brotli => Some("br"),
            Encoding::Gzip => Some("gzip"),
            Encoding::Identity => None,
        }
    }

    fn file_name(self, path: &str) -> String {
        match self {
            Encoding::Brotli => format!("{path}.br"),
            Encoding::Gzip => format!("{path}.gz"),
            Encoding::Identity => path.to_owned(),
        }
    }

    /// RFC 9110 §12.5.3, as browsers use it: named, and not with a weight of zero.
    fn is_taken_by(self, headers: &HeaderMap) -> bool {
        let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
        accepted.unwrap_or_default().split(',').any(|range| {
            let mut parts = range.split(';').map(str::trim);
            parts.next() == self.name()
                && !parts.any(|weight| {
                    weight.strip_prefix("q=").is_some_and(|q| q.parse() == Ok(0.0_f32))
                })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepting(value: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_ENCODING, value.parse().unwrap());
        headers
    }

    fn pages() -> Pages {
        Pages { sockets: "ws://127.0.0.1:8080".into() }
    }

    #[test]
    fn an_encoding_is_used_only_when_the_browser_takes_it() {
        assert!(Encoding::Brotli.is_taken_by(&accepting("gzip, deflate, br")));
        assert!(!Encoding::Brotli.is_taken_by(&accepting("gzip, br;q=0")));
        assert!(!Encoding::Gzip.is_taken_by(&accepting("br")));
        assert!(!Encoding::Gzip.is_taken_by(&HeaderMap::new()));
    }

    #[test]
    fn any_page_address_gets_the_application_with_its_own_policy() {
        for path in ["/", "/enter", "/hearings/7c9e/room"] {
            let answer = pages().answer(&Method::GET, &path.parse().unwrap(), &HeaderMap::new());
            assert_eq!(answer.status(), StatusCode::OK, "{path}");
            assert!(answer.headers()[header::CONTENT_TYPE].to_str().unwrap().contains("html"));
            let policy = answer.headers()[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
            assert!(policy.contains("script-src 'self'"));
            assert!(policy.contains("connect-src 'self' ws://127.0.0.1:8080"));
        }
    }

    #[test]
    fn missing_files_unknown_api_paths_and_other_methods_are_refused() {
        let status = |method: Method, path: &str| {
            pages().answer(&method, &path.parse().unwrap(), &HeaderMap::new()).status()
        };
        assert_eq!(status(Method::GET, "/_app/immutable/none.js"), StatusCode::NOT_FOUND);
        assert_eq!(status(Method::GET, "/../../etc/passwd.txt"), StatusCode::NOT_FOUND);
        assert_eq!(status(Method::GET, "/api/nothing"), StatusCode::NOT_FOUND);
        assert_eq!(status(Method::POST, "/"), StatusCode::METHOD_NOT_ALLOWED);
    }
}
