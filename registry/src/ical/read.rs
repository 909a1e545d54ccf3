//! When a calendar kept elsewhere is taken. Everything else in it, titles and people first of
//! all, is passed over while reading and never kept.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
    sync::Arc,
};

use super::{
    lines::{Line, lines},
    recur::{Rule, Until, Wall, day, midnight, wall},
    zone::{Clocks, Definition},
};
use crate::{
    availability::clock::Clock,
    time::{Fold, Instant, Zone},
};

/// Far above any calendar of one person.
const MOST_EVENTS: usize = 20_000;

/// Taken stretches that one calendar may come to within the window.
const MOST_SPANS: usize = 20_000;

/// The longest event: whoever is away for longer closes hours here.
const LONGEST_SECONDS: i64 = 400 * 86_400;

/// A text that is no calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// It does not begin as a calendar.
    #[error("no calendar")]
    NoCalendar,
    /// More events, or more stretches, than a person can have.
    #[error("more in it than in any calendar of a person")]
    TooLarge,
}

/// The stretches that are taken within `[from, until)`, as they stand in the text, not joined.
/// `home` is the clock of whatever names no zone.
///
/// # Errors
/// [`Unreadable`].
pub fn busy(
    text: &str,
    home: &Zone,
    (from, until): (Instant, Instant),
) -> Result<Vec<(Instant, Instant)>, Unreadable> {
    let mut reader = Reader { home: Clock::of(home).ok(), ..Reader::default() };
    reader.read(text)?;
    let window = seconds(from)..seconds(until);
    let mut spans = Vec::new();
    for (start, end) in reader.spans(&window)? {
        if start < end && start < window.end && window.start < end {
            let instant = |second: i64| Instant::from_micros(second.saturating_mul(1_000_000));
            spans.push((instant(start), instant(end)));
        }
    }
    Ok(spans)
}

fn seconds(instant: Instant) -> i64 {
    instant.as_micros().div_euclid(1_000_000)
}

/// A time as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Time {
    Day(Wall),
    Utc(i64),
    At(Wall, Option<String>),
}

/// How long.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Length {
    Until(Time),
    /// Days by the calendar, seconds by the clock.
    For {
        days: i64,
        seconds: i64,
    },
}

#[derive(Debug, Clone, Default)]
struct Event {
    id: String,
    /// Of which occurrence of its series it takes the place.
    instead_of: Option<Time>,
    /// And of all after it.
    and_after: bool,
    starts: Option<Time>,
    length: Option<Length>,
    rules: Vec<Rule>,
    extra: Vec<(Time, Option<Length>)>,
    except: Vec<Time>,
    free: bool,
}

#[derive(Debug, Default)]
struct Reader {
    home: Option<Arc<Clock>>,
    clocks: Clocks,
    events: Vec<Event>,
    /// Stretches of `VFREEBUSY`.
    periods: Vec<(Time, Length)>,
}

impl Reader {
    fn read(&mut self, text: &str) -> Result<(), Unreadable> {
        let mut within: Vec<String> = Vec::new();
        let mut event = Event::default();
        let mut definition = Definition::default();
        let mut seen = false;
        for line in lines(text) {
            let value = line.value.to_ascii_uppercase();
            match (line.name.as_str(), value.as_str()) {
                ("BEGIN", "VCALENDAR") => seen = true,
                ("BEGIN", "VEVENT") => event = Event::default(),
                ("BEGIN", "VTIMEZONE") => definition = Definition::default(),
                ("END", "VEVENT") if within.last().is_some_and(|last| last == "VEVENT") => {
                    if self.events.len() >= MOST_EVENTS {
                        return Err(Unreadable::TooLarge);
                    }
                    self.events.push(std::mem::take(&mut event));
                }
                ("END", "VTIMEZONE") => self.clocks.define(&definition),
                _ => {}
            }
            if !seen {
                return Err(Unreadable::NoCalendar);
            }
            match line.name.as_str() {
                "BEGIN" => {
                    if within.len() < 8 {
                        within.push(value);
                    }
                    if within.iter().any(|name| name == "VTIMEZONE") && within.len() > 2 {
                        definition.take(&line);
                    }
                }
                "END" => {
                    within.pop();
                }
                _ => match within.get(1).map(String::as_str) {
                    // An alarm within an event has times of its own.
                    Some("VEVENT") if within.len() == 2 => event.take(&line),
                    Some("VTIMEZONE") => definition.take(&line),
                    Some("VFREEBUSY") if within.len() == 2 => self.take_periods(&line)?,
                    _ => {}
                },
            }
        }
        if seen { Ok(()) } else { Err(Unreadable::NoCalendar) }
    }

