//! The dictionary: every name of every language in memory, and what each may mean.
//!
//! A text is answered by the first of these that finds anything: names and codes that equal it
//! once folded; names of the same words in another order; names that sound or look alike. Where
//! more than one language or variety is meant, or the match is a hint or a guess, the answer asks.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{
    Answer, Found, How, Language, Tongue,
    fold::{folded, sorted_words},
    similar::Similar,
    tables::{LanguageRow, NameRow, Tables, VarietyRow, parts, rows},
};
use crate::error::Result;

/// Every language we know, by name and by code.
#[derive(Debug)]
pub struct Dictionary {
    /// Codes and varieties.
    tongues: BTreeMap<Language, Tongue>,
    /// The varieties of a code, where a person must choose.
    varieties: BTreeMap<Language, Vec<Language>>,
    /// Names as written.
    names: Vec<Name>,
    /// Folded name → names.
    exact: HashMap<String, Vec<usize>>,
    /// The words of a folded name in alphabetical order → names.
    any_order: HashMap<String, Vec<usize>>,
    similar: Similar,
}

#[derive(Debug)]
struct Name {
    text: String,
    means: Language,
    how: How,
}

/// Codes that cover whole families and that people type as if they were languages.
const COLLECTIVE_CODES: &[(&str, &str)] =
    &[("nah", "nahuatl"), ("oto", "otomi"), ("myn", "maya"), ("sgn", "senas")];

/// Most guesses to show.
const MOST_GUESSES: usize = 12;
/// A longer text is no name of a language.
const LONGEST_TEXT: usize = 100;

impl Dictionary {
    /// Reads the data embedded in the program.
    ///
    /// # Errors
    /// [`crate::Error::LanguageData`].
    pub fn embedded() -> Result<Self> {
        let tables = Tables::embedded()?;
        let mut dictionary = Self {
            tongues: BTreeMap::new(),
            varieties: BTreeMap::new(),
            names: Vec::new(),
            exact: HashMap::new(),
            any_order: HashMap::new(),
            similar: Similar::default(),
        };
        dictionary.take_languages(&tables);
        dictionary.take_varieties(&tables);
        dictionary.take_groups_and_codes(&tables);
        dictionary.take_names(&tables.names);
        Ok(dictionary)
    }

    /// Adds the names of a further table with the columns of `language_names.csv`.
    ///
    /// # Errors
    /// [`crate::Error::LanguageData`].
    pub fn with_names(mut self, csv: &str) -> Result<Self> {
        let names: Vec<NameRow> = rows(csv)?;
        self.take_names(&names);
        Ok(self)
    }

    /// What a text may mean.
    #[must_use]
    pub fn look_up(&self, text: &str) -> Answer {
        let query = folded(text);
        if query.is_empty() || text.chars().count() > LONGEST_TEXT {
            return Answer { ask: false, matches: Vec::new() };
        }
        if let Some(tongue) = text.trim().parse().ok().and_then(|l| self.chosen_variety(&l)) {
            return answer(vec![Found {
                matched: text.trim().to_owned(),
                tongue: tongue.clone(),
                how: How::Preferred,
            }]);
        }
        let none = Vec::new();
        let exact = self.exact.get(&query).unwrap_or(&none);
        if !exact.is_empty() {
            return answer(self.found(exact));
        }
        let reordered = self.any_order.get(&sorted_words(&query)).unwrap_or(&none);
        if !reordered.is_empty() {
            return answer(self.found(reordered));
        }
        let mut guesses = self.found(&self.similar.to(&query));
        guesses.truncate(MOST_GUESSES);
        for guess in &mut guesses {
            guess.how = How::Fuzzy;
        }
        answer(guesses)
    }

    /// One language or variety; a code of several varieties too, though it cannot be booked.
    #[must_use]
    pub fn tongue(&self, language: &Language) -> Option<&Tongue> {
        self.tongues.get(language)
    }

    /// Whether this covers several varieties or languages of which one must be chosen.
    #[must_use]
    pub fn must_choose_variety(&self, language: &Language) -> bool {
        self.varieties.contains_key(language)
            || (!self.tongues.contains_key(language) && self.meanings(language.as_str()) > 1)
    }

    /// The other varieties of the same code.
    #[must_use]
    pub fn siblings(&self, language: &Language) -> Vec<Language> {
        let code = language.code();
        let of_code = self.varieties.iter().find(|(of, _)| of.as_str() == code);
        of_code
            .map(|(_, all)| all.iter().filter(|other| *other != language).cloned().collect())
            .unwrap_or_default()
    }

    fn chosen_variety(&self, language: &Language) -> Option<&Tongue> {
        self.tongues.get(language).filter(|_| language.is_variety())
    }

    fn meanings(&self, folded_name: &str) -> usize {
        let names = self.exact.get(folded_name).into_iter().flatten();
        names
            .filter_map(|i| self.names.get(*i))
            .map(|name| &name.means)
            .collect::<BTreeSet<_>>()
            .len()
    }

    /// What names mean, each language once with its best name; a code of several varieties
    /// stands for all of them.
    fn found(&self, names: &[usize]) -> Vec<Found> {
        let mut found: Vec<Found> = Vec::new();
        let mut seen: BTreeMap<&Language, usize> = BTreeMap::new();
        for name in names.iter().filter_map(|i| self.names.get(*i)) {
            let alone = std::slice::from_ref(&name.means);
            for language in self.varieties.get(&name.means).map_or(alone, Vec::as_slice) {
                let Some(tongue) = self.tongues.get(language) else { continue };
                let better =
                    Found { tongue: tongue.clone(), matched: name.text.clone(), how: name.how };
                match seen.get(language).and_then(|at| found.get_mut(*at)) {
                    Some(known) if known.how <= name.how => {}
                    Some(known) => *known = better,
                    None => {
                        seen.insert(language, found.len());
                        found.push(better);
                    }
                }
            }
        }
        found
    }

