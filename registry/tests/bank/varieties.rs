//! Varieties that countries add.

use anyhow::{Context as _, Result, ensure};
use puente_registry::{
    Error, Store, Why,
    country::Country,
    id::PersonId,
    language::{Basis, How},
    person::{AccountRole, NewAccount},
    variety::VarietyInput,
};

use crate::{
    engines::on_both_engines,
    people::{enrolment, now, profile, rng},
};

on_both_engines! {
    r01_a_country_adds_a_variety_and_it_is_found_and_bookable_at_once
    r01_another_node_sees_it_when_it_reads_again
    r01_a_variety_that_cannot_be_is_refused_by_field
    r01_a_variety_goes_only_while_nobody_uses_it
}

async fn authority(store: &Store, country: Country) -> Result<PersonId> {
    let account = NewAccount {
        name: "Autoridad".into(),
        email: None,
        password_phc: None,
        role: AccountRole::Authority,
        country,
        zone: "America/Guatemala".parse()?,
    };
    Ok(store.add_account(&account, now()?, &mut rng()).await?)
}

/// An interpreter who speaks a language and Spanish.
pub(crate) async fn speaker(store: &Store, language: &str) -> Result<PersonId> {
    let mut profile = profile()?;
    profile.services.clear();
    profile.languages[0].language = language.parse()?;
    let people = store.enrol(&[enrolment(profile)?], now()?, &mut rng()).await?;
    people.first().copied().context("one was enrolled")
}

fn lanquin() -> Result<VarietyInput> {
    Ok(VarietyInput {
        language: "kek-lanquin".parse()?,
        name_es: " q'eqchi' de Lanquín ".into(),
        name_en: "Q'eqchi' of Lanquín".into(),
        name_fr: "q'eqchi' de Lanquín".into(),
        places: vec!["Lanquín".into(), "Cahabón".into()],
        names: vec!["kekchí de Lanquín".into()],
    })
}

async fn r01_a_country_adds_a_variety_and_it_is_found_and_bookable_at_once(
    store: Store,
) -> Result<()> {
    let by = authority(&store, Country::Gt).await?;
    let before = store.languages().look_up("Cahabón").matches;
    ensure!(before.iter().all(|found| found.how == How::Fuzzy), "{before:?}");
    store.add_variety(&lanquin()?, Country::Gt, by, now()?).await?;
    let languages = store.languages();
    let answer = languages.look_up("kekchi de lanquin");
    ensure!(!answer.ask && answer.matches.len() == 1);
    let tongue = &answer.matches[0].tongue;
    ensure!(tongue.name_es == "q'eqchi' de Lanquín" && tongue.basis == Basis::Country);
    ensure!(tongue.places == ["Lanquín", "Cahabón"] && tongue.countries == ["GT"]);
    ensure!(languages.look_up("cahabon").ask, "a town is a hint");
    ensure!(languages.look_up("q'eqchi'").ask, "now there is something to choose");
    ensure!(!languages.must_choose_variety(&"kek".parse()?));
    ensure!(store.varieties(Some(Country::Gt)).await?.len() == 1);
    ensure!(store.varieties(Some(Country::Mx)).await?.is_empty());
    Ok(())
}

async fn r01_another_node_sees_it_when_it_reads_again(store: Store) -> Result<()> {
    let by = authority(&store, Country::Gt).await?;
    let before = store.languages();
    store.add_variety(&lanquin()?, Country::Gt, by, now()?).await?;
    ensure!(before.tongue(&"kek-lanquin".parse()?).is_none(), "an answer under way stays as it is");
    store.refresh_varieties().await?;
    ensure!(store.languages().tongue(&"kek-lanquin".parse()?).is_some());
    store.remove_variety(&"kek-lanquin".parse()?, Country::Gt).await?;
    ensure!(store.languages().tongue(&"kek-lanquin".parse()?).is_none());
    Ok(())
}

async fn r01_a_variety_that_cannot_be_is_refused_by_field(store: Store) -> Result<()> {
    let by = authority(&store, Country::Gt).await?;
    let changed = |change: &dyn Fn(&mut VarietyInput)| -> Result<VarietyInput> {
        let mut input = lanquin()?;
        change(&mut input);
        Ok(input)
    };
    let language = |text: &str| text.parse().unwrap_or_else(|e| unreachable!("{e}"));
    for (input, field, why) in [
        (changed(&|i| i.language = language("kek"))?, "language", Why::Unknown),
        (changed(&|i| i.language = language("zzz-x"))?, "language", Why::Unknown),
        (changed(&|i| i.language = language("mam-todos-santos"))?, "language", Why::Taken),
        (changed(&|i| i.name_es = " ' ".into())?, "name_es", Why::Missing),
        (changed(&|i| i.name_en = "x".repeat(81))?, "name_en", Why::TooLong),
        (changed(&|i| i.name_fr = "a;b".into())?, "name_fr", Why::Malformed),
        (changed(&|i| i.places.clear())?, "places", Why::Missing),
        (changed(&|i| i.places = vec!["x".into(); 31])?, "places", Why::TooLong),
        (changed(&|i| i.names = vec![String::new()])?, "names", Why::Missing),
    ] {
        match store.add_variety(&input, Country::Gt, by, now()?).await {
            Err(Error::Invalid { field: f, why: w }) if (f, w) == (field, why) => {}
            other => anyhow::bail!("{field} {why:?}: {other:?}"),
        }
    }
    store.add_variety(&lanquin()?, Country::Gt, by, now()?).await?;
    let again = store.add_variety(&lanquin()?, Country::Bz, by, now()?).await;
    ensure!(matches!(again, Err(Error::Invalid { field: "language", why: Why::Taken })));
    Ok(())
}

async fn r01_a_variety_goes_only_while_nobody_uses_it(store: Store) -> Result<()> {
    let by = authority(&store, Country::Gt).await?;
    store.add_variety(&lanquin()?, Country::Gt, by, now()?).await?;
    let language = "kek-lanquin".parse()?;
    let foreign = store.remove_variety(&language, Country::Mx).await;
    ensure!(matches!(foreign, Err(Error::NotFound(_))), "another country's does not exist");
    let curated = store.remove_variety(&"mam-todos-santos".parse()?, Country::Gt).await;
    ensure!(matches!(curated, Err(Error::NotFound(_))));
    let person = speaker(&store, "kek-lanquin").await?;
    let used = store.remove_variety(&language, Country::Gt).await;
    ensure!(matches!(used, Err(Error::NotNow(_))), "{person} speaks it: {used:?}");
    Ok(())
}
