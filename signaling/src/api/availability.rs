//! An interpreter's own calendar: `/api/availability`.

pub mod blocks;
pub mod get;
pub mod week;
