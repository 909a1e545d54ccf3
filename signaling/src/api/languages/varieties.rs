//! Varieties that countries add: `/api/languages/varieties`.

pub mod create;
pub mod delete;
pub mod list;
