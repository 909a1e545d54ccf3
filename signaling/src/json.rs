//! JSON has one meaning here: unknown, duplicate and oversized input is refused with a problem.

mod objects;

use crate::{
    lang::Words,
    problem::{Kind, Problem},
};
use axum::{
    body::Bytes,
    extract::{FromRequest, OptionalFromRequest, Request, rejection::BytesRejection},
    http::{HeaderMap, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
};
use serde::{Serialize, de::DeserializeOwned};

/// A JSON body: parsed strictly on the way in, written on the way out.
///
/// Types that are read this way carry `deny_unknown_fields`.
#[derive(Debug, Default)]
pub struct Json<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        if !is_json(request.headers()) {
            return Err(Kind::UnsupportedMediaType.into());
        }
        let body = Bytes::from_request(request, state).await.map_err(refused_body)?;
        parse(&body).map(Json)
    }
}

/// A body that may be left out.
impl<S: Send + Sync, T: DeserializeOwned> OptionalFromRequest<S> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Option<Self>, Problem> {
        if request.headers().contains_key(CONTENT_TYPE) {
            return <Self as FromRequest<S>>::from_request(request, state).await.map(Some);
        }
        let body = Bytes::from_request(request, state).await.map_err(refused_body)?;
        if body.is_empty() { Ok(None) } else { Err(Kind::UnsupportedMediaType.into()) }
    }
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        axum::Json(self.0).into_response()
    }
}

/// Reads one JSON value that must fill the whole input.
///
/// # Errors
/// `malformed`, saying where.
pub fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    T::deserialize(objects::Objects(&mut reader))
        .and_then(|value| reader.end().map(|()| value))
        .map_err(|error| unexpected(&error.to_string()))
}

/// `malformed`, with the reader's own complaint, which is for programmers and so not translated.
pub(crate) fn unexpected(complaint: &str) -> Problem {
    Problem::new(Kind::Malformed).with_detail(Words::new(
        format!("El contenido no es el esperado: {complaint}"),
        format!("The content is not as expected: {complaint}"),
        format!("Le contenu n’est pas celui attendu : {complaint}"),
    ))
}

fn is_json(headers: &HeaderMap) -> bool {
    headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .is_some_and(|essence| essence.trim().eq_ignore_ascii_case("application/json"))
}

fn refused_body(rejection: BytesRejection) -> Problem {
    match rejection.status() {
        axum::http::StatusCode::PAYLOAD_TOO_LARGE => Kind::TooLarge.into(),
        _ => Kind::Malformed.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Sample {
        #[expect(dead_code, reason = "only parsed")]
        email: String,
        #[expect(dead_code, reason = "only parsed")]
        inner: Option<Box<Sample>>,
    }

    #[test]
    fn one_meaning_only() {
        assert!(parse::<Sample>(br#"{"email":"a"}"#).is_ok());
        for refused in [
            &br#"{"email":"a","email":"b"}"#[..],
            br#"{"email":"a","admin":true}"#,
            br#"{"email":"a"} {}"#,
            br#"{"email":1}"#,
            br#"["a"]x"#,
            br#"["a"]"#,
            br#"["a",null]"#,
            br#"{"email":"a","inner":["b",null]}"#,
            b"",
        ] {
            assert_eq!(parse::<Sample>(refused).map_err(|p| p.kind()).err(), Some(Kind::Malformed));
        }
        let deep = format!(
            "{}{}",
            r#"{"email":"a","inner":"#.repeat(10_000),
            "null".to_owned() + &"}".repeat(10_000)
        );
        assert!(parse::<Sample>(deep.as_bytes()).is_err());
    }

    proptest! {
        #[test]
        fn no_bytes_break_the_parser(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = parse::<Sample>(&bytes);
        }
    }
}
