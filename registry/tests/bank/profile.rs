//! What an interpreter tells of herself, what vouches for her, and what was decided about her.

use anyhow::{Context as _, Result};
use puente_registry::{
    Error, Store, Why,
    country::Country,
    id::PersonId,
    interpreter::{
        AgeRange, Attestation, Credential, Equipment, HourlyFee, Level, MOST_DOCUMENT_BYTES,
        MediaType, Mode, NameThere, Particulars, Proficiency, Recognition, Service, Setting,
    },
    training::{Training, TrainingKind},
    vetting::VettingState,
};

use crate::{
    engines::on_both_engines,
    people::{interpreters, interview, interviewer, now, rng},
};

const PDF: &[u8] = b"%PDF-1.7 of a diploma";

fn refused<T: std::fmt::Debug>(result: Result<T, Error>) -> Option<(&'static str, Why)> {
    match result {
        Err(Error::Invalid { field, why }) => Some((field, why)),
        _ => None,
    }
}

fn credential(scheme: &str) -> Credential {
    Credential {
        scheme: scheme.to_owned(),
        issuer: "A court".to_owned(),
        number: Some("77-B".to_owned()),
        valid_from: None,
        valid_until: None,
    }
}

async fn one(store: &Store) -> Result<PersonId> {
    interpreters(store, 1).await?.pop().context("one")
}

async fn what_an_interpreter_tells_reads_back(store: Store) -> Result<()> {
    let person = one(&store).await?;
    let mut told = store.particulars(person).await?;
    told.languages[0].attested = Some(Attestation {
        level: Proficiency::Ilr3Plus,
        by: "Academy of Mayan Languages".to_owned(),
        at: now()?,
    });
    told.age_band = Some(AgeRange::From45);
    told.deaf = true;
    told.fee =
        Some(HourlyFee { currency: "GTQ".to_owned(), hour_cents: 25_000, minimum_minutes: 120 });
    told.services = [Mode::Sign, Mode::Tactile, Mode::SightTranslation]
        .into_iter()
        .map(|mode| Service { mode, ..told.services[0].clone() })
        .collect();
    told.services.sort();
    store.set_particulars(person, &told).await?;
    assert_eq!(store.particulars(person).await?, told);

    assert_eq!(store.equipment(person).await?, None);
    let found = Equipment { checked: now()?, headset: true, wired_network: false };
    store.set_equipment(person, found).await?;
    assert_eq!(store.equipment(person).await?, Some(found));
    Ok(())
}

