//! A zone's clock as a short table of offsets, so that a hundred thousand calendars can be read
//! without asking the zone data for each hour.

use std::{
    collections::BTreeMap,
    sync::{Arc, LazyLock, PoisonError, RwLock},
};

use jiff::Timestamp;

use crate::time::{Fold, TimeError, Zone};

/// Beyond these the first and the last offset hold.
const FIRST_SECOND: i64 = 946_684_800; // 2000-01-01
const LAST_SECOND: i64 = 4_102_444_800; // 2100-01-01

/// No clock changes twice within this time, and none is further from UTC.
const DAY_SECONDS: i64 = 86_400;

/// From an instant on, so many seconds are added to UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Offset {
    from: i64,
    seconds: i32,
}

/// The offsets of one zone, the earliest first; never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Clock {
    offsets: Box<[Offset]>,
}

/// Every clock that was asked for; there are some hundred at most.
static CLOCKS: LazyLock<RwLock<BTreeMap<Zone, Arc<Clock>>>> = LazyLock::new(RwLock::default);

impl Clock {
    /// The clock of a zone; the same one each time.
    pub(crate) fn of(zone: &Zone) -> Result<Arc<Self>, TimeError> {
        let known = CLOCKS.read().unwrap_or_else(PoisonError::into_inner).get(zone).cloned();
        if let Some(clock) = known {
            return Ok(clock);
        }
        let clock = Arc::new(Self::read(zone)?);
        let mut clocks = CLOCKS.write().unwrap_or_else(PoisonError::into_inner);
        Ok(Arc::clone(clocks.entry(zone.clone()).or_insert(clock)))
    }

    fn read(zone: &Zone) -> Result<Self, TimeError> {
        let rules = zone.rules()?;
        let first = Timestamp::from_second(FIRST_SECOND).map_err(|_| TimeError::OutOfRange)?;
        let mut offsets =
            vec![Offset { from: FIRST_SECOND, seconds: rules.to_offset(first).seconds() }];
        for change in rules.following(first) {
            let from = change.timestamp().as_second();
            if from >= LAST_SECOND {
                break;
            }
            let seconds = change.offset().seconds();
            if offsets.last().is_some_and(|last| last.seconds != seconds) {
                offsets.push(Offset { from, seconds });
            }
        }
        Ok(Self { offsets: offsets.into_boxed_slice() })
    }

    /// Which offset holds at a second of UTC.
    fn index(&self, utc: i64) -> usize {
        self.offsets.partition_point(|offset| offset.from <= utc).saturating_sub(1)
    }

    fn seconds(&self, index: usize) -> i64 {
        self.offsets.get(index).map_or(0, |offset| i64::from(offset.seconds))
    }

    /// What the clock shows at a second of UTC, as seconds since 1970 on its own face.
    pub(crate) fn local(&self, utc: i64) -> i64 {
        utc + self.seconds(self.index(utc))
    }

    /// Whether another offset held within the day before a second of UTC.
    pub(crate) fn changes_in_the_day_before(&self, utc: i64) -> bool {
        self.index(utc.saturating_sub(DAY_SECONDS)) != self.index(utc)
    }

    /// A clock that shows UTC and so many seconds, and from each change on others; none if there
    /// is no change to know it by. The changes are in order.
    pub(crate) fn changing(before: i64, changes: &[(i64, i64)]) -> Option<Self> {
        let offset = |from, seconds| Some(Offset { from, seconds: i32::try_from(seconds).ok()? });
        let mut offsets = vec![offset(i64::MIN, before)?];
        for (from, seconds) in changes {
            offsets.push(offset(*from, *seconds)?);
        }
        Some(Self { offsets: offsets.into_boxed_slice() })
    }

    /// When the clock shows that; a skipped time is as far after the jump as it was after its
    /// begin.
    pub(crate) fn utc(&self, local: i64, fold: Fold) -> i64 {
        self.shown(local, fold).unwrap_or_else(|jump| jump.as_if_not)
    }

    /// The same for the edge of hours: those that begin or end in a skipped time do so with the
    /// jump.
    pub(crate) fn edge(&self, local: i64, fold: Fold) -> i64 {
        self.shown(local, fold).unwrap_or_else(|jump| jump.at)
    }

    fn shown(&self, local: i64, fold: Fold) -> Result<i64, Jump> {
        let first = self.index(local.saturating_sub(DAY_SECONDS));
        let mut shown = None;
        let mut jump = Jump { at: 0, as_if_not: local - self.seconds(first) };
        for index in first..self.offsets.len() {
            let from = self.offsets.get(index).map_or(i64::MIN, |offset| offset.from);
            if from > local.saturating_add(DAY_SECONDS) {
                break;
            }
            let utc = local - self.seconds(index);
            let begun = index == 0 || from <= utc;
            let next = self.offsets.get(index + 1).filter(|next| next.from <= utc);
            match next {
                None if begun && fold == Fold::Earlier => return Ok(utc),
                None if begun => shown = Some(utc),
                Some(next) if begun => jump = Jump { at: next.from, as_if_not: utc },
                _ => {}
            }
        }
        shown.ok_or(jump)
    }
}

/// A time that the clock jumps over.
#[derive(Debug, Clone, Copy)]
struct Jump {
    /// When it jumps.
    at: i64,
    /// When it would have shown the time, had it not jumped.
    as_if_not: i64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::{Instant, Local, Moment, WallTime};
    use proptest::prelude::*;

    proptest! {
        /// The table says what the zone data says, in both directions.
        #[test]
        fn a_clock_agrees_with_the_zone_data(
            minutes in 16_000_000_i64..42_000_000,
            zone in proptest::sample::select(&[
                "America/New_York", "America/St_Johns", "America/Guatemala", "America/Tijuana",
                "America/Vancouver", "America/Santo_Domingo", "Pacific/Honolulu", "UTC",
                "America/Havana", "Australia/Lord_Howe", "Africa/Casablanca",
            ][..]),
        ) {
            let zone: Zone = zone.parse()?;
            let clock = Clock::of(&zone)?;
            let instant = Instant::from_micros(minutes * 60_000_000);
            let local: Local = Moment::at(instant, &zone).local;
            let shown = clock.local(minutes * 60);
            prop_assert_eq!(i64::from(local.day().number()), shown.div_euclid(86_400));
            prop_assert_eq!(i64::from(local.minute_of_day()), shown.rem_euclid(86_400) / 60);
            // Around the hour, so that skipped times are met, too.
            for apart in [-180, -90, -60, -30, -1, 0, 1, 30, 60, 90, 180] {
                let shown = shown + apart * 60;
                let day = crate::time::Day::numbered(i32::try_from(shown.div_euclid(86_400))?);
                let minute = shown.rem_euclid(86_400) / 60;
                let day = day.ok_or_else(|| TestCaseError::fail("day"))?;
                let text = format!("{day}T{:02}:{:02}", minute / 60, minute % 60);
                let wall = WallTime { local: text.parse()?, zone: zone.clone() };
                for fold in [Fold::Earlier, Fold::Later] {
                    let expected = wall.instant(fold)?.as_micros() / 1_000_000;
                    prop_assert_eq!(clock.utc(shown, fold), expected, "{} {:?}", text, fold);
                }
            }
        }
    }
}
