//! Hours of mine beside the weekly ones: `/api/availability/extra`.

pub mod create;
pub mod delete;
