//! What a look-up answers, in the protocol's shape.

use serde::Serialize;

use super::Language;
use crate::word::words;

words! {
    /// How a text matched a language.
    pub enum How {
        /// The name we show.
        Preferred = "preferred",
        /// The speakers' own name.
        Endonym = "endonym",
        /// Another name, the name of its people, or its code.
        Alternate = "alternate",
        /// A code of ISO 639-3 that was retired.
        Retired = "retired",
        /// A name of several varieties.
        Group = "group",
        /// A town or region where it is spoken: a hint, not a name.
        Region = "region",
        /// A known misspelling.
        Misspelling = "misspelling",
        /// Only similar.
        Fuzzy = "fuzzy",
    }
}

words! {
    /// Spoken or signed.
    pub enum Modality {
        /// Voices.
        Spoken = "spoken",
        /// Hands, face and body.
        Signed = "signed",
    }
}

words! {
    /// What a language or variety stands on.
    pub enum Basis {
        /// A code of ISO 639-3.
        Code = "code",
        /// A variety that was chosen by hand, of a code that is never booked without one.
        Curated = "curated",
        /// A variety that dialect and place names of the data suggest.
        Seeded = "seeded",
        /// A variety that a country has added.
        Country = "country",
    }
}

words! {
    /// What a person wrote that is no language and says how they must be served.
    pub enum Need {
        /// "sordo", "deaf": sign languages, and perhaps a Deaf interpreter beside the hearing one.
        Deaf = "deaf",
        /// "sordociego", "deafblind", "táctil": signs felt in the hands.
        Tactile = "tactile",
    }
}

/// A language or named variety that can be booked, with what a person needs to recognise it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Tongue {
    /// What to send in a request.
    pub language: Language,
    /// Its ISO 639-3 code.
    pub code: String,
    /// Spoken or signed.
    pub modality: Modality,
    /// What it stands on.
    pub basis: Basis,
    /// Spanish name.
    pub name_es: String,
    /// English name.
    pub name_en: String,
    /// French name.
    pub name_fr: String,
    /// The speakers' own name; empty if we know none.
    pub endonym: String,
    /// Towns and regions.
    pub places: Vec<String>,
    /// Where it is spoken by tradition (ISO 3166-1), a hint only.
    pub countries: Vec<String>,
}

/// One match.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Found {
    /// The language.
    #[serde(flatten)]
    pub tongue: Tongue,
    /// The name or place that the text matched.
    pub matched: String,
    /// How it matched.
    pub how: How,
}

/// The answer to a text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = LanguageAnswer)]
pub struct Answer {
    /// Whether varieties compete or the match is a guess: ask the person, never choose.
    pub ask: bool,
    /// What the text says beside, or instead of, a language.
    pub need: Option<Need>,
    /// Best first.
    pub matches: Vec<Found>,
}
