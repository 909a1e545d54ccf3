//! Hours that an interpreter closes: `/api/availability/blocks`.

pub mod create;
pub mod delete;
