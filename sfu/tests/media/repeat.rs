//! Lost packets: asked for from senders, repeated to receivers, and never of a route that is gone.

use anyhow::{Context, Result};
use puente_sfu::{SlotKind, SourceKind};

use crate::client::hall::{Hall, picture_id};
use crate::client::offer::{Lines, RTX};
use crate::client::rtp::{Report, Rtp, nack};

struct Scene {
    hall: Hall,
    sender: usize,
    viewer: usize,
}

/// A viewer of a sender's camera, who has seen a key frame and four pictures.
fn scene() -> Result<(Scene, Vec<Rtp>)> {
    let mut hall = Hall::new()?;
    let (sender, viewer) = (hall.enter(Lines::browser(1))?, hall.enter(Lines::browser(2))?);
    hall.wire(
        hall.slot(viewer, SlotKind::Video, 0),
        Some(hall.source(sender, SourceKind::Camera)),
    )?;
    for picture in 0..5u8 {
        hall.show(sender, 0, picture == 0, &[picture])?;
    }
    let seen = hall.clients[viewer].packets();
    assert_eq!(seen.len(), 5);
    Ok((Scene { hall, sender, viewer }, seen))
}

fn ask(scene: &mut Scene, sequences: &[u16]) -> Result<Vec<Rtp>> {
    let ssrc = scene.hall.clients[scene.viewer].answer()?.video[0].0;
    scene.hall.report(scene.viewer, &nack(ssrc, sequences))?;
    Ok(scene.hall.clients[scene.viewer].packets())
}

#[test]
fn what_a_receiver_missed_is_sent_again_on_the_repair_stream() -> Result<()> {
    let (mut scene, seen) = scene()?;
    let repeats = ask(&mut scene, &[seen[1].sequence, seen[3].sequence])?;
    assert_eq!(repeats.len(), 2);
    for (repeat, original) in repeats.iter().zip([&seen[1], &seen[3]]) {
        assert_eq!(repeat.ssrc, scene.hall.clients[scene.viewer].answer()?.video[0].1);
        assert_eq!(repeat.payload_type, scene.hall.clients[scene.viewer].lines.payload_type(RTX));
        assert_eq!(repeat.payload[..2], original.sequence.to_be_bytes());
        assert_eq!(repeat.payload[2..], original.payload, "picture numbers included");
        assert_eq!((repeat.timestamp, repeat.marker), (original.timestamp, original.marker));
    }
    Ok(())
}

#[test]
fn nothing_is_repeated_that_was_not_sent_or_whose_route_is_gone() -> Result<()> {
    let (mut scene, seen) = scene()?;
    let newest = seen[4].sequence;
    assert!(ask(&mut scene, &[newest + 1, newest + 100, seen[0].sequence - 1])?.is_empty());

    let slot = scene.hall.slot(scene.viewer, SlotKind::Video, 0);
    scene.hall.wire(slot, None)?;
    assert!(ask(&mut scene, &[seen[2].sequence])?.is_empty(), "the route is gone");

    // The same route again: what was said in between, and before, stays unseen.
    let camera = scene.hall.source(scene.sender, SourceKind::Camera);
    scene.hall.show(scene.sender, 0, true, b"in between")?;
    scene.hall.wire(slot, Some(camera))?;
    scene.hall.show(scene.sender, 0, true, b"again")?;
    let again = scene.hall.clients[scene.viewer].packets();
    assert_eq!(again.len(), 1);
    assert!(ask(&mut scene, &[newest, seen[0].sequence, again[0].sequence - 1])?.is_empty());
    assert_eq!(ask(&mut scene, &[again[0].sequence])?.len(), 1);
    Ok(())
}

