use super::*;
use crate::evidence::derive::{Fills, Span};
use crate::evidence::manifest::{DerivedEntry, FORMAT, MinutesEntry};
use crate::evidence::survey::Cause;
use puente_hearing::event::{
    BoothSetup, EndpointSetup, HearingKind, Mode, OathForm, ParticipantSetup,
};
use puente_hearing::{BoothId, EndpointId, Seat, Setup};
use uuid::Uuid;

const INTERVIEWER: Seat = Seat(1);
const WITNESS: Seat = Seat(2);
const INTERPRETER: Seat = Seat(3);
/// The recording begins ten seconds after the opening.
const FIRST_US: i64 = 10_000_000;

fn language(code: &str) -> Language {
    Language::new(code)
}

fn setup() -> Setup {
    let participant = |seat: Seat, role, language: &str| ParticipantSetup {
        seat,
        role,
        label: format!("W-{seat}"),
        floor_language: Some(Language::new(language)),
        endpoint: EndpointId(seat.0),
    };
    let seats = [INTERVIEWER, WITNESS, INTERPRETER];
    Setup {
        kind: HearingKind::Interview,
        lead: INTERVIEWER,
        participants: vec![
            participant(INTERVIEWER, Role::Interviewer, "spa"),
            participant(WITNESS, Role::Witness, "mam"),
            participant(INTERPRETER, Role::Interpreter, "spa"),
        ],
        endpoints: seats
            .map(|seat| EndpointSetup {
                endpoint: EndpointId(seat.0),
                principal: seat,
                group: None,
            })
            .into(),
        booths: vec![BoothSetup {
            languages: [language("mam"), language("spa")],
            members: vec![INTERPRETER],
            mode: Mode::Consecutive,
        }],
        voir_dire: BTreeSet::new(),
        unseen: BTreeSet::new(),
    }
}

/// Everybody in the room, on the record at 10 s; simultaneous from 20 s; the
/// interpreter's direction is from Spanish to Mam from 30 s; off the record at
/// 40 s; stopped at 50 s; closed at 60 s.
fn minutes() -> Vec<u8> {
    use HearingEvent as E;
    let (mut log, first) = Log::begin("h", 0, E::SessionOpened { setup: setup() }).unwrap();
    let mut lines = vec![first];
    let mut add = |at_s: i64, event| {
        lines.push(log.append(at_s * 1_000_000, Some(INTERVIEWER), event).unwrap());
    };
    for seat in [INTERVIEWER, WITNESS, INTERPRETER] {
        add(1, E::ParticipantArrived { seat });
        add(2, E::Admitted { seat });
    }
    add(3, E::PhaseChanged { phase: Phase::InSession });
    add(4, E::MicrophoneTaken { booth: BoothId(0), seat: INTERPRETER });
    let (form, administered_by) = (OathForm::Oath, INTERVIEWER);
    add(5, E::OathTaken { seat: INTERPRETER, form, administered_by });
    add(10, E::WentOnRecord);
    for from in ["mam", "spa"] {
        let from = language(from);
        add(20, E::ModeSet { booth: BoothId(0), from, mode: Mode::Simultaneous });
    }
    add(30, E::DirectionTurned { booth: BoothId(0), from: language("spa") });
    add(40, E::WentOffRecord);
    add(50, E::StopPressed { seat: WITNESS });
    add(60, E::Closed);
    lines.iter().flat_map(|line| [line.as_slice(), b"\n"].concat()).collect()
}

fn manifest() -> Manifest {
    let hash = "0".repeat(64);
    let derived = ["s01-mic", "s02-mic", "s03-mic"].map(|track| DerivedEntry {
        file: format!("{track}.ogg"),
        fills: Fills::default(),
        sha256: hash.clone(),
        track: track.to_owned(),
    });
    let gap = |track: &str, from_us, to_us| Gap {
        cause: Cause::Restart,
        from_us,
        packets: 0,
        to_us,
        track: track.to_owned(),
    };
    Manifest {
        closed_us: 60_000_000,
        derived: derived.into(),
        format: FORMAT.to_owned(),
        gaps: vec![gap("s01-mic", 33_000_000, 34_000_000), gap("s02-mic", 32_900_000, 33_900_000)],
        hearing: Uuid::nil(),
        key: hash.clone(),
        kind: "interview".to_owned(),
        minutes: MinutesEntry { events: 0, head: hash.clone(), sha256: hash.clone() },
        opened_us: 0,
        readme_sha256: hash,
        span: Some(Span { first_us: FIRST_US, last_us: 55_000_000 }),
        tracks: Vec::new(),
    }
}

