//! Finding interpreters for a request: gathers the facts of all who serve the pair, and lets
//! `matching` judge each.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    availability::{WeekRule, covers, rule_from_columns},
    country::Country,
    error::{Error, Result},
    id::{PersonId, RequestId},
    interpreter::{Class, Gender, Level, Mode},
    language::Language,
    matching::{Calendar, Effect, Facts, Need, Reason, judge, score},
    request::RequestInput,
    store::{Store, on},
    team::TeamRule,
    time::{Instant, Moment, Zone},
};

/// An interpreter who fits, without the name.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// To be asked by.
    pub person: PersonId,
    /// Shown instead of the name.
    pub number: i64,
    /// 1 is the best.
    pub rank: usize,
    /// The sum of the reasons' points.
    pub score: f64,
    /// Where they work.
    pub country: Country,
    /// Own statement.
    pub gender: Gender,
    /// The start on their clock.
    pub local_time: Moment,
    /// Why they are where they are, the strongest reason first.
    pub reasons: Vec<Reason>,
}

/// An interpreter of the language who does not fit.
#[derive(Debug, Clone, PartialEq)]
pub struct Excluded {
    /// Shown instead of the name.
    pub number: i64,
    /// Why not.
    pub reasons: Vec<Reason>,
}

/// The answer to a request.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidates {
    /// Interpreters needed.
    pub seats: i32,
    /// Why a team is needed.
    pub team_rule: Option<TeamRule>,
    /// Those who fit, best first, at most [`MOST_SHOWN`].
    pub candidates: Vec<Candidate>,
    /// Those who do not, by number, at most [`MOST_SHOWN`].
    pub excluded: Vec<Excluded>,
}

/// As many as a person can look through; those not shown are worse.
pub const MOST_SHOWN: usize = 100;

/// Everybody who serves the pair both ways, as the first part of each query. `$1`, `$2` the
/// languages, `$3` mode, `$4` setting.
macro_rules! of_those_who_serve {
    ($rest:literal) => {
        concat!(
            "WITH serves AS (
                 SELECT there.person FROM service there JOIN service back
                   ON back.source = $2 AND back.target = $1 AND back.mode = $3
                  AND back.setting = $4 AND back.person = there.person
                 WHERE there.source = $1 AND there.target = $2 AND there.mode = $3
                   AND there.setting = $4) ",
            $rest
        )
    };
}

/// Binds the pair, mode and setting to a query.
macro_rules! ask {
    ($store:expr, $input:expr, $sql:expr $(, $more:expr)*) => {
        on!($store.read(), db => sqlx::query_as($sql)
            .bind(&$input.languages[0]).bind(&$input.languages[1])
            .bind($input.mode).bind($input.setting)
            $(.bind($more))*
            .fetch_all(db).await?)
    };
}

#[derive(sqlx::FromRow)]
struct PersonRow {
    person: PersonId,
    number: i64,
    country: Country,
    zone: Zone,
    gender: Gender,
    home: String,
    vetted_until: Option<Instant>,
    trauma_trained: bool,
    reliability: i32,
    minutes_worked: i64,
    notice_minutes: i64,
}

