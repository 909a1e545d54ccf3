//! Sound and pictures from a source to a slot, and the continuity of the slot when its source changes.

use anyhow::{Context, Result};
use puente_sfu::{DropCause, SlotKind, SourceKind, WireError};

use crate::client::hall::Hall;
use crate::client::offer::{Lines, OPUS, RED};
use crate::client::rtp::Rtp;

#[test]
fn numbers_and_extensions_become_those_of_the_receiver() -> Result<()> {
    let mut hall = Hall::new()?;
    let (speaker, listener) = (hall.enter(Lines::browser(1))?, hall.enter(Lines::browser(3))?);
    hall.wire(
        hall.slot(listener, SlotKind::Audio, 2),
        Some(hall.source(speaker, SourceKind::Mic)),
    )?;
    hall.speak(speaker, 0, b"word")?;
    let packets = hall.clients[listener].packets();
    let [packet] = &packets[..] else { anyhow::bail!("{packets:?}") };
    let lines = &hall.clients[listener].lines;
    assert_eq!(packet.ssrc, hall.clients[listener].answer()?.audio[2]);
    assert_eq!(packet.payload_type, lines.payload_type(OPUS));
    assert_eq!(packet.extension(lines.level_id()), Some(&[20u8][..]));
    // The third audio slot of our pages is their seventh line.
    assert_eq!(packet.extension(lines.mid_id()), Some(&b"6"[..]));
    assert_eq!(packet.payload, b"word");
    Ok(())
}

#[test]
fn a_slot_stays_continuous_while_its_source_changes() -> Result<()> {
    let mut hall = Hall::new()?;
    let listener = hall.enter(Lines::browser(1))?;
    let speakers = [hall.enter(Lines::browser(2))?, hall.enter(Lines::browser(3))?];
    let slot = hall.slot(listener, SlotKind::Audio, 0);
    let mut last: Option<Rtp> = None;
    for turn in 0..20usize {
        let speaker = speakers[turn % 2];
        // The second speaker began long before, so the numbers are far apart.
        hall.wire(slot, Some(hall.source(speaker, SourceKind::Mic)))?;
        for word in 0..7u8 {
            for other in speakers {
                hall.speak(other, 0, &[other as u8, word])?;
            }
            hall.advance(20)?;
        }
        for packet in hall.clients[listener].packets() {
            assert_eq!(packet.payload[0], speaker as u8, "turn {turn}");
            if let Some(last) = &last {
                assert_eq!(packet.sequence, last.sequence.wrapping_add(1), "turn {turn}");
                assert_eq!(
                    packet.timestamp.wrapping_sub(last.timestamp),
                    960,
                    "turn {turn}: 20 ms at 48 kHz"
                );
            }
            last = Some(packet);
        }
        // One who is not heard goes on speaking.
        hall.speak(speakers[(turn + 1) % 2], 0, b"unheard")?;
    }
    assert!(hall.clients[listener].packets().is_empty());
    Ok(())
}

#[test]
fn packets_from_before_a_switch_do_not_come_after_it() -> Result<()> {
    let mut hall = Hall::new()?;
    let (speaker, listener) = (hall.enter(Lines::browser(1))?, hall.enter(Lines::browser(2))?);
    let late = hall.speech(speaker, 0, b"said before")?;
    let slot = hall.slot(listener, SlotKind::Audio, 0);
    hall.wire(slot, Some(hall.source(speaker, SourceKind::Mic)))?;
    hall.speak(speaker, 0, b"said after")?;
    hall.send(speaker, &late)?;
    let heard: Vec<Vec<u8>> =
        hall.clients[listener].packets().into_iter().map(|packet| packet.payload).collect();
    assert_eq!(heard, [b"said after"]);
    assert_eq!(hall.worker.totals().drops.of(DropCause::BeforeSwitch), 1);
    Ok(())
}

#[test]
fn packets_out_of_order_keep_their_places() -> Result<()> {
    let mut hall = Hall::new()?;
    let (speaker, listener) = (hall.enter(Lines::browser(1))?, hall.enter(Lines::browser(2))?);
    hall.wire(
        hall.slot(listener, SlotKind::Audio, 0),
        Some(hall.source(speaker, SourceKind::Mic)),
    )?;
    hall.speak(speaker, 0, &[0])?;
    let words: Vec<Vec<u8>> =
        (1..4u8).map(|word| hall.speech(speaker, 0, &[word])).collect::<Result<_>>()?;
    for at in [2, 0, 1] {
        hall.send(speaker, &words[at])?;
    }
    let mut packets = hall.clients[listener].packets();
    assert_eq!(packets.iter().map(|packet| packet.payload[0]).collect::<Vec<_>>(), [0, 3, 1, 2]);
    packets.sort_by_key(|packet| packet.sequence);
    assert_eq!(packets.iter().map(|packet| packet.payload[0]).collect::<Vec<_>>(), [0, 1, 2, 3]);
    Ok(())
}

#[test]
fn a_packet_counts_once_however_often_it_is_sent() -> Result<()> {
    let mut hall = Hall::new()?;
    let (speaker, listener) = (hall.enter(Lines::browser(1))?, hall.enter(Lines::browser(2))?);
    hall.wire(
        hall.slot(listener, SlotKind::Audio, 0),
        Some(hall.source(speaker, SourceKind::Mic)),
    )?;
    let packets: Vec<Vec<u8>> = (0..600u16)
        .map(|word| hall.speech(speaker, 0, &word.to_be_bytes()))
        .collect::<Result<_>>()?;
    for packet in &packets {
        hall.send(speaker, packet)?;
    }
    assert_eq!(hall.clients[listener].packets().len(), 600);
    for packet in &packets {
        hall.send(speaker, packet)?;
    }
    assert_eq!(hall.clients[listener].packets().len(), 0);
    assert_eq!(hall.worker.totals().drops.of(DropCause::Replayed), 600);
    Ok(())
}

