//! Chains out of the bank: who serves which of the pairs that a chain could go over, and when.

use std::collections::{BTreeMap, BTreeSet};

use super::{Chain, Network, Server, Wanted};
use crate::{
    error::{Error, Result},
    id::{PersonId, RequestId},
    index::{Member, Register, Work},
    interpreter::{Class, Level, Mode},
    language::Language,
    matching::Need,
    search::{Search, later_starts},
    store::Store,
    time::{Instant, Moment},
};

/// So many paths of languages are shown.
const MOST_CHAINS: usize = 5;
/// So many of each pair are considered, the best first: at the time asked for, and later.
const MOST_SERVERS: usize = 64;
const MOST_SERVERS_LATER: usize = 12;

/// A chain of booths for a request.
#[derive(Debug, Clone, PartialEq)]
pub struct BankChain {
    /// Its booths, from the first language asked for to the second.
    pub legs: Vec<BankLeg>,
    /// How, in each booth.
    pub mode: Mode,
    /// When all of them are free long enough.
    pub starts: Moment,
    /// Whether that is another time than was asked for.
    pub later: bool,
    /// How much of what is said is likely to be lost, in thousandths.
    pub expected_loss_permille: i64,
    /// How likely all of them accept, in thousandths.
    pub acceptance_permille: i64,
}

/// One booth of a chain.
#[derive(Debug, Clone, PartialEq)]
pub struct BankLeg {
    /// Its pair, in the chain's direction.
    pub languages: [Language; 2],
    /// Who would sit there: to be asked by, and the number shown.
    pub people: Vec<(PersonId, i64)>,
    /// How much is likely to be lost here, in thousandths.
    pub expected_loss_permille: i64,
}

/// Somebody who could serve a pair, how well, and when.
type Serving<'a> = (&'a Member, f64, Vec<(Instant, Instant)>);

impl Store {
    /// Ways over one or two languages in between, best first: at the time asked for, or else at
    /// the first later one at which there is any.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn chains(&self, request: RequestId, now: Instant) -> Result<Vec<BankChain>> {
        let asked = self.asked_now(request, now).await?;
        let search = Search::of(&asked, &asked.input, now);
        let register = self.index().read();
        let seats = asked.legs.first().map_or(asked.seats, |leg| leg.seats);
        let seats = usize::try_from(seats).unwrap_or(1);
        let relay = Relay { search, register: &register, seats };
        let own = relay.chains(&[search.starts], MOST_SERVERS);
        let (chains, later) = match own.is_empty() {
            false => (own, false),
            true => {
                let starts = later_starts(&asked.starts, 7)?;
                (relay.chains(&starts, MOST_SERVERS_LATER), true)
            }
        };
        chains.iter().map(|chain| relay.shown(chain, &asked.starts, later)).collect()
    }
}

/// One search for chains.
struct Relay<'a> {
    search: Search<'a>,
    register: &'a Register,
    seats: usize,
}

