//! Who is found for a request, in which order, and with which reasons.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result, ensure};
use puente_registry::{
    Error, Resource, Store, Why,
    conflict::ConflictKey,
    country::Country,
    id::{PersonId, RequestId},
    interpreter::{
        Class, Gender, Interpreter, Level, Mode, NameThere, Profile, Recognition, Setting,
    },
    matching::{Continuity, Detail, Effect, Fact, Reason},
    place::PlaceKind,
    request::RequestInput,
    search::{Candidate, Candidates},
};

use crate::{
    engines::on_both_engines,
    offers::{offer_of, offered},
    people::{
        GUATEMALA, enrolment, interpreters, interview, interviewer, now, place, profile, recognise,
        rng, wall, week, witness,
    },
};

async fn find(store: &Store, by: PersonId, input: &RequestInput) -> Result<Candidates> {
    let request = store.create_request(by, input, now()?, &mut rng()).await?;
    Ok(store.candidates(request.id, 0, now()?).await?)
}

fn candidate(found: &Candidates, person: PersonId) -> Option<&Candidate> {
    found.candidates.iter().find(|candidate| candidate.person == person)
}

fn reason(reasons: &[Reason], fact: Fact) -> Option<&Reason> {
    reasons.iter().find(|reason| reason.fact == fact)
}

async fn one(store: &Store, change: impl FnOnce(&mut Profile)) -> Result<PersonId> {
    let mut profile = profile()?;
    change(&mut profile);
    let people = store.enrol(&[enrolment(profile)?], now()?, &mut rng()).await?;
    people.first().copied().context("one person")
}

async fn exclusion(store: &Store, by: PersonId, person: PersonId) -> Result<Vec<Reason>> {
    let found = find(store, by, &interview()?).await?;
    ensure!(candidate(&found, person).is_none(), "is a candidate");
    let number = store.interpreter(person).await?.number;
    let excluded = found.excluded.iter().find(|one| one.number == number);
    Ok(excluded.context("is not mentioned")?.reasons.clone())
}

/// Changes one fact of a person after another, through the bank, and expects each to change the
/// reason of that name.
async fn any_single_changed_fact_changes_rank_or_reason(store: Store) -> Result<()> {
    let requester = interviewer(&store, "e@example.org").await?;
    let people = interpreters(&store, 3).await?;
    let before = find(&store, requester, &interview()?).await?;
    assert_eq!(before.candidates.len(), 3);
    let original = profile()?;
    type Change = fn(&mut Profile);
    let changes: [(Fact, Effect, Change); 13] = [
        (Fact::Gender, Effect::Minus, |p| p.gender = Gender::Man),
        (Fact::Variety, Effect::Plus, |p| p.languages[1].class = Class::A),
        (Fact::Language, Effect::Excludes, |p| p.services.clear()),
        (Fact::Language, Effect::Excludes, |p| {
            p.services.retain(|s| s.source.as_str() != "spa" || s.setting != Setting::Interview);
        }),
        (Fact::Credential, Effect::Minus, |p| p.credentials.clear()),
        (Fact::Credential, Effect::Minus, |p| p.credentials[0].valid_until = now().ok()),
        (Fact::Vetting, Effect::Excludes, |p| p.vetted_until = None),
        (Fact::Vetting, Effect::Excludes, |p| p.vetted_until = now().ok()),
        (Fact::TraumaTraining, Effect::Minus, |p| p.trauma_trained = false),
        (Fact::Reliability, Effect::Plus, |p| p.reliability_permille -= 1),
        (Fact::Fairness, Effect::Plus, |p| p.minutes_worked += 1),
        (Fact::Notice, Effect::Plus, |p| p.notice_minutes += 1),
        (Fact::Notice, Effect::Excludes, |p| p.notice_minutes = 100_000),
    ];
    for (fact, effect, change) in changes {
        let mut changed = original.clone();
        change(&mut changed);
        store.set_profile(people[1], &changed).await?;
        let after = find(&store, requester, &interview()?).await?;
        let reasons = match candidate(&after, people[1]) {
            Some(candidate) => candidate.reasons.clone(),
            None => exclusion(&store, requester, people[1]).await?,
        };
        let known = &candidate(&before, people[1]).context("a candidate before")?.reasons;
        let of_fact = |reasons: &[Reason]| -> Vec<Reason> {
            reasons.iter().filter(|reason| reason.fact == fact).cloned().collect()
        };
        ensure!(of_fact(&reasons) != of_fact(known), "{fact} did not change");
        ensure!(of_fact(&reasons).iter().any(|reason| reason.effect == effect), "{fact} {effect}");
        for other in [people[0], people[2]] {
            let reasons = |found| candidate(found, other).map(|one| one.reasons.clone());
            assert_eq!(reasons(&after), reasons(&before), "{fact}: others are as before");
        }
    }
    store.set_profile(people[1], &original).await?;
    assert_eq!(find(&store, requester, &interview()?).await?, before);
    Ok(())
}

