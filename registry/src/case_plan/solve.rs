//! Finding a plan of least cost.

use rand::{Rng as _, SeedableRng as _, rngs::StdRng, seq::SliceRandom as _};

use super::{Case, DAY_CELLS, Interview, Plan, Victim, cost, objections::places_for};

/// Rounds of the search. A case of 70 takes about a second.
const ROUNDS: usize = 1_500;
/// How much worse a plan may be for a while, at first and at last.
const HEAT: (f64, f64) = (400.0, 1.0);

/// A plan of little cost that breaks nothing; the same for the same case.
#[must_use]
pub fn solve(case: &Case) -> Plan {
    let mut rng = StdRng::seed_from_u64(0x9e37_79b9);
    let mut order: Vec<usize> = (0..case.victims.len()).collect();
    order.sort_by_key(|index| hardest_first(case, *index));
    let mut now = Draft::empty(case);
    for victim in order {
        now.put(victim, 0.0, &mut rng);
    }
    let mut best = now.clone();
    for round in 0..ROUNDS {
        let mut next = now.clone();
        let mut out = next.some_victims(&mut rng);
        for victim in &out {
            next.remove(*victim);
        }
        out.shuffle(&mut rng);
        if rng.random_bool(0.5) {
            out.sort_by_key(|index| hardest_first(case, *index));
        }
        let noise = if rng.random_bool(0.3) { 0.2 } else { 0.0 };
        for victim in out {
            next.put(victim, noise, &mut rng);
        }
        if next.cost < best.cost {
            best = next.clone();
        }
        if accepts(now.cost, next.cost, round, &mut rng) {
            now = next;
        }
    }
    best.plan()
}

/// Minors, then those whom few can interpret for.
fn hardest_first(case: &Case, index: usize) -> (bool, usize, usize) {
    case.victims.get(index).map_or((true, 0, index), |victim| {
        (!victim.minor, victim.suits.iter().flatten().count(), index)
    })
}

/// Simulated annealing: worse is accepted the less the later.
#[expect(clippy::cast_precision_loss, reason = "costs are far below 2^52")]
fn accepts(now: i64, next: i64, round: usize, rng: &mut StdRng) -> bool {
    let share = round as f64 / ROUNDS as f64;
    let heat = HEAT.0 * (HEAT.1 / HEAT.0).powf(share);
    next <= now || rng.random::<f64>() < (-((next - now) as f64) / heat).exp()
}

/// A plan in the making.
#[derive(Clone)]
struct Draft<'a> {
    case: &'a Case,
    /// The interviews of each victim; empty if she is not placed.
    placed: Vec<Vec<Interview>>,
    /// Each interpreter's free cells, rest taken out.
    free: Vec<super::Cells>,
    /// Each place's free cells.
    places: Vec<super::Cells>,
    /// Cells of work of each interpreter on each day.
    work: Vec<Vec<usize>>,
    cost: i64,
}

/// The cheapest way found for one victim.
struct Way {
    interviews: Vec<Interview>,
    cost: i64,
}

impl<'a> Draft<'a> {
    fn empty(case: &'a Case) -> Self {
        let missing = i64::try_from(case.victims.len()).unwrap_or(i64::MAX);
        Self {
            case,
            placed: vec![Vec::new(); case.victims.len()],
            free: case.interpreters.iter().map(|one| one.free.clone()).collect(),
            places: case.places.iter().map(|place| place.free.clone()).collect(),
            work: vec![vec![0; case.days]; case.interpreters.len()],
            cost: missing.saturating_mul(cost::UNPLACED),
        }
    }

    fn plan(self) -> Plan {
        let unplaced = (0..self.placed.len())
            .filter(|index| self.placed.get(*index).is_some_and(Vec::is_empty))
            .collect();
        Plan { interviews: self.placed.into_iter().flatten().collect(), unplaced, cost: self.cost }
    }

