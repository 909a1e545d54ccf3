//! What a request may say, and its legs: an open variety, a team other than the rule's, a relay.

use anyhow::{Result, ensure};
use puente_registry::{
    Error, Store,
    country::Country,
    hearing::Role,
    id::PersonId,
    interpreter::{Class, Mode, Service, Setting, Spoken},
    language::Language,
    person::{AccountRole, NewAccount},
    request::{ByEar, LegInput, OverrideReason, RequestInput, RequestState, TeamOverride, Topic},
    team::TeamRule,
};

use crate::{
    by_ear::listened,
    engines::on_both_engines,
    offers::offer_of,
    people::{
        GUATEMALA, enrolment, interpreters, interview, interviewer, now, profile, recognise, rng,
    },
};

/// Somebody of another role than the interviewer.
pub(crate) async fn staff(store: &Store, role: AccountRole, email: &str) -> Result<PersonId> {
    let account = NewAccount {
        name: "Sample Staff".to_owned(),
        email: Some(email.to_owned()),
        password_phc: None,
        role,
        country: Country::Gt,
        zone: GUATEMALA.parse()?,
    };
    Ok(store.add_account(&account, now()?, &mut rng()).await?)
}

/// So many interpreters of another pair, in the same hours as the rest of the cast.
pub(crate) async fn interpreters_of(
    store: &Store,
    pair: [&str; 2],
    count: usize,
) -> Result<Vec<PersonId>> {
    recognise(store).await?;
    let [a, b]: [Language; 2] = [pair[0].parse()?, pair[1].parse()?];
    let mut profile = profile()?;
    profile.languages = vec![
        Spoken { language: a.clone(), class: Class::A, attested: None },
        Spoken { language: b.clone(), class: Class::B, attested: None },
    ];
    profile.services = Vec::new();
    for (source, target) in [(&a, &b), (&b, &a)] {
        for mode in Mode::ALL {
            for setting in Setting::ALL {
                let (source, target) = (source.clone(), target.clone());
                profile.services.push(Service { source, target, mode: *mode, setting: *setting });
            }
        }
    }
    let one = enrolment(profile)?;
    Ok(store.enrol(&vec![one; count], now()?, &mut rng()).await?)
}

/// An interview of 45 minutes by relay: Mam to Spanish to English, one person in each booth.
pub(crate) fn relay() -> Result<RequestInput> {
    let leg = |a: &str, b: &str| {
        Ok::<_, anyhow::Error>(LegInput {
            languages: [a.parse()?, b.parse()?],
            mode: Mode::Consecutive,
        })
    };
    let mut input = interview()?;
    input.languages = ["mam-todos-santos".parse()?, "eng".parse()?];
    input.minutes = 45;
    input.legs = vec![leg("mam-todos-santos", "spa")?, leg("spa", "eng")?];
    Ok(input)
}

async fn r01_a_request_may_leave_the_variety_open_and_nobody_is_asked_until_it_is_known(
    store: Store,
) -> Result<()> {
    let requester = interviewer(&store, "e@example.org").await?;
    let people = interpreters(&store, 1).await?;
    for unknown in ["null", "\"mam\""] {
        let mut json = serde_json::to_value(interview()?)?;
        json["languages"][0] = serde_json::from_str(unknown)?;
        json["participants"][0]["languages"] = serde_json::json!(["und"]);
        if unknown != "null" {
            json["participants"][0]["languages"] = serde_json::json!(["mam"]);
        }
        let closed: RequestInput = serde_json::from_value(json.clone())?;
        let refusal = store.create_request(requester, &closed, now()?, &mut rng()).await;
        ensure!(
            matches!(refusal, Err(Error::LanguageGroup(_) | Error::Invalid { .. })),
            "without by_ear: {refusal:?}"
        );
        json["about"] = serde_json::json!({ "by_ear": "unknown", "region_of_origin": "GT-HU",
            "literacy": "does_not_read", "hearing": "hearing", "other_languages": ["spa"] });
        let input: RequestInput = serde_json::from_value(json)?;
        let request = store.create_request(requester, &input, now()?, &mut rng()).await?;
        ensure!(!request.variety_known && request.state == RequestState::Open);
        ensure!(request.input == input, "it reads back as it was sent");
        ensure!(store.candidates(request.id, 0, now()?).await?.candidates.is_empty());
        let asked = store.offer(request.id, requester, 0, &people, now()?, &mut rng()).await;
        ensure!(matches!(asked, Err(Error::LanguageGroup(_))), "{asked:?}");

        let group: Language = "mam".parse()?;
        let refusal = store.choose_variety(request.id, requester, &group, None, now()?).await;
        ensure!(matches!(refusal, Err(Error::LanguageGroup(_))), "{refusal:?}");
        let chosen: Language = "mam-todos-santos".parse()?;
        let stranger = store.choose_variety(request.id, people[0], &chosen, None, now()?).await;
        ensure!(matches!(stranger, Err(Error::NotFound("request"))));
        let unheard = Some(ByEar::Result(uuid::Uuid::from_u128(5)));
        let refused = store.choose_variety(request.id, requester, &chosen, unheard, now()?).await;
        ensure!(matches!(refused, Err(Error::Invalid { field: "about.by_ear", .. })));
        let heard = ByEar::Result(listened(&store, &chosen, requester).await?.0);
        let known =
            store.choose_variety(request.id, requester, &chosen, Some(heard), now()?).await?;
        ensure!(known.variety_known && known.input.about.by_ear == Some(heard));
        ensure!(known.legs[0].languages[0] == chosen);
        ensure!(known.input.participants[0].languages == vec![chosen.clone()]);
        let twice = store.choose_variety(request.id, requester, &chosen, None, now()?).await;
        ensure!(matches!(twice, Err(Error::NotNow(_))), "{twice:?}");
        store.offer(request.id, requester, 0, &people, now()?, &mut rng()).await?;
        store.cancel_request(request.id, requester, None, now()?, &mut rng()).await?;
    }
    Ok(())
}

