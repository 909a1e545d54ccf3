//! Ways round: chains over another language, why somebody is not listed, what could be done
//! instead, and how a country's own way of choosing changes the order.

use anyhow::{Context as _, Result, ensure};
use puente_registry::{
    Error, Store, Why,
    conflict::{ConflictKey, FactKind, PlainFact},
    id::{PersonId, RequestId},
    interpreter::{Class, Mode, Profile, Service, Setting, Spoken},
    matching::{Continuity, Detail, Effect, Fact},
    offer::{OfferState, RelayLeg},
    relay::{BankChain, BankLeg},
    request::{RequestInput, RequestState, Waves},
    search::Way,
    weights::{Choosing, Weights},
};

use crate::{
    engines::on_both_engines,
    people::{
        GUATEMALA, enrolment, interview, interviewer, now, profile, recognise, rng, wall, week,
    },
};

/// Serves a pair both ways, in every setting.
fn serving(one: &str, other: &str, mode: Mode) -> Result<Profile> {
    let mut services = Vec::new();
    for (source, target) in [(one, other), (other, one)] {
        for setting in Setting::ALL {
            services.push(Service {
                source: source.parse()?,
                target: target.parse()?,
                mode,
                setting: *setting,
            });
        }
    }
    let speaks = |language: &str| -> Result<Spoken> {
        Ok(Spoken { language: language.parse()?, class: Class::A, attested: None })
    };
    Ok(Profile { languages: vec![speaks(one)?, speaks(other)?], services, ..profile()? })
}

async fn enrol(store: &Store, profile: Profile) -> Result<PersonId> {
    let people = store.enrol(&[enrolment(profile)?], now()?, &mut rng()).await?;
    people.first().copied().context("one person")
}

fn mam_to_english() -> Result<RequestInput> {
    Ok(RequestInput {
        languages: ["mam-todos-santos".parse()?, "eng".parse()?],
        minutes: 45,
        ..interview()?
    })
}

async fn ask(store: &Store, by: PersonId, input: &RequestInput) -> Result<RequestId> {
    Ok(store.create_request(by, input, now()?, &mut rng()).await?.id)
}

async fn r12_mam_to_english_goes_over_spanish_in_two_booths(store: Store) -> Result<()> {
    let requester = interviewer(&store, "e@example.org").await?;
    let mode = Mode::Consecutive;
    let mam = enrol(&store, serving("mam-todos-santos", "spa", mode)?).await?;
    let worse = Profile { reliability_permille: 300, ..serving("mam-todos-santos", "spa", mode)? };
    enrol(&store, worse).await?;
    let english = enrol(&store, serving("spa", "eng", mode)?).await?;
    let request = ask(&store, requester, &mam_to_english()?).await?;
    ensure!(store.candidates(request, 0, now()?).await?.candidates.is_empty());
    let chains = store.chains(request, now()?).await?;
    assert_eq!(chains.len(), 1);
    let legs: Vec<(String, PersonId)> = chains[0]
        .legs
        .iter()
        .map(|leg| (leg.languages.each_ref().map(ToString::to_string).join(">"), leg.people[0].0))
        .collect();
    assert_eq!(
        legs,
        vec![("mam-todos-santos>spa".to_owned(), mam), ("spa>eng".to_owned(), english)]
    );
    ensure!(!chains[0].later);
    let parts: i64 = chains[0].legs.iter().map(|leg| leg.expected_loss_permille).sum();
    ensure!(chains[0].expected_loss_permille > 0 && chains[0].expected_loss_permille <= parts);

    // Whoever is needed in one booth cannot sit in the other.
    let both = Profile {
        services: [
            serving("mam-todos-santos", "spa", mode)?.services,
            serving("spa", "eng", mode)?.services,
        ]
        .concat(),
        languages: [
            serving("mam-todos-santos", "spa", mode)?.languages,
            vec![Spoken { language: "eng".parse()?, class: Class::A, attested: None }],
        ]
        .concat(),
        reliability_permille: 1000,
        ..profile()?
    };
    let both = enrol(&store, both).await?;
    for chain in store.chains(request, now()?).await? {
        let [one, other] = &chain.legs[..] else { anyhow::bail!("two booths") };
        ensure!(one.people[0].0 != other.people[0].0);
        ensure!([one.people[0].0, other.people[0].0].contains(&both));
    }
    Ok(())
}

