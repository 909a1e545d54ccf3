//! The media plane's and the recorder's counters as metrics.

use metrics::{counter, gauge};
use puente_sfu::Totals;
use puente_sfu::record::RecorderHealth;

/// Copies the counters; each is at most a tenth of a second old.
pub(super) fn publish(totals: &Totals, recorder: RecorderHealth) {
    gauge!("puente_media_peers").set(as_number(totals.peers));
    gauge!("puente_media_rooms").set(as_number(totals.rooms));
    counter!("puente_media_joins_total").absolute(totals.joins);
    counter!("puente_media_connects_total").absolute(totals.connects);
    counter!("puente_media_failed_handshakes_total").absolute(totals.failed_handshakes);
    counter!("puente_media_received_datagrams_total").absolute(totals.received_datagrams);
    counter!("puente_media_received_bytes_total").absolute(totals.received_bytes);
    counter!("puente_media_sent_datagrams_total").absolute(totals.sent_datagrams);
    counter!("puente_media_sent_bytes_total").absolute(totals.sent_bytes);
    counter!("puente_media_forwarded_packets_total").absolute(totals.forwarded_packets);
    counter!("puente_media_asked_packets_total").absolute(totals.asked_packets);
    counter!("puente_media_repeated_packets_total").absolute(totals.repeated_packets);
    counter!("puente_media_missed_packets_total").absolute(totals.missed_packets);
    counter!("puente_media_key_frame_requests_total").absolute(totals.key_frame_requests);
    counter!("puente_media_wirings_total").absolute(totals.wirings);
    counter!("puente_media_sdp_answers_total").absolute(totals.answers);
    for (cause, dropped) in totals.drops.iter() {
        counter!("puente_media_dropped_total", "cause" => cause.label()).absolute(dropped);
    }
    gauge!("puente_recorder_failing").set(f64::from(u8::from(recorder.failing)));
    counter!("puente_recorder_lost_packets_total").absolute(recorder.lost_packets);
    counter!("puente_recorder_stray_packets_total").absolute(recorder.stray_packets);
    counter!("puente_recorder_written_bytes_total").absolute(recorder.written_bytes);
    gauge!("puente_recorder_longest_sync_us").set(as_number(recorder.longest_sync_us));
}

/// A gauge is a float; no machine holds more peers than a float counts exactly.
#[expect(clippy::cast_precision_loss, reason = "far below 2^53")]
fn as_number(count: u64) -> f64 {
    count as f64
}
