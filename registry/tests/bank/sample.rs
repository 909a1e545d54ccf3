//! The sample bank is large, varied, marked as a sample, and enough for the main story.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, Result, ensure};
use puente_registry::{
    Error, Store,
    country::Country,
    interpreter::{Gender, Mode, Setting},
    person::AccountRole,
    place::PlaceKind,
    request::RequestInput,
    sample::fill,
};

use crate::{
    engines::on_both_engines,
    people::{interview, now, rng},
};

async fn the_sample_is_large_varied_and_marked(store: Store) -> Result<()> {
    ensure!(!store.is_sample().await? && !store.has_people().await?);
    fill(&store, now()?, 1, |email| email.starts_with("clerk").then(|| "$phc".to_owned())).await?;
    ensure!(store.is_sample().await?);
    let again = fill(&store, now()?, 1, |_| None).await;
    ensure!(matches!(again, Err(Error::NotNow(_))), "{again:?}");

    let people = store.accounts_with_role(AccountRole::Interpreter).await?;
    ensure!(people.len() >= 400, "{} interpreters", people.len());
    let countries: BTreeSet<Country> = people.iter().map(|account| account.country).collect();
    assert_eq!(countries.len(), 11);
    let zones: BTreeSet<&str> = people.iter().map(|account| account.zone.as_str()).collect();
    ensure!(zones.len() >= 20, "{zones:?}");
    let mut weeks = BTreeSet::new();
    let mut genders = BTreeMap::new();
    let mut languages = BTreeSet::new();
    let mut credentials = BTreeSet::new();
    for account in &people {
        let email = account.email.as_deref().context("an address")?;
        ensure!(email.ends_with("@sample.puente.example"), "{email}");
        let interpreter = store.interpreter(account.id).await?;
        *genders.entry(interpreter.profile.gender).or_insert(0) += 1;
        languages.extend(interpreter.profile.languages.into_iter().map(|spoken| spoken.language));
        credentials.insert(format!("{:?}", interpreter.profile.credentials));
        weeks.insert(format!("{:?}", store.availability(account.id, now()?).await?.calendars));
    }
    ensure!(weeks.len() >= 6, "{} kinds of hours", weeks.len());
    ensure!(genders.len() == Gender::ALL.len(), "{genders:?}");
    ensure!(languages.len() >= 60, "{} languages", languages.len());
    ensure!(credentials.len() >= 50, "{} sets of credentials", credentials.len());

    for role in AccountRole::ALL.iter().filter(|role| **role != AccountRole::Interpreter) {
        assert_eq!(store.accounts_with_role(*role).await?.len(), 11, "{role}");
    }
    for country in Country::ALL {
        let applications = store.applications_in(*country).await?;
        ensure!(applications.len() == 2 && applications.iter().any(|one| one.steps.len() == 2));
    }
    let clerk = store.account_for_sign_in("clerk.gt@sample.puente.example").await?;
    assert_eq!(clerk.context("a clerk in Guatemala")?.1.as_deref(), Some("$phc"));
    let places = store.places_free(None, now()?, now()?.plus_minutes(60)).await?;
    ensure!(places.len() >= 40, "{} places", places.len());
    for country in Country::ALL {
        for kind in PlaceKind::ALL {
            let there = |p: &&puente_registry::place::Place| {
                p.about.country == *country && p.about.kind == *kind
            };
            ensure!(places.iter().filter(there).count() >= 2, "{kind} in {country}");
        }
    }
    Ok(())
}

/// On any day and for each variety of the story there are enough to offer the work to four.
async fn the_sample_has_candidates_for_the_main_story(store: Store) -> Result<()> {
    fill(&store, now()?, 20_261_124, |_| None).await?;
    let interviewers = store.accounts_with_role(AccountRole::Interviewer).await?;
    let requester = interviewers
        .iter()
        .find(|account| account.country == Country::Gt)
        .context("an interviewer in Guatemala")?
        .id;
    for day in ["2026-11-25", "2026-11-28", "2026-11-29"] {
        for variety in ["mam-todos-santos", "mam-comitancillo", "mam-ixtahuacan"] {
            let mut input = interview()?;
            input.starts.local = format!("{day}T10:00").parse()?;
            input.languages[0] = variety.parse()?;
            input.participants[0].languages[0] = variety.parse()?;
            let found = candidates(&store, requester, &input).await?;
            ensure!(found.candidates.len() >= 4, "{variety} on {day}");
            assert_eq!(found.seats, 2);
            assert_eq!(found.candidates[0].gender, Gender::Woman, "the wish counts");
            ensure!(!found.excluded.is_empty());
        }
    }
    let mut input = interview()?;
    input.languages = ["spa".parse()?, "eng".parse()?];
    input.participants.clear();
    (input.mode, input.setting) = (Mode::Simultaneous, Setting::Hearing);
    let found = candidates(&store, requester, &input).await?;
    ensure!(found.candidates.len() >= 10, "{} between Spanish and English", found.candidates.len());
    Ok(())
}

async fn candidates(
    store: &Store,
    requester: puente_registry::id::PersonId,
    input: &RequestInput,
) -> Result<puente_registry::search::Candidates> {
    let request = store.create_request(requester, input, now()?, &mut rng()).await?;
    Ok(store.candidates(request.id, 0, now()?).await?)
}

on_both_engines! {
    the_sample_is_large_varied_and_marked
    the_sample_has_candidates_for_the_main_story
}
