//! Requests for judicial assistance between countries, from the draft to the certificate of what
//! was done, and the directory of those who send and receive them.
//!
//! A request is a form filled in ([`form`], [`sections`], [`content`], [`schema`]) and a chain of
//! acts on it. [`act`] is the pure rule of who may do what when; each act leaves a [`receipt`]
//! that both sides hold. The state of a request is what its receipts give when they are followed
//! from the first, so two installations that exchanged them ([`package`]) cannot differ.
//! Names of people travel in an annex that only the receiving authority can open; the bank keeps
//! it, and every attachment, as it was sealed ([`sealed`]).

pub mod act;
pub mod acting;
pub mod content;
pub mod deadline;
pub mod directory;
pub mod form;
pub mod package;
pub mod receipt;
pub mod request;
pub mod schema;
pub mod sealed;
pub mod sections;
mod telling;

use crate::word::words;

words! {
    /// How far a request between countries is.
    pub enum State {
        /// Being written; the other country does not know of it.
        Draft = "draft",
        /// Sent by the requesting country's central authority.
        Sent = "sent",
        /// Its receipt was confirmed.
        Received = "received",
        /// The requested country asked something.
        Questions = "questions",
        /// What was asked has been answered.
        Answered = "answered",
        /// It will be done.
        Accepted = "accepted",
        /// It will not be done.
        Refused = "refused",
        /// The day is fixed.
        Scheduled = "scheduled",
        /// It has been done.
        Executed = "executed",
        /// The certificate of what was done is back.
        CertificateReturned = "certificate_returned",
        /// Both have what they need.
        Closed = "closed",
        /// The requesting country took it back.
        Withdrawn = "withdrawn",
    }
}

words! {
    /// One of the two countries of a request.
    pub enum Side as "CooperationSide" {
        /// The one that asks.
        Requesting = "requesting",
        /// The one that is asked.
        Requested = "requested",
    }
}

words! {
    /// A language in which authorities write to each other.
    pub enum Script {
        /// Spanish.
        Es = "es",
        /// English.
        En = "en",
        /// French.
        Fr = "fr",
    }
}

/// SHA-256 in lower-case hexadecimal digits.
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex::encode(aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, bytes))
}
