//! How many interpreters a booth needs: nobody interprets alone for longer than is safe for what
//! is said (requirement 7). One table; a country may be stricter.

use crate::{
    country::Country,
    interpreter::{Channel, Mode, Setting},
    word::words,
};

words! {
    /// Why a team is needed.
    pub enum TeamRule {
        /// Simultaneous for more than 20 minutes.
        SimultaneousOver20 = "simultaneous_over_20",
        /// Simultaneous for more than 30 minutes.
        SimultaneousOver30 = "simultaneous_over_30",
        /// Consecutive for more than 60 minutes.
        ConsecutiveOver60 = "consecutive_over_60",
        /// Any hearing of more than 2 hours.
        HearingOver120 = "hearing_over_120",
    }
}

/// A row of the table: above so many minutes two interpreters share a booth, where the rest
/// applies; `None` stands for any. Signing tires as simultaneous work does.
struct Row {
    country: Option<Country>,
    channel: Option<Channel>,
    setting: Option<Setting>,
    above_minutes: i64,
    rule: TeamRule,
}

/// The table. The first row that applies gives its name.
const TABLE: &[Row] = &[
    Row {
        country: Some(Country::Us),
        channel: Some(Channel::Simultaneous),
        setting: None,
        above_minutes: 20,
        rule: TeamRule::SimultaneousOver20,
    },
    Row {
        country: None,
        channel: None,
        setting: Some(Setting::Hearing),
        above_minutes: 120,
        rule: TeamRule::HearingOver120,
    },
    Row {
        country: None,
        channel: Some(Channel::Simultaneous),
        setting: None,
        above_minutes: 30,
        rule: TeamRule::SimultaneousOver30,
    },
    Row {
        country: None,
        channel: Some(Channel::Consecutive),
        setting: None,
        above_minutes: 60,
        rule: TeamRule::ConsecutiveOver60,
    },
];

/// Remote simultaneous work of one person in one day, at most, in minutes.
pub const SIMULTANEOUS_MINUTES_A_DAY: i64 = 180;

/// The rule that asks for two in this booth, if any does.
#[must_use]
pub fn team_rule(mode: Mode, setting: Setting, minutes: i64, country: Country) -> Option<TeamRule> {
    TABLE
        .iter()
        .find(|row| {
            row.country.is_none_or(|c| c == country)
                && row.channel.is_none_or(|c| c == mode.channel())
                && row.setting.is_none_or(|s| s == setting)
                && minutes > row.above_minutes
        })
        .map(|row| row.rule)
}

/// Seats of a booth under a rule.
#[must_use]
pub const fn seats(rule: Option<TeamRule>) -> i32 {
    if rule.is_some() { 2 } else { 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seats_for(mode: Mode, setting: Setting, minutes: i64, country: Country) -> i32 {
        seats(team_rule(mode, setting, minutes, country))
    }

    #[test]
    fn r07_two_share_a_booth_above_the_limit_and_one_works_up_to_it() {
        use Mode::{Consecutive, Simultaneous};
        use Setting::{Hearing, Interview};
        for (mode, setting, minutes, expected) in [
            (Simultaneous, Interview, 30, 1),
            (Simultaneous, Interview, 31, 2),
            (Consecutive, Interview, 60, 1),
            (Consecutive, Interview, 61, 2),
            (Consecutive, Hearing, 60, 1),
            (Simultaneous, Hearing, 121, 2),
        ] {
            assert_eq!(
                seats_for(mode, setting, minutes, Country::Gt),
                expected,
                "{mode} {setting} {minutes} min"
            );
        }
    }

    #[test]
    fn r07_a_country_can_be_stricter() {
        assert_eq!(seats_for(Mode::Simultaneous, Setting::Hearing, 21, Country::Us), 2);
        assert_eq!(seats_for(Mode::Simultaneous, Setting::Hearing, 20, Country::Us), 1);
        assert_eq!(seats_for(Mode::Simultaneous, Setting::Hearing, 21, Country::Mx), 1);
    }

    #[test]
    fn r07_every_row_of_the_table_can_apply() {
        let reached: std::collections::BTreeSet<TeamRule> = Country::ALL
            .iter()
            .flat_map(|country| {
                (1..=300).flat_map(move |minutes| {
                    Mode::ALL.iter().flat_map(move |mode| {
                        Setting::ALL
                            .iter()
                            .filter_map(move |s| team_rule(*mode, *s, minutes, *country))
                    })
                })
            })
            .collect();
        assert_eq!(reached.len(), TeamRule::ALL.len());
    }
}
