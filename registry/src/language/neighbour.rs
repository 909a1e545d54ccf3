//! Which languages are near one another: genealogy, never proof that two people understand each
//! other. Nobody is booked on it without a trial conversation and the person's own consent.

use serde::Serialize;

use super::Language;
use crate::word::words;

words! {
    /// How near, from nearest to farthest. What is not listed is unknown, not far.
    pub enum Class as "Closeness" {
        /// Glottolog counts both as one language.
        High = "high",
        /// The same lowest subgroup and one name for both, or varieties of one code.
        Some = "some",
        /// The same subgroup.
        Low = "low",
    }
}

/// A language near another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Neighbour {
    /// Which.
    pub language: Language,
    /// How near.
    pub class: Class,
    /// Who says so, for instance `glottolog-subgroup`; `same-code` for varieties of one code.
    pub source: String,
}

/// The source of varieties of one code.
pub(super) const SAME_CODE: &str = "same-code";
