//! What hour it is for everybody at the start, worked out once for each zone.

use crate::{
    matching::hour_share,
    time::{Instant, Moment, Zone},
};

/// The hour at one instant on the clocks of all zones.
#[derive(Debug)]
pub(crate) struct Clocks(Vec<f64>);

impl Clocks {
    pub(crate) fn new(zones: &[Zone], starts: Instant) -> Self {
        let minute = |zone| Moment::at(starts, zone).local.minute_of_day();
        Self(zones.iter().map(|zone| hour_share(minute(zone))).collect())
    }

    /// How good the hour is for somebody in a zone.
    pub(crate) fn hour_share(&self, zone: u32) -> f64 {
        self.0.get(zone as usize).copied().unwrap_or(0.0)
    }
}
