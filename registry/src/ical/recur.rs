//! Recurrence rules (RFC 5545, 3.3.10; RFC 7529 is not read), expanded on the wall within a
//! window: periods that cannot matter are jumped over, and the number of those looked at is
//! limited.

use std::ops::Range;

use jiff::civil::{Date, Weekday};

/// Wall time in seconds since 1970 on the clock's own face.
pub(super) type Wall = i64;

const DAY: i64 = 86_400;

/// As many periods as anybody plans in; the rest of a rule that needs more is not read.
const MOST_PERIODS: i64 = 20_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Frequency {
    Hourly,
    Daily,
    Weekly,
    Monthly,
    Yearly,
}

/// Where a rule ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Until {
    /// On the wall.
    Wall(Wall),
    /// In seconds of UTC.
    Utc(i64),
    /// With the end of a day.
    Day(Date),
}

/// A rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rule {
    frequency: Frequency,
    interval: i64,
    count: Option<u32>,
    pub(super) until: Option<Until>,
    week_start: Weekday,
    months: Vec<i16>,
    week_numbers: Vec<i16>,
    year_days: Vec<i16>,
    month_days: Vec<i16>,
    weekdays: Vec<(i16, Weekday)>,
    hours: Vec<i16>,
    minutes: Vec<i16>,
    seconds: Vec<i16>,
    positions: Vec<i16>,
}

impl Rule {
    /// Reads a rule; none where it is no rule or one that comes every minute or second.
    pub(super) fn read(text: &str) -> Option<Self> {
        let mut rule = Self {
            frequency: Frequency::Daily,
            interval: 1,
            count: None,
            until: None,
            week_start: Weekday::Monday,
            months: vec![],
            week_numbers: vec![],
            year_days: vec![],
            month_days: vec![],
            weekdays: vec![],
            hours: vec![],
            minutes: vec![],
            seconds: vec![],
            positions: vec![],
        };
        let mut has_frequency = false;
        for part in text.split(';').filter(|part| !part.is_empty()) {
            let (name, value) = part.split_once('=')?;
            match name.trim().to_ascii_uppercase().as_str() {
                "FREQ" => {
                    has_frequency = true;
                    rule.frequency = match value.trim().to_ascii_uppercase().as_str() {
                        "HOURLY" => Frequency::Hourly,
                        "DAILY" => Frequency::Daily,
                        "WEEKLY" => Frequency::Weekly,
                        "MONTHLY" => Frequency::Monthly,
                        "YEARLY" => Frequency::Yearly,
                        _ => return None,
                    }
                }
                "INTERVAL" => {
                    rule.interval = value.parse().ok().filter(|n| (1..=10_000).contains(n))?
                }
                "COUNT" => rule.count = Some(value.parse().ok()?),
                "UNTIL" => rule.until = Some(until(value)?),
                "WKST" => rule.week_start = weekday(value)?,
                "BYMONTH" => rule.months = numbers(value, 1..13, false)?,
                "BYWEEKNO" => rule.week_numbers = numbers(value, 1..54, true)?,
                "BYYEARDAY" => rule.year_days = numbers(value, 1..367, true)?,
                "BYMONTHDAY" => rule.month_days = numbers(value, 1..32, true)?,
                "BYDAY" => {
                    rule.weekdays = value.split(',').map(nth_weekday).collect::<Option<_>>()?
                }
                "BYHOUR" => rule.hours = numbers(value, 0..24, false)?,
                "BYMINUTE" => rule.minutes = numbers(value, 0..60, false)?,
                "BYSECOND" => rule.seconds = numbers(value, 0..60, false)?,
                "BYSETPOS" => rule.positions = numbers(value, 1..367, true)?,
                _ => {}
            }
        }
        has_frequency.then_some(rule)
    }

