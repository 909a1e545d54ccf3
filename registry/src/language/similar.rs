//! Names that look or sound like a text: shared trigrams find them, edit distance ranks them.

use std::collections::HashMap;

type Trigram = [char; 3];

/// An index of folded names by their trigrams.
#[derive(Debug, Default)]
pub(super) struct Similar {
    names: Vec<Entry>,
    by_trigram: HashMap<Trigram, Vec<u32>>,
}

#[derive(Debug)]
struct Entry {
    folded: Vec<char>,
    sound: Vec<char>,
    trigrams: u32,
    name: usize,
}

/// Share of the trigrams of both that must be the same (Dice) for a name to be looked at.
const LEAST_SHARED: f64 = 0.3;
/// Share of the letters that may differ.
const MOST_DIFFERENT: f64 = 0.4;

impl Similar {
    pub(super) fn add(&mut self, folded: &str, name: usize) {
        let Ok(entry) = u32::try_from(self.names.len()) else { return };
        let letters: Vec<char> = folded.chars().collect();
        let trigrams = trigrams(&letters);
        for trigram in &trigrams {
            self.by_trigram.entry(*trigram).or_default().push(entry);
        }
        self.names.push(Entry {
            sound: sound(&letters),
            trigrams: count(&trigrams),
            folded: letters,
            name,
        });
    }

    /// The names most like a folded text, best first: those that begin with it, then the others.
    pub(super) fn to(&self, query: &str) -> Vec<usize> {
        let query: Vec<char> = query.chars().collect();
        let query_sound = sound(&query);
        let query_trigrams = trigrams(&query);
        let mut shared: HashMap<u32, u32> = HashMap::new();
        for trigram in &query_trigrams {
            for entry in self.by_trigram.get(trigram).into_iter().flatten() {
                *shared.entry(*entry).or_default() += 1;
            }
        }
        let mut ranked: Vec<(f64, usize)> = Vec::new();
        for (index, common) in shared {
            let Some(entry) = usize::try_from(index).ok().and_then(|i| self.names.get(i)) else {
                continue;
            };
            let begins = query.len() >= 3 && begins_a_word(&entry.folded, &query);
            let dice = 2.0 * f64::from(common) / f64::from(count(&query_trigrams) + entry.trigrams);
            let different = if begins {
                0.05
            } else if dice < LEAST_SHARED {
                continue;
            } else {
                let spelling = distance(&query, &entry.folded);
                let sounding = distance(&query_sound, &entry.sound) + 0.05;
                spelling.min(sounding)
            };
            if different <= MOST_DIFFERENT {
                ranked.push((different, entry.name));
            }
        }
        ranked.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        ranked.into_iter().map(|(_, name)| name).collect()
    }
}

fn count(trigrams: &[Trigram]) -> u32 {
    u32::try_from(trigrams.len()).unwrap_or(u32::MAX)
}

/// All runs of three letters, with two spaces before and one after, each once.
fn trigrams(letters: &[char]) -> Vec<Trigram> {
    let padded: Vec<char> = [' ', ' '].iter().chain(letters).chain([' '].iter()).copied().collect();
    let mut trigrams: Vec<Trigram> =
        padded.windows(3).filter_map(|three| three.try_into().ok()).collect();
    trigrams.sort_unstable();
    trigrams.dedup();
    trigrams
}

/// What remains when letters that sound alike in Spanish or in the usual transcriptions of the
/// region's languages are written as one, and doubled letters once.
fn sound(letters: &[char]) -> Vec<char> {
    let mut sound: Vec<char> = Vec::with_capacity(letters.len());
    for letter in letters {
        let same = match letter {
            'c' | 'q' => 'k',
            'z' | 'x' => 's',
            'v' | 'w' => 'b',
            'y' | 'j' => 'i',
            'h' => continue,
            other => *other,
        };
        if sound.last() != Some(&same) {
            sound.push(same);
        }
    }
    sound
}

fn begins_a_word(name: &[char], beginning: &[char]) -> bool {
    name.starts_with(beginning)
        || name.iter().enumerate().any(|(at, c)| {
            *c == ' ' && name.get(at + 1..).is_some_and(|rest| rest.starts_with(beginning))
        })
}

/// Edits (insert, delete, replace, swap neighbours) as a share of the longer text's length.
#[expect(clippy::cast_precision_loss, reason = "names are short")]
fn distance(a: &[char], b: &[char]) -> f64 {
    let longer = a.len().max(b.len());
    if longer == 0 {
        return 0.0;
    }
    // Three rows of the matrix: the one being filled and the two above it.
    let mut above_that: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for (i, letter) in a.iter().enumerate() {
        let mut row = Vec::with_capacity(above.len());
        row.push(i + 1);
        for (j, other) in b.iter().enumerate() {
            let get = |row: &[usize], at: usize| row.get(at).copied().unwrap_or(longer);
            let replaced = get(&above, j) + usize::from(letter != other);
            let mut least = replaced.min(get(&above, j + 1) + 1).min(get(&row, j) + 1);
            let swapped = i > 0
                && j > 0
                && Some(letter) == j.checked_sub(1).and_then(|j| b.get(j))
                && i.checked_sub(1).and_then(|i| a.get(i)) == Some(other);
            if swapped {
                least = least.min(get(&above_that, j - 1) + 1);
            }
            row.push(least);
        }
        above_that = std::mem::replace(&mut above, row);
    }
    above.last().copied().unwrap_or(longer) as f64 / longer as f64
}
