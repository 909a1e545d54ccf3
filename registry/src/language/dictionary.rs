//! The dictionary: every name of every language in memory.

use std::collections::BTreeMap;

use super::{Answer, Language, Tongue};
use crate::error::Result;

/// Every language we know, by name and by code.
#[derive(Debug)]
pub struct Dictionary {
    tongues: BTreeMap<Language, Tongue>,
}

impl Dictionary {
    /// Reads the data embedded in the program.
    ///
    /// # Errors
    /// [`crate::Error::LanguageData`].
    pub fn embedded() -> Result<Self> {
        Ok(Self { tongues: BTreeMap::new() })
    }

    /// What a text may mean.
    #[must_use]
    pub fn look_up(&self, _text: &str) -> Answer {
        Answer { ask: false, matches: Vec::new() }
    }

    /// One bookable language or variety.
    #[must_use]
    pub fn tongue(&self, language: &Language) -> Option<&Tongue> {
        self.tongues.get(language)
    }

    /// Whether this names several varieties of which one must be chosen.
    #[must_use]
    pub fn must_choose_variety(&self, _language: &Language) -> bool {
        false
    }

    /// The other varieties of the same code.
    #[must_use]
    pub fn siblings(&self, _language: &Language) -> Vec<Language> {
        Vec::new()
    }
}
