//! What one peer sends on one line: which packets came, which are missing, and whom they go to.

use super::history::History;
use super::missing::Missing;
use super::speaking::Loudness;
use super::{PeerIndex, SlotIndex};
use crate::clock::Now;
use crate::names::{SlotKind, SourceKind};
use crate::record::{PayloadTypes, RecorderHandle, TrackId};
use crate::rtcp::ReportBlock;
use crate::sdp::{ExtensionIds, Format, SourceLine};
use crate::srtp::ReplayWindow;

/// A key frame is asked for at most once in this time.
pub(crate) const KEY_FRAME_INTERVAL_MS: u64 = 500;

/// One source of a peer.
#[derive(Debug)]
pub(crate) struct Source {
    pub(crate) kind: SourceKind,
    pub(crate) mid: String,
    pub(crate) format: Format,
    pub(crate) red: Option<u8>,
    pub(crate) extensions: ExtensionIds,
    pub(crate) ssrc: Option<u32>,
    pub(crate) rtx_ssrc: Option<u32>,
    pub(crate) window: ReplayWindow,
    pub(crate) rtx_window: ReplayWindow,
    /// The slots that it feeds. Nothing else makes a packet leave.
    pub(crate) routes: Vec<(PeerIndex, SlotIndex)>,
    pub(crate) tap: Option<TrackId>,
    pub(crate) reception: Reception,
    pub(crate) missing: Missing,
    pub(crate) key_frame: KeyFrameWish,
    pub(crate) loudness: Loudness,
    /// What receivers may ask for again; made with the first packet of a video source.
    pub(crate) history: Option<Box<History>>,
    /// The sender's clock and media time by its last report.
    pub(crate) report: Option<SenderTime>,
}

/// One instant in the sender's two clocks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SenderTime {
    pub(crate) ntp: u64,
    pub(crate) rtp: u32,
    pub(crate) arrived_ns: u64,
}

impl Source {
    pub(crate) fn new(line: &SourceLine) -> Self {
        Self {
            kind: line.kind,
            mid: line.common.mid.clone(),
            format: line.format,
            red: line.common.red,
            extensions: line.common.extensions,
            ssrc: line.ssrc,
            rtx_ssrc: line.rtx_ssrc,
            window: ReplayWindow::default(),
            rtx_window: ReplayWindow::default(),
            routes: Vec::new(),
            tap: None,
            reception: Reception::default(),
            missing: Missing::default(),
            key_frame: KeyFrameWish::default(),
            loudness: Loudness::default(),
            history: None,
            report: None,
        }
    }

    /// How its packets are marked, for the record.
    pub(crate) fn payload_types(&self) -> PayloadTypes {
        PayloadTypes { primary: self.format.payload_type, redundant: self.red }
    }

    /// Writes the source to `track` from now on, or nowhere; the journal is told.
    pub(crate) fn record(&mut self, track: Option<TrackId>, recorder: Option<&RecorderHandle>) {
        let former = std::mem::replace(&mut self.tap, track);
        let Some(recorder) = recorder.filter(|_| former != track) else { return };
        if let Some(former) = former {
            recorder.tap_stopped(former);
        }
        if let Some(track) = track {
            recorder.tap_started(track, self.payload_types());
            if self.kind.slot_kind() == SlotKind::Video {
                self.key_frame.want();
            }
        }
    }

    /// Ends the routes that `ends` names. A picture that nobody sees any more is not asked for.
    pub(crate) fn end_routes(&mut self, ends: impl Fn(PeerIndex, SlotIndex) -> bool) {
        self.routes.retain(|(receiver, slot)| !ends(*receiver, *slot));
        if self.routes.is_empty() && self.tap.is_none() {
            self.key_frame.settle();
        }
    }
}

/// How well a source arrives (RFC 3550 §6.4.1 and appendix A).
#[derive(Debug, Default)]
pub(crate) struct Reception {
    pub(crate) packets: u64,
    pub(crate) bytes: u64,
    pub(crate) key_frames: u64,
    first: Option<u64>,
    newest: u64,
    transit: Option<i64>,
    /// Sixteen times the variation, in ticks, as the standard keeps it.
    jitter_x16: i64,
    expected_before: u64,
    packets_before: u64,
}

impl Reception {
    /// Counts the packet `index`. Repeats, which come when they come, say nothing about jitter.
    pub(crate) fn count(
        &mut self,
        index: u64,
        bytes: usize,
        timestamp: u32,
        clock_hz: u32,
        now: Now,
        repeat: bool,
    ) {
        self.packets += 1;
        self.bytes += bytes as u64;
        self.first = Some(self.first.map_or(index, |first| first.min(index)));
        self.newest = self.newest.max(index);
        if repeat {
            return;
        }
        let arrival = (u128::from(now.monotonic_ns) * u128::from(clock_hz) / 1_000_000_000) as u32;
        let transit = i64::from(arrival.wrapping_sub(timestamp));
        if let Some(before) = self.transit.replace(transit) {
            let change = i64::from((transit - before) as i32).abs();
            self.jitter_x16 += change - ((self.jitter_x16 + 8) >> 4);
        }
    }

