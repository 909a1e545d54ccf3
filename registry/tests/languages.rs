//! Languages are found by whatever people call them, and the answer asks wherever it must.

use std::collections::BTreeSet;

use anyhow::{Context as _, Result, ensure};
use proptest::prelude::*;
use puente_registry::language::{Answer, Dictionary, How, Language, folded};

fn languages(answer: &Answer) -> Vec<&str> {
    answer.matches.iter().map(|found| found.tongue.language.as_str()).collect()
}

fn only(dictionary: &Dictionary, text: &str) -> Result<(String, How)> {
    let answer = dictionary.look_up(text);
    ensure!(!answer.ask, "{text:?} asks between {:?}", languages(&answer));
    let found = answer.matches.first().with_context(|| format!("{text:?} finds nothing"))?;
    Ok((found.tongue.language.to_string(), found.how))
}

#[test]
fn r01_mam_asks_which_variety_however_it_is_written() -> Result<()> {
    let dictionary = Dictionary::embedded()?;
    for text in ["mam", "Mam", "mame", "maam", " MAM ", "mâm", "mames", "Qyol Mam", "mms"] {
        let answer = dictionary.look_up(text);
        ensure!(answer.ask, "{text:?} does not ask");
        for variety in ["mam-todos-santos", "mam-comitancillo", "mam-ixtahuacan"] {
            let found = answer
                .matches
                .iter()
                .find(|found| found.tongue.language.as_str() == variety)
                .with_context(|| format!("{text:?} misses {variety}: {:?}", languages(&answer)))?;
            ensure!(!found.tongue.places.is_empty(), "{variety} has no places");
            ensure!(found.tongue.code == "mam");
        }
        ensure!(!languages(&answer).contains(&"mam"), "{text:?} offers Mam without variety");
    }
    Ok(())
}

#[test]
fn r01_a_variety_named_in_full_is_taken_and_a_town_asks() -> Result<()> {
    let dictionary = Dictionary::embedded()?;
    for text in ["mam de Todos Santos", "Todos Santos Mam", "MAM TODOS SANTOS", "mam-todos-santos"]
    {
        assert_eq!(only(&dictionary, text)?.0, "mam-todos-santos", "{text}");
    }
    let answer = dictionary.look_up("Todos Santos Cuchumatán");
    ensure!(answer.ask && languages(&answer) == ["mam-todos-santos"]);
    assert_eq!(answer.matches[0].how, How::Region);
    Ok(())
}

#[test]
fn each_way_of_naming_is_found_and_told_apart() -> Result<()> {
    let dictionary = Dictionary::embedded()?;
    for (text, language, how) in [
        ("español (castellano)", "spa", How::Preferred),
        ("Garifuna", "cab", How::Preferred),
        ("kreyòl ayisyen", "hat", How::Endonym),
        ("kreyol ayisyen", "hat", How::Endonym),
        ("Black Carib", "cab", How::Alternate),
        ("garífunas", "cab", How::Alternate),
        ("miq", "miq", How::Alternate),
        ("garrifuna", "cab", How::Misspelling),
        ("Q’EQCHI’", "kek", How::Preferred),
        ("qʼeqchiʼ", "kek", How::Preferred),
        ("hsf", "hus", How::Retired),
        ("Tz'utujil, Eastern", "tzj", How::Alternate),
        ("Eastern Tz'utujil", "tzj", How::Alternate),
        ("lengua de señas de Nicaragua", "ncs", How::Preferred),
    ] {
        assert_eq!(only(&dictionary, text)?, (language.to_owned(), how), "{text}");
    }
    Ok(())
}

#[test]
fn groups_split_codes_and_shared_names_ask() -> Result<()> {
    let dictionary = Dictionary::embedded()?;
    for (text, members) in [
        ("maya", vec!["kek", "yua", "mam-todos-santos"]),
        ("zapoteco", vec!["zai", "zaw"]),
        ("zap", vec!["zai", "zaw"]),
        ("nah", vec!["nhe", "ncj"]),
        ("Chinese", vec!["cmn", "yue"]),
        ("sum", vec!["ulw", "yan"]),
        ("LSC", vec!["csn"]),
        ("k'iche'", vec!["quc-nahuala", "quc-joyabaj"]),
        ("cke", vec!["cak-solola"]),
    ] {
        let answer = dictionary.look_up(text);
        ensure!(answer.ask && answer.matches.len() > 1, "{text} does not ask");
        for member in members {
            ensure!(languages(&answer).contains(&member), "{text} misses {member}");
        }
    }
    Ok(())
}