impl Store {
    /// Who fits a request and who does not, each with the reasons.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn candidates(&self, request: RequestId, now: Instant) -> Result<Candidates> {
        let request = self.request(request).await?;
        let country = self.account(request.requester).await?.country;
        let (mut candidates, mut excluded) = self
            .search(&request.input, country, request.starts.instant, request.ends.instant, now)
            .await?;
        candidates.truncate(MOST_SHOWN);
        excluded.truncate(MOST_SHOWN);
        Ok(Candidates { seats: request.seats, team_rule: request.team_rule, candidates, excluded })
    }

    /// Everybody who fits, best first, and everybody who does not.
    pub(crate) async fn search(
        &self,
        input: &RequestInput,
        country: Country,
        starts: Instant,
        ends: Instant,
        now: Instant,
    ) -> Result<(Vec<Candidate>, Vec<Excluded>)> {
        let need = Need {
            languages: &input.languages,
            mode: input.mode,
            setting: input.setting,
            starts,
            ends,
            preferences: &input.preferences,
            now,
        };
        let mut candidates = Vec::new();
        let mut excluded = Vec::new();
        for facts in self.facts(input, country, starts, ends).await? {
            let reasons = judge(&need, &facts);
            if reasons.iter().any(|reason| reason.effect == Effect::Excludes) {
                excluded.push(Excluded { number: facts.number, reasons });
            } else {
                candidates.push(Candidate {
                    person: facts.person,
                    number: facts.number,
                    rank: 0,
                    score: score(&reasons),
                    country: facts.country,
                    gender: facts.gender,
                    local_time: Moment::at(starts, &facts.zone),
                    reasons,
                });
            }
        }
        candidates.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.number.cmp(&b.number)));
        for (rank, candidate) in (1..).zip(&mut candidates) {
            candidate.rank = rank;
        }
        excluded.sort_by_key(|one| one.number);
        Ok((candidates, excluded))
    }

    /// The facts of everybody who serves the pair, and of some who nearly do.
    async fn facts(
        &self,
        input: &RequestInput,
        country: Country,
        starts: Instant,
        ends: Instant,
    ) -> Result<Vec<Facts>> {
        let people: Vec<PersonRow> = ask!(
            self,
            input,
            of_those_who_serve!(
                "SELECT i.person, i.number, p.country, p.zone, i.gender, i.home, i.vetted_until,
                        i.trauma_trained, i.reliability, i.minutes_worked, i.notice_minutes
                 FROM serves JOIN interpreter i ON i.person = serves.person
                 JOIN person p ON p.id = i.person"
            )
        );
        let classes = self.classes(input).await?;
        let recognised = self.recognised(input, country, ends).await?;
        let weeks = self.weeks(input, starts, ends).await?;
        let (blocked, booked) = self.busy(input, starts, ends).await?;
        let simultaneous = self.simultaneous_around(input, starts).await?;
        let know_case = self.know_case(input).await?;

        let mut all = Vec::with_capacity(people.len());
        for row in people {
            let person = row.person;
            let week = weeks.get(&person).map_or(&[][..], Vec::as_slice);
            let open =
                covers(week, &row.zone, starts, ends).map_err(|e| Error::time("starts", &e))?;
            let calendar = if booked.contains(&person) {
                Calendar::Booked
            } else if blocked.contains(&person) {
                Calendar::Blocked
            } else if open {
                Calendar::Free
            } else {
                Calendar::OutsideHours
            };
            let that_day = simultaneous
                .get(&person)
                .map_or(0, |bookings| minutes_on_day_of(bookings, starts, &row.zone));
            all.push(row.facts(
                classes.get(&person).copied().unwrap_or_default(),
                recognised.get(&person).cloned(),
                calendar,
                that_day,
                know_case.contains(&person),
            ));
        }
        self.add_near_misses(input, &mut all).await?;
        Ok(all)
    }
}

impl PersonRow {
    fn facts(
        self,
        classes: [Option<Class>; 2],
        recognised: Option<(String, Level)>,
        calendar: Calendar,
        simultaneous_minutes_that_day: i64,
        knows_case: bool,
    ) -> Facts {
        Facts {
            person: self.person,
            number: self.number,
            country: self.country,
            zone: self.zone,
            home: self.home,
            gender: self.gender,
            classes,
            other_variety: None,
            serves: true,
            recognised,
            vetted_until: self.vetted_until,
            trauma_trained: self.trauma_trained,
            reliability_permille: self.reliability,
            minutes_worked: self.minutes_worked,
            notice_minutes: self.notice_minutes,
            calendar,
            simultaneous_minutes_that_day,
            knows_case,
        }
    }
}

#[derive(sqlx::FromRow)]
struct BusyRow {
    person: PersonId,
    starts: Instant,
    ends: Instant,
}

impl Store {
    /// How well each masters the two languages.
    async fn classes(
        &self,
        input: &RequestInput,
    ) -> Result<BTreeMap<PersonId, [Option<Class>; 2]>> {
        let rows: Vec<(PersonId, Language, Class)> = ask!(
            self,
            input,
            of_those_who_serve!(
                "SELECT s.person, s.language, s.class FROM serves
                 JOIN spoken s ON s.person = serves.person AND s.language IN ($1, $2)"
            )
        );
        let mut classes = BTreeMap::new();
        for (person, language, class) in rows {
            let pair: &mut [Option<Class>; 2] = classes.entry(person).or_default();
            let [first, second] = pair;
            *(if language == input.languages[0] { first } else { second }) = Some(class);
        }
        Ok(classes)
    }