async fn who_is_busy_is_excluded_and_free_again_after(store: Store) -> Result<()> {
    let requester = interviewer(&store, "e@example.org").await?;
    let people = interpreters(&store, 2).await?;
    let free = async |store: &Store| -> Result<Vec<PersonId>> {
        let found = find(store, requester, &interview()?).await?;
        Ok(found.candidates.iter().map(|candidate| candidate.person).collect())
    };
    let (from, to) = (wall("2026-11-25T11:29", GUATEMALA)?, wall("2026-11-25T12:00", GUATEMALA)?);
    let block = store.add_block(people[0], &from, &to, now()?, &mut rng()).await?;
    let reasons = exclusion(&store, requester, people[0]).await?;
    assert_eq!(reason(&reasons, Fact::Free).map(|r| &r.detail), Some(&Detail::Blocked));
    store.remove_block(people[0], block.id).await?;
    assert_eq!(free(&store).await?, people);

    store.set_week(people[0], &GUATEMALA.parse()?, &week("07:00", "11:29")?).await?;
    let reasons = exclusion(&store, requester, people[0]).await?;
    assert_eq!(reason(&reasons, Fact::Free).map(|r| &r.detail), Some(&Detail::OutsideHours));
    store.set_week(people[0], &GUATEMALA.parse()?, &week("07:00", "11:30")?).await?;
    assert_eq!(free(&store).await?, people);
    // The same hours on a clock two hours ahead end before the interview does.
    store.set_week(people[0], &"America/Halifax".parse()?, &week("07:00", "11:30")?).await?;
    assert_eq!(free(&store).await?, people[1..]);
    store.set_week(people[0], &GUATEMALA.parse()?, &week("07:00", "19:00")?).await?;

    let request = offered(&store, requester, &people[..1]).await?;
    let offer = offer_of(&store, people[0], request.id).await?;
    store.accept(offer, people[0], now()?, &mut rng()).await?;
    let reasons = exclusion(&store, requester, people[0]).await?;
    assert_eq!(reason(&reasons, Fact::Free).map(|r| &r.detail), Some(&Detail::Booked));
    store.cancel_request(request.id, requester, None, now()?, &mut rng()).await?;
    assert_eq!(free(&store).await?, people);
    Ok(())
}

async fn ranks_follow_the_score_and_the_score_is_its_reasons(store: Store) -> Result<()> {
    let requester = interviewer(&store, "e@example.org").await?;
    recognise(&store).await?;
    let best = one(&store, |_| {}).await?;
    let untrained = one(&store, |p| p.trauma_trained = false).await?;
    let man = one(&store, |p| p.gender = Gender::Man).await?;
    let uncertified = one(&store, |p| p.credentials.clear()).await?;
    let equal_to_best = one(&store, |_| {}).await?;
    let found = find(&store, requester, &interview()?).await?;
    let order: Vec<PersonId> = found.candidates.iter().map(|one| one.person).collect();
    assert_eq!(order, vec![best, equal_to_best, untrained, man, uncertified]);
    for (rank, candidate) in (1..).zip(&found.candidates) {
        assert_eq!(candidate.rank, rank);
        let sum: f64 = candidate.reasons.iter().map(|reason| reason.points).sum();
        assert!((sum - candidate.score).abs() < 1e-9);
        assert_eq!(candidate.local_time.local.to_string(), "2026-11-25T10:00");
    }
    Ok(())
}

