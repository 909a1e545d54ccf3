//! The names and times of the record.

use super::RecordError;

/// A record: the hearing's id, which the media plane does not interpret.
#[derive(Copy, Clone, Eq, PartialEq, Ord, PartialOrd, Hash, Debug)]
pub struct RecordId(pub u128);

/// An open track, valid until it is closed or the process ends.
#[derive(Copy, Clone, Eq, PartialEq, Ord, PartialOrd, Hash, Debug)]
pub struct TrackId(pub u64);

/// When a packet arrived, by two clocks.
#[derive(Copy, Clone, Eq, PartialEq, Debug, Default)]
pub struct Arrival {
    /// Nanoseconds of this process's monotonic clock: never jumps, starts anywhere.
    pub monotonic_ns: u64,
    /// Nanoseconds since 1970 UTC: comparable between processes, may jump.
    pub utc_ns: u64,
}

/// A neutral name, seat and kind of source: `s02-mic`. It is also the file's name.
#[derive(Clone, Eq, PartialEq, Ord, PartialOrd, Hash, Debug)]
pub struct TrackName(String);

impl TrackName {
    /// Longest name, in bytes.
    pub const MAX_BYTES: usize = 32;

    /// Checks a name: 1 to 32 of `a-z`, `0-9` and `-`.
    ///
    /// # Errors
    /// [`RecordError::TrackName`] for anything else.
    pub fn new(name: &str) -> Result<Self, RecordError> {
        let good = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if name.is_empty() || name.len() > Self::MAX_BYTES || !name.bytes().all(good) {
            return Err(RecordError::TrackName(name.chars().take(64).collect()));
        }
        Ok(Self(name.to_owned()))
    }

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for TrackName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a track carries.
#[derive(Copy, Clone, Eq, PartialEq, Hash, Debug)]
pub enum Codec {
    /// Speech and sound (RFC 7587), clock 48 kHz.
    Opus,
    /// Pictures (RFC 7741), clock 90 kHz.
    Vp8,
}

impl Codec {
    /// Ticks of the RTP clock in a second.
    #[must_use]
    pub fn clock_hz(self) -> u32 {
        match self {
            Self::Opus => 48_000,
            Self::Vp8 => 90_000,
        }
    }
}

/// How the packets of a source are marked; each peer negotiates its own.
#[derive(Copy, Clone, Eq, PartialEq, Hash, Debug)]
pub struct PayloadTypes {
    /// RTP payload type of the codec itself.
    pub primary: u8,
    /// RTP payload type of redundant audio (RFC 2198), if negotiated.
    pub redundant: Option<u8>,
}

/// How far a track's chain of sealed segments has come.
#[derive(Clone, Eq, PartialEq, Debug)]
pub struct TrackHead {
    /// Whose chain.
    pub name: TrackName,
    /// Sealed segments so far.
    pub segments: u32,
    /// Link of the last sealed segment ([`super::segment::Statement::link`]); zeros before the first.
    pub hash: [u8; 32],
    /// Arrival of the last packet that is sealed, in nanoseconds UTC; 0 before the first.
    pub last_utc_ns: u64,
}