    /// The begins of the recurrence within the window, in order, `first` included if it is there.
    /// `ends` says whether a begin is after the rule's end.
    pub(super) fn begins(
        &self,
        first: Wall,
        window: Range<Wall>,
        most: usize,
        ends: impl Fn(Wall) -> bool,
    ) -> Vec<Wall> {
        let by = self.with_defaults(first);
        let mut found = Vec::new();
        let mut count = 0;
        let earliest =
            if self.count.is_some() { 0 } else { by.periods_before(first, window.start) };
        for step in earliest..earliest + MOST_PERIODS {
            let Some((period_begin, mut begins)) = by.period(first, step * self.interval) else {
                break;
            };
            if period_begin >= window.end {
                break;
            }
            begins.retain(|begin| *begin >= first);
            for begin in begins {
                if ends(begin) || self.count.is_some_and(|most| count >= most) {
                    return found;
                }
                count += 1;
                if window.contains(&begin) {
                    found.push(begin);
                    if found.len() >= most {
                        return found;
                    }
                }
            }
        }
        found
    }

    /// What the first begin says where the rule says nothing.
    fn with_defaults(&self, first: Wall) -> Self {
        let mut by = self.clone();
        let day = date(first.div_euclid(DAY)).unwrap_or(Date::constant(1970, 1, 1));
        let second = i16::try_from(first.rem_euclid(DAY) % 60).unwrap_or(0);
        let minute = i16::try_from(first.rem_euclid(DAY) / 60 % 60).unwrap_or(0);
        let hour = i16::try_from(first.rem_euclid(DAY) / 3600).unwrap_or(0);
        let names_days = !(by.week_numbers.is_empty()
            && by.year_days.is_empty()
            && by.month_days.is_empty()
            && by.weekdays.is_empty());
        if !names_days {
            match by.frequency {
                Frequency::Yearly => {
                    if by.months.is_empty() {
                        by.months = vec![day.month().into()];
                    }
                    by.month_days = vec![day.day().into()];
                }
                Frequency::Monthly => by.month_days = vec![day.day().into()],
                Frequency::Weekly => by.weekdays = vec![(0, day.weekday())],
                Frequency::Daily | Frequency::Hourly => {}
            }
        }
        if by.hours.is_empty() && by.frequency > Frequency::Hourly {
            by.hours = vec![hour];
        }
        if by.minutes.is_empty() {
            by.minutes = vec![minute];
        }
        if by.seconds.is_empty() {
            by.seconds = vec![second];
        }
        by
    }

    /// Whole steps from the first period that lie surely before an instant.
    fn periods_before(&self, first: Wall, instant: Wall) -> i64 {
        let longest = match self.frequency {
            Frequency::Hourly => 3600,
            Frequency::Daily => DAY,
            Frequency::Weekly => 7 * DAY,
            Frequency::Monthly => 31 * DAY,
            Frequency::Yearly => 366 * DAY,
        };
        ((instant - first).div_euclid(longest * self.interval) - 2).max(0)
    }

    /// The begin of the period so many periods after the first, and every begin in it, in order.
    fn period(&self, first: Wall, after: i64) -> Option<(Wall, Vec<Wall>)> {
        let first_day = date(first.div_euclid(DAY))?;
        let days: Range<i64> = match self.frequency {
            Frequency::Hourly => {
                let hour = first.div_euclid(3600) + after;
                let day = hour.div_euclid(24);
                let hour_of_day = i16::try_from(hour.rem_euclid(24)).ok()?;
                let wanted = self.hours.is_empty() || self.hours.contains(&hour_of_day);
                let days = if wanted { day..day + 1 } else { day..day };
                return Some((hour * 3600, self.positioned(self.times(days, &[hour_of_day])?)));
            }
            Frequency::Daily => {
                let day = first.div_euclid(DAY) + after;
                day..day + 1
            }
            Frequency::Weekly => {
                let into = i64::from(first_day.weekday().since(self.week_start));
                let begin = first.div_euclid(DAY) - into + 7 * after;
                begin..begin + 7
            }
            Frequency::Monthly => {
                let months = i64::from(first_day.year()) * 12 + i64::from(first_day.month()) - 1;
                month(months + after)?
            }
            Frequency::Yearly => {
                let year = i64::from(first_day.year()) + after;
                month(year * 12)?.start..month(year * 12 + 12)?.start
            }
        };
        // The week numbers of a year may reach into the years beside it.
        let begin = days.start * DAY;
        Some((begin, self.positioned(self.times(days, &self.hours)?)))
    }

