//! Languages are found by whatever people call them, and the answer asks wherever it must.

use std::collections::BTreeSet;

use anyhow::{Context as _, Result, ensure};
use proptest::prelude::*;
use puente_registry::language::{
    AddedVariety, Answer, Class, Dictionary, Found, How, Language, Modality, Need, folded,
};
use rand::{Rng as _, SeedableRng as _, rngs::StdRng};

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
        ("q'eqchi'", "kek", How::Preferred),
        ("kreyòl ayisyen", "hat", How::Endonym),
        ("kreyol ayisyen", "hat", How::Endonym),
        ("kekchí", "kek", How::Alternate),
        ("kekchíes", "kek", How::Alternate),
        ("kek", "kek", How::Alternate),
        ("qekchi", "kek", How::Misspelling),
        ("Q’EQCHI’", "kek", How::Preferred),
        ("qʼeqchiʼ", "kek", How::Preferred),
        ("yus", "yua", How::Retired),
        ("Tz'utujil, Eastern", "tzj-oriental", How::Alternate),
        ("Eastern Tz'utujil", "tzj-oriental", How::Preferred),
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
        ("tzutuj", "tzj-oriental"),
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
fn r01_a_code_that_may_stand_alone_is_offered_first_and_its_varieties_after_it() -> Result<()> {
    let dictionary = Dictionary::embedded()?;
    for (text, code, variety) in [
        ("garífuna", "cab", "cab-western"),
        ("Garrifuna", "cab", "cab-eastern"),
        ("miskitu", "miq", "miq-wanki"),
        ("q'anjob'al", "kjb", "kjb-santa-eulalia"),
        ("zapoteco del Istmo", "zai", "zai-juchitan"),
        ("náhuatl de Guerrero", "ngu", "ngu-oapanic"),
    ] {
        let answer = dictionary.look_up(text);
        let found = languages(&answer);
        ensure!(answer.ask && found.first() == Some(&code), "{text}: {found:?}");
        ensure!(found.contains(&variety), "{text}: {found:?}");
        ensure!(!dictionary.must_choose_variety(&code.parse()?));
    }
    assert_eq!(only(&dictionary, "zapoteco de Juchitán")?.0, "zai-juchitan");
    assert_eq!(only(&dictionary, "kanjobal de Santa Eulalia")?.0, "kjb-santa-eulalia");
    Ok(())
}

#[test]
fn r01_regions_are_found_with_the_words_in_any_order_and_ask() -> Result<()> {
    let dictionary = Dictionary::embedded()?;
    for (text, meant) in [
        ("mixteco de Guerrero", "mxv"),
        ("guerrero mixteco", "mxv"),
        ("mam de huehuetenango", "mam-todos-santos"),
        ("Huehuetenango, mam", "mam-todos-santos"),
        ("mixteko de gerrero", "mxv"),
        ("kanjobal soloma", "kjb-san-pedro-soloma"),
        ("zapoteco istmo", "zai"),
        ("Soloma", "kjb-san-pedro-soloma"),
    ] {
        let answer = dictionary.look_up(text);
        let found = languages(&answer);
        ensure!(answer.ask, "{text} does not ask: {found:?}");
        ensure!(found.contains(&meant), "{text}: {found:?}");
        ensure!(found.len() <= 60, "{text}: {} languages", found.len());
    }
    Ok(())
}

#[test]
fn r01_french_names_are_found_and_told() -> Result<()> {
    let dictionary = Dictionary::embedded()?;
    for (text, code) in [
        ("langue des signes mexicaine", "mfs"),
        ("créole haïtien", "hat"),
        ("espagnol", "spa"),
        ("quiché de Nahualá", "quc-nahuala"),
    ] {
        assert_eq!(only(&dictionary, text)?.0, code, "{text}");
    }
    ensure!(dictionary.bookable().all(|tongue| !tongue.name_fr.is_empty()));
    Ok(())
}

#[test]
fn r01_signs_deafness_and_touch_lead_to_the_sign_languages() -> Result<()> {
    let dictionary = Dictionary::embedded()?;
    for (text, need) in [
        ("lengua de señas", None),
        ("sordo", Some(Need::Deaf)),
        ("señora sorda", Some(Need::Deaf)),
        ("deaf", Some(Need::Deaf)),
        ("sordociego", Some(Need::Tactile)),
        ("sordo-ciega", Some(Need::Tactile)),
        ("deafblind", Some(Need::Tactile)),
        ("lengua de señas táctil", Some(Need::Tactile)),
        ("sourd-aveugle", Some(Need::Tactile)),
    ] {
        let answer = dictionary.look_up(text);
        ensure!(answer.ask && answer.need == need, "{text}: {:?} {:?}", answer.ask, answer.need);
        for code in ["gsm", "mfs", "hds", "ase"] {
            ensure!(languages(&answer).contains(&code), "{text} misses {code}");
        }
        let signed = |found: &Found| found.tongue.modality == Modality::Signed;
        ensure!(answer.matches.iter().all(signed), "{text} finds spoken languages");
    }
    for (text, code) in [("LSM", "mfs"), ("ASL", "ase"), ("LENSEGUA", "gsm"), ("lesho", "hds")] {
        assert_eq!(only(&dictionary, text)?.0, code);
    }
    Ok(())
}

