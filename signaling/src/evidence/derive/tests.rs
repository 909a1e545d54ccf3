//! Journals with real speech codecs in them, derived, and then decoded and
//! measured by ffmpeg, which knows nothing of us.

use super::*;
use anyhow::{Context, Result, ensure};
use proptest::prelude::*;
use puente_sfu::record::journal::{Entry, Header, Note};
use puente_sfu::record::{Arrival, PayloadTypes, PublicKey, RecordId};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use std::collections::BTreeSet;
use std::process::Command;

const START_US: i64 = 1_795_622_400_000_000;
const OPUS: u8 = 109;
const RED: u8 = 63;
const VP8: u8 = 96;

/// A journal of which only the entries matter: deriving does not check signatures.
struct Journal {
    name: &'static str,
    bytes: Vec<u8>,
}

impl Journal {
    fn new(name: &'static str, codec: Codec) -> Result<Self> {
        let mut journal = Self { name, bytes: Vec::new() };
        let (record, name, key) = (RecordId(7), TrackName::new(name)?, PublicKey([0; 32]));
        journal.add(&Entry::Header(Header { record, name, codec, key, at: at(0) }));
        let types = match codec {
            Codec::Opus => PayloadTypes { primary: OPUS, redundant: Some(RED) },
            Codec::Vp8 => PayloadTypes { primary: VP8, redundant: None },
        };
        journal.tap(0, types);
        Ok(journal)
    }

    fn tap(&mut self, offset_us: i64, types: PayloadTypes) {
        self.add(&Entry::Note { at: at(offset_us), note: Note::TapStarted(types) });
    }

    fn packet(&mut self, offset_us: i64, rtp: &[u8]) {
        self.add(&Entry::Packet { at: at(offset_us), rtp });
    }

    /// A sender report: this timestamp is this instant of the sender's clock.
    fn report(&mut self, offset_us: i64, sender_us: i64, timestamp: u32) {
        let mut rtcp = vec![0x80, 200, 0, 6];
        rtcp.extend_from_slice(&7_u32.to_be_bytes());
        let seconds = u32::try_from(sender_us / 1_000_000).unwrap_or(0);
        let fraction = (sender_us % 1_000_000).unsigned_abs() * (1 << 32) / 1_000_000;
        rtcp.extend_from_slice(&seconds.to_be_bytes());
        rtcp.extend_from_slice(&u32::try_from(fraction).unwrap_or(0).to_be_bytes());
        rtcp.extend_from_slice(&timestamp.to_be_bytes());
        rtcp.extend_from_slice(&[0; 8]);
        self.add(&Entry::SenderReport { at: at(offset_us), rtcp: &rtcp });
    }

    fn add(&mut self, entry: &Entry<'_>) {
        entry.encode(&mut self.bytes);
    }
}

fn at(offset_us: i64) -> Arrival {
    let utc_ns = (START_US + offset_us).unsigned_abs() * 1_000;
    Arrival { monotonic_ns: utc_ns, utc_ns }
}

fn rtp(kind: u8, marker: bool, sequence: usize, timestamp: u32, payload: &[u8]) -> Vec<u8> {
    let mut packet = vec![0x80, kind | if marker { 0x80 } else { 0 }];
    packet.extend_from_slice(&sequence.to_be_bytes()[6..]);
    packet.extend_from_slice(&timestamp.to_be_bytes());
    packet.extend_from_slice(&7_u32.to_be_bytes());
    packet.extend_from_slice(payload);
    packet
}

/// A derived record in a folder of its own.
struct Derived {
    folder: tempfile::TempDir,
    span: Span,
    files: Vec<DerivedFile>,
}

