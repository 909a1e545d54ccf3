//! The recorder as a process of its own: killed, and with a disk that is full.
//!
//! Each test runs itself again as the child that records.

#![expect(clippy::print_stdout, reason = "the child tells its parent how far it is")]

use anyhow::{Context, Result, ensure};
use puente_sfu::record::chain::Chain;
use puente_sfu::record::journal::{Entry, GapCause, Note, Reader};
use puente_sfu::record::{
    Arrival, Codec, PayloadTypes, RecordId, RecordKey, Recorder, RecorderConfig, RecorderHandle,
    TrackId, TrackName,
};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// Set for the child only: the folder to record into.
const FOLDER: &str = "PUENTE_TEST_RECORD_FOLDER";
const KILLS: usize = 12;
const PACKET_MS: u64 = 5;

#[test]
fn killed_recorder_loses_at_most_a_second() -> Result<()> {
    if let Some(folder) = std::env::var_os(FOLDER) {
        return record_until_killed(Path::new(&folder), 40);
    }
    let folder = tempfile::tempdir()?;
    let mut random = StdRng::seed_from_u64(33);
    let mut sent_last = Vec::new();
    for _ in 0..KILLS {
        let mut child = again("killed_recorder_loses_at_most_a_second", folder.path())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut lines = BufReader::new(child.stdout.take().context("no stdout")?).lines();
        await_line(&mut lines, "recording")?;
        std::thread::sleep(Duration::from_millis(random.random_range(0..1_600)));
        child.kill()?;
        child.wait()?;
        // What the child had handed over when it died: it says so before each packet.
        let last = lines.map_while(Result::ok).filter_map(|line| line.parse().ok()).last();
        sent_last.push(last.unwrap_or(0_u64));
    }
    // One more start takes up what the last kill left.
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(async {
        let recorder = start()?;
        let track = open(&recorder, folder.path(), "s01-mic").await?;
        recorder.close_track(track).await?;
        anyhow::Ok(())
    })?;

    let seen = read(&folder.path().join("tracks/s01-mic.pjl"))?;
    let resumed = seen.notes.iter().filter(|note| matches!(note, Note::Resumed(_))).count();
    assert_eq!(resumed, KILLS, "every sudden end is explicit");
    assert_eq!(seen.notes.last(), Some(&Note::Closed));
    let mut worst_ms = 0;
    for last_sent_ns in sent_last.iter().filter(|sent| **sent > 0) {
        let last_kept_ns = seen.packets_utc_ns.iter().rfind(|kept| *kept <= last_sent_ns);
        let lost_ns = last_sent_ns - last_kept_ns.context("a run left nothing")?;
        worst_ms = worst_ms.max(lost_ns / 1_000_000);
    }
    println!("{KILLS} kills, at most {worst_ms} ms lost, {} packets", seen.packets_utc_ns.len());
    ensure!(worst_ms <= 1_000, "{worst_ms} ms were lost");
    Ok(())
}

