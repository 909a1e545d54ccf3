//! What could be done instead where too few fit: each way is tried, named as what it is, and told
//! also when it led nowhere. Nothing here is ever mixed with those who fit.

use super::Search;
use crate::{
    country::Country,
    error::{Error, Result},
    index::{Question, Register},
    interpreter::Mode,
    language::{Class, Language, Neighbour},
    matching::Need,
    store::Store,
    time::{Instant, Moment, WallTime},
};

/// A way out.
#[derive(Debug, Clone, PartialEq)]
pub enum Way {
    /// A language near one of those asked for. Genealogy, no proof that two people understand each
    /// other: it takes a trial conversation and the person's own consent.
    Variety {
        /// What was asked for.
        asked: Language,
        /// What is near it, how near, and who says so.
        near: Neighbour,
    },
    /// Another way of interpreting.
    Mode(Mode),
    /// With a credential that another country recognises, though this one does not.
    CredentialOf(Country),
    /// Another time.
    Time(Moment),
}

/// A way out, and how many would fit on it.
#[derive(Debug, Clone, PartialEq)]
pub struct Instead {
    /// Which.
    pub way: Way,
    /// Who would fit; 0 says that it was tried.
    pub people: usize,
}

/// A choice, not a catalogue.
const MOST_NEAR: usize = 12;
const MOST_TIMES: usize = 5;
const DAYS_AHEAD: i32 = 14;
/// Of each language pair only the best are looked at for other times.
const MOST_ASKED: usize = 300;

impl Store {
    /// Tries every way out of a search that found too few.
    pub(crate) fn instead(
        &self,
        register: &Register,
        search: &Search<'_>,
        asked: &Moment,
        seats: usize,
    ) -> Result<Vec<Instead>> {
        let dictionary = self.languages();
        let need = search.need(register);
        let count = |need: Need<'_>| {
            let question = search.question(register, need);
            question.ask(register, MOST_ASKED).fit.len()
        };
        let mut ways = Vec::new();
        for (place, language) in search.input.languages.iter().enumerate() {
            let near = dictionary.neighbours(language);
            for near in near.into_iter().filter(|near| near.class != Class::Low || place == 0) {
                let mut languages = search.input.languages.clone();
                if let Some(slot) = languages.get_mut(place) {
                    *slot = near.language.clone();
                }
                let people = count(Need { languages: &languages, ..need.clone() });
                if people > 0 {
                    let way = Way::Variety { asked: language.clone(), near };
                    ways.push(Instead { way, people });
                }
            }
        }
        ways.truncate(MOST_NEAR);
        for mode in Mode::ALL.iter().filter(|mode| **mode != need.mode) {
            let people = count(Need { mode: *mode, ..need.clone() });
            if people > 0 {
                ways.push(Instead { way: Way::Mode(*mode), people });
            }
        }
        if need.recognised_only {
            for country in Country::ALL.iter().filter(|country| **country != search.country) {
                let of_country = Search { country: *country, ..*search };
                let need = Need { recognised_only: true, ..need.clone() };
                let question = of_country.question(register, need);
                let people = question.ask(register, MOST_ASKED).fit.len();
                if people > 0 {
                    ways.push(Instead { way: Way::CredentialOf(*country), people });
                }
            }
        }
        ways.extend(self.other_times(register, search, asked, seats)?);
        Ok(ways)
    }

    /// The first moments at which a whole team is free.
    fn other_times(
        &self,
        register: &Register,
        search: &Search<'_>,
        asked: &Moment,
        seats: usize,
    ) -> Result<Vec<Instead>> {
        let minutes = search.ends.minutes_since(search.starts);
        let question = search.question(register, search.need(register));
        let Some(work) = question.work() else { return Ok(Vec::new()) };
        let people: Vec<_> = register
            .serving(work)
            .iter()
            .filter_map(|slot| register.member(*slot))
            .take(MOST_ASKED)
            .collect();
        let mut times = Vec::new();
        for starts in later_starts(asked, DAYS_AHEAD)? {
            let need = Need { starts, ends: starts.plus_minutes(minutes), ..search.need(register) };
            let question: Question<'_> = search.question(register, need);
            let fit = people.iter().filter(|member| question.fits(register, member)).count();
            if fit >= seats {
                times
                    .push(Instead { way: Way::Time(Moment::at(starts, &asked.zone)), people: fit });
            }
            if times.len() == MOST_TIMES {
                break;
            }
        }
        Ok(times)
    }
}

/// Half-hours of working days' length after a moment, for so many days, on the clock there.
pub(crate) fn later_starts(asked: &Moment, days: i32) -> Result<Vec<Instant>> {
    const FIRST_HOUR: i32 = 7;
    const LAST_HOUR: i32 = 18;
    let mut starts = Vec::new();
    for day in 0..=days {
        for half_hour in FIRST_HOUR * 2..LAST_HOUR * 2 {
            let local = asked
                .local
                .plus_days(day)
                .and_then(|midnight| midnight.at_minute(half_hour * 30))
                .map_err(|e| Error::time("starts", &e))?;
            // What the clocks there jump over nobody can keep.
            let Ok(moment) = (WallTime { local, zone: asked.zone.clone() }).moment() else {
                continue;
            };
            if moment.instant > asked.instant {
                starts.push(moment.instant);
            }
        }
    }
    Ok(starts)
}
