//! One receive line of a peer: rewrites whatever feeds it into one continuous stream.
//!
//! The receiver sees a single SSRC whose sequence numbers, media times and picture numbers never jump back, however
//! often the source changes. A packet leaves only under the mapping of the present route, so nothing of a removed
//! route can be sent or sent again.

use super::history::Kept;
use super::{PeerIndex, SourceIndex};
use crate::clock::Now;
use crate::names::SlotKind;
use crate::rtp::{Outgoing, red, vp8};
use crate::sdp::{Codec, ExtensionIds, Format, SlotLine};

/// So many packets after a switch name their line, for receivers that have not learned the SSRC.
const NAMED_PACKETS: u64 = 50;
/// Retransmissions that one slot may have in the time between two refills.
const REPEAT_ALLOWANCE: u32 = 128;
/// Length of the original sequence number in front of a retransmission (RFC 4588 §4).
const ORIGINAL_SEQUENCE: usize = 2;

/// One slot of a peer.
#[derive(Debug)]
pub(crate) struct Slot {
    pub(crate) kind: SlotKind,
    pub(crate) index: u8,
    mid: String,
    formats: Vec<Format>,
    red: Option<u8>,
    extensions: ExtensionIds,
    pub(crate) ssrc: u32,
    rtx_ssrc: u32,
    /// What feeds it; set together with the source's list of routes.
    pub(crate) from: Option<(PeerIndex, SourceIndex)>,
    mapping: Option<Mapping>,
    next_sequence: u64,
    rtx_sequence: u64,
    last: Option<LastSent>,
    pictures: vp8::Numbers,
    repeats_left: u32,
    pub(crate) sent: Sent,
}

/// How the present source's numbers become ours.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mapping {
    /// The first sequence number of ours under this mapping.
    first_sequence: u64,
    /// Added to the source's extended sequence number.
    sequence_shift: u64,
    /// Added to the source's media time.
    pub(crate) timestamp_shift: u32,
    pictures: vp8::Shift,
}

impl Mapping {
    /// Our extended sequence number for the source's.
    pub(crate) fn sequence(&self, index: u64) -> u64 {
        index.wrapping_add(self.sequence_shift)
    }
}

#[derive(Clone, Copy, Debug)]
struct LastSent {
    timestamp: u32,
    at_ns: u64,
}

/// What a slot has sent.
#[derive(Debug, Default)]
pub(crate) struct Sent {
    pub(crate) packets: u64,
    pub(crate) bytes: u64,
    /// Of the payload alone, for sender reports.
    pub(crate) payload_bytes: u64,
    pub(crate) repeated: u64,
    pub(crate) fraction_lost: u8,
}

/// A packet of a source on its way to slots.
#[derive(Debug)]
pub(crate) struct Arrived<'a> {
    /// Extended sequence number.
    pub(crate) index: u64,
    pub(crate) format: Format,
    /// The payload holds redundant blocks.
    pub(crate) redundant: bool,
    pub(crate) timestamp: u32,
    pub(crate) marker: bool,
    pub(crate) level: Option<u8>,
    pub(crate) orientation: Option<u8>,
    pub(crate) picture: Option<vp8::Descriptor>,
    pub(crate) starts_key_frame: bool,
    pub(crate) payload: &'a [u8],
}

/// Why a slot does not take a packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Held {
    /// The receiver did not negotiate the codec.
    NoCodec,
    /// Only a key frame may begin.
    AwaitingKeyFrame,
    /// The packet is older than the switch to its source.
    BeforeSwitch,
}

/// A packet that was written and must be sealed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Written {
    pub(crate) len: usize,
    pub(crate) header_len: usize,
    /// Extended sequence number of the stream that it is in.
    pub(crate) sequence: u64,
}

