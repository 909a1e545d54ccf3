//! The recorder gets each packet as it was received, while the tap says so, and nothing else.

use std::fs::File;
use std::io::BufReader;
use std::sync::Arc;

use anyhow::{Context, Result};
use puente_sfu::record::journal::{Entry, Note, Reader};
use puente_sfu::record::{
    Arrival, Codec, PayloadTypes, RecordId, RecordKey, Recorder, RecorderConfig, TrackId, TrackName,
};
use puente_sfu::{SourceKind, Tap, WireChange};

use crate::client::hall::{Hall, ROOM};
use crate::client::offer::{Lines, OPUS};
use crate::client::rtp::{Rtp, sender_report};

#[derive(Debug, PartialEq, Eq)]
enum Kept {
    Started(PayloadTypes),
    /// Payload, sequence number, and milliseconds since the beginning.
    Packet(Vec<u8>, u16, u64),
    Report,
    Stopped,
}

fn tap(hall: &mut Hall, kind: SourceKind, track: Option<TrackId>) -> Result<()> {
    let source = hall.source(0, kind);
    let change = WireChange { routes: vec![], taps: vec![Tap { source, track }] };
    Ok(hall.worker.wire(ROOM, &change)?)
}

#[tokio::test]
async fn only_what_is_tapped_is_kept_and_as_it_came() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let key = Arc::new(RecordKey::from_seed(&[7; 32])?);
    let clock = Arc::new(Arrival::default);
    let recorder = Recorder::start(RecorderConfig { key, clock })?;
    let name = TrackName::new("s01-mic")?;
    let track = recorder.open_track(RecordId(1), folder.path(), name, Codec::Opus).await?;

    let mut hall = Hall::with_recorder(Some(recorder.clone()))?;
    let speaker = hall.enter(Lines::browser(1))?;
    let start_ms = hall.now().ms();
    hall.speak(speaker, 0, b"before")?;
    tap(&mut hall, SourceKind::Mic, Some(track))?;
    hall.advance(20)?;
    hall.speak(speaker, 0, b"on the record")?;
    hall.speak(speaker, 1, b"the other microphone")?;
    let ssrc = hall.clients[speaker].lines.sends[0].ssrc;
    hall.report(speaker, &sender_report(ssrc, 1 << 32, 0))?;
    let replayed = hall.speech(speaker, 0, b"once")?;
    hall.send(speaker, &replayed)?;
    hall.send(speaker, &replayed)?;
    tap(&mut hall, SourceKind::Mic, None)?;
    hall.speak(speaker, 0, b"off the record")?;
    tap(&mut hall, SourceKind::Mic, Some(track))?;
    hall.speak(speaker, 0, b"on again")?;
    let peer = hall.peers[speaker];
    hall.worker.leave(hall.now(), peer, &mut puente_sfu::TxBatch::default());
    recorder.close_track(track).await?;

    let file = File::open(folder.path().join("tracks/s01-mic.pjl"))?;
    let mut reader = Reader::new(BufReader::new(file));
    let mut kept = vec![];
    while let Some(found) = reader.next_entry()? {
        match found.entry {
            Entry::Packet { at, rtp } => {
                let packet = Rtp::parse(rtp)?;
                assert_eq!(
                    (packet.ssrc, packet.payload_type),
                    (ssrc, OPUS + 1),
                    "as received, not as sent on"
                );
                kept.push(Kept::Packet(
                    packet.payload,
                    packet.sequence,
                    at.monotonic_ns / 1_000_000 - start_ms,
                ));
            }
            Entry::SenderReport { .. } => kept.push(Kept::Report),
            Entry::Note { note: Note::TapStarted(types), .. } => kept.push(Kept::Started(types)),
            Entry::Note { note: Note::TapStopped, .. } => kept.push(Kept::Stopped),
            _ => {}
        }
    }
    let started = || Kept::Started(PayloadTypes { primary: OPUS + 1, redundant: None });
    // The first packet of a client here is number 1001.
    let packet = |text: &[u8], number, ms| Kept::Packet(text.to_vec(), number, ms);
    assert_eq!(
        kept,
        [
            started(),
            packet(b"on the record", 1002, 20),
            Kept::Report,
            packet(b"once", 1003, 20),
            Kept::Stopped,
            started(),
            packet(b"on again", 1005, 20),
            Kept::Stopped,
        ]
    );
    Ok(())
}

#[tokio::test]
async fn a_recorded_picture_begins_with_a_key_frame_and_a_repaired_packet_is_kept_once()
-> Result<()> {
    let folder = tempfile::tempdir()?;
    let key = Arc::new(RecordKey::from_seed(&[7; 32])?);
    let recorder = Recorder::start(RecorderConfig { key, clock: Arc::new(Arrival::default) })?;
    let name = TrackName::new("s01-camera")?;
    let track = recorder.open_track(RecordId(1), folder.path(), name, Codec::Vp8).await?;
    let mut hall = Hall::with_recorder(Some(recorder.clone()))?;
    let sender = hall.enter(Lines::browser(1))?;
    hall.advance(20)?;
    hall.clients[sender].reports();
    tap(&mut hall, SourceKind::Camera, Some(track))?;
    hall.advance(5)?;
    let reports = hall.clients[sender].reports();
    assert!(
        reports.iter().any(|report| (report.kind, report.count) == (206, 1)),
        "a key frame is asked for"
    );
    hall.show(sender, 0, true, b"key")?;
    let (_, lost) = hall.picture(sender, 0, false, b"lost")?;
    hall.show(sender, 0, false, b"after")?;
    hall.repeat_picture(sender, 0, lost, false, b"lost")?;
    hall.repeat_picture(sender, 0, lost, false, b"lost")?;
    recorder.close_track(track).await?;

    let file = File::open(folder.path().join("tracks/s01-camera.pjl"))?;
    let mut reader = Reader::new(BufReader::new(file));
    let mut kept = vec![];
    while let Some(found) = reader.next_entry()? {
        if let Entry::Packet { rtp, .. } = found.entry {
            let packet = Rtp::parse(rtp)?;
            assert_eq!(packet.ssrc, hall.clients[sender].lines.sends[2].ssrc, "on its own stream");
            kept.push((packet.sequence, packet.payload[5..].to_vec()));
        }
    }
    let first = kept.first().context("packets")?.0;
    assert_eq!(
        kept,
        [(first, b"key".to_vec()), (first + 2, b"after".to_vec()), (lost, b"lost".to_vec())]
    );
    Ok(())
}
