//! The dictionary: every name of every language in memory, and what each may mean.
//!
//! A text is answered by the first of these that finds anything: names and codes that equal it
//! once folded; names of the same words in another order; names and places that hold its words;
//! names that sound or look alike. Where more than one language or variety is meant, or the match
//! is a hint or a guess, the answer asks.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    path::Path,
};

use super::{
    Answer, Found, How, Language, Need, Neighbour, Tongue,
    fold::{folded, sorted_words},
    neighbour::{Class, SAME_CODE},
    similar::Similar,
    tables::Tables,
    words::Words,
};
use crate::error::Result;

/// Every language we know, by name and by code.
#[derive(Debug, Clone, Default)]
pub struct Dictionary {
    /// Codes and varieties.
    pub(super) tongues: BTreeMap<Language, Tongue>,
    /// The varieties of a code.
    pub(super) varieties: BTreeMap<Language, Vec<Language>>,
    /// Codes that are never booked without their variety.
    pub(super) must_choose: BTreeSet<Language>,
    /// Names as written.
    pub(super) names: Vec<Name>,
    /// Folded name → names.
    pub(super) exact: HashMap<String, Vec<usize>>,
    /// The words of a folded name in alphabetical order → names.
    pub(super) any_order: HashMap<String, Vec<usize>>,
    pub(super) similar: Similar,
    pub(super) words: Words,
    /// What is near each code.
    pub(super) neighbours: BTreeMap<Language, Vec<Neighbour>>,
}

#[derive(Debug, Clone)]
pub(super) struct Name {
    pub(super) text: String,
    pub(super) means: Language,
    pub(super) how: How,
}

/// Most guesses to show.
const MOST_GUESSES: usize = 12;
/// Most languages to show of those that a place or a word may mean.
const MOST_HINTS: usize = 40;
/// A longer text is no name of a language.
const LONGEST_TEXT: usize = 100;

impl Dictionary {
    /// Reads the data embedded in the program.
    ///
    /// # Errors
    /// [`crate::Error::LanguageData`].
    pub fn embedded() -> Result<Self> {
        Ok(Self::of(&Tables::embedded()?))
    }

    /// Reads a folder whose files stand in for the embedded ones of the same name.
    ///
    /// # Errors
    /// [`crate::Error::LanguageData`], one sentence that names the file.
    pub fn of_folder(folder: &Path) -> Result<Self> {
        Ok(Self::of(&Tables::of_folder(folder)?))
    }

    /// What a text may mean.
    #[must_use]
    pub fn look_up(&self, text: &str) -> Answer {
        let query = folded(text);
        if query.is_empty() || text.chars().count() > LONGEST_TEXT {
            return Answer::default();
        }
        if let Some(tongue) = text.trim().parse().ok().and_then(|l| self.chosen_variety(&l)) {
            let matched = text.trim().to_owned();
            let found = Found { matched, tongue: tongue.clone(), how: How::Preferred };
            return answer(vec![found], None);
        }
        let need = self.words.need(&query);
        if let Some(exact) = self.exact.get(&query) {
            return answer(self.found(exact, None), need);
        }
        if let Some(reordered) = self.any_order.get(&sorted_words(&query)) {
            return answer(self.found(reordered, None), need);
        }
        if need.is_some() {
            return Answer { ask: true, need, matches: self.signed_here() };
        }
        let (hints, how) = self.words.names_holding(&query);
        if !hints.is_empty() {
            return hinted(self.found(&hints, Some(how)));
        }
        let together = self.words.languages_holding(&query, |code| self.varieties.get(code));
        if !together.is_empty() {
            let hints = together.iter().filter_map(|language| self.name_of(language));
            return hinted(self.found(&hints.collect::<Vec<_>>(), Some(How::Region)));
        }
        let mut guesses = self.words.names_nearly_holding(&query);
        guesses.extend(self.similar.to(&query));
        let mut guesses = self.found(&guesses, Some(How::Fuzzy));
        guesses.truncate(MOST_GUESSES);
        answer(guesses, None)
    }

    /// One language or variety; a code of several varieties too, though it cannot be booked.
    #[must_use]
    pub fn tongue(&self, language: &Language) -> Option<&Tongue> {
        self.tongues.get(language)
    }

    /// Every language and variety that can be booked.
    pub fn bookable(&self) -> impl Iterator<Item = &Tongue> {
        self.tongues.values().filter(|tongue| !self.must_choose.contains(&tongue.language))
    }

    /// Every language by its code, whatever its varieties.
    pub fn codes(&self) -> impl Iterator<Item = &Tongue> {
        self.tongues.values().filter(|tongue| !tongue.language.is_variety())
    }

    /// How many codes, varieties and names there are.
    #[must_use]
    pub fn sizes(&self) -> (usize, usize, usize) {
        let varieties = self.varieties.values().map(Vec::len).sum();
        (self.tongues.len() - varieties, varieties, self.names.len())
    }

    /// Whether this covers several varieties or languages of which one must be chosen.
    #[must_use]
    pub fn must_choose_variety(&self, language: &Language) -> bool {
        self.must_choose.contains(language)
            || (!self.tongues.contains_key(language) && self.meanings(language.as_str()) > 1)
    }

