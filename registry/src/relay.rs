//! Interpreting over one or two languages in between, where nobody serves the pair directly.
//!
//! A chain is a path of languages; each leg has a booth of its own. The search is best first: a
//! path's cost as if everybody were always free never exceeds its true cost, so the first path
//! that comes out with its true cost is the best. Pure, but for `bank`, which gathers who serves
//! which pair.

mod bank;

pub use bank::{BankChain, BankLeg};

use std::{
    cmp::Ordering,
    collections::{BTreeMap, BTreeSet, BinaryHeap},
};

use crate::{id::PersonId, time::Instant};

/// More languages in between lose more than anybody could use.
pub const MOST_PIVOTS: usize = 2;

/// What each language in between costs, beside what its interpreters lose: the delay and the
/// trouble of listening to an interpreter instead of the speaker.
const HOP_PENALTY: f64 = 0.25;

/// What a day of waiting costs.
const DAY_PENALTY: f64 = 0.10;

/// Somebody who serves a pair of languages.
#[derive(Debug, Clone, PartialEq)]
pub struct Server {
    /// Who.
    pub person: PersonId,
    /// How much of what is said arrives, 0–1.
    pub quality: f64,
    /// How likely they accept, 0–1.
    pub acceptance: f64,
    /// When they are free, in order and apart from each other.
    pub free: Vec<(Instant, Instant)>,
}

/// Who serves which pair; the pairs' languages in alphabetical order.
#[derive(Debug, Clone, PartialEq)]
pub struct Network<L: Ord> {
    servers: BTreeMap<(L, L), Vec<Server>>,
    neighbours: BTreeMap<L, BTreeSet<L>>,
}

impl<L: Ord> Default for Network<L> {
    fn default() -> Self {
        Self { servers: BTreeMap::new(), neighbours: BTreeMap::new() }
    }
}

/// What a chain must do.
#[derive(Debug, Clone, PartialEq)]
pub struct Wanted<L> {
    /// From and to.
    pub languages: [L; 2],
    /// Interpreters in each booth.
    pub seats: usize,
    /// Not before.
    pub starts: Instant,
    /// How long.
    pub minutes: i64,
}

/// One booth of a chain.
#[derive(Debug, Clone, PartialEq)]
pub struct ChainLeg<L> {
    /// Its pair, in the chain's direction.
    pub languages: [L; 2],
    /// Who would sit there.
    pub people: Vec<PersonId>,
    /// How much of what is said arrives at the other end of this leg, 0–1.
    pub quality: f64,
}

/// A way from one language to another.
#[derive(Debug, Clone, PartialEq)]
pub struct Chain<L> {
    /// Its booths, in order.
    pub legs: Vec<ChainLeg<L>>,
    /// The first moment at which all of them are free long enough.
    pub starts: Instant,
    /// How much of what is said arrives at the far end, 0–1.
    pub quality: f64,
    /// How likely all accept, 0–1.
    pub acceptance: f64,
    /// What it was ranked by: less is better.
    pub cost: f64,
}

impl Server {
    /// Its part of a chain's cost, in a booth of so many.
    #[expect(clippy::cast_precision_loss, reason = "a booth has few seats")]
    fn cost(&self, seats: usize) -> f64 {
        -self.quality.ln() / seats as f64 - self.acceptance.ln()
    }
}

impl<L: Ord + Clone> Network<L> {
    /// Adds somebody who serves a pair both ways.
    pub fn add(&mut self, one: &L, other: &L, server: Server) {
        self.servers.entry(ordered(one, other)).or_default().push(server);
        self.neighbours.entry(one.clone()).or_default().insert(other.clone());
        self.neighbours.entry(other.clone()).or_default().insert(one.clone());
    }

    /// The best chain of each path of languages, the best path first; `most` of them.
    #[must_use]
    pub fn chains(&self, wanted: &Wanted<L>, most: usize) -> Vec<Chain<L>> {
        let legs = self.legs_in_order(wanted.seats);
        let [from, to] = &wanted.languages;
        let mut labels = BinaryHeap::new();
        labels.push(Label { cost: 0.0, path: vec![from.clone()], chain: None });
        let mut chains = Vec::new();
        while let Some(label) = labels.pop() {
            if let Some(chain) = label.chain {
                chains.push(chain);
                if chains.len() == most {
                    break;
                }
                continue;
            }
            let Some(here) = label.path.last() else { continue };
            if here == to {
                if let Some(chain) = best_chain(&legs, &label.path, wanted) {
                    labels.push(Label { cost: chain.cost, path: label.path, chain: Some(chain) });
                }
                continue;
            }
            let legs_left = (MOST_PIVOTS + 2).saturating_sub(label.path.len());
            for next in self.neighbours.get(here).into_iter().flatten() {
                let arrives = next == to;
                if label.path.contains(next) || (legs_left <= 1 && !arrives) {
                    continue;
                }
                let Some(leg) = legs.get(&ordered(here, next)) else { continue };
                let hop = if arrives { 0.0 } else { HOP_PENALTY };
                let mut path = label.path.clone();
                path.push(next.clone());
                labels.push(Label { cost: label.cost + leg.least + hop, path, chain: None });
            }
        }
        chains
    }

    /// The servers of each pair that has enough of them, the cheapest first.
    fn legs_in_order(&self, seats: usize) -> BTreeMap<(L, L), Leg<'_>> {
        let mut legs = BTreeMap::new();
        for (pair, servers) in &self.servers {
            let mut servers: Vec<(f64, &Server)> =
                servers.iter().map(|server| (server.cost(seats), server)).collect();
            if servers.len() < seats {
                continue;
            }
            servers.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.person.cmp(&b.1.person)));
            let least = servers.iter().take(seats).map(|(cost, _)| cost).sum();
            legs.insert(pair.clone(), Leg { servers, least });
        }
        legs
    }
}