    /// A few victims to take out: any, or those of one interpreter, and all who are left out.
    fn some_victims(&self, rng: &mut StdRng) -> Vec<usize> {
        let count = rng.random_range(1..=4.min(self.placed.len()).max(1));
        let mut all: Vec<usize> = (0..self.placed.len()).collect();
        all.shuffle(rng);
        if rng.random_bool(0.5) && !self.free.is_empty() {
            let who = rng.random_range(0..self.free.len());
            let with = |index: &usize| {
                let of = self.placed.get(*index).and_then(|interviews| interviews.first());
                of.is_none_or(|interview| interview.team.contains(&who))
            };
            all.sort_by_key(|index| !with(index));
        } else {
            all.sort_by_key(|index| !self.placed.get(*index).is_some_and(Vec::is_empty));
        }
        all.truncate(count + 1);
        all
    }

    fn remove(&mut self, index: usize) {
        let Some(victim) = self.case.victims.get(index) else { return };
        let taken = self.placed.get_mut(index).map(std::mem::take).unwrap_or_default();
        let Some(team) = taken.first().map(|interview| interview.team.clone()) else { return };
        self.cost -= cost::of_team(self.case, index, victim, &team);
        for interview in &taken {
            let before = before(self.case, interview);
            self.cost -= cost::of_time(self.case, victim, before, interview.start, interview.place);
        }
        self.cost -= self.load_of(&team);
        for interview in &taken {
            self.book(victim, interview, false);
        }
        self.cost += self.load_of(&team) + cost::UNPLACED;
        // Rest of others that overlapped with hers is taken anew.
        for who in team {
            self.rebuild(who);
        }
    }

    fn put(&mut self, index: usize, noise: f64, rng: &mut StdRng) {
        let Some(victim) = self.case.victims.get(index) else { return };
        let mut best: Option<(i64, Way)> = None;
        for team in self.teams(index, victim) {
            let Some(way) = self.way(index, victim, team) else { continue };
            let blurred = blur(way.cost, noise, rng);
            if best.as_ref().is_none_or(|(cost, _)| blurred < *cost) {
                best = Some((blurred, way));
            }
        }
        let Some((_, way)) = best else { return };
        for interview in &way.interviews {
            self.book(victim, interview, true);
        }
        self.cost += way.cost - cost::UNPLACED;
        if let Some(placed) = self.placed.get_mut(index) {
            *placed = way.interviews;
        }
    }

    /// Every team that may interpret for a victim.
    fn teams(&self, index: usize, victim: &Victim) -> Vec<Vec<usize>> {
        let able: Vec<usize> = (0..self.free.len())
            .filter(|who| victim.suits.get(*who).copied().flatten().is_some())
            .filter(|who| !self.is_with_family(index, victim, *who))
            .collect();
        match victim.seats {
            0 => vec![Vec::new()],
            1 => able.into_iter().map(|who| vec![who]).collect(),
            _ => able
                .iter()
                .enumerate()
                .flat_map(|(at, one)| able.iter().skip(at + 1).map(|two| vec![*one, *two]))
                .collect(),
        }
    }

    fn is_with_family(&self, index: usize, victim: &Victim, who: usize) -> bool {
        victim.apart.is_some()
            && self.case.victims.iter().zip(&self.placed).enumerate().any(
                |(at, (other, placed))| {
                    at != index
                        && other.apart == victim.apart
                        && placed.first().is_some_and(|interview| interview.team.contains(&who))
                },
            )
    }

    /// The cheapest days for a victim with a team: exact, by the last interview first.
    fn way(&self, index: usize, victim: &Victim, team: Vec<usize>) -> Option<Way> {
        let days = self.case.days;
        // cheapest[number][day]: from this interview on, this one on that day or later.
        let mut later: Vec<Option<(i64, Vec<Interview>)>> = vec![Some((0, Vec::new())); days + 1];
        for number in (0..victim.interviews).rev() {
            let mut this = vec![None; days + 1];
            for day in (0..days).rev() {
                let here = self.best_on_day(index, victim, number, &team, day);
                let rest = later.get(day + 1).cloned().flatten();
                let taken = here.zip(rest).map(|((cost, interview), (rest_cost, mut rest))| {
                    rest.push(interview);
                    (cost + rest_cost, rest)
                });
                let waited: Option<(i64, Vec<Interview>)> = this.get(day + 1).cloned().flatten();
                let cheaper = match (taken, waited) {
                    (Some(taken), Some(waited)) => {
                        Some(if taken.0 <= waited.0 { taken } else { waited })
                    }
                    (taken, waited) => taken.or(waited),
                };
                if let Some(slot) = this.get_mut(day) {
                    *slot = cheaper;
                }
            }
            later = this;
        }
        let (mut cost, mut interviews) = later.into_iter().next().flatten()?;
        interviews.reverse();
        cost += cost::of_team(self.case, index, victim, &team);
        for who in &team {
            let load = self.load(*who);
            cost += cost::of_load(load + victim.cells * victim.interviews) - cost::of_load(load);
        }
        Some(Way { interviews, cost })
    }

