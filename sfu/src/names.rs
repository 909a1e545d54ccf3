//! The words of the media plane: rooms, peers, sources, slots, routes, and what is told to the rest of the program.

use crate::record::TrackId;
use crate::sdp::Codec;

/// One room of the media plane: the unit that is pinned to a worker. Routes never leave it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct RoomId(pub u128);

/// One media connection, from join to loss. Given at join and never used again in this process.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct PeerId(pub u64);

impl PeerId {
    /// The `sequence`-th peer, on `worker`. The low byte names the worker, so that no table is needed to find it.
    pub(crate) fn new(sequence: u64, worker: WorkerIndex) -> Self {
        PeerId(sequence << 8 | u64::from(worker.0))
    }

    pub(crate) fn worker(self) -> WorkerIndex {
        WorkerIndex((self.0 & 0xff) as u8)
    }
}

/// Which worker thread, counted from 0. Worker `n` listens on the first port plus `n`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct WorkerIndex(pub u8);

/// What a peer sends on one of its send lines, by order of the line within its kind.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum SourceKind {
    /// First audio line that the peer sends.
    Mic,
    /// Second audio line: the disguised voice.
    MicDisguised,
    /// First video line that the peer sends.
    Camera,
    /// Second video line: a shared document.
    Document,
}

impl SourceKind {
    /// The `nth` send line of its kind, or nothing when a peer may not send so many.
    pub(crate) fn nth(kind: SlotKind, nth: usize) -> Option<Self> {
        match (kind, nth) {
            (SlotKind::Audio, 0) => Some(Self::Mic),
            (SlotKind::Audio, 1) => Some(Self::MicDisguised),
            (SlotKind::Video, 0) => Some(Self::Camera),
            (SlotKind::Video, 1) => Some(Self::Document),
            _ => None,
        }
    }

    /// Sound or picture.
    #[must_use]
    pub fn slot_kind(self) -> SlotKind {
        match self {
            Self::Mic | Self::MicDisguised => SlotKind::Audio,
            Self::Camera | Self::Document => SlotKind::Video,
        }
    }
}

/// A source of a peer.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct SourceRef {
    /// Who sends it.
    pub peer: PeerId,
    /// Which of the peer's sources.
    pub kind: SourceKind,
}

/// Sound or picture.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum SlotKind {
    /// Sound.
    Audio,
    /// Picture.
    Video,
}

/// The `index`-th receive line of its kind in a peer's offer.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct SlotRef {
    /// Who receives.
    pub peer: PeerId,
    /// Sound or picture.
    pub kind: SlotKind,
    /// Counted from 0 within the kind.
    pub index: u8,
}

/// What a slot carries from now on; nothing when `from` is `None`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Route {
    /// The slot.
    pub to: SlotRef,
    /// The source that feeds it, of the same room and kind.
    pub from: Option<SourceRef>,
}

/// Whether a source is recorded from now on, and to which track.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Tap {
    /// What is recorded.
    pub source: SourceRef,
    /// The track that is written to; `None` stops.
    pub track: Option<TrackId>,
}

/// A change of a room's wiring, applied as one between two packets. Slots that it does not name stay as they were.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct WireChange {
    /// Slots that change.
    pub routes: Vec<Route>,
    /// Recordings that change.
    pub taps: Vec<Tap>,
}

/// The answer to a join.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Joined {
    /// The new peer.
    pub peer: PeerId,
    /// The SDP answer.
    pub answer: String,
    /// What the peer will send.
    pub sources: Vec<SourceKind>,
    /// How it will send each of them.
    pub formats: Vec<SourceFormat>,
    /// How many audio slots it has.
    pub audio_slots: u8,
    /// How many video slots it has.
    pub video_slots: u8,
}

/// What the media plane tells by itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Notice {
    /// The peer's handshake is done: it can be heard and can hear.
    Connected {
        /// Its room.
        room: RoomId,
        /// The peer.
        peer: PeerId,
    },
    /// The peer is gone and forgotten: it must join again.
    Lost {
        /// Its room.
        room: RoomId,
        /// The peer.
        peer: PeerId,
        /// Why.
        because: LostBecause,
    },
    /// Who is heard speaking now; sent on change, at most five times a second.
    Speaking {
        /// The room.
        room: RoomId,
        /// Every peer that speaks, in ascending order.
        peers: Vec<PeerId>,
    },
}

/// Why a peer was lost.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LostBecause {
    /// Nothing authentic came for [`crate::CONSENT_TIMEOUT_MS`].
    Silence,
    /// It never finished connecting within [`crate::CONNECT_TIMEOUT_MS`].
    NeverConnected,
    /// It closed the connection.
    Closed,
    /// Its certificate is not the one that its offer named, or its handshakes failed too often.
    Refused,
}

/// How a peer sends one of its sources, as its recorder must know it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SourceFormat {
    /// The source.
    pub kind: SourceKind,
    /// Its codec.
    pub codec: Codec,
    /// The payload type of the codec.
    pub payload_type: u8,
    /// The payload type of redundant audio (RFC 2198), if it was negotiated.
    pub red: Option<u8>,
}
