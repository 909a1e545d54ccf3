//! The conformance suite: every test runs on SQLite and on PostgreSQL.

mod access;
mod aftermath;
mod booking;
mod briefings;
mod by_ear;
mod calendar;
mod cancellations;
mod conflict;
mod cooperation;
mod engines;
mod evidence;
mod notices;
mod offers;
mod people;
mod profile;
mod random_sequences;
mod requests;
mod sample;
mod search;
mod statistics;
mod substitution;
mod surroundings;
mod varieties;
mod waves;
