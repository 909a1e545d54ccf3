//! The headers that every answer carries: what a browser may do with our pages and answers.

use aws_lc_rs::digest::{SHA256, digest};
use axum::{
    extract::{Request, State},
    http::{HeaderName, HeaderValue, header},
    middleware::Next,
    response::Response,
};
use base64::{Engine, engine::general_purpose::STANDARD};

/// Whether pages reach us over TLS, ours or a proxy's in front of us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transport {
    Plain,
    Tls,
}

/// For answers that are not pages: nothing in them is ever run or framed.
const NOTHING: &str = "default-src 'none'; frame-ancestors 'none'";
const TWO_YEARS_HSTS: &str = "max-age=63072000; includeSubDomains";

const ALWAYS: [(HeaderName, &str); 6] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(self), microphone=(self), display-capture=(self), fullscreen=(self), \
         speaker-selection=(self), geolocation=(), payment=(), usb=(), browsing-topics=()",
    ),
];

/// Adds what every answer needs and keeps what a handler has set itself.
pub async fn protect(State(transport): State<Transport>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(NOTHING));
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    if transport == Transport::Tls {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(TWO_YEARS_HSTS));
    }
    response
}

/// The policy of one page: scripts from our own files, and those written into this page as it is.
/// `sockets` is our own origin for WebSockets, which older browsers do not count as `'self'`.
pub fn page_policy(html: &str, sockets: &str) -> String {
    let hashes: String = inline_scripts(html)
        .map(|script| {
            let digest = digest(&SHA256, script.as_bytes());
            format!(" 'sha256-{}'", STANDARD.encode(digest))
        })
        .collect();
    format!(
        "default-src 'none'; script-src 'self'{hashes}; style-src 'self'; img-src 'self' data: blob:; \
         font-src 'self'; connect-src 'self' {sockets}; media-src 'self' blob:; worker-src 'self' blob:; \
         manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; \
         require-trusted-types-for 'script'; trusted-types svelte-trusted-html sveltekit-trusted-url"
    )
}

/// The texts between `<script …>` without a `src`, and `</script>`.
fn inline_scripts(html: &str) -> impl Iterator<Item = &str> {
    html.split("<script").skip(1).filter_map(|rest| {
        let (attributes, rest) = rest.split_once('>')?;
        let (script, _) = rest.split_once("</script>")?;
        (!attributes.contains("src=")).then_some(script)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn each_inline_script_is_allowed_by_its_hash_and_no_other_is() {
        let html =
            r#"<script src="/a.js"></script><script>alert(1)</script><script type="x">b</script>"#;
        let policy = page_policy(html, "wss://puente.example");
        // echo -n 'alert(1)' | openssl dgst -sha256 -binary | base64
        assert!(policy.contains("'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='"));
        assert_eq!(policy.matches("sha256-").count(), 2);
        assert!(!policy.contains("unsafe-inline"));
    }

    proptest! {
        #[test]
        fn no_page_breaks_the_policy(html in "[<>a-z/ =\"]{0,200}") {
            let policy = page_policy(&html, "wss://puente.example");
            prop_assert!(!policy.contains(['\n', '\r']));
        }
    }
}