impl Derived {
    fn of(journals: &[Journal]) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        std::fs::create_dir(folder.path().join("tracks"))?;
        for Journal { name, bytes } in journals {
            std::fs::write(folder.path().join(format!("tracks/{name}.pjl")), bytes)?;
        }
        let names = journals.iter().map(|journal| TrackName::new(journal.name));
        let names = names.collect::<Result<Vec<_>, _>>()?;
        let (span, files) = derive(folder.path(), &names, folder.path())?;
        Ok(Self { folder, span: span.context("nothing was derived")?, files })
    }

    fn path(&self, file: &str) -> PathBuf {
        self.folder.path().join(file)
    }

    fn fills(&self, file: &str) -> Result<Fills> {
        let found = self.files.iter().find(|derived| derived.file == file);
        Ok(found.context("no such file")?.fills)
    }
}

/// Runs a tool that prints to its standard output; errors that it logs are failures.
fn run(program: &str, arguments: &[&str]) -> Result<Vec<u8>> {
    let output = Command::new(program)
        .args(arguments)
        .output()
        .with_context(|| format!("{program} is needed by this test"))?;
    let errors = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success() && errors.is_empty(), "{program} {arguments:?}: {errors}");
    Ok(output.stdout)
}

/// Opus packets of 20 ms: a beep of this pitch for the first tenth of each second.
fn beeps(hertz: u32, seconds: u32) -> Result<Vec<Vec<u8>>> {
    let source =
        format!("aevalsrc=0.5*sin(2*PI*{hertz}*t)*lt(mod(t\\,1)\\,0.1):d={seconds}:s=48000");
    let options = "-c:a libopus -b:a 32k -vbr off -compression_level 0 -f ogg -";
    let mut arguments = vec!["-v", "error", "-f", "lavfi", "-i", &source];
    arguments.extend(options.split(' '));
    let file = run("ffmpeg", &arguments)?;
    packets_of(&file)
}

/// All packets of an Ogg file but its two headers.
fn packets_of(file: &[u8]) -> Result<Vec<Vec<u8>>> {
    let mut reader = ogg::PacketReader::new(std::io::Cursor::new(file));
    let mut packets = Vec::new();
    while let Some(packet) = reader.read_packet()? {
        packets.push(packet.data);
    }
    Ok(packets.split_off(2))
}

/// Sound of a file at 48 kHz.
fn decode(path: &Path) -> Result<Vec<f32>> {
    let path = path.to_str().context("a path")?;
    let bytes = run("ffmpeg", &["-v", "error", "-i", path, "-ac", "1", "-f", "f32le", "-"])?;
    let (samples, _) = bytes.as_chunks::<4>();
    Ok(samples.iter().map(|sample| f32::from_le_bytes(*sample)).collect())
}

/// When beeps begin, in milliseconds.
fn onsets_ms(sound: &[f32]) -> Vec<i64> {
    let mut onsets: Vec<i64> = Vec::new();
    let mut last_loud = -20_000;
    for (sample, at) in sound.iter().zip(0_i64..) {
        if sample.abs() > 0.1 {
            if at - last_loud > 9_600 {
                onsets.push(at / 48);
            }
            last_loud = at;
        }
    }
    onsets
}

/// A path with a delay and jitter; arrivals in order.
struct Link {
    delay_us: i64,
    jitter_us: i64,
    random: StdRng,
}

impl Link {
    fn arrival_us(&mut self, sent_us: i64) -> i64 {
        sent_us + self.delay_us + self.random.random_range(0..=self.jitter_us)
    }
}