async fn r12_a_chain_is_offered_later_when_its_people_are_not_free_together(
    store: Store,
) -> Result<()> {
    let requester = interviewer(&store, "e@example.org").await?;
    let mode = Mode::Consecutive;
    enrol(&store, serving("mam-todos-santos", "spa", mode)?).await?;
    let english = enrol(&store, serving("spa", "eng", mode)?).await?;
    store.set_week(english, &GUATEMALA.parse()?, &week("14:00", "16:00")?).await?;
    let request = ask(&store, requester, &mam_to_english()?).await?;
    let chains = store.chains(request, now()?).await?;
    assert_eq!(chains.len(), 1);
    ensure!(chains[0].later);
    assert_eq!(chains[0].starts.local.to_string(), "2026-11-25T14:00");
    store.set_week(english, &GUATEMALA.parse()?, &[]).await?;
    ensure!(store.chains(request, now()?).await?.is_empty());
    Ok(())
}

/// The chain's booths as the page sends them back.
fn booths(chain: &BankChain) -> Vec<RelayLeg> {
    let booth = |leg: &BankLeg| RelayLeg {
        languages: leg.languages.clone(),
        interpreters: leg.people.iter().map(|(person, _)| *person).collect(),
    };
    chain.legs.iter().map(booth).collect()
}

async fn r12_a_request_becomes_the_relay_that_was_found_with_all_its_people_or_none(
    store: Store,
) -> Result<()> {
    let requester = interviewer(&store, "e@example.org").await?;
    let mode = Mode::Consecutive;
    let mam = enrol(&store, serving("mam-todos-santos", "spa", mode)?).await?;
    let english = enrol(&store, serving("spa", "eng", mode)?).await?;
    let request = ask(&store, requester, &mam_to_english()?).await?;
    let chains = store.chains(request, now()?).await?;
    let relay = booths(chains.first().context("a chain")?);
    let before = store.request(request).await?;

    // Somebody else takes her hour meanwhile: nothing of it happens, in either booth.
    let spanish = RequestInput { languages: ["spa".parse()?, "eng".parse()?], ..interview()? };
    let spanish = RequestInput { minutes: 45, ..spanish };
    let taken = ask(&store, requester, &spanish).await?;
    store.offer(taken, requester, 0, &[english], now()?, &mut rng()).await?;
    let offer = store.offers_to(english, now()?).await?[0].id;
    store.accept(offer, english, now()?, &mut rng()).await?;
    let refusal = store.offer_relay(request, requester, &relay, now()?, &mut rng()).await;
    ensure!(refusal.is_err(), "{refusal:?}");
    assert_eq!(store.request(request).await?, before);
    ensure!(store.availability(mam, now()?).await?.booked.is_empty(), "both or none");
    store.cancel_request(taken, requester, None, now()?, &mut rng()).await?;

    for wrong in [relay[..1].to_vec(), vec![relay[0].clone(), relay[0].clone()]] {
        let refusal = store.offer_relay(request, requester, &wrong, now()?, &mut rng()).await;
        ensure!(matches!(refusal, Err(Error::Invalid { field: "legs", .. })), "{refusal:?}");
    }
    let held = store.offer_relay(request, requester, &relay, now()?, &mut rng()).await?;
    assert_eq!(held.legs.len(), 2);
    assert_eq!(held.seats, 2);
    ensure!(held.offers.iter().all(|offer| offer.state == OfferState::Open));
    for person in [mam, english] {
        assert_eq!(store.availability(person, now()?).await?.booked.len(), 1, "held");
        let offers = store.offers_to(person, now()?).await?;
        let open = offers.iter().find(|offer| offer.state == OfferState::Open);
        let open = open.context("an offer")?;
        assert_eq!(open.legs, 2);
        store.accept(open.id, person, now()?, &mut rng()).await?;
    }
    let booked = store.request(request).await?;
    assert_eq!(booked.state, RequestState::Booked);
    let hearing = store.hearing(booked.hearing.context("a hearing")?, now()?).await?;
    assert_eq!(hearing.booths.len(), 2);
    let refusal = store.offer_relay(request, requester, &relay, now()?, &mut rng()).await;
    ensure!(matches!(refusal, Err(Error::NotNow(_))), "{refusal:?}");
    Ok(())
}

