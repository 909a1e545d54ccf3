//! How likely each language is, from where somebody comes from and what they understood: plain
//! Bayes over the languages of which there is a greeting, and the chance that it is none of them.
//!
//! The likelihoods are judged, not measured: nobody has yet compared what people answer with what
//! they speak. They only order what is played next and say how sure to be.

use std::collections::{BTreeMap, BTreeSet};

use super::Understood;
use crate::{
    country::Country,
    language::{Class, Dictionary, Language},
};

/// What was said beforehand of where somebody comes from. Kept nowhere.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hints {
    /// The country.
    pub country: Option<Country>,
    /// A region, town, or any other word of a name.
    pub region: Option<String>,
}

/// A language and how likely it is, from 0 to 1. All together and the chance that it is another
/// one make 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Likely {
    /// Which.
    pub language: Language,
    /// How likely.
    pub chance: f64,
}

/// Spoken in the country: so many times as likely.
const IN_COUNTRY: f64 = 6.0;
/// Named by the region: so many times as likely.
const IN_REGION: f64 = 12.0;
/// The weight of all languages of which there is no greeting, in languages.
const OTHERS: f64 = 3.0;
/// The weight of one that was played, per language of the same code played beside it while none
/// of that code was understood: six sounds should not be six varieties of one language.
const ONE_OF_MANY: f64 = 0.2;

/// How what was heard is related to what somebody speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Relation {
    Same,
    SameCode,
    Near(Class),
    None,
}

/// The languages of `playable`, likeliest first.
#[must_use]
pub fn likely(
    dictionary: &Dictionary,
    playable: &BTreeSet<Language>,
    hints: &Hints,
    heard: &[(Language, Understood)],
) -> Vec<Likely> {
    let named = named_by(dictionary, hints);
    let near: Vec<BTreeMap<Language, Class>> = heard
        .iter()
        .map(|(language, _)| {
            dictionary.neighbours(language).into_iter().map(|n| (n.language, n.class)).collect()
        })
        .collect();
    let mut all: Vec<Likely> = playable
        .iter()
        .map(|language| {
            let mut chance = before(dictionary, language, hints.country, &named);
            for ((other, understood), near) in heard.iter().zip(&near) {
                chance *= likelihood(*understood, relation(language, other, near));
            }
            Likely { language: language.clone(), chance }
        })
        .collect();
    let others = heard
        .iter()
        .fold(OTHERS, |chance, (_, understood)| chance * likelihood(*understood, Relation::None));
    let sum: f64 = others + all.iter().map(|one| one.chance).sum::<f64>();
    if sum > 0.0 {
        for one in &mut all {
            one.chance /= sum;
        }
    }
    all.sort_by(|a, b| b.chance.total_cmp(&a.chance).then_with(|| a.language.cmp(&b.language)));
    all
}

/// What to play next: the likeliest that were not heard, and not all of one code until something
/// of that code was understood.
#[must_use]
pub fn next(likely: &[Likely], heard: &[(Language, Understood)], how_many: usize) -> Vec<Language> {
    let understood: BTreeSet<&str> = heard
        .iter()
        .filter(|(_, understood)| *understood != Understood::No)
        .map(|(language, _)| language.code())
        .collect();
    let mut left: Vec<&Likely> =
        likely.iter().filter(|one| heard.iter().all(|(h, _)| *h != one.language)).collect();
    let mut chosen: Vec<Language> = Vec::new();
    while chosen.len() < how_many {
        let weight = |one: &Likely| {
            let code = one.language.code();
            let beside = chosen.iter().filter(|c| c.code() == code).count();
            let beside = i32::try_from(beside).unwrap_or(i32::MAX);
            let share = if understood.contains(code) { 1.0 } else { ONE_OF_MANY.powi(beside) };
            one.chance * share
        };
        let best = (0..left.len()).max_by(|a, b| {
            let weigh = |at: &usize| left.get(*at).map_or(0.0, |one| weight(one));
            weigh(a).total_cmp(&weigh(b)).then(b.cmp(a))
        });
        let Some(best) = best else { break };
        chosen.push(left.remove(best).language.clone());
    }
    chosen
}

/// The languages that the region's words name.
fn named_by(dictionary: &Dictionary, hints: &Hints) -> BTreeSet<Language> {
    let Some(region) = &hints.region else { return BTreeSet::new() };
    dictionary.look_up(region).matches.into_iter().map(|found| found.tongue.language).collect()
}

fn before(
    dictionary: &Dictionary,
    language: &Language,
    country: Option<Country>,
    named: &BTreeSet<Language>,
) -> f64 {
    let spoken_there = country.is_some_and(|country| {
        dictionary
            .tongue(language)
            .is_some_and(|tongue| tongue.countries.iter().any(|c| c == country.as_str()))
    });
    let mut weight = if spoken_there { IN_COUNTRY } else { 1.0 };
    if named.contains(language) {
        weight *= IN_REGION;
    }
    weight
}

fn relation(speaks: &Language, heard: &Language, near: &BTreeMap<Language, Class>) -> Relation {
    if speaks == heard {
        Relation::Same
    } else if speaks.code() == heard.code() {
        Relation::SameCode
    } else {
        near.get(speaks).map_or(Relation::None, |class| Relation::Near(*class))
    }
}

