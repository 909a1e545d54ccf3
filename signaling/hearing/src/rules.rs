//! Who hears and sees whom: the whole law of the room, as one table.
//!
//! A source reaches a listener if some *grant* names the pair and no *refusal* does. Nothing
//! else lets a packet out. Every row says in words what it is for; the tests delete each row in
//! turn and must notice.

use crate::booth;
use crate::event::{BoothInput, FloorChoice, Mode, ProtectedPart};
use crate::ids::{BoothId, EndpointId, Language, Seat};
use crate::phase::{Phase, RecordState};
use crate::role::Role;
use crate::state::{Booth, HearingState, Person, Presence};
use crate::wiring::{Channel, Gain, SourceKind};

/// One source and one listener, looked at together.
#[derive(Clone, Copy, Debug)]
pub struct Pair<'a> {
    pub state: &'a HearingState,
    pub kind: SourceKind,
    pub from: EndpointId,
    /// Whose role decides what the source may send.
    pub speaker: (Seat, &'a Person),
    pub to: EndpointId,
    /// Whose role decides what the listener may have.
    pub listener: (Seat, &'a Person),
}

/// A reason for which a source reaches a listener, with the channel and loudness it gives.
#[derive(Clone, Copy, Debug)]
pub struct Grant {
    pub name: &'static str,
    pub why: &'static str,
    pub gives: fn(&Pair<'_>) -> Option<(Channel, Gain)>,
}

/// A reason for which a source does not reach a listener, whatever is granted.
#[derive(Clone, Copy, Debug)]
pub struct Bar {
    pub name: &'static str,
    pub why: &'static str,
    pub bars: fn(&Pair<'_>) -> bool,
}

/// The grants, the first that matches decides channel and loudness.
pub const GRANTS: &[Grant] = &[
    Grant {
        name: "sidebar",
        why: "members of a private talk hear and see each other",
        gives: sidebar,
    },
    Grant {
        name: "relay",
        why: "a booth whose pair lacks the floor's language hears the booth that renders it",
        gives: relay,
    },
    Grant {
        name: "boothmate",
        why: "who waits in the booth follows the one who interprets",
        gives: boothmate,
    },
    Grant {
        name: "channel",
        why: "whoever chose a language hears the booth that now interprets into it",
        gives: channel,
    },
    Grant {
        name: "floor",
        why: "in session, those who may speak are heard by those who attend",
        gives: floor,
    },
    Grant {
        name: "rendition",
        why: "a consecutive interpreter speaks on the floor",
        gives: rendition,
    },
    Grant {
        name: "disguise",
        why: "who may not hear a protected voice hears its disguise",
        gives: disguise,
    },
    Grant {
        name: "preparation",
        why: "before the start, the bench and the interpreters talk among themselves",
        gives: preparation,
    },
    Grant {
        name: "variety_check",
        why: "interpreter and witness try whether they understand each other; the bench listens",
        gives: variety_check,
    },
    Grant {
        name: "faces",
        why: "in session, those who are seen are seen by those who attend",
        gives: faces,
    },
    Grant {
        name: "document",
        why: "a document that is shown is seen by those who attend",
        gives: document,
    },
];

/// The bars: each is enough to keep a source from a listener.
pub const BARS: &[Bar] = &[
    Bar {
        name: "outside",
        why: "nobody in the lobby, gone or removed hears or is heard",
        bars: outside,
    },
    Bar {
        name: "unconnected",
        why: "a device that is away neither hears nor is heard",
        bars: unconnected,
    },
    Bar {
        name: "colocated",
        why: "people in one room hear each other through the air, not through us",
        bars: colocated,
    },
    Bar {
        name: "private_talk",
        why: "what is said in a private talk stays among its members, and they hear only it",
        bars: private_talk,
    },
    Bar {
        name: "protection",
        why: "a protected face or voice goes only to those whom the order names",
        bars: protection,
    },
    Bar {
        name: "unseen",
        why: "who asked to be heard and not seen by the interpreters is not seen by them",
        bars: unseen,
    },
    Bar {
        name: "never_alone",
        why: "no interpreter is alone with the witness outside the variety check",
        bars: never_alone,
    },
    Bar {
        name: "unsworn",
        why: "on the record an interpreter is heard only under oath, or while taking it",
        bars: unsworn,
    },
    Bar {
        name: "observers",
        why: "observers are out while the hearing is off the record, unless allowed",
        bars: observers,
    },
];

fn sidebar(p: &Pair<'_>) -> Option<(Channel, Gain)> {
    let open = !matches!(
        p.state.phase,
        Phase::Waiting | Phase::Stopped | Phase::Adjourned | Phase::Closed
    );
    let both = p.state.in_sidebar(p.speaker.0) && p.state.in_sidebar(p.listener.0);
    let heard = match p.kind {
        SourceKind::Mic => may_use_microphone(p),
        SourceKind::Camera => true,
        SourceKind::MicDisguised | SourceKind::Document => false,
    };
    (open && both && heard).then_some((Channel::Sidebar, Gain::Full))
}

fn relay(p: &Pair<'_>) -> Option<(Channel, Gain)> {
    let (speakers, output) = live_channel(p)?;
    let (listeners, _) = p.state.booth_of(p.listener.0)?;
    let wanted = booth::input(p.state, listeners);
    (speakers != listeners && wanted == BoothInput::Channel(output.clone()))
        .then(|| (Channel::Language(output.clone()), Gain::Full))
}

fn boothmate(p: &Pair<'_>) -> Option<(Channel, Gain)> {
    let (speakers, _) = live_channel(p)?;
    let (listeners, _) = p.state.booth_of(p.listener.0)?;
    (speakers == listeners).then_some((Channel::Booth, Gain::Ducked))
}

fn channel(p: &Pair<'_>) -> Option<(Channel, Gain)> {
    let (_, output) = live_channel(p)?;
    let chosen = p.listener.1.channel.as_ref()?;
    let may = p.listener.1.role.attends() && p.listener.1.role != Role::Interpreter;
    (may && chosen == output).then(|| (Channel::Language(output.clone()), Gain::Full))
}

fn floor(p: &Pair<'_>) -> Option<(Channel, Gain)> {
    let speaks = p.kind == SourceKind::Mic && p.speaker.1.role.speaks_on_floor();
    (p.state.phase.is_testimony() && speaks).then(|| floor_gain(p)).flatten()
}

fn rendition(p: &Pair<'_>) -> Option<(Channel, Gain)> {
    let (_, booth) = live_booth(p)?;
    (p.state.phase.is_testimony() && booth.mode() == Mode::Consecutive)
        .then(|| floor_gain(p))
        .flatten()
}

fn disguise(p: &Pair<'_>) -> Option<(Channel, Gain)> {
    let speaks = p.kind == SourceKind::MicDisguised && p.speaker.1.role.speaks_on_floor();
    let needed = is_protected_from(p, ProtectedPart::Voice);
    (p.state.phase.is_testimony() && speaks && needed).then(|| floor_gain(p)).flatten()
}

fn preparation(p: &Pair<'_>) -> Option<(Channel, Gain)> {
    let takes_part = |role: Role| role.is_bench() || role == Role::Interpreter;
    let both = takes_part(p.speaker.1.role) && takes_part(p.listener.1.role);
    (p.state.phase == Phase::Preparation && both && is_plain_speech_or_face(p))
        .then_some((Channel::Floor, Gain::Full))
}

fn variety_check(p: &Pair<'_>) -> Option<(Channel, Gain)> {
    let speaks = |role: Role| {
        role == Role::Interpreter
            || role.testifies()
            || role.is_bench()
            || role == Role::Intermediary
    };
    let listens = |role: Role| speaks(role) || role.accompanies();
    let both = speaks(p.speaker.1.role) && listens(p.listener.1.role);
    (p.state.phase == Phase::VarietyCheck && both && is_plain_speech_or_face(p))
        .then_some((Channel::Floor, Gain::Full))
}

fn faces(p: &Pair<'_>) -> Option<(Channel, Gain)> {
    let seen = p.kind == SourceKind::Camera && p.speaker.1.role.is_seen();
    (p.state.phase.is_testimony() && seen && p.listener.1.role.attends())
        .then_some((Channel::Floor, Gain::Full))
}

fn document(p: &Pair<'_>) -> Option<(Channel, Gain)> {
    let shown = p.kind == SourceKind::Document && p.state.document == Some(p.speaker.0);
    (p.state.phase.is_testimony() && shown && p.listener.1.role.attends())
        .then_some((Channel::Floor, Gain::Full))
}

fn outside(p: &Pair<'_>) -> bool {
    let any_outside = |endpoint| {
        p.state.people_at(endpoint).any(|(_, person)| person.presence != Presence::Admitted)
    };
    any_outside(p.from) || any_outside(p.to)
}

fn unconnected(p: &Pair<'_>) -> bool {
    !p.speaker.1.connected || !p.listener.1.connected
}

fn colocated(p: &Pair<'_>) -> bool {
    let group = |id| p.state.endpoints.get(&id).and_then(|e| e.group);
    p.from == p.to || group(p.from).is_some_and(|g| group(p.to) == Some(g))
}

fn private_talk(p: &Pair<'_>) -> bool {
    let Some(members) = &p.state.sidebar else { return false };
    let touches = |e| p.state.people_at(e).any(|(seat, _)| members.contains(&seat));
    let within = |e| touches(e) && p.state.people_at(e).all(|(seat, _)| members.contains(&seat));
    (touches(p.from) || touches(p.to)) && !(within(p.from) && within(p.to))
}

fn protection(p: &Pair<'_>) -> bool {
    match p.kind {
        SourceKind::Mic => is_protected_from(p, ProtectedPart::Voice),
        SourceKind::Camera => is_protected_from(p, ProtectedPart::Face),
        SourceKind::MicDisguised | SourceKind::Document => false,
    }
}

fn unseen(p: &Pair<'_>) -> bool {
    p.kind == SourceKind::Camera
        && p.state.people_at(p.from).any(|(seat, _)| p.state.unseen.contains(&seat))
        && p.state.people_at(p.to).any(|(_, listener)| listener.role == Role::Interpreter)
}

fn never_alone(p: &Pair<'_>) -> bool {
    let (a, b) = (p.speaker.1.role, p.listener.1.role);
    let interpreter_and_witness = (a == Role::Interpreter && b == Role::Witness)
        || (a == Role::Witness && b == Role::Interpreter);
    interpreter_and_witness && p.state.phase != Phase::VarietyCheck && !has_company(p)
}

/// Somebody else who answers for the talk is in it: in a private talk one of its members,
/// otherwise whoever leads.
fn has_company(p: &Pair<'_>) -> bool {
    match &p.state.sidebar {
        Some(members) if members.contains(&p.speaker.0) => members
            .iter()
            .filter_map(|seat| p.state.person(*seat))
            .any(|m| m.is_present() && !matches!(m.role, Role::Interpreter | Role::Witness)),
        _ => p.state.lead_is_present(),
    }
}

fn unsworn(p: &Pair<'_>) -> bool {
    let speaker = p.speaker.1;
    matches!(p.kind, SourceKind::Mic | SourceKind::MicDisguised)
        && speaker.role == Role::Interpreter
        && p.state.record == RecordState::On
        && p.state.phase.is_testimony()
        && !p.state.in_sidebar(p.speaker.0)
        && !speaker.sworn
        && speaker.oath_asked_by.is_none()
}

fn observers(p: &Pair<'_>) -> bool {
    let observer_at = |e| p.state.people_at(e).any(|(_, q)| q.role == Role::Observer);
    observer_at(p.to) && p.state.record == RecordState::Off && !p.state.observers_off_record
}

/// An interpreter's microphone is live only when the booth gave it to her.
fn may_use_microphone(p: &Pair<'_>) -> bool {
    p.speaker.1.role != Role::Interpreter || live_booth(p).is_some()
}

fn is_plain_speech_or_face(p: &Pair<'_>) -> bool {
    match p.kind {
        SourceKind::Mic => may_use_microphone(p),
        SourceKind::Camera => true,
        SourceKind::MicDisguised | SourceKind::Document => false,
    }
}

/// The booth whose live microphone this source is.
fn live_booth<'a>(p: &Pair<'a>) -> Option<(BoothId, &'a Booth)> {
    let (id, booth) = p.state.booth_of(p.speaker.0)?;
    (p.kind == SourceKind::Mic && booth.active == Some(p.speaker.0)).then_some((id, booth))
}

/// The booth whose live microphone this source is, and the channel that it now feeds.
fn live_channel<'a>(p: &Pair<'a>) -> Option<(BoothId, &'a Language)> {
    let (id, booth) = live_booth(p)?;
    p.state.phase.is_testimony().then_some(())?;
    booth.output().map(|output| (id, output))
}

fn is_protected_from(p: &Pair<'_>, part: ProtectedPart) -> bool {
    p.state.people_at(p.from).any(|(seat, _)| {
        p.state.protections.get(&seat).is_some_and(|order| {
            order.sources.contains(&part)
                && p.state.people_at(p.to).any(|(listener, _)| !order.allowed.contains(&listener))
        })
    })
}

/// How loud the floor is for this listener; `None` if it is off.
///
/// An interpreter hears the floor in full unless she works from another booth. A listener of a
/// language hears the floor in full unless a booth now interprets into that language; it depends
/// on the direction, not on whether the interpreter is speaking, so the floor never jumps up
/// in a pause.
fn floor_gain(p: &Pair<'_>) -> Option<(Channel, Gain)> {
    let (seat, listener) = p.listener;
    if !listener.role.attends() {
        return None;
    }
    let interpreted = if let Some((id, _)) = p.state.booth_of(seat) {
        booth::input(p.state, id) != BoothInput::Floor
    } else {
        let into = |l: &Language| p.state.booths.values().any(|b| b.output() == Some(l));
        listener.channel.as_ref().is_some_and(into)
    };
    match (interpreted, listener.floor) {
        (false, _) => Some((Channel::Floor, Gain::Full)),
        (true, FloorChoice::Off) => None,
        (true, FloorChoice::Ducked) => Some((Channel::Floor, Gain::Ducked)),
    }
}