    pub(crate) fn lost(&self) -> i64 {
        self.expected() as i64 - self.packets as i64
    }

    pub(crate) fn jitter_ticks(&self) -> u32 {
        (self.jitter_x16 >> 4).max(0) as u32
    }

    fn expected(&self) -> u64 {
        self.first.map_or(0, |first| self.newest - first + 1)
    }

    /// The block about this source for the next report, and a new interval.
    pub(crate) fn report(
        &mut self,
        ssrc: u32,
        sender: Option<SenderTime>,
        now: Now,
    ) -> Option<ReportBlock> {
        self.first?;
        let expected = self.expected() - self.expected_before;
        let received = self.packets - self.packets_before;
        (self.expected_before, self.packets_before) = (self.expected(), self.packets);
        let lost = expected.saturating_sub(received);
        let (last_report, delay) = sender.map_or((0, 0), |sender| {
            let delay_ns = now.monotonic_ns.saturating_sub(sender.arrived_ns);
            ((sender.ntp >> 16) as u32, (u128::from(delay_ns) * 65_536 / 1_000_000_000) as u32)
        });
        Some(ReportBlock {
            ssrc,
            fraction_lost: (lost * 256)
                .checked_div(expected)
                .map_or(0, |share| share.min(255) as u8),
            lost: self.lost().clamp(-0x80_0000, 0x7f_ffff) as i32,
            highest: self.newest as u32,
            jitter: self.jitter_ticks(),
            last_report,
            delay,
        })
    }
}

/// Whether a key frame is wanted of a source, and when it was last asked for.
#[derive(Debug, Default)]
pub(crate) struct KeyFrameWish {
    wanted: bool,
    asked_ms: Option<u64>,
    /// Packets of the source when it was asked: a source that sends nothing is not asked again.
    packets_then: u64,
    pub(crate) requests: u64,
}

impl KeyFrameWish {
    pub(crate) fn want(&mut self) {
        self.wanted = true;
        self.packets_then = u64::MAX;
    }

    /// A key frame came, or nobody wants one any more.
    pub(crate) fn settle(&mut self) {
        self.wanted = false;
    }

    /// Whether to ask now; counts as asked then.
    pub(crate) fn is_due(&mut self, now_ms: u64, packets: u64) -> bool {
        let rested = self.asked_ms.is_none_or(|asked| now_ms >= asked + KEY_FRAME_INTERVAL_MS);
        let due = self.wanted && rested && packets != self.packets_then;
        if due {
            self.asked_ms = Some(now_ms);
            self.packets_then = packets;
            self.requests += 1;
        }
        due
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(ms: u64) -> Now {
        Now { monotonic_ns: ms * 1_000_000, utc_ns: 0 }
    }

    #[test]
    fn losses_are_reported_for_each_interval() {
        let mut reception = Reception::default();
        for index in (100..200u64).filter(|index| index % 4 != 0) {
            reception.count(index, 100, index as u32 * 960, 48_000, at(index * 20), false);
        }
        let block = reception.report(7, None, at(4000)).unwrap();
        // 101..=199 were expected: the first packet counts as the beginning.
        assert_eq!((block.lost, block.highest), (24, 199));
        assert_eq!(block.fraction_lost, (24 * 256 / 99) as u8);
        assert_eq!(block.jitter, 0, "evenly sent, evenly received");
        for index in 200..300u64 {
            reception.count(index, 100, index as u32 * 960, 48_000, at(index * 20), false);
        }
        let block = reception.report(7, None, at(6000)).unwrap();
        assert_eq!((block.fraction_lost, block.lost), (0, 24));
    }

    #[test]
    fn uneven_arrival_is_jitter() {
        let mut reception = Reception::default();
        for index in 0..200u64 {
            reception.count(
                index,
                100,
                index as u32 * 960,
                48_000,
                at(index * 20 + index % 2 * 10),
                false,
            );
        }
        // Each transit differs from the last by 10 ms.
        assert!((400..=480).contains(&reception.jitter_ticks()), "{}", reception.jitter_ticks());
    }

    #[test]
    fn a_key_frame_is_asked_for_at_most_twice_a_second_and_until_it_comes() {
        let mut wish = KeyFrameWish::default();
        assert!(!wish.is_due(0, 1));
        wish.want();
        assert!(wish.is_due(0, 1));
        wish.want();
        assert!(!wish.is_due(499, 2));
        assert!(wish.is_due(500, 3));
        assert!(!wish.is_due(1200, 3), "the source sends nothing");
        assert!(wish.is_due(1201, 4), "it sends again, but no key frame came");
        wish.settle();
        assert!(!wish.is_due(9000, 90));
    }
}
