//! The bank: languages, people, time, places, requests, offers, bookings, logins and links, and
//! the stored event log and evidence catalogue. All SQL is here; no HTTP and no media.
//!
//! The types that leave the bank describe themselves (`utoipa::ToSchema`), so that the description
//! of the API is made from what is sent and cannot differ from it.
//!
//! Everything starts at [`Store`]. Time and randomness come in as arguments, so a test can be at
//! any moment and gives the same result each time.
//!
//! How a request goes: [`language`] answers what people call a language; [`request`] takes the
//! request and holds its places; [`search`] looks through the bank, of which `index` keeps a copy in
//! memory, and [`matching`] judges; [`relay`] goes over a language in between;
//! [`offer`] asks several interpreters, and the first to accept are booked ([`booking`]); with the
//! last seat [`hearing`] gets its row, its seats and booths; [`link`] lets each seat in;
//! [`event_log`] keeps what happens there and [`evidence`] where its sealed record lies.
//! [`case_plan`] plans all interviews of a case at once and makes their requests.
//! [`cooperation`] is apart from this: what one country's authorities ask of another's.

pub mod account;
pub mod application;
pub mod audience;
pub mod availability;
pub mod booking;
pub mod briefing;
pub mod by_ear;
pub mod cancellation;
pub mod case;
pub mod case_plan;
pub mod conflict;
pub mod cooperation;
pub mod country;
pub mod coverage;
pub mod equipment_check;
pub mod error;
pub mod event_log;
pub mod evidence;
pub mod expert;
pub mod facility;
pub mod feedback;
pub mod greeting;
pub mod hearing;
pub mod ical;
pub mod id;
pub mod import;
mod index;
pub mod interpreter;
pub mod kit;
pub mod language;
pub mod leaving;
pub mod link;
pub mod local_times;
pub mod login;
pub mod matching;
pub mod notice;
pub mod offer;
pub mod organisation;
pub mod person;
pub mod place;
pub mod push;
pub mod qualification;
pub mod relay;
pub mod reminder;
pub mod request;
pub mod sample;
pub mod seal_key;
pub mod search;
pub mod statistics;
pub mod store;
pub mod team;
pub mod ticket;
pub mod time;
pub mod timesheet;
pub mod token;
pub mod training;
pub mod vacancy;
pub mod variety;
pub mod vetting;
pub mod webhook;
pub mod weights;
pub mod wellbeing;
mod word;

pub use error::{Error, Resource, Result, Why};
pub use store::Store;
