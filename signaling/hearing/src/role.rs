//! The roles of a hearing, and what each may do with the room's sound and picture.

use serde::{Deserialize, Serialize};

/// In which capacity a person takes part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Interviewer,
    Presiding,
    Clerk,
    Interpreter,
    Witness,
    Expert,
    Counsel,
    Prosecutor,
    VictimsCounsel,
    Accused,
    SupportPerson,
    Guardian,
    Intermediary,
    Observer,
    Technician,
    ExecutingOfficial,
}

impl Role {
    /// Every role, for tables and tests.
    pub const ALL: [Role; 16] = [
        Role::Interviewer,
        Role::Presiding,
        Role::Clerk,
        Role::Interpreter,
        Role::Witness,
        Role::Expert,
        Role::Counsel,
        Role::Prosecutor,
        Role::VictimsCounsel,
        Role::Accused,
        Role::SupportPerson,
        Role::Guardian,
        Role::Intermediary,
        Role::Observer,
        Role::Technician,
        Role::ExecutingOfficial,
    ];

    /// Leads the hearing, or acts for whoever leads it.
    pub fn is_bench(self) -> bool {
        matches!(self, Role::Interviewer | Role::Presiding | Role::Clerk)
    }

    /// Gives testimony.
    pub fn testifies(self) -> bool {
        matches!(self, Role::Witness | Role::Expert)
    }

    /// Stands beside the one who testifies and may be present when the variety is tried.
    pub fn accompanies(self) -> bool {
        matches!(self, Role::SupportPerson | Role::Guardian | Role::Intermediary)
    }

    /// May be heard on the floor while the hearing is in session. Interpreters speak through
    /// their booth; support persons and observers are silent; technicians never take part.
    pub fn speaks_on_floor(self) -> bool {
        !matches!(self, Role::Interpreter | Role::SupportPerson | Role::Observer | Role::Technician)
    }

    /// May hear and see the room while the hearing is in session.
    pub fn attends(self) -> bool {
        self != Role::Technician
    }

    /// Is shown to the others when the camera is on.
    pub fn is_seen(self) -> bool {
        !matches!(self, Role::Observer | Role::Technician)
    }

    /// May open a private talk with a client and an interpreter.
    pub fn may_open_sidebar(self) -> bool {
        self.is_bench() || matches!(self, Role::Counsel | Role::Prosecutor | Role::VictimsCounsel)
    }

    /// Who is kept when a listener has fewer slots than there are sources; 0 comes first.
    pub fn slot_priority(self) -> u8 {
        match self {
            Role::Witness | Role::Expert => 0,
            Role::Interpreter => 1,
            Role::Interviewer | Role::Presiding | Role::Clerk => 2,
            Role::Counsel | Role::Prosecutor | Role::VictimsCounsel | Role::Accused => 3,
            Role::Guardian | Role::Intermediary | Role::ExecutingOfficial => 4,
            Role::SupportPerson | Role::Observer | Role::Technician => 5,
        }
    }
}
