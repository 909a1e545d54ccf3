//! A case planned with what the bank knows, changed by hand, planned anew around somebody who is
//! ill, and sent as requests.

use anyhow::{Context as _, Result, ensure};
use puente_registry::{
    Error, Store,
    case_plan::{
        Absence, CasePlan, Change, InterviewMove, PlanState, PlanVictim, Setup, WhatBreaks,
        WhyNotSent,
    },
    conflict::ConflictKey,
    country::Country,
    id::{PersonId, PlaceId},
    interpreter::{Gender, Mode, Setting},
    person::{AccountRole, NewAccount},
    place::PlaceKind,
    request::{Preferences, RequestState},
};

use crate::{
    engines::on_both_engines,
    people::{GUATEMALA, enrolment, interpreters, now, place, profile, recognise, rng, wall, week},
};

async fn coordinator(store: &Store, country: Country) -> Result<PersonId> {
    let account = NewAccount {
        name: "Luis Ejemplo".into(),
        email: Some(format!("luis.{country}@example.org")),
        password_phc: None,
        role: AccountRole::Coordinator,
        country,
        zone: GUATEMALA.parse()?,
    };
    Ok(store.add_account(&account, now()?, &mut rng()).await?)
}

fn victim(label: &str) -> Result<PlanVictim> {
    Ok(PlanVictim {
        label: label.to_owned(),
        language: "mam-todos-santos".parse()?,
        other_languages: Vec::new(),
        minor: None,
        mode: Mode::Consecutive,
        preferences: Preferences::default(),
        apart: None,
        interviews: 2,
        minutes: 60,
        step_free: false,
    })
}

/// Three days of next week, eight to five.
fn setup(places: Vec<PlaceId>, victims: Vec<PlanVictim>) -> Result<Setup> {
    Ok(Setup {
        case_reference: "GT-2026-7".to_owned(),
        language: "spa".parse()?,
        setting: Setting::Interview,
        zone: GUATEMALA.parse()?,
        days: vec!["2026-11-30".parse()?, "2026-12-01".parse()?, "2026-12-02".parse()?],
        from: "08:00".parse()?,
        to: "17:00".parse()?,
        rest_minutes: 15,
        places,
        topics: Vec::new(),
        victims,
    })
}

fn victims(count: usize) -> Result<Vec<PlanVictim>> {
    (1..=count).map(|number| victim(&format!("V-{number}"))).collect()
}

/// A plan of four victims in a room and with a kit, solved.
async fn solved(store: &Store) -> Result<(PersonId, CasePlan)> {
    let by = coordinator(store, Country::Gt).await?;
    let venue = place(store, PlaceKind::Venue, Country::Gt).await?;
    let kit = place(store, PlaceKind::Kit, Country::Gt).await?;
    let setup = setup(vec![venue, kit], victims(4)?)?;
    let plan = store.create_case_plan(by, &setup, now()?, &mut rng()).await?;
    ensure!(plan.interviews.is_empty() && plan.objections.len() == 8);
    ensure!(plan.objections.iter().all(|objection| objection.what == WhatBreaks::Missing));
    let solved = store.solve_case_plan(plan.id, by, plan.version, true, now()?).await?;
    assert_eq!(solved.changes.len(), 8);
    Ok((by, solved.plan))
}

fn whats(plan: &CasePlan) -> Vec<WhatBreaks> {
    plan.objections.iter().map(|objection| objection.what).collect()
}

async fn s11_a_case_is_planned_and_each_victim_keeps_her_interpreter(store: Store) -> Result<()> {
    interpreters(&store, 3).await?;
    let (by, plan) = solved(&store).await?;
    assert_eq!(whats(&plan), vec![]);
    assert_eq!((plan.state, plan.unsent), (PlanState::Draft, 8));
    for victim in &plan.victims {
        let hers: Vec<_> =
            plan.interviews.iter().filter(|one| one.victim == victim.label).collect();
        assert_eq!(hers.len(), 2);
        assert_eq!(hers[0].interpreters, hers[1].interpreters);
        assert_eq!(victim.interpreters, vec![101, 102, 103]);
        assert_eq!(hers[0].ends.minute_of_day() - hers[0].starts.minute_of_day(), 60);
    }
    assert_eq!(store.case_plan(plan.id, by, now()?).await?, plan);
    let lines = store.case_plans(by).await?;
    assert_eq!((lines.len(), lines[0].victims, lines[0].planned, lines[0].needed), (1, 4, 8, 8));
    Ok(())
}

