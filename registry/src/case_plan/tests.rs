use std::collections::BTreeMap;

use proptest::prelude::*;
use rand::{Rng as _, SeedableRng as _, rngs::StdRng};

use super::{
    CELL_MINUTES, Case, Cells, DAY_CELLS, Helper, Interview, Objection, Room, Victim, cost,
    objections, solve,
};

const HOUR: usize = 60 / CELL_MINUTES as usize;

/// Free on each day from one hour to another.
fn daily(days: usize, from_hour: usize, to_hour: usize) -> Cells {
    let mut cells = Cells::none(days * DAY_CELLS);
    for day in 0..days {
        cells.add(day * DAY_CELLS + from_hour * HOUR, day * DAY_CELLS + to_hour * HOUR);
    }
    cells
}

/// A case drawn at random: `victims` people, a week or less.
fn drawn(seed: u64, victims: usize, interpreters: usize, places: usize, days: usize) -> Case {
    let mut rng = StdRng::seed_from_u64(seed);
    let small = victims < 5;
    let hours = if small { daily(days, 9, 11) } else { daily(days, 8, 17) };
    Case {
        days,
        hours,
        victims: (0..victims)
            .map(|_| Victim {
                minor: rng.random_bool(0.3),
                interviews: if rng.random_bool(0.3) { 2 } else { 1 },
                cells: if small { 4 } else { rng.random_range(4..=6) },
                seats: if rng.random_bool(0.15) { 2 } else { 1 },
                suits: (0..interpreters)
                    .map(|_| rng.random_bool(0.7).then(|| rng.random_range(400..=1000)))
                    .collect(),
                apart: rng.random_bool(0.3).then(|| rng.random_range(0..victims as u32 / 4 + 1)),
                places: (0..places).filter(|_| rng.random_bool(0.8)).collect(),
            })
            .collect(),
        interpreters: (0..interpreters)
            .map(|_| {
                let mut free = daily(days, 8, if small { 11 } else { 18 });
                for _ in 0..days {
                    let from = rng.random_range(0..days * DAY_CELLS);
                    free.take(from, from + rng.random_range(0..3 * HOUR));
                }
                Helper { free_for_children: free.clone(), free, day_cells: vec![5 * HOUR; days] }
            })
            .collect(),
        places: (0..places)
            .map(|_| Room { free: daily(days, 8, 18), child_friendly: rng.random_bool(0.5) })
            .collect(),
        rest_cells: 1,
        before: Vec::new(),
        pinned: Vec::new(),
    }
}

/// Costs what `Plan::cost` says, counted anew from the interviews alone.
fn counted(case: &Case, plan: &[Interview]) -> i64 {
    let mut load: BTreeMap<usize, usize> = BTreeMap::new();
    let mut total = 0;
    for (index, victim) in case.victims.iter().enumerate() {
        let hers: Vec<_> = plan.iter().filter(|i| i.victim == index).collect();
        let Some(first) = hers.first() else {
            total += cost::UNPLACED;
            continue;
        };
        total += cost::of_team(case, index, victim, &first.team);
        for interview in hers {
            let before =
                case.before.iter().find(|b| (b.victim, b.number) == (index, interview.number));
            total += cost::of_time(case, victim, before, interview.start, interview.place);
            for who in &interview.team {
                *load.entry(*who).or_default() += victim.cells;
            }
        }
    }
    total + load.values().map(|cells| cost::of_load(*cells)).sum::<i64>()
}

fn breaks(case: &Case, plan: &[Interview]) -> Vec<Objection> {
    let mut found = objections(case, plan);
    found.retain(|objection| !matches!(objection, Objection::Missing(..)));
    found
}