impl Slot {
    /// A slot for the `index`-th receive line of its kind; the first numbers are given by `random`.
    pub(crate) fn new(line: &SlotLine, index: u8, random: u64) -> Self {
        Self {
            kind: line.kind,
            index,
            mid: line.common.mid.clone(),
            formats: line.formats.clone(),
            red: line.common.red,
            extensions: line.common.extensions,
            ssrc: line.ssrc,
            rtx_ssrc: line.rtx_ssrc,
            from: None,
            mapping: None,
            // In the lower half, so that the receiver counts the roll-over as we do (RFC 3711 §3.3.1).
            next_sequence: 1 + (random & 0x3fff),
            rtx_sequence: 1 + (random >> 16 & 0x3fff),
            last: None,
            pictures: vp8::Numbers::default(),
            repeats_left: REPEAT_ALLOWANCE,
            sent: Sent::default(),
        }
    }

    /// Changes what feeds the slot. Nothing of the former source can leave from here on.
    pub(crate) fn feed(&mut self, from: Option<(PeerIndex, SourceIndex)>) {
        self.from = from;
        self.mapping = None;
    }

    /// The present mapping, once a packet was sent under it.
    pub(crate) fn mapping(&self) -> Option<&Mapping> {
        self.mapping.as_ref()
    }

    /// The mapping under which `packet` may leave now.
    pub(crate) fn admit(&mut self, packet: &Arrived<'_>, now: Now) -> Result<Mapping, Held> {
        if !self.formats.iter().any(|format| format.codec == packet.format.codec) {
            return Err(Held::NoCodec);
        }
        let mapping = match self.mapping {
            Some(mapping) => mapping,
            None if self.kind == SlotKind::Video && !packet.starts_key_frame => {
                return Err(Held::AwaitingKeyFrame);
            }
            None => *self.mapping.insert(self.continue_with(packet, now)),
        };
        if (mapping.sequence(packet.index).wrapping_sub(mapping.first_sequence) as i64) < 0 {
            return Err(Held::BeforeSwitch);
        }
        Ok(mapping)
    }

    /// The mapping that lets `packet` follow what the slot sent last.
    fn continue_with(&self, packet: &Arrived<'_>, now: Now) -> Mapping {
        let timestamp = self.last.map_or(packet.timestamp, |last| {
            let clock_hz = u128::from(packet.format.codec.clock_hz());
            let elapsed_ns = u128::from(now.monotonic_ns.saturating_sub(last.at_ns));
            last.timestamp.wrapping_add((elapsed_ns * clock_hz / 1_000_000_000).max(1) as u32)
        });
        Mapping {
            first_sequence: self.next_sequence,
            sequence_shift: self.next_sequence.wrapping_sub(packet.index),
            timestamp_shift: timestamp.wrapping_sub(packet.timestamp),
            pictures: packet.picture.map_or(vp8::Shift::default(), |picture| {
                vp8::Shift::continuing(self.pictures, &picture)
            }),
        }
    }

    /// Writes `packet` under `mapping` into `out`; nothing when it does not fit.
    pub(crate) fn write(
        &mut self,
        packet: &Arrived<'_>,
        mapping: Mapping,
        now: Now,
        out: &mut [u8],
    ) -> Option<Written> {
        let format = self.formats.iter().find(|format| format.codec == packet.format.codec)?;
        // Blocks of redundant audio name the payload type of their codec, so both ends must have given it the same.
        let passes_red = self.red.filter(|_| format.payload_type == packet.format.payload_type);
        let (payload_type, payload) = match (packet.redundant, passes_red) {
            (false, _) => (format.payload_type, packet.payload),
            (true, Some(red)) => (red, packet.payload),
            (true, None) => {
                let (block, payload) = red::primary(packet.payload)?;
                // A block of another codec, such as a key tone, is not for this stream.
                (block == packet.format.payload_type).then_some((format.payload_type, payload))?
            }
        };
        let sequence = mapping.sequence(packet.index);
        let timestamp = packet.timestamp.wrapping_add(mapping.timestamp_shift);
        let level = packet.level.map(|level| [level]);
        let orientation = packet.orientation.map(|orientation| [orientation]);
        let named = sequence.wrapping_sub(mapping.first_sequence) < NAMED_PACKETS;
        let header_len = Outgoing {
            padding: false,
            marker: packet.marker,
            payload_type,
            sequence: sequence as u16,
            timestamp,
            ssrc: self.ssrc,
            extensions: [
                (self.extensions.level, level.as_ref().map_or(&[], |level| &level[..])),
                (
                    self.extensions.orientation,
                    orientation.as_ref().map_or(&[], |orientation| &orientation[..]),
                ),
                (self.extensions.mid, if named { self.mid.as_bytes() } else { &[] }),
            ],
        }
        .write(out)?;
        let len = header_len + payload.len();
        let body = out.get_mut(header_len..len)?;
        body.copy_from_slice(payload);
        let newest = sequence >= self.next_sequence;
        if let Some(picture) = &packet.picture {
            let numbers = mapping.pictures.apply(picture, body);
            if newest {
                self.pictures = numbers;
            }
        }
        if newest {
            self.next_sequence = sequence + 1;
            self.last = Some(LastSent { timestamp, at_ns: now.monotonic_ns });
        }
        self.sent.packets += 1;
        self.sent.bytes += len as u64;
        self.sent.payload_bytes += payload.len() as u64;
        Some(Written { len, header_len, sequence })
    }

