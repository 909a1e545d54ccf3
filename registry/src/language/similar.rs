//! Names that look or sound like a text: shared trigrams find them, edit distance ranks them.

use std::collections::HashMap;

type Trigram = [char; 3];

/// An index of folded names by their trigrams.
#[derive(Debug, Clone, Default)]
pub(super) struct Similar {
    names: Vec<Entry>,
    by_trigram: HashMap<Trigram, Vec<u32>>,
}

#[derive(Debug, Clone)]
struct Entry {
    folded: Vec<char>,
    sound: Vec<char>,
    trigrams: u32,
    name: usize,
}

/// Share of the trigrams of both that must be the same (Dice) for a name to be looked at.
const LEAST_SHARED: f64 = 0.3;
/// More names than this are never as near as the nearest.
const MOST_COMPARED: usize = 300;
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
        let mut rows = Rows::default();
        let mut ranked: Vec<(f64, usize)> = Vec::new();
        for (_, entry) in self.likely(&query).into_iter().take(MOST_COMPARED) {
            let different = if begins_a_word(&entry.folded, &query) {
                0.05
            } else {
                let spelling = rows.distance(&query, &entry.folded);
                let sounding = rows.distance(&query_sound, &entry.sound) + 0.05;
                spelling.min(sounding)
            };
            if different <= MOST_DIFFERENT {
                ranked.push((different, entry.name));
            }
        }
        ranked.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        ranked.into_iter().map(|(_, name)| name).collect()
    }

    /// The names that share enough trigrams with a text to be compared with it, most first.
    fn likely(&self, query: &[char]) -> Vec<(f64, &Entry)> {
        let query_trigrams = trigrams(query);
        let mut shared: Vec<u16> = vec![0; self.names.len()];
        let mut touched: Vec<u32> = Vec::new();
        for trigram in &query_trigrams {
            for index in self.by_trigram.get(trigram).into_iter().flatten() {
                let Some(count) = usize::try_from(*index).ok().and_then(|i| shared.get_mut(i))
                else {
                    continue;
                };
                if *count == 0 {
                    touched.push(*index);
                }
                *count = count.saturating_add(1);
            }
        }
        let mut likely: Vec<(f64, &Entry)> = Vec::new();
        for index in touched {
            let Ok(at) = usize::try_from(index) else { continue };
            let (Some(entry), Some(common)) = (self.names.get(at), shared.get(at)) else {
                continue;
            };
            let dice =
                2.0 * f64::from(*common) / f64::from(count(&query_trigrams) + entry.trigrams);
            // A word that begins with the text shares all of its trigrams but the last and first.
            let begins = query.len() >= 3
                && usize::from(*common) + 2 >= query_trigrams.len()
                && begins_a_word(&entry.folded, query);
            if begins || dice >= LEAST_SHARED {
                likely.push((if begins { 1.0 + dice } else { dice }, entry));
            }
        }
        likely.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.name.cmp(&b.1.name)));
        likely
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

/// Three rows of the matrix of edits, kept from one comparison to the next.
#[derive(Debug, Default)]
struct Rows {
    above_that: Vec<u16>,
    above: Vec<u16>,
    row: Vec<u16>,
}

impl Rows {
    /// Edits (insert, delete, replace, swap neighbours) as a share of the longer text's length;
    /// 1 as soon as the lengths alone differ too much.
    fn distance(&mut self, a: &[char], b: &[char]) -> f64 {
        let longer = u16::try_from(a.len().max(b.len())).unwrap_or(u16::MAX);
        let shorter = u16::try_from(a.len().min(b.len())).unwrap_or(u16::MAX);
        if longer == 0 {
            return 0.0;
        }
        if f64::from(longer - shorter) > MOST_DIFFERENT * f64::from(longer) {
            return 1.0;
        }
        self.above.clear();
        self.above.extend((0..=b.len()).map(|at| u16::try_from(at).unwrap_or(longer)));
        let mut before: Option<char> = None;
        for (letter, number) in a.iter().zip(1_u16..) {
            self.row.clear();
            self.row.push(number);
            let mut left = number;
            for (j, other) in b.iter().enumerate() {
                let get = |row: &[u16], at: usize| row.get(at).copied().unwrap_or(longer);
                let replaced = get(&self.above, j) + u16::from(letter != other);
                let mut least = replaced.min(get(&self.above, j + 1) + 1).min(left + 1);
                let swapped = before == Some(*other)
                    && j.checked_sub(1).and_then(|j| b.get(j)) == Some(letter);
                if swapped {
                    least = least.min(get(&self.above_that, j - 1) + 1);
                }
                self.row.push(least);
                left = least;
            }
            before = Some(*letter);
            std::mem::swap(&mut self.above_that, &mut self.above);
            std::mem::swap(&mut self.above, &mut self.row);
        }
        f64::from(self.above.last().copied().unwrap_or(longer)) / f64::from(longer)
    }
}