    fn take_languages(&mut self, tables: &Tables) {
        for row in &tables.languages {
            let tongue = Tongue {
                language: row.code.clone(),
                code: row.code.as_str().to_owned(),
                name_es: row.name_es.clone(),
                name_en: row.name_en.clone(),
                name_fr: row.name_fr.clone(),
                endonym: row.endonym.clone(),
                places: Vec::new(),
                countries: parts(&row.countries).map(str::to_owned).collect(),
                signed: row.modality == "signed",
            };
            self.tongues.insert(row.code.clone(), tongue);
            self.add(row.code.as_str(), &row.code, How::Alternate);
            self.add(&row.name_es, &row.code, How::Preferred);
            self.add(&row.name_en, &row.code, How::Preferred);
            self.add(&row.name_fr, &row.code, How::Preferred);
            self.add(&row.endonym, &row.code, How::Endonym);
        }
    }

    fn take_varieties(&mut self, tables: &Tables) {
        for row in &tables.varieties {
            let code = tables.languages.iter().find(|l| l.code.as_str() == row.language.code());
            let tongue = Tongue {
                language: row.language.clone(),
                code: row.language.code().to_owned(),
                name_es: row.name_es.clone(),
                name_en: row.name_en.clone(),
                name_fr: french(row, code),
                endonym: code.map(|l| l.endonym.clone()).unwrap_or_default(),
                places: parts(&row.places).map(str::to_owned).collect(),
                countries: parts(&row.countries).map(str::to_owned).collect(),
                signed: code.is_some_and(|l| l.modality == "signed"),
            };
            for place in &tongue.places {
                self.add(place, &row.language, How::Region);
            }
            self.tongues.insert(row.language.clone(), tongue);
            self.add(&row.name_es, &row.language, How::Preferred);
            self.add(&row.name_en, &row.language, How::Preferred);
            for name in parts(&row.names) {
                self.add(name, &row.language, How::Alternate);
            }
            if let Some(code) = code {
                self.varieties.entry(code.code.clone()).or_default().push(row.language.clone());
            }
        }
    }

    /// Group names, the codes of groups, and retired codes. A group of one is only another name.
    fn take_groups_and_codes(&mut self, tables: &Tables) {
        let mut size: BTreeMap<&str, usize> = BTreeMap::new();
        for row in &tables.groups {
            *size.entry(&row.group_id).or_default() += 1;
        }
        for row in &tables.groups {
            let several = size.get(row.group_id.as_str()).is_some_and(|size| *size > 1);
            let how = if several { How::Group } else { How::Alternate };
            self.add(&row.group_name_es, &row.code, how);
            self.add(&row.group_name_en, &row.code, how);
            if let Some(code) = row.group_id.strip_prefix("macro-") {
                self.add(code, &row.code, how);
            }
            for (code, _) in COLLECTIVE_CODES.iter().filter(|(_, group)| *group == row.group_id) {
                self.add(code, &row.code, how);
            }
        }
        for row in &tables.retired {
            for code in parts(&row.new_codes).filter_map(|code| code.parse().ok()) {
                self.add(&row.old_code, &code, How::Retired);
            }
        }
    }

    /// Names of a table, except those that a variety of the same code has taken.
    fn take_names(&mut self, names: &[NameRow]) {
        for row in names {
            let how = match row.kind.as_str() {
                "preferred" => How::Preferred,
                "endonym" => How::Endonym,
                "region" => How::Region,
                "misspelling" => How::Misspelling,
                _ => How::Alternate,
            };
            if self.variety_has(&row.name, &row.code) {
                continue;
            }
            if how == How::Region
                && row.source == "curated"
                && let Some(tongue) = self.tongues.get_mut(&row.code)
            {
                tongue.places.push(row.name.clone());
            }
            self.add(&row.name, &row.code, how);
        }
    }

    fn variety_has(&self, name: &str, code: &Language) -> bool {
        let names = self.any_order.get(&sorted_words(&folded(name))).into_iter().flatten();
        names
            .filter_map(|i| self.names.get(*i))
            .any(|name| name.means.is_variety() && name.means.code() == code.as_str())
    }

    fn add(&mut self, text: &str, means: &Language, how: How) {
        let key = folded(text);
        if key.is_empty() {
            return;
        }
        let index = self.names.len();
        self.similar.add(&key, index);
        self.any_order.entry(sorted_words(&key)).or_default().push(index);
        self.exact.entry(key).or_default().push(index);
        self.names.push(Name { text: text.to_owned(), means: means.clone(), how });
    }
}

/// Asks when there is more than one, and when the only one is a hint or a guess.
fn answer(matches: Vec<Found>) -> Answer {
    let hint = matches.iter().any(|found| matches!(found.how, How::Region | How::Fuzzy));
    Answer { ask: matches.len() > 1 || hint, matches }
}

/// A variety's French name: that of its code, and the place as the Spanish name gives it.
fn french(row: &VarietyRow, code: Option<&LanguageRow>) -> String {
    match (code, row.name_es.split_once(" de ")) {
        (Some(code), Some((_, place))) => format!("{} de {place}", code.name_fr),
        _ => row.name_es.clone(),
    }
}
