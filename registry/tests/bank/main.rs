//! The conformance suite: every test runs on SQLite and on PostgreSQL.

mod access;
mod accounts;
mod aftermath;
mod applications;
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
mod requests;
mod sample;
mod search;
mod statistics;
mod substitution;
mod surroundings;
mod varieties;
mod webhooks;
