//! Playing a record back as any of its listeners heard it: for each channel,
//! which track was heard from when to when and how loud. All of it follows from
//! the minutes, by the function that wired the hearing itself.

use super::Gap;
use super::manifest::Manifest;
use super::track_name::{seat_and_kind, track_name};
use puente_hearing::log::{Entry, Log, LogError};
use puente_hearing::wiring::{Gain, Wiring};
use puente_hearing::{HearingEvent, HearingState, Language, Phase, Role, apply, heard_on, wiring};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What the playback page needs. `M` is how the caller writes a moment.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Playback<M> {
    /// The record's first instant, from which all times here count.
    pub starts: M,
    /// Everything else.
    #[serde(flatten)]
    pub timeline: Timeline,
    /// Whether the record was verified when it was opened.
    pub verified: bool,
}

/// A record laid on one time line, in milliseconds from its first instant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Timeline {
    /// Length of every derived file.
    pub duration_ms: i64,
    /// The derived files.
    pub tracks: Vec<Track>,
    /// The floor, then each language.
    pub channels: Vec<ChannelName>,
    /// What each channel's listeners heard, in order of time.
    pub heard: BTreeMap<String, Vec<Heard>>,
    /// What may be heard when, without holes or overlaps; gaps lie over them.
    pub spans: Vec<TimeSpan>,
    /// What happened.
    pub minutes: Vec<Minute>,
}

/// One derived file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Track {
    /// `s02-mic`.
    pub track: String,
    /// Whose.
    pub seat: u16,
    /// In which role.
    pub role: Role,
    /// As the others know this person.
    pub label: String,
    /// Sound or picture.
    pub kind: MediaKind,
    /// The file's name.
    pub file: String,
}

/// Sound or picture.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MediaKind {
    Audio,
    Video,
}

/// A channel and its name in the reader's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChannelName {
    /// `floor` or a language.
    pub channel: String,
    /// For people.
    pub name: String,
}

/// A track that the listeners of a channel heard for a while.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Heard {
    pub track: String,
    pub from_ms: i64,
    pub to_ms: i64,
    pub gain: Gain,
}

/// What was going on for a while.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TimeSpan {
    pub kind: SpanKind,
    pub from_ms: i64,
    pub to_ms: i64,
}

/// Why something can or cannot be heard.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SpanKind {
    /// On the record.
    Recorded,
    /// Off the record, or no testimony.
    OffRecord,
    /// Said, but lost: the server ended suddenly, or the disk refused.
    Gap,
    /// Somebody had pressed *stop*.
    Stopped,
}

/// An entry of the minutes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Minute {
    pub seq: u64,
    pub at_ms: i64,
    pub text: String,
}

/// The words of the reader's language.
pub struct Words<'a> {
    /// What the floor is called.
    pub floor: &'a str,
    /// The name of a language.
    pub language: &'a dyn Fn(&Language) -> String,
    /// The sentence for an event; `None` leaves it out.
    pub sentence: &'a dyn Fn(&Entry) -> Option<String>,
}

/// Lays a sealed record on its time line.
///
/// # Errors
/// When the minutes are not a whole log.
pub fn timeline(
    minutes: &[u8],
    manifest: &Manifest,
    words: &Words<'_>,
) -> Result<Timeline, LogError> {
    let lines = minutes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    let (log, entries) = Log::replay(lines)?;
    let clock = Clock::of(manifest);
    let mut sketch = Sketch::new(manifest);
    let mut state = log.state.clone();
    for (index, entry) in entries.iter().enumerate() {
        state = match &entry.event {
            HearingEvent::SessionOpened { setup } => HearingState::open(setup),
            event => apply(state, event),
        };
        let until_us = entries.get(index + 1).map_or(i64::MAX, |next| next.at_us);
        sketch.hold(&state, clock.ms(entry.at_us), clock.ms(until_us));
    }
    for gap in &manifest.gaps {
        sketch.gap(gap, &clock);
    }
    Ok(Timeline {
        duration_ms: clock.duration_ms(),
        tracks: tracks(manifest, &log.state),
        channels: channels(&log.state, words),
        heard: sketch.heard,
        spans: sketch.spans,
        minutes: minutes_in_words(&entries, &clock, words),
    })
}

/// Instants as milliseconds of the time line.
struct Clock {
    first_us: i64,
    last_us: i64,
}

impl Clock {
    fn of(manifest: &Manifest) -> Self {
        match manifest.span {
            Some(span) => Self { first_us: span.first_us, last_us: span.last_us },
            // Nothing was recorded: the minutes alone make the time line.
            None => Self { first_us: manifest.opened_us, last_us: manifest.closed_us },
        }
    }

    fn ms(&self, at_us: i64) -> i64 {
        (at_us.clamp(self.first_us, self.last_us) - self.first_us) / 1_000
    }