    fn take_periods(&mut self, line: &Line) -> Result<(), Unreadable> {
        if line.name != "FREEBUSY"
            || line.parameter("FBTYPE").is_some_and(|kind| kind.eq_ignore_ascii_case("FREE"))
        {
            return Ok(());
        }
        self.periods.extend(line.value.split(',').filter_map(|text| period(text, None)));
        if self.periods.len() > MOST_SPANS { Err(Unreadable::TooLarge) } else { Ok(()) }
    }

    fn clock(&self, name: Option<&String>) -> Option<Arc<Clock>> {
        name.and_then(|name| self.clocks.of(name)).or_else(|| self.home.clone())
    }

    /// In seconds of UTC.
    fn utc(&self, time: &Time) -> i64 {
        match time {
            Time::Utc(second) => *second,
            Time::Day(at) => self.home.as_ref().map_or(*at, |clock| clock.utc(*at, Fold::Earlier)),
            Time::At(at, zone) => {
                let clock = self.clock(zone.as_ref());
                clock.map_or(*at, |clock| clock.utc(*at, Fold::Earlier))
            }
        }
    }

    fn end(&self, start: &Time, length: &Length) -> i64 {
        let from = self.utc(start);
        let end = match length {
            Length::Until(end) => self.utc(end),
            Length::For { days, seconds } => self.utc(&start.plus(days * 86_400)) + seconds,
        };
        end.min(from.saturating_add(LONGEST_SECONDS))
    }

    fn spans(&self, window: &Range<i64>) -> Result<Vec<(i64, i64)>, Unreadable> {
        let mut spans: Vec<(i64, i64)> = Vec::new();
        for (start, length) in &self.periods {
            spans.push((self.utc(start), self.end(start, length)));
        }
        let mut replaced: BTreeMap<&str, Vec<&Event>> = BTreeMap::new();
        for event in self.events.iter().filter(|event| event.instead_of.is_some()) {
            replaced.entry(&event.id).or_default().push(event);
        }
        for event in &self.events {
            let others = replaced.get(event.id.as_str()).map_or(&[][..], Vec::as_slice);
            self.spans_of(event, others, window, &mut spans);
            if spans.len() > MOST_SPANS {
                return Err(Unreadable::TooLarge);
            }
        }
        Ok(spans)
    }

