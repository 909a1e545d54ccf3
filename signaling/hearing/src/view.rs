//! What one person may know of the hearing: the page is drawn from this and nothing else.

use crate::act::ActKind;
use crate::booth;
use crate::decide::allowed;
use crate::event::{BoothInput, FloorChoice, HearingKind, Mode, VoirDireOutcome, WithdrawnBecause};
use crate::ids::{BoothId, EndpointId, Language, Seat};
use crate::phase::{Phase, RecordState};
use crate::role::Role;
use crate::state::{HearingState, Person, Presence, Vacancy};
use serde::Serialize;
use std::collections::BTreeSet;

/// The hearing as this seat may see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct View {
    pub kind: HearingKind,
    pub phase: Phase,
    pub record: RecordState,
    pub me: Me,
    pub people: Vec<PersonView>,
    pub booths: Vec<BoothView>,
    pub channels: Vec<String>,
    pub floor_language: Option<Language>,
    pub sidebar: Option<SidebarView>,
    pub allowed: Vec<ActKind>,
    pub lead: Seat,
    pub document: Option<DocumentView>,
    pub observers_off_record: bool,
    /// Places that an interpreter gave up and nobody has taken yet; for whoever leads.
    pub vacancies: Vec<VacancyView>,
    /// Interpreters about whose qualification is decided here; for whoever leads.
    pub voir_dire: Vec<VoirDireView>,
    /// Whether the court agrees to relay; `null` while nobody has said.
    pub relay_consent: Option<bool>,
}

/// A place in a booth to be filled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct VacancyView {
    pub seat: Seat,
    pub booth: BoothId,
    pub why: WithdrawnBecause,
}

/// A voir dire and how it ended; `null` while it is open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct VoirDireView {
    pub seat: Seat,
    pub outcome: Option<VoirDireOutcome>,
}

/// The one who looks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Me {
    pub seat: Seat,
    pub role: Role,
    pub label: String,
    pub admitted: bool,
    pub state: &'static str,
    pub endpoint: EndpointId,
    pub channel: String,
    pub floor: FloorChoice,
    pub sworn: bool,
    pub oath_asked: bool,
    pub floor_language: Option<Language>,
    pub resume_asked: bool,
}

/// Another person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PersonView {
    pub seat: Seat,
    pub role: Role,
    /// Empty in the lobby, where roles are shown and not people.
    pub label: String,
    pub state: &'static str,
    pub connected: bool,
    pub sworn: bool,
    pub oath_asked: bool,
    pub identified: bool,
    pub floor_language: Option<Language>,
    pub endpoint: EndpointId,
    pub checked: bool,
}

/// A booth as its users and the lead see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BoothView {
    pub booth: BoothId,
    pub languages: [Language; 2],
    pub direction: DirectionView,
    pub mode: ModeView,
    pub active: Option<Seat>,
    pub members: Vec<Seat>,
    pub handover: Option<HandoverView>,
    pub input: String,
    pub input_chosen: bool,
    /// How long the active interpreter has had the microphone; 0 here, since no pure function
    /// knows the time: whoever does fills it in.
    pub minutes_active: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DirectionView {
    pub from: Language,
    pub to: Language,
}

/// `forward` is the direction from the first to the second language of the pair.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ModeView {
    pub forward: Mode,
    pub back: Mode,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HandoverView {
    pub asked_by: Seat,
}

/// That a private talk is open is known to all in the room; who is in it, to its members.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SidebarView {
    pub members: BTreeSet<Seat>,
    pub mine: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DocumentView {
    pub seat: Seat,
}