    fn times(&self, days: Range<i64>, hours: &[i16]) -> Option<Vec<Wall>> {
        let mut begins = Vec::new();
        for number in days {
            let day = date(number)?;
            if !self.names(day) {
                continue;
            }
            for hour in hours {
                for minute in &self.minutes {
                    for second in &self.seconds {
                        let time = i64::from(*hour) * 3600 + i64::from(*minute) * 60;
                        begins.push(number * DAY + time + i64::from(*second));
                    }
                }
            }
        }
        begins.sort_unstable();
        begins.dedup();
        Some(begins)
    }

    fn positioned(&self, begins: Vec<Wall>) -> Vec<Wall> {
        if self.positions.is_empty() {
            return begins;
        }
        let mut chosen: Vec<Wall> = self
            .positions
            .iter()
            .filter_map(|position| {
                let at = usize::from(position.unsigned_abs());
                let index = if *position > 0 { at - 1 } else { begins.len().checked_sub(at)? };
                begins.get(index).copied()
            })
            .collect();
        chosen.sort_unstable();
        chosen.dedup();
        chosen
    }

    /// Whether a day passes every part of the rule that names days.
    fn names(&self, day: Date) -> bool {
        let counted = |list: &[i16], forward: i16, length: i16| {
            list.is_empty() || list.contains(&forward) || list.contains(&(forward - length - 1))
        };
        (self.months.is_empty() || self.months.contains(&day.month().into()))
            && counted(&self.month_days, day.day().into(), day.days_in_month().into())
            && counted(&self.year_days, day.day_of_year(), day.days_in_year())
            && self.names_week(day)
            && self.names_weekday(day)
    }

    fn names_week(&self, day: Date) -> bool {
        if self.week_numbers.is_empty() {
            return true;
        }
        // A week belongs to the year that has four days of it; here days keep to their own year.
        let first_of = |year: i16| -> Option<i64> {
            let new_year = Date::new(year, 1, 1).ok()?;
            let into = i64::from(new_year.weekday().since(self.week_start));
            let begin = number(new_year) - into;
            Some(if into <= 3 { begin } else { begin + 7 })
        };
        let weeks =
            |year: i16| -> Option<(i64, i64)> { Some((first_of(year)?, first_of(year + 1)?)) };
        let at = number(day);
        let year = day.year();
        [year - 1, year, year + 1].into_iter().any(|of| {
            weeks(of).is_some_and(|(begin, end)| {
                let week = i16::try_from((at - begin).div_euclid(7) + 1).unwrap_or(0);
                let length = i16::try_from((end - begin) / 7).unwrap_or(0);
                (begin..end).contains(&at)
                    && (self.week_numbers.contains(&week)
                        || self.week_numbers.contains(&(week - length - 1)))
            })
        })
    }

    fn names_weekday(&self, day: Date) -> bool {
        if self.weekdays.is_empty() {
            return true;
        }
        let within_year = self.frequency == Frequency::Yearly && self.months.is_empty();
        let numbered = self.frequency >= Frequency::Monthly;
        self.weekdays.iter().any(|(nth, weekday)| {
            if *weekday != day.weekday() {
                return false;
            }
            if *nth == 0 || !numbered {
                return true;
            }
            let (at, length) = if within_year {
                (day.day_of_year(), day.days_in_year())
            } else {
                (i16::from(day.day()), i16::from(day.days_in_month()))
            };
            *nth == (at - 1) / 7 + 1 || *nth == -((length - at) / 7 + 1)
        })
    }
}

fn number(day: Date) -> i64 {
    let since = day.since(Date::constant(1970, 1, 1));
    since.map_or(0, |span| i64::from(span.get_days()))
}

fn date(number: i64) -> Option<Date> {
    let days = i32::try_from(number).ok()?;
    let span = jiff::Span::new().try_days(days).ok()?;
    Date::constant(1970, 1, 1).checked_add(span).ok()
}

/// The days of a month, counted in months since the year 0.
fn month(months: i64) -> Option<Range<i64>> {
    let begin = |months: i64| {
        let year = i16::try_from(months.div_euclid(12)).ok()?;
        let month = i8::try_from(months.rem_euclid(12) + 1).ok()?;
        Date::new(year, month, 1).ok().map(number)
    };
    Some(begin(months)?..begin(months + 1)?)
}