async fn r12_when_nobody_answered_the_ways_round_are_shown(store: Store) -> Result<()> {
    let requester = interviewer(&store, "e@example.org").await?;
    let direct = enrol(&store, profile()?).await?;
    let request = ask(&store, requester, &RequestInput { minutes: 45, ..interview()? }).await?;
    let found = store.candidates(request, 0, now()?).await?;
    ensure!(found.candidates.len() == 1 && found.instead.is_none(), "somebody can be asked");
    store.start_waves(request, requester, now()?, &mut rng()).await?;
    let offer = store.offers_to(direct, now()?).await?[0].id;
    store.decline(offer, direct, None, now()?).await?;
    store.advance(request, now()?, &mut rng()).await?;
    assert_eq!(store.request(request).await?.waves, Some(Waves::Exhausted));
    ensure!(store.candidates(request, 0, now()?).await?.instead.is_some());
    Ok(())
}

async fn why_not_is_answered_for_anybody_in_the_bank(store: Store) -> Result<()> {
    let requester = interviewer(&store, "e@example.org").await?;
    let english = enrol(&store, serving("spa", "eng", Mode::Consecutive)?).await?;
    let mam = enrol(&store, profile()?).await?;
    let request = ask(&store, requester, &interview()?).await?;
    let number = store.interpreter(english).await?.number;
    let judged = store.why(request, 0, number, now()?).await?;
    assert_eq!((judged.person, judged.fits), (english, false));
    assert_eq!(judged.reasons[0].detail, Detail::NotServed);
    let number = store.interpreter(mam).await?.number;
    let judged = store.why(request, 0, number, now()?).await?;
    ensure!(judged.fits);
    let found = store.candidates(request, 0, now()?).await?;
    assert_eq!(found.candidates[0].reasons, judged.reasons);
    let refusal = store.why(request, 0, 9_999, now()?).await;
    ensure!(matches!(refusal, Err(Error::NotFound("interpreter"))), "{refusal:?}");
    Ok(())
}

async fn r03_an_advocate_in_the_case_is_excluded_and_why_not_says_so(store: Store) -> Result<()> {
    let store = store.with_conflict_key(ConflictKey::new(&[7; 32])).await?;
    let requester = interviewer(&store, "e@example.org").await?;
    let advocate = enrol(&store, profile()?).await?;
    let other = enrol(&store, profile()?).await?;
    let request = ask(&store, requester, &interview()?).await?;
    let fact = |kind| PlainFact { kind, text: "GT-2026-7".to_owned() };
    let kind = FactKind::AdvocateInCase;
    store.declare(advocate, &fact(kind), now()?, &mut rng()).await?;
    store.set_request_facts(request, requester, &[fact(kind)]).await?;
    let found = store.candidates(request, 0, now()?).await?;
    assert_eq!(found.candidates.iter().map(|one| one.person).collect::<Vec<_>>(), vec![other]);
    let number = store.interpreter(advocate).await?.number;
    let judged = store.why(request, 0, number, now()?).await?;
    let reason = judged.reasons.first().context("a reason")?;
    assert_eq!((reason.fact, reason.effect), (Fact::Conflict, Effect::Excludes));
    assert_eq!(reason.detail, Detail::Conflict(kind));
    Ok(())
}

async fn ways_out_are_labelled_and_never_among_those_who_fit(store: Store) -> Result<()> {
    let requester = interviewer(&store, "e@example.org").await?;
    let mut input = interview()?;
    input.minutes = 45;
    let request = ask(&store, requester, &input).await?;
    let found = store.candidates(request, 0, now()?).await?;
    assert_eq!(found.instead, Some(vec![]), "an empty bank has nothing, and says that it looked");

    enrol(&store, serving("mam-tacana", "spa", Mode::Consecutive)?).await?;
    let simultaneous = serving("mam-todos-santos", "spa", Mode::Simultaneous)?;
    enrol(&store, simultaneous).await?;
    let afternoon = enrol(&store, serving("mam-todos-santos", "spa", Mode::Consecutive)?).await?;
    store.set_week(afternoon, &GUATEMALA.parse()?, &week("15:00", "18:00")?).await?;
    let found = store.candidates(request, 0, now()?).await?;
    ensure!(found.candidates.is_empty());
    let ways = found.instead.context("ways out")?;
    let variety = ways.iter().find_map(|one| match &one.way {
        Way::Variety { asked, near } => Some((asked.to_string(), near.clone(), one.people)),
        _ => None,
    });
    let (asked, near, people) = variety.context("a variety")?;
    assert_eq!(
        (asked.as_str(), near.language.as_str(), people),
        ("mam-todos-santos", "mam-tacana", 1)
    );
    ensure!(!near.source.is_empty());
    ensure!(ways.iter().any(|one| one.way == Way::Mode(Mode::Simultaneous) && one.people == 1));
    let times: Vec<String> = ways
        .iter()
        .filter_map(|one| match &one.way {
            Way::Time(moment) => Some(moment.local.to_string()),
            _ => None,
        })
        .collect();
    assert_eq!(times.first().map(String::as_str), Some("2026-11-25T15:00"));

    enrol(&store, profile()?).await?;
    let found = store.candidates(request, 0, now()?).await?;
    assert_eq!((found.candidates.len(), found.instead), (1, None));
    Ok(())
}