async fn r02_wishes_filter_or_score_as_marked(store: Store) -> Result<()> {
    let store = store.with_conflict_key(ConflictKey::new(&[7; 32])).await?;
    let requester = interviewer(&store, "e@example.org").await?;
    let woman = one(&store, |p| p.home = "Cobán".to_owned()).await?;
    let man = one(&store, |p| p.gender = Gender::Man).await?;
    let found = async |change: fn(&mut RequestInput)| -> Result<Vec<PersonId>> {
        let mut input = interview()?;
        change(&mut input);
        let found = find(&store, requester, &input).await?;
        Ok(found.candidates.iter().map(|candidate| candidate.person).collect())
    };
    assert_eq!(found(|_| {}).await?, vec![woman, man]);
    assert_eq!(found(|i| i.preferences.gender = Some(Gender::Man)).await?, vec![man, woman]);
    assert_eq!(found(|i| i.preferences.gender_required = true).await?, vec![woman]);
    assert_eq!(found(|i| i.preferences.not_from = vec!["coban".to_owned()]).await?, vec![man]);
    assert_eq!(found(|i| i.preferences.not_from = vec!["gt".to_owned()]).await?, vec![]);
    assert_eq!(found(|i| i.preferences.not_from = vec!["MX".to_owned()]).await?.len(), 2);
    let mut input = interview()?;
    (input.preferences.gender, input.preferences.gender_required) = (None, true);
    let refusal = store.create_request(requester, &input, now()?, &mut rng()).await;
    ensure!(matches!(
        refusal,
        Err(Error::Invalid { field: "preferences.gender", why: Why::Missing })
    ));
    Ok(())
}

async fn r08_who_knows_the_case_comes_first(store: Store) -> Result<()> {
    let requester = interviewer(&store, "e@example.org").await?;
    let people = interpreters(&store, 3).await?;
    let mut input = interview()?;
    input.minutes = 60;
    input.case_reference = Some("GT-2026-7".to_owned());
    let request = store.create_request(requester, &input, now()?, &mut rng()).await?;
    store.offer(request.id, requester, 0, &people[2..], now()?, &mut rng()).await?;
    let offer = offer_of(&store, people[2], request.id).await?;
    store.accept(offer, people[2], now()?, &mut rng()).await?;

    input.starts = wall("2026-11-26T10:00", GUATEMALA)?;
    let found = find(&store, requester, &input).await?;
    assert_eq!(found.candidates[0].person, people[2]);
    let continuity =
        reason(&found.candidates[0].reasons, Fact::Continuity).context("continuity")?;
    assert_eq!(
        (continuity.effect, &continuity.detail),
        (Effect::Plus, &Detail::Continuity(Continuity::Victim))
    );
    input.case_reference = Some("GT-2026-8".to_owned());
    assert_eq!(find(&store, requester, &input).await?.candidates[0].person, people[0]);
    Ok(())
}

async fn credentials_count_as_the_requesting_country_takes_them(store: Store) -> Result<()> {
    let requester = interviewer(&store, "e@example.org").await?;
    let person = one(&store, |_| {}).await?;
    let level = async || -> Result<Detail> {
        let found = find(&store, requester, &interview()?).await?;
        let reasons = &candidate(&found, person).context("a candidate")?.reasons;
        Ok(reason(reasons, Fact::Credential).context("a reason")?.detail.clone())
    };
    assert_eq!(level().await?, Detail::NotRecognised);
    let mut recognition = Recognition {
        scheme: "test-gt".to_owned(),
        country: Country::Mx,
        setting: Setting::Interview,
        level: Level::Certified,
        name: NameThere::default(),
    };
    store.recognise(&recognition).await?;
    assert_eq!(level().await?, Detail::NotRecognised, "Mexico's word does not count here");
    (recognition.country, recognition.level) = (Country::Gt, Level::Provisional);
    store.recognise(&recognition).await?;
    assert_eq!(level().await?, Detail::Recognised("test-gt".to_owned(), Level::Provisional));
    recognition.level = Level::Certified;
    store.recognise(&recognition).await?;
    assert_eq!(level().await?, Detail::Recognised("test-gt".to_owned(), Level::Certified));
    Ok(())
}