#[test]
fn the_former_source_is_not_repeated_after_a_switch() -> Result<()> {
    let (mut scene, seen) = scene()?;
    let other = scene.hall.enter(Lines::browser(3))?;
    let slot = scene.hall.slot(scene.viewer, SlotKind::Video, 0);
    scene.hall.wire(slot, Some(scene.hall.source(other, SourceKind::Camera)))?;
    assert!(
        ask(&mut scene, &[seen[4].sequence])?.is_empty(),
        "before the first picture of the new source"
    );
    scene.hall.show(other, 0, true, b"other")?;
    let first = scene.hall.clients[scene.viewer].packets().pop().context("a picture")?;
    let all: Vec<u16> = seen.iter().map(|packet| packet.sequence).chain([first.sequence]).collect();
    let repeats = ask(&mut scene, &all)?;
    assert_eq!(repeats.len(), 1);
    assert_eq!(repeats[0].payload[2..], first.payload);
    Ok(())
}

#[test]
fn one_receiver_cannot_ask_for_more_than_its_allowance() -> Result<()> {
    let (mut scene, seen) = scene()?;
    let sequences = vec![seen[0].sequence; 200];
    let repeats = ask(&mut scene, &sequences)?.len();
    assert!((100..200).contains(&repeats), "{repeats}");
    scene.hall.advance(200)?;
    assert_eq!(ask(&mut scene, &[seen[0].sequence])?.len(), 1);
    Ok(())
}

/// What the server asks a sender for: transport feedback, format 1.
fn asked(reports: &[Report]) -> Vec<u16> {
    let mut asked = vec![];
    for report in reports.iter().filter(|report| report.kind == 205 && report.count == 1) {
        for pair in report.body[8..].chunks_exact(4) {
            let first = u16::from_be_bytes([pair[0], pair[1]]);
            let mask = u16::from_be_bytes([pair[2], pair[3]]);
            asked.push(first);
            asked.extend((0..16).filter(|bit| mask >> bit & 1 == 1).map(|bit| first + bit + 1));
        }
    }
    asked
}

#[test]
fn a_packet_lost_on_the_way_here_is_asked_for_and_its_repeat_passed_on() -> Result<()> {
    let (Scene { mut hall, sender, viewer }, seen) = scene()?;
    let (_, lost) = hall.picture(sender, 0, false, b"lost")?;
    hall.show(sender, 0, false, b"after")?;
    hall.advance(20)?;
    assert_eq!(asked(&hall.clients[sender].reports()), [lost]);
    hall.repeat_picture(sender, 0, lost, false, b"lost")?;
    let packets = hall.clients[viewer].packets();
    let texts: Vec<&[u8]> = packets.iter().map(|packet| &packet.payload[5..]).collect();
    assert_eq!(texts, [&b"after"[..], b"lost"]);
    // It comes late, but in its own place.
    assert_eq!(packets[1].sequence, seen[4].sequence + 1);
    assert_eq!(picture_id(&packets[1].payload), picture_id(&seen[4].payload) + 1);
    assert_eq!(packets[1].ssrc, hall.clients[viewer].answer()?.video[0].0);
    // It is neither asked for again nor passed on twice.
    hall.repeat_picture(sender, 0, lost, false, b"lost")?;
    hall.advance(500)?;
    assert!(asked(&hall.clients[sender].reports()).is_empty());
    assert!(hall.clients[viewer].packets().is_empty());
    Ok(())
}

#[test]
fn a_wide_gap_asks_for_a_key_frame() -> Result<()> {
    let (Scene { mut hall, sender, .. }, _) = scene()?;
    hall.advance(1000)?;
    hall.clients[sender].reports();
    for _ in 0..300 {
        hall.picture(sender, 0, false, b"lost")?;
    }
    hall.show(sender, 0, false, b"after")?;
    hall.advance(20)?;
    let reports = hall.clients[sender].reports();
    assert!(asked(&reports).is_empty());
    assert!(reports.iter().any(|report| report.kind == 206 && report.count == 1));
    Ok(())
}

#[test]
fn sound_is_never_asked_for_again() -> Result<()> {
    let mut hall = Hall::new()?;
    let speaker = hall.enter(Lines::browser(1))?;
    hall.speak(speaker, 0, b"one")?;
    hall.speech(speaker, 0, b"lost")?;
    hall.speak(speaker, 0, b"three")?;
    hall.advance(500)?;
    assert!(asked(&hall.clients[speaker].reports()).is_empty());
    Ok(())
}
