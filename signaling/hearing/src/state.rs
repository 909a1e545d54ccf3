//! What holds in a hearing now: the fold of its events.

use crate::event::{
    BoothInput, FloorChoice, HearingKind, IdentityMethod, Mode, ParticipantSetup, ProtectedPart,
    Setup, VarietyAnswer, VoirDireOutcome, WithdrawnBecause,
};
use crate::ids::{BoothId, ColocatedGroup, EndpointId, Language, Seat};
use crate::phase::{Phase, RecordState};
use crate::role::Role;
use std::collections::{BTreeMap, BTreeSet};

/// The whole state of one hearing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HearingState {
    pub kind: HearingKind,
    pub phase: Phase,
    /// The phase to which an agreed resumption returns.
    pub before_stop: Option<Phase>,
    pub resume_asked: bool,
    pub record: RecordState,
    pub lead: Seat,
    pub people: BTreeMap<Seat, Person>,
    pub endpoints: BTreeMap<EndpointId, Endpoint>,
    pub booths: BTreeMap<BoothId, Booth>,
    /// Set by the lead; overrides who speaks.
    pub floor_language_set: Option<Language>,
    /// The floor language of the person heard last.
    pub floor_language_heard: Option<Language>,
    pub sidebar: Option<BTreeSet<Seat>>,
    pub document: Option<Seat>,
    pub protections: BTreeMap<Seat, Protection>,
    pub observers_off_record: bool,
    /// Testimony has been taken: whoever is replaced now is replaced during the session.
    pub has_begun: bool,
    /// The seats that were given up and are not yet somebody else's.
    pub vacancies: BTreeMap<Seat, Vacancy>,
    /// Interpreters with a voir dire, and how it ended.
    pub voir_dire: BTreeMap<Seat, Option<VoirDireOutcome>>,
    /// Who is not seen by the interpreters.
    pub unseen: BTreeSet<Seat>,
    /// Whether the court agrees to relay; `None` while nobody has said.
    pub relay_consent: Option<bool>,
}

/// A place in a booth whose interpreter withdrew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Vacancy {
    pub booth: BoothId,
    pub why: WithdrawnBecause,
}

/// A person at an endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub role: Role,
    pub label: String,
    pub floor_language: Option<Language>,
    pub endpoint: EndpointId,
    pub presence: Presence,
    pub connected: bool,
    pub checked: bool,
    pub identity: Option<IdentityMethod>,
    /// Who asked for the oath that is still open.
    pub oath_asked_by: Option<Seat>,
    pub sworn: bool,
    pub variety_answer: Option<VarietyAnswer>,
    /// `None` is the floor.
    pub channel: Option<Language>,
    pub floor: FloorChoice,
}

/// How far a person has come into the room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Presence {
    Expected,
    Lobby,
    Admitted,
    Left,
    Removed,
    /// Gave her seat up for good.
    Withdrawn,
}

/// A device in a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    pub principal: Seat,
    pub group: Option<ColocatedGroup>,
}

/// A language pair, who interprets it, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Booth {
    pub languages: [Language; 2],
    pub members: Vec<Seat>,
    /// Index into `languages` of the language now interpreted from.
    pub from: usize,
    /// Mode of the direction that starts at the language of the same index.
    pub modes: [Mode; 2],
    /// Who has the live microphone.
    pub active: Option<Seat>,
    pub handover_asked_by: Option<Seat>,
    /// Chosen by the interpreter; `None` is automatic.
    pub input: Option<BoothInput>,
}

/// Who may see and hear a protected person as she is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Protection {
    pub allowed: BTreeSet<Seat>,
    pub sources: BTreeSet<ProtectedPart>,
}

/// Everybody begins on the channel of her own language where a booth serves it; interpreters
/// hear what their booth hears.
fn own_channel(setup: &Setup, participant: &ParticipantSetup) -> Option<Language> {
    let own = participant.floor_language.as_ref()?;
    let served = setup.booths.iter().any(|booth| booth.languages.contains(own));
    (served && participant.role != Role::Interpreter).then(|| own.clone())
}

