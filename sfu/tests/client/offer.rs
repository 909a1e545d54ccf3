//! The offers that a client makes, and what it needs of the answer.

use anyhow::{Context, Result};

use super::missing;

/// Numbers of one line that the client sends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SendLine {
    pub(crate) video: bool,
    pub(crate) ssrc: u32,
    pub(crate) rtx_ssrc: u32,
}

/// The lines of an offer: sent ones first, as our pages make them.
#[derive(Clone, Debug)]
pub(crate) struct Lines {
    pub(crate) sends: Vec<SendLine>,
    pub(crate) audio_slots: usize,
    pub(crate) video_slots: usize,
    /// The payload types and extension numbers differ between clients.
    pub(crate) shift: u8,
    pub(crate) red: bool,
    /// Whether the offer names the SSRCs of what is sent.
    pub(crate) names_streams: bool,
}

pub(crate) const OPUS: u8 = 100;
pub(crate) const RED: u8 = 105;
pub(crate) const VP8: u8 = 110;
pub(crate) const RTX: u8 = 115;
const LEVEL: u8 = 1;
const MID: u8 = 6;
const ORIENTATION: u8 = 9;

impl Lines {
    /// The 18 lines of our pages.
    pub(crate) fn browser(seed: u32) -> Self {
        Self { audio_slots: 8, video_slots: 6, ..Self::sending(seed, 2, 2) }
    }

    /// A WHIP client: it sends only.
    pub(crate) fn whip(seed: u32) -> Self {
        Self::sending(seed, 1, 1)
    }

    /// A WHEP client: it receives only.
    pub(crate) fn whep(seed: u32) -> Self {
        Self { audio_slots: 1, video_slots: 1, ..Self::sending(seed, 0, 0) }
    }

    fn sending(seed: u32, audio: u32, video: u32) -> Self {
        let line = |at: u32, video| SendLine {
            video,
            ssrc: seed * 1000 + at,
            rtx_ssrc: seed * 1000 + 500 + at,
        };
        let sends = (0..audio)
            .map(|at| line(at + 1, false))
            .chain((0..video).map(|at| line(at + 11, true)));
        Self {
            sends: sends.collect(),
            audio_slots: 0,
            video_slots: 0,
            shift: (seed % 4) as u8,
            red: false,
            names_streams: true,
        }
    }

    pub(crate) fn level_id(&self) -> u8 {
        LEVEL + self.shift
    }

    pub(crate) fn mid_id(&self) -> u8 {
        MID + self.shift % 3
    }

    pub(crate) fn orientation_id(&self) -> u8 {
        ORIENTATION + self.shift
    }

    pub(crate) fn payload_type(&self, base: u8) -> u8 {
        base + self.shift
    }

    pub(crate) fn offer(&self, fingerprint: &str) -> String {
        let receives =
            (0..self.audio_slots).map(|_| false).chain((0..self.video_slots).map(|_| true));
        let lines: Vec<(bool, Option<SendLine>)> = self
            .sends
            .iter()
            .map(|send| (send.video, Some(*send)))
            .chain(receives.map(|video| (video, None)))
            .collect();
        let mids: Vec<String> = (0..lines.len()).map(|mid| mid.to_string()).collect();
        let mut sdp = format!(
            "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\na=group:BUNDLE {}\r\na=fingerprint:sha-256 {fingerprint}\r\na=setup:actpass\r\na=ice-ufrag:client\r\na=ice-pwd:clientclientclientclient\r\n",
            mids.join(" ")
        );
        for (mid, (video, send)) in lines.iter().enumerate() {
            sdp += &self.media(mid, *video, *send);
        }
        sdp
    }

    fn media(&self, mid: usize, video: bool, send: Option<SendLine>) -> String {
        let [opus, red, vp8, rtx] = [OPUS, RED, VP8, RTX].map(|base| self.payload_type(base));
        let mut sdp = if video {
            format!(
                "m=video 9 UDP/TLS/RTP/SAVPF {vp8} {rtx}\r\na=rtpmap:{vp8} VP8/90000\r\na=rtcp-fb:{vp8} nack\r\na=rtcp-fb:{vp8} nack pli\r\na=rtcp-fb:{vp8} goog-remb\r\na=rtpmap:{rtx} rtx/90000\r\na=fmtp:{rtx} apt={vp8}\r\na=extmap:{} urn:3gpp:video-orientation\r\n",
                self.orientation_id()
            )
        } else {
            let red_type = if self.red { format!(" {red}") } else { String::new() };
            let red_map = if self.red {
                format!("a=rtpmap:{red} red/48000/2\r\na=fmtp:{red} {opus}/{opus}\r\n")
            } else {
                String::new()
            };
            format!(
                "m=audio 9 UDP/TLS/RTP/SAVPF {opus}{red_type}\r\na=rtpmap:{opus} opus/48000/2\r\n{red_map}a=extmap:{} urn:ietf:params:rtp-hdrext:ssrc-audio-level\r\n",
                self.level_id()
            )
        };
        sdp += &format!(
            "c=IN IP4 0.0.0.0\r\na=mid:{mid}\r\na=rtcp-mux\r\na=extmap:{} urn:ietf:params:rtp-hdrext:sdes:mid\r\na={}\r\n",
            self.mid_id(),
            if send.is_some() { "sendonly" } else { "recvonly" }
        );
        if let (Some(send), true) = (send, self.names_streams) {
            if video {
                sdp += &format!(
                    "a=ssrc-group:FID {} {}\r\na=ssrc:{} cname:c\r\n",
                    send.ssrc, send.rtx_ssrc, send.rtx_ssrc
                );
            }
            sdp += &format!("a=ssrc:{} cname:c\r\n", send.ssrc);
        }
        sdp
    }
}

/// What a client needs of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) ufrag: String,
    pub(crate) password: String,
    /// SSRC and, of pictures, SSRC of repeats, for each line that the server sends on: sound, then pictures.
    pub(crate) audio: Vec<u32>,
    pub(crate) video: Vec<(u32, u32)>,
}

impl Answer {
    pub(crate) fn parse(sdp: &str) -> Result<Self> {
        let value = |text: &str, name: &str| -> Option<String> {
            text.lines()
                .find_map(|line| line.strip_prefix(name).map(|value| value.trim().to_owned()))
        };
        let mut answer = Self {
            ufrag: value(sdp, "a=ice-ufrag:").context("a fragment")?,
            password: value(sdp, "a=ice-pwd:").context("a password")?,
            audio: vec![],
            video: vec![],
        };
        for media in sdp.split("\r\nm=").skip(1) {
            if !media.contains("a=sendonly") {
                continue;
            }
            if media.starts_with("video") {
                let group = value(media, "a=ssrc-group:FID ").ok_or_else(|| missing("FID"))?;
                let (primary, repeats) = group.split_once(' ').context("two SSRCs")?;
                answer.video.push((primary.parse()?, repeats.parse()?));
            } else {
                let ssrc = value(media, "a=ssrc:").context("an SSRC")?;
                answer.audio.push(ssrc.split(' ').next().context("an SSRC")?.parse()?);
            }
        }
        Ok(answer)
    }
}
