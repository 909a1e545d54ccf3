//! The session of a kit: a cookie of its own, beside a person's or a seat's. It opens what the
//! kiosk page shows and nothing else; a kit that is lost or revoked has none.

use crate::{
    app::App,
    headers::Transport,
    problem::{Kind, Problem},
    session::Session,
};
use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, request::Parts},
};
use axum_extra::extract::{
    CookieJar,
    cookie::{Cookie, SameSite},
};
use puente_registry::{Store, id::PlaceId, time::Instant, token::Token};

/// A kit that has signed in with its key.
#[derive(Clone, Debug)]
pub struct Kit {
    pub id: PlaceId,
    token: Token,
}

/// Whoever may listen to greetings: somebody who is signed in, or a kit.
#[derive(Clone, Debug)]
pub enum Hearer {
    Session(Session),
    Kit(Kit),
}

/// The cookie that carries the session's token.
pub fn cookie(transport: Transport, token: String) -> Cookie<'static> {
    Cookie::build((cookie_name(transport), token))
        .path("/")
        .http_only(true)
        .secure(transport == Transport::Tls)
        .same_site(SameSite::Strict)
        .build()
}

pub(crate) fn cookie_name(transport: Transport) -> &'static str {
    match transport {
        Transport::Tls => "__Host-puente-kit",
        Transport::Plain => "puente-kit",
    }
}

impl Kit {
    async fn find(app: &App, headers: &HeaderMap) -> Result<Self, Problem> {
        let signed_out = || Problem::new(Kind::SignedOut);
        let jar = CookieJar::from_headers(headers);
        let cookie = jar.get(cookie_name(app.transport())).ok_or_else(signed_out)?;
        let token: Token = cookie.value().parse().map_err(|_| signed_out())?;
        let id = app.store.kit_of_session(&token, app.clock.now()).await?;
        Ok(Self { id: id.ok_or_else(signed_out)?, token })
    }

    /// Whether the session has neither ended nor run out.
    pub async fn is_alive(&self, store: &Store, now: Instant) -> Result<bool, Problem> {
        Ok(store.kit_of_session(&self.token, now).await?.is_some())
    }
}

impl FromRequestParts<App> for Kit {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        Kit::find(app, &parts.headers).await
    }
}

impl FromRequestParts<App> for Hearer {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        match Session::from_request_parts(parts, app).await {
            Ok(session) => Ok(Self::Session(session)),
            Err(refused) if refused.kind() == Kind::SignedOut => {
                Kit::find(app, &parts.headers).await.map(Self::Kit)
            }
            Err(failure) => Err(failure),
        }
    }
}
