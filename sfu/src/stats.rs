//! What is counted: totals of the process, and what one peer sends, receives and loses.

use crate::names::{PeerId, SlotKind, SourceKind, SourceRef};

/// Why a datagram or packet went no further.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[repr(usize)]
pub enum DropCause {
    /// Neither STUN nor DTLS nor (S)RTP.
    Unclassified,
    /// Longer than [`crate::MAX_DATAGRAM`].
    TooLong,
    /// STUN that is no binding request, or for nobody here.
    UnknownCheck,
    /// STUN for a peer of another worker's port.
    OtherWorker,
    /// STUN with a wrong password.
    BadCheck,
    /// STUN from an address that another peer is using.
    TakenAddress,
    /// DTLS or SRTP from an address that passed no check.
    UnprovenAddress,
    /// SRTP or SRTCP before the handshake was done.
    BeforeKeys,
    /// Not RTP inside, or a payload that cannot be read.
    Malformed,
    /// SRTP of a stream that the offer did not name.
    UnknownStream,
    /// SRTP or SRTCP that is not authentic.
    NotAuthentic,
    /// Received before, or too old to tell.
    Replayed,
    /// A payload type that was not negotiated.
    UnknownPayload,
    /// Nothing follows the old route: it came before the switch.
    BeforeSwitch,
    /// Held back until a key frame.
    AwaitingKeyFrame,
    /// The receiver did not negotiate the codec.
    NoCodec,
    /// It would not fit a datagram, or could not be sealed.
    NotSealed,
    /// The operating system would not take it.
    NotSent,
}

impl DropCause {
    /// Every cause, in the order of the counters.
    pub const ALL: [Self; 18] = [
        Self::Unclassified,
        Self::TooLong,
        Self::UnknownCheck,
        Self::OtherWorker,
        Self::BadCheck,
        Self::TakenAddress,
        Self::UnprovenAddress,
        Self::BeforeKeys,
        Self::Malformed,
        Self::UnknownStream,
        Self::NotAuthentic,
        Self::Replayed,
        Self::UnknownPayload,
        Self::BeforeSwitch,
        Self::AwaitingKeyFrame,
        Self::NoCodec,
        Self::NotSealed,
        Self::NotSent,
    ];

    /// The cause as a label of a metric.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Unclassified => "unclassified",
            Self::TooLong => "too_long",
            Self::UnknownCheck => "unknown_check",
            Self::OtherWorker => "other_worker",
            Self::BadCheck => "bad_check",
            Self::TakenAddress => "taken_address",
            Self::UnprovenAddress => "unproven_address",
            Self::BeforeKeys => "before_keys",
            Self::Malformed => "malformed",
            Self::UnknownStream => "unknown_stream",
            Self::NotAuthentic => "not_authentic",
            Self::Replayed => "replayed",
            Self::UnknownPayload => "unknown_payload",
            Self::BeforeSwitch => "before_switch",
            Self::AwaitingKeyFrame => "awaiting_key_frame",
            Self::NoCodec => "no_codec",
            Self::NotSealed => "not_sealed",
            Self::NotSent => "not_sent",
        }
    }
}

/// Drops by cause.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Drops([u64; DropCause::ALL.len()]);

impl Drops {
    /// How many were dropped for `cause`.
    #[must_use]
    pub fn of(&self, cause: DropCause) -> u64 {
        self.0[cause as usize]
    }

    /// Every cause with its count.
    pub fn iter(&self) -> impl Iterator<Item = (DropCause, u64)> {
        DropCause::ALL.into_iter().zip(self.0)
    }

    pub(crate) fn count(&mut self, cause: DropCause) {
        self.0[cause as usize] += 1;
    }
}

/// Counters of a worker, or of all workers together.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Totals {
    /// Peers now.
    pub peers: u64,
    /// Rooms now.
    pub rooms: u64,
    /// Peers that joined.
    pub joins: u64,
    /// Peers whose handshake was done.
    pub connects: u64,
    /// Handshakes that failed and could begin anew.
    pub failed_handshakes: u64,
    /// Datagrams received.
    pub received_datagrams: u64,
    /// Bytes received.
    pub received_bytes: u64,
    /// Datagrams sent.
    pub sent_datagrams: u64,
    /// Bytes sent.
    pub sent_bytes: u64,
    /// Packets forwarded: each receiver counts.
    pub forwarded_packets: u64,
    /// Packets that receivers asked for again.
    pub asked_packets: u64,
    /// Of those, how many were sent again.
    pub repeated_packets: u64,
    /// Packets that we asked senders for again.
    pub missed_packets: u64,
    /// Key frames that we asked senders for.
    pub key_frame_requests: u64,
    /// Changes of wiring applied.
    pub wirings: u64,
    /// SDP answers given.
    pub answers: u64,
    /// What went no further.
    pub drops: Drops,
}

