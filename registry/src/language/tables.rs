//! The tables of languages as their rows read, from the program itself or from a folder whose
//! files stand in for the embedded ones, and what must hold between them.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::Path,
};

use serde::{Deserialize, de::DeserializeOwned};

use super::{Class, Language, Modality};
use crate::error::{Error, Result};

/// The files and what is embedded of each; the last is optional and never part of the program.
const FILES: &[(&str, &str)] = &[
    (LANGUAGES, include_str!("../../languages/languages.csv")),
    (NAMES, include_str!("../../languages/language_names.csv")),
    (GROUPS, include_str!("../../languages/language_groups.csv")),
    (RETIRED, include_str!("../../languages/codes_retired.csv")),
    (VARIETIES, include_str!("../../languages/varieties.csv")),
    (SEEDED, include_str!("../../languages/varieties_seeded.csv")),
    (INTELLIGIBILITY, include_str!("../../languages/intelligibility.csv")),
    (OPTIONAL_NAMES, "code,name,locale,kind,source\n"),
];
const LANGUAGES: &str = "languages.csv";
const NAMES: &str = "language_names.csv";
const GROUPS: &str = "language_groups.csv";
const RETIRED: &str = "codes_retired.csv";
const VARIETIES: &str = "varieties.csv";
const SEEDED: &str = "varieties_seeded.csv";
const INTELLIGIBILITY: &str = "intelligibility.csv";
const OPTIONAL_NAMES: &str = "language_names_iso_codes.csv";

/// All tables.
#[derive(Debug)]
pub(super) struct Tables {
    pub(super) languages: Vec<LanguageRow>,
    pub(super) names: Vec<NameRow>,
    pub(super) groups: Vec<GroupRow>,
    pub(super) retired: Vec<RetiredRow>,
    pub(super) varieties: Vec<VarietyRow>,
    pub(super) seeded: Vec<VarietyRow>,
    pub(super) intelligibility: Vec<NeighbourRow>,
}

