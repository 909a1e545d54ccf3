//! Languages and their varieties: `/api/languages`.

pub mod get;
pub mod search;
pub mod varieties;

use crate::lang::Lang;
use puente_registry::language::{Found, Tongue};
use serde::Serialize;

/// A language or named variety.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Language {
    /// What to send in a request.
    language: String,
    /// ISO 639-3.
    code: String,
    /// The name in the caller's language.
    name: String,
    name_es: String,
    name_en: String,
    name_fr: String,
    /// The speakers' own name; empty if it is not known.
    endonym: String,
    places: Vec<String>,
    countries: Vec<String>,
    /// `spoken` or `signed`.
    modality: &'static str,
    /// What it stands on: `code` of ISO 639-3, or a variety that is `curated`, `seeded` from the
    /// data's names of dialects and places, or added by a `country`.
    basis: &'static str,
}

/// A language and why the text may mean it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Match {
    #[serde(flatten)]
    language: Language,
    /// The name or place that the text matched.
    matched: String,
    /// `preferred`, `endonym`, `alternate`, `retired`, `group`, `region`, `misspelling`, `fuzzy`.
    how: &'static str,
}

impl Language {
    pub(super) fn new(tongue: &Tongue, lang: Lang) -> Self {
        let name = match lang {
            Lang::Es => &tongue.name_es,
            Lang::En => &tongue.name_en,
            Lang::Fr => &tongue.name_fr,
        };
        Self {
            language: tongue.language.to_string(),
            code: tongue.code.clone(),
            name: name.clone(),
            name_es: tongue.name_es.clone(),
            name_en: tongue.name_en.clone(),
            name_fr: tongue.name_fr.clone(),
            endonym: tongue.endonym.clone(),
            places: tongue.places.clone(),
            countries: tongue.countries.clone(),
            modality: tongue.modality.as_str(),
            basis: tongue.basis.as_str(),
        }
    }
}

impl Match {
    fn new(found: &Found, lang: Lang) -> Self {
        Self {
            language: Language::new(&found.tongue, lang),
            matched: found.matched.clone(),
            how: found.how.as_str(),
        }
    }
}
