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

impl Country {
    /// The zone of the capital, for whoever has not said where they are.
    #[must_use]
    pub const fn capital_zone(self) -> &'static str {
        match self {
            Self::Bz => "America/Belize",
            Self::Ca => "America/Toronto",
            Self::Cr => "America/Costa_Rica",
            Self::Do => "America/Santo_Domingo",
            Self::Gt => "America/Guatemala",
            Self::Hn => "America/Tegucigalpa",
            Self::Mx => "America/Mexico_City",
            Self::Ni => "America/Managua",
            Self::Pa => "America/Panama",
            Self::Sv => "America/El_Salvador",
            Self::Us => "America/New_York",
        }
    }
}