#[test]
fn what_is_only_similar_always_asks() -> Result<()> {
    let dictionary = Dictionary::embedded()?;
    for (text, meant) in [
        ("garifunna", "cab"),
        ("qequchi", "kek"),
        ("kreyol aysien", "hat"),
        ("mizkitto", "miq"),
        ("ingls", "eng"),
        ("tzutuj", "tzj"),
        ("todos san", "mam-todos-santos"),
    ] {
        let answer = dictionary.look_up(text);
        ensure!(answer.ask, "{text} does not ask");
        ensure!(languages(&answer).contains(&meant), "{text}: {:?}", languages(&answer));
        ensure!(answer.matches.iter().all(|found| found.how == How::Fuzzy));
    }
    for nothing in ["", "   ", "'", "zzzzqqqqxxxx", "12345"] {
        let answer = dictionary.look_up(nothing);
        ensure!(answer.matches.is_empty() && !answer.ask, "{nothing:?}: {:?}", languages(&answer));
    }
    Ok(())
}

#[test]
fn a_code_of_several_varieties_cannot_be_booked() -> Result<()> {
    let dictionary = Dictionary::embedded()?;
    for (text, must_choose) in [
        ("mam", true),
        ("quc", true),
        ("zap", true),
        ("nah", true),
        ("sum", true),
        ("spa", false),
        ("mam-todos-santos", false),
        ("kek", false),
        ("xxx", false),
    ] {
        assert_eq!(dictionary.must_choose_variety(&text.parse()?), must_choose, "{text}");
    }
    Ok(())
}

#[test]
fn every_shown_name_finds_its_language() -> Result<()> {
    let dictionary = Dictionary::embedded()?;
    let table = include_str!("../languages/languages.csv");
    let mut looked_up = 0;
    for row in csv::Reader::from_reader(table.as_bytes()).records() {
        let row = row?;
        let code: Language = row.get(0).context("code")?.parse()?;
        for name in [row.get(2), row.get(3), row.get(5)].into_iter().flatten() {
            if folded(name).is_empty() {
                continue;
            }
            let answer = dictionary.look_up(name);
            let codes: BTreeSet<&str> =
                answer.matches.iter().map(|found| found.tongue.code.as_str()).collect();
            ensure!(codes.contains(code.as_str()), "{name:?} misses {code}: {codes:?}");
            looked_up += 1;
        }
    }
    ensure!(looked_up > 2000, "only {looked_up} names");
    Ok(())
}

#[test]
fn the_optional_names_add_to_the_embedded_ones() -> Result<()> {
    let optional = include_str!("../languages/language_names_iso_codes.csv");
    let row = csv::Reader::from_reader(optional.as_bytes())
        .records()
        .next()
        .context("the table is empty")??;
    let (code, name) = (row.get(0).context("code")?, row.get(1).context("name")?);
    let dictionary = Dictionary::embedded()?;
    ensure!(!dictionary.look_up(name).matches.iter().any(|found| found.matched == name));
    let dictionary = dictionary.with_names(optional)?;
    ensure!(languages(&dictionary.look_up(name)).contains(&code), "{name}");
    ensure!(Dictionary::embedded()?.with_names("code,name\nspa,x").is_err());
    Ok(())
}

proptest! {
    #[test]
    fn any_text_is_answered_and_more_than_one_meaning_asks(text in "\\PC{0,120}") {
        let dictionary = shared().ok_or_else(|| TestCaseError::fail("no data"))?;
        let answer = dictionary.look_up(&text);
        prop_assert!(answer.matches.len() <= 1 || answer.ask);
        for found in &answer.matches {
            prop_assert!(!dictionary.must_choose_variety(&found.tongue.language));
            prop_assert!(dictionary.tongue(&found.tongue.language).is_some());
        }
    }

    #[test]
    fn folding_is_idempotent_and_blind_to_case(text in "\\PC{0,60}") {
        let once = folded(&text);
        prop_assert_eq!(folded(&once), once.clone());
        prop_assert!(!once.starts_with(' ') && !once.ends_with(' ') && !once.contains("  "));
    }

    #[test]
    fn a_language_reads_back_as_it_was_written(text in "[a-z]{0,4}(-[a-z0-9]{0,5}){0,3}") {
        if let Ok(language) = text.parse::<Language>() {
            prop_assert_eq!(language.as_str(), text.as_str());
            prop_assert_eq!(language.code().len(), 3);
        }
    }
}

fn shared() -> Option<&'static Dictionary> {
    static DICTIONARY: std::sync::OnceLock<Option<Dictionary>> = std::sync::OnceLock::new();
    DICTIONARY.get_or_init(|| Dictionary::embedded().ok()).as_ref()
}