async fn a_country_weighs_as_it_has_set_and_can_insist_on_its_credentials(
    store: Store,
) -> Result<()> {
    let requester = interviewer(&store, "e@example.org").await?;
    recognise(&store).await?;
    let certified = enrol(&store, Profile { reliability_permille: 500, ..profile()? }).await?;
    let uncertified =
        enrol(&store, Profile { reliability_permille: 1000, credentials: vec![], ..profile()? })
            .await?;
    let request = ask(&store, requester, &interview()?).await?;
    let order = async || -> Result<Vec<PersonId>> {
        let found = store.candidates(request, 0, now()?).await?;
        Ok(found.candidates.iter().map(|one| one.person).collect())
    };
    assert_eq!(order().await?, vec![certified, uncertified]);
    let country = puente_registry::country::Country::Gt;
    let mut choosing = store.choosing(country).await?;
    assert_eq!(choosing.weights, Weights::DEFAULT);
    (choosing.weights.credential, choosing.weights.reliability) = (0, 400);
    store.set_choosing(country, &choosing).await?;
    assert_eq!(order().await?, vec![uncertified, certified]);
    choosing.recognised_only = [Setting::Interview].into_iter().collect();
    store.set_choosing(country, &choosing).await?;
    assert_eq!(store.choosing(country).await?, choosing);
    assert_eq!(order().await?, vec![certified]);
    for weights in [
        Weights { fairness: 101, ..Weights::DEFAULT },
        Weights { fairness: -100, local_hour: 250, ..Weights::DEFAULT },
    ] {
        let refusal = store.set_choosing(country, &Choosing { weights, ..choosing.clone() }).await;
        ensure!(matches!(refusal, Err(Error::Invalid { field: "weights", why: Why::DoesNotFit })));
    }
    Ok(())
}

async fn r08_who_knows_the_victim_comes_first_whatever_else_speaks_for_others(
    store: Store,
) -> Result<()> {
    let requester = interviewer(&store, "e@example.org").await?;
    recognise(&store).await?;
    let known = Profile { credentials: vec![], trauma_trained: false, ..profile()? };
    let known = enrol(&store, known).await?;
    let mut input = interview()?;
    input.minutes = 45;
    input.case_reference = Some("GT-2026-7".to_owned());
    let request = ask(&store, requester, &input).await?;
    store.offer(request, requester, 0, &[known], now()?, &mut rng()).await?;
    let offer = crate::offers::offer_of(&store, known, request).await?;
    store.accept(offer, known, now()?, &mut rng()).await?;
    enrol(&store, profile()?).await?;

    input.starts = wall("2026-11-26T10:00", GUATEMALA)?;
    let again = ask(&store, requester, &input).await?;
    let found = store.candidates(again, 0, now()?).await?;
    assert_eq!(found.candidates[0].person, known);
    ensure!(found.candidates[0].score < found.candidates[1].score);
    // Another victim of the same case: known to the case is not known to her.
    input.participants[0].label = "W-18".to_owned();
    let other = ask(&store, requester, &input).await?;
    let found = store.candidates(other, 0, now()?).await?;
    assert_eq!(found.candidates[1].person, known);
    let detail = Detail::Continuity(Continuity::Case);
    ensure!(found.candidates[1].reasons.iter().any(|reason| reason.detail == detail));
    Ok(())
}

on_both_engines! {
    r12_mam_to_english_goes_over_spanish_in_two_booths
    r12_a_chain_is_offered_later_when_its_people_are_not_free_together
    r12_a_request_becomes_the_relay_that_was_found_with_all_its_people_or_none
    r12_when_nobody_answered_the_ways_round_are_shown
    why_not_is_answered_for_anybody_in_the_bank
    r03_an_advocate_in_the_case_is_excluded_and_why_not_says_so
    ways_out_are_labelled_and_never_among_those_who_fit
    a_country_weighs_as_it_has_set_and_can_insist_on_its_credentials
    r08_who_knows_the_victim_comes_first_whatever_else_speaks_for_others
}
