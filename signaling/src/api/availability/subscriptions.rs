//! Calendars that I keep elsewhere: `/api/availability/subscriptions`.

pub mod create;
pub mod one;