/// The least cost of all plans, by trying each.
fn by_brute_force(case: &Case) -> i64 {
    fn ways(case: &Case, index: usize) -> Vec<Vec<Interview>> {
        let victim = &case.victims[index];
        let people = 0..case.interpreters.len();
        let teams: Vec<Vec<usize>> = if victim.seats == 1 {
            people.map(|who| vec![who]).collect()
        } else {
            people.clone().flat_map(|a| (a + 1..people.end).map(move |b| vec![a, b])).collect()
        };
        let mut all = Vec::new();
        for team in teams {
            let mut partial: Vec<Vec<Interview>> = vec![Vec::new()];
            for number in 0..victim.interviews {
                let mut longer = Vec::new();
                for so_far in &partial {
                    for start in 0..case.days * DAY_CELLS {
                        for place in 0..case.places.len() {
                            let team = team.clone();
                            let mut with = so_far.clone();
                            with.push(Interview { victim: index, number, team, place, start });
                            if breaks(case, &with).is_empty() {
                                longer.push(with);
                            }
                        }
                    }
                }
                partial = longer;
            }
            all.extend(partial);
        }
        all
    }
    fn go(
        case: &Case,
        index: usize,
        plan: &mut Vec<Interview>,
        all: &[Vec<Vec<Interview>>],
    ) -> i64 {
        let Some(ways) = all.get(index) else { return counted(case, plan) };
        let mut least = go(case, index + 1, plan, all);
        for way in ways {
            let length = plan.len();
            plan.extend(way.iter().cloned());
            if breaks(case, plan).is_empty() {
                least = least.min(go(case, index + 1, plan, all));
            }
            plan.truncate(length);
        }
        least
    }
    let all: Vec<_> = (0..case.victims.len()).map(|index| ways(case, index)).collect();
    go(case, 0, &mut Vec::new(), &all)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn s11_a_small_case_costs_no_more_than_the_best_of_all_plans(
        seed: u64, victims in 1_usize..=3, interpreters in 1_usize..=3, places in 1_usize..=2,
    ) {
        let mut case = drawn(seed, victims, interpreters, places, 2);
        // Only full hours, so that trying everything ends.
        let mut hours = Cells::none(2 * DAY_CELLS);
        for day in 0..2 {
            for hour in [9, 10] {
                let from = day * DAY_CELLS + hour * HOUR;
                hours.add(from, from + HOUR);
            }
        }
        case.hours = hours;
        prop_assert_eq!(solve(&case).cost, by_brute_force(&case));
    }

    #[test]
    fn s11_a_plan_breaks_nothing_and_costs_what_it_says(seed: u64, victims in 5_usize..=9) {
        let case = drawn(seed, victims, 4, 2, 4);
        let plan = solve(&case);
        prop_assert_eq!(breaks(&case, &plan.interviews), vec![]);
        prop_assert_eq!(plan.cost, counted(&case, &plan.interviews));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    #[test]
    fn s11_what_a_person_has_pinned_stays(seed: u64, moved in 0_usize..20, later in 0_usize..40) {
        let mut case = drawn(seed, 7, 4, 2, 4);
        let mut before = solve(&case).interviews;
        prop_assume!(!before.is_empty());
        let at = moved % before.len();
        before[at].start = before[at].start / DAY_CELLS * DAY_CELLS + 8 * HOUR + later % 30;
        case.pinned = vec![before[at].clone()];
        case.before = before.clone();
        let plan = solve(&case);
        prop_assert!(plan.interviews.contains(&before[at]));
        if plan.unplaced.is_empty() {
            prop_assert_eq!(plan.cost, counted(&case, &plan.interviews));
        }
        let others = |plan: &[Interview]| -> Vec<Interview> {
            plan.iter().filter(|i| i.victim != before[at].victim).cloned().collect()
        };
        prop_assert_eq!(breaks(&case, &others(&plan.interviews)), vec![]);
    }
}

/// Thirty victims, one week, eight interpreters.
fn thirty() -> Case {
    drawn(30, 30, 8, 4, 5)
}

#[test]
fn s11_thirty_victims_fit_a_week_and_each_keeps_her_interpreter() {
    let case = thirty();
    let plan = solve(&case);
    assert_eq!(plan.unplaced, Vec::<usize>::new());
    assert_eq!(objections(&case, &plan.interviews), vec![]);
}

#[test]
fn s11_when_an_interpreter_falls_ill_only_her_victims_get_another() {
    let mut case = thirty();
    let before = solve(&case).interviews;
    let ill = before[0].team[0];
    let hers: Vec<usize> =
        before.iter().filter(|i| i.team.contains(&ill)).map(|i| i.victim).collect();
    let none = Cells::none(case.days * DAY_CELLS);
    case.interpreters[ill] = Helper {
        free: none.clone(),
        free_for_children: none,
        day_cells: vec![5 * HOUR; case.days],
    };
    case.before = before.clone();
    let after = solve(&case);
    assert_eq!(breaks(&case, &after.interviews), vec![]);
    let other_team = |i: &&Interview| {
        before.iter().any(|b| (b.victim, b.number) == (i.victim, i.number) && b.team != i.team)
    };
    let changed: Vec<usize> =
        after.interviews.iter().filter(other_team).map(|i| i.victim).collect();
    assert!(changed.iter().all(|victim| hers.contains(victim)), "{changed:?} of {hers:?}");
    let moved = after.interviews.iter().filter(|i| {
        before.iter().any(|b| {
            (b.victim, b.number) == (i.victim, i.number)
                && (b.start, b.place) != (i.start, i.place)
                && !hers.contains(&i.victim)
        })
    });
    assert!(moved.count() <= hers.len(), "others are moved only to make room");
}

#[test]
fn s11_minors_come_before_adults_where_all_else_is_equal() {
    let mut case = drawn(1, 8, 2, 1, 4);
    for (index, victim) in case.victims.iter_mut().enumerate() {
        *victim = Victim {
            minor: index >= 4,
            interviews: 1,
            cells: 4,
            seats: 1,
            suits: vec![Some(900), Some(900)],
            apart: None,
            places: vec![0],
        };
    }
    case.places[0].child_friendly = true;
    case.hours = daily(4, 9, 11);
    for one in &mut case.interpreters {
        one.free = daily(4, 8, 18);
        one.free_for_children = daily(4, 8, 18);
    }
    let plan = solve(&case);
    let start = |index: usize| plan.interviews.iter().find(|i| i.victim == index).unwrap().start;
    let last_minor = (4..8).map(start).max().unwrap();
    let first_adult = (0..4).map(start).min().unwrap();
    assert!(last_minor < first_adult, "{:?}", plan.interviews);
}

#[test]
fn every_objection_is_raised_by_the_change_that_breaks_it() {
    let mut case = drawn(3, 2, 3, 3, 3);
    for victim in &mut case.victims {
        *victim = Victim {
            minor: true,
            interviews: 2,
            cells: 4,
            seats: 1,
            suits: vec![Some(900), Some(900), None],
            apart: Some(1),
            places: vec![0, 1],
        };
    }
    for (place, friendly) in case.places.iter_mut().zip([true, false, true]) {
        *place = Room { free: daily(3, 8, 18), child_friendly: friendly };
    }
    for one in &mut case.interpreters {
        *one = Helper {
            free: daily(3, 8, 18),
            free_for_children: daily(3, 8, 18),
            day_cells: vec![6; 3],
        };
    }
    case.hours = daily(3, 8, 17);
    case.interpreters[0].free_for_children.take(10 * HOUR, 11 * HOUR);
    case.places[0].free.take(12 * HOUR, 13 * HOUR);
    let at = |victim, number, who, place, day: usize, hour: usize| Interview {
        victim,
        number,
        team: vec![who],
        place,
        start: day * DAY_CELLS + hour * HOUR,
    };
    let good = vec![
        at(0, 0, 0, 0, 0, 8),
        at(0, 1, 0, 0, 1, 8),
        at(1, 0, 1, 0, 0, 9),
        at(1, 1, 1, 0, 1, 9),
    ];
    assert_eq!(objections(&case, &good), vec![]);
    let with = |index: usize, changed: Interview| {
        let mut plan = good.clone();
        plan[index] = changed;
        objections(&case, &plan)
    };
    use Objection as O;
    assert_eq!(with(0, at(0, 0, 0, 0, 0, 7))[0], O::OutsideHours(0));
    assert!(with(0, at(0, 0, 2, 0, 0, 8)).contains(&O::NotSuited(0, 2)));
    assert_eq!(with(0, at(0, 0, 0, 0, 0, 10)), [O::InterpreterBusy(0, 0)]);
    assert_eq!(with(0, at(0, 0, 0, 0, 0, 12)), [O::PlaceBusy(0)]);
    assert_eq!(with(0, at(0, 0, 0, 1, 0, 8)), [O::NotForChildren(0)]);
    assert_eq!(with(0, at(0, 0, 0, 2, 0, 8)), [O::PlaceNotHers(0)]);
    assert_eq!(with(0, at(0, 0, 0, 0, 0, 9)), [O::PlaceTwice(0, 2)]);
    let same_day = with(0, at(0, 0, 0, 0, 1, 13));
    assert!(same_day.contains(&O::SameDay(0, 1)) && same_day.contains(&O::TooMuchWork(0, 0)));
    let shared = with(0, at(0, 0, 1, 0, 0, 11));
    assert!(shared.contains(&O::FamilyShares(0, 2, 1)), "{shared:?}");
    assert!(shared.contains(&O::OtherInterpreter(0, 1)), "{shared:?}");
    let no_rest = with(0, at(0, 0, 1, 1, 0, 9));
    assert!(no_rest.contains(&O::InterpreterTwice(0, 2, 1)), "{no_rest:?}");
    let mut team = good.clone();
    team[0].team = vec![0, 1];
    assert!(objections(&case, &team).contains(&O::TeamSize(0)));
    assert_eq!(objections(&case, &good[1..]), [O::Missing(0, 0)]);
}
