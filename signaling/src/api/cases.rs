//! What is known of a case from its earlier hearings: `/api/cases`.

pub mod participants;