async fn another_variety_is_shown_as_excluded_and_never_offered(store: Store) -> Result<()> {
    let requester = interviewer(&store, "e@example.org").await?;
    let person = one(&store, |p| {
        let other = "mam-tacana".parse().unwrap_or_else(|_| p.languages[0].language.clone());
        for service in &mut p.services {
            for language in [&mut service.source, &mut service.target] {
                if language.is_variety() {
                    *language = other.clone();
                }
            }
        }
        p.languages[0].language = other;
    })
    .await?;
    let reasons = exclusion(&store, requester, person).await?;
    assert_eq!(
        reason(&reasons, Fact::Language).map(|r| &r.detail),
        Some(&Detail::OtherVariety("mam-tacana".parse()?))
    );
    let mut input = interview()?;
    input.languages[0] = "mam-tacana".parse()?;
    ensure!(candidate(&find(&store, requester, &input).await?, person).is_some());
    input.languages.swap(0, 1);
    ensure!(candidate(&find(&store, requester, &input).await?, person).is_some(), "either order");
    Ok(())
}

async fn r07_three_hours_of_remote_simultaneous_a_day_are_the_most(store: Store) -> Result<()> {
    let requester = interviewer(&store, "e@example.org").await?;
    let person = interpreters(&store, 1).await?[0];
    let mut input = interview()?;
    input.mode = Mode::Simultaneous;
    input.minutes = 30;
    let book = async |request: RequestId| -> Result<()> {
        store.offer(request, requester, 0, &[person], now()?, &mut rng()).await?;
        let offer = offer_of(&store, person, request).await?;
        store.accept(offer, person, now()?, &mut rng()).await?;
        Ok(())
    };
    for local in ["07:00", "08:00", "09:00", "10:00", "11:00"] {
        input.starts = wall(&format!("2026-11-25T{local}"), GUATEMALA)?;
        let request = store.create_request(requester, &input, now()?, &mut rng()).await?;
        book(request.id).await?;
    }
    input.starts = wall("2026-11-25T13:00", GUATEMALA)?;
    ensure!(candidate(&find(&store, requester, &input).await?, person).is_some(), "150 + 30");
    input.minutes = 31;
    let found = find(&store, requester, &input).await?;
    assert_eq!(
        reason(&found.excluded[0].reasons, Fact::Free).map(|r| &r.detail),
        Some(&Detail::DailyLimit(150))
    );
    input.mode = Mode::Consecutive;
    ensure!(candidate(&find(&store, requester, &input).await?, person).is_some());
    (input.mode, input.starts) = (Mode::Simultaneous, wall("2026-11-26T13:00", GUATEMALA)?);
    ensure!(candidate(&find(&store, requester, &input).await?, person).is_some(), "next day");
    Ok(())
}

async fn r01_a_request_must_name_varieties_that_exist(store: Store) -> Result<()> {
    let requester = interviewer(&store, "e@example.org").await?;
    for (language, expected) in [("mam", "group"), ("zap", "group"), ("qqq", "unknown")] {
        let mut input = interview()?;
        input.languages[0] = language.parse()?;
        let refusal = store.create_request(requester, &input, now()?, &mut rng()).await;
        let kind = match refusal {
            Err(Error::LanguageGroup(group)) if group.as_str() == language => "group",
            Err(Error::Invalid { field: "languages", why: Why::Unknown }) => "unknown",
            other => return Err(anyhow::anyhow!("{language}: {other:?}")),
        };
        assert_eq!(kind, expected, "{language}");
    }
    let mut input = interview()?;
    input.languages[0] = "spa".parse()?;
    let refusal = store.create_request(requester, &input, now()?, &mut rng()).await;
    ensure!(matches!(refusal, Err(Error::Invalid { why: Why::Repeated, .. })), "{refusal:?}");
    assert_eq!(store.requests_of(requester).await?, vec![]);
    Ok(())
}