/// A limit on the file's size stands for a full disk; lifting it stands for space made.
#[test]
fn full_disk_raises_the_alarm_and_becomes_a_gap() -> Result<()> {
    if let Some(folder) = std::env::var_os(FOLDER) {
        return record_onto_full_disk(Path::new(&folder));
    }
    let folder = tempfile::tempdir()?;
    let program = std::env::current_exe()?;
    let mut child = Command::new("sh")
        .arg("-c")
        // The signal would end the process before the error could be seen.
        .arg("trap '' XFSZ; ulimit -S -f 64; exec \"$0\" --exact \"$1\" --nocapture")
        .arg(program)
        .arg("full_disk_raises_the_alarm_and_becomes_a_gap")
        .env(FOLDER, folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let mut lines = BufReader::new(child.stdout.take().context("no stdout")?).lines();
    await_line(&mut lines, "failing")?;
    await_line(&mut lines, "losing")?;
    let lifted = Command::new("prlimit")
        .args(["--fsize=unlimited:", "--pid", &child.id().to_string()])
        .status()?;
    ensure!(lifted.success(), "prlimit could not lift the limit");
    await_line(&mut lines, "well again")?;
    finish(&mut child)?;

    let seen = read(&folder.path().join("tracks/s01-camera.pjl"))?;
    let gaps: Vec<u32> = seen
        .notes
        .iter()
        .filter_map(|note| match note {
            Note::Gap { cause: GapCause::Disk, packets, from_utc_ns, to_utc_ns } => {
                Some(if to_utc_ns >= from_utc_ns { *packets } else { 0 })
            }
            _ => None,
        })
        .collect();
    ensure!(gaps.iter().any(|packets| *packets > 0), "no gap in {:?}", seen.notes);
    assert_eq!(seen.notes.last(), Some(&Note::Closed));
    Ok(())
}

fn record_until_killed(folder: &Path, bytes: usize) -> Result<()> {
    tokio::runtime::Runtime::new()?.block_on(async {
        let recorder = start()?;
        let track = open(&recorder, folder, "s01-mic").await?;
        println!("recording");
        let types = PayloadTypes { primary: 111, redundant: Some(63) };
        recorder.tap_started(track, types);
        let mut out = std::io::stdout();
        for sequence in 0_u16.. {
            let at = now();
            writeln!(out, "{}", at.utc_ns)?;
            recorder.packet(track, at, &packet(sequence, bytes));
            tokio::time::sleep(Duration::from_millis(PACKET_MS)).await;
        }
        Ok(())
    })
}

fn record_onto_full_disk(folder: &Path) -> Result<()> {
    tokio::runtime::Runtime::new()?.block_on(async {
        let recorder = start()?;
        let track = open(&recorder, folder, "s01-camera").await?;
        send_until(&recorder, track, |recorder| recorder.health().failing).await;
        println!("failing");
        send_until(&recorder, track, |recorder| recorder.health().lost_packets > 0).await;
        println!("losing");
        send_until(&recorder, track, |recorder| !recorder.health().failing).await;
        recorder.packet(track, now(), &packet(0, 100));
        recorder.close_track(track).await?;
        println!("well again");
        Ok(())
    })
}

async fn send_until(
    recorder: &RecorderHandle,
    track: TrackId,
    done: impl Fn(&RecorderHandle) -> bool,
) {
    for sequence in 0_u16.. {
        if done(recorder) {
            return;
        }
        recorder.packet(track, now(), &packet(sequence, 1_200));
        if sequence % 100 == 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}

fn start() -> Result<RecorderHandle> {
    let key = Arc::new(RecordKey::from_seed(&[3; 32])?);
    Ok(Recorder::start(RecorderConfig { key, clock: Arc::new(now) })?)
}

async fn open(recorder: &RecorderHandle, folder: &Path, name: &str) -> Result<TrackId> {
    Ok(recorder.open_track(RecordId(1), folder, TrackName::new(name)?, Codec::Opus).await?)
}

#[expect(clippy::disallowed_methods, reason = "the child records in real time")]
fn now() -> Arrival {
    static START: std::sync::LazyLock<Instant> = std::sync::LazyLock::new(Instant::now);
    let utc = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Arrival {
        monotonic_ns: u64::try_from(START.elapsed().as_nanos()).unwrap_or(u64::MAX),
        utc_ns: u64::try_from(utc.as_nanos()).unwrap_or(u64::MAX),
    }
}

fn packet(sequence: u16, bytes: usize) -> Vec<u8> {
    let mut rtp = vec![0; bytes.max(12)];
    rtp[0] = 0x80;
    rtp[1] = 111;
    rtp[2..4].copy_from_slice(&sequence.to_be_bytes());
    rtp
}

/// What a stranger finds in the journal, every segment's chain and signature checked.
struct Seen {
    notes: Vec<Note>,
    packets_utc_ns: Vec<u64>,
}

fn read(path: &Path) -> Result<Seen> {
    let mut seen = Seen { notes: Vec::new(), packets_utc_ns: Vec::new() };
    let mut chain = Chain::new();
    let mut reader = Reader::new(BufReader::new(File::open(path)?));
    while let Some(found) = reader.next_entry()? {
        chain.follow(&found.entry, found.raw)?;
        match found.entry {
            Entry::Note { note, .. } => seen.notes.push(note),
            Entry::Packet { at, .. } => seen.packets_utc_ns.push(at.utc_ns),
            _ => {}
        }
    }
    assert_eq!(chain.tally.entries(), 0, "nothing is left unsealed");
    Ok(seen)
}

/// This program once more, running one test as the child.
fn again(test: &str, folder: &Path) -> Command {
    let program = std::env::current_exe().unwrap_or_default();
    let mut command = Command::new(program);
    command.args(["--exact", test, "--nocapture"]).env(FOLDER, folder);
    command
}

fn await_line(
    lines: &mut impl Iterator<Item = std::io::Result<String>>,
    wanted: &str,
) -> Result<()> {
    for line in lines {
        // The harness prints the test's name before the child's first line.
        if line?.ends_with(wanted) {
            return Ok(());
        }
    }
    anyhow::bail!("the child ended before it said {wanted:?}")
}

fn finish(child: &mut Child) -> Result<()> {
    ensure!(child.wait()?.success(), "the child failed");
    Ok(())
}