async fn r01_what_was_stored_before_still_reads(store: Store) -> Result<()> {
    let requester = interviewer(&store, "e@example.org").await?;
    let mut old = serde_json::to_value(interview()?)?;
    let fields = old.as_object_mut().map(std::mem::take).unwrap_or_default();
    let kept: serde_json::Map<_, _> = fields
        .into_iter()
        .filter(|(name, _)| !["about", "topics", "legs", "team", "fee"].contains(&name.as_str()))
        .collect();
    let input: RequestInput = serde_json::from_value(kept.into())?;
    let request = store.create_request(requester, &input, now()?, &mut rng()).await?;
    ensure!(request.legs.len() == 1 && request.legs[0].seats == 2);
    Ok(())
}

async fn r07_the_team_rule_yields_to_a_role_with_a_reason_only(store: Store) -> Result<()> {
    let requester = interviewer(&store, "e@example.org").await?;
    let coordinator = staff(&store, AccountRole::Coordinator, "c@example.org").await?;
    let judge = staff(&store, AccountRole::Presiding, "j@example.org").await?;
    let mut input = interview()?;
    input.team = Some(TeamOverride { seats: 1, reason: OverrideReason::RareLanguage });
    let refusal = store.create_request(requester, &input, now()?, &mut rng()).await;
    ensure!(matches!(refusal, Err(Error::NotAllowed)), "{refusal:?}");
    for by in [coordinator, judge] {
        let request = store.create_request(by, &input, now()?, &mut rng()).await?;
        ensure!(request.seats == 1 && request.legs[0].seats == 1);
        ensure!(request.team_rule == Some(TeamRule::ConsecutiveOver60), "the rule is still shown");
    }
    input.team = Some(TeamOverride { seats: 4, reason: OverrideReason::LargerTeam });
    let refusal = store.create_request(coordinator, &input, now()?, &mut rng()).await;
    ensure!(matches!(refusal, Err(Error::Invalid { field: "team.seats", .. })), "{refusal:?}");
    let no_reason = serde_json::json!({ "seats": 1 });
    ensure!(serde_json::from_value::<TeamOverride>(no_reason).is_err());
    Ok(())
}

async fn r12_both_legs_are_booked_or_none(store: Store) -> Result<()> {
    let requester = interviewer(&store, "e@example.org").await?;
    let mam = interpreters(&store, 2).await?;
    let english = interpreters_of(&store, ["spa", "eng"], 2).await?;
    let request = store.create_request(requester, &relay()?, now()?, &mut rng()).await?;
    ensure!(request.seats == 2 && request.legs.len() == 2);
    let wrong = store.offer(request.id, requester, 0, &english, now()?, &mut rng()).await;
    ensure!(matches!(wrong, Err(Error::Invalid { field: "interpreters", .. })), "{wrong:?}");
    let nowhere = store.offer(request.id, requester, 2, &english, now()?, &mut rng()).await;
    ensure!(matches!(nowhere, Err(Error::Invalid { field: "leg", .. })), "{nowhere:?}");
    store.offer(request.id, requester, 0, &mam, now()?, &mut rng()).await?;
    store.offer(request.id, requester, 1, &english, now()?, &mut rng()).await?;

    store.accept(offer_of(&store, mam[0], request.id).await?, mam[0], now()?, &mut rng()).await?;
    let second = offer_of(&store, mam[1], request.id).await?;
    let late = store.accept(second, mam[1], now()?, &mut rng()).await;
    ensure!(matches!(late, Err(Error::AlreadyTaken)), "the first booth is full: {late:?}");
    ensure!(store.request(request.id).await?.hearing.is_none(), "one leg alone books nothing");
    let last = offer_of(&store, english[0], request.id).await?;
    let offer = store.accept(last, english[0], now()?, &mut rng()).await?;
    let request = store.request(request.id).await?;
    ensure!(request.state == RequestState::Booked && offer.hearing == request.hearing);
    let hearing = store.hearing(request.hearing.ok_or(Error::NotFound("hearing"))?, now()?).await?;
    let booths: Vec<_> = hearing.booths.iter().map(|booth| booth.languages.clone()).collect();
    ensure!(booths == relay()?.legs.into_iter().map(|leg| leg.languages).collect::<Vec<_>>());
    let seats: Vec<_> = hearing
        .participants
        .iter()
        .filter(|p| p.role == Role::Interpreter)
        .map(|p| (p.person, p.booth))
        .collect();
    ensure!(seats == [(Some(mam[0]), Some(0)), (Some(english[0]), Some(1))]);
    ensure!(hearing.participants[0].languages[0].as_str() == "eng", "the floor of who asks");
    Ok(())
}

