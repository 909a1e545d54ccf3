//! The two system calls of the packet path, which move up to 64 datagrams each: `recvmmsg` and `sendmmsg`.
//!
//! This is the only module with `unsafe` code.
#![expect(unsafe_code, reason = "batched system calls have no safe form in the standard library")]

use std::io;
use std::mem::MaybeUninit;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6};
use std::os::fd::AsRawFd;
use std::time::Duration;

use socket2::{Domain, Protocol, Socket, Type};

use crate::batch::{MAX_DATAGRAM, TxBatch};

/// Datagrams moved by one call; more bring nothing.
const BATCH: usize = 64;
/// Room for one datagram, more than any that is taken: what fills it was too long.
const ROOM: usize = MAX_DATAGRAM + 1;

/// Asked for on each socket; the system may grant less.
const SOCKET_BUFFER_BYTES: usize = 4 << 20;

/// A UDP socket that is read and written in batches. One of all IPv6 addresses serves IPv4 as well: its peers then
/// have their IPv4 addresses here, as if it were two sockets.
#[derive(Debug)]
pub struct MediaSocket {
    socket: Socket,
    address: SocketAddr,
}

impl MediaSocket {
    /// Listens on `address`; [`Self::receive`] waits no longer than `patience`.
    ///
    /// # Errors
    /// When the address is taken or not ours.
    pub fn open(address: SocketAddr, patience: Duration) -> io::Result<Self> {
        let socket = Socket::new(Domain::for_address(address), Type::DGRAM, Some(Protocol::UDP))?;
        if address.is_ipv6() {
            socket.set_only_v6(false)?;
        }
        socket.set_recv_buffer_size(SOCKET_BUFFER_BYTES)?;
        socket.set_send_buffer_size(SOCKET_BUFFER_BYTES)?;
        socket.bind(&address.into())?;
        socket.set_read_timeout(Some(patience))?;
        let address = socket
            .local_addr()?
            .as_socket()
            .ok_or_else(|| io::Error::other("not an internet address"))?;
        Ok(Self { socket, address })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

/// Datagrams received by one call.
pub struct RxBatch {
    bytes: Box<[u8]>,
    addresses: Box<[libc::sockaddr_storage; BATCH]>,
    lengths: [usize; BATCH],
    count: usize,
}

impl std::fmt::Debug for RxBatch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RxBatch({})", self.count)
    }
}

impl Default for RxBatch {
    fn default() -> Self {
        Self {
            bytes: vec![0; BATCH * ROOM].into_boxed_slice(),
            addresses: Box::new([zeroed_address(); BATCH]),
            lengths: [0; BATCH],
            count: 0,
        }
    }
}

impl RxBatch {
    /// Hands out each datagram with its sender.
    pub fn for_each(&mut self, mut each: impl FnMut(SocketAddr, &mut [u8])) {
        let slots = self.bytes.chunks_exact_mut(ROOM).zip(&self.lengths).zip(self.addresses.iter());
        for ((slot, length), address) in slots.take(self.count) {
            if let Some(from) = read_address(address) {
                each(from, &mut slot[..*length]);
            }
        }
    }
}

impl MediaSocket {
    /// Waits for datagrams, no longer than its patience, and takes all that are there.
    ///
    /// # Errors
    /// Those of the call; a timeout is none, it leaves the batch empty.
    pub fn receive(&self, batch: &mut RxBatch) -> io::Result<()> {
        batch.count = 0;
        let mut pieces = [libc::iovec { iov_base: std::ptr::null_mut(), iov_len: 0 }; BATCH];
        let mut messages = [empty_message(); BATCH];
        for (at, (message, piece)) in messages.iter_mut().zip(&mut pieces).enumerate() {
            piece.iov_base = batch.bytes[at * ROOM..].as_mut_ptr().cast();
            piece.iov_len = ROOM;
            message.msg_hdr.msg_name = (&raw mut batch.addresses[at]).cast();
            message.msg_hdr.msg_namelen = size_of::<libc::sockaddr_storage>() as libc::socklen_t;
            message.msg_hdr.msg_iov = piece;
            message.msg_hdr.msg_iovlen = 1;
        }
        // SAFETY: each message points to one piece and one address; all three arrays live until the call returns, and
        // every piece lies within `bytes` (BATCH * ROOM long). No timeout is passed: the socket has its own.
        let received = unsafe {
            libc::recvmmsg(
                self.socket.as_raw_fd(),
                messages.as_mut_ptr(),
                BATCH as libc::c_uint,
                libc::MSG_WAITFORONE,
                std::ptr::null_mut(),
            )
        };
        let Ok(count) = usize::try_from(received) else {
            let error = io::Error::last_os_error();
            return match error.kind() {
                io::ErrorKind::WouldBlock
                | io::ErrorKind::TimedOut
                | io::ErrorKind::Interrupted => Ok(()),
                // An earlier datagram found no listener; UDP reports it here.
                io::ErrorKind::ConnectionRefused => Ok(()),
                _ => Err(error),
            };
        };
        for (length, message) in batch.lengths.iter_mut().zip(&messages[..count]) {
            *length = (message.msg_len as usize).min(ROOM);
        }
        batch.count = count;
        Ok(())
    }

