//! RTCP that the server writes: how well a sender arrives, how much it may send, and the clock of each slot.

use anyhow::{Context, Result};
use puente_sfu::{SlotKind, SourceKind};

use crate::client::hall::Hall;
use crate::client::offer::Lines;
use crate::client::rtp::{Report, sender_report};

const SENDER_REPORT: u8 = 200;
const RECEIVER_REPORT: u8 = 201;
const BLOCK: usize = 24;

/// The middle 32 bits of an NTP time: seconds and 1/65536 of them.
fn seconds(ntp_high: u32, ntp_low: u32) -> f64 {
    f64::from(ntp_high) + f64::from(ntp_low) / 4_294_967_296.0
}

#[test]
fn losses_and_the_senders_own_report_come_back() -> Result<()> {
    let mut hall = Hall::new()?;
    let speaker = hall.enter(Lines::browser(1))?;
    hall.advance(1005)?;
    hall.clients[speaker].reports();
    let ssrc = hall.clients[speaker].lines.sends[0].ssrc;
    hall.report(speaker, &sender_report(ssrc, 0x0011_2233_4455_6677, 0))?;
    for word in 0..40u8 {
        if word % 4 == 3 {
            hall.speech(speaker, 0, b"lost")?;
        } else {
            hall.speak(speaker, 0, b"word")?;
        }
        hall.advance(20)?;
    }
    hall.advance(500)?;
    let reports = hall.clients[speaker].reports();
    let report = reports
        .iter()
        .rfind(|report| report.kind == RECEIVER_REPORT && report.count == 1)
        .context("a report with one block")?;
    assert_eq!(report.body.len(), 4 + BLOCK);
    assert_eq!(report.word(4), ssrc);
    // The last word was lost and is not missed yet: 9 of 39.
    assert_eq!(report.word(8) >> 24, 9 * 256 / 39);
    assert_eq!(report.word(8) & 0xff_ffff, 9);
    assert_eq!(report.word(20), 0x2233_4455, "which of the sender's reports it answers");
    assert!(report.word(24) > 0, "and how long ago that came");
    Ok(())
}

#[test]
fn who_sends_pictures_is_told_how_much_it_may_send() -> Result<()> {
    let mut hall = Hall::new()?;
    let sender = hall.enter(Lines::browser(1))?;
    hall.show(sender, 0, true, b"key")?;
    hall.advance(1005)?;
    let reports = hall.clients[sender].reports();
    let estimate = reports
        .iter()
        .rfind(|report| report.kind == 206 && report.count == 15)
        .context("an estimate of the bit rate")?;
    assert_eq!(&estimate.body[8..12], b"REMB");
    let bits = u64::from(estimate.word(12) & 0x3_ffff) << (estimate.word(12) >> 18 & 63);
    assert!(bits > 300_000, "{bits}: Chromium would stay at its start");
    assert_eq!(estimate.word(16), hall.clients[sender].lines.sends[2].ssrc);
    Ok(())
}

/// The clock that the last sender report gives for `ssrc`: its time, and its media time.
fn clock(reports: &[Report], ssrc: u32) -> Result<(f64, u32)> {
    let report = reports
        .iter()
        .rfind(|report| report.kind == SENDER_REPORT && report.word(0) == ssrc)
        .context("a sender report")?;
    Ok((seconds(report.word(4), report.word(8)), report.word(12)))
}

