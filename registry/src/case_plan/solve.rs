//! Finding a plan of least cost.

use rand::{Rng as _, SeedableRng as _, rngs::StdRng, seq::SliceRandom as _};

use super::{
    Case, Cells, DAY_CELLS, Interview, Plan, Victim, cost,
    day::{self, DayCells},
    objections::places_for,
};

/// Rounds of the search. A case of 70 takes well under a second.
const ROUNDS: usize = 1_500;
/// How much worse a plan may be for a while, at first and at last.
const HEAT: (f64, f64) = (400.0, 1.0);

/// A plan of little cost that breaks nothing; the same for the same case.
#[must_use]
pub fn solve(case: &Case) -> Plan {
    let mut rng = StdRng::seed_from_u64(0x9e37_79b9);
    let mut order: Vec<usize> = (0..case.victims.len()).collect();
    order.sort_by_key(|index| hardest_first(case, *index));
    let ready = Ready::of(case);
    let mut now = Draft::empty(&ready);
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

/// Those who are pinned somewhere, then minors, then those whom few can interpret for.
fn hardest_first(case: &Case, index: usize) -> (bool, bool, usize, usize) {
    let pinned = case.pinned.iter().any(|interview| interview.victim == index);
    case.victims.get(index).map_or((true, true, 0, index), |victim| {
        (!pinned, !victim.minor, victim.suits.iter().flatten().count(), index)
    })
}

/// Simulated annealing: worse is accepted the less the later.
#[expect(clippy::cast_precision_loss, reason = "costs are far below 2^52")]
fn accepts(now: i64, next: i64, round: usize, rng: &mut StdRng) -> bool {
    let share = round as f64 / ROUNDS as f64;
    let heat = HEAT.0 * (HEAT.1 / HEAT.0).powf(share);
    next <= now || rng.random::<f64>() < (-((next - now) as f64) / heat).exp()
}

/// What does not change during the search, worked out once.
struct Ready<'a> {
    case: &'a Case,
    hours: Vec<DayCells>,
    /// Each interpreter's free cells, and those free for children: by day.
    free: Vec<Vec<DayCells>>,
    free_for_children: Vec<Vec<DayCells>>,
    places: Vec<Vec<DayCells>>,
    victims: Vec<ReadyVictim<'a>>,
}

struct ReadyVictim<'a> {
    victim: &'a Victim,
    /// Where she may be interviewed.
    places: Vec<usize>,
    /// Every team that may interpret for her, with what that costs.
    teams: Vec<(Vec<usize>, i64)>,
    /// The others of her family, if they are to be kept apart.
    family: Vec<usize>,
    /// Each of her interviews as it was before, and where a person has pinned it.
    before: Vec<Option<&'a Interview>>,
    pins: Vec<Option<&'a Interview>>,
}

impl<'a> Ready<'a> {
    fn of(case: &'a Case) -> Self {
        let by_day =
            |cells: &Cells| (0..case.days).map(|day| cells.of_day(day)).collect::<Vec<_>>();
        let victims = case.victims.iter().enumerate();
        Self {
            case,
            hours: by_day(&case.hours),
            free: case.interpreters.iter().map(|one| by_day(&one.free)).collect(),
            free_for_children: case
                .interpreters
                .iter()
                .map(|one| by_day(&one.free_for_children))
                .collect(),
            places: case.places.iter().map(|place| by_day(&place.free)).collect(),
            victims: victims.map(|(index, victim)| ReadyVictim::of(case, index, victim)).collect(),
        }
    }
}

