//! `/api/accounts`: the accounts of a country, for its administrator.

pub mod create;
pub mod invite;
pub mod list;
pub mod resume;
pub mod role;
pub mod suspend;
