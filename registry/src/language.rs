//! Languages: ISO 639-3 codes and named varieties, found by whatever people call them.

mod answer;
mod build;
mod dictionary;
mod fold;
mod neighbour;
mod similar;
mod tables;
mod words;

use std::str::FromStr;

pub use answer::{Answer, Basis, Found, How, Modality, Need, Tongue};
pub use build::AddedVariety;
pub use dictionary::Dictionary;
pub use fold::folded;
pub use neighbour::{Class, Neighbour};

use crate::word::{described_as_text, stored_as_text};

/// A language as the protocol writes it: an ISO 639-3 code (`spa`), or a code with a named
/// variety (`mam-todos-santos`). Well-formed; whether it exists, the [`Dictionary`] knows.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language(String);

/// Not of the form `spa` or `mam-todos-santos`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no language code: three letters, and perhaps -variety")]
pub struct MalformedLanguage(pub String);

impl Language {
    /// The whole text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The ISO 639-3 code.
    #[must_use]
    pub fn code(&self) -> &str {
        self.0.get(..3).unwrap_or(&self.0)
    }

    /// Not yet known (ISO 639's own code for that).
    #[must_use]
    pub fn undetermined() -> Self {
        Self("und".to_owned())
    }

    /// Whether it is not yet known.
    #[must_use]
    pub fn is_undetermined(&self) -> bool {
        self.0 == "und"
    }

    /// Whether it names a variety within the code.
    #[must_use]
    pub fn is_variety(&self) -> bool {
        self.0.len() > 3
    }
}

impl FromStr for Language {
    type Err = MalformedLanguage;

    fn from_str(text: &str) -> Result<Self, MalformedLanguage> {
        let mut parts = text.split('-');
        let code = parts.next().unwrap_or_default();
        let code_fits = code.len() == 3 && code.bytes().all(|b| b.is_ascii_lowercase());
        let variety_fits = parts.all(|part| {
            !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        });
        if code_fits && variety_fits && text.len() <= 64 {
            Ok(Self(text.to_owned()))
        } else {
            Err(MalformedLanguage(text.to_owned()))
        }
    }
}

stored_as_text!(Language);
described_as_text!(
    Language,
    "LanguageTag",
    "^[a-z]{3}(-[a-z0-9]+)*$",
    "mam-todos-santos",
    most 64
);
