//! Everybody in the bank, in memory: who they are, what they serve together, and in which order
//! they come.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::{Arc, Mutex, PoisonError},
};

use super::{
    load::{Changes, News, Parts},
    member::{Held, Member},
    names::Names,
    order::Order,
};
use crate::{
    country::Country,
    id::PersonId,
    interpreter::{Level, Mode, Setting},
    language::Language,
    matching::{Continuity, Facts},
    time::{Instant, Zone},
    weights::Weights,
};

pub(super) const DAY_MICROS: i64 = 24 * 60 * 60 * 1_000_000;
/// Work of so many days counts when work is shared out.
const DAYS_COUNTED: i64 = 365;

/// A pair of languages in the order of their numbers, served both ways in a mode and setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Work {
    pub(crate) pair: [u32; 2],
    pub(crate) mode: Mode,
    pub(crate) setting: Setting,
}

impl Work {
    pub(crate) fn new(one: u32, other: u32, mode: Mode, setting: Setting) -> Self {
        Self { pair: [one.min(other), one.max(other)], mode, setting }
    }
}

/// Everybody, by slot: a slot is a place in `people` that a person keeps.
#[derive(Debug, Default)]
pub(crate) struct Register {
    pub(super) languages: Names<Language>,
    pub(super) zones: Names<Zone>,
    pub(super) schemes: Names<String>,
    people: Vec<Option<Member>>,
    slots: HashMap<PersonId, u32>,
    serving: HashMap<Work, Vec<u32>>,
    /// Who speaks both languages of a pair, by number.
    speaking: HashMap<[u32; 2], BTreeSet<(i64, u32)>>,
    recognitions: HashMap<(u32, Country, Setting), Level>,
    weights: HashMap<Country, Weights>,
    recognised_only: HashSet<(Country, Setting)>,
    /// How often anything was changed so far, and whom the changes were about.
    version: u64,
    changed_at: Vec<u64>,
    journal: Vec<(u64, u32)>,
    orders: Mutex<HashMap<(Work, Country), Arc<Order>>>,
    /// Where to go on reading changes, and which of those there are taken in already.
    seen: i64,
    taken: HashSet<News>,
    /// The day as of which the minutes of work are counted, and the first one when it was read.
    day: i64,
    first_day: Option<i64>,
}

const fn day_of(now: Instant) -> i64 {
    now.as_micros().div_euclid(DAY_MICROS)
}

impl Register {
    /// An empty one, to be filled with what the database says.
    pub(super) fn begin(now: Instant, seen: i64) -> Self {
        let day = day_of(now);
        Self { day, first_day: Some(day), seen, ..Self::default() }
    }

    /// Bookings that end later are needed: those that count on that day and the day before.
    pub(super) const fn needed_since(now: Instant) -> Instant {
        Instant::from_micros((day_of(now) - 1 - DAYS_COUNTED) * DAY_MICROS)
    }

    pub(super) const fn seen(&self) -> i64 {
        self.seen
    }

    /// Whether it was loaded, with all that counts now: clocks may differ by a day.
    pub(super) fn reaches_back_to(&self, now: Instant) -> bool {
        self.first_day.is_some_and(|first| first - 1 <= day_of(now))
    }

    pub(super) fn is_of_day(&self, now: Instant) -> bool {
        self.day == day_of(now)
    }

    /// Counts everybody's minutes again: the year that counts has moved on by a day.
    pub(super) fn begin_day(&mut self, now: Instant) {
        self.day = day_of(now);
        let since = self.day - DAYS_COUNTED;
        for member in self.people.iter_mut().flatten() {
            member.count_minutes(since);
        }
        self.forget_orders();
    }

    /// What of the changes is not taken in yet.
    pub(super) fn news(&self, changes: &Changes) -> Vec<News> {
        changes.rows.iter().filter(|news| !self.taken.contains(*news)).copied().collect()
    }

    /// Takes note that changes are taken in.
    pub(super) fn note_seen(&mut self, changes: &Changes) {
        self.taken.retain(|news| news.epoch >= changes.horizon);
        let still_there = changes.rows.iter().filter(|news| news.epoch >= changes.horizon);
        self.taken.extend(still_there);
        self.seen = changes.horizon;
    }

