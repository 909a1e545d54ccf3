//! Writing an answer.

use std::fmt::Write;
use std::net::SocketAddr;

use super::plan::{Common, Line};
use super::{Codec, Format, LEVEL_URI, MID_URI, ORIENTATION_URI, Plan};
use crate::ice::Credentials;
use crate::names::SlotKind;
use crate::rtcp::CANONICAL_NAME;

/// What a browser is asked to send: speech of constant bit rate, so that packet sizes tell nothing about what is
/// said (RFC 6562), without pauses, in one channel, with forward error correction.
const OPUS_TO_US: &str =
    "minptime=10;useinbandfec=1;cbr=1;usedtx=0;stereo=0;sprop-stereo=0;maxaveragebitrate=64000";
/// What we pass on may have been made by any encoder.
const OPUS_FROM_US: &str = "minptime=10;useinbandfec=1";
/// Feedback that we act on or send, where the offer knows it.
const VIDEO_FEEDBACK: [&str; 4] = ["ccm fir", "nack", "nack pli", "goog-remb"];

/// The part of an answer that changes with each ICE session.
#[derive(Debug)]
pub(crate) struct Session<'a> {
    pub(crate) id: u64,
    /// Counted up for each answer of one peer (RFC 8829 §5.3.1).
    pub(crate) version: u32,
    pub(crate) credentials: &'a Credentials,
    /// SHA-256 of our certificate, as SDP writes it.
    pub(crate) fingerprint: &'a str,
    pub(crate) candidates: &'a [SocketAddr],
}

impl Plan {
    /// The answer to the offer that the plan was made from.
    pub(crate) fn answer(&self, session: &Session<'_>) -> String {
        let mut answer = Answer(String::with_capacity(400 * self.lines.len() + 400));
        answer.line(format_args!("v=0"));
        answer.line(format_args!("o=- {} {} IN IP4 0.0.0.0", session.id, session.version));
        answer.line(format_args!("s=-"));
        answer.line(format_args!("t=0 0"));
        let mids: Vec<&str> = self.lines.iter().filter_map(accepted_mid).collect();
        if !mids.iter().all(|mid| mid.is_empty()) {
            answer.line(format_args!("a=group:BUNDLE {}", mids.join(" ")));
        }
        answer.line(format_args!("a=ice-lite"));
        answer.line(format_args!("a=fingerprint:sha-256 {}", session.fingerprint));
        answer.line(format_args!("a=msid-semantic: WMS *"));
        let mut candidates = session.candidates;
        for line in &self.lines {
            answer.media(line, session);
            if accepted_mid(line).is_some() {
                // Lines of a bundle share the transport of the first, and so its candidates.
                answer.candidates(std::mem::take(&mut candidates));
            }
        }
        answer.0
    }
}

fn accepted_mid(line: &Line) -> Option<&str> {
    match line {
        Line::Source(source) => Some(&source.common.mid),
        Line::Slot(slot) => Some(&slot.common.mid),
        Line::Rejected { .. } => None,
    }
}

struct Answer(String);

impl Answer {
    fn line(&mut self, line: std::fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        let _ = write!(self.0, "{line}\r\n");
    }

    fn media(&mut self, line: &Line, session: &Session<'_>) {
        match line {
            Line::Rejected { kind, protocol, format, mid } => {
                self.line(format_args!("m={kind} 0 {protocol} {format}"));
                self.line(format_args!("c=IN IP4 0.0.0.0"));
                self.mid(mid);
                self.line(format_args!("a=inactive"));
            }
            Line::Source(source) => {
                let kind = source.kind.slot_kind();
                self.accepted(kind, &source.common, &[source.format], session);
                self.line(format_args!("a=recvonly"));
                self.formats(&source.common, &[source.format], OPUS_TO_US);
            }
            Line::Slot(slot) => {
                self.accepted(slot.kind, &slot.common, &slot.formats, session);
                self.line(format_args!("a=sendonly"));
                self.formats(&slot.common, &slot.formats, OPUS_FROM_US);
                // One stream for each slot, so that the browser does not hold one back for another.
                self.line(format_args!("a=msid:slot-{0:08x} slot-{0:08x}", slot.ssrc));
                let repeats = slot.formats.iter().any(|format| format.rtx.is_some());
                if repeats {
                    self.line(format_args!("a=ssrc-group:FID {} {}", slot.ssrc, slot.rtx_ssrc));
                }
                // The primary stream must come before its repetition: Chromium shows nothing otherwise.
                self.line(format_args!("a=ssrc:{} cname:{CANONICAL_NAME}", slot.ssrc));
                if repeats {
                    self.line(format_args!("a=ssrc:{} cname:{CANONICAL_NAME}", slot.rtx_ssrc));
                }
            }
        }
    }

