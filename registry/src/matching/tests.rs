//! Every fact counts, and counts what the table says.

use proptest::{collection::vec, option, prelude::*, sample::select};
use rand::{SeedableRng as _, rngs::StdRng};

use super::*;

const START: i64 = 1_800_000_000_000_000;

fn facts() -> impl Strategy<Value = Facts> {
    let zones = ["America/Guatemala", "America/New_York", "America/Vancouver"];
    let class = || option::of(select(Class::ALL));
    let known = (
        select(Country::ALL),
        select(zones.to_vec()),
        select(Gender::ALL),
        [class(), class()],
        any::<bool>(),
        option::of(select(&["tzj", "kek"][..])),
        any::<bool>(),
    );
    let vouched = (
        option::of((select(&["a", "b"][..]), select(Level::ALL))),
        option::of(0_i64..3_000_000),
        any::<bool>(),
        0..=1000,
        0_i64..50_000,
    );
    let busy = [
        WhyBusy::OutsideHours,
        WhyBusy::Closed,
        WhyBusy::Booked,
        WhyBusy::Night,
        WhyBusy::SimultaneousMost(150),
    ];
    let time = (
        0_i64..3_000,
        option::of(select(busy.to_vec())),
        vec(select(FactKind::ALL), 0..2),
        select(Continuity::ALL),
        any::<bool>(),
        any::<bool>(),
        any::<bool>(),
        option::of(select(organisations().to_vec())),
    );
    (known, vouched, time).prop_map(|(known, vouched, time)| {
        let (country, zone, gender, classes, comes_from_ruled_out_town, other_variety, serves) =
            known;
        let (recognised, vetted_minutes, trauma_trained, reliability, minutes_worked) = vouched;
        let (notice_minutes, busy, conflicts, continuity, child_trained, ..) = time;
        let (.., not_again, deaf, organisation) = time;
        let start = Instant::from_micros(START);
        Facts {
            person: PersonId::new(start, &mut StdRng::seed_from_u64(1)),
            number: 101,
            country,
            zone: zone.parse().unwrap(),
            comes_from_ruled_out_town,
            gender,
            deaf,
            organisation,
            classes,
            other_variety: other_variety.map(|language| language.parse().unwrap()),
            serves,
            recognised: recognised.map(|(scheme, level)| (scheme.to_owned(), level)),
            vetted_until: vetted_minutes.map(|minutes| start.plus_minutes(minutes)),
            trauma_trained,
            reliability_permille: reliability,
            minutes_worked,
            notice_minutes,
            busy,
            conflicts,
            child_trained,
            continuity,
            not_again,
        }
    })
}

fn organisations() -> [OrganisationId; 2] {
    let mut rng = StdRng::seed_from_u64(2);
    [(); 2].map(|()| OrganisationId::new(Instant::from_micros(START), &mut rng))
}

fn preferences() -> impl Strategy<Value = Preferences> {
    let organisation = option::of(select(organisations().to_vec()));
    let gender = option::of(select(Gender::ALL));
    (gender, any::<bool>(), select(&["GT", "gt ", "x"][..]), any::<bool>(), organisation).prop_map(
        |(gender, gender_required, not_from, deaf_interpreter, organisation)| Preferences {
            gender,
            gender_required: gender_required && gender.is_some(),
            not_from: vec![not_from.to_owned()],
            deaf_interpreter,
            organisation,
            ..Preferences::default()
        },
    )
}

fn reasons(preferences: &Preferences, facts: &Facts) -> Vec<Reason> {
    asked(preferences, |need| judge(need, facts))
}

fn points(preferences: &Preferences, facts: &Facts) -> f64 {
    asked(preferences, |need| score(need, facts))
}

