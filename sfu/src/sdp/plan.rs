//! What becomes of each line of an offer: a source, a slot, or nothing.

use rand::RngCore;

use super::offer::{Direction, Encoding, Media};
use super::{Codec, ExtensionIds, Format, Offer, OfferError};
use crate::names::{SlotKind, SourceKind};

/// Receive lines of one kind that a peer may have.
const MAX_SLOTS: usize = 32;
/// The profile of H.264 that every browser decodes: constrained baseline.
const H264_PROFILE: &str = "42e0";

/// The decision about a whole offer. It stays with the peer, so that an ICE restart gets the same answer.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(crate) lines: Vec<Line>,
}

/// The decision about one line.
#[derive(Clone, Debug)]
pub(crate) enum Line {
    Source(SourceLine),
    Slot(SlotLine),
    /// Answered with port 0; the words are repeated as they came.
    Rejected {
        kind: String,
        protocol: String,
        format: String,
        mid: String,
    },
}

/// A line on which the peer sends.
#[derive(Clone, Debug)]
pub(crate) struct SourceLine {
    pub(crate) kind: SourceKind,
    pub(crate) common: Common,
    pub(crate) format: Format,
    /// Declared in the offer; learned from the first packet otherwise.
    pub(crate) ssrc: Option<u32>,
    pub(crate) rtx_ssrc: Option<u32>,
}

/// A line on which we send.
#[derive(Clone, Debug)]
pub(crate) struct SlotLine {
    pub(crate) kind: SlotKind,
    pub(crate) common: Common,
    /// At most one format for each codec, best first.
    pub(crate) formats: Vec<Format>,
    pub(crate) ssrc: u32,
    pub(crate) rtx_ssrc: u32,
}

/// What sources and slots have alike.
#[derive(Clone, Debug)]
pub(crate) struct Common {
    pub(crate) mid: String,
    pub(crate) protocol: String,
    /// Payload type of redundant audio (RFC 2198).
    pub(crate) red: Option<u8>,
    pub(crate) extensions: ExtensionIds,
    pub(crate) reduced_size: bool,
    /// The offered encodings that the answer accepts, for their parameters and feedback.
    pub(crate) accepted: Vec<Encoding>,
}

impl Plan {
    /// Decides about every line of `offer`; `rng` gives the SSRCs of what we send.
    pub(crate) fn of(offer: &Offer, rng: &mut dyn RngCore) -> Result<Self, OfferError> {
        let mut counts = Counts::default();
        let mut ssrcs = Ssrcs { rng, used: Vec::new() };
        let lines: Vec<Line> = offer
            .media
            .iter()
            .map(|media| decide(media, &mut counts, &mut ssrcs))
            .collect::<Result<_, _>>()?;
        if lines.iter().all(|line| matches!(line, Line::Rejected { .. })) {
            return Err(OfferError::NothingUsable);
        }
        Ok(Self { lines })
    }

    /// Whether a later offer has the same lines for the same use.
    pub(crate) fn fits(&self, offer: &Offer) -> bool {
        self.lines.len() == offer.media.len()
            && self.lines.iter().zip(&offer.media).all(|(line, media)| match line {
                Line::Source(source) => source.common.mid == media.mid && sends(media.direction),
                Line::Slot(slot) => {
                    slot.common.mid == media.mid && media.direction == Direction::RecvOnly
                }
                Line::Rejected { mid, .. } => *mid == media.mid,
            })
    }
}

#[derive(Default)]
struct Counts {
    sent: [usize; 2],
    received: [usize; 2],
}

struct Ssrcs<'a> {
    rng: &'a mut dyn RngCore,
    used: Vec<u32>,
}

impl Ssrcs<'_> {
    fn next(&mut self) -> u32 {
        loop {
            let ssrc = self.rng.next_u32();
            if ssrc != 0 && !self.used.contains(&ssrc) {
                self.used.push(ssrc);
                return ssrc;
            }
        }
    }
}

