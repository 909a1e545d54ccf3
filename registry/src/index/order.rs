//! The order in which those who serve a pair are looked at: by what their score can be at most,
//! so that the best hundred are found without judging everybody.

use std::{
    cmp::{Ordering, Reverse},
    collections::{BTreeSet, BinaryHeap},
};

use super::{
    clocks::Clocks,
    member::Member,
    register::{Register, Work},
};
use crate::{
    availability::{calendar::WhyBusy, purpose::Purposes},
    country::Country,
    id::PersonId,
    interpreter::{Channel, Level},
    language::Language,
    matching::{
        Continuity, Facts, Need, Shares, continuity_share, credential_share, fairness_share,
        mastery_share, reliability_share,
    },
    search::Circumstances,
};

/// Sums of the same parts differ by less.
const ROUNDING: f64 = 1e-9;

/// Those who serve some work, the best possible score first, as a country sees them.
#[derive(Debug)]
pub(super) struct Order {
    /// The register's version that it was made from.
    pub(super) version: u64,
    entries: Vec<(f64, u32)>,
}

impl Order {
    /// After so many changes an order is made anew; until then each search looks at all of them.
    pub(super) const MOST_CHANGED: usize = 512;
    /// So many orders are kept.
    pub(super) const MOST_KEPT: usize = 4096;

    pub(super) fn of(register: &Register, work: Work, country: Country) -> Self {
        let mut entries: Vec<(f64, u32)> = register
            .serving(work)
            .iter()
            .filter_map(|slot| {
                let member = register.member(*slot)?;
                Some((at_most(register, member, work, country), *slot))
            })
            .collect();
        entries.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        Self { version: register.version(), entries }
    }
}

/// The score of somebody whose credentials hold, at the best hour; continuity apart.
fn at_most(register: &Register, member: &Member, work: Work, country: Country) -> f64 {
    let level = register.recognised(member, country, work.setting, None).map(|(_, level)| level);
    Shares {
        credential: credential_share(level),
        trauma_training: f64::from(member.trauma_training.holds(None)),
        continuity: 0.0,
        reliability: reliability_share(member.reliability_permille),
        fairness: fairness_share(member.minutes_worked),
        local_hour: 1.0,
        mastery: work.pair.map(|language| mastery_share(member.class(language))),
        gender_not_met: false,
    }
    .score(register.weights(country))
}

/// A request as the register is asked about it.
#[derive(Debug)]
pub(crate) struct Question<'a> {
    pub(crate) need: Need<'a>,
    /// The country that asks.
    pub(crate) country: Country,
    pub(crate) circumstances: &'a Circumstances,
    clocks: Clocks,
    purposes: Purposes,
    languages: [Option<u32>; 2],
}

/// Who was found, best first, and who was met on the way and does not fit.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) fit: Vec<(f64, u32)>,
    pub(crate) excluded: Vec<u32>,
}

/// Where somebody stands whatever the score, from last to first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Standing {
    /// Would rather not hear for now what this is about. Nobody is told.
    SparesTopic,
    Usual,
    KnowsVictim,
    /// The victim asked for the same person again.
    Wished,
}

/// Somebody's place in the list: by standing, then by score, then by number.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Place {
    standing: Standing,
    score: f64,
    number: i64,
    slot: u32,
}

impl Eq for Place {}

impl Ord for Place {
    /// The better place is the greater.
    fn cmp(&self, other: &Self) -> Ordering {
        self.standing
            .cmp(&other.standing)
            .then(self.score.total_cmp(&other.score))
            .then(other.number.cmp(&self.number))
    }
}

impl PartialOrd for Place {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<'a> Question<'a> {
    pub(crate) fn new(
        register: &Register,
        need: Need<'a>,
        country: Country,
        circumstances: &'a Circumstances,
    ) -> Self {
        let [one, other] = need.languages;
        let languages = [register.language(one), register.language(other)];
        let clocks = Clocks::new(register.zones(), need.starts);
        let purposes = Purposes::needed(need.setting, need.child);
        Self { need, country, circumstances, clocks, purposes, languages }
    }

    /// What is asked for, unless nobody in the bank speaks one of the languages.
    pub(crate) fn work(&self) -> Option<Work> {
        let [Some(one), Some(other)] = self.languages else { return None };
        Some(Work::new(one, other, self.need.mode, self.need.setting))
    }

