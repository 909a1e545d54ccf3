//! A small cast for the tests: a requester in Guatemala, interpreters of Mam, a venue and a kit.

use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::{Context as _, Result};
use puente_registry::{
    Store,
    availability::WeekRule,
    country::Country,
    hearing::{Kind, ParticipantInput, Role},
    id::{PersonId, PlaceId},
    interpreter::{
        Class, Credential, Enrolment, Gender, Level, Mode, NameThere, Profile, Recognition,
        Service, Setting, Spoken,
    },
    person::{AccountRole, NewAccount},
    place::{NewPlace, PlaceKind},
    request::{About, Preferences, RequestInput},
    time::{Instant, WallTime},
};
use rand::{SeedableRng as _, rngs::StdRng};

use crate::engines::on_both_engines;

pub(crate) const GUATEMALA: &str = "America/Guatemala";

/// Tuesday, 24 November 2026, 09:00 in Guatemala.
pub(crate) fn now() -> Result<Instant> {
    Ok("2026-11-24T15:00:00Z".parse()?)
}

/// Other random numbers at each call, the same in each run.
pub(crate) fn rng() -> StdRng {
    static SEED: AtomicU64 = AtomicU64::new(1);
    StdRng::seed_from_u64(SEED.fetch_add(1, Ordering::Relaxed))
}

pub(crate) fn wall(local: &str, zone: &str) -> Result<WallTime> {
    Ok(WallTime { local: local.parse()?, zone: zone.parse()? })
}

pub(crate) async fn interviewer(store: &Store, email: &str) -> Result<PersonId> {
    let account = NewAccount {
        name: "Elena Prueba".to_owned(),
        email: Some(email.to_owned()),
        password_phc: None,
        role: AccountRole::Interviewer,
        country: Country::Gt,
        zone: GUATEMALA.parse()?,
    };
    Ok(store.add_account(&account, now()?, &mut rng()).await?)
}

/// Serves Mam of Todos Santos ↔ Spanish in every mode and setting.
pub(crate) fn profile() -> Result<Profile> {
    let (mam, spanish) = ("mam-todos-santos", "spa");
    let mut services = Vec::new();
    for (source, target) in [(mam, spanish), (spanish, mam)] {
        for mode in Mode::ALL {
            for setting in Setting::ALL {
                services.push(Service {
                    source: source.parse()?,
                    target: target.parse()?,
                    mode: *mode,
                    setting: *setting,
                });
            }
        }
    }
    Ok(Profile {
        gender: Gender::Woman,
        home: "Huehuetenango".to_owned(),
        languages: vec![
            Spoken { language: mam.parse()?, class: Class::A, attested: None },
            Spoken { language: spanish.parse()?, class: Class::B, attested: None },
        ],
        services,
        credentials: vec![Credential {
            scheme: "test-gt".to_owned(),
            issuer: "A school".to_owned(),
            number: None,
            valid_from: None,
            valid_until: Some(now()?.plus_minutes(400 * 24 * 60)),
        }],
        vetted_until: Some(now()?.plus_minutes(300 * 24 * 60)),
        trauma_trained: true,
        reliability_permille: 950,
        minutes_worked: 1200,
        notice_minutes: 60,
    })
}

pub(crate) fn week(from: &str, to: &str) -> Result<Vec<WeekRule>> {
    let (from, to) = (from.parse()?, to.parse()?);
    Ok((1..=7).map(|day| WeekRule { day, from, to }).collect())
}

pub(crate) fn enrolment(profile: Profile) -> Result<Enrolment> {
    Ok(Enrolment {
        account: NewAccount {
            name: "Rosa Ejemplo".to_owned(),
            email: None,
            password_phc: None,
            role: AccountRole::Interpreter,
            country: Country::Gt,
            zone: GUATEMALA.parse()?,
        },
        profile,
        week: week("07:00", "19:00")?,
    })
}

/// So many interpreters of the same profile.
pub(crate) async fn interpreters(store: &Store, count: usize) -> Result<Vec<PersonId>> {
    let one = enrolment(profile()?)?;
    recognise(store).await?;
    Ok(store.enrol(&vec![one; count], now()?, &mut rng()).await?)
}

