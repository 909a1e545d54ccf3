//! The eleven countries (ISO 3166-1 alpha-2).

use crate::word::words;

words! {
    /// A country that takes part.
    pub enum Country {
        /// Belize.
        Bz = "BZ",
        /// Canada.
        Ca = "CA",
        /// Costa Rica.
        Cr = "CR",
        /// Dominican Republic.
        Do = "DO",
        /// Guatemala.
        Gt = "GT",
        /// Honduras.
        Hn = "HN",
        /// Mexico.
        Mx = "MX",
        /// Nicaragua.
        Ni = "NI",
        /// Panama.
        Pa = "PA",
        /// El Salvador.
        Sv = "SV",
        /// United States.
        Us = "US",
    }
}
