//! The media plane: datagrams in, datagrams out, journals on disk. Knows no people, no SQL, no HTTP.
//!
//! A browser or a WHIP/WHEP client makes one offer and gets one answer ([`MediaPlane::join`]). From then on
//! [`MediaPlane::wire`] alone decides which source feeds which slot: no later SDP, and without a route not a packet.
//!
//! All peers of a worker share one UDP port. The worker ([`worker`]) is pure: it is handed datagrams and the time.
//! `driver` gives it a socket and a thread, and [`plane`] is what the rest of the program holds.

mod batch;
mod clock;
mod driver;
mod dtls;
mod ice;
mod names;
pub mod plane;
pub mod record;
mod rtcp;
mod rtp;
mod sdp;
pub mod srtp;
mod stats;
mod syscall;
pub mod worker;

pub use batch::{MAX_DATAGRAM, TxBatch};
pub use clock::Now;
pub use dtls::IdentityError;
pub use names::{
    Joined, LostBecause, Notice, PeerId, RoomId, Route, SlotKind, SlotRef, SourceFormat,
    SourceKind, SourceRef, Tap, WireChange, WorkerIndex,
};
pub use plane::{JoinError, MediaConfig, MediaPlane, StartError};
pub use sdp::{Codec, OfferError};
pub use stats::{DropCause, Drops, PeerStats, SlotStats, SourceStats, Totals};
pub use syscall::{MediaSocket, RxBatch};
pub use worker::{CONNECT_TIMEOUT_MS, CONSENT_TIMEOUT_MS, WireError};
