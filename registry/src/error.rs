//! What can go wrong in the bank. Each refusal is a variant, so that the front door can put it in
//! the caller's language.

use crate::{
    id::{PersonId, PlaceId},
    language::Language,
    time::TimeError,
};

/// Why a field was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Why {
    /// It must be there.
    Missing,
    /// It names nothing that exists.
    Unknown,
    /// It is not written as it should be.
    Malformed,
    /// It lies before now.
    InThePast,
    /// It ends before it begins, or lasts no time.
    Empty,
    /// It is longer or later than we plan.
    TooLong,
    /// A wall time that the clocks there jump over.
    SkippedByClock,
    /// The same thing twice.
    Repeated,
    /// It does not fit the rest of what was sent.
    DoesNotFit,
    /// It is night for somebody who would have to be there.
    InTheNight,
    /// It is taken by somebody else, for instance an e-mail address.
    Taken,
}

/// Who or what is not free.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resource {
    /// An interpreter.
    Interpreter(PersonId),
    /// A venue or a kit.
    Place(PlaceId),
}

/// A refusal or failure of the bank.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such thing, or it is not the caller's.
    #[error("{0} not found")]
    NotFound(&'static str),
    /// A field cannot be taken as it is.
    #[error("field {field} refused: {why:?}")]
    Invalid {
        /// The field as the protocol names it, for instance `starts.local`.
        field: &'static str,
        /// What is wrong with it.
        why: Why,
    },
    /// Several fields of a form cannot be taken as they are.
    #[error("{} fields refused", .0.len())]
    Faults(Vec<crate::cooperation::content::Fault>),
    /// The caller may see the thing and not do this to it.
    #[error("not this account's to do")]
    NotYours,
    /// A name of several varieties where one must be chosen.
    #[error("{0} covers several varieties: choose one")]
    LanguageGroup(Language),
    /// The caller's role does not allow it, for instance to set the team rule aside.
    #[error("the role does not allow it")]
    NotAllowed,
    /// All seats of the request are taken.
    #[error("already taken")]
    AlreadyTaken,
    /// The offer was declined, withdrawn or has passed.
    #[error("the offer is closed")]
    OfferClosed,
    /// Booked or held elsewhere at that time.
    #[error("not free: {0:?}")]
    NotFree(Resource),
    /// The thing is not in a state that allows this, for instance a cancelled request.
    #[error("not possible any more: {0}")]
    NotNow(&'static str),
    /// The bank's facts about conflicts of interest were hashed with another key.
    #[error(
        "the bank's conflicts of interest were hashed with another key: copy conflict-key from the node that made it"
    )]
    OtherConflictKey,
    /// No such link was ever made.
    #[error("link unknown")]
    LinkUnknown,
    /// The link was redeemed or replaced.
    #[error("link used")]
    LinkUsed,
    /// The link is not valid yet.
    #[error("link not valid yet")]
    LinkNotYet,
    /// The link's time is over.
    #[error("link expired")]
    LinkExpired,
    /// A kit has no key, or signed with another than its own.
    #[error("the kit has no such key")]
    KitShutOut,
    /// An event with another number was expected.
    #[error("event {got} does not follow {last}")]
    OutOfSequence {
        /// Number of the last stored event, 0 if none.
        last: i64,
        /// Number of the refused event.
        got: i64,
    },
    /// The database's address cannot be used.
    #[error("database address {0:?}: use sqlite:FILE or postgres://…")]
    DatabaseUrl(String),
    /// The language data embedded in the program cannot be read.
    #[error("language data: {0}")]
    LanguageData(String),
    /// A stored value that this program does not understand.
    #[error("stored {what} cannot be read: {why}")]
    Corrupt {
        /// What was read.
        what: &'static str,
        /// The reader's complaint.
        why: String,
    },
    /// The database failed.
    #[error("database: {0}")]
    Database(#[from] sqlx::Error),
    /// The tables could not be brought up to date.
    #[error("migration: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
}

/// The bank's result.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// A field refused.
    pub(crate) const fn invalid(field: &'static str, why: Why) -> Self {
        Self::Invalid { field, why }
    }

    /// A time refused, under the field's name.
    pub(crate) fn time(field: &'static str, error: &TimeError) -> Self {
        let why = match error {
            TimeError::Skipped { .. } => Why::SkippedByClock,
            TimeError::UnknownZone(_) => Why::Unknown,
            TimeError::Malformed(_) => Why::Malformed,
            TimeError::OutOfRange => Why::TooLong,
        };
        Self::Invalid { field, why }
    }
}
