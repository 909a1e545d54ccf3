//! A calendar made ready for questions: is this person free from then to then, and if not, why?
//!
//! Pure and small, because a search asks it of everybody who could come: a rule takes 12 bytes, a
//! booking 16, and an answer well under a microsecond. Hours are taken as their clock shows them:
//! where it is put forward the skipped hour is not worked (hours that begin or end in it do so with
//! the jump), where it is put back the repeated hour is worked twice.

use std::sync::Arc;

use super::{
    Rule,
    clock::Clock,
    purpose::{Purpose, Purposes},
};
use crate::{
    local_times::is_night,
    team::SIMULTANEOUS_MINUTES_A_DAY,
    time::{Day, Fold, Instant, TimeError, Zone},
};

/// Why somebody is not free.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WhyBusy {
    /// Booked here, or on the way to or from a booking.
    Booked,
    /// The interpreter closed these hours.
    Closed,
    /// Busy in a calendar that the interpreter keeps elsewhere.
    BusyElsewhere,
    /// A holiday where they live.
    Holiday,
    /// There are hours, but not for this kind of work.
    OtherPurpose,
    /// No hours then.
    OutsideHours,
    /// It would be night for them, and it is no emergency.
    Night,
    /// They want no more work than so many minutes on a day; booked so far.
    DailyMost(u32),
    /// There would be more simultaneous work that day than is safe; minutes so far.
    SimultaneousMost(u32),
}

/// What fills a stretch of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Busy {
    /// A booking; whether it is simultaneous work.
    Booked {
        /// Simultaneous.
        simultaneous: bool,
    },
    /// Closed by the interpreter.
    Closed,
    /// Taken in another calendar.
    Elsewhere,
}

/// A stretch that is not free: its own begin and end, and the minutes kept clear around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BusySpan {
    /// Begin.
    pub from: Instant,
    /// End.
    pub until: Instant,
    /// Minutes kept clear before.
    pub minutes_before: u16,
    /// Minutes kept clear after.
    pub minutes_after: u16,
    /// What fills it.
    pub what: Busy,
}

/// Hours on one day beside the weekly ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExtraSpan {
    /// Begin.
    pub from: Instant,
    /// End.
    pub until: Instant,
    /// What they are for.
    pub purposes: Purposes,
}

/// Everything a calendar is made of.
#[derive(Debug, Clone)]
pub struct CalendarFacts {
    /// The clock the person lives by: what is night, and where a day ends.
    pub zone: Zone,
    /// Weekly hours, each on the clock of its calendar.
    pub rules: Vec<(Zone, Rule)>,
    /// Hours beside them.
    pub extra: Vec<ExtraSpan>,
    /// What is taken.
    pub busy: Vec<BusySpan>,
    /// Days without weekly hours, in order; shared by everybody of a country.
    pub holidays: Arc<[Day]>,
    /// Minutes to keep clear before work.
    pub minutes_before: u16,
    /// Minutes to keep clear after work.
    pub minutes_after: u16,
    /// Work wanted on one day at most, in minutes.
    pub most_minutes_a_day: Option<u16>,
}

/// Weekly hours in twelve bytes; days are counted from 1970.
#[derive(Debug, Clone, Copy)]
struct Hours {
    from_minute: u16,
    to_minute: u16,
    valid_from: u16,
    valid_until: u16,
    day: u8,
    every_weeks: u8,
    purposes: Purposes,
    clock: u8,
}

#[derive(Debug, Clone, Copy)]
struct Taken {
    /// Minutes since 1970, with the time kept clear.
    from: u32,
    until: u32,
    before: u16,
    after: u16,
    what: Busy,
}

#[derive(Debug, Clone, Copy)]
struct Extra {
    from: u32,
    until: u32,
    purposes: Purposes,
}

/// A calendar that answers. It says nothing about the notice wanted, which is no matter of hours.
#[derive(Debug, Clone)]
pub struct Calendar {
    home: Arc<Clock>,
    /// Clocks of rules that are kept elsewhere than at home; mostly none.
    abroad: Box<[Arc<Clock>]>,
    hours: Box<[Hours]>,
    extra: Box<[Extra]>,
    /// In order of their begin.
    taken: Box<[Taken]>,
    longest_taken: u32,
    holidays: Arc<[Day]>,
    before: u16,
    after: u16,
    most_minutes_a_day: Option<u16>,
}

const DAY_MINUTES: i64 = 1440;