/// The view of this seat; `None` if nobody has it.
pub fn view(state: &HearingState, seat: Seat) -> Option<View> {
    let me = state.person(seat)?;
    let inside = me.presence == Presence::Admitted;
    let leads = inside && state.leads(seat);
    Some(View {
        kind: state.kind,
        phase: state.phase,
        record: state.record,
        me: me_view(state, seat, me),
        people: state
            .people
            .iter()
            .map(|(s, p)| person_view(*s, p, inside || *s == seat))
            .collect(),
        booths: if inside { booth_views(state) } else { Vec::new() },
        channels: channels(state, inside),
        floor_language: state.floor_language().filter(|_| inside).cloned(),
        sidebar: state.sidebar.as_ref().filter(|_| inside).map(|members| {
            let mine = members.contains(&seat);
            SidebarView { members: if mine { members.clone() } else { BTreeSet::new() }, mine }
        }),
        allowed: allowed(state, seat),
        lead: state.lead,
        document: state.document.filter(|_| inside).map(|seat| DocumentView { seat }),
        observers_off_record: state.observers_off_record,
        vacancies: if leads { vacancy_views(state) } else { Vec::new() },
        voir_dire: if leads { voir_dire_views(state) } else { Vec::new() },
        relay_consent: state.relay_consent.filter(|_| inside),
    })
}

fn me_view(state: &HearingState, seat: Seat, me: &Person) -> Me {
    Me {
        seat,
        role: me.role,
        label: me.label.clone(),
        admitted: me.presence == Presence::Admitted,
        state: state_name(me),
        endpoint: me.endpoint,
        channel: me.channel.as_ref().map_or("floor".to_owned(), |l| l.0.clone()),
        floor: me.floor,
        sworn: me.sworn,
        oath_asked: me.oath_asked_by.is_some(),
        floor_language: me.floor_language.clone(),
        resume_asked: state.resume_asked,
    }
}

fn person_view(seat: Seat, person: &Person, with_label: bool) -> PersonView {
    PersonView {
        seat,
        role: person.role,
        label: if with_label { person.label.clone() } else { String::new() },
        state: state_name(person),
        connected: person.connected,
        sworn: person.sworn,
        oath_asked: person.oath_asked_by.is_some(),
        identified: person.identity.is_some(),
        floor_language: person.floor_language.clone().filter(|_| with_label),
        endpoint: person.endpoint,
        checked: person.checked,
    }
}

fn state_name(person: &Person) -> &'static str {
    match person.presence {
        Presence::Expected => "expected",
        Presence::Lobby => "lobby",
        Presence::Admitted if person.connected => "admitted",
        Presence::Admitted => "lost",
        Presence::Left => "left",
        Presence::Removed => "removed",
        Presence::Withdrawn => "withdrawn",
    }
}

fn vacancy_views(state: &HearingState) -> Vec<VacancyView> {
    let view = |(seat, vacancy): (&Seat, &Vacancy)| VacancyView {
        seat: *seat,
        booth: vacancy.booth,
        why: vacancy.why,
    };
    state.vacancies.iter().map(view).collect()
}

fn voir_dire_views(state: &HearingState) -> Vec<VoirDireView> {
    let view = |(seat, outcome): (&Seat, &Option<VoirDireOutcome>)| VoirDireView {
        seat: *seat,
        outcome: *outcome,
    };
    state.voir_dire.iter().map(view).collect()
}

fn channels(state: &HearingState, inside: bool) -> Vec<String> {
    let languages = state.channels().into_iter().filter(|_| inside).map(|l| l.0.clone());
    std::iter::once("floor".to_owned()).chain(languages).collect()
}

fn booth_views(state: &HearingState) -> Vec<BoothView> {
    state
        .booths
        .iter()
        .map(|(id, b)| BoothView {
            booth: *id,
            languages: b.languages.clone(),
            direction: DirectionView {
                from: b.source_language().clone(),
                to: b.target_language().clone(),
            },
            mode: ModeView { forward: b.modes[0], back: b.modes[1] },
            active: b.active,
            members: b.members.clone(),
            handover: b.handover_asked_by.map(|asked_by| HandoverView { asked_by }),
            input: match booth::input(state, *id) {
                BoothInput::Floor => "floor".to_owned(),
                BoothInput::Channel(language) => language.0,
            },
            input_chosen: b.input.is_some(),
            minutes_active: 0,
        })
        .collect()
}