async fn s11_only_those_are_planned_whom_a_search_would_find(store: Store) -> Result<()> {
    let store = store.with_conflict_key(ConflictKey::new(&[7; 32])).await?;
    let by = coordinator(&store, Country::Gt).await?;
    recognise(&store).await?;
    let man =
        enrolment(puente_registry::interpreter::Profile { gender: Gender::Man, ..profile()? })?;
    let unvetted =
        enrolment(puente_registry::interpreter::Profile { vetted_until: None, ..profile()? })?;
    let mut afternoons = enrolment(profile()?)?;
    afternoons.week = week("14:00", "18:00")?;
    store.enrol(&[man, unvetted, afternoons], now()?, &mut rng()).await?;
    let venue = place(&store, PlaceKind::Venue, Country::Gt).await?;
    let mut wishes = victims(2)?;
    wishes[0].preferences.gender = Some(Gender::Woman);
    wishes[0].preferences.gender_required = true;
    wishes[1].preferences.not_from = vec!["Huehuetenango".to_owned()];
    let setup = setup(vec![venue], wishes)?;
    let plan = store.create_case_plan(by, &setup, now()?, &mut rng()).await?;
    assert_eq!(plan.victims[0].interpreters, vec![103]);
    assert_eq!(plan.victims[1].interpreters, Vec::<i64>::new());
    ensure!(!serde_json::to_string(&plan)?.contains("Huehuetenango"), "a hash stands there");
    // What was read is written again, and means the same.
    let mut setup = setup;
    setup.victims[1].preferences = plan.setup.victims[1].preferences.clone();
    let plan = store.set_up_case_plan(plan.id, by, plan.version, &setup, now()?).await?;
    assert_eq!(plan.victims[1].interpreters, Vec::<i64>::new());
    let plan = store.solve_case_plan(plan.id, by, plan.version, true, now()?).await?.plan;
    assert_eq!(plan.interviews.len(), 2);
    for interview in &plan.interviews {
        assert_eq!((interview.victim.as_str(), &interview.interpreters), ("V-1", &vec![103]));
        ensure!(interview.starts.minute_of_day() >= 14 * 60);
    }
    assert_eq!(whats(&plan), vec![WhatBreaks::Missing; 2]);

    // The victim in the morning: the plan takes it and says at once what breaks.
    let wanted = InterviewMove {
        victim: "V-1".to_owned(),
        number: 0,
        starts: "2026-11-30T09:00".parse()?,
        place: venue,
        interpreters: None,
        pinned: true,
    };
    let moved = store.move_case_interview(plan.id, by, plan.version, &wanted, now()?).await?;
    ensure!(whats(&moved).contains(&WhatBreaks::InterpreterBusy), "{:?}", moved.objections);
    let other = InterviewMove { interpreters: Some(vec![101]), ..wanted };
    let moved = store.move_case_interview(plan.id, by, moved.version, &other, now()?).await?;
    ensure!(whats(&moved).contains(&WhatBreaks::NotSuited), "{:?}", moved.objections);
    ensure!(whats(&moved).contains(&WhatBreaks::OtherInterpreter), "{:?}", moved.objections);
    // What a person pinned stays when the rest is planned anew.
    let again = store.solve_case_plan(plan.id, by, moved.version, false, now()?).await?.plan;
    let first = again.interviews.first().context("V-1")?;
    ensure!(first.pinned && first.interpreters == [101], "{first:?}");
    Ok(())
}

async fn s11_when_somebody_is_ill_only_her_interviews_change(store: Store) -> Result<()> {
    interpreters(&store, 3).await?;
    let (by, plan) = solved(&store).await?;
    let ill = plan.interviews[0].interpreters[0];
    let absence = Absence {
        interpreter: ill,
        from: "2026-11-30T00:00".parse()?,
        to: "2026-12-04T00:00".parse()?,
    };
    let told = store.set_case_absences(plan.id, by, plan.version, &[absence], now()?).await?;
    let hers = plan.interviews.iter().filter(|one| one.interpreters.contains(&ill)).count();
    assert_eq!(whats(&told), vec![WhatBreaks::InterpreterBusy; hers]);
    let solved = store.solve_case_plan(plan.id, by, told.version, false, now()?).await?;
    assert_eq!(whats(&solved.plan), vec![]);
    let has_other = |change: &&Change| match (&change.from, &change.to) {
        (Some(from), Some(to)) => from.interpreters != to.interpreters,
        _ => true,
    };
    let others: Vec<&Change> = solved.changes.iter().filter(has_other).collect();
    assert_eq!(others.len(), hers);
    for change in others {
        let from = change.from.as_ref().context("it stood somewhere")?;
        let to = change.to.as_ref().context("it stands somewhere")?;
        ensure!(from.interpreters.contains(&ill) && !to.interpreters.contains(&ill), "{change:?}");
    }
    ensure!(solved.changes.len() <= 2 * hers, "others are moved only to make room");
    Ok(())
}