impl Calendar {
    /// Makes a calendar ready.
    ///
    /// # Errors
    /// [`TimeError::UnknownZone`]; [`TimeError::OutOfRange`] for more than 255 clocks.
    pub fn new(facts: &CalendarFacts) -> Result<Self, TimeError> {
        let home = Clock::of(&facts.zone)?;
        let mut abroad: Vec<(Zone, Arc<Clock>)> = Vec::new();
        let mut hours = Vec::with_capacity(facts.rules.len());
        for (zone, rule) in &facts.rules {
            let clock = if *zone == facts.zone {
                0
            } else {
                let known = abroad.iter().position(|(known, _)| known == zone);
                let index = known.unwrap_or(abroad.len());
                if known.is_none() {
                    abroad.push((zone.clone(), Clock::of(zone)?));
                }
                u8::try_from(index + 1).map_err(|_| TimeError::OutOfRange)?
            };
            hours.push(Hours {
                from_minute: rule.from.minute(),
                to_minute: rule.to.minute(),
                valid_from: rule.valid_from.map_or(0, day_number),
                valid_until: rule.valid_until.map_or(u16::MAX, day_number),
                day: rule.day,
                every_weeks: rule.every_weeks.max(1),
                purposes: rule.purposes,
                clock,
            });
        }
        let mut taken: Vec<Taken> = facts
            .busy
            .iter()
            .map(|span| Taken {
                from: floor_minute(span.from).saturating_sub(span.minutes_before.into()),
                until: ceil_minute(span.until).saturating_add(span.minutes_after.into()),
                before: span.minutes_before,
                after: span.minutes_after,
                what: span.what,
            })
            .collect();
        taken.sort_unstable_by_key(|span| span.from);
        let longest_taken =
            taken.iter().map(|span| span.until.saturating_sub(span.from)).max().unwrap_or(0);
        let extra = facts.extra.iter().map(|span| Extra {
            from: floor_minute(span.from),
            until: ceil_minute(span.until),
            purposes: span.purposes,
        });
        Ok(Self {
            home,
            abroad: abroad.into_iter().map(|(_, clock)| clock).collect(),
            hours: hours.into_boxed_slice(),
            extra: extra.collect(),
            taken: taken.into_boxed_slice(),
            longest_taken,
            holidays: Arc::clone(&facts.holidays),
            before: facts.minutes_before,
            after: facts.minutes_after,
            most_minutes_a_day: facts.most_minutes_a_day,
        })
    }

    /// Whether `[from, until)` is free for work of these purposes.
    ///
    /// # Errors
    /// The first reason against it: what is taken before what is not open, and that before the
    /// day's limit and the night.
    pub fn free(&self, from: Instant, until: Instant, needed: Purposes) -> Result<(), WhyBusy> {
        self.not_taken(from, until)?;
        self.open(from, until, needed)?;
        if !needed.include(Purposes::only(Purpose::OnCall)) && self.night(from, until) {
            return Err(WhyBusy::Night);
        }
        let wanted = minutes_between(from, until);
        match self.most_minutes_a_day {
            Some(most) => match self.booked_minutes_that_day(from, false) {
                booked if booked + wanted > u32::from(most) => Err(WhyBusy::DailyMost(booked)),
                _ => Ok(()),
            },
            None => Ok(()),
        }
    }

    /// Whether the hours at an instant are kept for being rung, and `[from, until)` is not taken.
    /// Hours for any work are not such hours: whoever works by day did not thereby say that she
    /// can be rung.
    #[must_use]
    pub fn on_call(&self, at: Instant, from: Instant, until: Instant) -> bool {
        let kept = |purposes: Purposes| {
            purposes != Purposes::ALL && purposes.include(Purposes::only(Purpose::OnCall))
        };
        let now = seconds(at);
        let weekly = |hours: &Hours| {
            let abroad = usize::from(hours.clock).checked_sub(1);
            let clock = abroad.and_then(|index| self.abroad.get(index)).unwrap_or(&self.home);
            let day = clock.local(now).div_euclid(DAY_MINUTES * 60);
            let edge =
                |minute: u16, fold| clock.edge((day * DAY_MINUTES + i64::from(minute)) * 60, fold);
            !self.is_holiday(day)
                && hours.day == weekday(day)
                && hours.come_on(day)
                && edge(hours.from_minute, Fold::Earlier) <= now
                && now < edge(hours.to_minute, Fold::Later)
        };
        let extra =
            |extra: &Extra| i64::from(extra.from) * 60 <= now && now < i64::from(extra.until) * 60;
        (self.hours.iter().any(|hours| kept(hours.purposes) && weekly(hours))
            || self.extra.iter().any(|one| kept(one.purposes) && extra(one)))
            && self.not_taken(from, until).is_ok()
    }