impl<'a> ReadyVictim<'a> {
    fn of(case: &'a Case, index: usize, victim: &'a Victim) -> Self {
        let of = |list: &'a [Interview], number| {
            list.iter().find(|one| one.victim == index && one.number == number)
        };
        let pins: Vec<_> = (0..victim.interviews).map(|n| of(&case.pinned, n)).collect();
        let teams = match pins.iter().flatten().next() {
            Some(pin) => vec![pin.team.clone()],
            None => teams(case, victim),
        };
        let related = |(other, one): (usize, &Victim)| {
            (other != index && victim.apart.is_some() && one.apart == victim.apart).then_some(other)
        };
        Self {
            victim,
            places: places_for(case, victim),
            teams: teams
                .into_iter()
                .map(|team| {
                    let cost = cost::of_team(case, index, victim, &team);
                    (team, cost)
                })
                .collect(),
            family: case.victims.iter().enumerate().filter_map(related).collect(),
            before: (0..victim.interviews).map(|number| of(&case.before, number)).collect(),
            pins,
        }
    }

    fn team(&self, index: usize) -> &[usize] {
        self.teams.get(index).map_or(&[], |(team, _)| team)
    }

    fn team_cost(&self, index: usize) -> i64 {
        self.teams.get(index).map_or(0, |(_, cost)| *cost)
    }

    fn before(&self, number: usize) -> Option<&'a Interview> {
        self.before.get(number).copied().flatten()
    }

    fn pin(&self, number: usize) -> Option<&'a Interview> {
        self.pins.get(number).copied().flatten()
    }

    /// Interviews that the search places.
    fn open(&self) -> usize {
        self.pins.iter().filter(|pin| pin.is_none()).count()
    }
}

/// Every team that may interpret for a victim.
fn teams(case: &Case, victim: &Victim) -> Vec<Vec<usize>> {
    let suits = |who: &usize| victim.suits.get(*who).copied().flatten().is_some();
    let able: Vec<usize> = (0..case.interpreters.len()).filter(suits).collect();
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

/// A plan in the making.
#[derive(Clone)]
struct Draft<'a> {
    ready: &'a Ready<'a>,
    /// What each victim has; none if she is not placed.
    placed: Vec<Option<Held>>,
    /// Each interpreter's free cells, rest taken out.
    free: Vec<Vec<DayCells>>,
    /// Each place's free cells.
    places: Vec<Vec<DayCells>>,
    /// Cells of work of each interpreter on each day.
    work: Vec<Vec<usize>>,
    cost: i64,
}

/// A victim's team, by its number among hers, and where each of her interviews is.
#[derive(Clone)]
struct Held {
    team: usize,
    spots: Vec<Spot>,
}

#[derive(Debug, Clone, Copy)]
struct Spot {
    start: usize,
    place: usize,
}

impl<'a> Draft<'a> {
    fn empty(ready: &'a Ready<'a>) -> Self {
        let case = ready.case;
        let missing = i64::try_from(case.victims.len()).unwrap_or(i64::MAX);
        let mut draft = Self {
            ready,
            placed: vec![None; case.victims.len()],
            free: ready.free.clone(),
            places: ready.places.clone(),
            work: vec![vec![0; case.days]; case.interpreters.len()],
            cost: missing.saturating_mul(cost::UNPLACED),
        };
        for pin in ready.victims.iter().flat_map(|victim| victim.pins.iter().flatten()) {
            if let Some(victim) = case.victims.get(pin.victim) {
                let spot = Spot { start: pin.start, place: pin.place };
                draft.book(victim, &pin.team, spot, true);
            }
        }
        let loads = (0..case.interpreters.len()).map(|who| cost::of_load(draft.load(who)));
        draft.cost += loads.sum::<i64>();
        draft
    }

    fn plan(self) -> Plan {
        let mut interviews = Vec::new();
        let mut unplaced = Vec::new();
        for (index, (ready, held)) in self.ready.victims.iter().zip(&self.placed).enumerate() {
            let Some(held) = held else {
                // What a person has pinned stays, even if her other interviews find no room.
                interviews.extend(ready.pins.iter().copied().flatten().cloned());
                unplaced.push(index);
                continue;
            };
            for (number, spot) in held.spots.iter().enumerate() {
                let team = ready.team(held.team).to_vec();
                let (victim, Spot { start, place }) = (index, *spot);
                let found = Interview { victim, number, team, place, start };
                interviews.push(ready.pin(number).cloned().unwrap_or(found));
            }
        }
        Plan { interviews, unplaced, cost: self.cost }
    }

    /// A few victims to take out: any, or those of one interpreter, and all who are left out.
    fn some_victims(&self, rng: &mut StdRng) -> Vec<usize> {
        let count = rng.random_range(1..=4.min(self.placed.len()).max(1));
        let mut all: Vec<usize> = (0..self.placed.len()).collect();
        all.shuffle(rng);
        if rng.random_bool(0.5) && !self.free.is_empty() {
            let who = rng.random_range(0..self.free.len());
            all.sort_by_key(|index| !self.team_of(*index).is_none_or(|team| team.contains(&who)));
        } else {
            all.sort_by_key(|index| self.team_of(*index).is_some());
        }
        all.truncate(count + 1);
        all
    }

