//! Prints how long language look-ups take and how many misspelt names find their language:
//! `cargo run --release -p puente-registry --example language_speed`. The limit is 5 ms.
//!
//! Every name of the dictionary's data is looked up as it is, and with one edit that the data does
//! not hold: a letter left out, doubled, swapped with the next, or put for another.
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::time::Instant;

use anyhow::{Context as _, Result};
use puente_registry::language::{Answer, Dictionary, How, folded};
use rand::{Rng as _, SeedableRng as _, rngs::StdRng};

const NAMES: &str = include_str!("../languages/language_names.csv");
const LIMIT_US: f64 = 5_000.0;
/// Shorter names are as near to many others after one edit.
const SHORTEST: usize = 5;

fn main() -> Result<()> {
    let began = Instant::now();
    let dictionary = Dictionary::embedded()?;
    println!("dictionary built in {:.1} ms", began.elapsed().as_secs_f64() * 1e3);
    let mut rng = StdRng::seed_from_u64(4);
    let (mut exact, mut misspelt) = (Figures::default(), Figures::default());
    for row in csv::Reader::from_reader(NAMES.as_bytes()).records() {
        let row = row?;
        let (code, name) = (row.get(0).context("code")?, row.get(1).context("name")?);
        exact.look_up(&dictionary, name, code);
        let letters: Vec<char> = name.chars().collect();
        let edited = edit(&letters, &mut rng);
        let other_name = dictionary
            .look_up(&edited)
            .matches
            .iter()
            .any(|found| !matches!(found.how, How::Fuzzy | How::Region));
        if letters.len() >= SHORTEST && folded(&edited) != folded(name) && !other_name {
            misspelt.look_up(&dictionary, &edited, code);
        }
    }
    exact.print("names");
    misspelt.print("misspelt names");
    for text in ["mam", "maam", "zapoteco", "qequchi", "creole of hayti", "mixteko de gerrero"] {
        let mut one = Figures::default();
        (0..200).for_each(|_| one.look_up(&dictionary, text, ""));
        one.print(text);
    }
    Ok(())
}

#[derive(Default)]
struct Figures {
    times_us: Vec<f64>,
    found: usize,
    asked: usize,
}

impl Figures {
    fn look_up(&mut self, dictionary: &Dictionary, text: &str, code: &str) {
        let began = Instant::now();
        let answer: Answer = std::hint::black_box(dictionary.look_up(std::hint::black_box(text)));
        self.times_us.push(began.elapsed().as_secs_f64() * 1e6);
        self.found += usize::from(answer.matches.iter().any(|found| found.tongue.code == code));
        self.asked += usize::from(answer.ask);
    }

    #[expect(clippy::cast_precision_loss, reason = "some ten thousand names")]
    fn print(&mut self, what: &str) {
        self.times_us.sort_by(f64::total_cmp);
        let count = self.times_us.len().max(1);
        let at = |share: usize| self.times_us.get(count * share / 1000).copied().unwrap_or(0.0);
        let share = |part: usize| 100.0 * part as f64 / count as f64;
        println!(
            "{what:>20}: {count:>6}  found {:>5.1} %  asks {:>5.1} %  p50 {:>5.0} µs  p99 {:>5.0} µs  \
             longest {:>5.0} µs  (p99 {:.2} of the limit)",
            share(self.found),
            share(self.asked),
            at(500),
            at(990),
            self.times_us.last().copied().unwrap_or(0.0),
            at(990) / LIMIT_US,
        );
    }
}

fn edit(letters: &[char], rng: &mut StdRng) -> String {
    let mut edited = letters.to_vec();
    if edited.is_empty() {
        return String::new();
    }
    let at = rng.random_range(0..edited.len());
    match rng.random_range(0..4) {
        0 => drop(edited.remove(at)),
        1 => edited.insert(at, edited[at]),
        2 if at + 1 < edited.len() => edited.swap(at, at + 1),
        _ => edited[at] = rng.random_range('a'..='z'),
    }
    edited.into_iter().collect()
}
