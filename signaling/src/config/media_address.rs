//! The address that browsers send media to, when nobody has set one.

use std::net::{IpAddr, Ipv4Addr, UdpSocket};

/// Documentation address (RFC 5737): reached by the default route, if there is one.
const ELSEWHERE: (Ipv4Addr, u16) = (Ipv4Addr::new(192, 0, 2, 1), 9);

/// The IPv4 address that this machine would use to reach another network; loopback when it is on
/// none. Connecting a UDP socket asks the routing table and sends nothing.
pub(super) fn primary() -> IpAddr {
    UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0))
        .and_then(|socket| {
            socket.connect(ELSEWHERE)?;
            socket.local_addr()
        })
        .map(|address| address.ip())
        .ok()
        .filter(|ip| !ip.is_unspecified())
        .unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST))
}
