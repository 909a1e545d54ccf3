//! The words of notices, from `words/notices.{es,en,fr}.json`, and how a day and a time are said.

use puente_registry::{
    person::PageLanguage,
    time::{Instant, Moment, Zone},
};
use serde::Deserialize;
use std::{collections::BTreeMap, sync::LazyLock};

static ES: LazyLock<Words> = LazyLock::new(|| read(include_str!("../../words/notices.es.json")));
static EN: LazyLock<Words> = LazyLock::new(|| read(include_str!("../../words/notices.en.json")));
static FR: LazyLock<Words> = LazyLock::new(|| read(include_str!("../../words/notices.fr.json")));

/// One language's file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    pub(super) weekdays: Vec<String>,
    pub(super) months: Vec<String>,
    /// With `{weekday}`, `{day}`, `{month}`, `{year}`.
    pub(super) date: String,
    pub(super) greeting: String,
    pub(super) greeting_nameless: String,
    pub(super) footer: String,
    pub(super) kinds: BTreeMap<String, String>,
    pub(super) countries: BTreeMap<String, String>,
    pub(super) reasons: BTreeMap<String, String>,
    /// What happened to a request between countries.
    pub(super) deeds: BTreeMap<String, String>,
    pub(super) notices: BTreeMap<String, NoticeWords>,
}

/// What one kind of notice says.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NoticeWords {
    pub(super) subject: String,
    /// Paragraphs.
    pub(super) text: Vec<String>,
    /// On the button.
    pub(super) action: String,
    /// As a text message, with the address after it.
    #[serde(default)]
    pub(super) short: Option<String>,
}

impl Words {
    pub(super) fn of(language: PageLanguage) -> &'static Self {
        match language {
            PageLanguage::Es => &ES,
            PageLanguage::En => &EN,
            PageLanguage::Fr => &FR,
        }
    }

    /// The day as people say it.
    pub(super) fn day(&self, moment: &Moment) -> String {
        let local = moment.local;
        let date = local.date_text();
        let mut parts = date.split('-').map(|part| part.trim_start_matches('0'));
        let (year, month, day) =
            (parts.next(), parts.next().unwrap_or("1"), parts.next().unwrap_or("1"));
        let named = |names: &[String], number: usize| {
            names.get(number.saturating_sub(1)).cloned().unwrap_or_default()
        };
        let weekday = usize::try_from(local.weekday()).unwrap_or(1);
        fill(
            &self.date,
            &[
                ("weekday", &named(&self.weekdays, weekday)),
                ("day", day),
                ("month", &named(&self.months, month.parse().unwrap_or(1))),
                ("year", year.unwrap_or_default()),
            ],
        )
    }
}

/// One line with the time on everybody's clock, the reader's first: clocks that show the same time
/// are named once, by the first that does.
pub(super) fn times(at: Instant, zones: &[Zone]) -> String {
    let mut shown: Vec<(String, String)> = Vec::new();
    let mut first_day = None;
    for zone in zones {
        let moment = Moment::at(at, zone);
        let minute = moment.local.minute_of_day();
        let day = moment.local.date_text();
        let mut clock = format!("{:02}:{:02}", minute / 60, minute % 60);
        let first = first_day.get_or_insert_with(|| day.clone());
        if *first != day {
            // Another day there: said plainly, for instance `2026-11-26 00:30`.
            clock = format!("{day} {clock}");
        }
        if shown.iter().all(|(known, _)| *known != clock) {
            shown.push((clock, city(zone)));
        }
    }
    let said: Vec<String> =
        shown.into_iter().map(|(clock, city)| format!("{clock} {city}")).collect();
    said.join(" · ")
}

/// The place that names a zone.
fn city(zone: &Zone) -> String {
    zone.as_str().rsplit('/').next().unwrap_or_default().replace('_', " ")
}

/// Puts values where their names stand in braces.
pub(super) fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((name, after)) = after.split_once('}') else {
            filled.push('{');
            rest = after;
            continue;
        };
        let value = values.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
        filled.push_str(value.unwrap_or_default());
        rest = after;
    }
    filled.push_str(rest);
    filled
}

fn read(file: &str) -> Words {
    // A test reads each file; a broken one never leaves the house.
    serde_json::from_str(file).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use puente_registry::cooperation::act::Deed;
    use std::collections::BTreeSet;

    #[test]
    fn each_language_says_every_kind_with_the_same_placeholders() {
        let holes = |text: &str| -> BTreeSet<String> {
            let parts = text.split('{').skip(1);
            parts.filter_map(|part| part.split_once('}')).map(|(name, _)| name.to_owned()).collect()
        };
        let all = |words: &NoticeWords| {
            let texts = words.text.iter().chain([&words.subject, &words.action]);
            texts.flat_map(|text| holes(text)).collect::<BTreeSet<_>>()
        };
        for file in [
            include_str!("../../words/notices.es.json"),
            include_str!("../../words/notices.en.json"),
            include_str!("../../words/notices.fr.json"),
        ] {
            serde_json::from_str::<Words>(file).unwrap();
        }
        let es = Words::of(PageLanguage::Es);
        assert_eq!(es.notices.len(), 25);
        assert_eq!(es.deeds.len(), Deed::ALL.len());
        for language in [PageLanguage::En, PageLanguage::Fr] {
            let words = Words::of(language);
            assert_eq!(words.weekdays.len(), 7);
            assert_eq!(words.months.len(), 12);
            assert!(words.kinds.keys().eq(es.kinds.keys()));
            assert!(words.countries.keys().eq(es.countries.keys()));
            assert!(words.reasons.keys().eq(es.reasons.keys()));
            assert!(words.deeds.keys().eq(es.deeds.keys()));
            assert!(words.notices.keys().eq(es.notices.keys()));
            for (kind, notice) in &words.notices {
                assert_eq!(all(notice), all(&es.notices[kind]), "{language} {kind}");
                assert_eq!(notice.short.is_some(), es.notices[kind].short.is_some(), "{kind}");
            }
        }
    }

    #[test]
    fn r16_one_line_shows_everybodys_time_and_another_day_by_its_date() {
        let zones: Vec<Zone> = ["America/Guatemala", "America/New_York", "America/Costa_Rica"]
            .map(|zone| zone.parse().unwrap())
            .to_vec();
        let at: Instant = "2026-11-25T16:00:00Z".parse().unwrap();
        assert_eq!(times(at, &zones), "10:00 Guatemala · 11:00 New York");
        let late: Instant = "2026-11-26T05:30:00Z".parse().unwrap();
        assert_eq!(times(late, &zones), "23:30 Guatemala · 2026-11-26 00:30 New York");
    }

    #[test]
    fn a_day_is_said_as_people_say_it() {
        let zone: Zone = "America/Guatemala".parse().unwrap();
        let moment = Moment::at("2026-11-25T16:00:00Z".parse().unwrap(), &zone);
        assert_eq!(Words::of(PageLanguage::Es).day(&moment), "miércoles 25 de noviembre de 2026");
        assert_eq!(Words::of(PageLanguage::En).day(&moment), "Wednesday, November 25, 2026");
        assert_eq!(Words::of(PageLanguage::Fr).day(&moment), "mercredi 25 novembre 2026");
    }

    proptest! {
        #[test]
        fn no_value_and_no_text_breaks_the_filling(text in "\\PC{0,60}", value in "[{}a-z]{0,10}") {
            let filled = fill(&text, &[("a", &value)]);
            if !text.contains('{') {
                prop_assert_eq!(filled, text);
            }
        }
    }
}
