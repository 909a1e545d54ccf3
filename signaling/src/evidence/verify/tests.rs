use super::*;
use crate::evidence::Cause;
use crate::evidence::sample::rtp;
use crate::evidence::sample::{START_US, Sample, files};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use puente_sfu::record::Codec;
use puente_sfu::record::journal::{Entry, Reader};
use std::path::PathBuf;

const SECONDS: i64 = 6;

fn sealed(seed: u8) -> Sample {
    sealed_of(seed, SECONDS)
}

fn sealed_of(seed: u8, seconds: i64) -> Sample {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(Sample::sealed(seed, seconds)).unwrap()
}

fn verify(sample: &Sample) -> Report {
    run(&sample.folder(), &sample.key_file())
}

/// How the report calls a file.
fn source_of(file: &str) -> String {
    match file {
        MANIFEST | SIGNATURE => "manifest".to_owned(),
        MINUTES => "minutes".to_owned(),
        _ => file.trim_start_matches("tracks/").trim_end_matches(".pjl").to_owned(),
    }
}

/// One file changed for as long as this lives.
struct Tampered {
    path: PathBuf,
    original: Vec<u8>,
}

impl Tampered {
    fn new(path: PathBuf, change: impl FnOnce(&mut Vec<u8>)) -> Self {
        let original = std::fs::read(&path).unwrap();
        let mut bytes = original.clone();
        change(&mut bytes);
        assert_ne!(bytes, original, "nothing was changed");
        std::fs::write(&path, bytes).unwrap();
        Self { path, original }
    }
}

impl Drop for Tampered {
    fn drop(&mut self) {
        std::fs::write(&self.path, &self.original).unwrap();
    }
}

/// The pieces of a file that can be removed, swapped or doubled: segments of a
/// journal, lines of the minutes.
fn pieces(bytes: &[u8]) -> Vec<Vec<u8>> {
    if bytes.first() == Some(&b'{') {
        return bytes.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
    }
    let mut pieces = vec![Vec::new()];
    let mut reader = Reader::new(bytes);
    while let Some(found) = reader.next_entry().unwrap() {
        pieces.last_mut().unwrap().extend_from_slice(found.raw);
        if matches!(found.entry, Entry::Segment(_)) {
            pieces.push(Vec::new());
        }
    }
    pieces.pop();
    pieces
}

/// The time of the journal's entry that holds this byte.
fn time_at(journal: &[u8], byte: usize) -> i64 {
    let (mut reader, mut last_us) = (Reader::new(journal), 0);
    while let Some(found) = reader.next_entry().unwrap() {
        if let Some(at) = found.entry.at() {
            last_us = i64::try_from(at.utc_ns / 1_000).unwrap();
        }
        if found.at_byte as usize + found.raw.len() > byte {
            break;
        }
    }
    last_us
}

/// The time of the event whose line holds this byte: half a second apart.
fn event_time(log: &[u8], byte: usize) -> i64 {
    let line = log[..byte].iter().filter(|byte| **byte == b'\n').count();
    START_US + i64::try_from(line).unwrap() * 500_000
}

fn names(report: &Report, source: &str, at_us: i64) -> bool {
    report.findings.iter().any(|finding| {
        finding.source == source
            && finding.at_us.is_none_or(|found_us| (found_us - at_us).abs() <= 1_100_000)
    })
}

#[test]
fn an_untouched_record_is_accepted() {
    let sample = sealed(1);
    let report = verify(&sample);
    assert_eq!(report.verdict(), Verdict::Accepted, "{report}");
    let text = report.to_string();
    assert!(text.contains("track    s01-mic: 7 segments, 300 packets, 0 lost"), "{text}");
    assert!(text.ends_with("ACCEPTED everything is as it was sealed with this key"), "{text}");
    assert_eq!(report.verdict().exit_code(), 0);
}

/// Requirement 72: thousands of single flipped bits, each found, each with its source and second.
#[test]
fn req_72_every_flipped_bit_is_found_and_placed() {
    let sample = sealed_of(2, 3);
    let names_of_files = files(&sample.folder()).unwrap();
    assert_eq!(names_of_files.len(), 4 + 3 + 3);
    let cases = 2_000;
    let mut runner =
        TestRunner::new(Config { failure_persistence: None, ..Config::with_cases(cases) });
    let strategy = (any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0..8_u8);
    let outcome = runner.run(&strategy, |(file, byte, bit)| {
        let file = file.get(&names_of_files);
        let path = sample.folder().join(file);
        let original = std::fs::read(&path).unwrap();
        let byte = byte.index(original.len());
        let _tampered = Tampered::new(path, |bytes| bytes[byte] ^= 1 << bit);
        let report = verify(&sample);
        prop_assert_eq!(report.verdict(), Verdict::Refused);
        let source = source_of(file);
        let placed = match file.as_str() {
            MINUTES => names(&report, &source, event_time(&original, byte)),
            _ if file.ends_with(".pjl") => names(&report, &source, time_at(&original, byte)),
            _ => report.findings.iter().any(|finding| finding.source == source),
        };
        prop_assert!(placed, "{file} {byte} {report}");
        Ok(())
    });
    outcome.unwrap();
    assert_eq!(verify(&sample).verdict(), Verdict::Accepted, "all was put back");
}

