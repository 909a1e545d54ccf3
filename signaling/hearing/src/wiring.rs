//! `wiring(state)`: for each listener which sources, on which channel, how loud; and which
//! sources are written to the record. Everything that the media plane does follows from this.

use crate::ids::{EndpointId, Language, Seat};
use crate::phase::RecordState;
use crate::role::Role;
use crate::rules::{BARS, Bar, GRANTS, Grant, Pair};
use crate::state::{HearingState, Person, Presence};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What an endpoint sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    Mic,
    MicDisguised,
    Camera,
    Document,
}

impl SourceKind {
    /// All kinds, in the order of an offer's send lines.
    pub const ALL: [SourceKind; 4] =
        [SourceKind::Mic, SourceKind::MicDisguised, SourceKind::Camera, SourceKind::Document];

    /// Sound, not picture.
    pub fn is_audio(self) -> bool {
        matches!(self, SourceKind::Mic | SourceKind::MicDisguised)
    }
}

/// One stream that an endpoint sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Source {
    pub endpoint: EndpointId,
    pub kind: SourceKind,
}

/// In which capacity a source is heard.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Channel {
    Floor,
    Language(Language),
    /// A boothmate's output, followed by the one who waits.
    Booth,
    Sidebar,
}

/// How loud the listener's own client plays it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gain {
    Full,
    /// Softer, under an interpretation.
    Ducked,
}

/// A source that reaches a listener.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edge {
    /// Lower is kept when a listener has fewer slots than sources.
    pub priority: u8,
    pub from: Source,
    /// Who is heard: the principal of the source's endpoint.
    pub seat: Seat,
    pub channel: Channel,
    pub gain: Gain,
}

/// All media of a hearing at one instant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wiring {
    pub edges: BTreeMap<EndpointId, BTreeSet<Edge>>,
    pub recorded: BTreeSet<Source>,
}

impl Wiring {
    /// The edge from this source to this listener.
    pub fn edge(&self, from: Source, to: EndpointId) -> Option<&Edge> {
        self.edges.get(&to)?.iter().find(|e| e.from == from)
    }
}

/// Who hears and sees whom, and what is recorded.
pub fn wiring(state: &HearingState) -> Wiring {
    wiring_under(state, GRANTS, BARS)
}

/// The wiring under these rows of the table; the tests leave one out at a time.
pub fn wiring_under(state: &HearingState, grants: &[Grant], bars: &[Bar]) -> Wiring {
    let mut wiring = Wiring::default();
    for (to, listener) in principals(state) {
        let edges = principals(state)
            .flat_map(|(from, speaker)| {
                SourceKind::ALL.map(|kind| Pair { state, kind, from, speaker, to, listener })
            })
            .filter_map(|pair| edge(&pair, grants, bars))
            .collect::<BTreeSet<_>>();
        if !edges.is_empty() {
            wiring.edges.insert(to, edges);
        }
    }
    wiring.recorded = recorded(state, grants, bars);
    wiring
}

/// What a listener of this channel hears (`None` is the floor), as if one more member of the
/// bench sat in the room with the floor ducked: for playing the record back.
pub fn heard_on(state: &HearingState, channel: Option<&Language>) -> BTreeSet<Edge> {
    let ghost = ghost_listener(channel);
    let mut with_ghost = state.clone();
    let seat = Seat(u16::MAX);
    let endpoint = EndpointId(u16::MAX);
    for order in with_ghost.protections.values_mut() {
        order.allowed.insert(seat);
    }
    with_ghost.endpoints.insert(endpoint, crate::state::Endpoint { principal: seat, group: None });
    with_ghost.people.insert(seat, Person { endpoint, ..ghost });
    wiring(&with_ghost).edges.remove(&endpoint).unwrap_or_default()
}

fn principals(state: &HearingState) -> impl Iterator<Item = (EndpointId, (Seat, &Person))> {
    state.endpoints.iter().filter_map(|(id, endpoint)| {
        state.people.get(&endpoint.principal).map(|p| (*id, (endpoint.principal, p)))
    })
}

fn edge(pair: &Pair<'_>, grants: &[Grant], bars: &[Bar]) -> Option<Edge> {
    let (channel, gain) = grants.iter().find_map(|grant| (grant.gives)(pair))?;
    if bars.iter().any(|bar| (bar.bars)(pair)) {
        return None;
    }
    Some(Edge {
        priority: pair.speaker.1.role.slot_priority(),
        from: Source { endpoint: pair.from, kind: pair.kind },
        seat: pair.speaker.0,
        channel,
        gain,
    })
}

/// On the record, every source that the room or a channel may hear is written: the floor, each
/// interpreter, each picture. A private talk, a disguise and what nobody may hear are not.
fn recorded(state: &HearingState, grants: &[Grant], bars: &[Bar]) -> BTreeSet<Source> {
    if state.record != RecordState::On || !state.phase.is_testimony() {
        return BTreeSet::new();
    }
    let recorder = ghost_listener(None);
    let seat = Seat(u16::MAX);
    let mut sources = BTreeSet::new();
    for (from, speaker) in principals(state) {
        for kind in SourceKind::ALL {
            let pair = Pair {
                state,
                kind,
                from,
                speaker,
                to: recorder.endpoint,
                listener: (seat, &recorder),
            };
            let live_in_booth = kind == SourceKind::Mic
                && state.booth_of(speaker.0).is_some_and(|(_, b)| b.active == Some(speaker.0));
            let granted = live_in_booth || grants.iter().any(|g| (g.gives)(&pair).is_some());
            let barred = bars.iter().any(|bar| (bar.bars)(&pair));
            if granted && !barred {
                sources.insert(Source { endpoint: from, kind });
            }
        }
    }
    sources
}

/// A listener of the bench who sits at no one's device.
fn ghost_listener(channel: Option<&Language>) -> Person {
    Person {
        role: Role::Clerk,
        label: String::new(),
        floor_language: None,
        endpoint: EndpointId(u16::MAX),
        presence: Presence::Admitted,
        connected: true,
        checked: true,
        identity: None,
        oath_asked_by: None,
        sworn: false,
        variety_answer: None,
        channel: channel.cloned(),
        floor: crate::event::FloorChoice::Ducked,
    }
}
