//! Who may do what to a request, and what it becomes by it: a pure function of the state.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Side, State};
use crate::{id::HearingId, time::WallTime, word::words};

words! {
    /// Why the requested country does not do it.
    pub enum Ground {
        /// Its sovereignty, security or public order.
        PublicOrder = "public_order",
        /// No treaty, law or reciprocity covers it.
        NoBasis = "no_basis",
        /// The deed is no offence there.
        NoDoubleCriminality = "no_double_criminality",
        /// It is a political or military offence.
        PoliticalOffence = "political_offence",
        /// The person was judged for it already.
        AlreadyJudged = "already_judged",
        /// The person does not consent to be heard by video.
        NoConsent = "no_consent",
        /// The person cannot be found.
        NotFound = "not_found",
        /// It would harm the person.
        Harm = "harm",
        /// An inquiry of its own comes first.
        OwnProceeding = "own_proceeding",
    }
}

words! {
    /// The kinds of act.
    pub enum Deed {
        /// Sends the request.
        Send = "send",
        /// Confirms that it arrived.
        Receive = "receive",
        /// Asks for more.
        Ask = "ask",
        /// Answers what was asked.
        Answer = "answer",
        /// Says that it will be done.
        Accept = "accept",
        /// Says that it will not.
        Refuse = "refuse",
        /// Fixes the day and the place.
        Schedule = "schedule",
        /// Certifies what was done.
        Execute = "execute",
        /// Returns the certificate.
        ReturnCertificate = "return_certificate",
        /// Ends it.
        Close = "close",
        /// Takes it back.
        Withdraw = "withdraw",
    }
}

/// An act with what belongs to it, as it is kept and exchanged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "deed", rename_all = "snake_case", deny_unknown_fields)]
pub enum Act {
    /// Sends the request as it stands.
    Send {
        /// The number it has from now on.
        reference: String,
    },
    /// Confirms that it arrived.
    Receive {},
    /// Asks for more.
    Ask {
        /// What.
        text: String,
    },
    /// Answers.
    Answer {
        /// What was asked.
        text: String,
    },
    /// Says that it will be done.
    Accept {
        /// The authority that will do it.
        executing: String,
        /// Under which conditions.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        conditions: Option<String>,
    },
    /// Says that it will not be done.
    Refuse {
        /// Why.
        ground: Ground,
        /// In words.
        reason: String,
    },
    /// Fixes day and place; again, if they change.
    Schedule {
        /// The beginning.
        starts: WallTime,
        /// How long.
        minutes: i64,
        /// Where the person will be.
        place: String,
        /// The hearing in Puente, if it is held there.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        hearing: Option<HearingId>,
    },
    /// Certifies what was done.
    Execute {
        /// The certificate's form.
        #[schema(value_type = Object)]
        certificate: Value,
    },
    /// Returns the certificate.
    ReturnCertificate {},
    /// Ends it.
    Close {},
    /// Takes it back.
    Withdraw {
        /// Why.
        reason: String,
    },
}

impl Act {
    /// Its kind.
    #[must_use]
    pub const fn deed(&self) -> Deed {
        match self {
            Self::Send { .. } => Deed::Send,
            Self::Receive {} => Deed::Receive,
            Self::Ask { .. } => Deed::Ask,
            Self::Answer { .. } => Deed::Answer,
            Self::Accept { .. } => Deed::Accept,
            Self::Refuse { .. } => Deed::Refuse,
            Self::Schedule { .. } => Deed::Schedule,
            Self::Execute { .. } => Deed::Execute,
            Self::ReturnCertificate {} => Deed::ReturnCertificate,
            Self::Close {} => Deed::Close,
            Self::Withdraw { .. } => Deed::Withdraw,
        }
    }
}

/// In which capacity somebody acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Capacity {
    /// The authority that wants the evidence; it writes the draft.
    RequestingAuthority,
    /// Its country's central authority.
    RequestingCentral,
    /// The central authority of the country that is asked.
    RequestedCentral,
    /// The authority there that does it.
    ExecutingAuthority,
}

impl Capacity {
    /// Every capacity.
    pub const ALL: [Self; 4] = [
        Self::RequestingAuthority,
        Self::RequestingCentral,
        Self::RequestedCentral,
        Self::ExecutingAuthority,
    ];

    /// The country for which it acts.
    #[must_use]
    pub const fn side(self) -> Side {
        match self {
            Self::RequestingAuthority | Self::RequestingCentral => Side::Requesting,
            Self::RequestedCentral | Self::ExecutingAuthority => Side::Requested,
        }
    }