fn asked<T>(preferences: &Preferences, ask: impl FnOnce(&Need<'_>) -> T) -> T {
    let languages = ["mam-todos-santos".parse().unwrap(), "spa".parse().unwrap()];
    ask(&Need {
        languages: &languages,
        mode: Mode::Simultaneous,
        setting: Setting::Hearing,
        starts: Instant::from_micros(START),
        ends: Instant::from_micros(START).plus_minutes(90),
        preferences,
        weights: &Weights::DEFAULT,
        child: true,
        recognised_only: false,
        now: Instant::from_micros(START).plus_minutes(-1_500),
    })
}

fn excluded(reasons: &[Reason]) -> bool {
    reasons.iter().any(|reason| reason.effect == Effect::Excludes)
}

/// `facts` with one fact, the `which`-th, taken from `other`.
fn with_one_of(facts: &Facts, other: &Facts, which: usize) -> Facts {
    let (mut changed, other) = (facts.clone(), other.clone());
    match which {
        0 => changed.country = other.country,
        1 => changed.zone = other.zone,
        2 => changed.gender = other.gender,
        3 => changed.classes = other.classes,
        4 => changed.serves = other.serves,
        5 => changed.recognised = other.recognised,
        6 => changed.vetted_until = other.vetted_until,
        7 => changed.trauma_trained = other.trauma_trained,
        8 => changed.reliability_permille = other.reliability_permille,
        9 => changed.minutes_worked = other.minutes_worked,
        10 => changed.notice_minutes = other.notice_minutes,
        11 => changed.busy = other.busy,
        12 => changed.conflicts = other.conflicts,
        13 => changed.child_trained = other.child_trained,
        14 => changed.not_again = other.not_again,
        15 => changed.comes_from_ruled_out_town = other.comes_from_ruled_out_town,
        _ => changed.continuity = other.continuity,
    }
    changed
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 2_000,
        max_global_rejects: 100_000,
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_changed_fact_of_a_candidate_changes_a_reason(
        facts in facts(), other in facts(), wishes in preferences(), which in 0_usize..17,
    ) {
        let candidate = Facts {
            serves: true,
            busy: None,
            conflicts: Vec::new(),
            child_trained: true,
            not_again: false,
            comes_from_ruled_out_town: false,
            deaf: true,
            organisation: wishes.organisation,
            notice_minutes: facts.notice_minutes / 3,
            vetted_until: facts
                .vetted_until
                .or(Some(Instant::from_micros(START)))
                .map(|until| until.plus_minutes(90)),
            ..facts
        };
        let before = reasons(&wishes, &candidate);
        prop_assume!(!excluded(&before));
        let changed = with_one_of(&candidate, &other, which);
        prop_assume!(changed != candidate);
        prop_assert_ne!(before, reasons(&wishes, &changed));
    }

    #[test]
    fn reasons_add_up_and_say_what_they_do(facts in facts(), wishes in preferences()) {
        let reasons = reasons(&wishes, &facts);
        let total: f64 = reasons.iter().map(|reason| reason.points).sum();
        if !excluded(&reasons) {
            prop_assert!((total - points(&wishes, &facts)).abs() < 1e-9);
        }
        prop_assert!((-0.2..=1.0 + 1e-9).contains(&total), "{}", total);
        prop_assert!(reasons.windows(2).all(|w| w[0].points.abs() >= w[1].points.abs()));
        for reason in &reasons {
            match reason.effect {
                Effect::Plus => prop_assert!(reason.points >= 0.0),
                Effect::Minus => prop_assert!(reason.points <= 0.0),
                Effect::Excludes => prop_assert_eq!(total, 0.0),
            }
        }
    }

    #[test]
    fn who_is_not_free_vetted_or_asked_in_time_is_never_a_candidate(
        facts in facts(), wishes in preferences(),
    ) {
        let vetted = facts.vetted_until
            .is_some_and(|until| until >= Instant::from_micros(START).plus_minutes(90));
        let fits = facts.serves
            && facts.busy.is_none()
            && facts.conflicts.is_empty()
            && facts.child_trained
            && vetted
            && facts.notice_minutes <= 1_500
            && !(wishes.gender_required && wishes.gender != Some(facts.gender))
            && !facts.not_again
            && !facts.comes_from_ruled_out_town
            && (!wishes.deaf_interpreter || facts.deaf)
            && (wishes.organisation.is_none() || wishes.organisation == facts.organisation)
            && !(facts.country == Country::Gt && wishes.not_from[0] != "x");
        prop_assert_eq!(fits, !excluded(&reasons(&wishes, &facts)));
    }
}

/// Somebody perfect has the whole score, and each fact takes its own part away.
#[test]
fn each_fact_weighs_what_the_table_says() {
    let start = Instant::from_micros(START);
    let perfect = Facts {
        person: PersonId::new(start, &mut StdRng::seed_from_u64(1)),
        number: 101,
        country: Country::Gt,
        // 16:00 there, and 02:00 in Guatemala.
        zone: "Asia/Manila".parse().unwrap(),
        comes_from_ruled_out_town: false,
        gender: Gender::Woman,
        deaf: false,
        organisation: None,
        classes: [Some(Class::A), Some(Class::A)],
        other_variety: None,
        serves: true,
        recognised: Some(("a".to_owned(), Level::Certified)),
        vetted_until: Some(start.plus_minutes(1_000)),
        trauma_trained: true,
        reliability_permille: 1000,
        minutes_worked: 0,
        notice_minutes: 0,
        child_trained: true,
        busy: None,
        conflicts: Vec::new(),
        continuity: Continuity::Victim,
        not_again: false,
    };
    let wishes = Preferences { gender: Some(Gender::Woman), ..Preferences::default() };
    let total = |change: &dyn Fn(&mut Facts)| {
        let mut facts = perfect.clone();
        change(&mut facts);
        points(&wishes, &facts)
    };
    let half_worked = |facts: &mut Facts| facts.minutes_worked = 6_000;
    for (left, got) in [
        (1.0, total(&|_| {})),
        (0.70, total(&|facts| facts.recognised = None)),
        (0.85, total(&|facts| facts.recognised = Some(("a".to_owned(), Level::Provisional)))),
        (0.97, total(&|facts| facts.classes = [Some(Class::A), Some(Class::B)])),
        (0.92, total(&|facts| facts.classes = [Some(Class::C), Some(Class::A)])),
        (0.85, total(&|facts| facts.trauma_trained = false)),
        (0.90, total(&|facts| facts.continuity = Continuity::None)),
        (0.95, total(&|facts| facts.continuity = Continuity::Case)),
        (0.95, total(&|facts| facts.reliability_permille = 500)),
        (0.95, total(&half_worked)),
        (0.80, total(&|facts| facts.gender = Gender::Man)),
        (0.95, total(&|facts| facts.zone = "America/Guatemala".parse().unwrap())),
    ] {
        assert!((left - got).abs() < 1e-9, "{got} instead of {left}");
    }
}

/// How unequal shares are: 0 where all are equal, near 1 where one has everything.
fn gini(shares: &[i64]) -> f64 {
    let (count, sum) = (shares.len() as f64, shares.iter().sum::<i64>() as f64);
    let differences: f64 =
        shares.iter().flat_map(|a| shares.iter().map(move |b| (a - b).abs() as f64)).sum();
    differences / (2.0 * count * sum)
}

/// A year of a pair that thirty serve, each time the best of those who are free; how unequally the
/// minutes are shared in the end.
fn gini_of_a_year(weights: &Weights) -> f64 {
    const PEOPLE: i64 = 30;
    let languages = ["mam-todos-santos".parse().unwrap(), "spa".parse().unwrap()];
    let wishes = Preferences::default();
    let start = Instant::from_micros(START);
    let mut people: Vec<Facts> = (0..PEOPLE)
        .map(|number| Facts {
            person: PersonId::new(start, &mut StdRng::seed_from_u64(1)),
            number,
            country: Country::Gt,
            zone: "America/Guatemala".parse().unwrap(),
            comes_from_ruled_out_town: false,
            gender: Gender::Woman,
            deaf: false,
            organisation: None,
            classes: [Some(Class::A), Some(if number % 3 == 0 { Class::A } else { Class::B })],
            other_variety: None,
            serves: true,
            recognised: Some(("a".to_owned(), Level::Certified)),
            vetted_until: Some(start.plus_minutes(10_000_000)),
            trauma_trained: true,
            child_trained: false,
            reliability_permille: 900 + i32::try_from(number).unwrap() * 3,
            minutes_worked: 0,
            notice_minutes: 0,
            busy: None,
            conflicts: Vec::new(),
            continuity: Continuity::None,
            not_again: false,
        })
        .collect();
    for request in 0..1_500_i64 {
        let need = Need {
            languages: &languages,
            mode: Mode::Consecutive,
            setting: Setting::Interview,
            starts: start.plus_minutes(request * 350),
            ends: start.plus_minutes(request * 350 + 90),
            preferences: &wishes,
            weights,
            child: false,
            recognised_only: false,
            now: start,
        };
        // A third is busy at any time, others each time.
        let free = |facts: &&mut Facts| (facts.number * 7 + request * 5) % 3 != 0;
        let best = people
            .iter_mut()
            .filter(free)
            .max_by(|a, b| score(&need, a).total_cmp(&score(&need, b)));
        best.unwrap().minutes_worked += 90;
    }
    gini(&people.iter().map(|one| one.minutes_worked).collect::<Vec<_>>())
}

#[test]
fn a_year_with_fair_shares_is_far_more_equal_than_one_without() {
    let fair = gini_of_a_year(&Weights::DEFAULT);
    let unfair = Weights { fairness: 0, credential: 400, ..Weights::DEFAULT };
    let unfair = gini_of_a_year(&unfair);
    assert!(unfair > 0.8, "{unfair}");
    assert!(fair < unfair / 2.0, "{fair} instead of {unfair}");
}
