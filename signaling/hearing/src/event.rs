//! What can happen in a hearing: the entries of its minutes. Past tense, one fact each.
//!
//! The encoding is part of the evidence: a stored event must decode for ever. Add variants and
//! optional fields; never rename or remove one without a new [`crate::log::VERSION`].

use crate::ids::{BoothId, ColocatedGroup, EndpointId, Language, Seat};
use crate::phase::Phase;
use crate::role::Role;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What sort of live event this is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HearingKind {
    Interview,
    Hearing,
    ExpertTestimony,
    OnDemandCall,
    Test,
}

/// One fact of the minutes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum HearingEvent {
    SessionOpened {
        setup: Setup,
    },
    DeviceChecked {
        seat: Seat,
        microphone: String,
        camera: String,
        speaker: String,
        passed: bool,
    },
    ParticipantArrived {
        seat: Seat,
    },
    Admitted {
        seat: Seat,
    },
    Left {
        seat: Seat,
    },
    Lost {
        seat: Seat,
    },
    Returned {
        seat: Seat,
    },
    Removed {
        seat: Seat,
    },
    NodeRestarted,
    IdentityConfirmed {
        seat: Seat,
        method: IdentityMethod,
    },
    OathAsked {
        seat: Seat,
    },
    OathTaken {
        seat: Seat,
        form: OathForm,
        administered_by: Seat,
    },
    PhaseChanged {
        phase: Phase,
    },
    VarietyAnswered {
        seat: Seat,
        answer: VarietyAnswer,
    },
    WentOnRecord,
    WentOffRecord,
    ObserversOffRecord {
        allowed: bool,
    },
    ModeSet {
        booth: BoothId,
        from: Language,
        mode: Mode,
    },
    ChannelChosen {
        seat: Seat,
        channel: Option<Language>,
        floor: FloorChoice,
    },
    FloorLanguageSet {
        language: Option<Language>,
    },
    FloorLanguageHeard {
        language: Language,
        speaker: Seat,
    },
    MicrophoneTaken {
        booth: BoothId,
        seat: Seat,
    },
    HandoverAsked {
        booth: BoothId,
        by: Seat,
    },
    HandoverAccepted {
        booth: BoothId,
        from: Option<Seat>,
        to: Seat,
    },
    HandoverRefused {
        booth: BoothId,
        by: Seat,
    },
    HandoverForced {
        booth: BoothId,
        from: Option<Seat>,
        to: Seat,
    },
    DirectionTurned {
        booth: BoothId,
        from: Language,
    },
    InputSet {
        booth: BoothId,
        input: Option<BoothInput>,
    },
    SignalGiven {
        seat: Seat,
        kind: Signal,
    },
    StopPressed {
        seat: Seat,
    },
    ResumeAsked,
    StopLifted {
        seat: Seat,
    },
    SidebarOpened {
        members: BTreeSet<Seat>,
    },
    SidebarEnded {
        by: Option<Seat>,
    },
    EntryRefused {
        seat: Option<Seat>,
        role: String,
    },
    DocumentShown {
        seat: Seat,
    },
    DocumentHidden {
        seat: Seat,
    },
    ProtectionOrdered {
        seat: Seat,
        allowed: BTreeSet<Seat>,
        sources: BTreeSet<ProtectedPart>,
    },
    ProtectionLifted {
        seat: Seat,
    },
    /// An interpreter's seat is given up; the hearing and everybody else's links stay.
    InterpreterWithdrew {
        seat: Seat,
        why: WithdrawnBecause,
    },
    /// Somebody else takes the booth's place of one who withdrew, in a seat of her own.
    InterpreterSubstituted {
        old: Seat,
        new: ParticipantSetup,
        /// The hearing had been in session before.
        during: bool,
        /// She is qualified provisionally only: whoever leads must decide about her first.
        #[serde(default, skip_serializing_if = "is_false")]
        voir_dire: bool,
    },
    VoirDireDecided {
        seat: Seat,
        outcome: VoirDireOutcome,
    },
    /// Whether the court agrees to hear by relay, knowing what may be lost.
    RelayConsentNoted {
        given: bool,
    },
    /// The last sealed segment of each track, so that the minutes bind the recording.
    RecordNoted {
        heads: BTreeMap<String, String>,
    },
    Closed,
}

/// Everything a hearing knows before anybody arrives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Setup {
    pub kind: HearingKind,
    /// Who leads: interviewer, presiding judge, or the clerk of an expert testimony.
    pub lead: Seat,
    pub participants: Vec<ParticipantSetup>,
    pub endpoints: Vec<EndpointSetup>,
    pub booths: Vec<BoothSetup>,
    /// Interpreters whose qualification must be decided before anything goes on record.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub voir_dire: BTreeSet<Seat>,
    /// Who speaks to the interpreters but is not seen by them.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub unseen: BTreeSet<Seat>,
}

impl Setup {
    /// The setup of a log, with everybody who took a seat later.
    pub fn of_log<'a>(events: impl IntoIterator<Item = &'a HearingEvent>) -> Option<Self> {
        let mut events = events.into_iter();
        let HearingEvent::SessionOpened { setup } = events.next()? else { return None };
        let mut setup = setup.clone();
        events.for_each(|event| setup.seat_new(event));
        Some(setup)
    }

    /// Takes in whoever this event gives a seat.
    pub fn seat_new(&mut self, event: &HearingEvent) {
        if let HearingEvent::InterpreterSubstituted { new, .. } = event {
            self.participants.push(new.clone());
        }
    }
}

/// For `skip_serializing_if`, which hands over a reference.
fn is_false(flag: &bool) -> bool {
    !flag
}

/// One person who is expected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ParticipantSetup {
    pub seat: Seat,
    pub role: Role,
    /// How the others know this person: a pseudonym, a number, a title. Never a victim's name.
    pub label: String,
    /// The language this person speaks on the floor.
    pub floor_language: Option<Language>,
    pub endpoint: EndpointId,
}

/// One device and where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EndpointSetup {
    pub endpoint: EndpointId,
    /// Whose login connects the device; its role decides what the device may send.
    pub principal: Seat,
    pub group: Option<ColocatedGroup>,
}

/// One language pair and those who interpret it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BoothSetup {
    pub languages: [Language; 2],
    pub members: Vec<Seat>,
    /// The mode in which both directions begin.
    pub mode: Mode,
}

/// How one direction of one booth is interpreted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Speaker stops, interpreter renders, on the floor.
    Consecutive,
    /// At the same time, on the channel of the target language.
    Simultaneous,
}

/// How a listener of a language channel wants the floor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FloorChoice {
    Off,
    Ducked,
}

/// What a booth listens to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BoothInput {
    Floor,
    /// Relay: the output of the booth that interprets into this language.
    Channel(Language),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdentityMethod {
    Document,
    Official,
    Pseudonym,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OathForm {
    Oath,
    Affirmation,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VarietyAnswer {
    Well,
    Partly,
    Not,
}

/// Why an interpreter's seat was given up: a word, never a text that could name somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WithdrawnBecause {
    /// She has a conflict of interest, which she need not explain.
    Conflict,
    Ill,
    Other,
    /// She did not come, or her line is gone.
    Absent,
    /// Whoever leads asks for somebody else.
    Released,
    /// The voir dire ended so.
    NotAccepted,
}

/// How a voir dire ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VoirDireOutcome {
    Accepted,
    Rejected,
}

/// A silent sign to the speaker and the lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Signal {
    Repeat,
    Slower,
    Louder,
    OneAtATime,
    Explain,
    Correction,
    Break,
    DontUnderstand,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProtectedPart {
    Face,
    Voice,
}