fn numbers(text: &str, range: Range<i16>, also_from_the_end: bool) -> Option<Vec<i16>> {
    text.split(',')
        .map(|part| {
            let number: i16 = part.trim().parse().ok()?;
            let fits = range.contains(&number)
                || (also_from_the_end && number < 0 && range.contains(&-number));
            fits.then_some(number)
        })
        .collect()
}

fn nth_weekday(text: &str) -> Option<(i16, Weekday)> {
    let text = text.trim();
    let at = text.len().checked_sub(2)?;
    let (nth, day) = (text.get(..at)?, text.get(at..)?);
    let nth =
        if nth.is_empty() { 0 } else { nth.parse().ok().filter(|n| (-53..=53).contains(n))? };
    Some((nth, weekday(day)?))
}

fn weekday(text: &str) -> Option<Weekday> {
    Some(match text.trim().to_ascii_uppercase().as_str() {
        "MO" => Weekday::Monday,
        "TU" => Weekday::Tuesday,
        "WE" => Weekday::Wednesday,
        "TH" => Weekday::Thursday,
        "FR" => Weekday::Friday,
        "SA" => Weekday::Saturday,
        "SU" => Weekday::Sunday,
        _ => return None,
    })
}

fn until(text: &str) -> Option<Until> {
    let text = text.trim();
    if text.len() == 8 {
        return day(text).map(Until::Day);
    }
    match text.strip_suffix('Z') {
        Some(utc) => wall(utc).map(Until::Utc),
        None => wall(text).map(Until::Wall),
    }
}

/// Reads `20261125`.
pub(super) fn day(text: &str) -> Option<Date> {
    let digits = text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit());
    if !digits {
        return None;
    }
    let part = |range: Range<usize>| text.get(range)?.parse::<i16>().ok();
    Date::new(part(0..4)?, i8::try_from(part(4..6)?).ok()?, i8::try_from(part(6..8)?).ok()?).ok()
}

/// Reads `20261125T103000` as seconds on the wall.
pub(super) fn wall(text: &str) -> Option<Wall> {
    let (date, time) = text.split_once('T')?;
    let digits = time.len() == 6 && time.bytes().all(|b| b.is_ascii_digit());
    if !digits {
        return None;
    }
    let part = |range: Range<usize>| time.get(range)?.parse::<i64>().ok();
    let (hour, minute, second) = (part(0..2)?, part(2..4)?, part(4..6)?);
    if hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    // A leap second is the second before it.
    Some(number(day(date)?) * DAY + hour * 3600 + minute * 60 + second.min(59))
}

/// Midnight of a day.
pub(super) fn midnight(day: Date) -> Wall {
    number(day) * DAY
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Rules and what python-dateutil makes of them; `recurrences.py` made the file.
    #[test]
    fn every_rule_begins_when_python_dateutil_says() {
        let text = &include_bytes!("recurrences.csv")[..];
        let mut compared = 0;
        for row in csv::Reader::from_reader(text).deserialize::<(String, String, String)>() {
            let (rule, first, expected) = row.expect("a row");
            let first = wall(&first).expect("a first begin");
            let expected: Vec<Wall> =
                expected.split_whitespace().map(|at| wall(at).expect("a begin")).collect();
            let read = Rule::read(&rule).expect("a rule");
            let until = read.until;
            let found = read.begins(
                first,
                wall("20260101T000000").unwrap()..wall("20310101T000000").unwrap(),
                40,
                |begin| match until {
                    None => false,
                    Some(Until::Wall(at) | Until::Utc(at)) => begin > at,
                    Some(Until::Day(day)) => begin >= midnight(day) + DAY,
                },
            );
            assert_eq!(found, expected, "{rule} from {first}");
            compared += 1;
        }
        assert!(compared > 500, "only {compared} rules");
    }

    proptest! {
        #[test]
        fn no_text_breaks_the_reader(text in "[A-Z0-9=;,+-]{0,80}", first in -1_000_000_i64..5_000_000_000) {
            if let Some(rule) = Rule::read(&text) {
                let found = rule.begins(first, 1_700_000_000..1_702_000_000, 50, |_| false);
                prop_assert!(found.is_sorted() && found.len() <= 50);
            }
        }
    }
}
