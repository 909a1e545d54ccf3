//! VP8 frames out of RTP packets (RFC 7741): only whole ones, and after a loss
//! none until the next key frame, so that no picture is made up.

use super::DeriveError;
use super::packets::{Packet, Rtp, Run, TrackPackets};

/// A whole picture of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Frame {
    /// Its last packet, which tells its time.
    pub(super) packet: Packet,
    pub(super) key: bool,
    pub(super) bytes: Vec<u8>,
}

/// Gives every whole, decodable frame of a run in order; returns how many frames
/// were left out.
pub(super) fn frames(
    track: &TrackPackets,
    run: &Run,
    mut take: impl FnMut(Frame) -> Result<(), DeriveError>,
) -> Result<i64, DeriveError> {
    let mut packets = run.packets.clone();
    packets.sort_by_key(|packet| packet.sequence);
    packets.dedup_by_key(|packet| packet.sequence);
    let (mut left_out, mut buffer, mut need_key, mut next) = (0, Vec::new(), true, None);
    for parts in packets.chunk_by(|left, right| left.media == right.media) {
        let Some(first) = parts.first() else { continue };
        // A hole before the frame means that pictures it builds on are missing.
        need_key |= next.is_some_and(|next| next != first.sequence);
        let frame = assemble(track, run, parts, &mut buffer)?;
        next = parts.last().map(|last| last.sequence + 1);
        match frame {
            Assembled::Frame(frame) if frame.key || !need_key => {
                need_key = false;
                take(frame)?;
            }
            Assembled::Nothing => {}
            Assembled::Frame(_) | Assembled::Broken => {
                need_key = true;
                left_out += 1;
            }
        }
    }
    Ok(left_out)
}

enum Assembled {
    Frame(Frame),
    /// Packets are missing.
    Broken,
    /// Padding only, as senders use to probe the link.
    Nothing,
}

fn assemble(
    track: &TrackPackets,
    run: &Run,
    parts: &[Packet],
    buffer: &mut Vec<u8>,
) -> Result<Assembled, DeriveError> {
    let (mut bytes, mut begun, mut ended, mut expected) = (Vec::new(), false, false, None);
    for part in parts {
        let Some(rtp) = Rtp::read(track.bytes(part, buffer)?) else { return Ok(Assembled::Broken) };
        if rtp.payload_type != run.types.primary || rtp.payload.is_empty() {
            expected = expected.map(|sequence: i64| sequence + 1);
            continue;
        }
        let Some(Part { starts, content }) = Part::read(rtp.payload) else {
            return Ok(Assembled::Broken);
        };
        if expected.is_some_and(|sequence| sequence != part.sequence) || starts != bytes.is_empty()
        {
            return Ok(Assembled::Broken);
        }
        begun |= starts;
        ended = rtp.marker;
        expected = Some(part.sequence + 1);
        bytes.extend_from_slice(content);
    }
    let (Some(packet), Some(first)) = (parts.last().copied(), bytes.first()) else {
        return Ok(Assembled::Nothing);
    };
    if !begun || !ended {
        return Ok(Assembled::Broken);
    }
    Ok(Assembled::Frame(Frame { packet, key: first & 1 == 0, bytes }))
}

/// One packet's share of a frame.
#[derive(Debug, PartialEq, Eq)]
struct Part<'a> {
    /// It begins the frame.
    starts: bool,
    content: &'a [u8],
}

impl<'a> Part<'a> {
    /// Reads the payload descriptor (RFC 7741 §4.2).
    fn read(payload: &'a [u8]) -> Option<Self> {
        let (first, mut rest) = payload.split_first()?;
        if first & 0x80 != 0 {
            let (extension, behind) = rest.split_first()?;
            rest = behind;
            if extension & 0x80 != 0 {
                let long = rest.first()? & 0x80 != 0;
                rest = rest.get(if long { 2 } else { 1 }..)?;
            }
            if extension & 0x40 != 0 {
                rest = rest.get(1..)?;
            }
            if extension & 0x30 != 0 {
                rest = rest.get(1..)?;
            }
        }
        let starts = first & 0x10 != 0 && first & 0x07 == 0;
        Some(Self { starts, content: rest }).filter(|part| !part.content.is_empty())
    }
}

/// Width and height that a key frame declares (RFC 6386 §9.1).
pub(super) fn size(frame: &[u8]) -> Option<(u16, u16)> {
    let [first, _, _, 0x9D, 0x01, 0x2A, w0, w1, h0, h1] = *frame.first_chunk::<10>()? else {
        return None;
    };
    let fourteen_bits = |low, high| u16::from_le_bytes([low, high]) & 0x3FFF;
    (first & 1 == 0).then(|| (fourteen_bits(w0, w1), fourteen_bits(h0, h1)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_descriptor_is_taken_off() {
        let plain = Part::read(&[0x10, 7, 8]).unwrap();
        assert_eq!(plain, Part { starts: true, content: &[7, 8] });
        let full = [0x90, 0xF0, 0x81, 0x02, 0x33, 0x44, 9];
        assert_eq!(Part::read(&full).unwrap(), Part { starts: true, content: &[9] });
        let short_id = [0x80, 0x80, 0x01, 9];
        assert_eq!(Part::read(&short_id).unwrap(), Part { starts: false, content: &[9] });
        assert_eq!(Part::read(&[0x90, 0x80, 0x81]), None, "cut off");
    }

    #[test]
    fn a_key_frame_tells_its_size() {
        let frame = [0x50, 0, 0, 0x9D, 0x01, 0x2A, 0x80, 0x02, 0x68, 0x41];
        assert_eq!(size(&frame), Some((640, 360)));
        assert_eq!(size(&[0x51, 0, 0, 0x9D, 0x01, 0x2A, 0x80, 0x02, 0x68, 0x41]), None);
    }

    proptest! {
        #[test]
        fn nonsense_is_refused_without_panic(payload: Vec<u8>) {
            size(&payload);
            if let Some(part) = Part::read(&payload) {
                prop_assert!(payload.ends_with(part.content));
            }
        }
    }
}