    fn spans_of(
        &self,
        event: &Event,
        others: &[&Event],
        window: &Range<i64>,
        spans: &mut Vec<(i64, i64)>,
    ) {
        let Some(first) = &event.starts else { return };
        let length = event.length.clone().unwrap_or(match first {
            Time::Day(_) => Length::For { days: 1, seconds: 0 },
            Time::Utc(_) | Time::At(..) => Length::For { days: 0, seconds: 0 },
        });
        // Every occurrence is as long as the first; whole days stay whole.
        let length = match (&length, first) {
            (Length::Until(Time::Day(end)), Time::Day(start)) => {
                Length::For { days: (end - start) / 86_400, seconds: 0 }
            }
            (Length::Until(_), _) => {
                Length::For { days: 0, seconds: self.end(first, &length) - self.utc(first) }
            }
            (Length::For { .. }, _) => length,
        };
        if event.instead_of.is_some() {
            if !event.free {
                spans.push((self.utc(first), self.end(first, &length)));
            }
            return;
        }
        if event.free {
            return;
        }
        let except: BTreeSet<i64> = event
            .except
            .iter()
            .map(|time| self.occurrence(time, first))
            .chain(others.iter().filter_map(|other| {
                other.instead_of.as_ref().map(|time| self.occurrence(time, first))
            }))
            .collect();
        let from_then_on = others
            .iter()
            .filter(|other| other.and_after)
            .filter_map(|other| other.instead_of.as_ref().map(|time| self.utc(time)))
            .min();
        let mut starts: Vec<(Time, Option<Length>)> = vec![(first.clone(), None)];
        for rule in &event.rules {
            let begins = self.begins(rule, first, &length, window);
            starts.extend(begins.into_iter().map(|begin| (first.on(begin), None)));
        }
        starts.extend(event.extra.iter().cloned());
        let mut seen = BTreeSet::new();
        for (start, own_length) in starts {
            let begin = self.utc(&start);
            let left_out = except.contains(&self.occurrence(&start, first));
            let taken_over = from_then_on.is_some_and(|from| begin >= from);
            if seen.insert(begin) && !left_out && !taken_over && spans.len() <= MOST_SPANS {
                spans.push((begin, self.end(&start, own_length.as_ref().unwrap_or(&length))));
            }
        }
        for other in others.iter().filter(|other| other.and_after && !other.free) {
            self.moved_series(event, other, &length, window, spans);
        }
    }

    /// A series that goes on otherwise from one occurrence on: by as much as that one was moved.
    fn moved_series(
        &self,
        event: &Event,
        other: &Event,
        length: &Length,
        window: &Range<i64>,
        spans: &mut Vec<(i64, i64)>,
    ) {
        let (Some(first), Some(from), Some(to)) = (&event.starts, &other.instead_of, &other.starts)
        else {
            return;
        };
        let (from, moved) = (self.utc(from), self.utc(to) - self.utc(from));
        let seconds = match &other.length {
            Some(own) => self.end(to, own) - self.utc(to),
            None => self.end(first, length) - self.utc(first),
        };
        for rule in &event.rules {
            for begin in self.begins(rule, first, length, window) {
                let begin = self.utc(&first.on(begin));
                if begin > from {
                    spans.push((begin + moved, begin + moved + seconds));
                }
            }
        }
    }

    fn begins(&self, rule: &Rule, first: &Time, length: &Length, window: &Range<i64>) -> Vec<Wall> {
        let longest = match length {
            Length::For { days, seconds } => (days * 86_400 + seconds).clamp(0, LONGEST_SECONDS),
            Length::Until(_) => LONGEST_SECONDS,
        };
        // A day more on both sides for the distance between clocks.
        let around = window.start - longest - 86_400..window.end + 86_400;
        rule.begins(first.wall(), around, MOST_SPANS, |begin| match rule.until {
            None => false,
            Some(Until::Wall(at)) => begin > at,
            Some(Until::Utc(at)) => self.utc(&first.on(begin)) > at,
            Some(Until::Day(day)) => begin >= midnight(day) + 86_400,
        })
    }

    /// What names one occurrence, however it is written: a day names the one on it.
    fn occurrence(&self, time: &Time, first: &Time) -> i64 {
        match (time, first) {
            (Time::Day(at), Time::At(start, zone)) => {
                let start = at + start.rem_euclid(86_400);
                self.utc(&Time::At(start, zone.clone()))
            }
            (Time::Day(at), Time::Utc(start)) => at + start.rem_euclid(86_400),
            _ => self.utc(time),
        }
    }
}

impl Time {
    /// On its own wall.
    const fn wall(&self) -> Wall {
        match self {
            Self::Day(at) | Self::Utc(at) | Self::At(at, _) => *at,
        }
    }

