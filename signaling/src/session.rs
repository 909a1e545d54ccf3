//! The sign-in session: an opaque cookie in the browser, its SHA-256 in the bank.
//!
//! A login ends 12 hours after it began, or after 30 minutes without use. A seat's login has no
//! idle limit, because a hearing's page talks by its socket alone; its hearing ends it.

use crate::{
    app::{App, fresh_rng},
    headers::Transport,
    problem::{Kind, Problem},
};
use axum::{
    extract::{FromRequestParts, Request, State},
    http::{HeaderMap, Method, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use axum_extra::extract::{
    CookieJar,
    cookie::{Cookie, SameSite},
};
use puente_registry::{
    Store,
    id::{HearingId, PersonId, Seat},
    login::Holder,
    person::Account,
    time::Instant,
    token::Token,
};

/// A login ends so long after sign-in, whatever is done with it.
const ABSOLUTE_MINUTES: i64 = 12 * 60;
/// A person's login ends after so long without a request.
const IDLE_MINUTES: i64 = 30;

/// Whoever is signed in on this device.
#[derive(Clone, Debug)]
pub struct Session {
    pub holder: Holder,
    token: Token,
}

/// A person who is signed in with an account, not only with a seat.
#[derive(Clone, Debug)]
pub struct Person(pub Account);

/// When a login that begins now ends by itself.
pub fn expires(now: Instant) -> Instant {
    now.plus_minutes(ABSOLUTE_MINUTES)
}

/// Begins a login and gives the cookie for it.
pub async fn start(app: &App, holder: Holder) -> Result<Cookie<'static>, Problem> {
    let now = app.clock.now();
    let token = app.store.start_login(holder, now, expires(now), &mut fresh_rng()).await?;
    Ok(cookie(app.transport(), token.reveal()))
}

/// The cookie that carries a login's token.
pub fn cookie(transport: Transport, token: String) -> Cookie<'static> {
    let secure = transport == Transport::Tls;
    Cookie::build((cookie_name(transport), token))
        .path("/")
        .http_only(true)
        .secure(secure)
        // Lax and not Strict: a link in a message must find the session.
        .same_site(SameSite::Lax)
        .build()
}

/// Makes the browser forget the cookie.
pub fn forget(jar: CookieJar, transport: Transport) -> CookieJar {
    jar.remove(cookie(transport, String::new()))
}

/// The `__Host-` prefix makes a browser refuse the cookie unless it is secure, for the whole
/// site, and set by this very host.
pub(crate) fn cookie_name(transport: Transport) -> &'static str {
    match transport {
        Transport::Tls => "__Host-puente",
        Transport::Plain => "puente",
    }
}

impl Session {
    /// The login that these headers carry.
    async fn find(app: &App, headers: &HeaderMap) -> Result<Self, Problem> {
        let signed_out = || Problem::new(Kind::SignedOut);
        let jar = CookieJar::from_headers(headers);
        let cookie = jar.get(cookie_name(app.transport())).ok_or_else(signed_out)?;
        let token: Token = cookie.value().parse().map_err(|_| signed_out())?;
        let holder = alive(&app.store, &token, app.clock.now()).await?.ok_or_else(signed_out)?;
        Ok(Self { holder, token })
    }

    /// Notes that the login is in use, as a hearing's page does for as long as its socket is
    /// open; false once it has ended.
    pub async fn stay(&self, store: &Store, now: Instant) -> Result<bool, Problem> {
        Ok(store.login(&self.token, now).await?.is_some())
    }

    /// Signs out.
    pub async fn end(&self, store: &Store, now: Instant) -> Result<(), Problem> {
        Ok(store.end_login(&self.token, now).await?)
    }

    /// The account, if a person is signed in.
    pub fn person(&self) -> Option<PersonId> {
        match self.holder {
            Holder::Person(person) => Some(person),
            Holder::Seat(..) => None,
        }
    }

    /// The seat, if only a seat is signed in.
    pub fn seat(&self) -> Option<(HearingId, Seat)> {
        match self.holder {
            Holder::Person(_) => None,
            Holder::Seat(hearing, seat) => Some((hearing, seat)),
        }
    }
}

/// The holder of a login that has neither ended nor rested too long.
async fn alive(store: &Store, token: &Token, now: Instant) -> Result<Option<Holder>, Problem> {
    let Some(login) = store.login(token, now).await? else { return Ok(None) };
    let rested = now.minutes_since(login.last_seen);
    if matches!(login.holder, Holder::Person(_)) && rested >= IDLE_MINUTES {
        store.end_login(token, now).await?;
        return Ok(None);
    }
    Ok(Some(login.holder))
}

impl FromRequestParts<App> for Session {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        Session::find(app, &parts.headers).await
    }
}

impl FromRequestParts<App> for Person {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let session = Session::find(app, &parts.headers).await?;
        let person = session.person().ok_or(Kind::NotAllowed)?;
        Ok(Person(app.store.account(person).await?))
    }
}

