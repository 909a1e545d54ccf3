//! Coverage shows towns, not streets; gaps, not victims.

use anyhow::{Context as _, Result};
use puente_registry::{
    Store,
    country::Country,
    place::{PlaceKind, PlaceState},
    statistics::{Count, Lead, Period},
};

use crate::{
    engines::on_both_engines,
    facilities::{facility, room},
    people::{GUATEMALA, interpreters, interview, interviewer, now, rng, wall},
};

fn december(country: Option<Country>) -> Result<Period> {
    let (from, until) = ("2026-12-01T06:00:00Z".parse()?, "2027-01-01T06:00:00Z".parse()?);
    Ok(Period { from, until, country })
}

async fn what_nobody_could_do_is_a_gap_beside_who_there_is(store: Store) -> Result<()> {
    let requester = interviewer(&store, "e@example.org").await?;
    interpreters(&store, 2).await?;
    for day in 1..=6 {
        let mut input = interview()?;
        input.starts = wall(&format!("2026-12-0{day}T10:00"), GUATEMALA)?;
        store.create_request(requester, &input, now()?, &mut rng()).await?;
    }
    let languages = store.languages();
    let before = store.coverage(&december(None)?, &languages, now()?).await?;
    assert_eq!(before.gaps, [], "what is still to come is no gap");

    let after = "2027-01-02T00:00:00Z".parse()?;
    let coverage = store.coverage(&december(None)?, &languages, after).await?;
    let [sum, line] = coverage.gaps.as_slice() else { anyhow::bail!("{:?}", coverage.gaps) };
    assert_eq!((sum.lead, line.lead), (None, Some(Lead::Longer)));
    assert_eq!((sum.asked, sum.unmet), (Count::Shown(6), Count::Shown(6)));
    assert_eq!((sum.language.as_str(), sum.here, sum.region), ("mam-todos-santos", 2, 2));
    let elsewhere = december(Some(Country::Hn))?;
    assert_eq!(store.coverage(&elsewhere, &languages, after).await?.gaps, []);
    Ok(())
}

async fn a_small_gap_stays_hidden_and_in_sight(store: Store) -> Result<()> {
    let requester = interviewer(&store, "e@example.org").await?;
    let mut input = interview()?;
    input.starts = wall("2026-12-02T10:00", GUATEMALA)?;
    store.create_request(requester, &input, now()?, &mut rng()).await?;
    let after = "2027-01-02T00:00:00Z".parse()?;
    let coverage = store.coverage(&december(None)?, &store.languages(), after).await?;
    assert_eq!(coverage.gaps.len(), 2);
    assert!(coverage.gaps.iter().all(|gap| gap.unmet == Count::Hidden));
    Ok(())
}

async fn each_country_sees_its_languages_and_who_speaks_them(store: Store) -> Result<()> {
    interpreters(&store, 3).await?;
    let all = store.coverage(&december(None)?, &store.languages(), now()?).await?.languages;
    let find = |country, code: &str| {
        all.iter().find(|line| line.country == country && line.language.as_str() == code)
    };
    let mam = find(Country::Gt, "mam").context("Mam is spoken in Guatemala")?;
    assert_eq!((mam.here, mam.region), (3, 3));
    let mam = find(Country::Mx, "mam").context("and in Mexico")?;
    assert_eq!((mam.here, mam.region), (0, 3));
    let signed = find(Country::Ni, "ncs").context("Nicaraguan Sign Language")?;
    assert_eq!((signed.here, signed.region), (0, 0));
    let only = december(Some(Country::Gt))?;
    let here = store.coverage(&only, &store.languages(), now()?).await?.languages;
    assert!(here.iter().all(|line| line.country == Country::Gt) && here.len() > 20);
    Ok(())
}

async fn towns_have_rooms_and_kits_and_no_street(store: Store) -> Result<()> {
    let here = facility(&store).await?;
    for (kind, name) in [(PlaceKind::Venue, "Sala"), (PlaceKind::Kit, "K1"), (PlaceKind::Kit, "K2")]
    {
        store.add_place_of(Country::Gt, here, kind, &room(name), now()?, &mut rng()).await?;
    }
    let coverage = store.coverage(&december(None)?, &store.languages(), now()?).await?;
    let [town] = coverage.towns.as_slice() else { anyhow::bail!("{:?}", coverage.towns) };
    assert_eq!((town.name.as_str(), town.rooms, town.kits), ("Cobán", 1, 2));
    assert_eq!((town.latitude, town.longitude), (15.5, -90.4));
    assert!(!serde_json::to_string(&coverage)?.contains("Calle"));
    assert_eq!(store.kits(None).await?.iter().filter(|k| k.state == PlaceState::Ready).count(), 2);
    Ok(())
}

on_both_engines! {
    what_nobody_could_do_is_a_gap_beside_who_there_is
    a_small_gap_stays_hidden_and_in_sight
    each_country_sees_its_languages_and_who_speaks_them
    towns_have_rooms_and_kits_and_no_street
}
