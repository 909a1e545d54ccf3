//! Until when the next step is due. The days are Puente's own custom, not a treaty's; a request
//! may name an earlier day for the decision.

use serde::Serialize;

use super::{Side, State};
use crate::{time::Instant, word::words};

const DAY_MINUTES: i64 = 24 * 60;

words! {
    /// What is due.
    pub enum Due {
        /// The confirmation that it arrived.
        Acknowledge = "acknowledge",
        /// Yes, no, or a question.
        Decide = "decide",
        /// The answer to a question.
        Answer = "answer",
        /// The day of the session.
        Schedule = "schedule",
        /// The session.
        Execute = "execute",
        /// The certificate.
        Certify = "certify",
    }
}

/// What one side owes the other, and until when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Deadline {
    /// What.
    pub what: Due,
    /// Who owes it.
    pub by: Side,
    /// Until when.
    pub until: Instant,
    /// Whether that has passed.
    pub overdue: bool,
}

/// What the deadline depends on.
#[derive(Debug, Clone, Copy)]
pub struct Facts {
    /// How far the request is.
    pub state: State,
    /// Whether it is urgent.
    pub urgent: bool,
    /// When it came into this state.
    pub since: Instant,
    /// The end of the day that the request names for the decision.
    pub answer_by: Option<Instant>,
    /// The end of the session, once it is fixed.
    pub session_ends: Option<Instant>,
}

/// Days in which a step is due: for an ordinary request, for an urgent one.
const fn days(what: Due) -> (i64, i64) {
    match what {
        Due::Acknowledge => (5, 1),
        Due::Decide => (30, 5),
        Due::Answer | Due::Schedule => (10, 2),
        Due::Execute => (90, 30),
        Due::Certify => (10, 5),
    }
}

/// The deadline of a request as it stands; none where nobody owes anything.
#[must_use]
pub fn deadline(facts: &Facts, now: Instant) -> Option<Deadline> {
    let (what, by) = match facts.state {
        State::Sent => (Due::Acknowledge, Side::Requested),
        State::Received | State::Answered => (Due::Decide, Side::Requested),
        State::Questions => (Due::Answer, Side::Requesting),
        State::Accepted => (Due::Schedule, Side::Requested),
        State::Scheduled => (Due::Execute, Side::Requested),
        State::Executed => (Due::Certify, Side::Requested),
        State::Draft
        | State::Refused
        | State::CertificateReturned
        | State::Closed
        | State::Withdrawn => return None,
    };
    let (ordinary, urgent) = days(what);
    let usual =
        facts.since.plus_minutes(DAY_MINUTES * if facts.urgent { urgent } else { ordinary });
    let until = match what {
        Due::Execute => facts.session_ends.unwrap_or(usual),
        Due::Decide => facts.answer_by.map_or(usual, |named| named.min(usual)),
        _ => usual,
    };
    Some(Deadline { what, by, until, overdue: until < now })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    #[test]
    fn coop_urgent_steps_are_due_sooner_and_a_named_day_shortens_the_decision() {
        let since = at("2026-11-25T16:00:00Z");
        let facts =
            Facts { state: State::Sent, urgent: false, since, answer_by: None, session_ends: None };
        let due = |facts: &Facts| deadline(facts, since).map(|d| (d.what, d.until));
        let five = Some((Due::Acknowledge, at("2026-11-30T16:00:00Z")));
        assert_eq!(due(&facts), five);
        let urgent = Facts { urgent: true, ..facts };
        assert_eq!(due(&urgent), Some((Due::Acknowledge, at("2026-11-26T16:00:00Z"))));
        let named = at("2026-11-28T06:00:00Z");
        let received = Facts { state: State::Received, answer_by: Some(named), ..facts };
        assert_eq!(due(&received), Some((Due::Decide, named)));
        let late = Facts { answer_by: Some(at("2030-01-01T00:00:00Z")), ..received };
        assert_eq!(due(&late), Some((Due::Decide, at("2026-12-25T16:00:00Z"))));
        let closed = Facts { state: State::Closed, ..facts };
        assert_eq!(due(&closed), None);
        let passed = deadline(&facts, at("2026-11-30T16:00:01Z"));
        assert!(passed.is_some_and(|d| d.overdue));
    }
}
