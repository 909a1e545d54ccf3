//! Which names and places hold the words of a text, in any order: "mixteco de Guerrero" finds the
//! Mixtec languages that are called by Guerrero, though none has just that name.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{How, Language, Need, fold::SMALL_WORDS, similar::Similar};

/// Every word of every name.
#[derive(Debug, Clone, Default)]
pub(super) struct Words {
    vocabulary: BTreeMap<String, Holders>,
    /// Words in the order in which [`Similar`] knows them.
    known: Vec<String>,
    similar: Similar,
    /// Length of each name, to show short ones first.
    lengths: HashMap<usize, usize>,
}

#[derive(Debug, Clone, Default)]
struct Holders {
    names: BTreeSet<usize>,
    languages: BTreeSet<Language>,
}

/// A shorter beginning of a word says too little.
const SHORTEST_BEGINNING: usize = 3;
/// Spellings that a word of the text may stand for.
const MOST_SPELLINGS: usize = 6;

/// Words that name no language and say how a person must be served.
const NEEDS: &[(&str, Need)] = &[
    ("sordo", Need::Deaf),
    ("sorda", Need::Deaf),
    ("sordos", Need::Deaf),
    ("sordas", Need::Deaf),
    ("sordomudo", Need::Deaf),
    ("sordomuda", Need::Deaf),
    ("deaf", Need::Deaf),
    ("sourd", Need::Deaf),
    ("sourde", Need::Deaf),
    ("sourds", Need::Deaf),
    ("sordociego", Need::Tactile),
    ("sordociega", Need::Tactile),
    ("sordoceguera", Need::Tactile),
    ("deafblind", Need::Tactile),
    ("tactil", Need::Tactile),
    ("tactiles", Need::Tactile),
    ("tactile", Need::Tactile),
    ("protactile", Need::Tactile),
    ("protactil", Need::Tactile),
    ("sourdaveugle", Need::Tactile),
];

impl Words {
    pub(super) fn add(&mut self, folded: &str, name: usize, means: &Language) {
        self.lengths.insert(name, folded.len());
        for word in significant(folded) {
            if !self.vocabulary.contains_key(word) {
                self.similar.add(word, self.known.len());
                self.known.push(word.to_owned());
            }
            let holders = self.vocabulary.entry(word.to_owned()).or_default();
            holders.names.insert(name);
            if !holders.languages.contains(means) {
                holders.languages.insert(means.clone());
            }
        }
    }

    /// What the text says of how a person must be served; the strongest word counts.
    pub(super) fn need(&self, query: &str) -> Option<Need> {
        let blind = query.split(' ').any(|word| {
            ["cieg", "blind", "aveugle"].iter().any(|beginning| word.starts_with(beginning))
        });
        let said = |word: &str| NEEDS.iter().find(|(known, _)| *known == word).map(|(_, n)| *n);
        query.split(' ').filter_map(said).max().map(|need| if blind { Need::Tactile } else { need })
    }

    /// The names that hold every word of the text, and whether they hold them whole
    /// ([`How::Region`]) or the last one only as a beginning ([`How::Fuzzy`]); short ones first.
    pub(super) fn names_holding(&self, query: &str) -> (Vec<usize>, How) {
        let mut words = significant(query);
        let whole = self.common(words.iter().map(|word| self.names_of(word)));
        if !whole.is_empty() {
            return (self.short_first(whole), How::Region);
        }
        let Some(last) = words.pop().filter(|word| word.chars().count() >= SHORTEST_BEGINNING)
        else {
            return (Vec::new(), How::Fuzzy);
        };
        let begun: BTreeSet<usize> = self
            .vocabulary
            .range(last.to_owned()..)
            .take_while(|(word, _)| word.starts_with(last))
            .flat_map(|(_, holders)| holders.names.iter().copied())
            .collect();
        let others = words.iter().map(|word| self.names_of(word));
        (self.short_first(self.common(others.chain([begun]))), How::Fuzzy)
    }

    /// The languages among whose names and places every word of the text is, though no one name
    /// has them all. A variety goes by the names of its code too.
    pub(super) fn languages_holding<'d>(
        &self,
        query: &str,
        varieties: impl Fn(&Language) -> Option<&'d Vec<Language>>,
    ) -> BTreeSet<Language> {
        let with_varieties = |word: &&str| -> BTreeSet<Language> {
            let holders = self.vocabulary.get(*word).map(|h| &h.languages).into_iter().flatten();
            holders
                .flat_map(|one| {
                    std::iter::once(one).chain(varieties(one).into_iter().flatten()).cloned()
                })
                .collect()
        };
        let words = significant(query);
        let mut sets = words.iter().map(with_varieties);
        let Some(first) = sets.next() else { return BTreeSet::new() };
        let all = sets.fold(first, |all, next| all.intersection(&next).cloned().collect());
        // A variety that is there only because its code is says nothing more.
        let codes: BTreeSet<String> =
            all.iter().filter(|l| !l.is_variety()).map(|l| l.as_str().to_owned()).collect();
        all.into_iter().filter(|l| !l.is_variety() || !codes.contains(l.code())).collect()
    }

    /// The names that hold words which look or sound like those of a text of several words.
    pub(super) fn names_nearly_holding(&self, query: &str) -> Vec<usize> {
        let words = significant(query);
        if words.len() < 2 {
            return Vec::new();
        }
        let nearly = words.iter().map(|word| {
            let mut names = self.names_of(word);
            for spelling in self.similar.to(word).into_iter().take(MOST_SPELLINGS) {
                if let Some(word) = self.known.get(spelling) {
                    names.extend(self.names_of(word));
                }
            }
            names
        });
        self.short_first(self.common(nearly))
    }

    fn names_of(&self, word: &str) -> BTreeSet<usize> {
        self.vocabulary.get(word).map(|holders| holders.names.clone()).unwrap_or_default()
    }

    fn common(&self, mut sets: impl Iterator<Item = BTreeSet<usize>>) -> BTreeSet<usize> {
        let Some(first) = sets.next() else { return BTreeSet::new() };
        sets.fold(first, |all, next| all.intersection(&next).copied().collect())
    }

    fn short_first(&self, names: BTreeSet<usize>) -> Vec<usize> {
        let mut names: Vec<usize> = names.into_iter().collect();
        names.sort_by_key(|name| (self.lengths.get(name).copied().unwrap_or(usize::MAX), *name));
        names
    }
}

/// The words that tell names apart; all of them if there are only small ones.
fn significant(folded: &str) -> Vec<&str> {
    let words: Vec<&str> = folded.split(' ').collect();
    let telling: Vec<&str> = words.iter().copied().filter(|w| !SMALL_WORDS.contains(w)).collect();
    if telling.is_empty() { words } else { telling }
}
