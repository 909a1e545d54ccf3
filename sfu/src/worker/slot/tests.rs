//! Slots alone: continuity under any order of sources, losses and reorderings, and which packets may be repeated.

use proptest::prelude::*;
use rand::SeedableRng;
use rand::rngs::StdRng;

use super::*;
use crate::rtp::Header;
use crate::sdp::{Line, Offer, Plan};

const OFFER: &str = "v=0\r\na=fingerprint:sha-256 00:01:02:03:04:05:06:07:08:09:0A:0B:0C:0D:0E:0F:10:11:12:13:14:15:16:17:18:19:1A:1B:1C:1D:1E:1F\r\na=ice-ufrag:abcd\r\na=ice-pwd:abcdabcdabcdabcdabcdabcd\r\na=recvonly\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\na=rtcp-mux\r\na=rtpmap:111 opus/48000/2\r\n";

fn slot() -> Slot {
    let offer = Offer::parse(OFFER).unwrap();
    let plan = Plan::of(&offer, &mut StdRng::seed_from_u64(1)).unwrap();
    let Line::Slot(line) = &plan.lines[0] else { panic!("a slot") };
    Slot::new(line, 0, 0x3ff0)
}

fn packet(index: u64, payload: &[u8]) -> Arrived<'_> {
    Arrived {
        index,
        format: Format { codec: Codec::Opus, payload_type: 100, rtx: None },
        redundant: false,
        timestamp: index as u32 * 960,
        marker: false,
        level: None,
        orientation: None,
        picture: None,
        starts_key_frame: false,
        payload,
    }
}

fn at(ms: u64) -> Now {
    Now { monotonic_ns: ms * 1_000_000, utc_ns: 0 }
}

/// The extended sequence number and the media time under which a packet leaves.
fn send(slot: &mut Slot, packet: &Arrived<'_>, now: Now) -> Result<(u64, u32), Held> {
    let mapping = slot.admit(packet, now)?;
    let mut out = [0; 1500];
    let written = slot.write(packet, mapping, now, &mut out).unwrap();
    let header = Header::parse(&out[..written.len]).unwrap();
    assert_eq!(header.sequence, written.sequence as u16);
    Ok((written.sequence, header.timestamp))
}

#[test]
fn time_goes_on_by_the_clock_when_nothing_was_sent() {
    let mut slot = slot();
    slot.feed(Some((0, 0)));
    let (_, first) = send(&mut slot, &packet(1000, b"a"), at(0)).unwrap();
    slot.feed(Some((1, 0)));
    let (_, second) = send(&mut slot, &packet(7, b"b"), at(10_000)).unwrap();
    assert_eq!(second.wrapping_sub(first), 480_000);
    // Two switches within one instant still go forward.
    slot.feed(Some((0, 0)));
    let (_, third) = send(&mut slot, &packet(2000, b"c"), at(10_000)).unwrap();
    assert_eq!(third.wrapping_sub(second), 1);
}

proptest! {
    /// The pair of SSRC and extended sequence number is the nonce of the seal: it must never come twice.
    #[test]
    fn no_sequence_number_is_used_twice_and_switches_leave_no_gap(
        turns in prop::collection::vec((0u64..3, prop::collection::vec(0u64..6, 1..20)), 1..30)
    ) {
        let mut slot = slot();
        let mut used = std::collections::HashSet::new();
        let mut newest: Option<u64> = None;
        // Each source goes on from where it was; steps of 0 to 5 are reorderings and losses.
        let mut sources = [100_000u64, 500, 70_000];
        let mut seen: [std::collections::HashSet<u64>; 3] = Default::default();
        let mut now_ms = 0;
        for (source, steps) in turns {
            slot.feed(Some((source as usize, 0)));
            let mut first = true;
            for step in steps {
                now_ms += 20;
                let index = sources[source as usize] + step;
                sources[source as usize] += 2;
                if !seen[source as usize].insert(index) {
                    continue;
                }
                match send(&mut slot, &packet(index, b"x"), at(now_ms)) {
                    Ok((sequence, _)) => {
                        prop_assert!(used.insert(sequence), "{} twice", sequence);
                        if first {
                            prop_assert_eq!(Some(sequence), newest.map_or(Some(sequence), |newest| Some(newest + 1)));
                        }
                        first = false;
                        prop_assert_eq!(slot.source_index(sequence as u16), Some(index));
                        newest = newest.max(Some(sequence));
                    }
                    Err(held) => prop_assert_eq!(held, Held::BeforeSwitch),
                }
            }
        }
        slot.feed(None);
        for sequence in used {
            prop_assert_eq!(slot.source_index(sequence as u16), None);
        }
    }
}