/// Refuses what another site's page makes a browser send with our cookie (CSRF): such a request
/// names its own origin or says that it comes from elsewhere.
pub async fn refuse_foreign_pages(
    State(app): State<App>,
    request: Request,
    next: Next,
) -> Response {
    let changes = !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if changes && comes_from_elsewhere(request.headers(), &app.origin) {
        return Problem::new(Kind::ForeignOrigin).into_response();
    }
    next.run(request).await
}

/// A WebSocket is only for our own pages: they always name their origin.
///
/// # Errors
/// `foreign_origin`.
pub fn require_own_origin(headers: &HeaderMap, origin: &str) -> Result<(), Problem> {
    let ours =
        headers.get(header::ORIGIN).is_some_and(|named| named.as_bytes() == origin.as_bytes());
    if ours { Ok(()) } else { Err(Kind::ForeignOrigin.into()) }
}

fn comes_from_elsewhere(headers: &HeaderMap, origin: &str) -> bool {
    let foreign =
        headers.get(header::ORIGIN).is_some_and(|named| named.as_bytes() != origin.as_bytes());
    let elsewhere = headers
        .get("sec-fetch-site")
        .is_some_and(|site| !matches!(site.as_bytes(), b"same-origin" | b"none"));
    foreign || elsewhere
}

#[cfg(test)]
mod tests {
    use super::*;

    const OURS: &str = "https://puente.example";

    fn headers(origin: Option<&str>, site: Option<&str>) -> HeaderMap {
        let mut headers = HeaderMap::new();
        if let Some(origin) = origin {
            headers.insert(header::ORIGIN, origin.parse().unwrap());
        }
        if let Some(site) = site {
            headers.insert("sec-fetch-site", site.parse().unwrap());
        }
        headers
    }

    #[test]
    fn only_our_own_pages_and_programs_without_pages_may_change_things() {
        for (origin, site, refused) in [
            (None, None, false),
            (Some(OURS), Some("same-origin"), false),
            (Some(OURS), None, false),
            (Some("null"), None, true),
            (Some("https://evil.example"), Some("cross-site"), true),
            (Some("https://x.puente.example"), None, true),
            (Some("http://puente.example"), None, true),
            (None, Some("cross-site"), true),
            (None, Some("same-site"), true),
        ] {
            assert_eq!(
                comes_from_elsewhere(&headers(origin, site), OURS),
                refused,
                "{origin:?} {site:?}"
            );
        }
    }

    #[test]
    fn a_websocket_must_name_our_origin() {
        assert!(require_own_origin(&headers(Some(OURS), None), OURS).is_ok());
        for origin in
            [None, Some("null"), Some("https://evil.example"), Some("https://x.puente.example")]
        {
            assert!(require_own_origin(&headers(origin, None), OURS).is_err(), "{origin:?}");
        }
    }

    #[tokio::test]
    async fn a_persons_login_ends_after_half_an_hour_of_rest_or_twelve_hours_of_use() {
        let (_folder, store, person) = bank_with_a_person().await;
        let start: Instant = "2026-11-25T08:00:00Z".parse().unwrap();
        let after = |minutes| start.plus_minutes(minutes);
        let login = || async {
            let holder = Holder::Person(person);
            store.start_login(holder, start, expires(start), &mut fresh_rng()).await.unwrap()
        };
        let lives = async |token: &Token, minutes| {
            alive(&store, token, after(minutes)).await.unwrap().is_some()
        };

        let rested = login().await;
        assert!(lives(&rested, 29).await, "29 minutes of rest");
        assert!(lives(&rested, 29 + 29).await, "the half hour begins anew with each use");
        assert!(!lives(&rested, 29 + 29 + 30).await, "30 minutes of rest");
        assert!(!lives(&rested, 29 + 29 + 31).await, "and it does not come back");

        let used = login().await;
        for minutes in (0..ABSOLUTE_MINUTES).step_by(20) {
            assert!(lives(&used, minutes).await, "{minutes}");
        }
        assert!(!lives(&used, ABSOLUTE_MINUTES).await, "twelve hours");
    }

    async fn bank_with_a_person() -> (tempfile::TempDir, Store, PersonId) {
        use puente_registry::{
            country::Country,
            language::Dictionary,
            person::{AccountRole, NewAccount},
        };
        let languages = Dictionary::embedded().unwrap();
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("bank.sqlite").display());
        let store = Store::connect(&url, languages).await.unwrap();
        let account = NewAccount {
            name: "Ana".into(),
            email: None,
            password_phc: None,
            role: AccountRole::Clerk,
            country: Country::Gt,
            zone: "America/Guatemala".parse().unwrap(),
        };
        let now = "2026-11-25T08:00:00Z".parse().unwrap();
        let person = store.add_account(&account, now, &mut fresh_rng()).await.unwrap();
        (folder, store, person)
    }

    #[test]
    fn the_cookie_is_closed_to_scripts_and_other_sites() {
        let tls = cookie(Transport::Tls, "t".into()).to_string();
        assert!(tls.starts_with("__Host-puente=t"));
        for part in ["HttpOnly", "SameSite=Lax", "Secure", "Path=/"] {
            assert!(tls.contains(part), "{part} in {tls}");
        }
        assert!(!tls.contains("Domain"));
        assert!(!cookie(Transport::Plain, "t".into()).to_string().contains("Secure"));
    }
}
