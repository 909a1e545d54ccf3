//! An interpreter's own calendar: `/api/availability`.

pub mod blocks;
pub mod calendars;
pub mod extra;
pub mod feed;
pub mod get;
pub mod pace;
pub mod subscriptions;