#[test]
fn neighbours_say_how_near_and_who_says_so() -> Result<()> {
    let dictionary = Dictionary::embedded()?;
    let near = dictionary.neighbours(&"mam-todos-santos".parse()?);
    let at = |language: &str| near.iter().find(|n| n.language.as_str() == language);
    let sibling = at("mam-comitancillo").context("a variety of the same code")?;
    ensure!(sibling.source == "same-code" && sibling.class == Class::Some);
    ensure!(at("mam").is_none() && at("mam-todos-santos").is_none());
    let near = dictionary.neighbours(&"acr-rabinal".parse()?);
    let low = near.iter().find(|n| n.language.code() == "cak").context("a cousin")?;
    ensure!(low.class == Class::Low && low.source == "glottolog-subgroup");
    ensure!(low.language.is_variety(), "a code that is never booked stands for its varieties");
    ensure!(near.is_sorted_by_key(|n| n.class));
    Ok(())
}

#[test]
fn files_of_a_folder_stand_in_for_the_embedded_ones() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let optional = include_str!("../languages/language_names_iso_codes.csv");
    let row = csv::Reader::from_reader(optional.as_bytes())
        .records()
        .next()
        .context("the table is empty")??;
    let (code, name) = (row.get(0).context("code")?, row.get(1).context("name")?);
    ensure!(!Dictionary::embedded()?.look_up(name).matches.iter().any(|f| f.matched == name));
    std::fs::write(folder.path().join("language_names_iso_codes.csv"), optional)?;
    let varieties = "language,name_es,name_en,name_fr,places,countries,names\n\
                     kek-lanquin,q'eqchi' de Lanquín,Q'eqchi' of Lanquín,,Lanquín,GT,\n";
    std::fs::write(folder.path().join("varieties.csv"), varieties)?;
    let dictionary = Dictionary::of_folder(folder.path())?;
    ensure!(languages(&dictionary.look_up(name)).contains(&code), "{name}");
    ensure!(dictionary.must_choose_variety(&"kek".parse()?));
    ensure!(!dictionary.must_choose_variety(&"mam".parse()?), "its varieties were replaced");
    Ok(())
}

#[test]
fn each_mistake_of_a_folder_is_one_sentence_that_names_the_file() -> Result<()> {
    let varieties = "language,name_es,name_en,name_fr,places,countries,names\n";
    let twice = "mam-x,a,b,c,,,\n".repeat(2);
    for (file, text, says) in [
        ("languages.csv", "code\nspa\n".to_owned(), "languages.csv"),
        ("languages.csv", String::new(), "is not in languages.csv"),
        ("language_names.csv", "code,name,kind,source\nzzz,x,a,b\n".into(), "zzz is not in"),
        ("language_names.csv", "code,name,kind,source\nspanish,x,a,b\n".into(), "line: 2"),
        ("varieties.csv", format!("{varieties}{twice}"), "mam-x stands there twice"),
        ("varieties.csv", format!("{varieties}mam,a,b,c,,,\n"), "needs a name of its own"),
        ("varieties.csv", format!("{varieties}zzz-a,a,b,c,,,\n"), "belongs to no code"),
        ("intelligibility.csv", "code_a,code_b,class,source\nspa,eng,near,x\n".into(), "near"),
        ("codes_retired.csv", "old_code,new_codes\nspa,eng\n".into(), "cannot be retired"),
        ("variedades.csv", String::new(), "variedades.csv is none of the tables"),
    ] {
        let folder = tempfile::tempdir()?;
        std::fs::write(folder.path().join(file), text)?;
        let refused = Dictionary::of_folder(folder.path()).err();
        let sentence = refused.with_context(|| format!("{file} is taken: {says}"))?.to_string();
        ensure!(sentence.contains(says), "{sentence}");
        ensure!(!sentence.contains('\n'), "{sentence}");
    }
    ensure!(Dictionary::of_folder("/nowhere/at/all".as_ref()).is_err());
    Ok(())
}

