//! One row of a table of interpreters: the columns, and how each is written.

use std::str::FromStr;

use super::Cells;
use crate::{
    availability::WeekRule,
    country::Country,
    error::Why,
    interpreter::{Class, Credential, Enrolment, Gender, Mode, Profile, Service, Setting, Spoken},
    language::Language,
    person::{AccountRole, NewAccount},
    time::{Day, Fold, Instant, WallTime, Zone},
};

/// The columns a table may have. The first five are needed.
pub const COLUMNS: &[&str] = &[
    "name",
    "country",
    "zone",
    "languages",
    "services",
    "email",
    "gender",
    "home",
    "credentials",
    "vetted_until",
    "notice_minutes",
    "week",
];

type Wrong = Vec<(String, Why)>;

/// Reads a row: the enrolment, unless something is too wrong to go on, and what is wrong.
pub(super) fn read(cells: &Cells, now: Instant) -> (Option<Enrolment>, Wrong) {
    let mut row = Row { cells, wrong: Vec::new() };
    let name = row.needed("name");
    let country: Option<Country> =
        row.needed("country").and_then(|text| row.word("country", &text.to_uppercase()));
    let zone: Option<Zone> = row.needed("zone").and_then(|text| row.word("zone", text));
    let languages = row.needed("languages").and_then(|text| row.list("languages", text, spoken));
    let services = row.needed("services").and_then(|text| row.list("services", text, services));
    let email = row.given("email").map(str::to_lowercase);
    let gender = row.given("gender").map_or(Some(Gender::Other), |text| row.word("gender", text));
    let home = row.given("home").unwrap_or_default().to_owned();
    let notice =
        row.given("notice_minutes").map_or(Some(60), |text| row.word("notice_minutes", text));
    let week = row.given("week").map_or(Some(Vec::new()), |text| row.list("week", text, week));
    let day = |text: &str| zone.as_ref().map_or(Err(Why::Malformed), |zone| end_of_day(text, zone));
    let credentials = row.given("credentials").map_or(Some(Vec::new()), |text| {
        row.list("credentials", text, |entry| credential(entry, &day).map(|one| vec![one]))
    });
    let vetted_until = match row.given("vetted_until").map(day) {
        None => Some(None),
        Some(Ok(until)) if until <= now => row.is_wrong("vetted_until", Why::InThePast),
        Some(Ok(until)) => Some(Some(until)),
        Some(Err(why)) => row.is_wrong("vetted_until", why),
    };
    if name.is_some_and(|name| name.chars().count() > 120) {
        row.is_wrong::<()>("name", Why::TooLong);
    }
    let enrolment = (|| {
        Some(Enrolment {
            account: NewAccount {
                name: name?.to_owned(),
                email,
                password_phc: None,
                role: AccountRole::Interpreter,
                country: country?,
                zone: zone.clone()?,
            },
            profile: Profile {
                gender: gender?,
                home,
                languages: languages?,
                services: services?,
                credentials: credentials?,
                vetted_until: vetted_until?,
                trauma_trained: false,
                reliability_permille: 1_000,
                minutes_worked: 0,
                notice_minutes: notice?,
            },
            week: week?,
        })
    })();
    (enrolment, row.wrong)
}

struct Row<'a> {
    cells: &'a Cells,
    wrong: Wrong,
}

impl<'a> Row<'a> {
    fn given(&self, column: &str) -> Option<&'a str> {
        self.cells.get(column).map(|cell| cell.trim()).filter(|cell| !cell.is_empty())
    }

    fn needed(&mut self, column: &str) -> Option<&'a str> {
        self.given(column).or_else(|| self.is_wrong(column, Why::Missing))
    }

    fn word<T: FromStr>(&mut self, column: &str, text: &str) -> Option<T> {
        text.parse().ok().or_else(|| self.is_wrong(column, Why::Unknown))
    }

    /// Entries separated by `;`, each of which may stand for several things.
    fn list<T>(
        &mut self,
        column: &str,
        text: &str,
        read: impl Fn(&str) -> Result<Vec<T>, Why>,
    ) -> Option<Vec<T>> {
        let mut all = Vec::new();
        for entry in text.split(';').map(str::trim).filter(|entry| !entry.is_empty()) {
            match read(entry) {
                Ok(mut things) => all.append(&mut things),
                Err(why) => return self.is_wrong(column, why),
            }
        }
        Some(all)
    }

    fn is_wrong<T>(&mut self, column: &str, why: Why) -> Option<T> {
        self.wrong.push((column.to_owned(), why));
        None
    }
}

