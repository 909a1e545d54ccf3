//! How the dictionary is made of its tables, and of the varieties that countries add.

use std::collections::BTreeMap;

use super::{
    Basis, Dictionary, How, Language, Neighbour, Tongue,
    dictionary::Name,
    fold::{folded, sorted_words},
    tables::{NameRow, NeighbourRow, Tables, VarietyRow, parts},
};

/// Codes that cover whole families and that people type as if they were languages.
const COLLECTIVE_CODES: &[(&str, &str)] =
    &[("nah", "nahuatl"), ("oto", "otomi"), ("myn", "maya"), ("sgn", "senas")];

/// A variety as a country adds it: its name after the code, and everything it is found by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddedVariety {
    /// The code with the variety's name, for instance `kek-lanquin`.
    pub language: Language,
    /// Spanish name.
    pub name_es: String,
    /// English name.
    pub name_en: String,
    /// French name.
    pub name_fr: String,
    /// Towns and regions.
    pub places: Vec<String>,
    /// Further names.
    pub names: Vec<String>,
    /// Who added it, and where it is spoken (ISO 3166-1).
    pub countries: Vec<String>,
}

impl Dictionary {
    pub(super) fn of(tables: &Tables) -> Self {
        let mut dictionary = Self::default();
        dictionary.take_languages(tables);
        for row in &tables.varieties {
            dictionary.take_variety(row, Basis::Curated);
            if let Ok(code) = row.language.code().parse() {
                dictionary.must_choose.insert(code);
            }
        }
        for row in &tables.seeded {
            dictionary.take_variety(row, Basis::Seeded);
        }
        dictionary.take_groups_and_codes(tables);
        dictionary.take_names(&tables.names);
        dictionary.take_neighbours(&tables.intelligibility);
        dictionary
    }

    /// This dictionary and the varieties that countries have added; those of a code that it does
    /// not know, or that it has itself, are passed over.
    #[must_use]
    pub fn with_varieties(&self, added: &[AddedVariety]) -> Self {
        let mut dictionary = self.clone();
        for variety in added {
            if dictionary.tongues.contains_key(&variety.language) {
                continue;
            }
            let row = VarietyRow {
                language: variety.language.clone(),
                name_es: variety.name_es.clone(),
                name_en: variety.name_en.clone(),
                name_fr: variety.name_fr.clone(),
                places: variety.places.join(";"),
                countries: variety.countries.join(";"),
                names: variety.names.join(";"),
            };
            dictionary.take_variety(&row, Basis::Country);
        }
        dictionary
    }

    fn take_languages(&mut self, tables: &Tables) {
        for row in &tables.languages {
            let tongue = Tongue {
                language: row.code.clone(),
                code: row.code.as_str().to_owned(),
                modality: row.modality,
                basis: Basis::Code,
                name_es: row.name_es.clone(),
                name_en: row.name_en.clone(),
                name_fr: row.name_fr.clone(),
                endonym: row.endonym.clone(),
                places: Vec::new(),
                countries: parts(&row.countries).map(str::to_owned).collect(),
            };
            self.tongues.insert(row.code.clone(), tongue);
            self.add(row.code.as_str(), &row.code, How::Alternate);
            self.add(&row.name_es, &row.code, How::Preferred);
            self.add(&row.name_en, &row.code, How::Preferred);
            self.add(&row.name_fr, &row.code, How::Preferred);
            self.add(&row.endonym, &row.code, How::Endonym);
        }
    }

    fn take_variety(&mut self, row: &VarietyRow, basis: Basis) {
        let Ok(code) = row.language.code().parse::<Language>() else { return };
        let Some(whole) = self.tongues.get(&code) else { return };
        let french = if row.name_fr.is_empty() { &row.name_es } else { &row.name_fr };
        let tongue = Tongue {
            language: row.language.clone(),
            code: whole.code.clone(),
            modality: whole.modality,
            basis,
            name_es: row.name_es.clone(),
            name_en: row.name_en.clone(),
            name_fr: french.clone(),
            endonym: whole.endonym.clone(),
            places: parts(&row.places).map(str::to_owned).collect(),
            countries: parts(&row.countries).map(str::to_owned).collect(),
        };
        for place in &tongue.places {
            self.add(place, &row.language, How::Region);
        }
        self.tongues.insert(row.language.clone(), tongue);
        self.add(&row.name_es, &row.language, How::Preferred);
        self.add(&row.name_en, &row.language, How::Preferred);
        self.add(&row.name_fr, &row.language, How::Preferred);
        for name in parts(&row.names) {
            self.add(name, &row.language, How::Alternate);
        }
        let varieties = self.varieties.entry(code).or_default();
        let at = varieties.partition_point(|known| *known < row.language);
        varieties.insert(at, row.language.clone());
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
                self.add(row.old_code.as_str(), &code, How::Retired);
            }
        }
    }

    fn take_names(&mut self, names: &[NameRow]) {
        for row in names {
            let how = match row.kind.as_str() {
                "preferred" => How::Preferred,
                "endonym" => How::Endonym,
                "region" => How::Region,
                "misspelling" => How::Misspelling,
                _ => How::Alternate,
            };
            if how == How::Region
                && row.source == "curated"
                && let Some(tongue) = self.tongues.get_mut(&row.code)
            {
                tongue.places.push(row.name.clone());
            }
            self.add(&row.name, &row.code, how);
        }
    }

    fn take_neighbours(&mut self, pairs: &[NeighbourRow]) {
        for row in pairs {
            for (one, other) in [(&row.code_a, &row.code_b), (&row.code_b, &row.code_a)] {
                let neighbour = Neighbour {
                    language: other.clone(),
                    class: row.class,
                    source: row.source.clone(),
                };
                self.neighbours.entry(one.clone()).or_default().push(neighbour);
            }
        }
    }

    fn add(&mut self, text: &str, means: &Language, how: How) {
        let key = folded(text);
        if key.is_empty() {
            return;
        }
        let index = self.names.len();
        self.similar.add(&key, index);
        self.words.add(&key, index, means);
        self.any_order.entry(sorted_words(&key)).or_default().push(index);
        self.exact.entry(key).or_default().push(index);
        self.names.push(Name { text: text.to_owned(), means: means.clone(), how });
    }
}
