//! iCalendar (RFC 5545): calendars kept elsewhere are read for the times that are taken in them
//! and for nothing else, and bookings are written for calendars kept elsewhere.
//!
//! Own code, because what there is brings a second zone database and expands without a window:
//! an event that comes every day since 2010 must cost no more than the year that is asked for.

mod lines;
mod read;
mod recur;
mod write;
mod zone;

pub use read::{Unreadable, busy};
pub use write::written;
