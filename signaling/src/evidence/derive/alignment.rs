//! One clock for all tracks: where on our time line a packet's sound or picture belongs.
//!
//! A packet's own timestamp has no jitter but starts anywhere and drifts; its
//! arrival is on our clock but late by a changing delay. The smallest lateness
//! around an instant is the path's own delay: the fastest packets tell the time.
//! Where sender reports tie a person's sound and picture to one clock, both
//! take the smaller delay of the two, so that lips and voice agree.

use super::packets::{Run, TrackPackets};
use std::collections::BTreeMap;

/// Half of the window in which the fastest packet counts: short enough that a
/// clock wrong by 200 ppm errs by a millisecond, long enough to meet a fast packet.
const HALF_WINDOW_S: usize = 5;

/// Sound and picture of one sender do not differ by more; beyond it a report lies.
const MAX_CORRECTION_US: i64 = 400_000;

/// The alignment of all runs of all tracks.
#[derive(Debug)]
pub(super) struct Alignment {
    /// By track, by run.
    runs: Vec<Vec<RunClock>>,
    /// Tracks of the same seat.
    siblings: Vec<Vec<usize>>,
}

/// How one run's clock relates to ours and to its sender's.
#[derive(Debug)]
struct RunClock {
    clock_hz: i64,
    first_second: i64,
    /// For each second of the run, the smallest arrival minus media time around it.
    lowest_us: Vec<i64>,
    /// Sender's clock minus media time, by arrival of the report.
    sender_us: Vec<(i64, i64)>,
}

impl Alignment {
    /// Looks at all packets of a record.
    pub(super) fn of(tracks: &[TrackPackets]) -> Self {
        let mut seats: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (index, track) in tracks.iter().enumerate() {
            seats.entry(seat(track)).or_default().push(index);
        }
        let siblings = tracks
            .iter()
            .enumerate()
            .map(|(own, track)| {
                let all = seats.get(seat(track)).map_or(&[][..], Vec::as_slice);
                all.iter().copied().filter(|index| *index != own).collect()
            })
            .collect();
        let runs = tracks
            .iter()
            .map(|track| {
                let clock_hz = i64::from(track.codec.clock_hz());
                track.runs.iter().map(|run| RunClock::of(run, clock_hz)).collect()
            })
            .collect();
        Self { runs, siblings }
    }

    /// The instant, in microseconds UTC, at which content of this media time would
    /// have arrived without jitter; `at_us` is when it did.
    pub(super) fn instant_us(&self, track: usize, run: usize, at_us: i64, media: i64) -> i64 {
        let Some(clock) = self.runs.get(track).and_then(|runs| runs.get(run)) else {
            return at_us;
        };
        let lateness_us = clock.lateness_us(at_us).unwrap_or(0);
        let media_us = media * 1_000_000 / clock.clock_hz;
        media_us + lateness_us + self.correction_us(track, clock, at_us)
    }

    /// How much sooner a sibling of the same sender arrives.
    fn correction_us(&self, track: usize, own: &RunClock, at_us: i64) -> i64 {
        let Some(own_delay_us) = own.delay_us(at_us) else { return 0 };
        let siblings = self.siblings.get(track).into_iter().flatten();
        siblings
            .filter_map(|sibling| self.runs.get(*sibling))
            .flatten()
            .filter_map(|clock| clock.delay_us(at_us))
            .map(|delay_us| delay_us - own_delay_us)
            .filter(|correction_us| (-MAX_CORRECTION_US..0).contains(correction_us))
            .min()
            .unwrap_or(0)
    }
}

/// The part of a track's name that says whose it is.
fn seat(track: &TrackPackets) -> &str {
    track.name.as_str().split('-').next().unwrap_or_default()
}

impl RunClock {
    fn of(run: &Run, clock_hz: i64) -> Self {
        let media_us = |media: i64| media * 1_000_000 / clock_hz;
        let seconds = || run.packets.iter().map(|packet| packet.at_us.div_euclid(1_000_000));
        let first_second = seconds().min().unwrap_or(0);
        let count = seconds().max().map_or(0, |last| last - first_second + 1);
        // UTC may be set while a run lasts, but a run is a sitting, not a year.
        let count = usize::try_from(count).unwrap_or(0).min(1 << 22);
        let mut lowest: Vec<Option<i64>> = vec![None; count];
        for packet in &run.packets {
            let lateness = packet.at_us - media_us(packet.media);
            let second = packet.at_us.div_euclid(1_000_000) - first_second;
            if let Some(known) = usize::try_from(second).ok().and_then(|at| lowest.get_mut(at)) {
                *known = Some(known.map_or(lateness, |known| known.min(lateness)));
            }
        }
        let lowest_us = (0..count)
            .map(|second| {
                let from = second.saturating_sub(HALF_WINDOW_S);
                let to = (second + HALF_WINDOW_S + 1).min(count);
                // A silence longer than the window keeps the last value that was known.
                let around = lowest[from..to].iter().flatten().min();
                around.or_else(|| lowest[..from].iter().rev().flatten().next()).copied()
            })
            .map(Option::unwrap_or_default)
            .collect();
        let sender_us = run
            .reports
            .iter()
            .map(|report| (report.at_us, report.sender_us - media_us(report.media)))
            .collect();
        Self { clock_hz, first_second, lowest_us, sender_us }
    }

    /// Arrival minus media time of the fastest packets around an instant; `None` outside the run.
    fn lateness_us(&self, at_us: i64) -> Option<i64> {
        let second = at_us.div_euclid(1_000_000) - self.first_second;
        self.lowest_us.get(usize::try_from(second).ok()?).copied()
    }

    /// Our clock minus the sender's, path delay included; `None` without reports.
    fn delay_us(&self, at_us: i64) -> Option<i64> {
        let lateness_us = self.lateness_us(at_us)?;
        let next = self.sender_us.partition_point(|(reported_us, _)| *reported_us < at_us);
        let around = self.sender_us.get(next.saturating_sub(1)..)?.iter().take(2);
        let (_, sender_us) = around.min_by_key(|(reported_us, _)| (reported_us - at_us).abs())?;
        Some(lateness_us - sender_us)
    }
}