    /// The best credential of each that the country recognises and that holds until the end.
    async fn recognised(
        &self,
        input: &RequestInput,
        country: Country,
        ends: Instant,
    ) -> Result<BTreeMap<PersonId, (String, Level)>> {
        let rows: Vec<(PersonId, String, Level)> = ask!(
            self,
            input,
            of_those_who_serve!(
                "SELECT c.person, c.scheme, r.level FROM serves
                 JOIN credential c ON c.person = serves.person
                 JOIN recognition r ON r.scheme = c.scheme AND r.country = $5 AND r.setting = $4
                 WHERE c.valid_until IS NULL OR c.valid_until >= $6
                 ORDER BY c.scheme"
            ),
            country,
            ends
        );
        let mut best: BTreeMap<PersonId, (String, Level)> = BTreeMap::new();
        for (person, scheme, level) in rows {
            match best.get(&person) {
                Some((_, known)) if *known <= level => {}
                _ => drop(best.insert(person, (scheme, level))),
            }
        }
        Ok(best)
    }

    /// The weekly hours of each on the days that the request can touch on any clock.
    async fn weeks(
        &self,
        input: &RequestInput,
        starts: Instant,
        ends: Instant,
    ) -> Result<BTreeMap<PersonId, Vec<WeekRule>>> {
        // Clocks are at most 14 hours from UTC, so a day before and after is enough.
        let days = days_touched(starts.plus_minutes(-24 * 60), ends.plus_minutes(24 * 60))?;
        let rows: Vec<(PersonId, i32, i32, i32)> = ask!(
            self,
            input,
            of_those_who_serve!(
                "SELECT w.person, w.day, w.from_minute, w.to_minute FROM serves
                 JOIN week_rule w ON w.person = serves.person
                 WHERE $5 LIKE '%' || w.day || '%'"
            ),
            days
        );
        let mut weeks: BTreeMap<PersonId, Vec<WeekRule>> = BTreeMap::new();
        for (person, day, from, to) in rows {
            weeks.entry(person).or_default().push(rule_from_columns(day, from, to)?);
        }
        Ok(weeks)
    }

    /// Who closed hours at that time, and who is booked.
    async fn busy(
        &self,
        input: &RequestInput,
        starts: Instant,
        ends: Instant,
    ) -> Result<(BTreeSet<PersonId>, BTreeSet<PersonId>)> {
        let blocked: Vec<(PersonId,)> = ask!(
            self,
            input,
            of_those_who_serve!(
                "SELECT b.person FROM serves JOIN block b ON b.person = serves.person
                 WHERE b.starts < $6 AND $5 < b.ends"
            ),
            starts,
            ends
        );
        let booked: Vec<(PersonId,)> = ask!(
            self,
            input,
            of_those_who_serve!(
                "SELECT b.interpreter FROM serves JOIN booking b ON b.interpreter = serves.person
                 WHERE b.state <> 'cancelled' AND b.starts < $6 AND $5 < b.ends"
            ),
            starts,
            ends
        );
        let set = |rows: Vec<(PersonId,)>| rows.into_iter().map(|(person,)| person).collect();
        Ok((set(blocked), set(booked)))
    }

    /// Simultaneous work booked within a day of the start.
    async fn simultaneous_around(
        &self,
        input: &RequestInput,
        starts: Instant,
    ) -> Result<BTreeMap<PersonId, Vec<(Instant, Instant)>>> {
        let mut bookings: BTreeMap<PersonId, Vec<(Instant, Instant)>> = BTreeMap::new();
        if input.mode != Mode::Simultaneous {
            return Ok(bookings);
        }
        let rows: Vec<BusyRow> = ask!(
            self,
            input,
            of_those_who_serve!(
                "SELECT b.interpreter AS person, b.starts, b.ends FROM serves
                 JOIN booking b ON b.interpreter = serves.person
                 WHERE b.state <> 'cancelled' AND b.mode = $3 AND b.starts < $6 AND $5 < b.ends"
            ),
            starts.plus_minutes(-24 * 60),
            starts.plus_minutes(24 * 60)
        );
        for row in rows {
            bookings.entry(row.person).or_default().push((row.starts, row.ends));
        }
        Ok(bookings)
    }

