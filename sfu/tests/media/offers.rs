//! Offers captured from real browsers and clients, and the answers to them.

use anyhow::Result;
use puente_sfu::{Codec, RoomId, SourceKind};

use crate::client::hall::Hall;

const CHROMIUM: &str = include_str!("../offers/chromium_156_18_lines.sdp");
const FIREFOX: &str = include_str!("../offers/firefox_153_18_lines.sdp");

const AIORTC_WHIP: &str = include_str!("../offers/aiortc_1.16_whip.sdp");
const AIORTC_WHEP: &str = include_str!("../offers/aiortc_1.16_whep.sdp");

const ALL_SOURCES: [SourceKind; 4] =
    [SourceKind::Mic, SourceKind::MicDisguised, SourceKind::Camera, SourceKind::Document];

fn value<'a>(line: &'a str, name: &str) -> Option<&'a str> {
    line.strip_prefix(name)
}

/// Every media section of an SDP, its first line without `m=`.
fn sections(sdp: &str) -> Vec<&str> {
    sdp.split("\nm=").skip(1).collect()
}

#[test]
fn eighteen_lines_of_each_browser_are_all_used() -> Result<()> {
    for offer in [CHROMIUM, FIREFOX] {
        let mut hall = Hall::new()?;
        let joined = hall.worker.join(hall.now(), RoomId(1), offer)?;
        assert_eq!(joined.sources, ALL_SOURCES);
        assert_eq!((joined.audio_slots, joined.video_slots), (8, 6));
        assert!(joined.formats[..2].iter().all(|format| format.codec == Codec::Opus));
        assert!(joined.formats[2..].iter().all(|format| format.codec == Codec::Vp8));

        let answered = sections(&joined.answer);
        assert_eq!(answered.len(), 18);
        for (at, (offered, answered)) in sections(offer).iter().zip(&answered).enumerate() {
            let mid = |section: &str| {
                section.lines().find_map(|line| value(line, "a=mid:").map(str::to_owned))
            };
            assert_eq!(mid(offered), mid(answered), "line {at}");
            assert_eq!(offered.split(' ').next(), answered.split(' ').next(), "line {at}");
            assert!(
                answered.contains(if at < 4 { "a=recvonly" } else { "a=sendonly" }),
                "line {at}"
            );
            // Every payload type and extension number of the answer is one that this line offered.
            for line in answered.lines() {
                for name in ["a=rtpmap:", "a=extmap:"] {
                    if let Some(rest) = value(line, name) {
                        let id = rest.split(' ').next().unwrap_or_default();
                        assert!(offered.contains(&format!("{name}{id} ")), "line {at}: {line}");
                    }
                }
            }
        }
        let bundle =
            offer.lines().find(|line| line.starts_with("a=group:BUNDLE")).unwrap_or_default();
        assert!(joined.answer.contains(&format!("{bundle}\r\n")));
        assert_eq!(joined.answer.matches("a=candidate:").count(), 1);
        assert!(
            !joined.answer.contains("transport-cc"),
            "no such feedback is sent, so none may be promised"
        );
    }
    Ok(())
}

#[test]
fn one_or_two_lines_of_a_whip_or_whep_client() -> Result<()> {
    let mut hall = Hall::new()?;
    let whip = hall.worker.join(hall.now(), RoomId(1), AIORTC_WHIP)?;
    assert_eq!(whip.sources, [SourceKind::Mic, SourceKind::Camera]);
    assert_eq!(
        (whip.audio_slots, whip.video_slots),
        (0, 0),
        "lines in both directions are for sending"
    );
    assert_eq!(whip.answer.matches("a=recvonly").count(), 2);
    let whep = hall.worker.join(hall.now(), RoomId(1), AIORTC_WHEP)?;
    assert_eq!((whep.sources.len(), whep.audio_slots, whep.video_slots), (0, 1, 1));

    // Only the picture, as an encoder without sound offers it: no BUNDLE, no name of the line.
    let video = AIORTC_WHIP.find("m=video").unwrap_or_default();
    let audio = AIORTC_WHIP.find("m=audio").unwrap_or_default();
    let one = format!("{}{}", &AIORTC_WHIP[..audio], &AIORTC_WHIP[video..])
        .replace("a=group:BUNDLE 0 1\r\n", "")
        .replace("a=mid:1\r\n", "");
    let one = hall.worker.join(hall.now(), RoomId(1), &one)?;
    assert_eq!(one.sources, [SourceKind::Camera]);
    assert!(!one.answer.contains("BUNDLE") && !one.answer.contains("a=mid:"));
    Ok(())
}

#[test]
fn speech_is_of_constant_bit_rate_and_redundant_where_the_browser_can() -> Result<()> {
    let mut hall = Hall::new()?;
    let answer = hall.worker.join(hall.now(), RoomId(1), CHROMIUM)?.answer;
    let microphone = sections(&answer)[0];
    assert!(
        microphone.starts_with("audio 9 UDP/TLS/RTP/SAVPF 63 111\r"),
        "RED first, or Chromium ignores it"
    );
    assert!(microphone.contains("a=fmtp:63 111/111\r"));
    let opus = microphone.lines().find_map(|line| value(line, "a=fmtp:111 ")).unwrap_or_default();
    for parameter in ["cbr=1", "usedtx=0", "useinbandfec=1", "stereo=0", "maxaveragebitrate=64000"]
    {
        assert!(opus.split(';').any(|offered| offered == parameter), "{parameter} in {opus}");
    }
    Ok(())
}

#[test]
fn no_two_slots_share_an_ssrc() -> Result<()> {
    let mut hall = Hall::new()?;
    let answer = hall.worker.join(hall.now(), RoomId(1), CHROMIUM)?.answer;
    let mut ssrcs: Vec<&str> = answer
        .lines()
        .filter_map(|line| value(line, "a=ssrc:"))
        .filter_map(|line| line.split(' ').next())
        .collect();
    assert_eq!(ssrcs.len(), 8 + 2 * 6);
    ssrcs.sort_unstable();
    ssrcs.dedup();
    assert_eq!(ssrcs.len(), 8 + 2 * 6);
    Ok(())
}