    /// The same without the reason, which takes less time to find out.
    #[must_use]
    pub fn is_free(&self, from: Instant, until: Instant, needed: Purposes) -> bool {
        let (begin, end) = (seconds(from), seconds_up(until));
        self.not_taken(from, until).is_ok()
            && self.covered_until(begin, end, true, needed) >= end
            && (self.most_minutes_a_day.is_none() && !self.night(from, until)
                || self.free(from, until, needed).is_ok())
    }

    /// Whether so much more simultaneous work on that day is safe. A first session of any length
    /// is a matter of the team, not of the day.
    ///
    /// # Errors
    /// [`WhyBusy::SimultaneousMost`].
    pub fn simultaneous_is_safe(&self, from: Instant, until: Instant) -> Result<(), WhyBusy> {
        let so_far = self.booked_minutes_that_day(from, true);
        let most = u32::try_from(SIMULTANEOUS_MINUTES_A_DAY).unwrap_or(0);
        if so_far > 0 && so_far + minutes_between(from, until) > most {
            return Err(WhyBusy::SimultaneousMost(so_far));
        }
        Ok(())
    }

    /// Whether any of that time is night on the person's own clock.
    #[must_use]
    pub fn night(&self, from: Instant, until: Instant) -> bool {
        let local = |instant: Instant| self.home.local(seconds(instant)).div_euclid(60);
        is_night(local(from), local(until).max(local(from) + 1))
    }

    /// Minutes booked on the day of the person's own clock on which `instant` lies.
    #[must_use]
    pub fn booked_minutes_that_day(&self, instant: Instant, only_simultaneous: bool) -> u32 {
        let day = self.home.local(seconds(instant)).div_euclid(DAY_MINUTES * 60);
        let at_midnight = |day: i64| {
            let utc = self.home.utc(day * DAY_MINUTES * 60, Fold::Earlier);
            u32::try_from(utc.div_euclid(60)).unwrap_or(0)
        };
        let (begin, end) = (at_midnight(day), at_midnight(day + 1));
        self.taken_around(begin, end)
            .filter(|span| match span.what {
                Busy::Booked { simultaneous } => simultaneous || !only_simultaneous,
                Busy::Closed | Busy::Elsewhere => false,
            })
            .map(|span| (span.from + u32::from(span.before), span.until - u32::from(span.after)))
            .filter(|(from, _)| (begin..end).contains(from))
            .map(|(from, until)| until.saturating_sub(from))
            .sum()
    }

    /// Minutes of work that the person still takes on the day of an instant; none if they have set
    /// no limit.
    #[must_use]
    pub fn minutes_left_that_day(&self, instant: Instant) -> Option<u32> {
        let booked = self.booked_minutes_that_day(instant, false);
        self.most_minutes_a_day.map(|most| u32::from(most).saturating_sub(booked))
    }

    /// Minutes to keep clear before and after work.
    #[must_use]
    pub fn clear_minutes(&self) -> (i64, i64) {
        (self.before.into(), self.after.into())
    }

    fn not_taken(&self, from: Instant, until: Instant) -> Result<(), WhyBusy> {
        let own = (floor_minute(from), ceil_minute(until));
        let clear =
            (own.0.saturating_sub(self.before.into()), own.1.saturating_add(self.after.into()));
        let mut worst = None;
        for span in self.taken_around(clear.0, clear.1) {
            match span.what {
                Busy::Booked { .. } => return Err(WhyBusy::Booked),
                // Closed hours may be the way there.
                Busy::Closed if span.from < own.1 && own.0 < span.until => {
                    worst = Some(WhyBusy::Closed);
                }
                Busy::Closed => {}
                Busy::Elsewhere => worst = worst.or(Some(WhyBusy::BusyElsewhere)),
            }
        }
        worst.map_or(Ok(()), Err)
    }

    /// What touches `[from, until)`.
    fn taken_around(&self, from: u32, until: u32) -> impl Iterator<Item = &Taken> {
        let earliest = from.saturating_sub(self.longest_taken);
        let first = self.taken.partition_point(|span| span.from < earliest);
        self.taken
            .get(first..)
            .unwrap_or_default()
            .iter()
            .take_while(move |span| span.from < until)
            .filter(move |span| from < span.until)
    }

