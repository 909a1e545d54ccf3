//! A cast with every role, two booths in relay, shared devices and a colocated pair.

#![allow(dead_code, reason = "each test file uses its part of the cast")]

use puente_hearing::event::{
    BoothSetup, EndpointSetup, HearingKind, Mode, ParticipantSetup, Setup,
};
use puente_hearing::ids::{ColocatedGroup, EndpointId, Language, Seat};
use puente_hearing::{HearingEvent, HearingState, Phase, Role, apply};
use std::collections::BTreeSet;

pub(crate) const INTERVIEWER: Seat = Seat(1);
pub(crate) const WITNESS: Seat = Seat(2);
pub(crate) const MAM_1: Seat = Seat(3);
pub(crate) const MAM_2: Seat = Seat(4);
pub(crate) const EN_1: Seat = Seat(5);
pub(crate) const EN_2: Seat = Seat(6);
pub(crate) const OBSERVER: Seat = Seat(7);
pub(crate) const COUNSEL: Seat = Seat(8);
pub(crate) const JUDGE: Seat = Seat(9);
pub(crate) const CLERK: Seat = Seat(10);
pub(crate) const EXPERT: Seat = Seat(11);
pub(crate) const PROSECUTOR: Seat = Seat(12);
pub(crate) const VICTIMS_COUNSEL: Seat = Seat(13);
pub(crate) const ACCUSED: Seat = Seat(14);
pub(crate) const SUPPORT: Seat = Seat(15);
pub(crate) const GUARDIAN: Seat = Seat(16);
pub(crate) const INTERMEDIARY: Seat = Seat(17);
pub(crate) const TECHNICIAN: Seat = Seat(18);
pub(crate) const OFFICIAL: Seat = Seat(19);

/// Seat, role, endpoint, floor language. The support person sits at the witness's device.
pub(crate) const CAST: [(Seat, Role, u16, &str); 19] = [
    (INTERVIEWER, Role::Interviewer, 1, "spa"),
    (WITNESS, Role::Witness, 2, "mam"),
    (MAM_1, Role::Interpreter, 3, "spa"),
    (MAM_2, Role::Interpreter, 4, "spa"),
    (EN_1, Role::Interpreter, 5, "eng"),
    (EN_2, Role::Interpreter, 6, "eng"),
    (OBSERVER, Role::Observer, 7, "spa"),
    (COUNSEL, Role::Counsel, 8, "spa"),
    (JUDGE, Role::Presiding, 9, "eng"),
    (CLERK, Role::Clerk, 10, "eng"),
    (EXPERT, Role::Expert, 11, "spa"),
    (PROSECUTOR, Role::Prosecutor, 12, "spa"),
    (VICTIMS_COUNSEL, Role::VictimsCounsel, 13, "spa"),
    (ACCUSED, Role::Accused, 14, "spa"),
    (SUPPORT, Role::SupportPerson, 2, "spa"),
    (GUARDIAN, Role::Guardian, 16, "mam"),
    (INTERMEDIARY, Role::Intermediary, 17, "spa"),
    (TECHNICIAN, Role::Technician, 18, "spa"),
    (OFFICIAL, Role::ExecutingOfficial, 19, "spa"),
];

/// Who steps in when an interpreter withdraws.
pub(crate) fn substitute(seat: u16) -> ParticipantSetup {
    ParticipantSetup {
        seat: Seat(seat),
        role: Role::Interpreter,
        label: format!("person {seat}"),
        floor_language: Some(Language::new("spa")),
        endpoint: EndpointId(seat),
    }
}

/// Counsel and the victim's counsel sit in one room with a device each.
const TOGETHER: [u16; 2] = [8, 13];

pub(crate) fn setup() -> Setup {
    let principal = |endpoint: u16| {
        CAST.iter().find(|c| c.2 == endpoint).map(|c| c.0).unwrap_or(Seat(endpoint))
    };
    let mut endpoints: Vec<u16> = CAST.iter().map(|c| c.2).collect();
    endpoints.sort_unstable();
    endpoints.dedup();
    Setup {
        kind: HearingKind::Hearing,
        lead: INTERVIEWER,
        participants: CAST
            .iter()
            .map(|(seat, role, endpoint, language)| ParticipantSetup {
                seat: *seat,
                role: *role,
                label: format!("person {seat}"),
                floor_language: Some(Language::new(language)),
                endpoint: EndpointId(*endpoint),
            })
            .collect(),
        endpoints: endpoints
            .into_iter()
            .map(|e| EndpointSetup {
                endpoint: EndpointId(e),
                principal: principal(e),
                group: TOGETHER.contains(&e).then_some(ColocatedGroup(1)),
            })
            .collect(),
        booths: vec![
            BoothSetup {
                languages: [Language::new("mam"), Language::new("spa")],
                members: vec![MAM_1, MAM_2],
                mode: Mode::Consecutive,
            },
            BoothSetup {
                languages: [Language::new("spa"), Language::new("eng")],
                members: vec![EN_1, EN_2],
                mode: Mode::Simultaneous,
            },
        ],
        voir_dire: BTreeSet::new(),
        unseen: BTreeSet::from([EXPERT]),
    }
}

/// Everybody is in the room and listens to the floor, the first of each booth has the
/// microphone, all are sworn.
pub(crate) fn assembled() -> HearingState {
    let mut state = HearingState::open(&setup());
    for (seat, ..) in CAST {
        state = apply(state, &HearingEvent::ParticipantArrived { seat });
        state = apply(state, &HearingEvent::Admitted { seat });
        let floor = state.people[&seat].floor;
        state = apply(state, &HearingEvent::ChannelChosen { seat, channel: None, floor });
        state = apply(
            state,
            &HearingEvent::OathTaken {
                seat,
                form: puente_hearing::event::OathForm::Oath,
                administered_by: INTERVIEWER,
            },
        );
    }
    then(
        state,
        &[
            HearingEvent::MicrophoneTaken { booth: puente_hearing::BoothId(0), seat: MAM_1 },
            HearingEvent::MicrophoneTaken { booth: puente_hearing::BoothId(1), seat: EN_1 },
        ],
    )
}

pub(crate) fn in_session() -> HearingState {
    then(assembled(), &[HearingEvent::PhaseChanged { phase: Phase::InSession }])
}

pub(crate) fn on_record() -> HearingState {
    then(in_session(), &[HearingEvent::WentOnRecord])
}

pub(crate) fn then(state: HearingState, events: &[HearingEvent]) -> HearingState {
    events.iter().fold(state, apply)
}