    /// Takes in what was loaded again.
    pub(super) fn take(&mut self, mut parts: Parts, news: &[News]) {
        if let Some(rules) = parts.rules.take() {
            self.set_rules(rules);
        }
        let people: BTreeSet<PersonId> = news.iter().filter_map(|news| news.person).collect();
        for person in people {
            let member = match parts.profiles.remove(&person) {
                Some(profile) => {
                    let before = self.slot(person).and_then(|slot| self.remove(slot));
                    let (calendar, booked) =
                        before.map(|member| (member.calendar, member.booked)).unwrap_or_default();
                    Some(Member { calendar, booked, ..profile.member(person, self) })
                }
                None if parts.profiles_of.contains(&person) => {
                    self.slot(person).and_then(|slot| self.remove(slot));
                    None
                }
                None => self.slot(person).and_then(|slot| self.remove(slot)),
            };
            let Some(mut member) = member else { continue };
            if let Some(calendar) = parts.calendars.remove(&person) {
                member.calendar = Some(calendar);
            }
            if parts.bookings_of.contains(&person) {
                member.booked = parts.bookings.remove(&person).unwrap_or_default();
            }
            self.insert(member);
        }
        if self.journal.len() > self.people.len() {
            self.forget_orders();
        }
    }

    pub(super) fn set_rules(&mut self, rules: super::load::Rules) {
        self.recognitions = rules
            .recognitions
            .into_iter()
            .map(|(scheme, country, setting, level)| {
                ((self.schemes.number(&scheme), country, setting), level)
            })
            .collect();
        self.weights = rules.weights.into_iter().collect();
        self.recognised_only = rules.recognised_only.into_iter().collect();
        self.forget_orders();
    }

    /// Adds somebody, or puts them back.
    pub(super) fn insert(&mut self, mut member: Member) {
        member.count_minutes(self.day - DAYS_COUNTED);
        let slot = match self.slots.get(&member.person) {
            Some(slot) => *slot,
            None => {
                let slot = u32::try_from(self.people.len()).unwrap_or(u32::MAX);
                self.people.push(None);
                self.changed_at.push(0);
                self.slots.insert(member.person, slot);
                slot
            }
        };
        for work in &member.works {
            self.serving.entry(*work).or_default().push(slot);
        }
        for pair in spoken_pairs(&member) {
            self.speaking.entry(pair).or_default().insert((member.number, slot));
        }
        self.note_changed(slot);
        if let Some(place) = self.people.get_mut(slot as usize) {
            *place = Some(member);
        }
    }

    /// Takes somebody out; the slot stays theirs.
    fn remove(&mut self, slot: u32) -> Option<Member> {
        let member = self.people.get_mut(slot as usize)?.take()?;
        for work in &member.works {
            if let Some(slots) = self.serving.get_mut(work) {
                slots.retain(|other| *other != slot);
            }
        }
        for pair in spoken_pairs(&member) {
            if let Some(slots) = self.speaking.get_mut(&pair) {
                slots.remove(&(member.number, slot));
            }
        }
        self.note_changed(slot);
        Some(member)
    }

    fn note_changed(&mut self, slot: u32) {
        self.version += 1;
        if let Some(at) = self.changed_at.get_mut(slot as usize) {
            *at = self.version;
        }
        self.journal.push((self.version, slot));
    }

