//! The one way out: every HTTP request that the program makes by itself goes through here.
//!
//! Whoever can name an address (a webhook, a calendar, a push service) must not reach what only
//! this machine reaches. So: `https` only, no credentials in the address, names that resolve to
//! public addresses only, and the connection goes to exactly the addresses that were looked at
//! (a name cannot change its mind in between). No redirects, no proxies, little time, few bytes.
//! `PUENTE_OUTBOUND_PRIVATE=1` also lets `http` and private addresses pass, for intranets.

use bytes::Bytes;
use reqwest::{
    Method, Url,
    dns::{Addrs, Name, Resolve, Resolving},
    header::{HeaderMap, HeaderName, HeaderValue},
    redirect,
};
use std::{
    fmt,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::Arc,
    time::Duration,
};

/// From the first packet to the last byte.
const WHOLE: Duration = Duration::from_secs(15);
const CONNECT: Duration = Duration::from_secs(5);
/// An answer with more is cut off and refused, unless the caller asked for more.
pub const MOST_BYTES: usize = 64 * 1024;

/// Where requests may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Public addresses, by `https`.
    Public,
    /// Also private ones and this machine, also by `http`.
    Private,
}

/// Makes requests to other people's servers.
#[derive(Clone)]
pub struct Outbound {
    client: reqwest::Client,
    reach: Reach,
}

/// What came back, whatever its status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Bytes,
}

/// Why nothing came back. None of these says more than its kind, so all may be logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OutboundError {
    #[error("the client could not be made")]
    Client,
    #[error("not an address that requests may go to")]
    Address,
    #[error("not a public address")]
    NotPublic,
    #[error("could not be reached")]
    Unreachable,
    #[error("took too long")]
    TooSlow,
    #[error("answered with too many bytes")]
    TooLarge,
}

impl OutboundError {
    /// A word for a log of deliveries.
    pub fn code(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::Address => "address",
            Self::NotPublic => "not_public",
            Self::Unreachable => "unreachable",
            Self::TooSlow => "too_slow",
            Self::TooLarge => "too_large",
        }
    }
}

impl Outbound {
    /// A client that goes so far and no further.
    ///
    /// # Errors
    /// [`OutboundError::Client`].
    pub fn new(reach: Reach) -> Result<Self, OutboundError> {
        let client = reqwest::Client::builder()
            .redirect(redirect::Policy::none())
            .no_proxy()
            .connect_timeout(CONNECT)
            .timeout(WHOLE)
            .dns_resolver(Arc::new(Looked { reach }))
            .user_agent(concat!("puente/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|_| OutboundError::Client)?;
        Ok(Self { client, reach })
    }

    /// Whether a request may go to this address, as far as its text says; names are looked at
    /// again when they are resolved.
    ///
    /// # Errors
    /// [`OutboundError::Address`], [`OutboundError::NotPublic`].
    pub fn check(&self, address: &str) -> Result<(), OutboundError> {
        admitted(address, self.reach).map(drop)
    }

    /// Gets a document of at most so many bytes.
    ///
    /// # Errors
    /// Why nothing came back.
    pub async fn get(
        &self,
        address: &str,
        headers: &[(HeaderName, HeaderValue)],
        most_bytes: usize,
    ) -> Result<Answer, OutboundError> {
        self.send(Method::GET, address, headers, Bytes::new(), most_bytes).await
    }

    /// Posts a body.
    ///
    /// # Errors
    /// Why nothing came back.
    pub async fn post(
        &self,
        address: &str,
        headers: &[(HeaderName, HeaderValue)],
        body: Bytes,
    ) -> Result<Answer, OutboundError> {
        self.send(Method::POST, address, headers, body, MOST_BYTES).await
    }

    /// One request with any method, such as CalDAV's `REPORT`.
    ///
    /// # Errors
    /// Why nothing came back.
    pub async fn send(
        &self,
        method: Method,
        address: &str,
        headers: &[(HeaderName, HeaderValue)],
        body: Bytes,
        most_bytes: usize,
    ) -> Result<Answer, OutboundError> {
        let url = admitted(address, self.reach)?;
        let mut request = self.client.request(method, url).body(body);
        for (name, value) in headers {
            request = request.header(name, value);
        }
        let mut response = request.send().await.map_err(|error| kind_of(&error))?;
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| kind_of(&error))? {
            if body.len() + chunk.len() > most_bytes {
                return Err(OutboundError::TooLarge);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Answer {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body: body.into(),
        })
    }
}

impl fmt::Debug for Outbound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Outbound").field("reach", &self.reach).finish_non_exhaustive()
    }
}

/// Resolves names and keeps only the addresses within reach.
struct Looked {
    reach: Reach,
}

impl Resolve for Looked {
    fn resolve(&self, name: Name) -> Resolving {
        let reach = self.reach;
        Box::pin(async move {
            // The port is the connector's business.
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let within: Vec<SocketAddr> =
                found.filter(|found| may_be_reached(found.ip(), reach)).collect();
            if within.is_empty() {
                return Err(OutboundError::NotPublic.into());
            }
            Ok(Box::new(within.into_iter()) as Addrs)
        })
    }
}

/// The address as a URL, if its scheme, its host and its form let it pass.
fn admitted(address: &str, reach: Reach) -> Result<Url, OutboundError> {
    let url = Url::parse(address).map_err(|_| OutboundError::Address)?;
    let scheme_passes = match url.scheme() {
        "https" => true,
        "http" => reach == Reach::Private,
        _ => false,
    };
    if !scheme_passes || !url.username().is_empty() || url.password().is_some() {
        return Err(OutboundError::Address);
    }
    let host = url.host_str().ok_or(OutboundError::Address)?;
    // A literal address is never resolved, so it is looked at here.
    let literal = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    match literal {
        Ok(ip) if !may_be_reached(ip, reach) => Err(OutboundError::NotPublic),
        _ => Ok(url),
    }
}

fn may_be_reached(address: IpAddr, reach: Reach) -> bool {
    reach == Reach::Private || is_public(address)
}

/// Whether an address is one of the public Internet (IANA's special-purpose registries).
fn is_public(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => is_public_v6(v6),
    }
}

fn is_public_v4(v4: Ipv4Addr) -> bool {
    let [a, b, c, _] = v4.octets();
    let special = v4.is_private()
        || v4.is_loopback()
        || v4.is_link_local()
        || v4.is_multicast()
        || v4.is_documentation()
        || a == 0
        || a >= 240
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && (b == 18 || b == 19));
    !special
}

fn is_public_v6(v6: Ipv6Addr) -> bool {
    let [first, second, ..] = v6.segments();
    // Global unicast only; of it neither documentation nor what wraps an IPv4 address
    // (Teredo, 6to4), which could be a private one.
    (first & 0xe000) == 0x2000
        && !(first == 0x2001 && second < 0x0200)
        && !(first == 0x2001 && second == 0x0db8)
        && first != 0x2002
        && first != 0x3fff
}

fn kind_of(error: &reqwest::Error) -> OutboundError {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(this) = cause {
        if let Some(ours) = this.downcast_ref::<OutboundError>() {
            return *ours;
        }
        cause = this.source();
    }
    if error.is_timeout() { OutboundError::TooSlow } else { OutboundError::Unreachable }
}

#[cfg(test)]
mod tests;