    /// Who was booked for the same case before.
    async fn know_case(&self, input: &RequestInput) -> Result<BTreeSet<PersonId>> {
        let Some(case) = &input.case_reference else { return Ok(BTreeSet::new()) };
        let sql = "SELECT b.interpreter FROM request r JOIN booking b ON b.request = r.id
                   WHERE r.case_reference = $1 AND b.interpreter IS NOT NULL
                     AND b.state = 'confirmed'";
        let rows: Vec<(PersonId,)> =
            on!(self.read(), db => sqlx::query_as(sql).bind(case).fetch_all(db).await?);
        Ok(rows.into_iter().map(|(person,)| person).collect())
    }
}

/// The week's days from one instant to another (UTC), as a word such as `567`.
fn days_touched(from: Instant, until: Instant) -> Result<String> {
    let utc: Zone = "UTC".parse().map_err(|e| Error::time("starts", &e))?;
    let last = Moment::at(until, &utc).local;
    let mut day =
        Moment::at(from, &utc).local.plus_days(0).map_err(|e| Error::time("starts", &e))?;
    let mut days = String::new();
    while day <= last && days.len() < 7 {
        days.push_str(&day.weekday().to_string());
        day = day.plus_days(1).map_err(|e| Error::time("starts", &e))?;
    }
    Ok(days)
}

/// Minutes of those bookings that begin on the same day of a clock as `instant`.
fn minutes_on_day_of(bookings: &[(Instant, Instant)], instant: Instant, zone: &Zone) -> i64 {
    let day = |instant| Moment::at(instant, zone).local.date_text();
    bookings
        .iter()
        .filter(|(starts, _)| day(*starts) == day(instant))
        .map(|(starts, ends)| ends.minutes_since(*starts))
        .sum()
}

/// As many who only nearly serve the pair are told, by number.
const MOST_NEAR_MISSES: i64 = 50;

impl Store {
    /// Adds some who speak both languages, or another variety of one of them, but do not serve
    /// the pair, so that the requester learns why they are not in the list.
    async fn add_near_misses(&self, input: &RequestInput, all: &mut Vec<Facts>) -> Result<()> {
        let speak_both: Vec<PersonRow> = ask!(
            self,
            input,
            of_those_who_serve!(
                "SELECT i.person, i.number, p.country, p.zone, i.gender, i.home, i.vetted_until,
                        i.trauma_trained, i.reliability, i.minutes_worked, i.notice_minutes
                 FROM spoken a JOIN spoken b ON b.person = a.person AND b.language = $2
                 JOIN interpreter i ON i.person = a.person JOIN person p ON p.id = i.person
                 WHERE a.language = $1 AND a.person NOT IN (SELECT person FROM serves)
                 ORDER BY i.number LIMIT $5"
            ),
            MOST_NEAR_MISSES
        );
        let mut near: Vec<(PersonRow, Option<Language>)> =
            speak_both.into_iter().map(|row| (row, None)).collect();
        let [a, b] = &input.languages;
        for other in self.languages().siblings(a) {
            near.extend(
                self.who_speak(&other, b).await?.into_iter().map(|r| (r, Some(other.clone()))),
            );
        }
        for other in self.languages().siblings(b) {
            near.extend(
                self.who_speak(a, &other).await?.into_iter().map(|r| (r, Some(other.clone()))),
            );
        }
        let mut known: BTreeSet<PersonId> = all.iter().map(|facts| facts.person).collect();
        for (row, other_variety) in near {
            if known.insert(row.person) {
                let facts = row.facts([None, None], None, Calendar::Free, 0, false);
                all.push(Facts { serves: false, other_variety, ..facts });
            }
        }
        Ok(())
    }

    async fn who_speak(&self, one: &Language, other: &Language) -> Result<Vec<PersonRow>> {
        let sql = "SELECT i.person, i.number, p.country, p.zone, i.gender, i.home, i.vetted_until,
                       i.trauma_trained, i.reliability, i.minutes_worked, i.notice_minutes
                   FROM spoken a JOIN spoken b ON b.person = a.person AND b.language = $2
                   JOIN interpreter i ON i.person = a.person JOIN person p ON p.id = i.person
                   WHERE a.language = $1 ORDER BY i.number LIMIT $3";
        Ok(on!(self.read(), db => sqlx::query_as(sql)
            .bind(one).bind(other).bind(MOST_NEAR_MISSES).fetch_all(db).await?))
    }
}