    /// The best `most` who fit, and as many of those who do not.
    pub(crate) fn ask(&self, register: &Register, most: usize) -> Found {
        let Some(work) = self.work() else {
            return Found { fit: Vec::new(), excluded: Vec::new() };
        };
        let (order, mut apart) = register.order(work, self.country);
        let built = order.version;
        let knowing =
            self.circumstances.continuity.keys().filter_map(|person| register.slot(*person));
        let knowing: BTreeSet<u32> = knowing.collect();
        apart.extend(&knowing);

        let mut best: BinaryHeap<Reverse<Place>> = BinaryHeap::with_capacity(most + 1);
        let mut excluded: Vec<(f64, i64, u32)> = Vec::new();
        let mut look_at = |slot: u32, member: &Member, at_most: f64, best: &mut BinaryHeap<_>| {
            if !self.fits(register, member) {
                excluded.push((at_most, member.number, slot));
                return;
            }
            best.push(Reverse(Place {
                standing: self.standing(member),
                score: self.score(register, member),
                number: member.number,
                slot,
            }));
            if best.len() > most {
                best.pop();
            }
        };
        for slot in &apart {
            let Some(member) = register.member(*slot) else { continue };
            if member.works.contains(&work) {
                let bound = at_most(register, member, work, self.country);
                look_at(*slot, member, bound, &mut best);
            }
        }
        let worst_of = |best: &BinaryHeap<Reverse<Place>>| match best.peek() {
            // Before whoever would rather not be asked comes everybody else.
            Some(Reverse(worst))
                if best.len() >= most && worst.standing > Standing::SparesTopic =>
            {
                worst.score
            }
            _ => f64::NEG_INFINITY,
        };
        for (bound, slot) in &order.entries {
            if *bound + ROUNDING < worst_of(&best) {
                break;
            }
            if register.changed_at(*slot) > built || knowing.contains(slot) {
                continue;
            }
            if let Some(member) = register.member(*slot) {
                look_at(*slot, member, *bound, &mut best);
            }
        }
        // Of those who do not fit, the ones who would stand among these.
        let worst = worst_of(&best);
        excluded.retain(|(bound, _, _)| *bound + ROUNDING >= worst);
        excluded.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        excluded.truncate(most);
        let fit = best.into_sorted_vec().into_iter().map(|Reverse(p)| (p.score, p.slot)).collect();
        Found { fit, excluded: excluded.into_iter().map(|(_, _, slot)| slot).collect() }
    }

    fn knows(&self, person: PersonId) -> Continuity {
        self.circumstances.continuity.get(&person).copied().unwrap_or(Continuity::None)
    }

    fn standing(&self, member: &Member) -> Standing {
        match self.knows(member.person) {
            Continuity::Wished => Standing::Wished,
            _ if self.spares_topic(member) => Standing::SparesTopic,
            Continuity::Victim => Standing::KnowsVictim,
            Continuity::Case | Continuity::None => Standing::Usual,
        }
    }

    fn comes_from_ruled_out_town(&self, member: &Member) -> bool {
        !member.home.is_empty() && self.circumstances.towns.contains(&*member.home)
    }

    /// Whether no filter of `matching` stands against somebody who serves the pair.
    pub(crate) fn fits(&self, register: &Register, member: &Member) -> bool {
        self.would_fit(register, member) && self.is_free(member)
    }

    /// Whether nothing that the victim wishes or the case brings along stands against them.
    pub(crate) fn is_welcome(&self, member: &Member) -> bool {
        let wishes = self.need.preferences;
        (!wishes.deaf_interpreter || member.deaf)
            && wishes.organisation.is_none_or(|asked| member.organisation == Some(asked))
            && !self.circumstances.conflicts.contains_key(&member.person)
            && !self.circumstances.not_again.contains(&member.person)
            && !self.comes_from_ruled_out_town(member)
            && !wishes.rules_out(member.country)
    }

    /// Whether they would rather not hear for now what this is about.
    pub(crate) fn spares_topic(&self, member: &Member) -> bool {
        member.spared.meets(self.circumstances.topics)
    }

    /// Whether no filter but time stands against them.
    pub(crate) fn would_fit(&self, register: &Register, member: &Member) -> bool {
        let need = &self.need;
        let wishes = need.preferences;
        let ends = Some(need.ends);
        member.vetted_until.is_some_and(|until| until >= need.ends)
            && member.notice_minutes <= need.starts.minutes_since(need.now)
            && !(wishes.gender_required && wishes.gender.is_some_and(|g| g != member.gender))
            && (!need.child || member.child_training.holds(ends))
            && self.is_welcome(member)
            && (!need.recognised_only || self.recognised(register, member).is_some())
    }

