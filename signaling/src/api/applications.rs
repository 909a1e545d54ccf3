//! `/api/applications`: asking to join the bank, and what becomes of it.

pub mod approve;
pub mod confirm;
pub mod create;
pub mod list;
pub mod refuse;
pub mod steps;
