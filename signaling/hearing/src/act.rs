//! What a person in a hearing may ask for. Present tense: an act becomes events, or is refused.

use crate::event::{
    BoothInput, FloorChoice, IdentityMethod, Mode, OathForm, ProtectedPart, Signal, VarietyAnswer,
    VoirDireOutcome, WithdrawnBecause,
};
use crate::ids::{BoothId, Language, Seat};
use crate::phase::Phase;
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::BTreeSet;

/// One act, as it comes over the wire.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum Act {
    Admit {
        seat: Seat,
    },
    Remove {
        seat: Seat,
    },
    SetPhase {
        phase: Phase,
    },
    GoOnRecord {},
    GoOffRecord {},
    AllowObserversOffRecord {
        allowed: bool,
    },
    Close {},
    ConfirmIdentity {
        seat: Seat,
        method: IdentityMethod,
    },
    AskOath {
        seat: Seat,
    },
    TakeOath {
        form: OathForm,
    },
    SetMode {
        booth: BoothId,
        from: Language,
        mode: Mode,
    },
    SetFloorLanguage {
        language: Option<Language>,
    },
    TakeMicrophone {
        booth: BoothId,
    },
    TurnDirection {
        booth: BoothId,
    },
    AskHandover {
        booth: BoothId,
    },
    AcceptHandover {
        booth: BoothId,
    },
    RefuseHandover {
        booth: BoothId,
    },
    TakeOver {
        booth: BoothId,
    },
    SetInput {
        booth: BoothId,
        #[serde(deserialize_with = "input")]
        input: Option<BoothInput>,
    },
    AnswerVariety {
        answer: VarietyAnswer,
    },
    ChooseChannel {
        #[serde(deserialize_with = "channel")]
        channel: Option<Language>,
        floor: FloorChoice,
    },
    Stop {},
    AskToResume {},
    AgreeToResume {},
    OpenSidebar {
        members: BTreeSet<Seat>,
    },
    JoinSidebar {},
    EndSidebar {},
    ShowDocument {},
    HideDocument {},
    Protect {
        seat: Seat,
        allowed: BTreeSet<Seat>,
        sources: BTreeSet<ProtectedPart>,
    },
    LiftProtection {
        seat: Seat,
    },
    Signal {
        kind: Signal,
    },
    DeclareConflict {},
    Withdraw {
        why: WithdrawnBecause,
    },
    ReleaseInterpreter {
        seat: Seat,
    },
    DecideVoirDire {
        seat: Seat,
        outcome: VoirDireOutcome,
    },
    NoteRelayConsent {
        given: bool,
    },
    Leave {},
}

/// The name of an act, without what it carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActKind {
    Admit,
    Remove,
    SetPhase,
    GoOnRecord,
    GoOffRecord,
    AllowObserversOffRecord,
    Close,
    ConfirmIdentity,
    AskOath,
    TakeOath,
    SetMode,
    SetFloorLanguage,
    TakeMicrophone,
    TurnDirection,
    AskHandover,
    AcceptHandover,
    RefuseHandover,
    TakeOver,
    SetInput,
    AnswerVariety,
    ChooseChannel,
    Stop,
    AskToResume,
    AgreeToResume,
    OpenSidebar,
    JoinSidebar,
    EndSidebar,
    ShowDocument,
    HideDocument,
    Protect,
    LiftProtection,
    Signal,
    DeclareConflict,
    Withdraw,
    ReleaseInterpreter,
    DecideVoirDire,
    NoteRelayConsent,
    Leave,
}

