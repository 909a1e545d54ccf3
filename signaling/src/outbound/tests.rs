use super::*;
use axum::{Router, response::Redirect, routing::get};
use proptest::prelude::*;

fn public() -> Outbound {
    Outbound::new(Reach::Public).unwrap()
}

fn private() -> Outbound {
    Outbound::new(Reach::Private).unwrap()
}

async fn server(router: Router) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(axum::serve(listener, router).into_future());
    format!("http://{address}")
}

#[test]
fn only_public_addresses_by_https_pass() {
    for refused in [
        "http://example.org/",
        "ftp://example.org/",
        "file:///etc/passwd",
        "https://",
        "https://user:secret@example.org/",
        "https://127.0.0.1/",
        "https://10.0.0.8/",
        "https://172.16.3.4/",
        "https://192.168.1.1/",
        "https://169.254.169.254/latest/meta-data/",
        "https://100.64.0.1/",
        "https://0.0.0.0/",
        "https://198.18.0.1/",
        "https://[::1]/",
        "https://[::]/",
        "https://[fe80::1]/",
        "https://[fd00::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://[64:ff9b::7f00:1]/",
        "https://[2002:7f00:1::]/",
        "https://[2001:db8::1]/",
        // Other spellings of 127.0.0.1.
        "https://2130706433/",
        "https://0x7f.1/",
        "https://017700000001/",
    ] {
        assert!(public().check(refused).is_err(), "{refused}");
    }
    for passes in ["https://example.org/x?y", "https://8.8.8.8/", "https://[2606:4700::1111]/"] {
        assert_eq!(public().check(passes), Ok(()), "{passes}");
    }
}

#[tokio::test]
async fn a_name_that_resolves_to_this_machine_is_refused_when_it_is_resolved() {
    let answer = public().get("https://localhost/", &[], MOST_BYTES).await;
    assert_eq!(answer, Err(OutboundError::NotPublic));
}

#[tokio::test]
async fn an_intranet_is_reached_only_when_the_operator_says_so() {
    let base = server(Router::new().route("/", get(|| async { "hola" }))).await;
    let answer = private().get(&base, &[], MOST_BYTES).await.unwrap();
    assert_eq!((answer.status, answer.body.as_ref()), (200, &b"hola"[..]));
    assert_eq!(public().get(&base, &[], MOST_BYTES).await, Err(OutboundError::Address));
}

#[tokio::test]
async fn a_redirect_is_an_answer_and_is_not_followed() {
    let router = Router::new()
        .route("/", get(|| async { Redirect::temporary("/secret") }))
        .route("/secret", get(|| async { "secret" }));
    let answer = private().get(&server(router).await, &[], MOST_BYTES).await.unwrap();
    assert_eq!(answer.status, 307);
    assert!(answer.body.is_empty());
}

#[tokio::test]
async fn an_answer_without_end_is_cut_off() {
    let endless = || async {
        let chunks = futures::stream::repeat_with(|| Ok::<_, std::io::Error>(vec![0_u8; 4096]));
        axum::body::Body::from_stream(chunks)
    };
    let base = server(Router::new().route("/", get(endless))).await;
    assert_eq!(private().get(&base, &[], MOST_BYTES).await, Err(OutboundError::TooLarge));
}

#[tokio::test]
async fn nobody_there_is_said_so() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let answer = private().get(&format!("http://{address}/"), &[], MOST_BYTES).await;
    assert_eq!(answer, Err(OutboundError::Unreachable));
}

proptest! {
    #[test]
    fn no_text_breaks_the_check_and_none_reaches_this_machine(text in "(https://)?[0-9a-fx:.\\[\\]/@]{0,40}") {
        if let Ok(url) = admitted(&text, Reach::Public) {
            let host = url.host_str().unwrap().trim_matches(['[', ']']).to_owned();
            if let Ok(ip) = host.parse::<IpAddr>() {
                prop_assert!(!ip.is_loopback() && is_public(ip));
            }
        }
    }
}
