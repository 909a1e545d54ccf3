//! Pictures: a slot begins with a key frame, and its picture numbers stay continuous.

use anyhow::{Context, Result};
use puente_sfu::{DropCause, SlotKind, SourceKind};

use crate::client::hall::{Hall, picture_id};
use crate::client::offer::Lines;
use crate::client::rtp::{Report, picture_loss};

/// The wishes for a key frame among reports: payload feedback, format 1 (RFC 4585 §6.3.1).
fn wishes(reports: &[Report]) -> Vec<u32> {
    reports
        .iter()
        .filter(|report| report.kind == 206 && report.count == 1)
        .map(|report| report.word(4))
        .collect()
}

#[test]
fn a_slot_begins_with_a_key_frame_that_is_asked_for() -> Result<()> {
    let mut hall = Hall::new()?;
    let (sender, viewer) = (hall.enter(Lines::browser(1))?, hall.enter(Lines::browser(2))?);
    hall.advance(20)?;
    hall.clients[sender].reports();
    hall.wire(
        hall.slot(viewer, SlotKind::Video, 0),
        Some(hall.source(sender, SourceKind::Camera)),
    )?;
    hall.show(sender, 0, false, b"middle")?;
    hall.advance(5)?;
    assert_eq!(wishes(&hall.clients[sender].reports()), [hall.clients[sender].lines.sends[2].ssrc]);
    assert!(hall.clients[viewer].packets().is_empty());
    assert_eq!(hall.worker.totals().drops.of(DropCause::AwaitingKeyFrame), 1);

    hall.show(sender, 0, true, b"key")?;
    hall.show(sender, 0, false, b"next")?;
    let seen: Vec<Vec<u8>> = hall.clients[viewer]
        .packets()
        .into_iter()
        .map(|packet| packet.payload[5..].to_vec())
        .collect();
    assert_eq!(seen, [b"key".to_vec(), b"next".to_vec()]);
    Ok(())
}

#[test]
fn wishes_are_passed_on_at_most_twice_a_second_for_each_source() -> Result<()> {
    let mut hall = Hall::new()?;
    let sender = hall.enter(Lines::browser(1))?;
    let viewers = [hall.enter(Lines::browser(2))?, hall.enter(Lines::browser(3))?];
    for viewer in viewers {
        hall.wire(
            hall.slot(viewer, SlotKind::Video, 0),
            Some(hall.source(sender, SourceKind::Camera)),
        )?;
    }
    hall.show(sender, 0, true, b"key")?;
    hall.advance(1000)?;
    hall.clients[sender].reports();
    for _ in 0..100 {
        for viewer in viewers {
            let ssrc = hall.clients[viewer].answer()?.video[0].0;
            hall.report(viewer, &picture_loss(ssrc))?;
        }
        hall.show(sender, 0, false, b"middle")?;
        hall.advance(20)?;
    }
    let count = wishes(&hall.clients[sender].reports()).len();
    assert!((3..=5).contains(&count), "{count} in two seconds");
    Ok(())
}

#[test]
fn a_wish_about_a_slot_that_carries_nothing_goes_nowhere() -> Result<()> {
    let mut hall = Hall::new()?;
    let (sender, viewer) = (hall.enter(Lines::browser(1))?, hall.enter(Lines::browser(2))?);
    hall.show(sender, 0, true, b"key")?;
    let ssrc = hall.clients[viewer].answer()?.video[0].0;
    hall.report(viewer, &picture_loss(ssrc))?;
    hall.report(viewer, &picture_loss(hall.clients[sender].lines.sends[2].ssrc))?;
    hall.advance(2000)?;
    assert!(wishes(&hall.clients[sender].reports()).is_empty());
    Ok(())
}

#[test]
fn picture_numbers_are_continuous_over_a_switch() -> Result<()> {
    let mut hall = Hall::new()?;
    let viewer = hall.enter(Lines::browser(1))?;
    let senders = [hall.enter(Lines::browser(2))?, hall.enter(Lines::browser(3))?];
    // The numbers of the second lie elsewhere.
    for _ in 0..77 {
        hall.show(senders[1], 0, false, b"")?;
    }
    let slot = hall.slot(viewer, SlotKind::Video, 0);
    let mut last: Option<(u16, u16)> = None;
    for turn in 0..6usize {
        hall.wire(slot, Some(hall.source(senders[turn % 2], SourceKind::Camera)))?;
        for picture in 0..5 {
            for sender in senders {
                hall.show(sender, 0, picture == 1, &[sender as u8])?;
            }
            hall.advance(33)?;
        }
        let packets = hall.clients[viewer].packets();
        assert_eq!(packets.len(), 4, "turn {turn}: the first picture is no key frame");
        for packet in packets {
            assert_eq!(packet.payload[5], senders[turn % 2] as u8);
            if let Some((sequence, picture)) = last {
                assert_eq!(packet.sequence, sequence.wrapping_add(1));
                assert_eq!(picture_id(&packet.payload), (picture + 1) & 0x7fff);
            }
            last = Some((packet.sequence, picture_id(&packet.payload)));
        }
    }
    last.context("packets")?;
    Ok(())
}

#[test]
fn how_the_camera_is_held_is_passed_on() -> Result<()> {
    let mut hall = Hall::new()?;
    let (sender, viewer) = (hall.enter(Lines::browser(1))?, hall.enter(Lines::browser(3))?);
    hall.wire(
        hall.slot(viewer, SlotKind::Video, 5),
        Some(hall.source(sender, SourceKind::Document)),
    )?;
    hall.show(sender, 1, true, b"page")?;
    let packet = hall.clients[viewer].packets().pop().context("a picture")?;
    assert_eq!(packet.extension(hall.clients[viewer].lines.orientation_id()), Some(&[1u8][..]));
    assert_eq!(packet.ssrc, hall.clients[viewer].answer()?.video[5].0);
    Ok(())
}