    /// The varieties of a code, in alphabetical order.
    #[must_use]
    pub fn varieties_of(&self, code: &Language) -> &[Language] {
        self.varieties.get(code).map_or(&[], Vec::as_slice)
    }

    /// What else can be booked under the same code: the other varieties, and the code itself
    /// where it may stand alone.
    #[must_use]
    pub fn siblings(&self, language: &Language) -> Vec<Language> {
        let Ok(code) = language.code().parse::<Language>() else { return Vec::new() };
        let varieties = self.varieties_of(&code);
        let alone = !varieties.is_empty() && !self.must_choose.contains(&code);
        let whole = std::iter::once(&code).filter(|_| alone);
        whole.chain(varieties).filter(|other| *other != language).cloned().collect()
    }

    /// What is near a language, nearest first: genealogy and no proof that two people understand
    /// each other.
    #[must_use]
    pub fn neighbours(&self, language: &Language) -> Vec<Neighbour> {
        let same_code =
            |language| Neighbour { language, class: Class::Some, source: SAME_CODE.into() };
        let mut near: Vec<Neighbour> = self.siblings(language).into_iter().map(same_code).collect();
        let code = language.code().parse::<Language>().ok();
        for other in code.and_then(|code| self.neighbours.get(&code)).into_iter().flatten() {
            if self.must_choose.contains(&other.language) {
                near.extend(
                    self.varieties_of(&other.language)
                        .iter()
                        .map(|variety| Neighbour { language: variety.clone(), ..other.clone() }),
                );
            } else {
                near.push(other.clone());
            }
        }
        near.sort_by_key(|neighbour| neighbour.class);
        near
    }

    fn chosen_variety(&self, language: &Language) -> Option<&Tongue> {
        self.tongues.get(language).filter(|_| language.is_variety())
    }

    fn meanings(&self, folded_name: &str) -> usize {
        let names = self.exact.get(folded_name).into_iter().flatten();
        let means: BTreeSet<_> =
            names.filter_map(|i| self.names.get(*i)).map(|name| &name.means).collect();
        means.len()
    }

    /// The name under which a language is shown, in the index.
    fn name_of(&self, language: &Language) -> Option<usize> {
        let shown = folded(&self.tongues.get(language)?.name_es);
        let names = self.exact.get(&shown)?;
        names.iter().copied().find(|at| self.names.get(*at).is_some_and(|n| n.means == *language))
    }

    /// What names mean, each language once with its best name. A code that is never booked alone
    /// stands for its varieties; if only one code is meant, those that it may be booked with are
    /// offered too.
    fn found(&self, names: &[usize], as_hint: Option<How>) -> Vec<Found> {
        let names: Vec<&Name> = names.iter().filter_map(|i| self.names.get(*i)).collect();
        let codes: BTreeSet<&str> = names.iter().map(|name| name.means.code()).collect();
        // Where a variety has the name, its code says less.
        let by_variety: BTreeSet<&str> = names
            .iter()
            .filter(|name| name.means.is_variety())
            .map(|name| name.means.code())
            .collect();
        let mut found: Vec<Found> = Vec::new();
        let mut seen: BTreeMap<&Language, usize> = BTreeMap::new();
        for name in names {
            let means = &name.means;
            if !means.is_variety() && by_variety.contains(means.code()) {
                continue;
            }
            let alone = (!self.must_choose.contains(means)).then_some(means);
            let offer = alone.is_none() || (codes.len() == 1 && !means.is_variety());
            let varieties = if offer { self.varieties_of(means) } else { &[] };
            for language in alone.into_iter().chain(varieties) {
                let how = as_hint.unwrap_or(name.how);
                match seen.get(language).and_then(|at| found.get_mut(*at)) {
                    Some(known) if known.how <= how => {}
                    Some(known) => {
                        known.how = how;
                        known.matched.clone_from(&name.text);
                    }
                    None => {
                        let Some(tongue) = self.tongues.get(language) else { continue };
                        seen.insert(language, found.len());
                        let matched = name.text.clone();
                        found.push(Found { tongue: tongue.clone(), matched, how });
                        if as_hint.is_some() && found.len() >= MOST_HINTS {
                            return found;
                        }
                    }
                }
            }
        }
        found
    }

    /// The sign languages of the eleven countries.
    fn signed_here(&self) -> Vec<Found> {
        let here = self.bookable().filter(|tongue| {
            tongue.modality == super::Modality::Signed
                && tongue.countries.iter().any(|c| c.parse::<crate::country::Country>().is_ok())
        });
        here.filter(|tongue| !tongue.language.is_variety())
            .map(|tongue| Found {
                matched: tongue.name_es.clone(),
                tongue: tongue.clone(),
                how: How::Group,
            })
            .collect()
    }
}

/// Asks when there is more than one, and when the only one is a hint or a guess.
fn answer(matches: Vec<Found>, need: Option<Need>) -> Answer {
    let hint = matches.iter().any(|found| matches!(found.how, How::Region | How::Fuzzy));
    Answer { ask: matches.len() > 1 || hint, need, matches }
}

fn hinted(matches: Vec<Found>) -> Answer {
    Answer { ask: !matches.is_empty(), need: None, matches }
}
