//! Everybody's local time on one line, and whose night that is: nobody is asked to work or to
//! testify in the night, unless it is an emergency (requirement 16).

use serde::Serialize;

use crate::time::{Instant, Moment, Zone};

/// Night begins at 22:00 on a person's own clock.
const NIGHT_BEGINS_MINUTE: i64 = 22 * 60;

/// Night ends at 06:00.
const NIGHT_ENDS_MINUTE: i64 = 6 * 60;

const DAY_MINUTES: i64 = 24 * 60;

/// Whether it is night on the clock of that moment.
#[must_use]
pub fn night(moment: &Moment) -> bool {
    let minute = i64::from(moment.local.minute_of_day());
    !(NIGHT_ENDS_MINUTE..NIGHT_BEGINS_MINUTE).contains(&minute)
}

/// Whether any of the time from one instant to another is night on a zone's clock. What ends at
/// 22:00 or begins at 06:00 is not.
#[must_use]
pub fn touches_night(starts: Instant, ends: Instant, zone: &Zone) -> bool {
    let minute = |moment: &Moment| {
        i64::from(moment.local.day().number()) * DAY_MINUTES
            + i64::from(moment.local.minute_of_day())
    };
    let from = minute(&Moment::at(starts, zone));
    is_night(from, minute(&Moment::at(ends, zone)).max(from + 1))
}

/// The same for minutes on a clock's own face, counted from any midnight.
pub(crate) const fn is_night(from: i64, until: i64) -> bool {
    let minute = from.rem_euclid(DAY_MINUTES);
    minute < NIGHT_ENDS_MINUTE
        || minute >= NIGHT_BEGINS_MINUTE
        || minute + (until - from) > NIGHT_BEGINS_MINUTE
}

/// One clock of the line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct LocalTime {
    /// Begin there.
    pub starts: Moment,
    /// End there.
    pub ends: Moment,
    /// Whether any of it is night there.
    pub night: bool,
}

/// A stretch of time as every clock that matters shows it: each clock once, the host's first, the
/// others from west to east.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(transparent)]
pub struct LocalTimes(Vec<LocalTime>);

impl LocalTimes {
    /// As `host` and all the others read it. Clocks that show the same at both ends are one.
    #[must_use]
    pub fn of(starts: Instant, ends: Instant, host: &Zone, others: &[Zone]) -> Self {
        let there = |zone: &Zone| LocalTime {
            starts: Moment::at(starts, zone),
            ends: Moment::at(ends, zone),
            night: touches_night(starts, ends, zone),
        };
        let mut rest: Vec<LocalTime> = others.iter().map(there).collect();
        rest.sort_by(|a, b| {
            (a.starts.local, &a.starts.zone).cmp(&(b.starts.local, &b.starts.zone))
        });
        let mut line = vec![there(host)];
        for time in rest {
            let known = line.iter().any(|known| {
                (known.starts.local, known.ends.local) == (time.starts.local, time.ends.local)
            });
            if !known {
                line.push(time);
            }
        }
        Self(line)
    }

    /// Each clock.
    #[must_use]
    pub fn clocks(&self) -> &[LocalTime] {
        &self.0
    }

    /// Whether it is night for anybody.
    #[must_use]
    pub fn night_anywhere(&self) -> bool {
        self.0.iter().any(|time| time.night)
    }
}
