//! Links that sign in once: `/api/links`.

pub mod redeem;
