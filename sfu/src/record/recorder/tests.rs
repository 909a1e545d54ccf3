use super::super::chain::Chain;
use super::super::handle::Message;
use super::super::journal::{Entry, Reader};
use super::super::{Codec, PayloadTypes, RecordId, TrackName};
use super::*;
use anyhow::{Result, anyhow};
use std::fs::File;
use std::io::BufReader;
use std::sync::atomic::AtomicU64;

/// A clock that moves a millisecond at each look.
fn ticking() -> Clock {
    let looks = AtomicU64::new(0);
    Arc::new(move || {
        let now_ns = looks.fetch_add(1, Relaxed) * 1_000_000;
        Arrival { monotonic_ns: now_ns, utc_ns: now_ns }
    })
}

fn config() -> Result<RecorderConfig> {
    Ok(RecorderConfig { key: Arc::new(RecordKey::from_seed(&[1; 32])?), clock: ticking() })
}

fn notes(path: &Path) -> Result<(Chain, Vec<Note>, u32)> {
    let (mut chain, mut notes, mut packets) = (Chain::new(), Vec::new(), 0);
    let mut reader = Reader::new(BufReader::new(File::open(path)?));
    while let Some(found) = reader.next_entry()? {
        chain.follow(&found.entry, found.raw)?;
        match found.entry {
            Entry::Note { note, .. } => notes.push(note),
            Entry::Packet { .. } => packets += 1,
            _ => {}
        }
    }
    Ok((chain, notes, packets))
}

#[tokio::test]
async fn packets_reach_the_file_and_heads_follow() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let recorder = Recorder::start(config()?)?;
    let name = TrackName::new("s02-mic")?;
    let open = || recorder.open_track(RecordId(5), folder.path(), name.clone(), Codec::Opus);
    let track = open().await?;
    assert_eq!(open().await?, track, "opening twice is opening once");

    let types = PayloadTypes { primary: 109, redundant: Some(63) };
    recorder.tap_started(track, types);
    for _ in 0..10 {
        recorder.packet(track, Arrival::default(), &[0x80; 30]);
    }
    recorder.tap_stopped(track);
    recorder.flush().await?;
    let heads = recorder.heads(folder.path()).await?;
    let (chain, found, packets) = notes(&folder.path().join("tracks/s02-mic.pjl"))?;
    assert_eq!((found, packets), (vec![Note::TapStarted(types), Note::TapStopped], 10));
    assert_eq!(heads.len(), 1);
    assert_eq!((heads[0].hash, heads[0].segments), (chain.link, chain.next_index));
    assert!(recorder.heads(Path::new("/elsewhere")).await?.is_empty());

    let head = recorder.close_track(track).await?;
    assert!(matches!(recorder.close_track(track).await, Err(RecordError::NoSuchTrack)));
    let (chain, found, _) = notes(&folder.path().join("tracks/s02-mic.pjl"))?;
    assert_eq!((found.last(), chain.link), (Some(&Note::Closed), head.hash));

    recorder.packet(track, Arrival::default(), &[0x80; 30]);
    recorder.flush().await?;
    assert_eq!(recorder.health().stray_packets, 1);
    assert!(!recorder.health().failing);
    Ok(())
}

/// The queue is filled while no thread empties it; then one round of the thread runs.
#[tokio::test]
async fn what_the_queue_cannot_hold_becomes_a_gap() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let RecorderConfig { key, clock } = config()?;
    let (handle, messages, shared) = RecorderHandle::new(Arc::clone(&key), clock);
    let mut recorder = Recorder { key, shared, next_id: 1, tracks: BTreeMap::new() };
    let opener = handle.clone();
    let path = folder.path().to_owned();
    let opening = tokio::spawn(async move {
        opener.open_track(RecordId(5), &path, TrackName::new("s02-mic")?, Codec::Opus).await
    });
    while recorder.tracks.is_empty() {
        tokio::task::yield_now().await;
        if let Ok(message) = messages.try_recv() {
            recorder.take(message, Arrival::default());
        }
    }
    let track = opening.await??;

    let at = |utc_ns| Arrival { monotonic_ns: utc_ns, utc_ns };
    let types = PayloadTypes { primary: 109, redundant: None };
    let mut sent = 0;
    while handle.health().lost_packets < 3 {
        sent += 1;
        handle.packet(track, at(sent), &[0x80; 30]);
    }
    handle.tap_started(track, types);
    let held = sent - 3;
    for message in messages.try_iter() {
        assert!(matches!(message, Message::Packet { .. }));
        recorder.take(message, at(sent));
    }
    recorder.flush(0)?;
    let (_, found, packets) = notes(&folder.path().join("tracks/s02-mic.pjl"))?;
    let gap = Note::Gap {
        cause: GapCause::QueueFull,
        packets: 3,
        from_utc_ns: held + 1,
        to_utc_ns: sent,
    };
    assert_eq!(found, [gap, Note::TapStarted(types)], "a change of the tap is never lost");
    assert_eq!(u64::from(packets), held);
    Ok(())
}

#[tokio::test]
async fn dropping_the_last_handle_closes_all_tracks() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let recorder = Recorder::start(config()?)?;
    let name = TrackName::new("s02-mic")?;
    let track = recorder.open_track(RecordId(5), folder.path(), name, Codec::Opus).await?;
    recorder.packet(track, Arrival::default(), &[0x80; 30]);
    drop(recorder);
    let path = folder.path().join("tracks/s02-mic.pjl");
    for _ in 0..1_000 {
        if notes(&path)?.1.last() == Some(&Note::Closed) {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    Err(anyhow!("the journal was never closed"))
}
