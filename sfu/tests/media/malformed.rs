//! Datagrams of every malformed kind: nothing fails, nothing goes out, and whoever speaks is heard afterwards.

use anyhow::Result;
use proptest::prelude::*;
use puente_sfu::{DropCause, MAX_DATAGRAM, SlotKind, SourceKind};

use crate::client::hall::Hall;
use crate::client::offer::{Lines, OPUS, RED, VP8};
use crate::client::rtp::Rtp;

/// A speaker who is heard and seen by a listener.
fn scene() -> Result<(Hall, usize, usize)> {
    let mut hall = Hall::new()?;
    let speaker = hall.enter(Lines { red: true, shift: 0, ..Lines::browser(1) })?;
    let listener = hall.enter(Lines { red: true, shift: 0, ..Lines::browser(2) })?;
    hall.wire(
        hall.slot(listener, SlotKind::Audio, 0),
        Some(hall.source(speaker, SourceKind::Mic)),
    )?;
    hall.wire(
        hall.slot(listener, SlotKind::Video, 0),
        Some(hall.source(speaker, SourceKind::Camera)),
    )?;
    hall.show(speaker, 0, true, b"key")?;
    hall.clients[listener].packets();
    Ok((hall, speaker, listener))
}

fn still_heard(hall: &mut Hall, speaker: usize, listener: usize) -> Result<bool> {
    hall.speak(speaker, 0, b"still here")?;
    let heard = hall.clients[listener].packets();
    Ok(heard.len() == 1 && heard[0].payload == b"still here")
}

/// Bytes that begin like one of the protocols of the port.
fn datagram() -> impl Strategy<Value = Vec<u8>> {
    let first = prop_oneof![0..4u8, 20..64u8, 128..192u8, any::<u8>()];
    let second = prop_oneof![any::<u8>(), 192..224u8, Just(OPUS), Just(VP8)];
    (first, second, prop::collection::vec(any::<u8>(), 0..300)).prop_map(
        |(first, second, mut rest)| {
            rest.splice(0..0, [first, second]);
            rest
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn noise_from_anywhere_changes_nothing(noise in prop::collection::vec((datagram(), any::<bool>()), 1..60)) {
        let (mut hall, speaker, listener) = scene().map_err(|error| TestCaseError::fail(error.to_string()))?;
        let stranger = "203.0.113.9:9".parse().map_err(|_| TestCaseError::fail("an address"))?;
        for (bytes, known) in noise {
            let from = if known { hall.clients[speaker].address } else { stranger };
            hall.send_from(from, &bytes).map_err(|error| TestCaseError::fail(error.to_string()))?;
        }
        prop_assert!(hall.strays.is_empty());
        prop_assert!(hall.clients[listener].packets().is_empty());
        prop_assert!(still_heard(&mut hall, speaker, listener).is_ok_and(|heard| heard));
    }

    /// The client has the keys and seals what it likes: broken descriptors, lying blocks, padding, odd extensions.
    #[test]
    fn sealed_nonsense_harms_nobody(
        payloads in prop::collection::vec((prop::collection::vec(any::<u8>(), 0..60), 0..3u8, any::<bool>()), 1..40),
        compounds in prop::collection::vec((200..208u8, 0..32u8, prop::collection::vec(any::<u8>(), 8..80)), 1..20),
    ) {
        let run = || -> Result<bool> {
            let (mut hall, speaker, listener) = scene()?;
            for (payload, kind, marker) in payloads {
                let line = hall.clients[speaker].lines.sends[if kind == 2 { 2 } else { 0 }];
                let index = hall.clients[speaker].next_index(line.ssrc);
                let packet = Rtp {
                    marker,
                    payload_type: [OPUS, RED, VP8][usize::from(kind)],
                    ssrc: line.ssrc,
                    sequence: index as u16,
                    payload,
                    ..Rtp::default()
                };
                let datagram = hall.clients[speaker].seal(&packet, index)?;
                hall.send(speaker, &datagram)?;
            }
            for (kind, count, mut body) in compounds {
                body.truncate(body.len() / 4 * 4);
                let mut compound = vec![0x80 | count, kind, 0, (body.len() / 4) as u8];
                compound.extend(body);
                hall.report(listener, &compound)?;
                hall.report(speaker, &compound)?;
            }
            hall.advance(300)?;
            hall.clients[listener].packets();
            still_heard(&mut hall, speaker, listener)
        };
        let result = run();
        prop_assert!(matches!(result, Ok(true)), "{:?}", result);
    }

    #[test]
    fn a_changed_packet_is_not_passed_on(at in 0usize..80, bit in 0u8..8) {
        let run = || -> Result<bool> {
            let (mut hall, speaker, listener) = scene()?;
            let mut packet = hall.speech(speaker, 0, b"genuine words of a witness")?;
            let at = at % packet.len();
            packet[at] ^= 1 << bit;
            hall.send(speaker, &packet)?;
            Ok(hall.clients[listener].packets().is_empty() && still_heard(&mut hall, speaker, listener)?)
        };
        let result = run();
        prop_assert!(matches!(result, Ok(true)), "{:?}", result);
    }
}

#[test]
fn datagrams_of_every_length_are_counted_and_dropped() -> Result<()> {
    let (mut hall, speaker, listener) = scene()?;
    for len in (0..=11).chain([MAX_DATAGRAM, MAX_DATAGRAM + 1, 9000, 65_507]) {
        for first in [0x00, 0x16, 0x80, 0x90, 0xbf, 0xff] {
            let mut bytes = vec![0xee; len];
            if let Some(byte) = bytes.first_mut() {
                *byte = first;
            }
            hall.send(speaker, &bytes)?;
        }
    }
    let drops = hall.worker.totals().drops;
    assert_eq!(drops.of(DropCause::TooLong), 3 * 6);
    assert!(drops.of(DropCause::Malformed) > 0 && drops.of(DropCause::UnknownCheck) > 0);
    assert!(hall.clients[listener].packets().is_empty());
    assert!(still_heard(&mut hall, speaker, listener)?);
    Ok(())
}

#[test]
fn a_full_packet_that_cannot_grow_is_left_out_and_the_next_is_heard() -> Result<()> {
    let (mut hall, speaker, listener) = scene()?;
    // With the seal it fills the datagram; the receiver's line name does not fit in any more.
    let line = hall.clients[speaker].lines.sends[0];
    let index = hall.clients[speaker].next_index(line.ssrc);
    let packet = Rtp {
        payload_type: OPUS,
        ssrc: line.ssrc,
        sequence: index as u16,
        payload: vec![1; MAX_DATAGRAM - 12 - 16],
        ..Rtp::default()
    };
    let datagram = hall.clients[speaker].seal(&packet, index)?;
    assert_eq!(datagram.len(), MAX_DATAGRAM);
    hall.send(speaker, &datagram)?;
    assert_eq!(hall.worker.totals().drops.of(DropCause::NotSealed), 1);
    assert!(still_heard(&mut hall, speaker, listener)?);
    Ok(())
}