    pub(super) fn forget_orders(&mut self) {
        self.journal.clear();
        self.orders.get_mut().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// An order that may be out of date for those who changed since, and who they are.
    pub(super) fn order(&self, work: Work, country: Country) -> (Arc<Order>, BTreeSet<u32>) {
        let mut orders = self.orders.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(order) = orders.get(&(work, country)) {
            let first = self.journal.partition_point(|(version, _)| *version <= order.version);
            let since = self.journal.get(first..).unwrap_or_default();
            if since.len() <= Order::MOST_CHANGED {
                return (order.clone(), since.iter().map(|(_, slot)| *slot).collect());
            }
        }
        if orders.len() >= Order::MOST_KEPT {
            orders.clear();
        }
        let order = Arc::new(Order::of(self, work, country));
        orders.insert((work, country), order.clone());
        (order, BTreeSet::new())
    }

    pub(super) const fn version(&self) -> u64 {
        self.version
    }

    pub(super) fn changed_at(&self, slot: u32) -> u64 {
        self.changed_at.get(slot as usize).copied().unwrap_or(u64::MAX)
    }

    pub(crate) fn slot(&self, person: PersonId) -> Option<u32> {
        self.slots.get(&person).copied()
    }

    pub(crate) fn member(&self, slot: u32) -> Option<&Member> {
        self.people.get(slot as usize)?.as_ref()
    }

    pub(crate) fn zones(&self) -> &[Zone] {
        self.zones.all()
    }

    /// The number of a language that anybody in the bank speaks or serves.
    pub(crate) fn language(&self, language: &Language) -> Option<u32> {
        self.languages.known(language)
    }

    pub(crate) fn language_numbered(&self, number: u32) -> Option<&Language> {
        self.languages.get(number)
    }

    /// Everybody who serves a pair both ways.
    pub(crate) fn serving(&self, work: Work) -> &[u32] {
        self.serving.get(&work).map_or(&[], Vec::as_slice)
    }

    /// Each work that somebody serves.
    pub(crate) fn works(&self) -> impl Iterator<Item = &Work> {
        self.serving.iter().filter(|(_, slots)| !slots.is_empty()).map(|(work, _)| work)
    }

    /// Everybody who speaks both languages of a pair, by number.
    pub(crate) fn speaking(&self, one: u32, other: u32) -> impl Iterator<Item = u32> {
        let pair = [one.min(other), one.max(other)];
        self.speaking.get(&pair).into_iter().flatten().map(|(_, slot)| *slot)
    }

    pub(crate) fn weights(&self, country: Country) -> &Weights {
        self.weights.get(&country).unwrap_or(&Weights::DEFAULT)
    }

    /// Whether a country takes nobody in a setting without a credential that it recognises.
    pub(crate) fn recognised_only(&self, country: Country, setting: Setting) -> bool {
        self.recognised_only.contains(&(country, setting))
    }

    /// The best credential that a country recognises for a setting and that holds all that time,
    /// or may at some time; of equal ones the first by scheme.
    pub(crate) fn recognised(
        &self,
        member: &Member,
        country: Country,
        setting: Setting,
        time: Option<(Instant, Instant)>,
    ) -> Option<(u32, Level)> {
        let holds = |held: &&Held| {
            time.is_none_or(|(starts, ends)| {
                held.valid_from.is_none_or(|from| from <= starts)
                    && held.valid_until.is_none_or(|until| until >= ends)
            })
        };
        member
            .credentials
            .iter()
            .filter(holds)
            .filter_map(|held| {
                let level = self.recognitions.get(&(held.scheme, country, setting))?;
                Some((held.scheme, *level))
            })
            .min_by_key(|(_, level)| *level)
    }

    /// What is known of a person apart from the request.
    pub(super) fn facts(&self, member: &Member, languages: [Option<u32>; 2]) -> Option<Facts> {
        Some(Facts {
            person: member.person,
            number: member.number,
            country: member.country,
            zone: self.zones.get(member.zone)?.clone(),
            comes_from_ruled_out_town: false,
            gender: member.gender,
            deaf: member.deaf,
            organisation: member.organisation,
            classes: languages.map(|language| member.class(language?)),
            other_variety: None,
            serves: false,
            recognised: None,
            vetted_until: member.vetted_until,
            trauma_trained: false,
            child_trained: false,
            reliability_permille: member.reliability_permille,
            minutes_worked: member.minutes_worked,
            notice_minutes: member.notice_minutes,
            busy: None,
            conflicts: Vec::new(),
            continuity: Continuity::None,
            not_again: false,
        })
    }

    pub(super) fn scheme(&self, number: u32) -> Option<&String> {
        self.schemes.get(number)
    }
}

/// The pairs of languages that somebody speaks.
fn spoken_pairs(member: &Member) -> Vec<[u32; 2]> {
    let mut pairs = Vec::new();
    for (index, (one, _)) in member.spoken.iter().enumerate() {
        for (other, _) in member.spoken.iter().skip(index + 1) {
            pairs.push([*one.min(other), *one.max(other)]);
        }
    }
    pairs
}