/// `mam-todos-santos:A`.
fn spoken(entry: &str) -> Result<Vec<Spoken>, Why> {
    let (language, class) = entry.split_once(':').ok_or(Why::Malformed)?;
    let language: Language = language.trim().parse().map_err(|_| Why::Unknown)?;
    let class: Class = class.trim().to_uppercase().parse().map_err(|_| Why::Unknown)?;
    Ok(vec![Spoken { language, class, attested: None }])
}

/// `mam-todos-santos<>spa consecutive+simultaneous interview+hearing`; `>` is one way only.
fn services(entry: &str) -> Result<Vec<Service>, Why> {
    let parts: Vec<&str> = entry.split_whitespace().collect();
    let [pair, modes, settings] = parts[..] else { return Err(Why::Malformed) };
    let (both, (one, other)) = match (pair.split_once("<>"), pair.split_once('>')) {
        (Some(pair), _) => (true, pair),
        (None, Some(pair)) => (false, pair),
        (None, None) => return Err(Why::Malformed),
    };
    let one: Language = one.parse().map_err(|_| Why::Unknown)?;
    let other: Language = other.parse().map_err(|_| Why::Unknown)?;
    let mut all = Vec::new();
    for mode in modes.split('+') {
        let mode: Mode = mode.parse().map_err(|_| Why::Unknown)?;
        for setting in settings.split('+') {
            let setting: Setting = setting.parse().map_err(|_| Why::Unknown)?;
            let service = |source: &Language, target: &Language| Service {
                source: source.clone(),
                target: target.clone(),
                mode,
                setting,
            };
            all.push(service(&one, &other));
            if both {
                all.push(service(&other, &one));
            }
        }
    }
    Ok(all)
}

/// `gt-oj|Organismo Judicial|77-B|2028-12-31`; number and date can be left out.
fn credential(entry: &str, day: &impl Fn(&str) -> Result<Instant, Why>) -> Result<Credential, Why> {
    let mut parts = entry.split('|').map(str::trim);
    let scheme = parts.next().unwrap_or_default().to_owned();
    let issuer = parts.next().ok_or(Why::Malformed)?.to_owned();
    let number = parts.next().filter(|number| !number.is_empty()).map(str::to_owned);
    let valid_until = match parts.next().filter(|date| !date.is_empty()) {
        Some(date) => Some(day(date)?),
        None => None,
    };
    match parts.next() {
        None => Ok(Credential { scheme, issuer, number, valid_from: None, valid_until }),
        Some(_) => Err(Why::Malformed),
    }
}

/// `1-5 08:00-17:00`: days from Monday = 1, and hours on the row's clock.
fn week(entry: &str) -> Result<Vec<WeekRule>, Why> {
    let (days, hours) = entry.split_once(' ').ok_or(Why::Malformed)?;
    let (first, last) = days.split_once('-').unwrap_or((days, days));
    let number = |text: &str| {
        text.parse::<u8>().ok().filter(|day| (1..=7).contains(day)).ok_or(Why::Malformed)
    };
    let (first, last) = (number(first)?, number(last)?);
    let (from, to) = hours.trim().split_once('-').ok_or(Why::Malformed)?;
    let from = from.parse().map_err(|_| Why::Malformed)?;
    let to = to.parse().map_err(|_| Why::Malformed)?;
    if first > last || to <= from {
        return Err(Why::Empty);
    }
    Ok((first..=last).map(|day| WeekRule { day, from, to }).collect())
}

/// The midnight that ends a day such as `2028-12-31`.
fn end_of_day(text: &str, zone: &Zone) -> Result<Instant, Why> {
    let day: Day = text.parse().map_err(|_| Why::Malformed)?;
    let local = day.at_minute(24 * 60).map_err(|_| Why::TooLong)?;
    let midnight = WallTime { local, zone: zone.clone() };
    midnight.instant(Fold::Earlier).map_err(|_| Why::TooLong)
}
