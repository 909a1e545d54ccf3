//! The live hearing as pure functions: what happened ([`event`]), what holds now ([`state`]),
//! and who hears and sees whom ([`mod@wiring`]). No clock, no randomness, no input or output.
//!
//! `decide(state, seat, act)` says which events an act causes, `apply(state, event)` gives the
//! next state, `wiring(state)` decides all media. Replaying the log gives everything back.

pub mod act;
pub mod apply;
pub mod attendance;
pub mod booth;
pub mod decide;
pub mod event;
pub mod ids;
pub mod log;
pub mod phase;
pub mod role;
pub mod rules;
pub mod slots;
pub mod state;
pub mod view;
pub mod wiring;

pub use act::{Act, ActKind};
pub use apply::apply;
pub use decide::{Refusal, allowed, arrive, decide, lose};
pub use event::{HearingEvent, Setup};
pub use ids::{BoothId, EndpointId, Language, Seat};
pub use phase::{Phase, RecordState};
pub use role::Role;
pub use state::HearingState;
pub use view::{View, view};
pub use wiring::{Channel, Edge, Gain, Source, SourceKind, Wiring, heard_on, wiring};
