//! The secret address under which my other calendars read my bookings: `/api/availability/feed`.

pub mod ics;
pub mod keep;
