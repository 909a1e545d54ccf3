//! A track of sound as an Ogg Opus file (RFC 7845): the packets as they were
//! sent, silence where there are none, from the record's first instant to its last.

use super::alignment::Alignment;
use super::opus::{
    SAMPLES_PER_MS, SHORTEST_SAMPLES, duration, is_stereo, redundant_blocks, silence,
};
use super::packets::{Packet, Rtp, Run, TrackPackets};
use super::{DeriveError, Fills, Span};
use ogg::{PacketWriteEndInfo, PacketWriter};
use std::collections::BTreeMap;
use std::io::Write;

/// Decoders warm up on this much, which is not played: the encoder's look-ahead.
const PRE_SKIP: i64 = 312;

/// Sound further than this from its place is moved there, by silence or by
/// leaving out: 12.5 ms, more than half of a usual packet, so that one that is
/// left out does not make the next ones too early.
const TOLERANCE: i64 = 25 * SAMPLES_PER_MS / 2;

const PAGE_SAMPLES: i64 = 200 * SAMPLES_PER_MS;

/// Where one Opus packet's bytes are: a packet of the run, and which block of it.
#[derive(Copy, Clone)]
struct Piece {
    packet: Packet,
    block: usize,
    /// A redundant copy; the original wins.
    copy: bool,
}

/// Writes the track `index` of `tracks`.
pub(super) fn write(
    tracks: &[TrackPackets],
    index: usize,
    alignment: &Alignment,
    span: Span,
    title: &str,
    out: impl Write,
) -> Result<Fills, DeriveError> {
    let track = &tracks[index];
    let mut file = OggFile::begin(out, title, stereo(track)?)?;
    for (number, run) in track.runs.iter().enumerate() {
        let mut previous_end = None;
        let mut buffer = Vec::new();
        for (media, piece) in pieces(track, run)? {
            let bytes = track.bytes(&piece.packet, &mut buffer)?;
            let Some(packet) = opus_packet(bytes, run, piece.block) else { continue };
            let Some(samples) = duration(packet) else { continue };
            let instant_us = alignment.instant_us(index, number, piece.packet.at_us, media);
            let wanted = span.offset_us(instant_us) * SAMPLES_PER_MS / 1_000;
            let follows = previous_end == Some(media);
            previous_end = Some(media + samples);
            file.place(packet, samples, wanted, follows)?;
        }
    }
    file.end(span.offset_us(span.last_us) * SAMPLES_PER_MS / 1_000)
}

/// All Opus packets of a run by their media time, lost ones from redundant copies.
fn pieces(track: &TrackPackets, run: &Run) -> Result<BTreeMap<i64, Piece>, DeriveError> {
    let mut pieces: BTreeMap<i64, Piece> = BTreeMap::new();
    let mut buffer = Vec::new();
    for packet in &run.packets {
        let bytes = track.bytes(packet, &mut buffer)?;
        let Some(rtp) = Rtp::read(bytes) else { continue };
        let mut offer = |media, piece: Piece| {
            let known = pieces.entry(media).or_insert(piece);
            if known.copy && !piece.copy {
                *known = piece;
            }
        };
        if rtp.payload_type == run.types.primary {
            offer(packet.media, Piece { packet: *packet, block: 0, copy: false });
        } else if Some(rtp.payload_type) == run.types.redundant {
            let blocks = redundant_blocks(rtp.payload).unwrap_or_default();
            for (block, content) in blocks.iter().enumerate() {
                if content.payload_type == run.types.primary && !content.payload.is_empty() {
                    let copy = content.older_by > 0;
                    offer(packet.media - content.older_by, Piece { packet: *packet, block, copy });
                }
            }
        }
    }
    Ok(pieces)
}

fn opus_packet<'a>(bytes: &'a [u8], run: &Run, block: usize) -> Option<&'a [u8]> {
    let rtp = Rtp::read(bytes)?;
    if rtp.payload_type == run.types.primary {
        return Some(rtp.payload);
    }
    redundant_blocks(rtp.payload)?.get(block).map(|block| block.payload)
}