/// How likely somebody gives this answer to what is so related to their own language.
const fn likelihood(answer: Understood, relation: Relation) -> f64 {
    let [yes, almost, no] = match relation {
        Relation::Same => [0.90, 0.08, 0.02],
        Relation::SameCode => [0.12, 0.55, 0.33],
        Relation::Near(Class::High) => [0.20, 0.50, 0.30],
        Relation::Near(Class::Some) => [0.06, 0.34, 0.60],
        Relation::Near(Class::Low) => [0.02, 0.18, 0.80],
        Relation::None => [0.005, 0.025, 0.97],
    };
    match answer {
        Understood::Yes => yes,
        Understood::Almost => almost,
        Understood::No => no,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PLAYABLE: &[&str] = &[
        "mam-todos-santos",
        "mam-comitancillo",
        "mam-ixtahuacan",
        "quc-nahuala",
        "kek",
        "kjb-santa-eulalia",
        "miq",
        "cab",
        "hat",
        "zai",
        "mxv",
        "gsm",
    ];

    fn dictionary() -> &'static Dictionary {
        static ONE: std::sync::OnceLock<Dictionary> = std::sync::OnceLock::new();
        ONE.get_or_init(|| Dictionary::embedded().unwrap())
    }

    fn language(text: &str) -> Language {
        text.parse().unwrap()
    }

    fn playable() -> BTreeSet<Language> {
        PLAYABLE.iter().map(|text| language(text)).collect()
    }

    fn hints(country: Option<Country>, region: Option<&str>) -> Hints {
        Hints { country, region: region.map(str::to_owned) }
    }

    fn ranked(hints: &Hints, heard: &[(&str, Understood)]) -> Vec<Likely> {
        let heard: Vec<_> = heard.iter().map(|(l, u)| (language(l), *u)).collect();
        likely(dictionary(), &playable(), hints, &heard)
    }

    fn chance(ranked: &[Likely], of: &str) -> f64 {
        ranked.iter().find(|one| one.language.as_str() == of).unwrap().chance
    }

    #[test]
    fn r01_the_country_and_the_region_bring_the_likely_ones_first() {
        let nicaragua = ranked(&hints(Some(Country::Ni), None), &[]);
        assert!(["miq", "cab"].contains(&nicaragua[0].language.as_str()), "{nicaragua:?}");
        let guatemala = ranked(&hints(Some(Country::Gt), Some("Todos Santos")), &[]);
        assert_eq!(guatemala[0].language.as_str(), "mam-todos-santos");
        let soloma = ranked(&hints(None, Some("Santa Eulalia")), &[]);
        assert_eq!(soloma[0].language.as_str(), "kjb-santa-eulalia");
    }

    #[test]
    fn r01_one_page_is_not_all_of_one_language_until_it_was_understood() {
        let gt = hints(Some(Country::Gt), None);
        let first = next(&ranked(&gt, &[]), &[], 6);
        let mam = first.iter().filter(|language| language.code() == "mam").count();
        assert_eq!((first.len(), mam), (6, 1), "{first:?}");
        let heard = [(language("mam-todos-santos"), Understood::Almost)];
        let after = ranked(&gt, &[("mam-todos-santos", Understood::Almost)]);
        let after = next(&after, &heard, 2);
        assert!(after.iter().all(|language| language.code() == "mam"), "{after:?}");
    }

    #[test]
    fn r01_no_and_almost_move_the_neighbours() {
        let none = Hints::default();
        let before = ranked(&none, &[]);
        let no = ranked(&none, &[("mam-todos-santos", Understood::No)]);
        assert!(chance(&no, "mam-comitancillo") < chance(&before, "mam-comitancillo"));
        assert!(chance(&no, "mam-comitancillo") > chance(&no, "mam-todos-santos"));
        assert!(chance(&no, "hat") > chance(&before, "hat"));
        let almost = ranked(&none, &[("mam-todos-santos", Understood::Almost)]);
        assert_eq!(almost[0].language.code(), "mam");
        assert_ne!(almost[0].language.as_str(), "mam-todos-santos");
    }

    #[test]
    fn r01_a_yes_is_surer_of_a_language_alone_than_of_one_among_sisters() {
        let none = Hints::default();
        let haitian = chance(&ranked(&none, &[("hat", Understood::Yes)]), "hat");
        let mam = ranked(&none, &[("mam-todos-santos", Understood::Yes)]);
        assert!(haitian > 0.85, "{haitian}");
        assert!(chance(&mam, "mam-todos-santos") < haitian);
        let surer = ranked(
            &none,
            &[("mam-todos-santos", Understood::Yes), ("mam-comitancillo", Understood::Almost)],
        );
        assert!(chance(&surer, "mam-todos-santos") > chance(&mam, "mam-todos-santos"));
    }

    proptest! {
        #[test]
        fn chances_are_chances_and_nothing_is_played_twice(
            answers in proptest::collection::btree_map(0..PLAYABLE.len(), 0..3_usize, 0..12),
            country in proptest::option::of(0..Country::ALL.len()),
            region in proptest::option::of("\\PC{0,20}"),
        ) {
            let heard: Vec<_> = answers
                .into_iter()
                .map(|(at, answer)| (language(PLAYABLE[at]), Understood::ALL[answer]))
                .collect();
            let hints = Hints { country: country.map(|at| Country::ALL[at]), region };
            let ranked = likely(dictionary(), &playable(), &hints, &heard);
            let sum: f64 = ranked.iter().map(|one| one.chance).sum();
            prop_assert!(ranked.iter().all(|one| (0.0..=1.0).contains(&one.chance)));
            prop_assert!(sum <= 1.0 + 1e-9);
            prop_assert!(ranked.is_sorted_by(|a, b| a.chance >= b.chance));
            let next = next(&ranked, &heard, 6);
            let left = PLAYABLE.len() - heard.len();
            prop_assert_eq!(next.len(), left.min(6));
            prop_assert!(next.iter().all(|language| heard.iter().all(|(h, _)| h != language)));
        }
    }
}
