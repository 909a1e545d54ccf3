//! Offers that must be refused, and that no text does harm; captured browser offers are in `tests/offers.rs`.

use super::*;
use crate::ice::Credentials;
use crate::names::{SlotKind, SourceKind, WorkerIndex};
use proptest::prelude::*;
use rand::SeedableRng;
use rand::rngs::StdRng;

const WHIP: &str = "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0 1\r\na=fingerprint:sha-256 00:01:02:03:04:05:06:07:08:09:0A:0B:0C:0D:0E:0F:10:11:12:13:14:15:16:17:18:19:1A:1B:1C:1D:1E:1F\r\na=setup:actpass\r\na=ice-ufrag:abcd\r\na=ice-pwd:abcdabcdabcdabcdabcdabcd\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\nc=IN IP4 0.0.0.0\r\na=mid:0\r\na=sendonly\r\na=rtcp-mux\r\na=rtpmap:111 opus/48000/2\r\na=ssrc:7 cname:x\r\nm=video 0 UDP/TLS/RTP/SAVPF 96 97\r\nc=IN IP4 0.0.0.0\r\na=bundle-only\r\na=mid:1\r\na=sendonly\r\na=rtcp-mux\r\na=rtpmap:96 H264/90000\r\na=fmtp:96 profile-level-id=42e01f;packetization-mode=1\r\na=rtcp-fb:96 nack pli\r\na=rtpmap:97 rtx/90000\r\na=fmtp:97 apt=96\r\n";

fn plan(text: &str) -> Result<Plan, OfferError> {
    Plan::of(&Offer::parse(text)?, &mut StdRng::seed_from_u64(1))
}

fn answer(plan: &Plan) -> String {
    plan.answer(&Session {
        id: 7,
        version: 1,
        credentials: &Credentials::generate(WorkerIndex(0), &mut StdRng::seed_from_u64(2)),
        fingerprint: "AA:BB",
        candidates: &["192.0.2.1:5000".parse().unwrap()],
    })
}

#[test]
fn a_whip_offer_of_two_lines() {
    let plan = plan(WHIP).unwrap();
    let [Line::Source(audio), Line::Source(video)] = &plan.lines[..] else { panic!("{plan:?}") };
    assert_eq!((audio.kind, audio.ssrc), (SourceKind::Mic, Some(7)));
    assert_eq!(video.kind, SourceKind::Camera);
    assert_eq!(video.format, Format { codec: Codec::H264, payload_type: 96, rtx: Some(97) });
    let answer = answer(&plan);
    assert!(answer.contains("m=audio 9 UDP/TLS/RTP/SAVPF 111\r\n"), "{answer}");
    assert!(answer.contains("cbr=1"), "{answer}");
    assert!(
        answer.contains("a=fmtp:96 profile-level-id=42e01f;packetization-mode=1\r\n"),
        "{answer}"
    );
    assert!(
        answer.contains("a=rtcp-fb:96 nack pli\r\n") && !answer.contains("goog-remb"),
        "{answer}"
    );
    assert_eq!(answer.matches("a=candidate:").count(), 1, "{answer}");
}

#[test]
fn names_of_codecs_are_read_in_any_case() {
    // GStreamer writes them so.
    let plan = plan(&WHIP.replace("opus/48000/2", "OPUS/48000/2").replace("H264", "h264")).unwrap();
    assert!(plan.lines.iter().all(|line| matches!(line, Line::Source(_))), "{plan:?}");
}

#[test]
fn the_same_lines_received() {
    let plan = plan(&WHIP.replace("sendonly", "recvonly")).unwrap();
    let [Line::Slot(audio), Line::Slot(video)] = &plan.lines[..] else { panic!("{plan:?}") };
    assert_eq!((audio.kind, video.kind), (SlotKind::Audio, SlotKind::Video));
    let answer = answer(&plan);
    let (primary, repeat) = (video.ssrc.to_string(), video.rtx_ssrc.to_string());
    let order = ["a=ssrc-group:FID", &format!("a=ssrc:{primary} "), &format!("a=ssrc:{repeat} ")]
        .map(|text| answer.find(text).unwrap());
    assert!(order.is_sorted(), "{answer}");
}

#[test]
fn bad_offers_are_told_what_is_wrong() {
    let changed = |from: &str, to: &str| plan(&WHIP.replace(from, to)).err();
    assert_eq!(changed("v=0", "v=1"), Some(OfferError::NotSdp("it does not begin with v=0")));
    assert_eq!(changed("a=group:BUNDLE 0 1", "a=x:y"), Some(OfferError::NotBundled));
    assert_eq!(changed("setup:actpass", "setup:passive"), Some(OfferError::Passive));
    assert_eq!(changed("sha-256", "sha-1"), Some(OfferError::NoFingerprint));
    assert_eq!(changed("ice-pwd", "ice-options"), Some(OfferError::NoIce));
    assert_eq!(changed("a=rtcp-mux", "a=x"), Some(OfferError::NoRtcpMux));
    assert_eq!(changed("sendonly", "inactive"), Some(OfferError::NothingUsable));
    assert!(matches!(
        changed("a=rtpmap:111 opus", "a=rtpmap:611 opus"),
        Some(OfferError::Line { line: 15, .. })
    ));
    assert_eq!(plan("hello").err(), Some(OfferError::NotSdp("it does not begin with v=0")));
    let many = format!("{}{}", WHIP, "m=audio 9 RTP/SAVPF 0\r\n".repeat(70));
    assert_eq!(plan(&many).err(), Some(OfferError::TooManyLines));
}

#[test]
fn a_third_microphone_is_rejected_and_the_rest_accepted() {
    let audio = &WHIP[WHIP.find("m=audio").unwrap()..WHIP.find("m=video").unwrap()];
    let mut offer = WHIP.replace("BUNDLE 0 1", "BUNDLE 0 1 2 3");
    offer += &audio.replace("mid:0", "mid:2");
    offer += &audio.replace("mid:0", "mid:3");
    let plan = plan(&offer).unwrap();
    assert!(matches!(
        &plan.lines[2],
        Line::Source(SourceLine { kind: SourceKind::MicDisguised, .. })
    ));
    assert!(matches!(&plan.lines[3], Line::Rejected { .. }));
    assert!(answer(&plan).contains("a=group:BUNDLE 0 1 2\r\n"));
}

#[test]
fn a_restart_must_have_the_same_lines() {
    let plan = plan(WHIP).unwrap();
    assert!(plan.fits(&Offer::parse(WHIP).unwrap()));
    assert!(!plan.fits(&Offer::parse(&WHIP.replace("sendonly", "recvonly")).unwrap()));
    assert!(!plan.fits(&Offer::parse(&WHIP[..WHIP.find("m=video").unwrap()]).unwrap()));
}

proptest! {
    #[test]
    fn any_text_is_read_without_harm(text in "(v=0\r\n)?(([ma]=[a-z-]{0,12}:?[ -~]{0,30})\r\n){0,20}") {
        let _ = plan(&text);
    }

    #[test]
    fn a_damaged_offer_is_read_without_harm(at in 0usize..900, junk in "\\PC{0,6}", cut in 0usize..8) {
        let at = at % WHIP.len();
        let end = (at + cut).min(WHIP.len());
        let damaged = format!("{}{junk}{}", &WHIP[..at], &WHIP[end..]);
        if let Ok(plan) = plan(&damaged) {
            let text = answer(&plan);
            prop_assert_eq!(text.matches("\r\nm=").count(), plan.lines.len());
        }
    }
}
