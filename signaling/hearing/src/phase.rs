//! Where a hearing stands. Whether it is on the record is a separate matter.

use serde::{Deserialize, Serialize};

/// The phase of a hearing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Nobody has begun; people arrive in the lobby.
    Waiting,
    /// The bench and the interpreters talk, without the victim, off the record.
    Preparation,
    /// Interpreter and witness find out whether they understand each other.
    VarietyCheck,
    /// Testimony is taken.
    InSession,
    /// What was said is read back or played to the witness.
    ReadBack,
    /// All stay connected, microphones are closed.
    Recess,
    /// Somebody pressed *stop*: everything is cut until the witness agrees to go on.
    Stopped,
    /// Over for today; the same people continue on another date.
    Adjourned,
    /// Over, and sealed.
    Closed,
}

impl Phase {
    /// Every phase, for tables and tests.
    pub const ALL: [Phase; 9] = [
        Phase::Waiting,
        Phase::Preparation,
        Phase::VarietyCheck,
        Phase::InSession,
        Phase::ReadBack,
        Phase::Recess,
        Phase::Stopped,
        Phase::Adjourned,
        Phase::Closed,
    ];

    /// Whether the bench may move from this phase to `next` by its own decision.
    /// `Stopped` is left only by the witness's agreement, `Closed` never.
    pub fn may_move_to(self, next: Phase) -> bool {
        use Phase::*;
        match next {
            Waiting | Stopped | Closed => false,
            Preparation => matches!(self, Waiting | VarietyCheck | Recess | Adjourned),
            VarietyCheck => matches!(self, Waiting | Preparation | InSession | Recess),
            InSession => {
                matches!(self, Waiting | Preparation | VarietyCheck | ReadBack | Recess | Adjourned)
            }
            ReadBack => matches!(self, InSession | Recess),
            Recess => matches!(self, Preparation | VarietyCheck | InSession | ReadBack),
            Adjourned => !matches!(self, Stopped | Adjourned | Closed),
        }
    }

    /// Testimony, or the reading of it, is going on: what the record may hold.
    pub fn is_testimony(self) -> bool {
        matches!(self, Phase::InSession | Phase::ReadBack)
    }
}

/// Whether what is said counts as said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordState {
    /// Off the record: no bytes are written.
    Off,
    /// On the record.
    On,
}