/// Requirement 69: tracks apart, on one clock, aligned within 40 ms, under jitter,
/// loss and clocks that are wrong by 200 ppm in both directions.
#[test]
fn req_69_tracks_are_apart_and_aligned() -> Result<()> {
    const SECONDS: u32 = 130;
    let (mut journals, mut torn) = (Vec::new(), BTreeSet::new());
    let voices = [("s01-mic", 440, 200, 0), ("s02-mic", 880, -200, 0), ("s03-mic", 1_320, 0, 5)];
    for (name, hertz, ppm, lost_percent) in voices {
        let mut journal = Journal::new(name, Codec::Opus)?;
        let random = StdRng::seed_from_u64(u64::from(hertz));
        let mut path = Link { delay_us: 30_000, jitter_us: 80_000, random };
        let mut arriving = Vec::new();
        for (number, packet) in beeps(hertz, SECONDS)?.iter().enumerate() {
            let media = u32::try_from(number)? * 960;
            // A clock that runs fast has sent its packet sooner.
            let sent_us = i64::from(media) * 1_000_000 / 48_000 * 1_000_000 / (1_000_000 + ppm);
            let arrival_us = path.arrival_us(sent_us);
            let timestamp = media.wrapping_add(u32::MAX - 50_000);
            let lost = path.random.random_range(0..100) < lost_percent;
            if lost && number % 50 < 2 {
                // Its beep is not heard from its beginning.
                torn.insert((name, i64::try_from(number / 50)?));
            }
            if !lost {
                arriving.push((arrival_us, rtp(OPUS, false, number, timestamp, packet)));
            }
        }
        arriving.sort();
        arriving.iter().for_each(|(at_us, packet)| journal.packet(*at_us, packet));
        journals.push(journal);
    }
    let derived = Derived::of(&journals)?;
    let first_ms = (derived.span.first_us - START_US) / 1_000;
    let length_ms = (derived.span.last_us - derived.span.first_us) / 1_000;
    let mut worst_ms = 0;
    for (name, hertz, ppm, _) in voices {
        let file = format!("{name}.ogg");
        let sound = decode(&derived.path(&file))?;
        ensure!(
            (i64::try_from(sound.len())? / 48 - length_ms).abs() <= 1,
            "{name} has another length"
        );
        let onsets = onsets_ms(&sound);
        ensure!(onsets.len() >= 115, "{name}: only {} beeps were found", onsets.len());
        for onset_ms in onsets {
            let heard_ms = onset_ms + first_ms;
            let beep = (heard_ms - 30 + 500).div_euclid(1_000);
            // A clock that runs fast has beeped sooner; the path adds its own delay.
            let true_ms = beep * 1_000 - beep * ppm / 1_000 + 30;
            if !torn.contains(&(name, beep)) {
                worst_ms = worst_ms.max((heard_ms - true_ms).abs());
            }
        }
        for (other, pitch, ..) in voices {
            let heard = loudness(&sound, pitch) > 0.05;
            ensure!(heard == (pitch == hertz), "{other}'s tone in the file of {name}: {heard}");
        }
    }
    println!("largest error {worst_ms} ms over {SECONDS} s");
    ensure!(worst_ms <= 20, "{worst_ms} ms: two tracks may be 40 ms apart");
    ensure!((1..30).contains(&torn.len()), "{} beeps are torn", torn.len());
    ensure!(derived.fills("s01-mic.ogg")?.left_out_ms > 0, "a fast clock needs packets left out");
    let lost_ms = derived.fills("s03-mic.ogg")?.filled_ms;
    ensure!((3_000..12_000).contains(&lost_ms), "{lost_ms} ms filled for 5 % lost");
    Ok(())
}

/// How much of a pitch is in a sound (Goertzel's algorithm).
fn loudness(sound: &[f32], hertz: u32) -> f64 {
    let step = 2.0 * std::f64::consts::PI * f64::from(hertz) / 48_000.0;
    let mut best: f64 = 0.0;
    for block in sound.chunks_exact(4_800) {
        let (mut last, mut before) = (0.0, 0.0);
        for sample in block {
            let next = f64::from(*sample) + 2.0 * step.cos() * last - before;
            (before, last) = (last, next);
        }
        let power = last * last + before * before - 2.0 * step.cos() * last * before;
        best = best.max(power.max(0.0).sqrt() / 2_400.0);
    }
    best
}

