//! Folding: what is left of a name when case, accents, apostrophes and punctuation are gone.

use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

/// Folds a name: lower case, no accents, no apostrophes, words separated by one space. Letters of
/// every script stay.
#[must_use]
pub fn folded(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    for c in name.nfkd().filter(|c| !is_combining_mark(*c) && !is_apostrophe(*c)) {
        if c.is_alphanumeric() {
            folded.extend(c.to_lowercase());
        } else if !folded.ends_with(' ') && !folded.is_empty() {
            folded.push(' ');
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// Apostrophes, glottal-stop letters and what people type for them.
const fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | 'ʻ' | '`' | '´' | 'ꞌ' | 'Ꞌ' | '′' | 'ʾ' | 'ʿ' | 'ˈ' | '＇')
}

/// Words that are left out when the order of words is not looked at.
pub(super) const SMALL_WORDS: &[&str] =
    &["de", "del", "la", "las", "los", "el", "of", "the", "du", "des", "le", "les", "y", "and"];

/// The words of a folded name in alphabetical order without the small ones, so that
/// "Zapotec, Isthmus" and "Isthmus Zapotec" are one.
pub(super) fn sorted_words(folded: &str) -> String {
    let mut words: Vec<&str> =
        folded.split(' ').filter(|word| !SMALL_WORDS.contains(word)).collect();
    if words.is_empty() {
        return folded.to_owned();
    }
    words.sort_unstable();
    words.join(" ")
}
