//! A track of pictures laid on the record's time line: whole frames at their
//! instants, black before the first, after the last, and between runs.

use super::alignment::Alignment;
use super::packets::TrackPackets;
use super::webm::WebmFile;
use super::{DeriveError, Fills, Span, vp8};
use std::io::{Seek, Write};

/// A picture that stays away longer than this has ended.
const ENDED_MS: i64 = 1_000;

/// How long the last picture stays before black.
const AFTERGLOW_MS: i64 = 100;

/// A black key frame of 16 × 16, coded by libvpx; players stretch it.
const BLACK: [u8; 31] = [
    0x10, 0x02, 0x00, 0x9D, 0x01, 0x2A, 0x10, 0x00, 0x10, 0x00, 0x00, 0x47, 0x08, 0x85, 0x85, 0x88,
    0x99, 0x84, 0x88, 0x02, 0x02, 0x00, 0x0C, 0x0D, 0x60, 0x00, 0xFE, 0xFF, 0xAB, 0x50, 0x80,
];

/// Writes the track `index` of `tracks`; `None` if it holds no picture at all.
pub(super) fn write(
    tracks: &[TrackPackets],
    index: usize,
    alignment: &Alignment,
    span: Span,
    title: &str,
    out: impl Write + Seek,
) -> Result<Option<Fills>, DeriveError> {
    let track = &tracks[index];
    let (mut out, mut file) = (Some(out), None);
    let mut fills = Fills::default();
    for (number, run) in track.runs.iter().enumerate() {
        let mut first_of_run = true;
        fills.left_out_frames += vp8::frames(track, run, |frame| {
            let (at_us, media) = (frame.packet.at_us, frame.packet.media);
            let instant_us = alignment.instant_us(index, number, at_us, media);
            let at_ms = span.offset_us(instant_us) / 1_000;
            if let (Some(out), Some(size)) = (out.take_if(|_| frame.key), vp8::size(&frame.bytes)) {
                file = Some(WebmFile::begin(out, title, size)?);
            }
            let Some(file) = &mut file else { return Ok(()) };
            if std::mem::take(&mut first_of_run) {
                fills.filled_ms += darken(file, at_ms)?;
            }
            file.frame(at_ms, frame.key, &frame.bytes)
        })?;
    }
    let Some(mut file) = file else { return Ok(None) };
    let duration_ms = span.offset_us(span.last_us) / 1_000;
    fills.filled_ms += darken(&mut file, duration_ms)?;
    file.end(duration_ms)?;
    Ok(Some(fills))
}

/// Shows black until `until_ms`, if the last picture was long ago; gives for how long.
fn darken<W: Write + Seek>(file: &mut WebmFile<W>, until_ms: i64) -> Result<i64, DeriveError> {
    let from_ms = match file.last_ms() {
        -1 if until_ms > 0 => 0,
        last_ms if last_ms >= 0 && until_ms - last_ms > ENDED_MS => last_ms + AFTERGLOW_MS,
        _ => return Ok(0),
    };
    file.frame(from_ms, true, &BLACK)?;
    Ok(until_ms - from_ms)
}
