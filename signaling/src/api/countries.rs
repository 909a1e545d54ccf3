//! What holds in one country: `/api/countries`.

pub mod holidays;