#[test]
fn a_countrys_variety_stands_beside_those_of_the_data() -> Result<()> {
    let lanquin = AddedVariety {
        language: "kek-lanquin".parse()?,
        name_es: "q'eqchi' de Lanquín".into(),
        name_en: "Q'eqchi' of Lanquín".into(),
        name_fr: "q'eqchi' de Lanquín".into(),
        places: vec!["Lanquín".into()],
        names: vec!["kekchí de Lanquín".into()],
        countries: vec!["GT".into()],
    };
    let dictionary = Dictionary::embedded()?.with_varieties(&[lanquin]);
    assert_eq!(only(&dictionary, "kekchi de lanquin")?.0, "kek-lanquin");
    assert_eq!(languages(&dictionary.look_up("kekchi")), ["kek", "kek-lanquin"]);
    ensure!(!dictionary.must_choose_variety(&"kek".parse()?), "who speaks kek stays bookable");
    assert_eq!(dictionary.siblings(&"kek-lanquin".parse()?), ["kek".parse()?]);
    Ok(())
}

/// Every name of the data with its code.
fn all_names() -> Result<Vec<(String, String)>> {
    let table = include_str!("../languages/language_names.csv");
    let rows = csv::Reader::from_reader(table.as_bytes()).into_records();
    rows.map(|row| {
        let row = row?;
        let (code, name) = (row.get(0).context("code")?, row.get(1).context("name")?);
        Ok((code.to_owned(), name.to_owned()))
    })
    .collect()
}

/// One letter left out, doubled, swapped with the next, or another in its place.
fn with_one_edit(name: &str, rng: &mut StdRng) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    let at = rng.random_range(0..letters.len());
    match rng.random_range(0..4) {
        0 => drop(letters.remove(at)),
        1 => letters.insert(at, letters[at]),
        2 if at + 1 < letters.len() => letters.swap(at, at + 1),
        _ => letters[at] = rng.random_range('a'..='z'),
    }
    letters.into_iter().collect()
}

/// What people do to a name that is still the same name: case, accents, apostrophes, spaces.
fn disguised(name: &str, rng: &mut StdRng) -> String {
    let accents = rng.random_bool(0.5);
    let plain: String = if accents {
        name.to_owned()
    } else {
        name.chars()
            .map(|c| match c {
                'á' | 'à' | 'â' | 'ä' => 'a',
                'é' | 'è' | 'ê' | 'ë' => 'e',
                'í' | 'ì' | 'î' | 'ï' => 'i',
                'ó' | 'ò' | 'ô' | 'ö' => 'o',
                'ú' | 'ù' | 'û' | 'ü' => 'u',
                'ñ' => 'n',
                other => other,
            })
            .collect()
    };
    let apostrophes = ["'", "’", "ʼ", "ꞌ", "`", "´", ""];
    let with = apostrophes[rng.random_range(0..apostrophes.len())];
    let mut text = String::new();
    for c in plain.chars() {
        match c {
            '\'' | '’' | 'ʼ' | 'ꞌ' => text.push_str(with),
            other if rng.random_bool(0.3) => text.extend(other.to_uppercase()),
            other => text.push(other),
        }
    }
    format!(" {text}  ")
}

#[test]
fn r01_every_name_finds_its_language_however_it_is_disguised() -> Result<()> {
    let dictionary = Dictionary::embedded()?;
    let mut rng = StdRng::seed_from_u64(1);
    for (code, name) in all_names()?.iter().step_by(3) {
        let text = disguised(name, &mut rng);
        let answer = dictionary.look_up(&text);
        let finds = answer.matches.iter().any(|found| found.tongue.code == *code);
        ensure!(finds, "{text:?} misses {code}: {:?}", languages(&answer));
    }
    Ok(())
}

/// Held out: none of these misspellings is in the data.
#[test]
fn r01_a_name_with_one_wrong_letter_finds_its_language_and_asks() -> Result<()> {
    let dictionary = Dictionary::embedded()?;
    let mut rng = StdRng::seed_from_u64(2);
    let (mut tried, mut missed) = (0, Vec::new());
    for (code, name) in all_names()?.iter().step_by(9) {
        let text = with_one_edit(name, &mut rng);
        let answer = dictionary.look_up(&text);
        let other_name =
            answer.matches.iter().any(|found| !matches!(found.how, How::Fuzzy | How::Region));
        if folded(name).chars().count() < 5 || other_name {
            continue; // as near to many others, or another name outright
        }
        ensure!(answer.ask || answer.matches.is_empty(), "{text:?} is taken for sure");
        tried += 1;
        if !answer.matches.iter().any(|found| found.tongue.code == *code) {
            missed.push(text);
        }
    }
    ensure!(tried > 800, "only {tried} names");
    ensure!(missed.len() * 50 <= tried, "{} of {tried} missed: {missed:?}", missed.len());
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