#[test]
fn req_72_pieces_removed_swapped_doubled_or_cut_are_found_and_placed() {
    let sample = sealed(3);
    for file in ["tracks/s01-mic.pjl", "tracks/s02-camera.pjl", MINUTES] {
        let path = sample.folder().join(file);
        let whole = pieces(&std::fs::read(&path).unwrap());
        assert!(whole.len() > 6);
        let is_log = file == MINUTES;
        // Segments are a second long, events half a second apart.
        let second_of = |piece: usize| {
            let piece = i64::try_from(piece).unwrap();
            START_US + if is_log { piece * 500_000 } else { piece * 1_000_000 }
        };
        let check = |what: &str, piece: usize, changed: Vec<Vec<u8>>| {
            let _tampered = Tampered::new(path.clone(), |bytes| *bytes = changed.concat());
            let report = verify(&sample);
            assert_eq!(report.verdict(), Verdict::Refused, "{what} {piece} of {file}");
            let placed = names(&report, &source_of(file), second_of(piece));
            assert!(placed, "{what} {piece} of {file}: {report}");
        };
        for piece in 0..whole.len() {
            let mut changed = whole.clone();
            changed.remove(piece);
            check("removed", piece, changed);

            let mut changed = whole.clone();
            changed.insert(piece, whole[piece].clone());
            check("doubled", piece, changed);

            check("cut at", piece, whole[..piece].to_vec());
            if piece + 1 < whole.len() {
                let mut changed = whole.clone();
                changed.swap(piece, piece + 1);
                check("swapped", piece, changed);
            }
        }
    }
}

/// A forger who knows the format mends the checksum; the segment's hash still tells.
#[test]
fn req_72_a_packet_rewritten_with_a_good_checksum_is_found() {
    let sample = sealed(4);
    let path = sample.folder().join("tracks/s02-mic.pjl");
    let _tampered = Tampered::new(path, |bytes| {
        let (mut out, mut packets, whole) = (Vec::new(), 0, bytes.clone());
        let mut reader = Reader::new(whole.as_slice());
        while let Some(found) = reader.next_entry().unwrap() {
            match found.entry {
                Entry::Packet { at, rtp } => {
                    packets += 1;
                    let mut rtp = rtp.to_vec();
                    rtp[15] ^= u8::from(packets == 160);
                    Entry::Packet { at, rtp: &rtp }.encode(&mut out);
                }
                entry => entry.encode(&mut out),
            }
        }
        *bytes = out;
    });
    let report = verify(&sample);
    assert!(names(&report, "s02-mic", START_US + 3_200_000), "{report}");
    assert!(report.to_string().contains("segment 3 was changed after it was sealed"), "{report}");
}

#[test]
fn req_72_a_record_signed_anew_with_another_key_is_refused() {
    let (sample, forged) = (sealed(5), sealed(6));
    assert_eq!(verify(&forged).verdict(), Verdict::Accepted, "the forgery is perfect in itself");
    let report = run(&forged.folder(), &sample.key_file());
    assert_eq!(report.verdict(), Verdict::Refused);
    for source in ["manifest", "s01-mic", "s02-mic", "s02-camera"] {
        assert!(names(&report, source, START_US), "{source}: {report}");
    }
    assert!(report.to_string().contains("sealed with another key"), "{report}");
}

#[test]
fn files_missing_added_or_unreadable_are_named() {
    let sample = sealed(7);
    for file in files(&sample.folder()).unwrap() {
        let path = sample.folder().join(&file);
        let away = path.with_extension("away");
        std::fs::rename(&path, sample.folder().with_extension("away")).unwrap();
        let report = verify(&sample);
        assert_eq!(report.verdict(), Verdict::Refused, "{file}");
        assert!(report.findings.iter().any(|f| f.source == source_of(&file)), "{file}: {report}");
        std::fs::rename(sample.folder().with_extension("away"), &path).unwrap();

        std::fs::copy(&path, &away).unwrap();
        let report = verify(&sample);
        assert!(report.findings.iter().any(|f| f.source.ends_with(".away")), "{file}: {report}");
        std::fs::remove_file(&away).unwrap();
    }
    assert_eq!(run(&sample.folder(), Path::new("/no/key")).verdict().exit_code(), 2);
    assert_eq!(run(Path::new("/no/record"), &sample.key_file()).verdict().exit_code(), 2);
}

#[test]
fn a_changed_second_of_a_derived_file_is_named() {
    let sample = sealed(8);
    for (file, ms) in [("derived/s01-mic.ogg", 4_000), ("derived/s02-camera.webm", 4_000)] {
        let path = sample.folder().join(file);
        let bytes = std::fs::read(&path).unwrap().len();
        let _tampered = Tampered::new(path, |content| content[bytes * 2 / 3] ^= 1);
        let report = verify(&sample);
        let finding = report.findings.first().unwrap();
        assert_eq!(finding.source, file);
        let offset_ms = (finding.at_us.unwrap() - START_US) / 1_000;
        assert!((offset_ms - ms).abs() <= 2_000, "{file}: {report}");
    }
}