/// Every packet in the file is one that was sent, or declared silence; none is made.
#[test]
fn nothing_is_transcoded_and_pages_are_short() -> Result<()> {
    let sent = beeps(440, 10)?;
    let mut journal = Journal::new("s01-mic", Codec::Opus)?;
    for (number, packet) in sent.iter().enumerate().filter(|(number, _)| number % 7 != 3) {
        let media = u32::try_from(number)? * 960;
        journal.packet(i64::from(media) * 1_000 / 48, &rtp(OPUS, false, number, media, packet));
    }
    let derived = Derived::of(&[journal])?;
    let file = std::fs::read(derived.path("s01-mic.ogg"))?;
    let mut expected = sent.iter().enumerate().filter(|(number, _)| number % 7 != 3);
    for packet in packets_of(&file)? {
        if !packet.ends_with(&[0xFF, 0xFE]) || packet.len() != 3 {
            let next = expected.next().context("a packet that nobody sent")?;
            assert_eq!(&packet, next.1);
        }
    }
    assert!(expected.next().is_none(), "a packet is missing");

    let mut granules = Vec::new();
    let mut pages = file.as_slice();
    while let Some(header) = pages.first_chunk::<27>() {
        let content: usize =
            pages[27..][..usize::from(header[26])].iter().map(|l| usize::from(*l)).sum();
        granules.push(i64::from_le_bytes(header[6..14].try_into()?));
        pages = &pages[27 + usize::from(header[26]) + content..];
    }
    assert!(granules.windows(2).all(|pair| (0..=9_600).contains(&(pair[1] - pair[0]))));
    Ok(())
}

/// A lost packet comes back from the redundant copy in the next one.
#[test]
fn redundant_audio_fills_losses() -> Result<()> {
    let sent = beeps(440, 10)?;
    let mut journal = Journal::new("s01-mic", Codec::Opus)?;
    for (number, packet) in sent.iter().enumerate().filter(|(number, _)| number % 5 != 2) {
        let media = u32::try_from(number)? * 960;
        let mut payload = Vec::new();
        if let Some(before) = number.checked_sub(1).map(|before| &sent[before]) {
            let length = u32::try_from(before.len())?;
            payload.extend_from_slice(
                &(0x8000_0000 | u32::from(OPUS) << 24 | 960 << 10 | length).to_be_bytes(),
            );
            payload.push(OPUS);
            payload.extend_from_slice(before);
        } else {
            payload.push(OPUS);
        }
        payload.extend_from_slice(packet);
        journal.packet(i64::from(media) * 1_000 / 48, &rtp(RED, false, number, media, &payload));
    }
    let derived = Derived::of(&[journal])?;
    let packets = packets_of(&std::fs::read(derived.path("s01-mic.ogg"))?)?;
    assert_eq!(&packets[..sent.len() - 1], &sent[..sent.len() - 1], "all came back, in order");
    Ok(())
}

/// VP8 frames of a moving picture, with a key frame each second.
fn pictures(seconds: u32) -> Result<Vec<Vec<u8>>> {
    let source = format!("testsrc=size=320x240:rate=25:duration={seconds}");
    let options = "-c:v libvpx -b:v 300k -g 25 -deadline realtime -f ivf -";
    let mut arguments = vec!["-v", "error", "-f", "lavfi", "-i", &source];
    arguments.extend(options.split(' '));
    let file = run("ffmpeg", &arguments)?;
    let (mut frames, mut rest) = (Vec::new(), &file[32..]);
    while let Some(header) = rest.first_chunk::<12>() {
        let [l0, l1, l2, l3, ..] = *header;
        let bytes = u32::from_le_bytes([l0, l1, l2, l3]) as usize;
        frames.push(rest[12..12 + bytes].to_vec());
        rest = &rest[12 + bytes..];
    }
    Ok(frames)
}

