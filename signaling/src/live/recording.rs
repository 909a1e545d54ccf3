//! Recording a hearing: which sources are written to which tracks of its folder.

use crate::evidence::track_name::track_name;
use puente_hearing::HearingState;
use puente_hearing::wiring::Source;
use puente_sfu::record::{
    Codec, RecordError, RecordId, RecorderHandle, TrackHead, TrackId, TrackName,
};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// The tracks of one hearing.
#[derive(Debug)]
pub(super) struct Recording {
    recorder: RecorderHandle,
    record: RecordId,
    folder: PathBuf,
    tracks: BTreeMap<Source, TrackId>,
    tapped: BTreeSet<Source>,
}

impl Recording {
    pub(super) fn new(recorder: RecorderHandle, record: RecordId, folder: PathBuf) -> Self {
        Self { recorder, record, folder, tracks: BTreeMap::new(), tapped: BTreeSet::new() }
    }

    /// Where the record's files are.
    pub(super) fn folder(&self) -> &PathBuf {
        &self.folder
    }

    /// The sources that are written now.
    pub(super) fn tapped(&self) -> &BTreeSet<Source> {
        &self.tapped
    }

    /// The sources that must no longer be written.
    pub(super) fn stop_all_but(&mut self, wanted: &BTreeSet<Source>) -> Vec<Source> {
        let stopped: Vec<_> = self.tapped.difference(wanted).copied().collect();
        self.tapped.retain(|source| wanted.contains(source));
        stopped
    }

    /// The sources that must be written from now, with their tracks opened.
    pub(super) async fn start_all_of(
        &mut self,
        wanted: &BTreeSet<Source>,
        state: &HearingState,
    ) -> Result<Vec<(Source, TrackId)>, RecordError> {
        let new: Vec<_> = wanted.difference(&self.tapped).copied().collect();
        let mut started = Vec::with_capacity(new.len());
        for source in new {
            let Some(name) = track_name(state, source) else { continue };
            let codec = if source.kind.is_audio() { Codec::Opus } else { Codec::Vp8 };
            let name = TrackName::new(&name)?;
            let track = self.recorder.open_track(self.record, &self.folder, name, codec).await?;
            self.tracks.insert(source, track);
            self.tapped.insert(source);
            started.push((source, track));
        }
        Ok(started)
    }

    /// The track into which this source is written now.
    pub(super) fn track_of(&self, source: Source) -> Option<TrackId> {
        self.tapped.contains(&source).then(|| self.tracks.get(&source).copied()).flatten()
    }

    /// Seals what is written, and gives each track's head, for the minutes.
    pub(super) async fn heads(&self) -> Result<BTreeMap<String, String>, RecordError> {
        self.recorder.flush().await?;
        let heads = self.recorder.heads(&self.folder).await?;
        Ok(heads.into_iter().map(named).collect())
    }

    /// Closes all tracks; gives their last heads.
    pub(super) async fn close(&mut self) -> Result<BTreeMap<String, String>, RecordError> {
        self.tapped.clear();
        let mut heads = BTreeMap::new();
        for (_, track) in std::mem::take(&mut self.tracks) {
            let (name, hash) = named(self.recorder.close_track(track).await?);
            heads.insert(name, hash);
        }
        Ok(heads)
    }
}

fn named(head: TrackHead) -> (String, String) {
    (head.name.as_str().to_owned(), hex::encode(head.hash))
}