    /// Sends every datagram of `batch`; gives how many the system did not take.
    pub fn send(&self, batch: &TxBatch) -> usize {
        let mut datagrams = batch.iter();
        let mut not_sent = 0;
        loop {
            let mut addresses = [zeroed_address(); BATCH];
            let mut pieces = [libc::iovec { iov_base: std::ptr::null_mut(), iov_len: 0 }; BATCH];
            let mut messages = [empty_message(); BATCH];
            let mut count = 0;
            for (to, datagram) in datagrams.by_ref().take(BATCH) {
                let length = write_address(self.reachable(to), &mut addresses[count]);
                pieces[count].iov_base = datagram.as_ptr().cast_mut().cast();
                pieces[count].iov_len = datagram.len();
                let header = &mut messages[count].msg_hdr;
                header.msg_name = (&raw mut addresses[count]).cast();
                header.msg_namelen = length;
                header.msg_iov = &raw mut pieces[count];
                header.msg_iovlen = 1;
                count += 1;
            }
            if count == 0 {
                return not_sent;
            }
            let mut done = 0;
            while done < count {
                let rest = &mut messages[done..count];
                // SAFETY: as above; the kernel only reads the pieces, which lie within `batch`.
                let sent = unsafe {
                    libc::sendmmsg(
                        self.socket.as_raw_fd(),
                        rest.as_mut_ptr(),
                        rest.len() as libc::c_uint,
                        0,
                    )
                };
                match usize::try_from(sent) {
                    Ok(sent) if sent > 0 => done += sent,
                    // The first of the rest is at fault, or the queue is full: leave it out and go on.
                    _ => {
                        not_sent += 1;
                        done += 1;
                    }
                }
            }
        }
    }

    /// `to` as the socket's protocol writes it.
    fn reachable(&self, to: SocketAddr) -> SocketAddr {
        match (self.address, to.ip()) {
            (SocketAddr::V6(_), IpAddr::V4(v4)) => {
                SocketAddr::new(v4.to_ipv6_mapped().into(), to.port())
            }
            _ => to,
        }
    }
}

fn empty_message() -> libc::mmsghdr {
    // SAFETY: all-zero is a valid mmsghdr: null pointers and zero lengths.
    unsafe { MaybeUninit::zeroed().assume_init() }
}

fn zeroed_address() -> libc::sockaddr_storage {
    // SAFETY: all-zero is a valid sockaddr_storage of family AF_UNSPEC.
    unsafe { MaybeUninit::zeroed().assume_init() }
}

fn read_address(storage: &libc::sockaddr_storage) -> Option<SocketAddr> {
    match libc::c_int::from(storage.ss_family) {
        libc::AF_INET => {
            // SAFETY: the kernel wrote an address of this family; the storage is large and aligned enough for it.
            let v4 = unsafe { &*(&raw const *storage).cast::<libc::sockaddr_in>() };
            let ip = Ipv4Addr::from(v4.sin_addr.s_addr.to_ne_bytes());
            Some(SocketAddrV4::new(ip, u16::from_be(v4.sin_port)).into())
        }
        libc::AF_INET6 => {
            // SAFETY: as above.
            let v6 = unsafe { &*(&raw const *storage).cast::<libc::sockaddr_in6>() };
            let ip = Ipv6Addr::from(v6.sin6_addr.s6_addr);
            let port = u16::from_be(v6.sin6_port);
            Some(match ip.to_ipv4_mapped() {
                Some(v4) => SocketAddrV4::new(v4, port).into(),
                None => SocketAddrV6::new(ip, port, 0, v6.sin6_scope_id).into(),
            })
        }
        _ => None,
    }
}