/// Guatemala takes the school's credential.
pub(crate) async fn recognise(store: &Store) -> Result<()> {
    let setting = Setting::Interview;
    let recognition = Recognition {
        scheme: "test-gt".to_owned(),
        country: Country::Gt,
        setting,
        level: Level::Certified,
        name: NameThere::default(),
    };
    Ok(store.recognise(&recognition).await?)
}

pub(crate) async fn place(store: &Store, kind: PlaceKind, country: Country) -> Result<PlaceId> {
    let place = NewPlace {
        name: format!("{kind} in {country}"),
        country,
        city: "Somewhere".to_owned(),
        zone: GUATEMALA.parse()?,
        kind,
        equipment: vec!["headsets".to_owned(), "two_exits".to_owned()],
        step_free: true,
        child_friendly: false,
    };
    Ok(store.add_place(&place, now()?, &mut rng()).await?)
}

/// An interview tomorrow 10:00–11:30 in Guatemala: consecutive for 90 minutes needs two.
pub(crate) fn interview() -> Result<RequestInput> {
    Ok(RequestInput {
        kind: Kind::Interview,
        languages: ["mam-todos-santos".parse()?, "spa".parse()?],
        mode: Mode::Consecutive,
        setting: Setting::Interview,
        starts: wall("2026-11-25T10:00", GUATEMALA)?,
        minutes: 90,
        preferences: Preferences { gender: Some(Gender::Woman), ..Preferences::default() },
        participants: vec![witness(None)?],
        case_reference: None,
        about: About::default(),
        topics: vec![],
        legs: vec![],
        team: None,
        fee: None,
        sound_only: false,
    })
}

pub(crate) fn witness(place: Option<PlaceId>) -> Result<ParticipantInput> {
    Ok(ParticipantInput {
        role: Role::Witness,
        label: "W-17".to_owned(),
        languages: vec!["mam-todos-santos".parse()?],
        place,
        person: None,
        address: None,
    })
}

async fn accounts_are_found_by_address_and_role(store: Store) -> Result<()> {
    let id = interviewer(&store, "Elena@Example.org").await?;
    store.set_password(id, "$argon2id$x").await?;
    let (account, phc) =
        store.account_for_sign_in(" elena@example.ORG ").await?.context("found by address")?;
    assert_eq!((account.id, phc.as_deref()), (id, Some("$argon2id$x")));
    assert_eq!(store.account_for_sign_in("nobody@example.org").await?, None);
    assert_eq!(store.accounts_with_role(AccountRole::Interviewer).await?, vec![account]);
    assert_eq!(store.accounts_with_role(AccountRole::Clerk).await?, vec![]);
    Ok(())
}

async fn accounts_that_cannot_be_are_refused(store: Store) -> Result<()> {
    interviewer(&store, "elena@example.org").await?;
    for (email, why) in [
        ("ELENA@example.org", "email refused: Taken"),
        ("elena", "email refused: Malformed"),
        ("a b@example.org", "email refused: Malformed"),
        ("@example.org", "email refused: Malformed"),
        ("a@b", "email refused: Malformed"),
    ] {
        let refusal = interviewer(&store, email).await.err().context(email)?;
        assert!(refusal.to_string().contains(why), "{email}: {refusal}");
    }
    Ok(())
}

async fn an_interpreter_reads_back_as_enrolled_and_as_changed(store: Store) -> Result<()> {
    let people = interpreters(&store, 2).await?;
    let mut expected = profile()?;
    let sorted = |mut profile: Profile| {
        profile.services.sort();
        profile
    };
    let read = store.interpreter(people[1]).await?;
    assert_eq!(read.number, 102);
    assert_eq!(sorted(read.profile), sorted(expected.clone()));
    expected.services.truncate(3);
    expected.credentials.clear();
    expected.trauma_trained = false;
    expected.vetted_until = None;
    store.set_profile(people[1], &expected).await?;
    assert_eq!(sorted(store.interpreter(people[1]).await?.profile), sorted(expected.clone()));
    assert!(store.interpreter(people[0]).await?.profile.trauma_trained);

    expected.languages.truncate(1);
    assert!(store.set_profile(people[1], &expected).await.is_err(), "serves what she cannot speak");
    expected.languages[0].language = "xxx".parse()?;
    assert!(store.set_profile(people[1], &expected).await.is_err(), "no such language");
    Ok(())
}

on_both_engines! {
    accounts_are_found_by_address_and_role
    accounts_that_cannot_be_are_refused
    an_interpreter_reads_back_as_enrolled_and_as_changed
}