fn decide(media: &Media, counts: &mut Counts, ssrcs: &mut Ssrcs<'_>) -> Result<Line, OfferError> {
    let rejected = || Line::Rejected {
        kind: media.kind.clone(),
        protocol: media.protocol.clone(),
        format: media.formats.first().cloned().unwrap_or_else(|| "0".to_owned()),
        mid: media.mid.clone(),
    };
    let kind = match media.kind.as_str() {
        "audio" => SlotKind::Audio,
        "video" => SlotKind::Video,
        _ => return Ok(rejected()),
    };
    if media.disabled
        || media.direction == Direction::Inactive
        || !media.protocol.contains("RTP/SAVP")
    {
        return Ok(rejected());
    }
    let formats = formats(kind, media);
    let Some(&best) = formats.first() else { return Ok(rejected()) };
    if !media.rtcp_mux {
        return Err(OfferError::NoRtcpMux);
    }
    if sends(media.direction) {
        let sent = &mut counts.sent[kind as usize];
        let Some(source) = SourceKind::nth(kind, *sent) else { return Ok(rejected()) };
        *sent += 1;
        Ok(Line::Source(SourceLine {
            kind: source,
            common: common(kind, media, &[best]),
            format: best,
            ssrc: media.ssrc,
            rtx_ssrc: media.rtx_ssrc,
        }))
    } else {
        let received = &mut counts.received[kind as usize];
        if *received == MAX_SLOTS {
            return Err(OfferError::TooManyLines);
        }
        *received += 1;
        Ok(Line::Slot(SlotLine {
            kind,
            common: common(kind, media, &formats),
            formats,
            ssrc: ssrcs.next(),
            rtx_ssrc: ssrcs.next(),
        }))
    }
}

fn sends(direction: Direction) -> bool {
    matches!(direction, Direction::SendOnly | Direction::SendRecv)
}

/// The formats that we accept of a line, best first: Opus; VP8, then H.264.
fn formats(kind: SlotKind, media: &Media) -> Vec<Format> {
    let find = |name: &str| in_order(media).find(|encoding| encoding.name == name);
    match kind {
        SlotKind::Audio => find("opus/48000/2")
            .map(|opus| Format { codec: Codec::Opus, payload_type: opus.payload_type, rtx: None })
            .into_iter()
            .collect(),
        SlotKind::Video => {
            let vp8 = find("vp8/90000").map(|encoding| (Codec::Vp8, encoding));
            let h264 = h264(media).map(|encoding| (Codec::H264, encoding));
            vp8.into_iter()
                .chain(h264)
                .map(|(codec, encoding)| Format {
                    codec,
                    payload_type: encoding.payload_type,
                    rtx: rtx_of(media, encoding.payload_type),
                })
                .collect()
        }
    }
}

/// The H.264 encoding that most decoders can read: whole units may be split, baseline profile.
fn h264(media: &Media) -> Option<&Encoding> {
    let split = || {
        in_order(media).filter(|encoding| {
            encoding.name == "h264/90000" && encoding.parameter("packetization-mode") == Some("1")
        })
    };
    let baseline = |encoding: &&Encoding| {
        encoding
            .parameter("profile-level-id")
            .is_some_and(|profile| profile.to_ascii_lowercase().starts_with(H264_PROFILE))
    };
    split().find(baseline).or_else(|| split().next())
}

/// Encodings in the order in which the media line prefers them.
fn in_order(media: &Media) -> impl Iterator<Item = &Encoding> {
    media.formats.iter().filter_map(|format| {
        let payload_type: u8 = format.parse().ok()?;
        media.encodings.iter().find(|encoding| encoding.payload_type == payload_type)
    })
}

fn rtx_of(media: &Media, payload_type: u8) -> Option<u8> {
    in_order(media)
        .find(|encoding| {
            encoding.name == "rtx/90000"
                && encoding.parameter("apt").and_then(|apt| apt.parse().ok()) == Some(payload_type)
        })
        .map(|encoding| encoding.payload_type)
}

/// Redundant audio is accepted when its blocks are Opus of the accepted payload type.
fn red_of(media: &Media, opus: u8) -> Option<u8> {
    let block = opus.to_string();
    in_order(media)
        .find(|encoding| {
            encoding.name == "red/48000/2"
                && encoding.parameters.split('/').all(|name| name == block)
        })
        .map(|encoding| encoding.payload_type)
}

fn common(kind: SlotKind, media: &Media, formats: &[Format]) -> Common {
    let red = match kind {
        SlotKind::Audio => formats.first().and_then(|opus| red_of(media, opus.payload_type)),
        SlotKind::Video => None,
    };
    let accepted = formats
        .iter()
        .filter_map(|format| {
            media.encodings.iter().find(|encoding| encoding.payload_type == format.payload_type)
        })
        .cloned()
        .collect();
    Common {
        mid: media.mid.clone(),
        protocol: media.protocol.clone(),
        red,
        extensions: media.extensions,
        reduced_size: media.reduced_size,
        accepted,
    }
}
