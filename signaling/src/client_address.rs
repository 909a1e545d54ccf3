//! Where a request comes from, as far as limits need to know: a network, never a person.

use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{HeaderMap, request::Parts},
};
use std::{
    convert::Infallible,
    fmt,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
};

/// The caller's network: a /24 of IPv4 or a /56 of IPv6. It has no `Display` and its `Debug` is
/// redacted, so that no log line can hold it.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Network(IpAddr);

impl Network {
    /// The network that an address belongs to.
    pub fn of(address: IpAddr) -> Self {
        Self(match address.to_canonical() {
            IpAddr::V4(v4) => IpAddr::V4(Ipv4Addr::from_bits(v4.to_bits() & !0xff)),
            IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & !(u128::MAX >> 56))),
        })
    }
}

impl fmt::Debug for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Network(…)")
    }
}

/// The reverse proxies whose `X-Forwarded-For` is believed; extension of every request.
#[derive(Clone, Debug, Default)]
pub struct TrustedProxies(pub std::sync::Arc<[IpAddr]>);

impl<S: Send + Sync> FromRequestParts<S> for Network {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        let peer = parts
            .extensions
            .get::<ConnectInfo<SocketAddr>>()
            .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |ConnectInfo(address)| address.ip());
        let trusted = parts.extensions.get::<TrustedProxies>().cloned().unwrap_or_default();
        Ok(Network::of(caller(peer.to_canonical(), &parts.headers, &trusted.0)))
    }
}

/// The nearest address that is not one of our own proxies. What a stranger writes into the header
/// further to the left is never believed.
fn caller(peer: IpAddr, headers: &HeaderMap, trusted: &[IpAddr]) -> IpAddr {
    let mut nearest = peer;
    let forwarded = headers.get_all("x-forwarded-for").iter().filter_map(|v| v.to_str().ok());
    let hops: Vec<&str> = forwarded.flat_map(|line| line.split(',')).map(str::trim).collect();
    for hop in hops.iter().rev() {
        if !trusted.contains(&nearest) {
            break;
        }
        let Ok(address) = hop.parse::<IpAddr>() else { break };
        nearest = address.to_canonical();
    }
    nearest
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn headers(forwarded: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", forwarded.parse().unwrap());
        headers
    }

    #[test]
    fn a_stranger_cannot_choose_an_address_by_a_header() {
        let stranger: IpAddr = "203.0.113.9".parse().unwrap();
        assert_eq!(caller(stranger, &headers("198.51.100.1"), &[]), stranger);
    }

    #[test]
    fn behind_our_proxies_the_nearest_foreign_hop_counts() {
        let proxies = ["10.0.0.1".parse().unwrap(), "10.0.0.2".parse().unwrap()];
        let seen = caller(proxies[0], &headers("1.1.1.1, 203.0.113.9, 10.0.0.2"), &proxies);
        assert_eq!(seen, "203.0.113.9".parse::<IpAddr>().unwrap());
    }

    #[test]
    fn neighbours_share_a_limit_and_others_do_not() {
        let net = |text: &str| Network::of(text.parse().unwrap());
        assert_eq!(net("192.0.2.1"), net("192.0.2.254"));
        assert_ne!(net("192.0.2.1"), net("192.0.3.1"));
        assert_eq!(net("::ffff:192.0.2.7"), net("192.0.2.1"));
        assert_eq!(net("2001:db8:0:1::1"), net("2001:db8:0:ff::9"));
        assert_ne!(net("2001:db8:0:1::1"), net("2001:db8:0:100::1"));
    }

    proptest! {
        #[test]
        fn no_header_breaks_it(forwarded in "[0-9a-f.:, ]{0,80}") {
            let proxy: IpAddr = "10.0.0.1".parse().unwrap();
            let _ = caller(proxy, &headers(&forwarded), &[proxy]);
        }
    }
}
