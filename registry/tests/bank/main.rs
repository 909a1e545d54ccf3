//! The conformance suite: every test runs on SQLite and on PostgreSQL.

mod access;
mod aftermath;
mod booking;
mod briefings;
mod calendar;
mod cancellations;
mod conflict;
mod engines;
mod evidence;
mod notices;
mod offers;
mod people;
mod profile;
mod requests;
mod sample;
mod search;
mod substitution;
mod surroundings;
mod time;
mod varieties;