#[derive(Debug, Deserialize)]
pub(super) struct LanguageRow {
    pub(super) code: Language,
    pub(super) modality: Modality,
    pub(super) name_en: String,
    pub(super) name_es: String,
    pub(super) name_fr: String,
    pub(super) endonym: String,
    pub(super) countries: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct NameRow {
    pub(super) code: Language,
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) source: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct GroupRow {
    pub(super) group_id: String,
    pub(super) group_name_es: String,
    pub(super) group_name_en: String,
    pub(super) code: Language,
}

#[derive(Debug, Deserialize)]
pub(super) struct RetiredRow {
    pub(super) old_code: Language,
    pub(super) new_codes: String,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct VarietyRow {
    pub(super) language: Language,
    pub(super) name_es: String,
    pub(super) name_en: String,
    pub(super) name_fr: String,
    pub(super) places: String,
    pub(super) countries: String,
    pub(super) names: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct NeighbourRow {
    pub(super) code_a: Language,
    pub(super) code_b: Language,
    pub(super) class: Class,
    pub(super) source: String,
}

impl Tables {
    pub(super) fn embedded() -> Result<Self> {
        Self::read(|_| Ok(None))
    }

    /// The embedded tables, each replaced by the folder's file of the same name if it is there.
    pub(super) fn of_folder(folder: &Path) -> Result<Self> {
        refuse_strange_files(folder)?;
        Self::read(|file| match fs::read_to_string(folder.join(file)) {
            Ok(text) => Ok(Some(text)),
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(e) => Err(Error::LanguageData(format!("{file} cannot be read: {e}"))),
        })
    }

    fn read(replaced: impl Fn(&str) -> Result<Option<String>>) -> Result<Self> {
        let texts = FILES
            .iter()
            .map(|(file, embedded)| {
                Ok((*file, replaced(file)?.unwrap_or_else(|| (*embedded).into())))
            })
            .collect::<Result<BTreeMap<_, _>>>()?;
        let mut names = rows(&texts, NAMES)?;
        names.extend(rows(&texts, OPTIONAL_NAMES)?);
        let tables = Self {
            languages: rows(&texts, LANGUAGES)?,
            names,
            groups: rows(&texts, GROUPS)?,
            retired: rows(&texts, RETIRED)?,
            varieties: rows(&texts, VARIETIES)?,
            seeded: rows(&texts, SEEDED)?,
            intelligibility: rows(&texts, INTELLIGIBILITY)?,
        };
        tables.check()?;
        Ok(tables)
    }

    /// What must hold between the tables; the first thing that does not is told.
    fn check(&self) -> Result<()> {
        let mut codes = BTreeSet::new();
        for row in &self.languages {
            let fits = !row.code.is_variety() && !row.name_es.is_empty() && !row.name_en.is_empty();
            require(fits, LANGUAGES, &row.code, "needs a code of three letters and names")?;
            require(codes.insert(&row.code), LANGUAGES, &row.code, "stands there twice")?;
        }
        let known = |code: &Language, file| {
            require(codes.contains(code), file, code, "is not in languages.csv")
        };
        for row in &self.names {
            known(&row.code, NAMES)?;
        }
        for row in &self.groups {
            known(&row.code, GROUPS)?;
        }
        for row in &self.retired {
            let live = codes.contains(&row.old_code);
            require(!live, RETIRED, &row.old_code, "is in languages.csv and cannot be retired")?;
        }
        for row in &self.intelligibility {
            known(&row.code_a, INTELLIGIBILITY)?;
            known(&row.code_b, INTELLIGIBILITY)?;
        }
        let mut varieties = BTreeSet::new();
        let files = [(VARIETIES, &self.varieties), (SEEDED, &self.seeded)];
        for (file, row) in files.iter().flat_map(|(file, all)| all.iter().map(move |r| (file, r))) {
            let language = &row.language;
            let of_known = codes.iter().any(|code| code.as_str() == language.code());
            require(of_known, file, language, "belongs to no code of languages.csv")?;
            let fits = language.is_variety() && !row.name_es.is_empty() && !row.name_en.is_empty();
            require(fits, file, language, "needs a name of its own after the code")?;
            require(varieties.insert(language), file, language, "stands there twice")?;
        }
        Ok(())
    }
}

fn require(holds: bool, file: &str, language: &Language, why: &str) -> Result<()> {
    if holds { Ok(()) } else { Err(Error::LanguageData(format!("{file}: {language} {why}"))) }
}

/// A table under a name that nobody reads would be silently without effect.
fn refuse_strange_files(folder: &Path) -> Result<()> {
    let failed = |e: io::Error| {
        Error::LanguageData(format!("the folder {} cannot be read: {e}", folder.display()))
    };
    for entry in fs::read_dir(folder).map_err(failed)? {
        let name = entry.map_err(failed)?.file_name();
        let name = name.to_string_lossy();
        if name.ends_with(".csv") && !FILES.iter().any(|(file, _)| *file == name) {
            let known: Vec<&str> = FILES.iter().map(|(file, _)| *file).collect();
            let known = known.join(", ");
            return Err(Error::LanguageData(format!("{name} is none of the tables: {known}")));
        }
    }
    Ok(())
}

fn rows<T: DeserializeOwned>(texts: &BTreeMap<&str, String>, file: &str) -> Result<Vec<T>> {
    let text = texts.get(file).map(String::as_str).unwrap_or_default();
    rows_of(text).map_err(|error| Error::LanguageData(format!("{file}: {error}")))
}

/// The rows of a table with a header; columns we do not know are passed over.
pub(super) fn rows_of<T: DeserializeOwned>(csv: &str) -> Result<Vec<T>, csv::Error> {
    csv::Reader::from_reader(csv.trim_start_matches('\u{feff}').as_bytes()).deserialize().collect()
}

/// The parts of a field that holds a list.
pub(super) fn parts(list: &str) -> impl Iterator<Item = &str> {
    list.split(';').map(str::trim).filter(|part| !part.is_empty())
}
