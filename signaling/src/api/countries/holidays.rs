//! A country's holidays: `/api/countries/{country}/holidays`.

pub mod day;
pub mod list;