impl Totals {
    /// Both together.
    #[must_use]
    pub fn plus(mut self, other: &Self) -> Self {
        for (mine, theirs) in self.fields_mut().into_iter().zip(other.fields()) {
            *mine += theirs;
        }
        for (mine, theirs) in self.drops.0.iter_mut().zip(other.drops.0) {
            *mine += theirs;
        }
        self
    }

    /// Every counter but the drops, named for a metric.
    #[must_use]
    pub fn named(&self) -> [(&'static str, u64); 16] {
        let names = [
            "peers",
            "rooms",
            "joins",
            "connects",
            "failed_handshakes",
            "received_datagrams",
            "received_bytes",
            "sent_datagrams",
            "sent_bytes",
            "forwarded_packets",
            "asked_packets",
            "repeated_packets",
            "missed_packets",
            "key_frame_requests",
            "wirings",
            "answers",
        ];
        let values = self.fields();
        std::array::from_fn(|at| (names[at], values[at]))
    }

    fn fields(&self) -> [u64; 16] {
        let mut copy = *self;
        copy.fields_mut().map(|field| *field)
    }

    fn fields_mut(&mut self) -> [&mut u64; 16] {
        [
            &mut self.peers,
            &mut self.rooms,
            &mut self.joins,
            &mut self.connects,
            &mut self.failed_handshakes,
            &mut self.received_datagrams,
            &mut self.received_bytes,
            &mut self.sent_datagrams,
            &mut self.sent_bytes,
            &mut self.forwarded_packets,
            &mut self.asked_packets,
            &mut self.repeated_packets,
            &mut self.missed_packets,
            &mut self.key_frame_requests,
            &mut self.wirings,
            &mut self.answers,
        ]
    }
}

/// What one peer sends and receives.
#[derive(Clone, PartialEq, Debug)]
pub struct PeerStats {
    /// The peer.
    pub peer: PeerId,
    /// Whether its handshake is done.
    pub connected: bool,
    /// How often the peer was answered: 1 for the join and 1 for each restart.
    pub answers: u32,
    /// Round trip, in milliseconds, by the peer's last report; unknown before that.
    pub round_trip_ms: Option<u32>,
    /// Each of its sources.
    pub sources: Vec<SourceStats>,
    /// Each of its slots, audio first.
    pub slots: Vec<SlotStats>,
    /// Its packets, or packets for it, that went no further.
    pub drops: Drops,
}

/// What came of one source.
#[derive(Clone, PartialEq, Debug)]
pub struct SourceStats {
    /// Which source.
    pub kind: SourceKind,
    /// Packets received.
    pub packets: u64,
    /// Bytes of RTP received, headers included.
    pub bytes: u64,
    /// Packets that never came, by RFC 3550 §6.4.1.
    pub lost: i64,
    /// Variation of the arrival, in milliseconds.
    pub jitter_ms: f64,
    /// Key frames that we asked for.
    pub key_frame_requests: u64,
    /// Key frames that came.
    pub key_frames: u64,
    /// How many slots it feeds now.
    pub routes: usize,
    /// Whether it is recorded now.
    pub recorded: bool,
}

/// What went out on one slot.
#[derive(Clone, PartialEq, Debug)]
pub struct SlotStats {
    /// Sound or picture.
    pub kind: SlotKind,
    /// Counted from 0 within the kind.
    pub index: u8,
    /// What feeds it now.
    pub from: Option<SourceRef>,
    /// Packets forwarded.
    pub packets: u64,
    /// Bytes of RTP forwarded, headers included.
    pub bytes: u64,
    /// Packets sent again on demand.
    pub repeated: u64,
    /// Of 256 packets, how many the receiver lost lately.
    pub fraction_lost: u8,
}
