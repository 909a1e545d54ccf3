//! One interpreter as a search knows them.

use super::register::Work;
use crate::{
    availability::calendar::Calendar,
    country::Country,
    id::{OrganisationId, PersonId},
    interpreter::{Class, Gender},
    search::Topics,
    time::Instant,
};

/// All that a search may ask about an interpreter. Languages, zones and schemes are numbers of the
/// register.
#[derive(Debug)]
pub(crate) struct Member {
    pub(crate) person: PersonId,
    pub(crate) number: i64,
    pub(crate) country: Country,
    pub(crate) zone: u32,
    pub(crate) gender: Gender,
    pub(crate) deaf: bool,
    pub(crate) organisation: Option<OrganisationId>,
    /// The hash of the home town; empty without one.
    pub(crate) home: Box<str>,
    /// Heavy subjects that they would rather not hear for now.
    pub(crate) spared: Topics,
    pub(crate) vetted_until: Option<Instant>,
    pub(crate) trauma_training: Training,
    pub(crate) child_training: Training,
    pub(crate) reliability_permille: i32,
    pub(crate) notice_minutes: i64,
    /// Minutes that were worked before the bank knew them.
    pub(crate) minutes_before: i64,
    /// Those, and what was booked in the last year and for the time to come.
    pub(crate) minutes_worked: i64,
    pub(crate) spoken: Box<[(u32, Class)]>,
    /// What they serve both ways.
    pub(crate) works: Box<[Work]>,
    pub(crate) credentials: Box<[Held]>,
    /// None only until it is loaded.
    pub(crate) calendar: Option<Calendar>,
    /// In order of the days.
    pub(crate) booked: Box<[Booked]>,
}

/// A training, and until when it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Training {
    None,
    Until(Instant),
    ForGood,
}

/// A credential.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Held {
    pub(crate) scheme: u32,
    pub(crate) valid_from: Option<Instant>,
    pub(crate) valid_until: Option<Instant>,
}

/// Work that was or is booked, in four bytes, because everybody's of a year is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Booked {
    /// The day of its begin (UTC), counted from 1970.
    pub(crate) day: u16,
    pub(crate) minutes: u16,
}

impl Training {
    /// Whether it holds until an instant; asked for none, whether it may.
    pub(crate) fn holds(self, until: Option<Instant>) -> bool {
        match self {
            Self::None => false,
            Self::ForGood => true,
            Self::Until(end) => until.is_none_or(|until| until <= end),
        }
    }
}

impl Booked {
    pub(crate) fn new(starts: Instant, ends: Instant) -> Self {
        let day = starts.as_micros().div_euclid(super::register::DAY_MICROS);
        Self {
            day: u16::try_from(day.max(0)).unwrap_or(u16::MAX),
            minutes: u16::try_from(ends.minutes_since(starts)).unwrap_or(u16::MAX),
        }
    }
}

impl Member {
    pub(crate) fn class(&self, language: u32) -> Option<Class> {
        self.spoken.iter().find(|(spoken, _)| *spoken == language).map(|(_, class)| *class)
    }

    /// Counts the minutes of work again, from a day on.
    pub(crate) fn count_minutes(&mut self, since_day: i64) {
        let counts = |booked: &&Booked| i64::from(booked.day) >= since_day;
        let booked: i64 =
            self.booked.iter().filter(counts).map(|booked| i64::from(booked.minutes)).sum();
        self.minutes_worked = self.minutes_before + booked;
    }
}