#[test]
fn the_sequence_rolls_over_many_times() -> Result<()> {
    let mut hall = Hall::new()?;
    let (speaker, listener) = (hall.enter(Lines::browser(1))?, hall.enter(Lines::browser(2))?);
    hall.wire(
        hall.slot(listener, SlotKind::Audio, 0),
        Some(hall.source(speaker, SourceKind::Mic)),
    )?;
    let mut heard = 0;
    for _ in 0..140 {
        for _ in 0..1000 {
            hall.speak(speaker, 0, b"w")?;
        }
        heard += hall.clients[listener].packets().len();
    }
    assert_eq!(heard, 140_000);
    Ok(())
}

#[test]
fn redundant_audio_is_passed_on_to_those_who_know_it_and_unpacked_for_others() -> Result<()> {
    let mut hall = Hall::new()?;
    let with = |seed, red| Lines { red, shift: 0, ..Lines::browser(seed) };
    let speaker = hall.enter(with(1, true))?;
    let (knows, does_not) = (hall.enter(with(2, true))?, hall.enter(with(3, false))?);
    // The same codec under another number: its blocks would name the wrong one.
    let other_number = hall.enter(Lines { shift: 2, ..with(4, true) })?;
    for listener in [knows, does_not, other_number] {
        hall.wire(
            hall.slot(listener, SlotKind::Audio, 0),
            Some(hall.source(speaker, SourceKind::Mic)),
        )?;
    }
    let line = hall.clients[speaker].lines.sends[0];
    let mut payload = vec![0x80 | OPUS, 0x0f, 0x00, 0x03, OPUS];
    payload.extend(b"oldnew");
    let index = hall.clients[speaker].next_index(line.ssrc);
    let packet = Rtp {
        payload_type: RED,
        ssrc: line.ssrc,
        sequence: index as u16,
        payload: payload.clone(),
        ..Rtp::default()
    };
    let datagram = hall.clients[speaker].seal(&packet, index)?;
    hall.send(speaker, &datagram)?;
    let mut heard = |listener: usize| -> Result<(u8, Vec<u8>)> {
        let packet = hall.clients[listener].packets().pop().context("a packet")?;
        Ok((packet.payload_type, packet.payload))
    };
    assert_eq!(heard(knows)?, (RED, payload));
    assert_eq!(heard(does_not)?, (OPUS, b"new".to_vec()));
    assert_eq!(heard(other_number)?, (OPUS + 2, b"new".to_vec()));
    Ok(())
}

#[test]
fn a_stream_that_the_offer_did_not_name_is_known_by_its_line() -> Result<()> {
    let mut hall = Hall::new()?;
    let speaker = hall.enter(Lines { names_streams: false, ..Lines::browser(1) })?;
    let listener = hall.enter(Lines::browser(2))?;
    hall.wire(
        hall.slot(listener, SlotKind::Audio, 0),
        Some(hall.source(speaker, SourceKind::MicDisguised)),
    )?;
    hall.speak(speaker, 0, b"clear voice")?;
    hall.speak(speaker, 1, b"disguised voice")?;
    let heard: Vec<Vec<u8>> =
        hall.clients[listener].packets().into_iter().map(|packet| packet.payload).collect();
    assert_eq!(heard, [b"disguised voice"]);
    Ok(())
}

#[test]
fn a_wiring_of_what_is_not_there_says_so_and_leaves_the_slot_silent() -> Result<()> {
    let mut hall = Hall::new()?;
    let (speaker, listener) = (hall.enter(Lines::whip(1))?, hall.enter(Lines::whep(2))?);
    let slot = hall.slot(listener, SlotKind::Audio, 0);
    hall.wire(slot, Some(hall.source(speaker, SourceKind::Mic)))?;
    let change = |to, from| puente_sfu::WireChange {
        routes: vec![puente_sfu::Route { to, from }],
        taps: vec![],
    };
    let room = crate::client::hall::ROOM;
    let mut wire = |to, from| hall.worker.wire(room, &change(to, from));

    let no_slot = puente_sfu::SlotRef { index: 1, ..slot };
    assert_eq!(wire(no_slot, None), Err(WireError::NoSlot(no_slot)));
    let camera = puente_sfu::SourceRef { peer: hall.peers[speaker], kind: SourceKind::Camera };
    assert_eq!(wire(slot, Some(camera)), Err(WireError::WrongKind(slot, camera)));
    assert_eq!(
        hall.worker.stats(room)[1].slots[0].from,
        None,
        "the former route is gone all the same"
    );
    let nobody = puente_sfu::SourceRef { peer: hall.peers[listener], kind: SourceKind::Mic };
    assert_eq!(
        hall.worker.wire(room, &change(slot, Some(nobody))),
        Err(WireError::NoSource(nobody))
    );
    // Another room's wiring reaches nobody here.
    let elsewhere = puente_sfu::RoomId(8);
    assert_eq!(hall.worker.wire(elsewhere, &change(slot, None)), Err(WireError::NoSlot(slot)));
    Ok(())
}
