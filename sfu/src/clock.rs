//! One reading of the two clocks, handed to the worker with every turn: the worker never asks.

use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::record::{Arrival, Clock};

/// Seconds between the NTP era (1900) and the Unix epoch (RFC 5905 §6).
const NTP_EPOCH_OFFSET_S: u64 = 2_208_988_800;

/// What the clocks showed when a turn of the worker began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Now {
    /// Nanoseconds since the worker's start; never goes back.
    pub monotonic_ns: u64,
    /// Nanoseconds since the Unix epoch, by the machine's clock.
    pub utc_ns: u64,
}

impl Now {
    /// Whole milliseconds since the worker's start.
    #[must_use]
    pub fn ms(self) -> u64 {
        self.monotonic_ns / 1_000_000
    }

    /// Time since the worker's start.
    #[must_use]
    pub fn since_start(self) -> Duration {
        Duration::from_nanos(self.monotonic_ns)
    }
}

impl From<Arrival> for Now {
    fn from(at: Arrival) -> Self {
        Self { monotonic_ns: at.monotonic_ns, utc_ns: at.utc_ns }
    }
}

impl From<Now> for Arrival {
    fn from(now: Now) -> Self {
        Self { monotonic_ns: now.monotonic_ns, utc_ns: now.utc_ns }
    }
}

/// The machine's own clocks.
#[expect(clippy::disallowed_methods, reason = "this is where the wall clock is read")]
pub(crate) fn system_clock() -> Clock {
    let start = Instant::now();
    Arc::new(move || {
        let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Arrival {
            monotonic_ns: start.elapsed().as_nanos() as u64,
            utc_ns: since_1970.as_nanos() as u64,
        }
    })
}

/// Nanoseconds of a clock as a 64-bit NTP timestamp (RFC 3550 §4), as if the clock counted from 1970.
/// Reports carry the monotonic clock: the standard allows it (§6.4.1), and it never jumps.
#[must_use]
pub(crate) fn to_ntp(ns: u64) -> u64 {
    let seconds = ns / 1_000_000_000 + NTP_EPOCH_OFFSET_S;
    let fraction = ((ns % 1_000_000_000) << 32) / 1_000_000_000;
    (seconds << 32) | fraction
}

/// A 64-bit NTP timestamp as nanoseconds since 1970; times before that become 0.
#[must_use]
pub(crate) fn from_ntp(ntp: u64) -> u64 {
    let seconds = (ntp >> 32).saturating_sub(NTP_EPOCH_OFFSET_S);
    seconds * 1_000_000_000 + (((ntp & 0xffff_ffff) * 1_000_000_000) >> 32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ntp_of_a_known_second() {
        // 2026-11-24T00:00:00Z
        assert_eq!(to_ntp(1_795_478_400_000_000_000) >> 32, 4_004_467_200);
    }

    #[test]
    fn ntp_there_and_back_loses_less_than_a_nanosecond_and_a_half() {
        for ns in [0, 1, 999_999_999, 1_795_478_400_123_456_789] {
            assert!(from_ntp(to_ntp(ns)).abs_diff(ns) <= 1);
        }
    }
}