async fn a_place_is_free_unless_held_at_that_time(store: Store) -> Result<()> {
    let requester = interviewer(&store, "e@example.org").await?;
    let venue = place(&store, PlaceKind::Venue, Country::Gt).await?;
    let kit = place(&store, PlaceKind::Kit, Country::Gt).await?;
    let elsewhere = place(&store, PlaceKind::Kit, Country::Mx).await?;
    let mut input = interview()?;
    input.participants = vec![witness(Some(kit))?];
    let request = store.create_request(requester, &input, now()?, &mut rng()).await?;
    let (starts, ends) = (request.starts.instant, request.ends.instant);
    let free = async |country, from, until| -> Result<Vec<_>> {
        let places = store.places_free(country, from, until).await?;
        Ok(places.into_iter().map(|place| place.id).collect::<Vec<_>>())
    };
    assert_eq!(free(Some(Country::Gt), starts, ends).await?, vec![venue]);
    assert_eq!(free(Some(Country::Gt), ends, ends.plus_minutes(60)).await?, vec![venue, kit]);
    assert_eq!(free(None, starts, ends).await?, vec![venue, elsewhere]);
    assert_eq!(store.place(kit).await?.about.equipment, vec!["headsets", "two_exits"]);
    Ok(())
}

async fn every_interpreter_of_the_pair_is_either_candidate_or_excluded(store: Store) -> Result<()> {
    let requester = interviewer(&store, "e@example.org").await?;
    let mut people: BTreeMap<i64, Interpreter> = BTreeMap::new();
    for change in [
        (|_: &mut Profile| {}) as fn(&mut Profile),
        |p| p.vetted_until = None,
        |p| p.notice_minutes = 100_000,
        |p| p.services.truncate(1),
        |p| p.services.retain(|s| s.mode == Mode::Simultaneous),
    ] {
        let person = one(&store, change).await?;
        let interpreter = store.interpreter(person).await?;
        people.insert(interpreter.number, interpreter);
    }
    let found = find(&store, requester, &interview()?).await?;
    let mut mentioned: Vec<i64> = found.candidates.iter().map(|one| one.number).collect();
    mentioned.extend(found.excluded.iter().map(|one| one.number));
    mentioned.sort_unstable();
    assert_eq!(mentioned, people.keys().copied().collect::<Vec<_>>());
    assert_eq!(found.candidates.len(), 1);
    Ok(())
}

async fn a_place_taken_names_itself(store: Store) -> Result<()> {
    let requester = interviewer(&store, "e@example.org").await?;
    let kit = place(&store, PlaceKind::Kit, Country::Gt).await?;
    let mut input = interview()?;
    input.participants = vec![witness(Some(kit))?];
    store.create_request(requester, &input, now()?, &mut rng()).await?;
    let refusal = store.create_request(requester, &input, now()?, &mut rng()).await;
    ensure!(matches!(refusal, Err(Error::NotFree(Resource::Place(p))) if p == kit), "{refusal:?}");
    assert_eq!(store.requests_of(requester).await?.len(), 1, "the refused one left nothing");
    Ok(())
}

on_both_engines! {
    any_single_changed_fact_changes_rank_or_reason
    who_is_busy_is_excluded_and_free_again_after
    ranks_follow_the_score_and_the_score_is_its_reasons
    r02_wishes_filter_or_score_as_marked
    r08_who_knows_the_case_comes_first
    credentials_count_as_the_requesting_country_takes_them
    another_variety_is_shown_as_excluded_and_never_offered
    r07_three_hours_of_remote_simultaneous_a_day_are_the_most
    r01_a_request_must_name_varieties_that_exist
    a_place_is_free_unless_held_at_that_time
    every_interpreter_of_the_pair_is_either_candidate_or_excluded
    a_place_taken_names_itself
}