    /// The source's index of the packet that the receiver calls `sequence`, if it was sent under the present mapping.
    pub(crate) fn source_index(&self, sequence: u16) -> Option<u64> {
        let mapping = self.mapping?;
        let newest = self.next_sequence - 1;
        let distance = sequence.wrapping_sub(newest as u16) as i16;
        let sequence = newest.checked_add_signed(i64::from(distance))?;
        (mapping.first_sequence..=newest)
            .contains(&sequence)
            .then(|| sequence.wrapping_sub(mapping.sequence_shift))
    }

    /// Writes the retransmission (RFC 4588) of a packet that was sent under the present mapping.
    pub(crate) fn write_repeat(
        &mut self,
        codec: Codec,
        index: u64,
        kept: &Kept,
        payload: &[u8],
        out: &mut [u8],
    ) -> Option<Written> {
        let mapping = self.mapping?;
        let rtx = self.formats.iter().find(|format| format.codec == codec)?.rtx?;
        self.repeats_left = self.repeats_left.checked_sub(1)?;
        let sequence = self.rtx_sequence;
        let orientation = kept.orientation.map(|orientation| [orientation]);
        let header_len = Outgoing {
            padding: false,
            marker: kept.marker,
            payload_type: rtx,
            sequence: sequence as u16,
            timestamp: kept.timestamp.wrapping_add(mapping.timestamp_shift),
            ssrc: self.rtx_ssrc,
            extensions: [
                (
                    self.extensions.orientation,
                    orientation.as_ref().map_or(&[], |orientation| &orientation[..]),
                ),
                (self.extensions.mid, self.mid.as_bytes()),
                (0, &[]),
            ],
        }
        .write(out)?;
        let len = header_len + ORIGINAL_SEQUENCE + payload.len();
        let (original, body) = out.get_mut(header_len..len)?.split_at_mut(ORIGINAL_SEQUENCE);
        original.copy_from_slice(&(mapping.sequence(index) as u16).to_be_bytes());
        body.copy_from_slice(payload);
        if let Some(picture) = &kept.picture {
            mapping.pictures.apply(picture, body);
        }
        self.rtx_sequence += 1;
        self.sent.repeated += 1;
        Some(Written { len, header_len, sequence })
    }

    /// A new allowance of retransmissions.
    pub(crate) fn refill(&mut self) {
        self.repeats_left = REPEAT_ALLOWANCE;
    }

    /// Our media time now, going on evenly from the last packet.
    pub(crate) fn timestamp_now(&self, clock_hz: u32, now: Now) -> Option<u32> {
        let last = self.last?;
        let elapsed_ns = u128::from(now.monotonic_ns.saturating_sub(last.at_ns));
        Some(
            last.timestamp.wrapping_add((elapsed_ns * u128::from(clock_hz) / 1_000_000_000) as u32),
        )
    }
}

#[cfg(test)]
mod tests;
