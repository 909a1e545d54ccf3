//! SDP offer → answer (RFC 8829, RFC 9725): once at join, once for each ICE restart, never for rewiring.
//!
//! [`Offer::parse`] reads what the peer can do, [`Plan::of`] decides what becomes of each line,
//! [`Plan::answer`] writes the decision down.

mod answer;
mod offer;
mod plan;

pub(crate) use answer::Session;
pub(crate) use offer::Offer;
pub(crate) use plan::{Line, Plan, SlotLine, SourceLine};

/// What is wrong with an offer. The text is for whoever wrote the client.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OfferError {
    /// Not SDP at all, or longer than any real offer.
    #[error("the offer is not SDP: {0}")]
    NotSdp(&'static str),
    /// A line that cannot be read.
    #[error("line {line} of the offer cannot be read: {text:?}")]
    Line {
        /// Counted from 1.
        line: usize,
        /// The beginning of the line.
        text: String,
    },
    /// No audio and no video line that we can use.
    #[error("the offer has no audio or video line that can be accepted (Opus, VP8 and H.264 are)")]
    NothingUsable,
    /// No SHA-256 certificate fingerprint.
    #[error("the offer has no sha-256 certificate fingerprint")]
    NoFingerprint,
    /// No ICE credentials.
    #[error("the offer has no ice-ufrag and ice-pwd")]
    NoIce,
    /// The peer insists on answering the DTLS handshake, as we do.
    #[error("the offer says setup:passive, but the server is the passive side")]
    Passive,
    /// RTCP on a port of its own.
    #[error("the offer does not multiplex RTCP (rtcp-mux)")]
    NoRtcpMux,
    /// Several lines that do not share one transport.
    #[error("the offer has several lines that are not all in one BUNDLE group")]
    NotBundled,
    /// More lines of one kind than a peer may have.
    #[error("the offer has too many lines")]
    TooManyLines,
    /// A restart whose lines are not those of the join.
    #[error("the lines of a restart must be those of the join: join again instead")]
    Changed,
    /// A restart with another certificate.
    #[error("the certificate of a restart must be that of the join: join again instead")]
    NewCertificate,
}

/// What a line carries.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Codec {
    /// RFC 7587, 48 kHz.
    Opus,
    /// RFC 7741, 90 kHz.
    Vp8,
    /// RFC 6184, 90 kHz.
    H264,
}

impl Codec {
    /// Ticks of the RTP clock in a second.
    #[must_use]
    pub fn clock_hz(self) -> u32 {
        match self {
            Self::Opus => 48_000,
            Self::Vp8 | Self::H264 => 90_000,
        }
    }
}

/// A codec and the payload types that one peer gave it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Format {
    pub(crate) codec: Codec,
    pub(crate) payload_type: u8,
    /// Of retransmissions (RFC 4588).
    pub(crate) rtx: Option<u8>,
}

/// The header extensions that we understand, by the numbers that one line gave them; 0 where not offered.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct ExtensionIds {
    /// Loudness (RFC 6464).
    pub(crate) level: u8,
    /// Which line a packet belongs to (RFC 9143).
    pub(crate) mid: u8,
    /// How the camera is held (3GPP TS 26.114).
    pub(crate) orientation: u8,
}

const LEVEL_URI: &str = "urn:ietf:params:rtp-hdrext:ssrc-audio-level";
const MID_URI: &str = "urn:ietf:params:rtp-hdrext:sdes:mid";
const ORIENTATION_URI: &str = "urn:3gpp:video-orientation";

#[cfg(test)]
mod tests;