impl HearingState {
    /// The state before anybody has arrived.
    pub fn open(setup: &Setup) -> Self {
        let people = setup
            .participants
            .iter()
            .map(|p| (p.seat, Person { channel: own_channel(setup, p), ..Person::expected(p) }))
            .collect();
        let endpoints = setup
            .endpoints
            .iter()
            .map(|e| (e.endpoint, Endpoint { principal: e.principal, group: e.group }))
            .collect();
        let booths = setup.booths.iter().zip(0..).map(|(b, n)| {
            let booth = Booth {
                languages: b.languages.clone(),
                members: b.members.clone(),
                from: 0,
                modes: [b.mode; 2],
                active: None,
                handover_asked_by: None,
                input: None,
            };
            (BoothId(n), booth)
        });
        Self {
            kind: setup.kind,
            phase: Phase::Waiting,
            before_stop: None,
            resume_asked: false,
            record: RecordState::Off,
            lead: setup.lead,
            people,
            endpoints,
            booths: booths.collect(),
            floor_language_set: None,
            floor_language_heard: None,
            sidebar: None,
            document: None,
            protections: BTreeMap::new(),
            observers_off_record: false,
            has_begun: false,
            vacancies: BTreeMap::new(),
            voir_dire: setup.voir_dire.iter().map(|seat| (*seat, None)).collect(),
            unseen: setup.unseen.clone(),
            relay_consent: None,
        }
    }

    /// The person in this seat.
    pub fn person(&self, seat: Seat) -> Option<&Person> {
        self.people.get(&seat)
    }

    /// Everyone who sits at this device.
    pub fn people_at(&self, endpoint: EndpointId) -> impl Iterator<Item = (Seat, &Person)> {
        self.people.iter().filter(move |(_, p)| p.endpoint == endpoint).map(|(s, p)| (*s, p))
    }

    /// The language now spoken on the floor, as far as it is known.
    pub fn floor_language(&self) -> Option<&Language> {
        self.floor_language_set.as_ref().or(self.floor_language_heard.as_ref())
    }

    /// Leads this hearing or acts for the one who leads.
    pub fn leads(&self, seat: Seat) -> bool {
        seat == self.lead
            || self
                .people
                .get(&seat)
                .is_some_and(|p| matches!(p.role, Role::Presiding | Role::Clerk))
    }

    /// Somebody who leads is in the room and connected.
    pub fn lead_is_present(&self) -> bool {
        self.people.iter().any(|(seat, p)| self.leads(*seat) && p.is_present())
    }

    /// The booth in which this person interprets.
    pub fn booth_of(&self, seat: Seat) -> Option<(BoothId, &Booth)> {
        self.booths.iter().find(|(_, b)| b.members.contains(&seat)).map(|(id, b)| (*id, b))
    }

    /// An interpreter of a booth whose qualification nobody has decided about.
    pub fn awaits_voir_dire(&self, seat: Seat) -> bool {
        self.voir_dire.get(&seat) == Some(&None) && self.booth_of(seat).is_some()
    }

    /// Whether this person belongs to the private talk that is open.
    pub fn in_sidebar(&self, seat: Seat) -> bool {
        self.sidebar.as_ref().is_some_and(|members| members.contains(&seat))
    }

    /// The languages that have a channel of their own.
    pub fn channels(&self) -> BTreeSet<&Language> {
        self.booths.values().flat_map(|b| &b.languages).collect()
    }
}

impl Person {
    /// Somebody who has not come yet and listens to the floor.
    pub(crate) fn expected(setup: &ParticipantSetup) -> Self {
        Self {
            role: setup.role,
            label: setup.label.clone(),
            floor_language: setup.floor_language.clone(),
            endpoint: setup.endpoint,
            presence: Presence::Expected,
            connected: false,
            checked: false,
            identity: None,
            oath_asked_by: None,
            sworn: false,
            variety_answer: None,
            channel: None,
            floor: if setup.role.testifies() { FloorChoice::Off } else { FloorChoice::Ducked },
        }
    }

    /// In the room and connected.
    pub fn is_present(&self) -> bool {
        self.presence == Presence::Admitted && self.connected
    }
}