/// Sends frames in packets of 900 bytes, but not the first packet of those in
/// `torn`, and nothing of those in `gone`.
fn send_pictures(
    journal: &mut Journal,
    frames: &[Vec<u8>],
    first_us: i64,
    torn: &[usize],
    gone: &[usize],
) -> Result<()> {
    let mut sequence = 0;
    for (number, frame) in frames.iter().enumerate() {
        let parts: Vec<&[u8]> = frame.chunks(900).collect();
        for (index, part) in parts.iter().enumerate() {
            let descriptor = if index == 0 { 0x10 } else { 0x00 };
            let payload = [&[descriptor], *part].concat();
            let timestamp = u32::try_from(number)? * 3_600;
            let packet = rtp(VP8, index + 1 == parts.len(), sequence, timestamp, &payload);
            sequence += 1;
            let lost = gone.contains(&number) || (torn.contains(&number) && index == 0);
            if !lost {
                journal.packet(first_us + i64::try_from(number)? * 40_000, &packet);
            }
        }
    }
    Ok(())
}

/// Times and flags of all pictures of a file, as ffprobe reads them.
fn frames_of(path: &Path) -> Result<Vec<(i64, bool)>> {
    let path = path.to_str().context("a path")?;
    let entries = "packet=pts_time,flags";
    let arguments = ["-v", "error", "-show_entries", entries, "-of", "csv=p=0", path];
    let text = String::from_utf8(run("ffprobe", &arguments)?)?;
    text.lines()
        .map(|line| {
            let (time, flags) = line.split_once(',').context("time and flags")?;
            let seconds: f64 = time.parse()?;
            #[expect(clippy::cast_possible_truncation, reason = "a time of minutes")]
            Ok(((seconds * 1_000.0).round() as i64, flags.starts_with('K')))
        })
        .collect()
}

#[test]
fn pictures_become_a_webm_that_plays() -> Result<()> {
    let frames = pictures(6)?;
    let mut journal = Journal::new("s02-camera", Codec::Vp8)?;
    // A key frame is torn: its second cannot be shown. Another frame is gone
    // altogether: the four that build on it cannot be shown.
    send_pictures(&mut journal, &frames, 2_000_000, &[50], &[120])?;
    // The source is taken again after ten seconds off the record.
    journal.tap(18_000_000, PayloadTypes { primary: VP8, redundant: None });
    send_pictures(&mut journal, &frames, 18_000_000, &[], &[])?;
    let mut voice = Journal::new("s01-mic", Codec::Opus)?;
    for (media, number) in [(0, 0), (24 * 48_000, 24 * 50)] {
        voice.packet(
            i64::from(media) * 1_000 / 48,
            &rtp(OPUS, false, number, media, &[0xF8, 0xFF, 0xFE]),
        );
    }
    let derived = Derived::of(&[voice, journal])?;
    let path = derived.path("s02-camera.webm");
    let shown = frames_of(&path)?;
    assert_eq!(derived.fills("s02-camera.webm")?.left_out_frames, 25 + 4);
    assert_eq!(shown[0], (0, true), "black from the start");
    assert_eq!(shown[1], (2_000, true), "then the first picture");
    assert_eq!(shown.len(), 2 * 150 - 25 - 5 + 2, "and black between the runs");
    assert!(shown.contains(&(8_060, true)), "soon after the last picture");
    assert!(shown.windows(2).all(|pair| pair[0].0 < pair[1].0));
    assert!(shown.contains(&(18_000, true)));

    // Decodes without a complaint, is as long as the record, and can be sought in.
    let path = path.to_str().context("a path")?;
    run("ffmpeg", &["-v", "error", "-xerror", "-i", path, "-f", "null", "-"])?;
    let entries = "format=duration,format_name";
    let facts = run("ffprobe", &["-v", "error", "-show_entries", entries, "-of", "csv=p=0", path])?;
    assert_eq!(String::from_utf8(facts)?.trim(), "\"matroska,webm\",24.000000");
    let sought = ["-v", "error", "-ss", "20", "-i", path, "-frames:v", "1", "-f", "framemd5", "-"];
    ensure!(String::from_utf8(run("ffmpeg", &sought)?)?.contains("0, "), "nothing at second 20");
    Ok(())
}

