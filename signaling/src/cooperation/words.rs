//! The words of the forms, in each language: headings, labels, hints, and the words of choices.

use crate::lang::Lang;
use puente_registry::{
    country::Country,
    time::{Local, Moment},
};
use serde::Deserialize;
use std::{collections::BTreeMap, sync::LazyLock};

type Named = BTreeMap<String, String>;

static WORDS: LazyLock<[FormWords; 3]> = LazyLock::new(|| {
    [
        include_str!("../../words/cooperation.es.json"),
        include_str!("../../words/cooperation.en.json"),
        include_str!("../../words/cooperation.fr.json"),
    ]
    .map(|text| serde_json::from_str(text).unwrap_or_default())
});

/// The words of one language. A name that is not there stands for itself.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormWords {
    document: Named,
    countries: Named,
    months: Vec<String>,
    sections: Named,
    fields: Named,
    hints: Named,
    words: Named,
}

impl FormWords {
    /// The words of a language.
    #[must_use]
    pub fn of(lang: Lang) -> &'static Self {
        let [es, en, fr] = &*WORDS;
        match lang {
            Lang::Es => es,
            Lang::En => en,
            Lang::Fr => fr,
        }
    }

    /// A section's heading.
    #[must_use]
    pub fn section<'a>(&'a self, key: &'a str) -> &'a str {
        self.sections.get(key).map_or(key, String::as_str)
    }

    /// A field's label.
    #[must_use]
    pub fn field(&self, section: &str, key: &str) -> String {
        let path = format!("{section}.{key}");
        self.fields.get(&path).cloned().unwrap_or(path)
    }

    /// What helps to fill a field in, if anything needs to be said.
    #[must_use]
    pub fn hint(&self, section: &str, key: &str) -> Option<&str> {
        self.hints.get(&format!("{section}.{key}")).map(String::as_str)
    }

    /// A word of a choice.
    #[must_use]
    pub fn word(&self, section: &str, key: &str, word: &str) -> String {
        let path = format!("{section}.{key}.{word}");
        self.words.get(&path).cloned().unwrap_or_else(|| word.to_owned())
    }

    /// A sentence of the printed document, with `{name}`s filled in.
    #[must_use]
    pub fn sentence(&self, key: &str, values: &[(&str, &str)]) -> String {
        let text = self.document.get(key).map_or(key, String::as_str);
        values.iter().fold(text.to_owned(), |text, (name, value)| {
            text.replace(&format!("{{{name}}}"), value)
        })
    }

    /// A country's name.
    #[must_use]
    pub fn country(&self, country: Country) -> &str {
        self.countries.get(country.as_str()).map_or(country.as_str(), String::as_str)
    }

    /// `2027-01-12` as a person writes it.
    #[must_use]
    pub fn day(&self, day: &str) -> String {
        let mut parts = day.split('-').map(|part| part.trim_start_matches('0'));
        let (Some(year), Some(month), Some(day)) = (parts.next(), parts.next(), parts.next())
        else {
            return day.to_owned();
        };
        let at = month.parse::<usize>().ok().and_then(|month| month.checked_sub(1));
        let Some(name) = at.and_then(|at| self.months.get(at)) else { return day.to_owned() };
        self.sentence("date_long", &[("day", day), ("month", name), ("year", year)])
    }

    /// A wall time as a person writes it.
    #[must_use]
    pub fn local(&self, local: Local) -> String {
        let text = local.to_string();
        let (day, clock) = text.split_once('T').unwrap_or((&text, ""));
        format!("{}, {clock}", self.day(day))
    }

    /// A moment with the place whose clock it is read from.
    #[must_use]
    pub fn moment(&self, moment: &Moment) -> String {
        let time = self.local(moment.local);
        self.sentence("at", &[("time", &time), ("zone", &town(moment.zone.as_str()))])
    }
}

/// `America/Costa_Rica` → `Costa Rica`.
fn town(zone: &str) -> String {
    zone.rsplit('/').next().unwrap_or(zone).replace('_', " ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use puente_registry::cooperation::{
        form::{Field, Kind, Section},
        sections::{ANNEX, CERTIFICATE, REQUEST},
    };

    fn named(section: &Section, field: &Field, words: &FormWords) {
        let (section, key) = (section.key, field.key);
        assert!(words.fields.contains_key(&format!("{section}.{key}")), "{section}.{key}");
        match field.kind {
            Kind::Word(list) | Kind::Words(list) => {
                for word in list {
                    let path = format!("{section}.{key}.{word}");
                    assert!(words.words.contains_key(&path), "{path}");
                }
            }
            Kind::Rows { columns, .. } => {
                for column in columns {
                    let path = format!("{section}.{}", column.key);
                    assert!(words.fields.contains_key(&path), "{path}");
                }
            }
            _ => {}
        }
    }

    #[test]
    fn coop_every_field_and_word_has_its_words_in_each_language() {
        let all = || REQUEST.iter().chain([&ANNEX, &CERTIFICATE]);
        for lang in [Lang::Es, Lang::En, Lang::Fr] {
            let words = FormWords::of(lang);
            assert_eq!(words.months.len(), 12);
            for section in all() {
                assert!(words.sections.contains_key(section.key), "{}", section.key);
                for field in section.fields {
                    named(section, field, words);
                }
            }
            assert!(Country::ALL.iter().all(|c| words.countries.contains_key(c.as_str())));
            let keys = |words: &FormWords| {
                let parts =
                    [&words.document, &words.sections, &words.fields, &words.hints, &words.words];
                parts.iter().flat_map(|part| part.keys().cloned()).collect::<Vec<_>>()
            };
            assert_eq!(keys(words), keys(FormWords::of(Lang::Es)));
        }
        assert_eq!(FormWords::of(Lang::Es).day("2027-01-02"), "2 de enero de 2027");
    }
}
