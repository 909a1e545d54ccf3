//! Calls to step into a hearing that has begun: `/api/calls`.

pub mod accept;
pub mod decline;
pub mod list;
