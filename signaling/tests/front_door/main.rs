//! The front door through its real router: every route, every role, on a bank of its own.

mod accept;
mod access;
mod accounts;
mod around;
mod by_ear;
mod case_plans;
mod cooperation;
mod events;
mod headers;
mod hearings;
mod journey;
mod kits;
mod languages;
mod leases;
mod links;
mod log;
mod media;
mod notices;
mod openapi;
mod people;
mod problems;
mod right_now;
mod sign_in;
mod socket;
mod stage;
mod wishes;