/// Minutes that name a segment which the journal does not have: the journal was made anew.
#[test]
fn minutes_bind_the_recording() {
    let (sample, other) = (sealed(9), sealed(10));
    // The same key seals another recording of the same hearing.
    let journal = other.folder().join("tracks/s01-mic.pjl");
    let _tampered = Tampered::new(sample.folder().join("tracks/s01-mic.pjl"), |bytes| {
        *bytes = std::fs::read(journal).unwrap();
    });
    let report = verify(&sample);
    let noted = "the minutes name a segment that is not there";
    assert!(report.findings.iter().any(|finding| finding.what == noted), "{report}");
}

/// Requirement 68: a killed recorder leaves a record that verifies and names the gap.
#[test]
fn req_68_a_kill_is_an_explicit_gap() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let sample = runtime.block_on(async {
        let mut sample = Sample::new(11).unwrap();
        let track = sample.track("s01-mic", Codec::Opus).await.unwrap();
        let packet = |number: i64| rtp(111, number, number * 960, true, &[0xF8, 0xFF, 0xFE]);
        (0..50).for_each(|number| sample.packet(track, number * 20_000, &packet(number)));
        sample.kill(1_000_000).await.unwrap();
        sample.end_segment(3_500_000).await.unwrap();
        let track = sample.track("s01-mic", Codec::Opus).await.unwrap();
        (175..250).for_each(|number| sample.packet(track, number * 20_000, &packet(number)));
        sample.end_segment(5_000_000).await.unwrap();
        let minutes = crate::evidence::sample::MinutesWriter::new(sample.hearing);
        sample.seal(&[track], minutes.bytes()).await.unwrap();
        sample
    });
    let report = verify(&sample);
    assert_eq!(report.verdict(), Verdict::Accepted, "{report}");
    assert_eq!(report.gaps.len(), 1);
    let gap = &report.gaps[0];
    assert_eq!(gap.cause, Cause::Restart);
    assert_eq!((gap.from_us - START_US, gap.to_us - START_US), (980_000, 3_500_000));
    assert!(report.to_string().contains("2520 ms, the recorder was started again"), "{report}");
}

/// The verifier in Python shares no code with this one.
fn python_verifier(folder: &Path, key_file: &Path) -> (Option<i32>, String) {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/verify_record.py");
    let run = std::process::Command::new("python3")
        .arg(script)
        .args([folder, key_file])
        .output()
        .unwrap();
    let text = [run.stdout, run.stderr].concat();
    (run.status.code(), String::from_utf8_lossy(&text).into_owned())
}

#[test]
fn the_format_stands_alone() {
    let (sample, other) = (sealed_of(12, 2), sealed_of(13, 1));
    let verdict = |key_file: &Path| python_verifier(&sample.folder(), key_file);
    let (code, text) = verdict(&sample.key_file());
    assert_eq!((code, text.as_str()), (Some(0), "ACCEPTED 3 tracks, 9 segments, 4 events\n"));
    assert_eq!(verdict(&other.key_file()).0, Some(1), "another key");
    for file in files(&sample.folder()).unwrap() {
        let _tampered = Tampered::new(sample.folder().join(&file), |bytes| {
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
        });
        let (code, text) = verdict(&sample.key_file());
        assert_eq!(code, Some(1), "{file}: {text}");
    }
    for file in ["tracks/s02-mic.pjl", MINUTES] {
        let path = sample.folder().join(file);
        let whole = pieces(&std::fs::read(&path).unwrap());
        let (mut removed, mut swapped) = (whole.clone(), whole.clone());
        removed.remove(1);
        swapped.swap(0, 1);
        for changed in [removed, swapped, whole[..2].to_vec()] {
            let _tampered = Tampered::new(path.clone(), |bytes| *bytes = changed.concat());
            let (code, text) = verdict(&sample.key_file());
            assert_eq!(code, Some(1), "{file}: {text}");
        }
    }
}

/// A record as version 1 wrote it. The files are never rewritten: they stand for all old records.
#[test]
fn an_old_record_still_verifies() {
    let golden = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/records"));
    let (folder, key_file) = (golden.join("version_1"), golden.join("version_1.pub"));
    let report = run(&folder, &key_file);
    assert_eq!(report.verdict(), Verdict::Accepted, "{report}");
    assert_eq!(report.gaps.len(), 2);
    assert_eq!(python_verifier(&folder, &key_file).0, Some(0));

    // Its derived files come out the same, byte by byte.
    let again = tempfile::tempdir().unwrap();
    derive(&folder, &track_names(&folder).unwrap(), again.path()).unwrap();
    for file in ["s01-mic.ogg", "s01-camera.webm"] {
        let then = std::fs::read(folder.join("derived").join(file)).unwrap();
        assert_eq!(std::fs::read(again.path().join(file)).unwrap(), then, "{file}");
    }
}