#[test]
fn lips_and_voice_of_one_sender_stay_together() -> Result<()> {
    let mut hall = Hall::new()?;
    let (sender, viewer) = (hall.enter(Lines::browser(1))?, hall.enter(Lines::browser(2))?);
    hall.wire(hall.slot(viewer, SlotKind::Audio, 0), Some(hall.source(sender, SourceKind::Mic)))?;
    hall.wire(
        hall.slot(viewer, SlotKind::Video, 0),
        Some(hall.source(sender, SourceKind::Camera)),
    )?;
    let (audio, video) =
        (hall.clients[sender].lines.sends[0].ssrc, hall.clients[sender].lines.sends[2].ssrc);
    // The sender's media times of one instant of its own clock, which is an hour wrong: the picture of that instant
    // is sent 200 ms later than the sound.
    let (audio_then, video_then) =
        (hall.now().ms() as u32 * 48, (hall.now().ms() as u32 * 90).wrapping_sub(90 * 200));
    let wrong = (4_000_000_000u64 + 3600) << 32;
    hall.report(sender, &sender_report(audio, wrong, audio_then))?;
    hall.report(sender, &sender_report(video, wrong, video_then))?;
    hall.speak(sender, 0, b"word")?;
    hall.show(sender, 0, true, b"key")?;
    let sent = hall.clients[viewer].packets();
    let (audio_shift, video_shift) = (
        sent[0].timestamp.wrapping_sub(hall.now().ms() as u32 * 48),
        sent[1].timestamp.wrapping_sub(hall.now().ms() as u32 * 90),
    );
    hall.advance(2005)?;
    let reports = hall.clients[viewer].reports();
    let answer = hall.clients[viewer].answer()?;
    let (audio_time, audio_ticks) = clock(&reports, answer.audio[0])?;
    let (video_time, video_ticks) = clock(&reports, answer.video[0].0)?;
    // When, by the reports, was the instant that the sender's two media times name?
    let back = |ticks: u32, then: u32, hz: f64| f64::from(ticks.wrapping_sub(then) as i32) / hz;
    let audio_instant =
        audio_time - back(audio_ticks, audio_then.wrapping_add(audio_shift), 48_000.0);
    let video_instant =
        video_time - back(video_ticks, video_then.wrapping_add(video_shift), 90_000.0);
    assert!((audio_instant - video_instant).abs() < 0.001, "{audio_instant} and {video_instant}");
    Ok(())
}

#[test]
fn a_silent_slot_has_no_clock() -> Result<()> {
    let mut hall = Hall::new()?;
    let (speaker, listener) = (hall.enter(Lines::browser(1))?, hall.enter(Lines::browser(2))?);
    let slot = hall.slot(listener, SlotKind::Audio, 0);
    hall.wire(slot, Some(hall.source(speaker, SourceKind::Mic)))?;
    hall.speak(speaker, 0, b"word")?;
    hall.advance(1005)?;
    let ssrc = hall.clients[listener].answer()?.audio[0];
    clock(&hall.clients[listener].reports(), ssrc)?;
    hall.wire(slot, None)?;
    hall.advance(3000)?;
    assert!(clock(&hall.clients[listener].reports(), ssrc).is_err());
    Ok(())
}

#[test]
fn the_round_trip_is_measured_from_reports_about_slots() -> Result<()> {
    let mut hall = Hall::new()?;
    let (speaker, listener) = (hall.enter(Lines::browser(1))?, hall.enter(Lines::browser(2))?);
    hall.wire(
        hall.slot(listener, SlotKind::Audio, 0),
        Some(hall.source(speaker, SourceKind::Mic)),
    )?;
    hall.speak(speaker, 0, b"word")?;
    hall.advance(1005)?;
    let reports = hall.clients[listener].reports();
    let report =
        reports.iter().rfind(|report| report.kind == SENDER_REPORT).context("a sender report")?;
    let middle = report.word(4) << 16 | report.word(8) >> 16;
    let ssrc = report.word(0);
    // Held for half a second by the listener, and 200 ms on the way.
    let sent_at = hall.now().ms();
    hall.advance(700)?;
    let mut block = vec![0x81, 201, 0, 7, 0, 0, 0, 1];
    block.extend(ssrc.to_be_bytes());
    block.extend([25, 0, 0, 3]);
    block.extend([0; 8]);
    block.extend(middle.to_be_bytes());
    block.extend((65_536u32 / 2).to_be_bytes());
    hall.report(listener, &block)?;
    let stats = hall.worker.stats(crate::client::hall::ROOM);
    let round_trip = stats[1].round_trip_ms.context("a round trip")?;
    assert!((199..=210).contains(&round_trip), "{round_trip}, reported at {sent_at}");
    assert_eq!(stats[1].slots[0].fraction_lost, 25);
    Ok(())
}