impl Relay<'_> {
    fn chains(&self, starts: &[Instant], most: usize) -> Vec<Chain<u32>> {
        let input = self.search.input;
        let [Some(from), Some(to)] =
            input.languages.each_ref().map(|language| self.register.language(language))
        else {
            return Vec::new();
        };
        let mut network = Network::default();
        for [one, other] in self.pairs(from, to) {
            for (member, quality, free) in self.servers(one, other, starts, most) {
                let acceptance = f64::from(member.reliability_permille.clamp(50, 990)) / 1000.0;
                let person = member.person;
                network.add(&one, &other, Server { person, quality, acceptance, free });
            }
        }
        let minutes = self.search.ends.minutes_since(self.search.starts);
        let starts = starts.first().copied().unwrap_or(self.search.starts);
        let wanted = Wanted { languages: [from, to], seats: self.seats, starts, minutes };
        network.chains(&wanted, MOST_CHAINS)
    }

    /// The pairs that a chain can go over: from one end, between neighbours of both, to the other.
    fn pairs(&self, from: u32, to: u32) -> BTreeSet<[u32; 2]> {
        let input = self.search.input;
        let served = self
            .register
            .works()
            .filter(|work| work.mode == input.mode && work.setting == input.setting)
            .map(|work| work.pair);
        let mut neighbours: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
        for [one, other] in served {
            neighbours.entry(one).or_default().insert(other);
            neighbours.entry(other).or_default().insert(one);
        }
        let none = BTreeSet::new();
        let of = |language| neighbours.get(&language).unwrap_or(&none);
        let ordered = |one: u32, other: u32| [one.min(other), one.max(other)];
        let mut pairs = BTreeSet::new();
        for near in of(from).iter().filter(|near| **near != to) {
            if of(to).contains(near) {
                pairs.extend([ordered(from, *near), ordered(*near, to)]);
            }
            for far in of(*near).intersection(of(to)).filter(|far| **far != from) {
                pairs.extend([ordered(from, *near), ordered(*near, *far), ordered(*far, to)]);
            }
        }
        pairs
    }

    /// Those who could serve a pair, the best first, with the starts at which they are free.
    fn servers(&self, one: u32, other: u32, starts: &[Instant], most: usize) -> Vec<Serving<'_>> {
        let input = self.search.input;
        let names = [one, other].map(|number| self.register.language_numbered(number).cloned());
        let [Some(one_name), Some(other_name)] = names else { return Vec::new() };
        let languages = [one_name, other_name];
        let minutes = self.search.ends.minutes_since(self.search.starts);
        let questions: Vec<_> = starts
            .iter()
            .map(|starts| {
                let need = Need {
                    languages: &languages,
                    starts: *starts,
                    ends: starts.plus_minutes(minutes),
                    ..self.search.need(self.register)
                };
                self.search.question(self.register, need)
            })
            .collect();
        let work = Work::new(one, other, input.mode, input.setting);
        let mut all: Vec<(&Member, f64)> = self
            .register
            .serving(work)
            .iter()
            .filter_map(|slot| self.register.member(*slot))
            .map(|member| (member, self.quality(member, [one, other])))
            .collect();
        let worth = |(member, quality): &(&Member, f64)| {
            quality * f64::from(member.reliability_permille.clamp(50, 990))
        };
        all.sort_by(|a, b| worth(b).total_cmp(&worth(a)).then(a.0.number.cmp(&b.0.number)));
        let free = all.into_iter().filter_map(|(member, quality)| {
            let free: Vec<(Instant, Instant)> = questions
                .iter()
                .filter(|question| question.fits(self.register, member))
                .map(|question| (question.need.starts, question.need.ends))
                .collect();
            (!free.is_empty()).then_some((member, quality, free))
        });
        free.take(most).collect()
    }

    /// How much arrives: what each of the two languages and a credential are worth. Estimates to
    /// compare chains by, not measurements.
    fn quality(&self, member: &Member, languages: [u32; 2]) -> f64 {
        let mastery = languages.map(|language| match member.class(language) {
            Some(Class::A) => 0.98,
            Some(Class::B) => 0.93,
            Some(Class::C) | None => 0.75,
        });
        let setting = self.search.input.setting;
        let held = self.register.recognised(member, self.search.country, setting, None);
        let credential = match held {
            Some((_, Level::Certified)) => 1.0,
            Some((_, Level::Provisional)) => 0.98,
            None => 0.95,
        };
        mastery.iter().product::<f64>() * credential
    }

    fn shown(&self, chain: &Chain<u32>, asked: &Moment, later: bool) -> Result<BankChain> {
        let mut legs = Vec::new();
        for leg in &chain.legs {
            let [one, other] = leg
                .languages
                .map(|number| self.register.language_numbered(number).cloned())
                .map(|language| language.ok_or(Error::NotFound("language")));
            let number = |person: &PersonId| {
                let slot = self.register.slot(*person)?;
                Some((*person, self.register.member(slot)?.number))
            };
            legs.push(BankLeg {
                languages: [one?, other?],
                people: leg.people.iter().filter_map(number).collect(),
                expected_loss_permille: 1000 - permille(leg.quality),
            });
        }
        Ok(BankChain {
            legs,
            mode: self.search.input.mode,
            starts: Moment::at(chain.starts, &asked.zone),
            later,
            expected_loss_permille: 1000 - permille(chain.quality),
            acceptance_permille: permille(chain.acceptance),
        })
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a share is at most 1")]
fn permille(share: f64) -> i64 {
    (share * 1000.0).round() as i64
}