impl ActKind {
    /// Every kind, in the order in which pages show them.
    pub const ALL: [ActKind; 38] = [
        ActKind::Admit,
        ActKind::Remove,
        ActKind::SetPhase,
        ActKind::GoOnRecord,
        ActKind::GoOffRecord,
        ActKind::AllowObserversOffRecord,
        ActKind::Close,
        ActKind::ConfirmIdentity,
        ActKind::AskOath,
        ActKind::TakeOath,
        ActKind::SetMode,
        ActKind::SetFloorLanguage,
        ActKind::TakeMicrophone,
        ActKind::TurnDirection,
        ActKind::AskHandover,
        ActKind::AcceptHandover,
        ActKind::RefuseHandover,
        ActKind::TakeOver,
        ActKind::SetInput,
        ActKind::AnswerVariety,
        ActKind::ChooseChannel,
        ActKind::Stop,
        ActKind::AskToResume,
        ActKind::AgreeToResume,
        ActKind::OpenSidebar,
        ActKind::JoinSidebar,
        ActKind::EndSidebar,
        ActKind::ShowDocument,
        ActKind::HideDocument,
        ActKind::Protect,
        ActKind::LiftProtection,
        ActKind::Signal,
        ActKind::DeclareConflict,
        ActKind::Withdraw,
        ActKind::ReleaseInterpreter,
        ActKind::DecideVoirDire,
        ActKind::NoteRelayConsent,
        ActKind::Leave,
    ];
}

impl Act {
    /// This act's name.
    pub fn kind(&self) -> ActKind {
        use Act as A;
        use ActKind as K;
        match self {
            A::Admit { .. } => K::Admit,
            A::Remove { .. } => K::Remove,
            A::SetPhase { .. } => K::SetPhase,
            A::GoOnRecord {} => K::GoOnRecord,
            A::GoOffRecord {} => K::GoOffRecord,
            A::AllowObserversOffRecord { .. } => K::AllowObserversOffRecord,
            A::Close {} => K::Close,
            A::ConfirmIdentity { .. } => K::ConfirmIdentity,
            A::AskOath { .. } => K::AskOath,
            A::TakeOath { .. } => K::TakeOath,
            A::SetMode { .. } => K::SetMode,
            A::SetFloorLanguage { .. } => K::SetFloorLanguage,
            A::TakeMicrophone { .. } => K::TakeMicrophone,
            A::TurnDirection { .. } => K::TurnDirection,
            A::AskHandover { .. } => K::AskHandover,
            A::AcceptHandover { .. } => K::AcceptHandover,
            A::RefuseHandover { .. } => K::RefuseHandover,
            A::TakeOver { .. } => K::TakeOver,
            A::SetInput { .. } => K::SetInput,
            A::AnswerVariety { .. } => K::AnswerVariety,
            A::ChooseChannel { .. } => K::ChooseChannel,
            A::Stop {} => K::Stop,
            A::AskToResume {} => K::AskToResume,
            A::AgreeToResume {} => K::AgreeToResume,
            A::OpenSidebar { .. } => K::OpenSidebar,
            A::JoinSidebar {} => K::JoinSidebar,
            A::EndSidebar {} => K::EndSidebar,
            A::ShowDocument {} => K::ShowDocument,
            A::HideDocument {} => K::HideDocument,
            A::Protect { .. } => K::Protect,
            A::LiftProtection { .. } => K::LiftProtection,
            A::Signal { .. } => K::Signal,
            A::DeclareConflict {} => K::DeclareConflict,
            A::Withdraw { .. } => K::Withdraw,
            A::ReleaseInterpreter { .. } => K::ReleaseInterpreter,
            A::DecideVoirDire { .. } => K::DecideVoirDire,
            A::NoteRelayConsent { .. } => K::NoteRelayConsent,
            A::Leave {} => K::Leave,
        }
    }
}

/// On the wire the floor is a channel like any other: `"floor"`.
fn channel<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Language>, D::Error> {
    let name = String::deserialize(deserializer)?;
    Ok((name != FLOOR).then_some(Language(name)))
}

/// `"floor"`, a language, or `null` for the automatic choice.
fn input<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<BoothInput>, D::Error> {
    let name = Option::<String>::deserialize(deserializer)?;
    Ok(name.map(|name| match name.as_str() {
        FLOOR => BoothInput::Floor,
        _ => BoothInput::Channel(Language(name)),
    }))
}

const FLOOR: &str = "floor";
