//! The messages of a live hearing's WebSocket, as PROTOCOL.md gives them.

use crate::problem::Document;
use puente_hearing::event::HearingEvent;
use puente_hearing::wiring::{Channel, Edge, Gain, SourceKind};
use puente_hearing::{Act, Seat, View};
use puente_registry::time::Moment;
use serde::{Deserialize, Serialize};

/// What a page sends.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum FromClient {
    Hello {
        v: u8,
        #[serde(default)]
        lang: Option<String>,
    },
    DeviceCheck {
        microphone: Microphone,
        camera: Camera,
        speaker: Speaker,
        network: Network,
    },
    Offer {
        sdp: String,
    },
    Restart {
        sdp: String,
    },
    Act {
        id: String,
        act: Act,
    },
    Ping {
        t: u64,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Microphone {
    Ok,
    Silent,
    Blocked,
    None,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Camera {
    Ok,
    Dark,
    Blocked,
    None,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Speaker {
    Ok,
    NotHeard,
}

/// What the network probe measured.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Network {
    pub(super) rtt_ms: u32,
    pub(super) down_kbps: u32,
    pub(super) up_kbps: u32,
}

/// What the server sends.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum ToClient {
    Welcome {
        instance: String,
        seat: Seat,
        now: Moment,
        view: Box<LiveView>,
    },
    View {
        view: Box<LiveView>,
    },
    Answer {
        sdp: String,
    },
    Wired {
        audio: Vec<Option<Slot>>,
        video: Vec<Option<Slot>>,
    },
    Minutes {
        entries: Vec<MinutesEntry>,
    },
    Speaking {
        seats: Vec<Seat>,
    },
    Done {
        id: String,
    },
    Refused {
        id: String,
        problem: Box<Document>,
    },
    MediaLost,
    /// WHIP or WHEP clients send and receive for the seat now.
    MediaElsewhere,
    Ended {
        because: Because,
    },
    Pong {
        t: u64,
    },
}

/// The view of a seat, with what only a running hearing knows.
#[derive(Debug, Serialize)]
pub(super) struct LiveView {
    #[serde(flatten)]
    pub(super) view: View,
    /// The first bytes are on disk, so the page may say that it is recorded.
    pub(super) recording: bool,
    pub(super) starts: Moment,
}

/// One line of the minutes.
#[derive(Clone, Debug, Serialize)]
pub struct MinutesEntry {
    pub seq: u64,
    pub at: Moment,
    pub text: String,
    pub event: HearingEvent,
}

/// Why a socket will not come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Because {
    Closed,
    Removed,
    TakenOver,
    LinkEnded,
    /// The seat was given up.
    Withdrawn,
}

/// What one receive slot carries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Slot {
    pub(super) seat: Seat,
    pub(super) source: SourceKind,
    pub(super) channel: String,
    pub(super) gain: Gain,
}

impl From<&Edge> for Slot {
    fn from(edge: &Edge) -> Self {
        let channel = match &edge.channel {
            Channel::Floor => "floor".to_owned(),
            Channel::Sidebar => "sidebar".to_owned(),
            Channel::Booth => "booth".to_owned(),
            Channel::Language(language) => language.0.clone(),
        };
        Self { seat: edge.seat, source: edge.from.kind, channel, gain: edge.gain }
    }
}
