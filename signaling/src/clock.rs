//! The only place that reads the wall clock. Everything else is told the time.

use jiff::Timestamp;
use puente_registry::time::Instant;

/// A clock that handlers carry in their state.
///
/// In a build with the feature `test-clock` it may start at another instant and runs on from
/// there; in a release there is no way to move it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Clock {
    offset_us: i64,
}

impl Clock {
    /// The machine's own clock.
    pub fn system() -> Self {
        Self::default()
    }

    /// A clock that shows `start` now and runs on from there.
    #[cfg(feature = "test-clock")]
    pub fn starting_at(start: Instant) -> Self {
        Self { offset_us: start.as_micros() - wall_clock().as_microsecond() }
    }

    /// Microseconds UTC since 1970.
    pub fn now_us(&self) -> i64 {
        wall_clock().as_microsecond() + self.offset_us
    }

    /// The present instant, as the bank writes it.
    pub fn now(&self) -> Instant {
        Instant::from_micros(self.now_us())
    }

    /// Seconds UTC since 1970, as tokens write it.
    pub fn now_s(&self) -> i64 {
        self.now_us().div_euclid(1_000_000)
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place that reads the wall clock")]
fn wall_clock() -> Timestamp {
    Timestamp::now()
}

#[cfg(all(test, feature = "test-clock"))]
mod tests {
    use super::*;

    #[test]
    fn a_moved_clock_starts_where_it_is_told_and_runs_on() {
        let start: Instant = "2026-11-25T16:00:00Z".parse().unwrap();
        let clock = Clock::starting_at(start);
        let first = clock.now_us();
        assert!(first >= start.as_micros());
        assert!(first < start.as_micros() + 60_000_000);
        assert!(clock.now_us() >= first);
    }
}