async fn what_cannot_be_true_is_refused(store: Store) -> Result<()> {
    let person = one(&store).await?;
    let told = store.particulars(person).await?;
    let fee = HourlyFee { currency: "GTQ".to_owned(), hour_cents: 1, minimum_minutes: 0 };
    type Change<'a> = &'a dyn Fn(&mut Particulars);
    let cases: [(Change<'_>, &str, Why); 7] = [
        (&|p| p.home = "x".repeat(121), "home", Why::TooLong),
        (&|p| p.notice_minutes = -1, "notice_minutes", Why::DoesNotFit),
        (&|p| p.languages.push(p.languages[0].clone()), "languages", Why::Repeated),
        (&|p| p.services.push(p.services[0].clone()), "services", Why::Repeated),
        (&|p| p.services[0].target = p.services[0].source.clone(), "services", Why::DoesNotFit),
        (&|p| (p.volunteer, p.fee) = (true, Some(fee.clone())), "fee", Why::DoesNotFit),
        (
            &|p| p.fee = Some(HourlyFee { currency: "quetzal".to_owned(), ..fee.clone() }),
            "fee.currency",
            Why::Malformed,
        ),
    ];
    for (change, field, why) in cases {
        let mut changed = told.clone();
        change(&mut changed);
        assert_eq!(refused(store.set_particulars(person, &changed).await), Some((field, why)));
    }
    assert_eq!(store.particulars(person).await?, told, "nothing was changed");
    Ok(())
}

async fn a_document_is_kept_with_its_credential_and_goes_with_it(store: Store) -> Result<()> {
    let person = one(&store).await?;
    store.put_credential(person, &credential("gt-oj")).await?;
    let absent = store.put_document(person, "gt-xx", PDF, now()?).await;
    assert!(matches!(absent, Err(Error::NotFound(_))));
    assert_eq!(store.put_document(person, "gt-oj", PDF, now()?).await?, MediaType::Pdf);
    store.put_credential(person, &credential("gt-oj")).await?;
    assert_eq!(store.document(person, "gt-oj").await?.bytes, PDF, "stays when changed");

    for (bytes, why) in [
        (&b"<html>"[..], Why::Malformed),
        (b"", Why::Malformed),
        (b"MZ %PDF-1.7", Why::Malformed),
        (&[b'%'; MOST_DOCUMENT_BYTES + 1], Why::TooLong),
    ] {
        let answer = store.put_document(person, "gt-oj", bytes, now()?).await;
        assert_eq!(refused(answer), Some(("document", why)));
    }
    store.remove_credential(person, "gt-oj").await?;
    assert!(store.document(person, "gt-oj").await.is_err());
    assert_eq!(store.credentials_of(person).await?.len(), 1, "the other one stays");
    Ok(())
}

async fn r13_a_credential_is_what_the_requesting_country_calls_it(store: Store) -> Result<()> {
    let person = one(&store).await?;
    store.put_credential(person, &credential("gt-oj")).await?;
    let name = |es: &str, en: &str, fr: &str| NameThere {
        es: es.to_owned(),
        en: en.to_owned(),
        fr: fr.to_owned(),
    };
    for (country, level, name) in [
        (
            Country::Gt,
            Level::Certified,
            name("intérprete jurada", "sworn interpreter", "interprète assermentée"),
        ),
        (
            Country::Us,
            Level::Provisional,
            name(
                "intérprete con cualificación provisional",
                "provisionally qualified",
                "interprète à qualification provisoire",
            ),
        ),
    ] {
        let recognition = Recognition {
            scheme: "gt-oj".to_owned(),
            country,
            setting: Setting::Hearing,
            level,
            name: name.clone(),
        };
        store.recognise(&recognition).await?;
        assert!(store.recognitions(country).await?.contains(&recognition));
        let (from, to) = (now()?, now()?.plus_minutes(60));
        let seen = store.recognised_as(person, country, Setting::Hearing, from, to).await?;
        assert_eq!(seen.len(), 1);
        assert_eq!((seen[0].level, &seen[0].name), (level, &name));
        assert_eq!(seen[0].credential, credential("gt-oj"));
    }
    let (from, to) = (now()?, now()?.plus_minutes(60));
    let elsewhere = store.recognised_as(person, Country::Mx, Setting::Hearing, from, to).await?;
    assert_eq!(elsewhere, [], "one that is recognised nowhere is not shown");
    let not_yet = Credential { valid_from: Some(to), ..credential("gt-oj") };
    store.put_credential(person, &not_yet).await?;
    let seen = store.recognised_as(person, Country::Gt, Setting::Hearing, from, to).await?;
    assert_eq!(seen, [], "one that is not valid yet is not shown");
    store.unrecognise("gt-oj", Country::Gt, Setting::Hearing).await?;
    assert!(store.unrecognise("gt-oj", Country::Gt, Setting::Hearing).await.is_err());
    Ok(())
}

async fn whoever_is_suspended_or_expired_is_no_candidate(store: Store) -> Result<()> {
    let person = one(&store).await?;
    let by = interviewer(&store, "elena@example.org").await?;
    let request = store.create_request(by, &interview()?, now()?, &mut rng()).await?.id;
    let candidates = async || -> Result<usize> {
        Ok(store.candidates(request, 0, now()?).await?.candidates.len())
    };
    let at = now()?;
    let decide = async |state, until| store.decide_vetting(person, state, until, by, at).await;
    let year = now()?.plus_minutes(365 * 24 * 60);
    assert_eq!(candidates().await?, 1);
    for (state, until, fit) in [
        (VettingState::Suspended, None, 0),
        (VettingState::InProgress, None, 0),
        (VettingState::Cleared, Some(now()?.plus_minutes(60)), 0),
        (VettingState::Cleared, Some(year), 1),
        (VettingState::None, None, 0),
    ] {
        let decided = decide(state, until).await?;
        assert_eq!((decided.state, decided.until), (state, until));
        assert_eq!(candidates().await?, fit, "{state} {until:?}");
    }
    assert_eq!(store.vetting_history(person).await?.len(), 5);
    assert_eq!(store.vetting_history(person).await?[0].state, VettingState::None);

    decide(VettingState::Cleared, Some(year)).await?;
    let later = store.vetting(person, year).await?;
    assert_eq!(later.state, VettingState::Expired, "by time alone");
    decide(VettingState::Suspended, None).await?;
    let profile = store.interpreter(person).await?.profile;
    let renewed = puente_registry::interpreter::Profile { vetted_until: Some(year), ..profile };
    store.set_profile(person, &renewed).await?;
    assert_eq!(candidates().await?, 0, "a suspension outlives a change of the profile");
    for (state, until) in [
        (VettingState::Expired, None),
        (VettingState::Cleared, None),
        (VettingState::Cleared, Some(now()?)),
        (VettingState::Suspended, Some(year)),
        (VettingState::Cleared, Some(year.plus_minutes(10 * 366 * 24 * 60))),
    ] {
        assert!(decide(state, until).await.is_err(), "{state} {until:?}");
    }
    Ok(())
}

async fn trainings_are_kept_one_of_a_kind(store: Store) -> Result<()> {
    let person = one(&store).await?;
    let training = Training {
        kind: TrainingKind::TraumaInformed,
        issuer: "A university".to_owned(),
        given: now()?,
        valid_until: Some(now()?.plus_minutes(1)),
    };
    store.put_training(person, &training, now()?).await?;
    let child =
        Training { kind: TrainingKind::ChildInterview, valid_until: None, ..training.clone() };
    store.put_training(person, &child, now()?).await?;
    let renewed = Training { issuer: "Another".to_owned(), ..training.clone() };
    store.put_training(person, &renewed, now()?).await?;
    let mut kept = store.trainings_of(person).await?;
    kept.sort_by_key(|training| training.kind);
    assert_eq!(kept, [renewed, child]);
    store.remove_training(person, TrainingKind::TraumaInformed).await?;
    assert!(!store.interpreter(person).await?.profile.trauma_trained);
    let future = Training { given: now()?.plus_minutes(1), valid_until: None, ..training };
    assert!(store.put_training(person, &future, now()?).await.is_err());
    Ok(())
}

on_both_engines! {
    what_an_interpreter_tells_reads_back
    what_cannot_be_true_is_refused
    a_document_is_kept_with_its_credential_and_goes_with_it
    r13_a_credential_is_what_the_requesting_country_calls_it
    whoever_is_suspended_or_expired_is_no_candidate
    trainings_are_kept_one_of_a_kind
}
