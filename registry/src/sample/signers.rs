//! The sample's signers: whoever has a sign language works in it; every other one is Deaf, and
//! those also sign into hands for deafblind people.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    error::Result,
    id::PersonId,
    interpreter::{Enrolment, Mode, Service, Setting},
    language::{Language, Modality},
    store::Store,
};

pub(super) async fn add(
    store: &Store,
    people: &[PersonId],
    enrolments: &[Enrolment],
) -> Result<()> {
    let languages = store.languages();
    let signed = |language: &Language| {
        languages.tongue(language).is_some_and(|tongue| tongue.modality == Modality::Signed)
    };
    let mut of_language: BTreeMap<Language, usize> = BTreeMap::new();
    for (person, enrolment) in people.iter().zip(enrolments) {
        let mut spoken = enrolment.profile.languages.iter().map(|spoken| &spoken.language);
        let Some(language) = spoken.find(|language| signed(language)) else { continue };
        let before = of_language.entry(language.clone()).or_default();
        let mut told = store.particulars(*person).await?;
        told.deaf = before.is_multiple_of(2);
        *before += 1;
        let modes: &[Mode] = if told.deaf { &[Mode::Sign, Mode::Tactile] } else { &[Mode::Sign] };
        let pairs: BTreeSet<(Language, Language, Setting)> = told
            .services
            .iter()
            .map(|service| (service.source.clone(), service.target.clone(), service.setting))
            .collect();
        for (source, target, setting) in pairs {
            told.services.extend(modes.iter().map(|mode| Service {
                source: source.clone(),
                target: target.clone(),
                mode: *mode,
                setting,
            }));
        }
        store.set_particulars(*person, &told).await?;
    }
    Ok(())
}