    /// Whether it may do such a thing at all. What crosses the border, central authorities do.
    #[must_use]
    pub const fn may(self, deed: Deed) -> bool {
        match self {
            Self::RequestingAuthority => false,
            Self::RequestingCentral => {
                matches!(deed, Deed::Send | Deed::Answer | Deed::Close | Deed::Withdraw)
            }
            Self::RequestedCentral => matches!(
                deed,
                Deed::Receive
                    | Deed::Ask
                    | Deed::Accept
                    | Deed::Refuse
                    | Deed::Schedule
                    | Deed::Execute
                    | Deed::ReturnCertificate
            ),
            Self::ExecutingAuthority => matches!(deed, Deed::Schedule | Deed::Execute),
        }
    }
}

/// What a request becomes by a deed; nothing where it is not possible in that state.
#[must_use]
pub const fn next(state: State, deed: Deed) -> Option<State> {
    use {Deed as D, State as S};
    Some(match (state, deed) {
        (S::Draft, D::Send) => S::Sent,
        (S::Sent, D::Receive) => S::Received,
        (S::Received | S::Answered, D::Ask) => S::Questions,
        (S::Questions, D::Answer) => S::Answered,
        (S::Received | S::Answered, D::Accept) => S::Accepted,
        (S::Received | S::Questions | S::Answered, D::Refuse) => S::Refused,
        (S::Accepted | S::Scheduled, D::Schedule) => S::Scheduled,
        (S::Scheduled, D::Execute) => S::Executed,
        (S::Executed, D::ReturnCertificate) => S::CertificateReturned,
        (S::CertificateReturned | S::Refused, D::Close) => S::Closed,
        (
            S::Draft
            | S::Sent
            | S::Received
            | S::Questions
            | S::Answered
            | S::Accepted
            | S::Scheduled
            | S::Executed
            | S::CertificateReturned,
            D::Withdraw,
        ) => S::Withdrawn,
        _ => return None,
    })
}

/// What somebody may do now, in the order of a request's life.
#[must_use]
pub fn allowed(state: State, capacity: Capacity) -> Vec<Deed> {
    Deed::ALL
        .iter()
        .copied()
        .filter(|deed| capacity.may(*deed) && next(state, *deed).is_some())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each state with the deeds that lead on, as the requirement tells the life of a request.
    const LIFE: &str = "
        draft                send>sent withdraw>withdrawn
        sent                 receive>received withdraw>withdrawn
        received             ask>questions accept>accepted refuse>refused withdraw>withdrawn
        questions            answer>answered refuse>refused withdraw>withdrawn
        answered             ask>questions accept>accepted refuse>refused withdraw>withdrawn
        accepted             schedule>scheduled withdraw>withdrawn
        refused              close>closed
        scheduled            schedule>scheduled execute>executed withdraw>withdrawn
        executed             return_certificate>certificate_returned withdraw>withdrawn
        certificate_returned close>closed withdraw>withdrawn
        closed
        withdrawn
    ";

    #[test]
    fn coop_states_lead_on_as_told_and_nowhere_else() {
        let lines: Vec<&str> = LIFE.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
        assert_eq!(lines.len(), State::ALL.len());
        for (line, state) in lines.iter().zip(State::ALL) {
            let mut words = line.split_whitespace();
            assert_eq!(words.next(), Some(state.as_str()));
            let told: Vec<String> = words.map(str::to_owned).collect();
            let found: Vec<String> = Deed::ALL
                .iter()
                .filter_map(|deed| Some(format!("{deed}>{}", next(*state, *deed)?)))
                .collect();
            assert_eq!(found, told, "{state}");
        }
    }

    #[test]
    fn coop_only_the_right_side_acts() {
        for deed in Deed::ALL {
            let sides: Vec<Side> = Capacity::ALL
                .iter()
                .filter(|capacity| capacity.may(*deed))
                .map(|capacity| capacity.side())
                .collect();
            assert!(!sides.is_empty(), "{deed} is done by somebody");
            assert!(sides.iter().all(|side| *side == sides[0]), "{deed} is done by one side");
        }
        assert!(Deed::ALL.iter().all(|deed| !Capacity::RequestingAuthority.may(*deed)));
        assert!(!Capacity::ExecutingAuthority.may(Deed::Accept));
    }
}
