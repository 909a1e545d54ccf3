//! From a booked hearing to the opening event of its log, and from a substitute's new seat to
//! the event that seats her.

use puente_hearing::Setup;
use puente_hearing::event::{BoothSetup, EndpointSetup, HearingEvent, ParticipantSetup};
use puente_hearing::ids::{ColocatedGroup, EndpointId, Language, Seat};
use puente_registry::hearing::{Hearing, Participant};
use puente_registry::id::PlaceId;
use serde::{Serialize, de::DeserializeOwned};
use std::collections::{BTreeMap, BTreeSet};

/// A booked hearing that cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpeningError {
    #[error("the hearing has a seat number out of range")]
    Seat,
    #[error("the bank and the hearing do not share a word: {0}")]
    Word(#[from] serde_json::Error),
}

/// What the bank knows of a hearing's seats beside their booking.
#[derive(Clone, Debug, Default)]
pub struct Conditions {
    /// Interpreters whose qualification must be decided in the room.
    pub voir_dire: BTreeSet<Seat>,
    /// Who wants to be heard and not seen by the interpreters.
    pub unseen: BTreeSet<Seat>,
}

/// The event that opens this hearing. Each seat has a device of its own; people of one place
/// hear each other through the air.
pub fn opening(hearing: &Hearing, conditions: Conditions) -> Result<HearingEvent, OpeningError> {
    let groups = groups(&hearing.participants);
    let mut participants = Vec::with_capacity(hearing.participants.len());
    let mut endpoints = Vec::with_capacity(hearing.participants.len());
    for p in &hearing.participants {
        let seat = seat(p.seat)?;
        let endpoint = EndpointId(seat.0);
        participants.push(participant(p)?);
        let group = p.place.and_then(|place| groups.get(&place).copied());
        endpoints.push(EndpointSetup { endpoint, principal: seat, group });
    }
    let booths = hearing
        .booths
        .iter()
        .map(|booth| {
            let members = hearing
                .participants
                .iter()
                .filter(|p| p.booth == Some(booth.booth))
                .map(|p| seat(p.seat))
                .collect::<Result<_, _>>()?;
            let languages = booth.languages.each_ref().map(|l| Language::new(l.as_str()));
            Ok(BoothSetup { languages, members, mode: same_word(&booth.mode.channel())? })
        })
        .collect::<Result<_, OpeningError>>()?;
    let kind = same_word(&hearing.kind)?;
    let lead = seat(hearing.lead)?;
    let Conditions { voir_dire, unseen } = conditions;
    let setup = Setup { kind, lead, participants, endpoints, booths, voir_dire, unseen };
    Ok(HearingEvent::SessionOpened { setup })
}

/// One seat; its device is its own.
pub fn participant(p: &Participant) -> Result<ParticipantSetup, OpeningError> {
    let seat = seat(p.seat)?;
    Ok(ParticipantSetup {
        seat,
        role: same_word(&p.role)?,
        label: p.label.clone(),
        floor_language: p.languages.first().map(|l| Language::new(l.as_str())),
        endpoint: EndpointId(seat.0),
    })
}

/// The hearing's name of a seat of the bank.
pub fn seat(seat: puente_registry::id::Seat) -> Result<Seat, OpeningError> {
    u16::try_from(seat.0).map(Seat).map_err(|_| OpeningError::Seat)
}

/// Places where more than one person sits.
fn groups(participants: &[Participant]) -> BTreeMap<PlaceId, ColocatedGroup> {
    let mut people: BTreeMap<PlaceId, u16> = BTreeMap::new();
    for place in participants.iter().filter_map(|p| p.place) {
        *people.entry(place).or_default() += 1;
    }
    let shared = people.into_iter().filter(|(_, n)| *n > 1).map(|(place, _)| place);
    (1..).map(ColocatedGroup).zip(shared).map(|(group, place)| (place, group)).collect()
}

/// Roles, kinds and channels are the same words in the bank and in a hearing.
pub(super) fn same_word<A: Serialize, B: DeserializeOwned>(word: &A) -> Result<B, OpeningError> {
    Ok(serde_json::from_value(serde_json::to_value(word)?)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use puente_hearing::Role;
    use puente_hearing::event::{HearingKind, Mode, WithdrawnBecause};

    #[test]
    fn every_word_of_the_hearing_is_a_word_of_the_bank() {
        for role in Role::ALL {
            let bank: Result<puente_registry::hearing::Role, _> = same_word(&role);
            assert!(bank.is_ok(), "{role:?}");
        }
        for kind in [
            HearingKind::Interview,
            HearingKind::Hearing,
            HearingKind::ExpertTestimony,
            HearingKind::OnDemandCall,
            HearingKind::Test,
        ] {
            let bank: Result<puente_registry::hearing::Kind, _> = same_word(&kind);
            assert!(bank.is_ok(), "{kind:?}");
        }
        for why in [
            WithdrawnBecause::Conflict,
            WithdrawnBecause::Ill,
            WithdrawnBecause::Other,
            WithdrawnBecause::Absent,
            WithdrawnBecause::Released,
            WithdrawnBecause::NotAccepted,
        ] {
            let bank: Result<puente_registry::vacancy::Vacated, _> = same_word(&why);
            assert!(bank.is_ok(), "{why:?}");
        }
        for mode in puente_registry::interpreter::Mode::ALL {
            let room: Result<Mode, _> = same_word(&mode.channel());
            assert!(room.is_ok(), "{mode:?}");
        }
    }
}
