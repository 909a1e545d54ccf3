//! The clock that a `TZID` names: one of the IANA zones, or what the file itself defines under
//! that name (`VTIMEZONE`), as Outlook and many servers do.

use std::{collections::BTreeMap, sync::Arc};

use super::{
    lines::Line,
    recur::{Rule, Until, Wall, wall},
};
use crate::{
    availability::clock::Clock,
    time::{TimeError, Zone},
};

/// Offsets of one definition are worked out for these years.
const YEARS: std::ops::Range<Wall> = 946_684_800..2_524_608_000; // 2000 to 2050

/// Onsets of one observance.
const MOST_ONSETS: usize = 200;

/// The clocks of one file.
#[derive(Debug, Default)]
pub(super) struct Clocks(BTreeMap<String, Arc<Clock>>);

/// A definition while it is read.
#[derive(Debug, Default)]
pub(super) struct Definition {
    name: String,
    location: Option<String>,
    observances: Vec<Observance>,
}

#[derive(Debug, Default)]
struct Observance {
    first: Option<Wall>,
    before: i64,
    after: i64,
    rules: Vec<Rule>,
    dates: Vec<Wall>,
}

impl Clocks {
    /// Keeps what a file defines.
    pub(super) fn define(&mut self, definition: &Definition) {
        let iana =
            definition.location.as_deref().and_then(named).or_else(|| named(&definition.name));
        if let Some(clock) = iana.or_else(|| definition.clock()) {
            self.0.insert(definition.name.clone(), clock);
        }
    }

    /// The clock of a name; none if nobody knows it.
    pub(super) fn of(&self, name: &str) -> Option<Arc<Clock>> {
        self.0.get(name).cloned().or_else(|| named(name))
    }
}

/// An IANA zone's clock, also under names such as `/freeassociation.sourceforge.net/Europe/Paris`.
fn named(name: &str) -> Option<Arc<Clock>> {
    let clock = |name: &str| {
        let zone: Result<Zone, TimeError> = name.parse();
        zone.and_then(|zone| Clock::of(&zone)).ok()
    };
    let name = name.trim();
    clock(name).or_else(|| {
        let parts: Vec<&str> = name.rsplit('/').take(3).collect();
        let [last, before, ..] = parts.as_slice() else { return None };
        clock(&format!("{before}/{last}"))
    })
}

impl Definition {
    /// Takes one line of the definition.
    pub(super) fn take(&mut self, line: &Line) {
        match line.name.as_str() {
            "BEGIN" => self.observances.push(Observance::default()),
            "TZID" => self.name.clone_from(&line.value),
            "X-LIC-LOCATION" => self.location = Some(line.value.clone()),
            _ => {
                if let Some(observance) = self.observances.last_mut() {
                    observance.take(line);
                }
            }
        }
    }

    fn clock(&self) -> Option<Arc<Clock>> {
        let mut changes: Vec<(i64, i64)> = Vec::new();
        for observance in &self.observances {
            for onset in observance.onsets() {
                changes.push((onset - observance.before, observance.after));
            }
        }
        changes.sort_unstable();
        let (_, first) = changes.first()?;
        let earliest = self.observances.iter().find(|o| o.after == *first);
        let before = earliest.map_or(*first, |observance| observance.before);
        Clock::changing(before, &changes).map(Arc::new)
    }
}

impl Observance {
    fn take(&mut self, line: &Line) {
        match line.name.as_str() {
            "DTSTART" => self.first = wall(&line.value),
            "TZOFFSETFROM" => self.before = offset(&line.value).unwrap_or(self.before),
            "TZOFFSETTO" => self.after = offset(&line.value).unwrap_or(self.after),
            "RRULE" => self.rules.extend(Rule::read(&line.value)),
            "RDATE" => self.dates.extend(line.value.split(',').filter_map(wall)),
            _ => {}
        }
    }

    fn onsets(&self) -> Vec<Wall> {
        let Some(first) = self.first else { return vec![] };
        let mut onsets = vec![first];
        onsets.extend(&self.dates);
        for rule in &self.rules {
            let before = self.before;
            onsets.extend(rule.begins(first, YEARS, MOST_ONSETS, |begin| match rule.until {
                None => false,
                Some(Until::Wall(at)) => begin > at,
                Some(Until::Utc(at)) => begin - before > at,
                Some(Until::Day(day)) => begin > super::recur::midnight(day) + 86_400,
            }));
        }
        onsets
    }
}

/// Reads `-0600` or `-060000` as seconds.
fn offset(text: &str) -> Option<i64> {
    let (sign, digits) = match text.split_at_checked(1)? {
        ("-", digits) => (-1, digits),
        ("+", digits) => (1, digits),
        _ => return None,
    };
    if !matches!(digits.len(), 4 | 6) || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let part = |at: usize| digits.get(at..at + 2).map_or(Some(0), |two| two.parse::<i64>().ok());
    let seconds = part(0)? * 3600 + part(2)? * 60 + part(4)?;
    (seconds < 24 * 3600).then_some(sign * seconds)
}
