//! `/api/webhooks`: where integrators of a country are told of events.

pub mod create;
pub mod delete;
pub mod deliveries;
pub mod enable;
pub mod list;
pub mod ping;