/// A picture that takes 150 ms longer than the voice is put back by sender reports.
#[test]
fn sender_reports_bring_lips_and_voice_together() -> Result<()> {
    let mut journals = Vec::new();
    for reported in [false, true] {
        let (voice, camera) =
            if reported { ("s02-mic", "s02-camera") } else { ("s01-mic", "s01-camera") };
        let mut sound = Journal::new(voice, Codec::Opus)?;
        let mut picture = Journal::new(camera, Codec::Vp8)?;
        // The sender's clock is days away from ours.
        let sender_us = |offset_us: i64| 100_000_000_000 + offset_us;
        if reported {
            sound.packet(20_000, &rtp(OPUS, false, 0, 0, &[0xF8, 0xFF, 0xFE]));
            sound.report(30_000, sender_us(0), 0);
        }
        for number in 1..205_usize {
            let offset_us = i64::try_from(number)? * 20_000;
            let media = u32::try_from(number)? * 960;
            sound.packet(offset_us + 20_000, &rtp(OPUS, false, number, media, &[0xF8, 0xFF, 0xFE]));
        }
        let frames = pictures(4)?;
        send_pictures(&mut picture, &frames, 170_000, &[], &[])?;
        if reported {
            picture.report(4_200_000, sender_us(0), 0);
        }
        journals.extend([sound, picture]);
    }
    let derived = Derived::of(&journals)?;
    let base_ms = (derived.span.first_us - START_US) / 1_000;
    let late = frames_of(&derived.path("s01-camera.webm"))?;
    assert_eq!((late.len(), late[1].0 + base_ms), (101, 170), "black, then as it arrived");
    let together = frames_of(&derived.path("s02-camera.webm"))?;
    assert_eq!((together.len(), together[0].0 + base_ms), (100, 20), "with the voice");
    Ok(())
}

/// A machine whose clock was set by years does not fill the disk with silence.
#[test]
fn nothing_is_derived_over_more_than_a_month() -> Result<()> {
    let mut journal = Journal::new("s01-mic", Codec::Opus)?;
    for (day, number) in [(0, 0), (30, 1), (32, 2)] {
        let packet = rtp(OPUS, false, number, 0, &[0xF8, 0xFF, 0xFE]);
        journal.packet(day * 86_400 * 1_000_000, &packet);
    }
    let error = Derived::of(&[journal]).err().map(|error| error.to_string());
    assert_eq!(error.as_deref(), Some("nothing was derived"));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever packets came, files are made, and always the same.
    #[test]
    fn any_packets_give_files_without_panic(
        packets in prop::collection::vec((0..20_000_000_i64, prop::collection::vec(any::<u8>(), 0..60)), 1..40),
        reports in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..60), 0..4),
    ) {
        let mut journals = Vec::new();
        for (name, codec, kind) in [("s01-mic", Codec::Opus, OPUS), ("s01-camera", Codec::Vp8, VP8)] {
            let mut journal = Journal::new(name, codec).unwrap();
            for (number, (offset_us, payload)) in packets.iter().enumerate() {
                let media = u32::try_from(number * 977).unwrap();
                journal.packet(*offset_us, &rtp(kind, number % 3 == 0, number, media, payload));
                journal.packet(*offset_us, payload);
            }
            for rtcp in &reports {
                journal.add(&Entry::SenderReport { at: at(1), rtcp });
            }
            journals.push(journal);
        }
        // Rubbish alone may hold no packet at all, but here every second one is whole.
        let (once, twice) = (Derived::of(&journals).unwrap(), Derived::of(&journals).unwrap());
        for DerivedFile { file, .. } in &once.files {
            let left = std::fs::read(once.path(file)).unwrap();
            prop_assert_eq!(left, std::fs::read(twice.path(file)).unwrap());
        }
        prop_assert_eq!(once.files[0].file.as_str(), "s01-mic.ogg");
    }
}