    /// Who interprets for a victim, if she is placed.
    fn team_of(&self, index: usize) -> Option<&'a [usize]> {
        let held = self.placed.get(index)?.as_ref()?;
        Some(self.ready.victims.get(index)?.team(held.team))
    }

    fn remove(&mut self, index: usize) {
        let Some(ready) = self.ready.victims.get(index) else { return };
        let Some(held) = self.placed.get_mut(index).and_then(Option::take) else { return };
        let team = ready.team(held.team);
        self.cost -= ready.team_cost(held.team) + self.load_of(team);
        for (number, spot) in held.spots.iter().enumerate() {
            let before = ready.before(number);
            self.cost -=
                cost::of_time(self.ready.case, ready.victim, before, spot.start, spot.place);
            if ready.pin(number).is_none() {
                self.book(ready.victim, team, *spot, false);
            }
        }
        self.cost += self.load_of(team) + cost::UNPLACED;
        // Rest of others that overlapped with hers is taken anew.
        for who in team {
            self.rebuild(*who);
        }
    }

    fn put(&mut self, index: usize, noise: f64, rng: &mut StdRng) {
        let Some(ready) = self.ready.victims.get(index) else { return };
        let mut best: Option<(i64, i64, Held)> = None;
        for at in 0..ready.teams.len() {
            let team = ready.team(at);
            if ready.pins.iter().all(Option::is_none) && self.is_with_family(ready, team) {
                continue;
            }
            let Some((cost, spots)) = self.way(ready, at) else { continue };
            let blurred = blur(cost, noise, rng);
            if best.as_ref().is_none_or(|(least, ..)| blurred < *least) {
                best = Some((blurred, cost, Held { team: at, spots }));
            }
        }
        let Some((_, cost, held)) = best else { return };
        for (number, spot) in held.spots.iter().enumerate() {
            if ready.pin(number).is_none() {
                self.book(ready.victim, ready.team(held.team), *spot, true);
            }
        }
        self.cost += cost - cost::UNPLACED;
        if let Some(placed) = self.placed.get_mut(index) {
            *placed = Some(held);
        }
    }

    fn is_with_family(&self, ready: &ReadyVictim<'_>, team: &[usize]) -> bool {
        let shares = |with: &[usize]| with.iter().any(|who| team.contains(who));
        ready.family.iter().any(|other| {
            let pins = self.ready.victims.get(*other).map_or(&[][..], |other| &other.pins);
            self.team_of(*other).is_some_and(shares)
                || pins.iter().flatten().any(|pin| shares(&pin.team))
        })
    }

    /// The cheapest days for a victim with a team: exact, by the last interview first.
    fn way(&self, ready: &ReadyVictim<'_>, team: usize) -> Option<(i64, Vec<Spot>)> {
        let days = self.ready.case.days;
        let numbers = ready.victim.interviews;
        // later[day]: what the interviews after this one cost from that day on; at[number][day]:
        // where this one is on that day, and the day on which it is best from there on.
        let mut later: Vec<Option<i64>> = vec![Some(0); days + 1];
        let mut at: Vec<Vec<Option<(usize, Spot)>>> = vec![vec![None; days + 1]; numbers];
        for (number, choices) in at.iter_mut().enumerate().rev() {
            let mut costs: Vec<Option<i64>> = vec![None; days + 1];
            for day in (0..days).rev() {
                let here = self.best_on_day(ready, number, ready.team(team), day);
                let rest = later.get(day + 1).copied().flatten();
                let waited = costs.get(day + 1).copied().flatten();
                let taken = here.zip(rest).map(|((cost, spot), rest)| (cost + rest, spot));
                let (cost, choice) = match taken {
                    Some((cost, spot)) if waited.is_none_or(|waited| cost <= waited) => {
                        (Some(cost), Some((day, spot)))
                    }
                    _ => (waited, choices.get(day + 1).copied().flatten()),
                };
                if let (Some(slot), Some(chosen)) = (costs.get_mut(day), choices.get_mut(day)) {
                    (*slot, *chosen) = (cost, choice);
                }
            }
            later = costs;
        }
        let mut cost = later.first().copied().flatten()? + ready.team_cost(team);
        let mut spots = Vec::with_capacity(numbers);
        let mut from = 0;
        for choices in &at {
            let (day, spot) = choices.get(from).copied().flatten()?;
            spots.push(spot);
            from = day + 1;
        }
        for who in ready.team(team) {
            let load = self.load(*who);
            let with = load + ready.victim.cells * ready.open();
            cost += cost::of_load(with) - cost::of_load(load);
        }
        Some((cost, spots))
    }

    fn best_on_day(
        &self,
        ready: &ReadyVictim<'_>,
        number: usize,
        team: &[usize],
        day: usize,
    ) -> Option<(i64, Spot)> {
        let (case, victim, before) = (self.ready.case, ready.victim, ready.before(number));
        let costs =
            |spot: Spot| (cost::of_time(case, victim, before, spot.start, spot.place), spot);
        if let Some(pin) = ready.pin(number) {
            let spot = Spot { start: pin.start, place: pin.place };
            return (pin.start / DAY_CELLS == day).then(|| costs(spot));
        }
        let mut free = of(&self.ready.hours, day);
        for who in team {
            let so_far = self.work.get(*who).and_then(|days| days.get(day)).copied().unwrap_or(0);
            let most = case.interpreters.get(*who).map_or(0, |one| one.most_on(day));
            if so_far + victim.cells > most {
                return None;
            }
            free &= self.free.get(*who).map_or(0, |days| of(days, day));
            if victim.minor {
                free &= self.ready.free_for_children.get(*who).map_or(0, |days| of(days, day));
            }
        }
        let at_place = |place: &usize| {
            let there = self.places.get(*place).map_or(0, |days| of(days, day));
            let starts = day::starts(free & there, victim.cells);
            // Later is never cheaper, but for the hour that it was before.
            let was = before.filter(|was| was.start / DAY_CELLS == day);
            let was = was.map(|was| was.start % DAY_CELLS).filter(|at| day::has(starts, *at));
            let spot = |cell| Spot { start: day * DAY_CELLS + cell, place: *place };
            day::first(starts).into_iter().chain(was).map(spot).map(costs).min_by_key(|(c, _)| *c)
        };
        ready.places.iter().filter_map(at_place).min_by_key(|(cost, spot)| (*cost, spot.start))
    }

    /// Takes or frees what an interview needs.
    fn book(&mut self, victim: &Victim, team: &[usize], spot: Spot, taken: bool) {
        let (start, end) = (spot.start, spot.start + victim.cells);
        if let Some(place) = self.places.get_mut(spot.place) {
            if taken { day::take(place, start, end) } else { day::add(place, start, end) }
        }
        for who in team {
            let day = self.work.get_mut(*who).and_then(|days| days.get_mut(start / DAY_CELLS));
            if let Some(day) = day {
                *day = if taken { *day + victim.cells } else { day.saturating_sub(victim.cells) };
            }
            if taken && let Some(free) = self.free.get_mut(*who) {
                let rest = self.ready.case.rest_cells;
                day::take(free, start.saturating_sub(rest), end + rest);
            }
        }
    }

    /// An interpreter's free cells from what is placed.
    fn rebuild(&mut self, who: usize) {
        let Some(mut free) = self.ready.free.get(who).cloned() else { return };
        let rest = self.ready.case.rest_cells;
        let mut busy = |start: usize, cells: usize| {
            day::take(&mut free, start.saturating_sub(rest), start + cells + rest);
        };
        for (ready, held) in self.ready.victims.iter().zip(&self.placed) {
            let cells = ready.victim.cells;
            for pin in ready.pins.iter().flatten().filter(|pin| pin.team.contains(&who)) {
                busy(pin.start, cells);
            }
            if let Some(held) = held.as_ref().filter(|held| ready.team(held.team).contains(&who)) {
                held.spots.iter().for_each(|spot| busy(spot.start, cells));
            }
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

/// A day's cells.
fn of(days: &[DayCells], day: usize) -> DayCells {
    days.get(day).copied().unwrap_or(0)
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
