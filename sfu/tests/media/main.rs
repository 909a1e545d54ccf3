//! The worker and clients of its own, in one process, in a time that the tests move: no sockets, no threads.

#[path = "../client/client.rs"]
mod client;

mod address_rule;
mod connect;
mod deny;
mod forward;
mod malformed;
mod offers;
mod pictures;
mod recorded;
mod repeat;
mod reports;