    fn open(&self, from: Instant, until: Instant, needed: Purposes) -> Result<(), WhyBusy> {
        let (from, until) = (seconds(from), seconds_up(until));
        let covered = |holidays: bool, purposes: Purposes| {
            self.covered_until(from, until, holidays, purposes) >= until
        };
        if covered(true, needed) {
            Ok(())
        } else if covered(false, needed) {
            Err(WhyBusy::Holiday)
        } else if !self.hours.is_empty() && covered(true, Purposes::NONE) {
            Err(WhyBusy::OtherPurpose)
        } else {
            Err(WhyBusy::OutsideHours)
        }
    }

    /// How far from `from` on hours for that follow one another without a break.
    fn covered_until(&self, from: i64, until: i64, holidays: bool, needed: Purposes) -> i64 {
        let mut covered = from;
        loop {
            let before = covered;
            for extra in &self.extra {
                let span = (i64::from(extra.from) * 60, i64::from(extra.until) * 60);
                if extra.purposes.include(needed) && span.0 <= covered {
                    covered = covered.max(span.1);
                }
            }
            for clock in 0..=self.abroad.len() {
                covered = self.covered_on(clock, covered, until, holidays, needed);
            }
            if covered >= until || covered == before {
                return covered;
            }
        }
    }

    fn covered_on(
        &self,
        index: usize,
        from: i64,
        until: i64,
        holidays: bool,
        needed: Purposes,
    ) -> i64 {
        let clock = index.checked_sub(1).and_then(|at| self.abroad.get(at)).unwrap_or(&self.home);
        let day_of = |utc| clock.local(utc).div_euclid(DAY_MINUTES * 60);
        let mut covered = from;
        // Hours of the day before reach into this one only where the clock was put back.
        let first = day_of(from) - i64::from(clock.changes_in_the_day_before(from));
        for day in first..=day_of(until) {
            if holidays && self.is_holiday(day) {
                continue;
            }
            let weekday = weekday(day);
            // The days' hours may stand in any order.
            let mut again = true;
            while again {
                again = false;
                for hours in &self.hours {
                    if hours.day != weekday
                        || usize::from(hours.clock) != index
                        || !hours.purposes.include(needed)
                        || !hours.come_on(day)
                    {
                        continue;
                    }
                    let at = |minute: u16, fold| {
                        clock.edge((day * DAY_MINUTES + i64::from(minute)) * 60, fold)
                    };
                    if at(hours.from_minute, Fold::Earlier) <= covered {
                        let end = at(hours.to_minute, Fold::Later);
                        if end > covered {
                            covered = end;
                            again = covered < until;
                        }
                    }
                }
            }
            if covered >= until {
                break;
            }
        }
        covered
    }

    fn is_holiday(&self, day: i64) -> bool {
        i32::try_from(day).ok().is_some_and(|day| {
            self.holidays.binary_search_by_key(&day, |holiday| holiday.number()).is_ok()
        })
    }
}

impl Hours {
    /// Whether they come on a day of their weekday, counted from 1970.
    fn come_on(&self, day: i64) -> bool {
        if day < i64::from(self.valid_from) || day > i64::from(self.valid_until) {
            return false;
        }
        if self.every_weeks == 1 {
            return true;
        }
        let week = |day: i64| (day + 3).div_euclid(7);
        (week(day) - week(self.valid_from.into())).rem_euclid(i64::from(self.every_weeks)) == 0
    }
}

/// 1 = Monday … 7 = Sunday; 1970 began on a Thursday.
fn weekday(day: i64) -> u8 {
    u8::try_from((day + 3).rem_euclid(7) + 1).unwrap_or(u8::MAX)
}

/// Days since 1970 in two bytes: until the year 2149.
fn day_number(day: Day) -> u16 {
    u16::try_from(day.number().max(0)).unwrap_or(u16::MAX)
}

fn floor_minute(instant: Instant) -> u32 {
    u32::try_from(instant.as_micros().div_euclid(60_000_000).max(0)).unwrap_or(u32::MAX)
}

fn ceil_minute(instant: Instant) -> u32 {
    floor_minute(Instant::from_micros(instant.as_micros().saturating_add(59_999_999)))
}

const fn seconds(instant: Instant) -> i64 {
    instant.as_micros().div_euclid(1_000_000)
}

const fn seconds_up(instant: Instant) -> i64 {
    instant.as_micros().saturating_add(999_999).div_euclid(1_000_000)
}

fn minutes_between(from: Instant, until: Instant) -> u32 {
    u32::try_from(until.minutes_since(from).max(0)).unwrap_or(u32::MAX)
}