fn write_address(address: SocketAddr, storage: &mut libc::sockaddr_storage) -> libc::socklen_t {
    match address {
        SocketAddr::V4(address) => {
            // SAFETY: the storage is large and aligned enough for any address, and zeroed.
            let v4 = unsafe { &mut *(&raw mut *storage).cast::<libc::sockaddr_in>() };
            v4.sin_family = libc::AF_INET as libc::sa_family_t;
            v4.sin_port = address.port().to_be();
            v4.sin_addr.s_addr = u32::from_ne_bytes(address.ip().octets());
            size_of::<libc::sockaddr_in>() as libc::socklen_t
        }
        SocketAddr::V6(address) => {
            // SAFETY: as above.
            let v6 = unsafe { &mut *(&raw mut *storage).cast::<libc::sockaddr_in6>() };
            v6.sin6_family = libc::AF_INET6 as libc::sa_family_t;
            v6.sin6_port = address.port().to_be();
            v6.sin6_addr.s6_addr = address.ip().octets();
            v6.sin6_scope_id = address.scope_id();
            size_of::<libc::sockaddr_in6>() as libc::socklen_t
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::UdpSocket;

    fn open(address: &str) -> MediaSocket {
        MediaSocket::open(address.parse().unwrap(), Duration::from_secs(5)).unwrap()
    }

    /// Sends many datagrams from `here` to `there`, which must see them come from `seen_as`.
    fn exchange(here: &MediaSocket, there: &MediaSocket, to: SocketAddr, seen_as: SocketAddr) {
        let mut batch = TxBatch::default();
        let lengths: Vec<usize> = (0..100).map(|at| 1 + at * 9).collect();
        for length in &lengths {
            batch.copy(to, &vec![*length as u8; *length]);
        }
        assert_eq!(here.send(&batch), 0);
        let mut received = Vec::new();
        let mut rx = RxBatch::default();
        while received.len() < lengths.len() {
            there.receive(&mut rx).unwrap();
            assert!(rx.count > 0, "{} of {} came", received.len(), lengths.len());
            rx.for_each(|from, datagram| {
                assert_eq!(from, seen_as);
                assert!(datagram.iter().all(|byte| *byte == datagram.len() as u8));
                received.push(datagram.len());
            });
        }
        assert_eq!(received, lengths);
    }

    #[test]
    fn many_datagrams_go_and_come_over_both_protocols() {
        for address in ["127.0.0.1:0", "[::1]:0"] {
            let (here, there) = (open(address), open(address));
            exchange(&here, &there, there.address(), here.address());
        }
    }

    #[test]
    fn a_socket_of_all_ipv6_addresses_serves_ipv4_under_its_own_name() {
        let (both, v4) = (open("[::]:0"), open("127.0.0.1:0"));
        let both_as_v4 = SocketAddr::new(Ipv4Addr::LOCALHOST.into(), both.address().port());
        exchange(&v4, &both, both_as_v4, v4.address());
        exchange(&both, &v4, v4.address(), both_as_v4);
    }

    #[test]
    fn a_datagram_that_is_too_long_shows_as_such() {
        let there = open("127.0.0.1:0");
        let here = UdpSocket::bind("127.0.0.1:0").unwrap();
        here.send_to(&[0; 9000], there.address()).unwrap();
        let mut rx = RxBatch::default();
        there.receive(&mut rx).unwrap();
        let mut lengths = vec![];
        rx.for_each(|_, datagram| lengths.push(datagram.len()));
        assert_eq!(lengths, [ROOM]);
    }

    #[test]
    fn nothing_within_the_patience_is_no_error() {
        let here =
            MediaSocket::open("127.0.0.1:0".parse().unwrap(), Duration::from_millis(1)).unwrap();
        let mut rx = RxBatch::default();
        here.receive(&mut rx).unwrap();
        rx.for_each(|_, _| panic!("nobody sent anything"));
    }

    #[test]
    fn an_address_that_cannot_be_reached_holds_up_nobody() {
        let (here, there) = (open("127.0.0.1:0"), open("127.0.0.1:0"));
        let mut batch = TxBatch::default();
        batch.copy("[2001:db8::1]:9".parse().unwrap(), b"nowhere");
        batch.copy(there.address(), b"here");
        assert_eq!(here.send(&batch), 1);
        let mut rx = RxBatch::default();
        there.receive(&mut rx).unwrap();
        rx.for_each(|_, datagram| assert_eq!(datagram, b"here"));
        assert_eq!(rx.count, 1);
    }
}
