//! What an interpreter can do: languages with how well, and directed services.

use serde::{Deserialize, Serialize};

use crate::{language::Language, time::Instant, word::words};

words! {
    /// The kind of rendition.
    pub enum Mode {
        /// The speaker stops, the interpreter renders.
        Consecutive = "consecutive",
        /// At the same time, on a channel of its own.
        Simultaneous = "simultaneous",
        /// A document, read aloud in the other language.
        SightTranslation = "sight_translation",
        /// Between a spoken and a sign language, or between two sign languages.
        Sign = "sign",
        /// By touch, with somebody who neither hears nor sees.
        Tactile = "tactile",
    }
}

words! {
    /// How a booth runs in the hearing room.
    pub enum Channel as "BoothChannel" {
        /// Everybody hears the rendition when the speaker has stopped.
        Consecutive = "consecutive",
        /// The rendition goes on beside the speech.
        Simultaneous = "simultaneous",
    }
}

impl Mode {
    /// How a booth of this mode runs. What is signed is seen, so nobody has to wait for it; what is
    /// read aloud from a document is heard by all, and touch takes its time, so the floor waits.
    #[must_use]
    pub const fn channel(self) -> Channel {
        match self {
            Self::Simultaneous | Self::Sign => Channel::Simultaneous,
            Self::Consecutive | Self::SightTranslation | Self::Tactile => Channel::Consecutive,
        }
    }
}

words! {
    /// For which kind of work a service is offered.
    pub enum Setting {
        /// An interview with a victim or witness.
        Interview = "interview",
        /// Before a court.
        Hearing = "hearing",
        /// With doctors or psychologists.
        Medical = "medical",
        /// At once.
        Emergency = "emergency",
    }
}

words! {
    /// How well a language is mastered (the classes of AIIC).
    pub enum Class {
        /// Native.
        A = "A",
        /// Active second language.
        B = "B",
        /// Understood only.
        C = "C",
    }
}

words! {
    /// A level that somebody tested, on the scale of the Interagency Language Roundtable (0–5 with
    /// plus) or of the Common European Framework (A1–C2).
    pub enum Proficiency {
        /// No proficiency.
        Ilr0 = "ilr-0",
        /// Memorised.
        Ilr0Plus = "ilr-0+",
        /// Elementary.
        Ilr1 = "ilr-1",
        /// Elementary, plus.
        Ilr1Plus = "ilr-1+",
        /// Limited working.
        Ilr2 = "ilr-2",
        /// Limited working, plus.
        Ilr2Plus = "ilr-2+",
        /// General professional.
        Ilr3 = "ilr-3",
        /// General professional, plus.
        Ilr3Plus = "ilr-3+",
        /// Advanced professional.
        Ilr4 = "ilr-4",
        /// Advanced professional, plus.
        Ilr4Plus = "ilr-4+",
        /// Functionally native.
        Ilr5 = "ilr-5",
        /// Breakthrough.
        CefrA1 = "cefr-a1",
        /// Waystage.
        CefrA2 = "cefr-a2",
        /// Threshold.
        CefrB1 = "cefr-b1",
        /// Vantage.
        CefrB2 = "cefr-b2",
        /// Advanced.
        CefrC1 = "cefr-c1",
        /// Mastery.
        CefrC2 = "cefr-c2",
    }
}

/// Who tested a language, and with what result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Attestation {
    /// The result.
    pub level: Proficiency,
    /// The school, court or community that vouches for it.
    pub by: String,
    /// When.
    pub at: Instant,
}

/// One language of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Spoken {
    /// The language or named variety, spoken or signed.
    pub language: Language,
    /// How well, by their own statement.
    pub class: Class,
    /// How well, by somebody else's.
    #[serde(default)]
    pub attested: Option<Attestation>,
}

/// One directed service: from a language into another, in a mode, for a setting.
#[derive(
    Debug,
    Clone,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    sqlx::FromRow,
    utoipa::ToSchema,
)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// Heard, seen or read.
    pub source: Language,
    /// Spoken or signed.
    pub target: Language,
    /// How.
    pub mode: Mode,
    /// Where.
    pub setting: Setting,
}

/// A language of a person as the table keeps it.
#[derive(sqlx::FromRow)]
pub(super) struct SpokenRow {
    language: Language,
    class: Class,
    level: Option<Proficiency>,
    attested_by: Option<String>,
    attested_at: Option<Instant>,
}

impl From<SpokenRow> for Spoken {
    fn from(row: SpokenRow) -> Self {
        let attested = match (row.level, row.attested_by, row.attested_at) {
            (Some(level), Some(by), Some(at)) => Some(Attestation { level, by, at }),
            _ => None,
        };
        Self { language: row.language, class: row.class, attested }
    }
}