    fn is_free(&self, member: &Member) -> bool {
        let (starts, ends) = (self.need.starts, self.need.ends);
        member.calendar.as_ref().is_some_and(|calendar| {
            calendar.is_free(starts, ends, self.purposes)
                && (self.need.mode.channel() == Channel::Consecutive
                    || calendar.simultaneous_is_safe(starts, ends).is_ok())
        })
    }

    /// Why somebody is not free, if they are not.
    fn busy(&self, member: &Member) -> Option<WhyBusy> {
        let (starts, ends) = (self.need.starts, self.need.ends);
        let Some(calendar) = &member.calendar else { return Some(WhyBusy::OutsideHours) };
        let free = calendar.free(starts, ends, self.purposes).and_then(|()| {
            match self.need.mode.channel() {
                Channel::Simultaneous => calendar.simultaneous_is_safe(starts, ends),
                Channel::Consecutive => Ok(()),
            }
        });
        free.err()
    }

    fn recognised(&self, register: &Register, member: &Member) -> Option<(u32, Level)> {
        let time = Some((self.need.starts, self.need.ends));
        register.recognised(member, self.country, self.need.setting, time)
    }

    /// What somebody's facts are worth, were they to fit.
    pub(crate) fn score(&self, register: &Register, member: &Member) -> f64 {
        let need = &self.need;
        let level = self.recognised(register, member).map(|(_, level)| level);
        let mastery = |language: Option<u32>| language.and_then(|one| member.class(one));
        Shares {
            credential: credential_share(level),
            trauma_training: f64::from(member.trauma_training.holds(Some(need.ends))),
            continuity: continuity_share(self.knows(member.person)),
            reliability: reliability_share(member.reliability_permille),
            fairness: fairness_share(member.minutes_worked),
            local_hour: self.clocks.hour_share(member.zone),
            mastery: self.languages.map(|language| mastery_share(mastery(language))),
            gender_not_met: need.preferences.gender.is_some_and(|g| g != member.gender),
        }
        .score(need.weights)
    }

    /// All that is known of somebody for this request, to be judged.
    pub(crate) fn facts(&self, register: &Register, member: &Member) -> Option<Facts> {
        let need = &self.need;
        let recognised = self.recognised(register, member);
        let mut facts = register.facts(member, self.languages)?;
        facts.serves = self.work().is_some_and(|work| member.works.contains(&work));
        facts.recognised =
            recognised.and_then(|(scheme, level)| Some((register.scheme(scheme)?.clone(), level)));
        facts.busy = self.busy(member);
        facts.trauma_trained = member.trauma_training.holds(Some(need.ends));
        facts.child_trained = member.child_training.holds(Some(need.ends));
        let Circumstances { conflicts, not_again, .. } = self.circumstances;
        facts.conflicts = conflicts.get(&member.person).into_iter().flatten().copied().collect();
        facts.not_again = not_again.contains(&member.person);
        facts.comes_from_ruled_out_town = self.comes_from_ruled_out_town(member);
        facts.continuity = self.knows(member.person);
        Some(facts)
    }

    /// Who speaks the pair, or another variety of one of its languages, without serving it; by
    /// number, at most so many of each kind.
    pub(crate) fn near_misses(
        &self,
        register: &Register,
        siblings: [Vec<Language>; 2],
        most: usize,
    ) -> Vec<(u32, Option<Language>)> {
        let work = self.work();
        let serves = |slot: &u32| {
            let member = register.member(*slot);
            member.is_some_and(|member| work.is_some_and(|work| member.works.contains(&work)))
        };
        let mut near = Vec::new();
        if let [Some(one), Some(other)] = self.languages {
            let speak = register.speaking(one, other).filter(|slot| !serves(slot)).take(most);
            near.extend(speak.map(|slot| (slot, None)));
        }
        for (siblings, kept) in siblings.into_iter().zip(self.languages.into_iter().rev()) {
            for sibling in siblings {
                let (Some(spoken), Some(kept)) = (register.language(&sibling), kept) else {
                    continue;
                };
                let speak = register.speaking(spoken, kept).filter(|slot| !serves(slot)).take(most);
                near.extend(speak.map(|slot| (slot, Some(sibling.clone()))));
            }
        }
        let mut known = BTreeSet::new();
        near.retain(|(slot, _)| known.insert(*slot));
        near
    }
}
