//! Who may do what through the API: one table of roles and actions.
//!
//! The table says whether an account's role may do such a thing at all. Whether this person may do
//! it to this very request or hearing is the bank's question, and it answers a stranger as if the
//! thing did not exist.

use crate::problem::{Kind, Problem};
use puente_registry::person::AccountRole;

/// What an account may be allowed to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// Look after one's own week, hours and blocks.
    KeepAvailability,
    /// See and answer the offers made to oneself.
    AnswerOffers,
    /// Look for free venues and kits.
    FindPlaces,
    /// Look after rooms and kits: what is said of them, checks, enrolling, repair.
    KeepPlaces,
    /// Hand kits out and take them back, declare one lost, end its key.
    MoveKits,
    /// Ask for interpreters: create, see and cancel requests, see candidates, make offers.
    BookInterpreters,
    /// Open a hearing directly, with or without booths.
    OpenHearing,
    /// Make and end the links of a hearing's seats.
    IssueLinks,
    /// Read the minutes and play the record of a hearing within one's reach.
    ReadRecord,
    /// Write, see and act on requests between countries, as far as each is within reach.
    Cooperate,
    /// Look after the entry, the officers and the keys of one's own country's authority.
    KeepDirectory,
    /// Invite, suspend and change the accounts of one's country.
    ManageAccounts,
    /// Say which credentials one's country takes, and as what.
    ManageRecognition,
    /// See applications to the bank, note the steps of their vetting, approve and refuse.
    Vet,
    /// Look after the webhooks of one's country.
    ManageWebhooks,
    /// Correct the holidays of one's country.
    KeepHolidays,
    /// Set one's country's rule for late cancellations.
    SetFees,
    /// Read the month's time sheet: one's own, or that of one's country.
    ReadTimesheets,
    /// Answer complaints about quality, and call interpreters who want to talk.
    AnswerComplaints,
    /// Record a greeting in one's own varieties.
    RecordGreetings,
    /// Listen to the greetings of a country's interpreters before others may, and approve them.
    ApproveGreetings,
    /// Add a country's own varieties of a language.
    AddVarieties,
    /// See the statistics.
    ReadStatistics,
    /// See how one's country chooses interpreters.
    SeeChoosing,
    /// Say how one's country chooses interpreters.
    SetChoosing,
    /// Tell of oneself: languages, services, credentials, conflicts of interest.
    KeepProfile,
    /// See interpreters, experts and organisations, by number and without names.
    SeeInterpreters,
    /// Decide who of one's country may work, import people, look after organisations.
    ManagePeople,
    /// Keep the roster of one's organisation and assign its interpreters.
    KeepDesk,
    /// Plan all interviews of a case, and ask for them.
    PlanCases,
}

impl Action {
    /// Every action, for tests.
    pub const ALL: &[Action] = &[
        Action::KeepAvailability,
        Action::AnswerOffers,
        Action::FindPlaces,
        Action::KeepPlaces,
        Action::MoveKits,
        Action::BookInterpreters,
        Action::OpenHearing,
        Action::IssueLinks,
        Action::ReadRecord,
        Action::Cooperate,
        Action::KeepDirectory,
        Action::ManageAccounts,
        Action::ManageRecognition,
        Action::Vet,
        Action::ManageWebhooks,
        Action::KeepHolidays,
        Action::SetFees,
        Action::ReadTimesheets,
        Action::AnswerComplaints,
        Action::RecordGreetings,
        Action::ApproveGreetings,
        Action::AddVarieties,
        Action::ReadStatistics,
        Action::SeeChoosing,
        Action::SetChoosing,
        Action::KeepProfile,
        Action::SeeInterpreters,
        Action::ManagePeople,
        Action::KeepDesk,
        Action::PlanCases,
    ];
}

