//! What hours are for. Somebody who answers at night in an emergency is not for that free for a
//! hearing at eight (requirement 9).

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{
    error::{Error, Result},
    interpreter::Setting,
    word::words,
};

words! {
    /// A kind of work that hours can be kept for.
    pub enum Purpose {
        /// Interviews with victims and witnesses.
        Interview = "interview",
        /// Before a court.
        Hearing = "hearing",
        /// With doctors or psychologists.
        Medical = "medical",
        /// On call: rung for what cannot wait.
        OnCall = "on_call",
        /// With children; asked for together with one of the others.
        Children = "children",
    }
}

impl Purpose {
    const fn bit(self) -> u8 {
        match self {
            Self::Interview => 1,
            Self::Hearing => 2,
            Self::Medical => 4,
            Self::OnCall => 8,
            Self::Children => 16,
        }
    }
}

impl From<Setting> for Purpose {
    fn from(setting: Setting) -> Self {
        match setting {
            Setting::Interview => Self::Interview,
            Setting::Hearing => Self::Hearing,
            Setting::Medical => Self::Medical,
            Setting::Emergency => Self::OnCall,
        }
    }
}

/// A set of purposes.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Purposes(u8);

impl Purposes {
    /// All of them.
    pub const ALL: Self = Self(31);

    /// None of them: every set includes it.
    pub(crate) const NONE: Self = Self(0);

    /// Only that.
    #[must_use]
    pub const fn only(purpose: Purpose) -> Self {
        Self(purpose.bit())
    }

    /// That one, too.
    #[must_use]
    pub const fn and(self, purpose: Purpose) -> Self {
        Self(self.0 | purpose.bit())
    }

    /// What a request needs: its setting, and children where one is to be heard.
    #[must_use]
    pub fn needed(setting: Setting, child: bool) -> Self {
        let only = Self::only(setting.into());
        if child { only.and(Purpose::Children) } else { only }
    }

    /// Whether all of those are among these.
    #[must_use]
    pub const fn include(self, those: Self) -> bool {
        self.0 & those.0 == those.0
    }

    /// Whether no purpose is named.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(crate) fn to_column(self) -> i32 {
        i32::from(self.0)
    }

    pub(crate) fn from_column(bits: i32) -> Result<Self> {
        u8::try_from(bits).ok().filter(|bits| (1..=31).contains(bits)).map(Self).ok_or_else(|| {
            Error::Corrupt { what: "purposes", why: format!("{bits} is no set of purposes") }
        })
    }

    fn words(self) -> impl Iterator<Item = Purpose> {
        Purpose::ALL.iter().copied().filter(move |purpose| self.0 & purpose.bit() != 0)
    }
}

impl fmt::Debug for Purposes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.words()).finish()
    }
}

impl Serialize for Purposes {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(self.words())
    }
}

impl<'de> Deserialize<'de> for Purposes {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let words = Vec::<Purpose>::deserialize(from)?;
        Ok(words.into_iter().fold(Self(0), Self::and))
    }
}

impl utoipa::PartialSchema for Purposes {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
        utoipa::openapi::ArrayBuilder::new()
            .items(Purpose::schema())
            .min_items(Some(1))
            .examples([serde_json::json!(["interview", "hearing"])])
            .into()
    }
}

impl utoipa::ToSchema for Purposes {}