    fn duration_ms(&self) -> i64 {
        self.ms(self.last_us)
    }
}

/// The time line as it is drawn, state by state.
struct Sketch {
    derived: BTreeSet<String>,
    heard: BTreeMap<String, Vec<Heard>>,
    spans: Vec<TimeSpan>,
}

impl Sketch {
    fn new(manifest: &Manifest) -> Self {
        let derived = manifest.derived.iter().map(|entry| entry.track.clone()).collect();
        Self { derived, heard: BTreeMap::new(), spans: Vec::new() }
    }

    /// The state held from one instant to another.
    fn hold(&mut self, state: &HearingState, from_ms: i64, to_ms: i64) {
        let channels = state.channels();
        for channel in std::iter::once(None).chain(channels.into_iter().map(Some)) {
            // A channel without sound is a channel all the same.
            let name = channel.map_or("floor".to_owned(), |language| language.0.clone());
            self.heard.entry(name).or_default();
        }
        if from_ms >= to_ms {
            return;
        }
        let now = wiring(state);
        self.span(state, &now, from_ms, to_ms);
        for channel in std::iter::once(None).chain(state.channels().into_iter().map(Some)) {
            self.listen(state, &now, channel, from_ms, to_ms);
        }
    }

    /// What listeners of a channel hear of what is recorded.
    fn listen(
        &mut self,
        state: &HearingState,
        now: &Wiring,
        channel: Option<&Language>,
        from_ms: i64,
        to_ms: i64,
    ) {
        let name = channel.map_or("floor", |language| &language.0);
        let Some(heard) = self.heard.get_mut(name) else { return };
        for edge in heard_on(state, channel) {
            let sound = edge.from.kind.is_audio() && now.recorded.contains(&edge.from);
            let track = track_name(state, edge.from).filter(|track| self.derived.contains(track));
            let (true, Some(track)) = (sound, track) else { continue };
            let gain = edge.gain;
            let before = heard
                .iter_mut()
                .find(|known| known.to_ms == from_ms && known.track == track && known.gain == gain);
            match before {
                Some(known) => known.to_ms = to_ms,
                None => heard.push(Heard { track, from_ms, to_ms, gain }),
            }
        }
    }

    fn span(&mut self, state: &HearingState, now: &Wiring, from_ms: i64, to_ms: i64) {
        let kind = match state.phase {
            Phase::Stopped => SpanKind::Stopped,
            _ if now.recorded.is_empty() => SpanKind::OffRecord,
            _ => SpanKind::Recorded,
        };
        match self.spans.last_mut().filter(|last| last.kind == kind) {
            Some(last) => last.to_ms = to_ms,
            None => self.spans.push(TimeSpan { kind, from_ms, to_ms }),
        }
    }

    /// Lays a gap over the spans; one that several tracks tell of is one gap.
    fn gap(&mut self, gap: &Gap, clock: &Clock) {
        let (from_ms, to_ms) = (clock.ms(gap.from_us), clock.ms(gap.to_us));
        let overlaps = |span: &&mut TimeSpan| {
            span.kind == SpanKind::Gap && span.from_ms <= to_ms && from_ms <= span.to_ms
        };
        match self.spans.iter_mut().find(overlaps) {
            Some(known) => {
                known.from_ms = known.from_ms.min(from_ms);
                known.to_ms = known.to_ms.max(to_ms);
            }
            None => self.spans.push(TimeSpan { kind: SpanKind::Gap, from_ms, to_ms }),
        }
    }
}

fn tracks(manifest: &Manifest, state: &HearingState) -> Vec<Track> {
    manifest
        .derived
        .iter()
        .filter_map(|entry| {
            let (seat, kind) = seat_and_kind(&entry.track)?;
            let person = state.people.get(&seat)?;
            Some(Track {
                track: entry.track.clone(),
                seat: seat.0,
                role: person.role,
                label: person.label.clone(),
                kind: if kind.is_audio() { MediaKind::Audio } else { MediaKind::Video },
                file: entry.file.clone(),
            })
        })
        .collect()
}

fn channels(state: &HearingState, words: &Words<'_>) -> Vec<ChannelName> {
    let floor = ChannelName { channel: "floor".to_owned(), name: words.floor.to_owned() };
    let languages = state.channels().into_iter().map(|language| ChannelName {
        channel: language.0.clone(),
        name: (words.language)(language),
    });
    std::iter::once(floor).chain(languages).collect()
}

fn minutes_in_words(entries: &[Entry], clock: &Clock, words: &Words<'_>) -> Vec<Minute> {
    entries
        .iter()
        .filter_map(|entry| {
            let text = (words.sentence)(entry)?;
            Some(Minute { seq: entry.seq, at_ms: clock.ms(entry.at_us), text })
        })
        .collect()
}

impl std::fmt::Debug for Words<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Words").field("floor", &self.floor).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