    /// Another time on the same wall.
    fn on(&self, at: Wall) -> Self {
        match self {
            Self::Day(_) => Self::Day(at),
            Self::Utc(_) => Self::Utc(at),
            Self::At(_, zone) => Self::At(at, zone.clone()),
        }
    }

    fn plus(&self, seconds: i64) -> Self {
        self.on(self.wall().saturating_add(seconds))
    }
}

impl Event {
    fn take(&mut self, line: &Line) {
        let zone = line.parameter("TZID");
        match line.name.as_str() {
            "UID" => self.id.clone_from(&line.value),
            "DTSTART" => self.starts = time(&line.value, zone),
            "DTEND" => self.length = time(&line.value, zone).map(Length::Until),
            "DURATION" => self.length = duration(&line.value),
            "RECURRENCE-ID" => {
                self.instead_of = time(&line.value, zone);
                self.and_after = line
                    .parameter("RANGE")
                    .is_some_and(|range| range.eq_ignore_ascii_case("THISANDFUTURE"));
            }
            "RRULE" if self.rules.len() < 8 => self.rules.extend(Rule::read(&line.value)),
            "RDATE" => {
                for text in line.value.split(',').take(1000) {
                    if let Some((start, length)) = period(text, zone) {
                        self.extra.push((start, Some(length)));
                    } else if let Some(start) = time(text, zone) {
                        self.extra.push((start, None));
                    }
                }
            }
            "EXDATE" => {
                let times = line.value.split(',').take(1000);
                self.except.extend(times.filter_map(|text| time(text, zone)));
            }
            "TRANSP" if line.value.eq_ignore_ascii_case("TRANSPARENT") => self.free = true,
            "STATUS" if line.value.eq_ignore_ascii_case("CANCELLED") => self.free = true,
            "X-MICROSOFT-CDO-BUSYSTATUS" if line.value.eq_ignore_ascii_case("FREE") => {
                self.free = true;
            }
            _ => {}
        }
    }
}

fn time(text: &str, zone: Option<&str>) -> Option<Time> {
    let text = text.trim();
    if text.len() == 8 {
        return day(text).map(|day| Time::Day(midnight(day)));
    }
    match text.strip_suffix('Z') {
        Some(utc) => wall(utc).map(Time::Utc),
        None => wall(text).map(|at| Time::At(at, zone.map(str::to_owned))),
    }
}

fn period(text: &str, zone: Option<&str>) -> Option<(Time, Length)> {
    let (start, end) = text.trim().split_once('/')?;
    let length = duration(end).or_else(|| time(end, zone).map(Length::Until))?;
    Some((time(start, zone)?, length))
}

/// Reads `P1DT2H30M` or `P2W`; a negative one lasts no time.
fn duration(text: &str) -> Option<Length> {
    let text = text.trim();
    let rest = text.strip_prefix('+').unwrap_or(text).strip_prefix('P')?;
    let (date, clock) = rest.split_once('T').unwrap_or((rest, ""));
    let (mut days, mut seconds) = (0_i64, 0_i64);
    for (part, units) in
        [(date, [('W', 7), ('D', 1), (' ', 0)]), (clock, [('H', 3600), ('M', 60), ('S', 1)])]
    {
        let mut number = String::new();
        for letter in part.chars() {
            if letter.is_ascii_digit() && number.len() < 6 {
                number.push(letter);
            } else {
                let (_, unit) = units.iter().find(|(name, _)| *name == letter)?;
                let amount = number.parse::<i64>().ok()? * unit;
                number.clear();
                if part.len() == date.len() && std::ptr::eq(part, date) {
                    days += amount;
                } else {
                    seconds += amount;
                }
            }
        }
        if !number.is_empty() {
            return None;
        }
    }
    Some(Length::For { days, seconds })
}