    fn best_on_day(
        &self,
        index: usize,
        victim: &Victim,
        number: usize,
        team: &[usize],
        day: usize,
    ) -> Option<(i64, Interview)> {
        let works_too_long = |who: &usize| {
            let so_far = self.work.get(*who).and_then(|days| days.get(day)).copied().unwrap_or(0);
            let most = self.case.interpreters.get(*who).map_or(0, |one| one.day_cells);
            so_far + victim.cells > most
        };
        if team.iter().any(works_too_long) {
            return None;
        }
        let before = self.case.before.iter().find(|i| i.victim == index && i.number == number);
        let places = places_for(self.case, victim);
        let mut best: Option<(i64, Interview)> = None;
        let starts = day * DAY_CELLS..((day + 1) * DAY_CELLS).saturating_sub(victim.cells) + 1;
        for start in starts {
            let end = start + victim.cells;
            let free = |cells: Option<&super::Cells>| cells.is_some_and(|c| c.has_all(start, end));
            if !self.case.hours.has_all(start, end)
                || !team.iter().all(|who| free(self.free.get(*who)))
            {
                continue;
            }
            for place in places.iter().filter(|place| free(self.places.get(**place))) {
                let cost = cost::of_time(self.case, victim, before, start, *place);
                if best.as_ref().is_none_or(|(least, _)| cost < *least) {
                    let (team, place) = (team.to_vec(), *place);
                    best = Some((cost, Interview { victim: index, number, team, place, start }));
                }
            }
        }
        best
    }

    /// Takes or frees what an interview needs.
    fn book(&mut self, victim: &Victim, interview: &Interview, taken: bool) {
        let (start, end) = (interview.start, interview.start + victim.cells);
        if let Some(place) = self.places.get_mut(interview.place) {
            if taken { place.take(start, end) } else { place.add(start, end) }
        }
        for who in &interview.team {
            let day = self.work.get_mut(*who).and_then(|days| days.get_mut(start / DAY_CELLS));
            if let Some(day) = day {
                *day = if taken { *day + victim.cells } else { day.saturating_sub(victim.cells) };
            }
            if taken && let Some(free) = self.free.get_mut(*who) {
                let rest = self.case.rest_cells;
                free.take(start.saturating_sub(rest), end + rest);
            }
        }
    }

    /// An interpreter's free cells from what is placed.
    fn rebuild(&mut self, who: usize) {
        let Some(mut free) = self.case.interpreters.get(who).map(|one| one.free.clone()) else {
            return;
        };
        let rest = self.case.rest_cells;
        for interview in self.placed.iter().flatten().filter(|i| i.team.contains(&who)) {
            let cells = self.case.victims.get(interview.victim).map_or(0, |v| v.cells);
            free.take(interview.start.saturating_sub(rest), interview.start + cells + rest);
        }
        if let Some(slot) = self.free.get_mut(who) {
            *slot = free;
        }
    }

    fn load(&self, who: usize) -> usize {
        self.work.get(who).map_or(0, |days| days.iter().sum())
    }

    fn load_of(&self, team: &[usize]) -> i64 {
        team.iter().map(|who| cost::of_load(self.load(*who))).sum()
    }
}

fn before<'a>(case: &'a Case, interview: &Interview) -> Option<&'a Interview> {
    case.before.iter().find(|i| i.victim == interview.victim && i.number == interview.number)
}

/// A cost, moved by up to a share of itself.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "costs are far below 2^52"
)]
fn blur(cost: i64, share: f64, rng: &mut StdRng) -> i64 {
    if share == 0.0 { cost } else { (cost as f64 * (1.0 + share * rng.random::<f64>())) as i64 }
}