fn stereo(track: &TrackPackets) -> Result<bool, DeriveError> {
    let mut buffer = Vec::new();
    for run in &track.runs {
        // A sender does not change its mind within a run.
        let Some(packet) = run.packets.first() else { continue };
        let bytes = track.bytes(packet, &mut buffer)?;
        let primary = Rtp::read(bytes).and_then(|rtp| {
            let last = redundant_blocks(rtp.payload).and_then(|blocks| blocks.last().copied());
            match Some(rtp.payload_type) == run.types.redundant {
                true => last.map(|block| block.payload),
                false => Some(rtp.payload),
            }
        });
        if primary.is_some_and(is_stereo) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// An Ogg file that grows; `position` is where the next packet comes to lie.
struct OggFile<W: Write> {
    writer: PacketWriter<'static, W>,
    position: i64,
    page_start: i64,
    /// The packet that waits until it is known whether it is the last, and where it ends.
    held: Option<(Vec<u8>, i64)>,
    filled: i64,
    left_out: i64,
}

/// There is one stream in the file, so any number names it.
const SERIAL: u32 = 1;

impl<W: Write> OggFile<W> {
    fn begin(out: W, title: &str, stereo: bool) -> Result<Self, DeriveError> {
        let mut writer = PacketWriter::new(out);
        let mut head = b"OpusHead\x01".to_vec();
        head.push(if stereo { 2 } else { 1 });
        head.extend_from_slice(&312_u16.to_le_bytes());
        head.extend_from_slice(&48_000_u32.to_le_bytes());
        head.extend_from_slice(&[0; 3]);
        writer.write_packet(head, SERIAL, PacketWriteEndInfo::EndPage, 0)?;
        let mut tags = b"OpusTags".to_vec();
        put_text(&mut tags, "puente");
        tags.extend_from_slice(&1_u32.to_le_bytes());
        put_text(&mut tags, &format!("TITLE={title}"));
        writer.write_packet(tags, SERIAL, PacketWriteEndInfo::EndPage, 0)?;
        Ok(Self { writer, position: 0, page_start: 0, held: None, filled: 0, left_out: 0 })
    }

    /// Lays a packet where it belongs; one that follows another directly is only
    /// moved when it is out of tolerance.
    fn place(
        &mut self,
        packet: &[u8],
        samples: i64,
        wanted: i64,
        follows: bool,
    ) -> Result<(), DeriveError> {
        let early = wanted - self.position;
        if early < -TOLERANCE {
            self.left_out += samples;
            return Ok(());
        }
        if early >= TOLERANCE || (!follows && early >= SHORTEST_SAMPLES) {
            self.fill(early)?;
        }
        self.put(packet, samples)
    }

    /// Lays silence, as much as fits into `samples`.
    fn fill(&mut self, mut samples: i64) -> Result<(), DeriveError> {
        while let Some((length, packet)) = silence(samples) {
            self.put(packet, length)?;
            self.filled += length;
            samples -= length;
        }
        Ok(())
    }

    fn put(&mut self, packet: &[u8], samples: i64) -> Result<(), DeriveError> {
        if let Some((held, end)) = self.held.take() {
            let full = end + samples - self.page_start > PAGE_SAMPLES;
            let info =
                if full { PacketWriteEndInfo::EndPage } else { PacketWriteEndInfo::NormalPacket };
            self.writer.write_packet(held, SERIAL, info, granule(end))?;
            if full {
                self.page_start = end;
            }
        }
        self.position += samples;
        self.held = Some((packet.to_vec(), self.position));
        Ok(())
    }

    /// Fills up to `length` samples of playing time, and trims to it.
    fn end(mut self, length: i64) -> Result<Fills, DeriveError> {
        let wanted = length + PRE_SKIP;
        self.fill(wanted - self.position + SHORTEST_SAMPLES)?;
        if let Some((held, end)) = self.held.take() {
            let end = end.min(wanted).max(self.page_start);
            self.writer.write_packet(held, SERIAL, PacketWriteEndInfo::EndStream, granule(end))?;
        }
        self.writer.inner_mut().flush()?;
        Ok(Fills {
            filled_ms: self.filled / SAMPLES_PER_MS,
            left_out_ms: self.left_out / SAMPLES_PER_MS,
            left_out_frames: 0,
        })
    }
}

fn granule(position: i64) -> u64 {
    u64::try_from(position).unwrap_or(0)
}

fn put_text(out: &mut Vec<u8>, text: &str) {
    out.extend_from_slice(&u32::try_from(text.len()).unwrap_or(0).to_le_bytes());
    out.extend_from_slice(text.as_bytes());
}