/// May an account of this role do this?
pub fn allows(role: AccountRole, action: Action) -> bool {
    use {AccountRole as R, Action as A};
    match role {
        R::Coordinator => matches!(
            action,
            A::FindPlaces
                | A::MoveKits
                | A::BookInterpreters
                | A::OpenHearing
                | A::IssueLinks
                | A::ReadRecord
                | A::Cooperate
                | A::Vet
                | A::ReadTimesheets
                | A::AnswerComplaints
                | A::ApproveGreetings
                | A::ReadStatistics
                | A::SeeChoosing
                | A::SeeInterpreters
                | A::PlanCases
        ),
        R::Interviewer => matches!(
            action,
            A::FindPlaces
                | A::BookInterpreters
                | A::IssueLinks
                | A::ReadRecord
                | A::SeeChoosing
                | A::SeeInterpreters
        ),
        R::Clerk | R::Presiding => matches!(
            action,
            A::FindPlaces
                | A::BookInterpreters
                | A::OpenHearing
                | A::IssueLinks
                | A::ReadRecord
                | A::Cooperate
                | A::SeeChoosing
                | A::SeeInterpreters
        ),
        R::Interpreter => matches!(
            action,
            A::KeepAvailability
                | A::AnswerOffers
                | A::ReadTimesheets
                | A::RecordGreetings
                | A::KeepProfile
        ),
        R::Technician => matches!(action, A::FindPlaces | A::KeepPlaces | A::MoveKits),
        R::Authority => matches!(
            action,
            A::FindPlaces
                | A::ReadRecord
                | A::Cooperate
                | A::KeepDirectory
                | A::ManageRecognition
                | A::ReadStatistics
                | A::SeeInterpreters
                | A::ManagePeople
        ),
        R::Administrator => matches!(
            action,
            A::FindPlaces
                | A::KeepPlaces
                | A::MoveKits
                | A::ManageAccounts
                | A::ManageRecognition
                | A::Vet
                | A::ManageWebhooks
                | A::KeepHolidays
                | A::SetFees
                | A::ReadTimesheets
                | A::ApproveGreetings
                | A::AddVarieties
                | A::ReadStatistics
                | A::SeeChoosing
                | A::SetChoosing
                | A::SeeInterpreters
                | A::ManagePeople
        ),
        R::DutyDesk => matches!(action, A::FindPlaces | A::KeepDesk),
    }
}

/// # Errors
/// `not_allowed`.
pub fn require(role: AccountRole, action: Action) -> Result<(), Problem> {
    if allows(role, action) { Ok(()) } else { Err(Kind::NotAllowed.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The table as a coordinator would read it. A change of the rules changes this text too.
    const TABLE: &str = "
                       coordinator interviewer clerk presiding interpreter technician authority administrator duty_desk
    KeepAvailability        -           -        -       -          x           -         -           -           -
    AnswerOffers            -           -        -       -          x           -         -           -           -
    FindPlaces              x           x        x       x          -           x         x           x           x
    KeepPlaces              -           -        -       -          -           x         -           x           -
    MoveKits                x           -        -       -          -           x         -           x           -
    BookInterpreters        x           x        x       x          -           -         -           -           -
    OpenHearing             x           -        x       x          -           -         -           -           -
    IssueLinks              x           x        x       x          -           -         -           -           -
    ReadRecord              x           x        x       x          -           -         x           -           -
    Cooperate               x           -        x       x          -           -         x           -           -
    KeepDirectory           -           -        -       -          -           -         x           -           -
    ManageAccounts          -           -        -       -          -           -         -           x           -
    ManageRecognition       -           -        -       -          -           -         x           x           -
    Vet                     x           -        -       -          -           -         -           x           -
    ManageWebhooks          -           -        -       -          -           -         -           x           -
    KeepHolidays            -           -        -       -          -           -         -           x           -
    SetFees                 -           -        -       -          -           -         -           x           -
    ReadTimesheets          x           -        -       -          x           -         -           x           -
    AnswerComplaints        x           -        -       -          -           -         -           -           -
    RecordGreetings         -           -        -       -          x           -         -           -           -
    ApproveGreetings        x           -        -       -          -           -         -           x           -
    AddVarieties            -           -        -       -          -           -         -           x           -
    ReadStatistics          x           -        -       -          -           -         x           x           -
    SeeChoosing             x           x        x       x          -           -         -           x           -
    SetChoosing             -           -        -       -          -           -         -           x           -
    KeepProfile             -           -        -       -          x           -         -           -           -
    SeeInterpreters         x           x        x       x          -           -         x           x           -
    ManagePeople            -           -        -       -          -           -         x           x           -
    KeepDesk                -           -        -       -          -           -         -           -           x
    PlanCases               x           -        -       -          -           -         -           -           -
    ";

    #[test]
    fn every_cell_of_the_table_is_as_written() {
        let mut lines = TABLE.lines().map(str::trim).filter(|line| !line.is_empty());
        let roles: Vec<&str> = lines.next().into_iter().flat_map(str::split_whitespace).collect();
        assert_eq!(roles, AccountRole::ALL.iter().map(|role| role.as_str()).collect::<Vec<_>>());
        let mut cells = 0;
        for (line, &action) in lines.zip(Action::ALL) {
            let mut words = line.split_whitespace();
            assert_eq!(words.next(), Some(format!("{action:?}").as_str()));
            for (&role, cell) in AccountRole::ALL.iter().zip(words) {
                assert_eq!(allows(role, action), cell == "x", "{} {action:?}", role.as_str());
                cells += 1;
            }
        }
        assert_eq!(cells, AccountRole::ALL.len() * Action::ALL.len());
    }
}
