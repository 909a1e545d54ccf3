//! How long a case takes to be planned, by the number of victims:
//! `cargo run --release -p puente-registry --example case_plan_speed`.

use std::time::Instant;

use puente_registry::case_plan::{Case, Cells, DAY_CELLS, Helper, Room, Victim, objections, solve};
use rand::{Rng as _, SeedableRng as _, rngs::StdRng};

/// Cells of an hour.
const HOUR: usize = 4;
const DAYS: usize = 5;

fn daily(from: usize, to: usize) -> Cells {
    let mut cells = Cells::none(DAYS * DAY_CELLS);
    for day in 0..DAYS {
        cells.add(day * DAY_CELLS + from * HOUR, day * DAY_CELLS + to * HOUR);
    }
    cells
}

/// A week, sixteen interpreters and six places; one in three is a minor, one in five needs a team,
/// one in three comes twice.
fn drawn(victims: usize, rng: &mut StdRng) -> Case {
    let victim = |rng: &mut StdRng| Victim {
        minor: rng.random_bool(0.3),
        interviews: if rng.random_bool(0.3) { 2 } else { 1 },
        cells: rng.random_range(3..=6),
        seats: if rng.random_bool(0.2) { 2 } else { 1 },
        suits: (0..16).map(|_| rng.random_bool(0.7).then(|| rng.random_range(400..=990))).collect(),
        apart: rng.random_bool(0.2).then(|| rng.random_range(0..8)),
        places: (0..6).collect(),
    };
    let helper = |rng: &mut StdRng| {
        let mut free = daily(8, 18);
        for _ in 0..DAYS {
            let from = rng.random_range(0..DAYS * DAY_CELLS);
            free.take(from, from + rng.random_range(0..3 * HOUR));
        }
        Helper { free_for_children: free.clone(), free, day_cells: vec![24; DAYS] }
    };
    Case {
        days: DAYS,
        hours: daily(8, 17),
        victims: (0..victims).map(|_| victim(rng)).collect(),
        interpreters: (0..16).map(|_| helper(rng)).collect(),
        places: (0..6).map(|at| Room { free: daily(8, 18), child_friendly: at % 2 == 0 }).collect(),
        rest_cells: 1,
        before: Vec::new(),
        pinned: Vec::new(),
    }
}

#[expect(clippy::print_stdout, reason = "it is a measurement to be read")]
fn main() {
    for victims in [5, 10, 30, 50, 70] {
        let mut case = drawn(victims, &mut StdRng::seed_from_u64(7));
        let begin = Instant::now();
        let plan = solve(&case);
        let first = begin.elapsed();
        case.before.clone_from(&plan.interviews);
        let nobody = Cells::none(DAYS * DAY_CELLS);
        if let Some(ill) = case.interpreters.first_mut() {
            ill.free = nobody.clone();
            ill.free_for_children = nobody;
        }
        let begin = Instant::now();
        let again = solve(&case);
        let second = begin.elapsed();
        let changed = again.interviews.iter().filter(|one| !case.before.contains(one)).count();
        println!(
            "{victims} victims, {} interviews: {first:.2?} ({} left out, {} objections); with one ill {second:.2?}, {changed} changed",
            plan.interviews.len(),
            plan.unplaced.len(),
            objections(&case, &again.interviews).len(),
        );
    }
}