async fn s11_requests_are_made_once_and_follow_what_is_changed(store: Store) -> Result<()> {
    interpreters(&store, 3).await?;
    let (by, plan) = solved(&store).await?;
    let sent = store.send_case_plan(plan.id, by, plan.version, now()?, &mut rng()).await?;
    assert_eq!((sent.made, sent.called_off, sent.not_sent.len()), (8, 0, 0));
    assert_eq!((sent.plan.state, sent.plan.unsent), (PlanState::Sent, 0));
    assert_eq!(whats(&sent.plan), vec![], "what the plan itself holds is no obstacle to it");
    for interview in &sent.plan.interviews {
        let made = interview.request.as_ref().context("a request")?;
        let request = store.request(made.id).await?;
        assert_eq!(request.starts.local, interview.starts);
        let asked: Vec<i64> = request.offers.iter().map(|offer| offer.number).collect();
        assert_eq!(asked, interview.interpreters);
        assert_eq!(request.input.about.victim.as_ref(), Some(&interview.victim));
    }

    // The first is accepted: it is booked, and stays unbroken in the plan.
    let first = sent.plan.interviews[0].clone();
    let person = store.person_numbered(first.interpreters[0]).await?;
    let offers = store.offers_to(person, now()?).await?;
    let starts = wall(&first.starts.to_string(), GUATEMALA)?.moment()?.instant;
    let offer = offers.iter().find(|one| one.starts.instant == starts).context("an offer")?;
    store.accept(offer.id, person, now()?, &mut rng()).await?;
    let plan = store.case_plan(plan.id, by, now()?).await?;
    assert_eq!(whats(&plan), vec![]);
    let request = plan.interviews[0].request.as_ref().context("a request")?;
    ensure!(request.state == RequestState::Booked && request.hearing.is_some());

    let again = store.send_case_plan(plan.id, by, plan.version, now()?, &mut rng()).await?;
    assert_eq!((again.made, again.called_off), (0, 0));

    let last = again.plan.interviews.last().context("the last")?.clone();
    let wanted = InterviewMove {
        victim: last.victim.clone(),
        number: last.number,
        starts: "2026-12-02T15:00".parse()?,
        place: last.place,
        interpreters: None,
        pinned: true,
    };
    let version = again.plan.version;
    let moved = store.move_case_interview(plan.id, by, version, &wanted, now()?).await?;
    assert_eq!(moved.unsent, 1);
    let sent = store.send_case_plan(plan.id, by, moved.version, now()?, &mut rng()).await?;
    assert_eq!((sent.made, sent.called_off, sent.plan.unsent), (1, 1, 0));
    let old = store.request(last.request.context("a request")?.id).await?;
    assert_eq!(old.state, RequestState::Cancelled);

    let closed = store.close_case_plan(plan.id, by, sent.plan.version, now()?).await?;
    assert_eq!(closed.state, PlanState::Closed);
    let refusal = store.solve_case_plan(plan.id, by, closed.version, true, now()?).await;
    ensure!(matches!(refusal, Err(Error::NotNow(_))), "{refusal:?}");
    Ok(())
}

async fn what_cannot_be_asked_for_is_told_and_the_rest_is_sent(store: Store) -> Result<()> {
    interpreters(&store, 3).await?;
    let (by, plan) = solved(&store).await?;
    let first = &plan.interviews[0];
    let clash = InterviewMove {
        victim: "V-4".to_owned(),
        number: 1,
        starts: first.starts,
        place: first.place,
        interpreters: None,
        pinned: true,
    };
    let moved = store.move_case_interview(plan.id, by, plan.version, &clash, now()?).await?;
    ensure!(whats(&moved).contains(&WhatBreaks::PlaceTwice), "{:?}", moved.objections);
    let sent = store.send_case_plan(plan.id, by, moved.version, now()?, &mut rng()).await?;
    assert_eq!(sent.made, 7);
    let told: Vec<_> =
        sent.not_sent.iter().map(|one| (one.victim.as_str(), one.number, one.why)).collect();
    assert_eq!(told, vec![("V-4", 1, WhyNotSent::PlaceTaken)]);
    Ok(())
}

