//! Ordinary files out of the journals: Ogg for sound, WebM for pictures, nothing
//! transcoded. The same journals always give the same bytes, so that anyone may
//! derive them again.

mod alignment;
mod ogg_file;
mod opus;
mod packets;
mod pictures;
mod vp8;
mod webm;

use alignment::Alignment;
use packets::TrackPackets;
use puente_sfu::record::{Codec, TrackName};
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

/// From where to where a record lasts, in microseconds UTC.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Span {
    /// Where every derived file starts: the first packet's instant, without jitter.
    pub first_us: i64,
    /// Where every derived file ends: the last packet's arrival.
    pub last_us: i64,
}

impl Span {
    /// An instant as microseconds from the start, kept within the span.
    #[must_use]
    pub fn offset_us(&self, instant_us: i64) -> i64 {
        (instant_us - self.first_us).clamp(0, self.last_us - self.first_us)
    }
}

/// What a derived file holds beside what was received.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fills {
    /// Silence or black that was filled in.
    pub filled_ms: i64,
    /// Frames of pictures that could not be shown: incomplete, or built on missing ones.
    pub left_out_frames: i64,
    /// Sound that was left out because the sender's clock ran fast.
    pub left_out_ms: i64,
}

/// One derived file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DerivedFile {
    /// The track it was derived from.
    pub track: TrackName,
    /// Its name: `s02-mic.ogg`.
    pub file: String,
    /// What was filled in and left out.
    pub fills: Fills,
}

/// Why files could not be derived.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DeriveError {
    /// A file cannot be read or made.
    #[error("{path}: {source}")]
    Io { path: PathBuf, source: std::io::Error },
    /// A derived file cannot be written.
    #[error("a derived file cannot be written: {0}")]
    Write(#[from] std::io::Error),
    /// A journal is not good.
    #[error("{path}: {why}")]
    Journal { path: PathBuf, why: String },
}

/// A record that lasts longer is left as journals alone: a month of silence helps
/// nobody, and it is more likely that the machine's clock was set.
const LONGEST_US: i64 = 31 * 86_400 * 1_000_000;

/// Derives one file for each journal of `tracks`, into the folder `into`. Without
/// a single packet, or over more than 31 days, nothing is derived and there is no span.
///
/// # Errors
/// When a journal cannot be read or a file cannot be written.
pub fn derive(
    folder: &Path,
    tracks: &[TrackName],
    into: &Path,
) -> Result<(Option<Span>, Vec<DerivedFile>), DeriveError> {
    let tracks = tracks
        .iter()
        .map(|name| TrackPackets::read(&folder.join("tracks").join(format!("{name}.pjl"))))
        .collect::<Result<Vec<_>, _>>()?;
    let alignment = Alignment::of(&tracks);
    let span = span(&tracks, &alignment);
    let Some(span) = span.filter(|span| span.last_us - span.first_us <= LONGEST_US) else {
        return Ok((None, Vec::new()));
    };
    let mut files = Vec::new();
    for (index, track) in tracks.iter().enumerate() {
        let ending = match track.codec {
            Codec::Opus => "ogg",
            Codec::Vp8 => "webm",
        };
        let file = format!("{}.{ending}", track.name);
        let path = into.join(&file);
        let out =
            File::create(&path).map_err(|source| DeriveError::Io { path: path.clone(), source })?;
        let out = BufWriter::new(out);
        let title = track.name.as_str();
        let fills = match track.codec {
            Codec::Opus => Some(ogg_file::write(&tracks, index, &alignment, span, title, out)?),
            Codec::Vp8 => pictures::write(&tracks, index, &alignment, span, title, out)?,
        };
        match fills {
            Some(fills) => files.push(DerivedFile { track: track.name.clone(), file, fills }),
            None => std::fs::remove_file(&path)?,
        }
    }
    Ok((Some(span), files))
}

fn span(tracks: &[TrackPackets], alignment: &Alignment) -> Option<Span> {
    let mut span: Option<Span> = None;
    for (index, track) in tracks.iter().enumerate() {
        for (number, run) in track.runs.iter().enumerate() {
            for packet in &run.packets {
                let first_us = alignment.instant_us(index, number, packet.at_us, packet.media);
                let last_us = packet.at_us;
                span = Some(span.map_or(Span { first_us, last_us }, |known| Span {
                    first_us: known.first_us.min(first_us),
                    last_us: known.last_us.max(last_us),
                }));
            }
        }
    }
    span
}

#[cfg(test)]
mod tests;
