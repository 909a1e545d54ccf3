//! Offers made to an interpreter: `/api/offers`.

pub mod accept;
pub mod decline;
pub mod list;
pub mod withdraw;