async fn legs_that_make_no_chain_are_refused(store: Store) -> Result<()> {
    let requester = interviewer(&store, "e@example.org").await?;
    let good = relay()?;
    let mut apart = good.clone();
    apart.legs[1].languages = ["hat".parse()?, "eng".parse()?];
    let mut twice = good.clone();
    twice.legs[1].languages = ["spa".parse()?, "mam-todos-santos".parse()?];
    let mut elsewhere = good.clone();
    elsewhere.languages[1] = "fra".parse()?;
    let mut long = good.clone();
    long.legs = vec![good.legs[0].clone(); 4];
    for input in [apart, twice, elsewhere, long] {
        let refusal = store.create_request(requester, &input, now()?, &mut rng()).await;
        ensure!(matches!(refusal, Err(Error::Invalid { field: "legs", .. })), "{refusal:?}");
    }
    Ok(())
}

async fn r04_a_seat_given_back_waits_for_somebody_and_the_hearing_stays(
    store: Store,
) -> Result<()> {
    let requester = interviewer(&store, "e@example.org").await?;
    let people = interpreters(&store, 3).await?;
    let mut input = interview()?;
    input.topics = vec![Topic::SexualViolence];
    let request = store.create_request(requester, &input, now()?, &mut rng()).await?;
    store.offer(request.id, requester, 0, &people[..2], now()?, &mut rng()).await?;
    let mut offers = Vec::new();
    for (minute, person) in (0..).zip(&people[..2]) {
        let offer = offer_of(&store, *person, request.id).await?;
        store.accept(offer, *person, now()?.plus_minutes(minute), &mut rng()).await?;
        offers.push(offer);
    }
    let booked = store.request(request.id).await?;
    store.withdraw(offers[0], people[0], None, now()?, &mut rng()).await?;
    let waiting = store.request(request.id).await?;
    ensure!(waiting.state == RequestState::Offered && waiting.hearing == booked.hearing);
    ensure!(waiting.legs[0].taken == 1);
    ensure!(store.agenda(people[0], now()?).await?.is_empty(), "she is free");
    ensure!(store.agenda(people[1], now()?).await?.len() == 1, "her mate stays booked");

    store.offer(request.id, requester, 0, &people[2..], now()?, &mut rng()).await?;
    let offer = offer_of(&store, people[2], request.id).await?;
    store.accept(offer, people[2], now()?, &mut rng()).await?;
    let again = store.request(request.id).await?;
    ensure!(again.state == RequestState::Booked && again.hearing == booked.hearing);
    let hearing = store.hearing(again.hearing.ok_or(Error::NotFound("hearing"))?, now()?).await?;
    let team: Vec<_> = hearing
        .participants
        .iter()
        .filter(|p| p.role == Role::Interpreter)
        .map(|p| (p.seat.0, p.person))
        .collect();
    ensure!(team == [(3, Some(people[2])), (4, Some(people[1]))], "the same seat: {team:?}");
    let twice = store.withdraw(offers[0], people[0], None, now()?, &mut rng()).await?;
    ensure!(twice.state.as_str() == "withdrawn");
    Ok(())
}

on_both_engines! {
    r01_a_request_may_leave_the_variety_open_and_nobody_is_asked_until_it_is_known
    r01_what_was_stored_before_still_reads
    r07_the_team_rule_yields_to_a_role_with_a_reason_only
    r12_both_legs_are_booked_or_none
    legs_that_make_no_chain_are_refused
    r04_a_seat_given_back_waits_for_somebody_and_the_hearing_stays
}