async fn a_plan_is_its_countrys_and_nobody_overwrites_another(store: Store) -> Result<()> {
    interpreters(&store, 3).await?;
    let (by, plan) = solved(&store).await?;
    let abroad = coordinator(&store, Country::Mx).await?;
    ensure!(store.case_plans(abroad).await?.is_empty());
    let refusals = [
        store.case_plan(plan.id, abroad, now()?).await.err(),
        store.set_up_case_plan(plan.id, abroad, plan.version, &plan.setup, now()?).await.err(),
        store.solve_case_plan(plan.id, abroad, plan.version, true, now()?).await.err(),
        store.set_case_absences(plan.id, abroad, plan.version, &[], now()?).await.err(),
        store.send_case_plan(plan.id, abroad, plan.version, now()?, &mut rng()).await.err(),
        store.close_case_plan(plan.id, abroad, plan.version, now()?).await.err(),
    ];
    for refusal in refusals {
        ensure!(matches!(refusal, Some(Error::NotFound(_))), "{refusal:?}");
    }
    let stale = store.set_case_absences(plan.id, by, plan.version - 1, &[], now()?).await;
    ensure!(matches!(stale, Err(Error::NotNow(_))), "{stale:?}");
    Ok(())
}

async fn a_setup_that_cannot_be_is_refused_and_one_that_shrinks_drops_what_is_gone(
    store: Store,
) -> Result<()> {
    interpreters(&store, 3).await?;
    let (by, plan) = solved(&store).await?;
    let elsewhere = place(&store, PlaceKind::Kit, Country::Mx).await?;
    let changed = |change: &dyn Fn(&mut Setup)| {
        let mut setup = plan.setup.clone();
        change(&mut setup);
        setup
    };
    for (field, setup) in [
        ("case_reference", changed(&|s| s.case_reference = " ".to_owned())),
        ("days", changed(&|s| s.days.clear())),
        ("days", changed(&|s| s.days.reverse())),
        ("to", changed(&|s| s.to = s.from)),
        ("rest_minutes", changed(&|s| s.rest_minutes = -1)),
        ("places", changed(&|s| s.places.push(s.places[0]))),
        ("places", changed(&|s| s.places.push(elsewhere))),
        ("victims", changed(&|s| s.victims[1].label = s.victims[0].label.clone())),
        ("victims.label", changed(&|s| s.victims[0].label = "x".repeat(41))),
        ("victims.apart", changed(&|s| s.victims[0].apart = Some(String::new()))),
        ("victims.minutes", changed(&|s| s.victims[0].minutes = 50)),
        ("victims.interviews", changed(&|s| s.victims[0].interviews = 6)),
        ("preferences.gender", changed(&|s| s.victims[0].preferences.gender_required = true)),
    ] {
        let refusal = store.set_up_case_plan(plan.id, by, plan.version, &setup, now()?).await;
        let told = match &refusal {
            Err(Error::Invalid { field, .. }) => field,
            _ => "nothing",
        };
        assert_eq!(told, field, "{refusal:?}");
    }
    let yesterday = "2026-11-23".parse()?;
    let past = changed(&|s| s.days = vec![yesterday]);
    let refusal = store.create_case_plan(by, &past, now()?, &mut rng()).await;
    ensure!(matches!(refusal, Err(Error::Invalid { field: "days", .. })), "{refusal:?}");

    let fewer = changed(&|s| s.victims.truncate(3));
    let plan = store.set_up_case_plan(plan.id, by, plan.version, &fewer, now()?).await?;
    assert_eq!((plan.interviews.len(), whats(&plan)), (6, vec![]));
    Ok(())
}

on_both_engines! {
    s11_a_case_is_planned_and_each_victim_keeps_her_interpreter
    s11_only_those_are_planned_whom_a_search_would_find
    s11_when_somebody_is_ill_only_her_interviews_change
    s11_requests_are_made_once_and_follow_what_is_changed
    what_cannot_be_asked_for_is_told_and_the_rest_is_sent
    a_plan_is_its_countrys_and_nobody_overwrites_another
    a_setup_that_cannot_be_is_refused_and_one_that_shrinks_drops_what_is_gone
}
