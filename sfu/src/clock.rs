//! One reading of the two clocks, handed to the worker with every turn: the worker never asks.

use std::time::Duration;

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

/// A Unix time in nanoseconds as a 64-bit NTP timestamp (RFC 3550 §4).
#[must_use]
pub(crate) fn utc_to_ntp(utc_ns: u64) -> u64 {
    let seconds = utc_ns / 1_000_000_000 + NTP_EPOCH_OFFSET_S;
    let fraction = ((utc_ns % 1_000_000_000) << 32) / 1_000_000_000;
    (seconds << 32) | fraction
}

/// A 64-bit NTP timestamp as Unix nanoseconds; times before 1970 become 0.
#[must_use]
pub(crate) fn ntp_to_utc(ntp: u64) -> u64 {
    let seconds = (ntp >> 32).saturating_sub(NTP_EPOCH_OFFSET_S);
    seconds * 1_000_000_000 + (((ntp & 0xffff_ffff) * 1_000_000_000) >> 32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ntp_of_a_known_second() {
        // 2026-11-24T00:00:00Z
        assert_eq!(utc_to_ntp(1_795_478_400_000_000_000) >> 32, 4_004_467_200);
    }

    #[test]
    fn ntp_there_and_back_loses_less_than_a_nanosecond_and_a_half() {
        for utc_ns in [0, 1, 999_999_999, 1_795_478_400_123_456_789] {
            assert!(ntp_to_utc(utc_to_ntp(utc_ns)).abs_diff(utc_ns) <= 1);
        }
    }
}