    fn accepted(
        &mut self,
        kind: SlotKind,
        common: &Common,
        formats: &[Format],
        session: &Session<'_>,
    ) {
        let kind = match kind {
            SlotKind::Audio => "audio",
            SlotKind::Video => "video",
        };
        // RED stands before Opus, or Chromium does not use it.
        let mut types: Vec<String> = common.red.iter().map(u8::to_string).collect();
        for format in formats {
            types.push(format.payload_type.to_string());
            types.extend(format.rtx.map(|rtx| rtx.to_string()));
        }
        self.line(format_args!("m={kind} 9 {} {}", common.protocol, types.join(" ")));
        self.line(format_args!("c=IN IP4 0.0.0.0"));
        self.mid(&common.mid);
        self.line(format_args!("a=ice-ufrag:{}", session.credentials.ufrag_text()));
        self.line(format_args!("a=ice-pwd:{}", session.credentials.password_text()));
        self.line(format_args!("a=setup:passive"));
        self.line(format_args!("a=rtcp-mux"));
        if common.reduced_size {
            self.line(format_args!("a=rtcp-rsize"));
        }
        let ids = common.extensions;
        for (id, uri) in
            [(ids.level, LEVEL_URI), (ids.mid, MID_URI), (ids.orientation, ORIENTATION_URI)]
        {
            if id != 0 {
                self.line(format_args!("a=extmap:{id} {uri}"));
            }
        }
    }

    fn formats(&mut self, common: &Common, formats: &[Format], opus: &str) {
        for format in formats {
            let offered = common
                .accepted
                .iter()
                .find(|encoding| encoding.payload_type == format.payload_type);
            let payload_type = format.payload_type;
            match format.codec {
                Codec::Opus => {
                    if let Some(red) = common.red {
                        self.line(format_args!("a=rtpmap:{red} red/48000/2"));
                        self.line(format_args!("a=fmtp:{red} {payload_type}/{payload_type}"));
                    }
                    self.line(format_args!("a=rtpmap:{payload_type} opus/48000/2"));
                    self.line(format_args!("a=fmtp:{payload_type} {opus}"));
                }
                Codec::Vp8 => self.line(format_args!("a=rtpmap:{payload_type} VP8/90000")),
                Codec::H264 => {
                    self.line(format_args!("a=rtpmap:{payload_type} H264/90000"));
                    if let Some(offered) = offered {
                        self.line(format_args!("a=fmtp:{payload_type} {}", offered.parameters));
                    }
                }
            }
            for feedback in VIDEO_FEEDBACK {
                if format.codec != Codec::Opus
                    && offered.is_some_and(|offered| {
                        offered.feedback.iter().any(|known| known == feedback)
                    })
                {
                    self.line(format_args!("a=rtcp-fb:{payload_type} {feedback}"));
                }
            }
            if let Some(rtx) = format.rtx {
                self.line(format_args!("a=rtpmap:{rtx} rtx/90000"));
                self.line(format_args!("a=fmtp:{rtx} apt={payload_type}"));
            }
        }
    }

    fn mid(&mut self, mid: &str) {
        if !mid.is_empty() {
            self.line(format_args!("a=mid:{mid}"));
        }
    }

    fn candidates(&mut self, candidates: &[SocketAddr]) {
        if candidates.is_empty() {
            return;
        }
        for (at, candidate) in candidates.iter().enumerate() {
            // Host type preference 126, the first address most preferred (RFC 8445 §5.1.2.1).
            let priority = (126u32 << 24) | ((65535 - at as u32) << 8) | 255;
            self.line(format_args!(
                "a=candidate:{} 1 udp {priority} {} {} typ host",
                at + 1,
                candidate.ip(),
                candidate.port()
            ));
        }
        self.line(format_args!("a=end-of-candidates"));
    }
}
