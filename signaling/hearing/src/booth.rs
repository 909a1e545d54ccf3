//! A booth: one language pair, one live microphone, a direction, and what it listens to.

use crate::event::{BoothInput, Mode};
use crate::ids::{BoothId, Language};
use crate::state::{Booth, HearingState};

impl Booth {
    /// The language now interpreted from.
    pub fn source_language(&self) -> &Language {
        &self.languages[self.from]
    }

    /// The language now interpreted into.
    pub fn target_language(&self) -> &Language {
        &self.languages[1 - self.from]
    }

    /// The mode of the present direction.
    pub fn mode(&self) -> Mode {
        self.modes[self.from]
    }

    /// The index of this language in the pair.
    pub fn index_of(&self, language: &Language) -> Option<usize> {
        self.languages.iter().position(|l| l == language)
    }

    /// The channel that this booth now feeds; `None` is the floor.
    pub fn output(&self) -> Option<&Language> {
        match self.mode() {
            Mode::Simultaneous => Some(self.target_language()),
            Mode::Consecutive => None,
        }
    }
}

/// What this booth listens to now: its interpreter's choice, else the floor if its language is
/// one of the pair, else the channel of a booth that renders the floor into the pair (relay).
pub fn input(state: &HearingState, id: BoothId) -> BoothInput {
    let Some(booth) = state.booths.get(&id) else { return BoothInput::Floor };
    if let Some(chosen) = &booth.input {
        return chosen.clone();
    }
    let Some(spoken) = state.floor_language() else { return BoothInput::Floor };
    if booth.index_of(spoken).is_some() {
        return BoothInput::Floor;
    }
    state
        .booths
        .iter()
        .filter(|(other, _)| **other != id)
        .filter(|(_, b)| b.source_language() == spoken)
        .filter_map(|(_, b)| b.output())
        .find(|output| booth.index_of(output).is_some())
        .map_or(BoothInput::Floor, |output| BoothInput::Channel(output.clone()))
}