fn drawn() -> Timeline {
    let words = Words {
        floor: "sala",
        language: &|language| language.0.to_uppercase(),
        sentence: &|entry| Some(format!("event {}", entry.seq)),
    };
    timeline(&minutes(), &manifest(), &words).unwrap()
}

/// Who is heard on a channel at a second of the hearing, and how.
fn at(line: &Timeline, channel: &str, second: i64) -> Vec<(String, Gain)> {
    let ms = second * 1_000 - FIRST_US / 1_000;
    let mut heard: Vec<_> = line.heard[channel]
        .iter()
        .filter(|heard| heard.from_ms <= ms && ms < heard.to_ms)
        .map(|heard| (heard.track.clone(), heard.gain))
        .collect();
    heard.sort();
    heard
}

#[test]
fn each_channel_plays_what_its_listeners_heard() {
    let line = drawn();
    let full = |track: &str| (track.to_owned(), Gain::Full);
    let ducked = |track: &str| (track.to_owned(), Gain::Ducked);
    let everybody = [full("s01-mic"), full("s02-mic"), full("s03-mic")];
    assert_eq!(at(&line, "floor", 15), everybody, "consecutive: the interpreter is on the floor");
    assert_eq!(at(&line, "floor", 25), [full("s01-mic"), full("s02-mic")], "not when simultaneous");
    let interpreted = [ducked("s01-mic"), ducked("s02-mic"), full("s03-mic")];
    assert_eq!(at(&line, "spa", 25), interpreted, "Mam to Spanish");
    assert!(!at(&line, "mam", 25).contains(&full("s03-mic")));
    assert!(at(&line, "mam", 35).contains(&full("s03-mic")), "Spanish to Mam");
    assert!(!at(&line, "spa", 35).contains(&full("s03-mic")));
    for channel in ["floor", "mam", "spa"] {
        assert_eq!(at(&line, channel, 45), [], "off the record there is nothing to play");
    }
}

#[test]
fn an_unchanged_state_is_one_stretch() {
    let line = drawn();
    let interviewer: Vec<_> =
        line.heard["floor"].iter().filter(|heard| heard.track == "s01-mic").collect();
    assert_eq!(interviewer.len(), 1);
    assert_eq!((interviewer[0].from_ms, interviewer[0].to_ms), (0, 30_000));
}

#[test]
fn spans_say_why_nothing_can_be_heard() {
    let span = |kind, from_ms, to_ms| TimeSpan { kind, from_ms, to_ms };
    assert_eq!(
        drawn().spans,
        [
            span(SpanKind::Recorded, 0, 30_000),
            span(SpanKind::OffRecord, 30_000, 40_000),
            span(SpanKind::Stopped, 40_000, 45_000),
            span(SpanKind::Gap, 22_900, 24_000),
        ]
    );
}

#[test]
fn tracks_channels_and_minutes_are_named() {
    let line = drawn();
    assert_eq!(line.duration_ms, 45_000);
    let witness = &line.tracks[1];
    assert_eq!((witness.track.as_str(), witness.seat, witness.role), ("s02-mic", 2, Role::Witness));
    assert_eq!((witness.label.as_str(), witness.kind), ("W-2", MediaKind::Audio));
    let names: Vec<_> = line.channels.iter().map(|channel| channel.name.as_str()).collect();
    assert_eq!(names, ["sala", "MAM", "SPA"]);
    assert_eq!(line.minutes.len(), 17);
    assert_eq!(line.minutes[10].at_ms, 0);
    assert_eq!(line.minutes[16].at_ms, 45_000);
}

#[test]
fn the_page_gets_one_object() {
    let playback = Playback { starts: "then", timeline: drawn(), verified: true };
    let json = serde_json::to_value(&playback).unwrap();
    assert_eq!(json["starts"], "then");
    assert_eq!(json["spans"][1]["kind"], "off_record");
    assert_eq!(json["heard"]["spa"][0]["gain"], "full");
    assert_eq!(json["tracks"][0]["kind"], "audio");
    assert_eq!(json["tracks"][2]["role"], "interpreter");
    assert_eq!(json["verified"], true);
}

#[test]
fn half_a_log_is_refused() {
    let words = Words { floor: "", language: &|_| String::new(), sentence: &|_| None };
    let log = minutes();
    let broken = &log[..log.len() / 2];
    assert!(timeline(broken, &manifest(), &words).is_err());
}
