//! The result of a device check as an entry of the minutes.

use super::message::{Camera, Microphone, Network, Speaker};
use puente_hearing::Seat;
use puente_hearing::event::HearingEvent;

/// Below this, speech does not get through (Opus at its lowest useful rate, with headers).
const LEAST_KBPS: u32 = 24;
/// Above this round trip, people talk over each other.
const MOST_RTT_MS: u32 = 800;

/// Passed means: this person can be heard and can hear. A listener needs no microphone.
pub(super) fn checked(
    seat: Seat,
    microphone: Microphone,
    camera: Camera,
    speaker: Speaker,
    network: Network,
) -> HearingEvent {
    let link_is_enough = network.rtt_ms <= MOST_RTT_MS
        && network.down_kbps >= LEAST_KBPS
        && network.up_kbps >= LEAST_KBPS;
    let passed = matches!(microphone, Microphone::Ok | Microphone::None)
        && speaker == Speaker::Ok
        && link_is_enough;
    let word = |value: serde_json::Result<serde_json::Value>| {
        value.ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
    };
    HearingEvent::DeviceChecked {
        seat,
        microphone: word(serde_json::to_value(microphone)),
        camera: word(serde_json::to_value(camera)),
        speaker: word(serde_json::to_value(speaker)),
        passed,
    }
}
