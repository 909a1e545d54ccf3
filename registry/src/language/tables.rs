//! The tables embedded in the program, as their rows read.

use serde::{Deserialize, de::DeserializeOwned};

use super::Language;
use crate::error::{Error, Result};

const LANGUAGES: &str = include_str!("../../languages/languages.csv");
const NAMES: &str = include_str!("../../languages/language_names.csv");
const GROUPS: &str = include_str!("../../languages/language_groups.csv");
const RETIRED: &str = include_str!("../../languages/codes_retired.csv");
const VARIETIES: &str = include_str!("../../languages/varieties.csv");

/// All tables.
pub(super) struct Tables {
    pub(super) languages: Vec<LanguageRow>,
    pub(super) names: Vec<NameRow>,
    pub(super) groups: Vec<GroupRow>,
    pub(super) retired: Vec<RetiredRow>,
    pub(super) varieties: Vec<VarietyRow>,
}

#[derive(Deserialize)]
pub(super) struct LanguageRow {
    pub(super) code: Language,
    pub(super) modality: String,
    pub(super) name_en: String,
    pub(super) name_es: String,
    pub(super) name_fr: String,
    pub(super) endonym: String,
    pub(super) countries: String,
}

#[derive(Deserialize)]
pub(super) struct NameRow {
    pub(super) code: Language,
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) source: String,
}

#[derive(Deserialize)]
pub(super) struct GroupRow {
    pub(super) group_id: String,
    pub(super) group_name_es: String,
    pub(super) group_name_en: String,
    pub(super) code: Language,
}

#[derive(Deserialize)]
pub(super) struct RetiredRow {
    pub(super) old_code: String,
    pub(super) new_codes: String,
}

#[derive(Deserialize)]
pub(super) struct VarietyRow {
    pub(super) language: Language,
    pub(super) name_es: String,
    pub(super) name_en: String,
    pub(super) places: String,
    pub(super) countries: String,
    pub(super) names: String,
}

impl Tables {
    pub(super) fn embedded() -> Result<Self> {
        Ok(Self {
            languages: rows(LANGUAGES)?,
            names: rows(NAMES)?,
            groups: rows(GROUPS)?,
            retired: rows(RETIRED)?,
            varieties: rows(VARIETIES)?,
        })
    }
}

/// The rows of a table with a header; columns we do not know are passed over.
pub(super) fn rows<T: DeserializeOwned>(csv: &str) -> Result<Vec<T>> {
    csv::Reader::from_reader(csv.as_bytes())
        .deserialize()
        .collect::<Result<_, _>>()
        .map_err(|e| Error::LanguageData(e.to_string()))
}

/// The parts of a field that holds a list.
pub(super) fn parts(list: &str) -> impl Iterator<Item = &str> {
    list.split(';').map(str::trim).filter(|part| !part.is_empty())
}