/// A pair's servers in the order of their cost.
struct Leg<'a> {
    servers: Vec<(f64, &'a Server)>,
    /// What its cheapest team costs.
    least: f64,
}

/// A path that is being made; with its chain once that is known, and then `cost` is the true one.
struct Label<L> {
    cost: f64,
    path: Vec<L>,
    chain: Option<Chain<L>>,
}

/// The cheapest comes out of the heap first; equal ones in the order of their paths.
impl<L: Ord> Ord for Label<L> {
    fn cmp(&self, other: &Self) -> Ordering {
        other.cost.total_cmp(&self.cost).then_with(|| other.path.cmp(&self.path))
    }
}

impl<L: Ord> PartialOrd for Label<L> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<L: Ord> PartialEq for Label<L> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl<L: Ord> Eq for Label<L> {}

/// The cheapest choice of distinct people for a path who are free at the same time.
fn best_chain<L: Ord + Clone>(
    legs: &BTreeMap<(L, L), Leg<'_>>,
    path: &[L],
    wanted: &Wanted<L>,
) -> Option<Chain<L>> {
    let mut of_path = Vec::new();
    for pair in path.windows(2) {
        if let [one, other] = pair {
            of_path.push(legs.get(&ordered(one, other))?);
        }
    }
    let mut search = Assignment {
        legs: &of_path,
        seats: wanted.seats,
        minutes: wanted.minutes,
        starts: wanted.starts,
        chosen: Vec::new(),
        best: None,
    };
    search.choose(0, 0, 0, 0.0, &[(wanted.starts, Instant::from_micros(i64::MAX))]);
    let (cost, starts, people) = search.best?;
    let hops = of_path.len().saturating_sub(1);
    #[expect(clippy::cast_precision_loss, reason = "two at most")]
    let cost = cost + hops as f64 * HOP_PENALTY;
    let mut chain = Chain { legs: Vec::new(), starts, quality: 1.0, acceptance: 1.0, cost };
    for (pair, team) in path.windows(2).zip(people.chunks(wanted.seats)) {
        let [one, other] = pair else { continue };
        #[expect(clippy::cast_precision_loss, reason = "a booth has few seats")]
        let lost = team.iter().map(|one| -one.quality.ln()).sum::<f64>() / team.len() as f64;
        let quality = (-lost).exp();
        chain.quality *= quality;
        chain.acceptance *= team.iter().map(|one| one.acceptance).product::<f64>();
        chain.legs.push(ChainLeg {
            languages: [one.clone(), other.clone()],
            people: team.iter().map(|one| one.person).collect(),
            quality,
        });
    }
    Some(chain)
}

/// Branch and bound over the seats of a path's booths.
struct Assignment<'a> {
    legs: &'a [&'a Leg<'a>],
    seats: usize,
    minutes: i64,
    starts: Instant,
    chosen: Vec<&'a Server>,
    best: Option<(f64, Instant, Vec<&'a Server>)>,
}

impl Assignment<'_> {
    /// Fills the `seat`-th seat of a leg with one of its servers from `first` on, and all others
    /// after it. `free` is when everybody chosen so far is.
    fn choose(
        &mut self,
        leg: usize,
        seat: usize,
        first: usize,
        cost: f64,
        free: &[(Instant, Instant)],
    ) {
        let Some(&here) = self.legs.get(leg) else {
            if let Some((starts, _)) = free.first() {
                let total = cost + waiting(self.starts, *starts);
                if self.best.as_ref().is_none_or(|(best, _, _)| total < *best) {
                    self.best = Some((total, *starts, self.chosen.clone()));
                }
            }
            return;
        };
        if seat == self.seats {
            self.choose(leg + 1, 0, 0, cost, free);
            return;
        }
        let later: f64 = self.legs.iter().skip(leg + 1).map(|leg| leg.least).sum();
        for (index, (own, server)) in here.servers.iter().enumerate().skip(first) {
            // What is still to be filled costs at least this; servers get dearer from here on.
            #[expect(clippy::cast_precision_loss, reason = "a booth has few seats")]
            let least = cost + own * (self.seats - seat) as f64 + later;
            if self.best.as_ref().is_some_and(|(best, _, _)| *best <= least) {
                return;
            }
            if self.chosen.iter().any(|chosen| chosen.person == server.person) {
                continue;
            }
            let free = both_free(free, &server.free, self.minutes);
            if !free.is_empty() {
                self.chosen.push(server);
                self.choose(leg, seat + 1, index + 1, cost + own, &free);
                self.chosen.pop();
            }
        }
    }
}

/// What waiting until then costs.
#[expect(clippy::cast_precision_loss, reason = "minutes of some weeks fit a float exactly")]
fn waiting(wanted: Instant, starts: Instant) -> f64 {
    starts.minutes_since(wanted).max(0) as f64 / (24.0 * 60.0) * DAY_PENALTY
}

/// The stretches of at least so many minutes that are in both.
fn both_free(
    one: &[(Instant, Instant)],
    other: &[(Instant, Instant)],
    minutes: i64,
) -> Vec<(Instant, Instant)> {
    let mut both = Vec::new();
    for (starts, ends) in one {
        for (other_starts, other_ends) in other {
            let stretch = (*starts.max(other_starts), *ends.min(other_ends));
            if stretch.0.plus_minutes(minutes) <= stretch.1 {
                both.push(stretch);
            }
        }
    }
    both
}

fn ordered<L: Ord + Clone>(one: &L, other: &L) -> (L, L) {
    if one <= other { (one.clone(), other.clone()) } else { (other.clone(), one.clone()) }
}

#[cfg(test)]
mod tests;
